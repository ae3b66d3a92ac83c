"""What is found: Danish words, misspellings, numbers, order, and whatever anybody may type."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact
from jobveu.education.models import Course
from jobveu.projects.models import Lesson
from jobveu.search.enums import Kind
from jobveu.search.queries import COUNTED_AT_MOST, search
from jobveu.search.sought import cpr_in, parse
from tests import factories
from tests.factories import NOW
from tests.web.query_counts import assert_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def coordinator():
    return factories.actor(factories.user(Role.COORDINATOR, factories.office()))


def found(by, text: str, kind: Kind | None = None, **filters) -> list[str]:
    answer = search(by=by, text=text, kind=kind, limit=50, **filters)
    return [hit.title for group in answer.groups for hit in group.rows]


WRITTEN = [
    ("Industrioperatører til Åbenrå", "aabenraa"),
    ("Industrioperatører til Aabenraa", "Åbenrå"),
    ("Industrioperatører til Aabenraa", "abenra"),
    ("Færgefolk på Ærø", "aeroe"),
    ("Bagere i Køge", "koege bager"),
    ("Opkvalificering af svejsere", "svejser"),
    ("Opkvalificering af svejsere", "svejserne"),
    ("Opkvalificering af svejsere", "svejsre"),
    ("Opkvalificering af svejsere", "opkvalifisering"),
    ("Svejsekursus for ledige", "svejse"),
    ("Svejsekursus for ledige", "kursus"),
    ("Kursus i svejsning", "svejsningskursus"),
    ("Chauffører i Midtjylland", "chauffør midtjylland"),
    ("Elektrikere til vindmøller", "elektirker"),
    ("Elektrikere til vindmøller", "VINDMØL"),
    ("Café og køkken", "cafe koekken"),
    ("Fiber: splejsning", "fiber splejs"),
    ("»Grøn« omstilling", "grön"),
]


def test_danish_words_are_found_however_they_are_written(coordinator) -> None:
    factories.project(title="Noget helt andet om brandfolk")
    wrong = []
    for title, typed in WRITTEN:
        project = factories.project(title=title)
        if found(coordinator, typed) != [title]:
            wrong.append((title, typed, found(coordinator, typed)))
        project.delete()
    assert wrong == []


def test_numbers_are_found_with_spaces_and_country_codes(coordinator) -> None:
    company = factories.organisation(
        OrganisationKind.COMPANY, "Smedjen", cvr="12345674", p_number="1009876543"
    )
    Contact.objects.create(
        organisation=company, name="Åse Prøve", phone="+45 86 42 12 34", email="aase@smedjen.dk"
    )
    project = factories.project(title="Et projekt")
    for typed in ("12345674", "12 34 56 74", "DK12345674", "1234", "1009876543"):
        assert found(coordinator, typed) == ["Smedjen"], typed
    for typed in ("86421234", "86 42 12 34", "+45 86421234", "aase@smedjen.dk", "smedjen.dk åse"):
        assert found(coordinator, typed) == ["Åse Prøve"], typed
    assert found(coordinator, str(project.pk), Kind.PROJECT) == ["Et projekt"]


def test_the_likeliest_comes_first(coordinator) -> None:
    titles = [
        ("Svejsere", {}),
        ("Svejsere i Randers", {}),
        ("Flere svejsere", {}),
        ("Svejsekursus", {}),
        ("Metal", {"description": "Der mangler svejsere."}),
        ("Smede", {"description": "Svejsekursus."}),
    ]
    for title, more in reversed(titles):
        factories.project(title=title, **more)
    assert found(coordinator, "svejsere") == [title for title, _more in titles]


def test_what_runs_comes_before_what_has_ended_and_ones_own_before_others(coordinator) -> None:
    factories.project(title="Bagere A", status="completed")
    factories.project(title="Bagere B", council=factories.council(office_code="syd"))
    factories.project(title="Bagere C")
    assert found(coordinator, "bagere") == ["Bagere C", "Bagere B", "Bagere A"]
    assert found(coordinator, "bagere", only_active=True) == ["Bagere C", "Bagere B"]
    office_id = factories.council(office_code="syd").office_id
    assert found(coordinator, "bagere", office_id=office_id) == ["Bagere B"]


def test_a_record_called_just_that_is_first_among_thousands(coordinator) -> None:
    from jobveu.actors.models import Organisation

    Organisation.objects.bulk_create(
        Organisation(kind="company", name=f"Nordisk Metal {number}") for number in range(COUNTED_AT_MOST + 50)
    )
    Organisation.objects.create(kind="company", name="Nordisk Metal", active=False)
    answer = search(by=coordinator, text="nordisk metal")
    assert answer.groups[0].rows[0].title == "Nordisk Metal"
    assert (answer.groups[0].total, answer.groups[0].capped) == (COUNTED_AT_MOST, True)


def test_pages_show_each_once(coordinator) -> None:
    for number in range(30):
        factories.project(title=f"Kok nummer {number}")
    pages = [
        search(by=coordinator, text="kok", kind=Kind.PROJECT, offset=at, limit=10) for at in (0, 10, 20, 30)
    ]
    ids = [hit.id for page in pages for group in page.groups for hit in group.rows]
    assert len(ids) == len(set(ids)) == 30


ODD = [
    "",
    "   ",
    "\0",
    "og i på",
    "&|!():*<->'\"\\",
    "'); DROP TABLE search_entry; --",
    "a" * 10_000,
    "x " * 5_000,
    "%_%",
    "☃ 🙂",
    "\u202etxet",
    "1" * 300,
    "-1e5",
    "svejs:*A & !b",
    "'",
    "\\",
    "ﬁ",
    "\ud83d",
]


def test_whatever_is_typed_is_answered(coordinator) -> None:
    factories.project(title="Svejsere")
    for typed in ODD:
        assert search(by=coordinator, text=typed).total in (0, 1), typed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_any_text_is_answered(coordinator, typed: str) -> None:
    search(by=coordinator, text=typed)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(alphabet="abdefghijklmnoprstuvyæøåäöé -/", min_size=3, max_size=60).filter(
        lambda t: parse(t)
    )
)
def test_a_title_finds_its_own_record_first(coordinator, title: str) -> None:
    company = factories.organisation(OrganisationKind.COMPANY, title)
    answer = search(by=coordinator, text=title, kind=Kind.ORGANISATION)
    if not answer.says_nothing:  # only stop words
        assert parse(answer.groups[0].rows[0].title).key == parse(title).key
    company.delete()


def test_the_same_number_of_statements_however_much_is_found(coordinator) -> None:
    company = factories.organisation(OrganisationKind.COMPANY, "Tømrer")

    def add(count: int) -> None:
        for _number in range(count):
            project = factories.project(company, title="Tømrer")
            Lesson.objects.create(project=project, phase=1, title="Tømrer", text="t", written_at=NOW)
            Course.objects.create(project=project, title="Tømrer", merit_giving=True)
            Contact.objects.create(organisation=company, name="Tømrer", phone="1")

    assert_same_number_of_queries(lambda: search(by=coordinator, text="tømrer"), add_rows=add)


NUMBERS = [
    ("010190-1234", True),
    ("0101901234", True),
    ("Jensen 010190 1234 ringede", True),
    ("010190\u20131234", True),
    ("610190-1234", True),
    ("12345674", False),
    ("990190-1234", False),
    ("86 42 12 34", False),
    ("10101901234", False),
]


def test_cpr_numbers_are_recognised() -> None:
    assert [(typed, bool(cpr_in(typed))) for typed, _is_one in NUMBERS] == NUMBERS
