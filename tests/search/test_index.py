"""The index is in step with what it is made of, whoever writes and however much at a time."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact, Organisation
from jobveu.education.models import Course
from jobveu.projects.models import Lesson, Project
from jobveu.reference.models import Council, Industry, Municipality
from jobveu.search.models import Entry, Word
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

_EXPECTED = """
SELECT kind, record_id, project_id, organisation_id, council_id, office_id, ended, day, search_fold(title),
       (setweight(to_tsvector('danish', search_fold(title)), 'A')
        || setweight(to_tsvector('simple', search_fold(numbers)), 'A')
        || setweight(to_tsvector('danish', search_fold(keywords)), 'B')
        || setweight(to_tsvector('danish', search_fold(body)), 'D'))::text
  FROM search_source ORDER BY 1, 2
"""
_KEPT = """
SELECT kind, record_id, project_id, organisation_id, council_id, office_id, ended, day, title_key, words::text
  FROM search_entry ORDER BY 1, 2
"""


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def assert_in_step() -> None:
    assert rows(_KEPT) == rows(_EXPECTED)


def a_little_of_everything() -> tuple[Organisation, Project]:
    company = factories.organisation(
        OrganisationKind.COMPANY, "Ådals Smedje", municipality=factories.municipality("0580"), cvr="12345674"
    )
    project = factories.project(company, title="Svejsere til Åbenrå", description="Kurser i TIG-svejsning.")
    Contact.objects.create(
        organisation=company, name="Åse Prøve", email="aase@example.dk", phone="+45 86 42 12 34"
    )
    Course.objects.create(project=project, title="Svejsekursus", merit_giving=True, place="Hallen")
    Lesson.objects.create(
        project=project, phase=1, title="Tal sammen", text="Tidligt.", tags=["møder"], written_at=NOW
    )
    return company, project


def test_every_kind_is_indexed_changed_and_removed() -> None:
    company, project = a_little_of_everything()
    assert set(Entry.objects.values_list("kind", flat=True)) == {
        "project",
        "organisation",
        "contact",
        "course",
        "lesson",
    }
    assert_in_step()
    Project.objects.filter(pk=project.pk).update(
        title="Noget andet", council=factories.council(office_code="syd")
    )
    Contact.objects.update(active=False, removed_on=date(2026, 1, 2))
    Organisation.objects.filter(pk=company.pk).update(active=False, name="Ny Smedje")
    assert_in_step()
    assert not Entry.objects.filter(kind="contact").exists()
    project.delete()
    assert set(Entry.objects.values_list("kind", flat=True)) == {"organisation"}
    assert_in_step()


def test_new_names_of_places_councils_and_industries_are_found() -> None:
    a_little_of_everything()
    before = Entry.objects.get(kind="project").words
    Municipality.objects.filter(code="0580").update(name="Aabenraa Ny Kommune")
    Council.objects.update(name="RAR Nyt Navn")
    Industry.objects.update(title="Nye brancher")
    assert Entry.objects.get(kind="project").words != before
    assert_in_step()


def test_bulk_writes_are_indexed() -> None:
    Organisation.objects.bulk_create(
        Organisation(kind="company", name=f"Virksomhed {number} Ærø") for number in range(200)
    )
    assert_in_step()
    ids = list(Organisation.objects.values_list("pk", flat=True))
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY actors_contact (organisation_id, name, job_title, email, phone, active, version) FROM STDIN"
        ) as copy,
    ):
        for number, organisation_id in enumerate(ids):
            copy.write_row((organisation_id, f"Kontakt {number}", "", "", "12345678", True, 1))
    assert_in_step()
    Contact.objects.all().delete()
    assert_in_step()


def test_what_is_taken_back_is_taken_back_in_the_index() -> None:
    a_little_of_everything()
    kept = rows(_KEPT)
    with transaction.atomic():
        Project.objects.update(title="Aldrig gemt")
        Lesson.objects.all().delete()
        transaction.set_rollback(True)
    assert rows(_KEPT) == kept


def test_random_writes_leave_it_in_step() -> None:
    pick = random.Random(7)
    words = ["svejser", "Åbenrå", "og", "kursus", "ærø", "A/S", "", "é", "1234", "<b>", "☃"]
    company, project = a_little_of_everything()
    for _step in range(60):
        text = " ".join(pick.choices(words, k=pick.randrange(1, 5))).strip() or "x"
        match pick.randrange(7):
            case 0:
                factories.project(company, title=text, description=text * 3)
            case 1:
                Project.objects.filter(pk__gt=project.pk).update(
                    title=text, status="completed", end_date=factories.TODAY
                )
            case 2:
                factories.organisation(OrganisationKind.COMPANY, text)
            case 3:
                Course.objects.create(
                    project=project, title=text, merit_giving=False, starts_on=date(2026, 1, 2)
                )
            case 4:
                Course.objects.filter(pk=pick.randrange(1000)).delete()
            case 5:
                Contact.objects.create(organisation=company, name=text, phone=text[:30])
            case 6:
                Contact.objects.filter(name=text).delete()
    assert_in_step()


def test_a_text_of_any_length_is_saved_and_found_by_its_beginning() -> None:
    factories.project(title="Langt", description="begyndelse " + "ord" * 500_000 + " " + "x" * 3000)
    assert Entry.objects.get(kind="project").words
    factories.project(title="Mange ord", description=" ".join(f"ord{number}" for number in range(300_000)))
    assert Entry.objects.filter(kind="project").count() == 2


def test_the_index_can_be_built_anew_and_forgets_words_nothing_is_written_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_little_of_everything()
    before = rows(_KEPT)
    Word.objects.create(text="forladt", bare="forladt")
    call_command("rebuild_search")
    assert rows(_KEPT) == before
    assert not Word.objects.filter(text="forladt").exists()
    assert "records can be found" in capsys.readouterr().out
