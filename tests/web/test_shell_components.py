"""Every component renders, in both languages, and says what it should."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from jobveu.web.templatetags import components
from jobveu.web.ui import Crumb, Row, Step, StepState, Tab

STEPS = [
    Step(1, "Behov", StepState.DONE, "/f/1/", "4 af 4"),
    Step(2, "Partsaftale", StepState.CURRENT, "/f/2/"),
    Step(3, "Opstart", StepState.STARTED, "/f/3/"),
    Step(4, "Screening", StepState.AHEAD),
]
TABS = [Tab("Overblik", "/o/", current=True), Tab("Parter", "/p/", count=7)]
ROWS = [Row("Råd", "RAR Fyn", "/ret/"), Row("Fokusområde", None)]
CRUMBS = [Crumb("Projekter", "/projekter/"), Crumb("Letz & co")]

CASES = {
    "icon": ('{% icon "edit" "Ret" %}', ["all-svg-icons.svg#edit", 'role="img"', 'aria-label="Ret"']),
    "badge": ('{% badge "Aktiv" "success" %}', ['class="badge badge-success"', "Aktiv"]),
    "tags": ("{% tags words %}", ["<li>svejser</li>", "<li>a &lt; b</li>"]),
    "back_link": ('{% back_link "/x/" %}', ['href="/x/"', "back-link"]),
    "button_link": (
        '{% button_link "Ret" "/x/" "secondary" icon="edit" about="kursus 2" %}',
        ["button-secondary", 'href="/x/"', '<span class="sr-only"> kursus 2</span>'],
    ),
    "post_button": (
        '{% post_button "Slet" "/slet/" "warning" about="kursus 2" item=1234 %}',
        ['method="post"', 'action="/slet/"', 'name="item" value="1234"', "button-warning"],
    ),
    "progress": ('{% progress 3 5 "På plads" %}', ['value="3"', 'max="5"', 'aria-label="På plads"']),
    "key_figure": ('{% key_figure 12 "Deltagere" href="/d/" %}', ["12", '<a href="/d/">Deltagere</a>']),
    "empty_state": (
        '{% empty_state "Ingen kurser" "Opret et." "Nyt kursus" "/nyt/" level=3 %}',
        ["<h3", "Ingen kurser", "Opret et.", 'href="/nyt/"'],
    ),
    "text_diff": ('{% text_diff "otte tjenere" "ni tjenere" %}', ["<ins>", "<del>", "tjenere"]),
    "alert": (
        '{% alert "warning" heading="Obs" role="alert" level=3 %}<p>Tekst</p>{% endalert %}',
        ['class="alert alert-warning"', 'role="alert"', "<h3", "<p>Tekst</p>"],
    ),
    "card": (
        '{% card "Letz Sushi" href="/c/" subheading="Case" %}<p>Tekst</p>{% endcard %}',
        ['<a href="/c/" class="card"', "Letz Sushi", "<p>Tekst</p>"],
    ),
    "details": (
        '{% details "Hvad er det?" open=True %}Tekst{% enddetails %}',
        ["<details", " open", "Hvad er det?", "Tekst"],
    ),
    "accordion": (
        '{% accordion "Fase 1" status="2 mangler" %}Tekst{% endaccordion %}',
        ["<details", "<h2", "Fase 1", "2 mangler", "Tekst"],
    ),
    "table": (
        '{% table "Kurser" stack=True %}<tbody><tr><td>1</td></tr></tbody>{% endtable %}',
        ['role="region"', 'aria-label="Kurser"', 'tabindex="0"', "data-jv-stack", "<caption", "<td>1</td>"],
    ),
    "summary": (
        '{% summary "Oplysninger" %}{% row "Råd" href="/ret/" %}RAR Fyn{% endrow %}{% endsummary %}',
        ["structured-list", '<th scope="row">Råd</th>', "RAR Fyn", 'href="/ret/"'],
    ),
    "row": ('{% row "Råd" %}RAR Fyn{% endrow %}', ["<td>RAR Fyn</td>"]),
    "summary_list": ('{% summary_list rows "Oplysninger" %}', ["RAR Fyn", 'href="/ret/"', "jv-missing"]),
    "breadcrumbs": (
        "{% breadcrumbs crumbs %}",
        ['href="/projekter/"', "Letz &amp; co", 'aria-current="page"'],
    ),
    "subnav": ('{% subnav tabs "Dele" %}', ['aria-label="Dele"', 'aria-current="page"', "Parter (7)"]),
    "phase_guide": (
        "{% phase_guide steps %}",
        ["jv-phase--done", 'aria-current="step"', 'href="/f/3/"', "4 af 4"],
    ),
    "pagination": ("{% pagination 5 12 %}", ['aria-current="page"', "side=6", 'rel="next"']),
}


def render(source: str, path: str = "/liste/?q=vvs&side=5", **values: object) -> str:
    request = RequestFactory().get(path)
    context = {
        "request": request,
        "csrf_token": "x",
        "words": ["svejser", "a < b"],
        "steps": STEPS,
        "tabs": TABS,
        "rows": ROWS,
        "crumbs": CRUMBS,
    }
    return Template(source).render(Context(context | values))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", CASES)
def test_every_component_renders_what_it_is_given(name: str, language: str) -> None:
    source, expected = CASES[name]
    with translation.override(language):
        html = render(source)
    for part in expected:
        assert part in html
    assert "style=" not in html


def test_no_component_is_left_out_of_these_tests() -> None:
    assert set(components.register.tags) == set(CASES)


def test_every_icon_that_templates_ask_for_is_in_the_set() -> None:
    package = Path(components.__file__).parents[1]
    symbols = (package / "static/vendor/dkfds/img/all-svg-icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', symbols))
    asked_for: set[str] = set()
    for template in (package / "templates").rglob("*.html"):
        asked_for |= set(re.findall(r"""{% icon "([^"]+)"|icon="([^"]+)\"""", template.read_text()))
    names = {name for pair in asked_for for name in pair if name}
    assert names - known == set()


def test_a_misspelt_variant_is_told_at_once() -> None:
    with pytest.raises(TemplateSyntaxError, match="it is 'succes'"):
        render('{% badge "x" "succes" %}')


def test_texts_from_users_are_escaped_everywhere() -> None:
    html = render(
        "{% badge bad %}{% button_link bad bad %}{% empty_state bad bad bad bad %}{% key_figure bad bad %}"
        "{% card bad bad bad %}{{ bad }}{% endcard %}{% alert heading=bad %}{{ bad }}{% endalert %}"
        "{% accordion bad status=bad %}{{ bad }}{% endaccordion %}{% row bad %}{{ bad }}{% endrow %}"
        "{% table bad %}{% endtable %}{% breadcrumbs bad bad bad %}{% progress 1 2 bad bad %}"
        "{% post_button bad bad about=bad field=bad %}{% details bad %}{{ bad }}{% enddetails %}",
        bad='"><script>',
    )
    assert "<script>" not in html


def test_breadcrumbs_take_texts_and_addresses_in_turn() -> None:
    html = render('{% breadcrumbs "Projekter" "/projekter/" "Fiber" %}')
    assert '<a class="breadcrumbs__link" href="/projekter/">Projekter</a>' in html
    assert html.count('aria-current="page"') == 1


def test_the_pages_of_a_list_keep_the_rest_of_the_address() -> None:
    html = render("{% pagination 2 3 %}", path="/liste/?q=a%26b&type=1&type=2&side=2")
    assert "?q=a%26b&amp;type=1&amp;type=2&amp;side=3" in html


def test_a_list_of_one_page_has_no_pagination() -> None:
    assert render("{% pagination 1 1 %}") == ""


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 7, [1, 2, 3, 4, 5, 6, 7]),
        (4, 12, [1, 2, 3, 4, 5, None, 12]),
        (5, 12, [1, None, 4, 5, 6, None, 12]),
        (9, 12, [1, None, 8, 9, 10, 11, 12]),
        (12, 12, [1, None, 8, 9, 10, 11, 12]),
    ],
)
def test_long_paginations_leave_gaps(number: int, pages: int, shown: list[int | None]) -> None:
    assert components._shown_pages(number, pages) == shown


def test_an_empty_value_in_a_summary_says_so() -> None:
    assert "Ikke oplyst" in render('{% row "Råd" %}  {% endrow %}')


@pytest.mark.parametrize(
    ("language", "source", "expected"),
    [
        ("da", "{{ day|date_short }}", "31-12-2020"),
        ("da", "{{ day|date_long }}", "31. december 2020"),
        ("en", "{{ day|date_long }}", "31 December 2020"),
        ("da", "{{ at|moment }}", "01-01-2021 00.30"),
        ("da", "{{ at|date_short }}", "01-01-2021"),
        ("da", "{{ nothing|date_short }}", ""),
        ("da", "{{ 1234|number }}", "1.234"),
        ("en", "{{ 1234|number }}", "1,234"),
        ("da", "{{ amount|number }}", "1.234,5"),
        ("da", "{{ amount|number:2 }}", "1.234,50"),
        ("da", "{{ hundred|number }}", "100"),
        ("da", "{{ 0|number }}", "0"),
        ("da", "{{ share|percent }}", "13\N{NO-BREAK SPACE}%"),
        ("da", "{{ share|percent:1 }}", "12,5\N{NO-BREAK SPACE}%"),
        ("da", "{{ day|since:later }}", "2\N{NO-BREAK SPACE}uger"),
        ("da", "{{ nothing|or_missing }}", "Ikke oplyst"),
        ("da", "{{ 0|or_missing }}", "0"),
        ("da", "{{ True|yes_no }} {{ False|yes_no }} {{ nothing|yes_no }}", "Ja Nej Ikke oplyst"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(
    language: str, source: str, expected: str
) -> None:
    with translation.override(language):
        shown = render(
            source,
            day=date(2020, 12, 31),
            at=datetime(2020, 12, 31, 23, 30, tzinfo=UTC),
            later=datetime(2021, 1, 16, tzinfo=UTC),
            amount=Decimal("1234.50"),
            hundred=Decimal("100.00"),
            share=0.125,
            nothing=None,
        )
    assert shown == expected


def test_what_is_no_number_is_not_shown_as_one() -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        components.number(float("nan"))
    with pytest.raises(ValueError, match="cannot be shown"):
        components.percent(float("inf"))
