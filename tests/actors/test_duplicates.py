"""Which organisations and contacts are suggested as one and the same, and why."""

from __future__ import annotations

import pytest

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact, NotDuplicate
from jobveu.actors.operations.duplicates import note_not_duplicate
from jobveu.actors.queries.duplicates import ORGANISATION, Why, duplicate_contacts, duplicate_organisations
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ALL = Window(0, 100)
LIKELIEST = Sort("score", descending=True)
COMPANY = OrganisationKind.COMPANY


def company(name: str, code: str = "0730", kind: OrganisationKind = COMPANY, **fields):
    return factories.organisation(
        kind, name, municipality=factories.municipality(code) if code else None, **fields
    )


def pairs(municipality_code: str = "") -> list[tuple[str, str, tuple[Why, ...]]]:
    place = factories.municipality(municipality_code).pk if municipality_code else None
    found = duplicate_organisations(sort=LIKELIEST, window=ALL, municipality_id=place)
    assert found.total == len(found.rows)
    return [(pair.first_name, pair.second_name, pair.why) for pair in found.rows]


def test_by_cvr_name_and_place_the_surest_first() -> None:
    company("Smedjen A/S", cvr="12345674")
    company("Smedjen ApS", cvr="12345674")
    company("Randers Beslag I/S")
    company("randers-beslag")
    company("Andet Navn", code="", cvr="88146328")
    company("Helt Forskelligt", code="0461", cvr="88146328")
    assert pairs() == [
        ("Smedjen A/S", "Smedjen ApS", (Why.SAME_CVR, Why.SAME_NAME, Why.SAME_PLACE)),
        ("Andet Navn", "Helt Forskelligt", (Why.SAME_CVR,)),
        ("Randers Beslag I/S", "randers-beslag", (Why.SAME_NAME, Why.SAME_PLACE)),
    ]


def test_two_places_of_production_are_no_duplicates() -> None:
    company("Butikken A/S", cvr="12345674", p_number="1000000001")
    company("Butikken A/S", cvr="12345674", p_number="1000000002")
    assert pairs() == []
    company("Butikken A/S", cvr="12345674")
    assert len(pairs()) == 2


def test_same_name_in_another_place_another_kind_or_out_of_use_is_no_duplicate() -> None:
    company("Hotel Havn")
    company("Hotel Havn", code="0461")
    company("Hotel Havn", kind=OrganisationKind.PUBLIC_WORKPLACE)
    company("Hotel Havn", active=False)
    assert pairs() == []


def test_names_that_are_only_alike_are_found_within_a_municipality() -> None:
    company("Nordjysk Tømrerservice A/S")
    company("Nordjysk Tømrerservise ApS")
    company("Nordjysk Tømrerservice", code="0461")
    assert pairs() == []
    assert pairs("0730") == [
        ("Nordjysk Tømrerservice A/S", "Nordjysk Tømrerservise ApS", (Why.LIKE_NAME, Why.SAME_PLACE))
    ]


def test_different_cvr_numbers_speak_against_it() -> None:
    company("Smedjen A/S", cvr="12345674")
    company("Smedjen", cvr="88146328")
    [pair] = duplicate_organisations(sort=LIKELIEST, window=ALL).rows
    assert Why.OTHER_CVR in pair.why
    assert pair.score < 30


def test_not_a_duplicate_is_remembered_with_who_and_when() -> None:
    first, second = company("Smedjen A/S"), company("Smedjen ApS")
    by = factories.actor(factories.user(Role.COORDINATOR, factories.office()))
    for ids in ((second.pk, first.pk), (first.pk, second.pk)):
        note_not_duplicate(by=by, at=NOW, room=ORGANISATION, ids=ids)
    assert pairs() == []
    row = NotDuplicate.objects.get()
    assert (row.first_id, row.second_id, row.by_name, row.at) == (first.pk, second.pk, by.name, NOW)
    assert AuditEntry.objects.filter(action="duplicate.dismissed").count() == 1


def test_contacts_by_e_mail_telephone_and_name() -> None:
    one = company("Smedjen")
    people = [
        ("Åse Prøve", "aase@example.dk", ""),
        ("Aase Prøve", "", "12 34 56 78"),
        ("Bo Eksempel", "AASE@example.dk", ""),
        ("Carl Test", "", "+45 12345678"),
        ("Dorte Helt Anden", "dorte@example.dk", "87654321"),
    ]
    for name, email, phone in people:
        left = name == "Bo Eksempel"
        Contact.objects.create(
            organisation=one,
            name=name,
            email=email,
            phone=phone,
            active=not left,
            removed_on=TODAY if left else None,
        )
    found = {
        (pair.first_name, pair.second_name): pair.why for pair in duplicate_contacts(organisation_id=one.pk)
    }
    assert found == {("Åse Prøve", "Aase Prøve"): (Why.LIKE_NAME,)}
    Contact.objects.filter(name="Carl Test").update(name="Åse Prøve")
    found = {
        (pair.first_name, pair.second_name): pair.why for pair in duplicate_contacts(organisation_id=one.pk)
    }
    assert found["Aase Prøve", "Åse Prøve"] == (Why.SAME_PHONE, Why.LIKE_NAME)
