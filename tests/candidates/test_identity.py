"""Who may be shown whose identity; that every look is recorded; and that nothing else lets one in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from pytest_django import Settings

from jobveu.actors.models import Membership
from jobveu.candidates import identity
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.models import Candidacy, Enrolment, IdentityView, Person
from jobveu.candidates.operations import candidacies, enrolments, persons, screening
from jobveu.common.crypto import UnreadableIdentityError
from jobveu.common.models import AuditEntry
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.journeys.enrolment import enrol
from jobveu.projects.models import Party, Project
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, a_cpr

SOURCE = Path(persons.__file__).parents[2]
NAME = "Øjvind Åkjær-Søndergård"


@pytest.fixture
def candidacy(scene: Scene) -> Candidacy:
    """Somebody enrolled on a course and presented to a company."""
    candidacy = scene.candidate(NAME, phone="99887766", email="oejvind@example.dk")
    by = scene.actor("caseworker")
    enrol(by=by, at=NOW, candidacy_id=candidacy.pk, course_id=scene.course().pk)
    screening.present_candidate(
        by=by, at=NOW, candidacy_id=candidacy.pk, company_ids=[scene.company.pk], presented_on=TODAY
    )
    return candidacy


def names(scene: Scene, who: str, candidacy: Candidacy, project_id: int | None = None) -> dict[int, str]:
    return identity.reveal_names(
        by=scene.actor(who),
        at=NOW,
        purpose=Purpose.CANDIDACY_PAGE,
        person_ids=[candidacy.person_id],
        project_id=project_id,
    )


@pytest.mark.parametrize("who", ["caseworker", "colleague", "consultant", "provider", "company"])
def test_those_who_need_the_name_are_shown_it_and_the_look_is_recorded(
    scene: Scene, candidacy: Candidacy, who: str
) -> None:
    assert names(scene, who, candidacy) == {candidacy.person_id: NAME}
    look = IdentityView.objects.get(user_id=scene.users[who].pk)
    assert (look.person_id, look.part, look.purpose, look.at) == (
        candidacy.person_id,
        IdentityPart.NAME,
        Purpose.CANDIDACY_PAGE,
        NOW,
    )
    assert look.user_name == scene.users[who].name
    assert look.organisation_id in scene.actor(who).organisation_ids()


@pytest.mark.parametrize(
    "who",
    [
        "other_caseworker",
        "coordinator",
        "manager",
        "other_coordinator",
        "other_provider",
        "other_company",
        "union",
        "analyst",
        "council",
        "administrator",
    ],
)
def test_everybody_else_is_not_and_nothing_is_recorded(scene: Scene, candidacy: Candidacy, who: str) -> None:
    assert names(scene, who, candidacy) == {}
    assert not IdentityView.objects.filter(user_id=scene.users[who].pk).exists()


@pytest.mark.parametrize("who", ["consultant", "provider", "company", "coordinator", "other_caseworker"])
def test_only_caseworkers_of_the_job_centre_see_the_cpr_number(
    scene: Scene, candidacy: Candidacy, who: str
) -> None:
    for reveal in (identity.reveal_full, identity.reveal_contact):
        with pytest.raises(PermissionDenied):
            reveal(by=scene.actor(who), at=NOW, purpose=Purpose.CASEWORK, person_id=candidacy.person_id)
    assert not IdentityView.objects.exists()


def test_a_caseworker_sees_everything_for_a_purpose(scene: Scene) -> None:
    cpr = a_cpr()
    person = scene.person(NAME, cpr=cpr, phone="99887766", email="oejvind@example.dk")
    shown = identity.reveal_full(
        by=scene.actor("caseworker"), at=NOW, purpose=Purpose.CONTACT, person_id=person.pk
    )
    assert (shown.name, shown.cpr, shown.phone, shown.email) == (NAME, cpr, "99887766", "oejvind@example.dk")
    assert NAME not in repr(shown)
    assert cpr.digits not in f"{shown} {shown!r}"
    look = IdentityView.objects.get()
    assert (look.part, look.purpose) == (IdentityPart.FULL, Purpose.CONTACT)


def test_the_company_no_longer_sees_the_name_when_the_presentation_has_ended(
    scene: Scene, candidacy: Candidacy
) -> None:
    row = candidacy.presentations.get()
    screening.end_presentation(by=scene.actor("caseworker"), at=NOW, presentation_id=row.pk)
    assert names(scene, "company", candidacy) == {}


def test_the_company_no_longer_sees_the_name_when_it_has_left_the_project(
    scene: Scene, candidacy: Candidacy
) -> None:
    Party.objects.filter(organisation=scene.company).delete()
    assert names(scene, "company", candidacy) == {}


def test_the_company_no_longer_sees_the_name_of_a_withdrawn_candidate(
    scene: Scene, candidacy: Candidacy
) -> None:
    by = scene.actor("caseworker")
    row = Enrolment.objects.get()
    enrolments.undo_enrolment_step(by=by, at=NOW, enrolment_id=row.pk, version=row.version)
    candidacies.withdraw_candidate(by=by, at=NOW, candidacy_id=candidacy.pk, reason="Flyttet")
    assert names(scene, "company", candidacy) == {}
    assert names(scene, "provider", candidacy) == {}


def test_the_provider_no_longer_sees_the_name_when_the_course_is_cancelled(
    scene: Scene, candidacy: Candidacy
) -> None:
    Course.objects.update(status=CourseStatus.CANCELLED, cancelled_reason="For få")
    assert names(scene, "provider", candidacy) == {}


def test_the_provider_no_longer_sees_the_name_when_the_enrolment_is_removed(
    scene: Scene, candidacy: Candidacy
) -> None:
    row = Enrolment.objects.get()
    enrolments.undo_enrolment_step(
        by=scene.actor("caseworker"), at=NOW, enrolment_id=row.pk, version=row.version
    )
    assert names(scene, "provider", candidacy) == {}


def test_somebody_who_has_left_the_job_centre_sees_nothing(scene: Scene, candidacy: Candidacy) -> None:
    Membership.objects.filter(user=scene.users["caseworker"]).update(valid_to=TODAY - timedelta(days=1))
    assert names(scene, "caseworker", candidacy) == {}


def test_a_place_in_one_project_gives_nothing_in_another(scene: Scene, candidacy: Candidacy) -> None:
    elsewhere = factories.project(scene.centre, scene.company, scene.provider)
    [other] = scene.add([candidacy.person], project=elsewhere)
    assert other.pseudonym != candidacy.pseudonym
    for who in ("company", "provider"):
        assert names(scene, who, other, project_id=elsewhere.pk) == {}
        assert names(scene, who, candidacy, project_id=scene.project.pk) == {candidacy.person_id: NAME}


def test_another_key_reads_nothing(scene: Scene, candidacy: Candidacy, settings: Settings) -> None:
    settings.KEYS = replace(django_settings.KEYS, identity=bytes(32))
    with pytest.raises(UnreadableIdentityError) as caught:
        names(scene, "caseworker", candidacy)
    assert NAME not in str(caught.value)
    assert not IdentityView.objects.exists()


def test_a_value_moved_to_another_person_or_field_reads_nothing(scene: Scene, candidacy: Candidacy) -> None:
    other = scene.person("Anden Opdigtet")
    Person.objects.filter(pk=other.pk).update(name_encrypted=candidacy.person.name_encrypted)
    with pytest.raises(UnreadableIdentityError):
        identity.reveal_names(
            by=scene.actor("caseworker"), at=NOW, purpose=Purpose.PERSON_PAGE, person_ids=[other.pk]
        )
    Person.objects.filter(pk=candidacy.person_id).update(cpr_encrypted=candidacy.person.name_encrypted)
    with pytest.raises(UnreadableIdentityError):
        identity.reveal_full(
            by=scene.actor("caseworker"), at=NOW, purpose=Purpose.CHECK, person_id=candidacy.person_id
        )


def test_nothing_of_an_identity_stands_readable_in_the_database(scene: Scene) -> None:
    cpr = a_cpr()
    client = scene.client("caseworker")
    secrets = (NAME, "Åkjær", cpr.digits, cpr.formatted(), "99887766", "oejvind@example.dk")
    fields = {
        "identity_name": NAME,
        "identity_cpr": cpr.formatted(),
        "identity_phone": "99887766",
        "identity_email": "oejvind@example.dk",
        "situation": "unemployed",
        "skill_level": "unskilled",
        "municipality": "",
    }
    client.post("/personer/ny/", fields)
    person = Person.objects.get()
    client.post("/personer/ny/", fields)
    client.post("/personer/soeg/", {"identity_search": cpr.formatted()})
    client.post("/personer/soeg/", {"identity_search": NAME})
    client.post(f"/personer/{person.pk}/identitet/", {"purpose": "casework"})
    client.post(f"/personer/{person.pk}/ret/", fields | {"identity_cpr": "", "version": person.version})
    scene.add([person])
    assert Person.objects.get().version == 2

    dump = _whole_database()
    assert str(person.key) in dump
    for secret in secrets:
        for text in (secret, secret.lower(), secret.encode().hex(), secret.replace("-", "")):
            assert text not in dump, f"{text} stands in the database"


def _whole_database() -> str:
    """Every column of every row of every table as text; binary columns in hexadecimal and as the text they
    might be."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, (bytes, memoryview)):
                        parts += [
                            bytes(value).hex(),
                            bytes(value).decode("latin-1"),
                            bytes(value).decode("utf-8", "replace"),
                        ]
                    else:
                        parts.append(str(value))
    return "\n".join(parts)


def test_two_job_centres_hashes_of_one_number_differ(scene: Scene) -> None:
    cpr = a_cpr()
    mine, theirs = scene.person(cpr=cpr), scene.person(who="other_caseworker", cpr=cpr)
    assert bytes(mine.cpr_hash) != bytes(theirs.cpr_hash)
    found = identity.find_by_cpr(by=scene.actor("caseworker"), at=NOW, cpr=cpr)
    assert found == [mine.pk]


def test_a_search_is_recorded_without_what_was_looked_for(scene: Scene) -> None:
    person = scene.person(NAME)
    ids, more = identity.find_by_name(by=scene.actor("caseworker"), at=NOW, name="aakj øjv", limit=10)
    assert (ids, more) == ([person.pk], False)
    entry = AuditEntry.objects.get(action="person.searched")
    assert entry.details == {"job_centres": [scene.centre.pk], "how": "name", "found": 1}
    assert identity.find_by_name(by=scene.actor("coordinator"), at=NOW, name="øjvind", limit=10) == (
        [],
        False,
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("øjv", True),
        ("ØJVIND", True),
        ("aakj", True),
        ("søndergård øjvind", True),
        ("Soendergaard", False),
        ("kjær", False),
        ("øjvind hansen", False),
        ("a", False),
        ("å", True),
        ("", False),
    ],
)
def test_names_are_found_by_how_their_words_begin(scene: Scene, wanted: str, found: bool) -> None:
    scene.person(NAME)
    ids, _more = identity.find_by_name(by=scene.actor("caseworker"), at=NOW, name=wanted, limit=5)
    assert bool(ids) == found


def test_only_the_doors_decrypt() -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bdecrypt\b|\bAESGCM\b", path.read_text())
    }
    assert users == {
        "common/crypto.py",
        "candidates/identity.py",
        "candidates/name_order.py",
        "candidates/attributes.py",  # sex and age, counted in groups after a proposal, as the system
        "candidates/matching_records.py",  # what a proposal was made of: nobody's identity
        "candidates/sealing.py",  # only to see whether a value that is saved is the one there already
        "web/staff/candidates/kept_searches.py",  # what the user has searched for, nobody's record
        "web/staff/privacy/consents.py",  # the link that a user has just made for a contact
        "delivery/content.py",  # mails on their way
        "attachments/store.py",  # files
        "accounts/second_factor.py",  # the secrets of users' own apps
        "surveys/drafts.py",  # answers on their way, found by their link alone
    }


NAMING = {
    "privacy/insight/columns.py",
    "privacy/insight/person.py",
    "privacy/fields/candidates.py",
    "web/staff/history/words.py",
}
"""Say what the columns are called, or which rule they go by, and read none of them."""


def test_nothing_but_the_door_and_the_order_of_names_reads_an_encrypted_column() -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"(name|cpr|phone|email)_encrypted", path.read_text()) and "migrations" not in path.parts
    }
    for name in NAMING:
        text = (SOURCE / name).read_text()
        assert not re.search(r"\.(name|cpr|phone|email)_encrypted|common\.crypto", text), f"{name} reads one"
    assert users - NAMING == {
        "candidates/identity.py",
        "candidates/name_order.py",
        "candidates/attributes.py",  # sex and age, counted in groups, as the system
        "journeys/programme/participants.py",  # made-up persons, written in bulk
        "candidates/models/person.py",
        "candidates/operations/persons.py",
        "candidates/queries/candidates.py",
        "candidates/queries/courses.py",
    }


def test_a_course_whose_provider_is_not_known_gives_nobody_anything(
    scene: Scene, candidacy: Candidacy
) -> None:
    Course.objects.update(provider=None)
    assert names(scene, "provider", candidacy) == {}
    assert names(scene, "caseworker", candidacy) == {candidacy.person_id: NAME}
    url = f"/kandidater/{candidacy.pk}/"
    assert scene.client("caseworker").get(url).status_code == 200
    assert scene.client("provider").get(url).status_code == 404


def test_a_project_without_a_council_is_nobodys_office(scene: Scene, candidacy: Candidacy) -> None:
    Project.objects.update(council=None, source_note="En udgivelse")
    assert scene.client("coordinator").get(f"/kandidater/{candidacy.pk}/").status_code == 404
    assert scene.client("caseworker").get(f"/kandidater/{candidacy.pk}/").status_code == 200
