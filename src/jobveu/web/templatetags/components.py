"""The components of Det Fælles Designsystem (dkfds 11) as template tags and filters.

Every tag is a function. Those that a page holds by the dozen write their mark-up themselves: filling a
template takes four times as long. The others fill `components/<name>.html`. Tags that wrap content are block
tags (`{% card "…" %}…{% endcard %}`), the others are single tags. The library is a template builtin, so that
templates need no `{% load %}`.

The mark-up follows the package's own `src/components/*.njk`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from jobveu.common.text_diff import compare_texts
from jobveu.web.markup import html, html_if, html_join
from jobveu.web.ui import Crumb, PageLink, Row, Step, Tab

register = template.Library()

_VARIANTS = frozenset({"info", "success", "warning", "error"})
_BUTTONS = frozenset({"primary", "secondary", "tertiary", "warning"})
_POST_BUTTONS = _BUTTONS | {"link"}
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def _fill(part: str, /, **values: object) -> SafeString:
    # Without the file's last line break, so that parts can stand beside each other; still rendered output.
    return SafeString(render_to_string(f"components/{part}.html", values).strip())


def _written(value: object) -> object:
    """As a template writes it: numbers and dates in the page's language."""
    return value if isinstance(value, str) else formats.localize(_local(value))


def _one_of(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(
            f"{what} must be one of {', '.join(sorted(allowed))}; it is {value!r}."
        )
    return value


# Small parts


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the design system, by its name there ("edit", "groups", "chevron-right" …).

    `label`: what the icon says to a screen reader; without it the icon is decoration. `css`: extra classes.
    """
    return _drawn_icon(name, str(label), css)


@lru_cache(maxsize=1024, typed=True)  # typed: text that is safe already is not the same as text that is not
def _drawn_icon(name: str, label: str, css: str) -> SafeString:
    return html(
        '<svg class="icon-svg{}" focusable="false"{}><use href="{}#{}"></use></svg>',
        html_if(css, " {}"),
        html_if(label, ' role="img" aria-label="{}"') or SafeString(' aria-hidden="true"'),
        static("vendor/dkfds/img/all-svg-icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: str, variant: str = "", css: str = "") -> SafeString:
    """A small coloured label for a status. `variant`: "" (grey), info, success, warning or error."""
    variant = variant and _one_of(variant, _VARIANTS, "badge variant")
    return html(
        '<span class="badge{}{}">{}</span>',
        html_if(variant, " badge-{}"),
        html_if(css, " {}"),
        _written(text),
    )


@register.simple_tag
def tags(items: Iterable[object], label: str = "") -> SafeString:
    """A row of words that belong to something (competences, target groups): a list, not buttons.

    `label`: what the list is, for screen readers, when no heading says it.
    """
    return html(
        '<ul class="jv-tags no-max-width"{}>{}</ul>',
        html_if(label, ' aria-label="{}"'),
        html_join("<li>{}</li>", ((_written(item),) for item in items)),
    )


@register.simple_tag
def back_link(href: str, text: str = "") -> SafeString:
    """The link above a heading that leads one step back. `text` is "Tilbage" unless told."""
    return html(
        '<div><a href="{}" class="back-link">{}{}</a></div>', href, icon("chevron-left"), text or _("Tilbage")
    )


@register.simple_tag
def button_link(
    text: str,
    href: str,
    variant: str = "primary",
    icon: str = "",
    about: str = "",
    download: bool = False,
) -> SafeString:
    """A link that looks like a button. `variant`: primary, secondary, tertiary, warning.

    `about`: words only a screen reader hears, that tell this link from its likes ("Ret" + "Kursus 2").
    """
    return html(
        '<a class="button button-{}" href="{}"{}>{}{}{}</a>',
        _one_of(variant, _BUTTONS, "button variant"),
        href,
        SafeString(" download" if download else ""),
        _drawn_icon(icon, "", "") if icon else "",
        text,
        html_if(about, '<span class="sr-only"> {}</span>'),
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    text: str,
    action: str,
    variant: str = "secondary",
    icon: str = "",
    about: str = "",
    css: str = "",
    **fields: object,
) -> SafeString:
    """A button that posts: a form of its own with the CSRF token and `fields` as hidden inputs.

    `variant`: primary, secondary, tertiary, warning, or link (looks like a link). `about` as for
    `button_link`. `css`: extra classes on the form.
    """
    variant = _one_of(variant, _POST_BUTTONS, "button variant")
    return html(
        '<form method="post" action="{}" class="jv-post-button{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button type="submit" class="{}">{}{}{}</button></form>',
        action,
        html_if(css, " {}"),
        context.get("csrf_token", ""),
        html_join('<input type="hidden" name="{}" value="{}">', fields.items()),
        "function-link" if variant == "link" else f"button button-{variant}",
        _drawn_icon(icon, "", "") if icon else "",
        text,
        html_if(about, '<span class="sr-only"> {}</span>'),
    )


@register.simple_tag
def progress(value: float, maximum: float, label: str, text: str = "") -> SafeString:
    """A progress bar with its words. `label` names it; `text` replaces the default "{value} af {maximum}"."""
    shown = text or _("%(value)s af %(maximum)s") % {
        "value": number(value),
        "maximum": number(maximum),
    }
    # The element's own numbers must not be written the Danish way.
    return _fill(
        "progress", value=format(value, "g"), maximum=format(maximum or 1, "g"), label=label, text=shown
    )


@register.simple_tag
def key_figure(value: object, label: str, href: str = "", note: str = "") -> SafeString:
    """One number with what it counts, as on a start page. `href` makes the label a link."""
    return html(
        '<div class="jv-key-figure"><p class="jv-key-figure__value">{}</p>'
        '<p class="jv-key-figure__label">{}</p>{}</div>',
        _written(value),
        html('<a href="{}">{}</a>', href, label) if href else label,
        html_if(note, '<p class="jv-key-figure__note">{}</p>'),
    )


@register.simple_tag
def empty_state(
    heading: str, text: str = "", action: str = "", href: str = "", level: int = 2, icon: str = ""
) -> SafeString:
    """What stands where a list is still empty: says so, says what to do first, and links to it.

    `action` and `href`: text and target of the link, shown when both are given. `level`: heading level.
    """
    return _fill(
        "empty_state", heading=heading, text=text, action=action, href=href, level=_level(level), icon=icon
    )


@register.simple_tag
def text_diff(old: str, new: str) -> SafeString:
    """What differs between two versions of a text: its paragraphs, with what was removed and added marked by
    elements, look and words."""
    return _fill("text_diff", paragraphs=compare_texts(old=old, new=new))


# Blocks with content


@register.simple_block_tag
def alert(
    content: SafeString,
    variant: str = "info",
    heading: str = "",
    level: int = 2,
    role: str = "",
    id: str = "",
) -> SafeString:
    """A coloured message box. `variant`: info, success, warning or error; `level`: heading level.

    `role`: "alert" or "status" for a box that answers what the user just did, nothing for standing text.
    """
    return _fill(
        "alert",
        content=content,
        variant=_one_of(variant, _VARIANTS, "alert variant"),
        heading=heading,
        level=_level(level),
        role=role,
        id=id,
    )


@register.simple_block_tag
def card(
    content: SafeString,
    heading: str = "",
    href: str = "",
    subheading: str = "",
    level: int = 2,
    css: str = "",
) -> SafeString:
    """A framed box. With `href` the whole card is one link (then put no links or buttons in its content)."""
    return _fill(
        "card",
        content=content,
        heading=heading,
        href=href,
        subheading=subheading,
        level=_level(level),
        css=css,
    )


@register.simple_block_tag
def details(content: SafeString, summary: str, open: bool = False, id: str = "") -> SafeString:
    """Text that the reader may unfold, in running text. Works without JavaScript."""
    return html(
        '<details class="details"{}{}><summary class="details-summary">{}</summary>'
        '<div class="details-text">{}</div></details>',
        html_if(id, ' id="{}"'),
        SafeString(" open" if open else ""),
        summary,
        content,
    )


@register.simple_block_tag
def accordion(
    content: SafeString, heading: str, open: bool = False, level: int = 2, status: str = "", id: str = ""
) -> SafeString:
    """A section that folds, with a full-width heading; several in a row make an accordion.

    `status`: a word shown at the right end of the heading, e.g. "3 mangler". Works without JavaScript.
    """
    level = _level(level)
    return html(
        '<details class="jv-accordion"{}{}><summary class="jv-accordion__summary">'
        '<h{} class="jv-accordion__heading">{}</h{}>{}</summary>'
        '<div class="jv-accordion__content">{}</div></details>',
        html_if(id, ' id="{}"'),
        SafeString(" open" if open else ""),
        level,
        heading,
        level,
        html_if(status, '<span class="jv-accordion__status">{}</span>'),
        content,
    )


@register.simple_block_tag
def table(
    content: SafeString,
    caption: str,
    stack: bool = False,
    show_caption: bool = False,
    zebra: bool = False,
    compact: bool = False,
    id: str = "",
) -> SafeString:
    """The table around `<thead>…</thead><tbody>…</tbody>`.

    `caption` names it (visible with `show_caption`). On a narrow screen it scrolls sideways within its own
    frame, which the keyboard reaches; with `stack` each row becomes a block with the headers in front of
    the values instead (needs one cell for each header; without JavaScript it scrolls).
    """
    return _fill(
        "table",
        content=content,
        caption=caption,
        stack=stack,
        show_caption=show_caption,
        zebra=zebra,
        compact=compact,
        id=id,
    )


@register.simple_block_tag
def summary(content: SafeString, caption: str, css: str = "") -> SafeString:
    """A summary list (the design system's structured list) around `{% row %}`s. `caption` names it."""
    return html(
        '<table class="table structured-list table-sm-responsive-headers jv-summary{}">'
        '<caption class="sr-only">{}</caption><tbody>{}</tbody></table>',
        html_if(css, " {}"),
        caption,
        content,
    )


@register.simple_block_tag
def row(content: SafeString, label: str, href: str = "", action: str = "") -> SafeString:
    """One line in a `{% summary %}`: the content is the value ("Ikke oplyst" when it is blank).

    `href`: where the value is edited; `action`: the link's text, "Ret" unless told.
    """
    # Without the content's outer blanks; still rendered output.
    return _summary_row(Row(label=label, value=SafeString(content.strip()), href=href, action=action))


def _summary_row(line: Row) -> SafeString:
    return html(
        '<tr><th scope="row">{}</th><td>{}</td><td class="jv-summary__action d-print-none">{}</td></tr>',
        line.label,
        html('<span class="jv-missing">{}</span>', _("Ikke oplyst"))
        if _is_missing(line.value)
        else _written(line.value),
        html(
            '<a href="{}">{}<span class="sr-only"> {}</span></a>',
            line.href,
            line.action or _("Ret"),
            line.label.lower(),
        )
        if line.href
        else "",
    )


# Lists of links


@register.simple_tag
def summary_list(rows: Iterable[Row], caption: str, css: str = "") -> SafeString:
    """A summary list from values: an iterable of `ui.Row`. See `{% summary %}` for one with mark-up in it."""
    return summary(html_join("{}", ((_summary_row(line),) for line in rows)), caption, css)


@register.simple_tag
def breadcrumbs(*parts: object) -> SafeString:
    """Where the page lies. Either one iterable of `ui.Crumb`, or text and address in turn, the page's own
    text last: `{% breadcrumbs "Projekter" projects_url project.title %}`. The front page is put before."""
    if len(parts) == 1 and not isinstance(parts[0], str):
        crumbs = list(_iterable_of_crumbs(parts[0]))
    else:
        texts = [str(part) for part in parts[0::2]]
        addresses = [str(part) for part in parts[1::2]] + [""] * (len(texts) - len(parts[1::2]))
        crumbs = [Crumb(text, href) for text, href in zip(texts, addresses, strict=True)]
    return html(
        '<nav class="breadcrumbs d-print-none" aria-label="{}"><ol class="breadcrumbs__list">'
        '<li class="breadcrumbs__list-item"><a class="breadcrumbs__link" href="{}">{}</a></li>{}</ol></nav>',
        _("Brødkrumme"),
        reverse("home"),
        _("Forside"),
        html_join(
            '<li class="breadcrumbs__list-item"{}>{}{}</li>',
            (
                (
                    SafeString(' aria-current="page"' if crumb is crumbs[-1] and not crumb.href else ""),
                    icon("chevron-right"),
                    html('<a class="breadcrumbs__link" href="{}">{}</a>', crumb.href, crumb.text)
                    if crumb.href
                    else crumb.text,
                )
                for crumb in crumbs
            ),
        ),
    )


def _iterable_of_crumbs(value: object) -> Iterable[Crumb]:
    if not isinstance(value, Iterable):
        return [Crumb(str(value))]
    return value


@register.simple_tag
def subnav(tabs: Iterable[Tab], label: str) -> SafeString:
    """The pages of one thing (a project's parts) as links in a row: an iterable of `ui.Tab`."""
    return html(
        '<nav class="tab-container jv-subnav d-print-none" aria-label="{}">'
        '<ul class="tab-list">{}</ul></nav>',
        label,
        html_join(
            '<li><a href="{}" class="tab-button"{}><span>{}{}</span></a></li>',
            (
                (
                    tab.href,
                    SafeString(' aria-current="page"' if tab.current else ""),
                    tab.text,
                    "" if tab.count is None else f" ({tab.count})",
                )
                for tab in tabs
            ),
        ),
    )


@register.simple_tag
def phase_guide(steps: Sequence[Step], label: str = "") -> SafeString:
    """The phases of a project, beside each other on a wide screen, below each other on a narrow one.

    `steps`: `ui.Step`s. Phases guide and do not lock, so every step may have an `href`. `label`: what the
    guide is called, "Projektets faser" unless told.
    """
    return _fill("phase_guide", steps=list(steps), label=label or _("Projektets faser"))


@register.simple_tag(takes_context=True)
def pagination(context: Context, number: int, pages: int, param: str = "side") -> SafeString:
    """Links to the other pages of a list; nothing when there is one page only.

    `number`: the page shown, from 1; `pages`: how many there are; `param`: its name in the address. The
    rest of the address's query is kept, so that filters and sorting survive.
    """
    if pages <= 1:
        return SafeString()
    query: QueryDict = context["request"].GET.copy()

    def link(to: int) -> str:
        query[param] = str(to)
        return "?" + query.urlencode()

    items = [
        PageLink(number=shown, href=link(shown), current=shown == number) if shown else PageLink(number=None)
        for shown in _shown_pages(number, pages)
    ]
    return _fill(
        "pagination",
        items=items,
        current=number,
        pages=pages,
        first=link(1) if number > 1 else "",
        previous=link(number - 1) if number > 1 else "",
        next=link(number + 1) if number < pages else "",
        last=link(pages) if number < pages else "",
    )


def _shown_pages(number: int, pages: int) -> list[int | None]:
    """The design system's choice of page numbers: at most seven places, None for a gap."""
    if pages <= 7:
        return list(range(1, pages + 1))
    if number < 5:
        return [1, 2, 3, 4, 5, None, pages]
    if number + 4 > pages:
        return [1, None, *range(pages - 4, pages + 1)]
    return [1, None, number - 1, number, number + 1, None, pages]


def _level(level: int) -> int:
    if not 1 <= int(level) <= 6:
        raise template.TemplateSyntaxError(f"A heading level lies between 1 and 6; it is {level!r}.")
    return int(level)


# Dates and numbers, in the user's language


def _is_missing(value: object) -> bool:
    return value is None or value == ""


@register.filter
def date_short(value: date | None) -> str:
    """31-12-2020; empty for None. A point in time is shown as the day it has in Denmark."""
    return "" if _is_missing(value) else formats.date_format(_local(value), "SHORT_DATE_FORMAT")


@register.filter
def date_long(value: date | None) -> str:
    """31. december 2020; empty for None."""
    return "" if _is_missing(value) else formats.date_format(_local(value), "DATE_FORMAT")


@register.filter
def moment(value: datetime | None) -> str:
    """31-12-2020 13.45, Danish time; empty for None."""
    return "" if _is_missing(value) else formats.date_format(_local(value), "SHORT_DATETIME_FORMAT")


def _local(value: Any) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def told(count: int | None) -> str:
    """A number of persons; None, which is too small to be told, as "færre end 5"."""
    return _("færre end 5") if count is None else number(count)


@register.filter
def in_all(count: int | None) -> str:
    """A sum of persons; None, which is kept back, as a dash."""
    return "–" if count is None else number(count)


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """1.234,5 in Danish. `decimals`: how many to show (rounded half up); without it as many as the number
    has, at most two."""
    if _is_missing(value):
        return ""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value!r} cannot be shown as a number.")
    rounded = exact.quantize(Decimal(1).scaleb(-(2 if decimals is None else int(decimals))), ROUND_HALF_UP)
    places = _decimals_of(rounded) if decimals is None else int(decimals)
    return formats.number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True)


def _decimals_of(exact: Decimal) -> int:
    return max(0, -int(exact.normalize().as_tuple().exponent))


@register.filter
def percent(value: Any, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent: 0.125 is "13 %", with one decimal "12,5 %"."""
    if _is_missing(value):
        return ""
    return number(Decimal(str(value)) * 100, decimals) + _NO_BREAK_SPACE + "%"


@register.filter
def as_json(value: object) -> str:
    """For a `data-` attribute that a script reads: the policy allows no data in script elements' place."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def since(value: date | datetime | None, now: datetime | None = None) -> str:
    """How long ago: "3 dage" or "2 uger" (the largest unit only); empty for None. `now` is the clock's unless
    given."""
    if value is None:
        return ""
    if now is not None and not isinstance(value, datetime):
        now = _local(now).replace(tzinfo=None)
    return timesince(value, now, depth=1)


@register.filter
def or_missing(value: object) -> object:
    """The value, or "Ikke oplyst" where there is none."""
    return _("Ikke oplyst") if _is_missing(value) else value


@register.filter
def yes_no(value: bool | None) -> str:
    """Ja, Nej, or "Ikke oplyst" for None."""
    if value is None:
        return _("Ikke oplyst")
    return _("Ja") if value else _("Nej")
