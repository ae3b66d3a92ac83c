from __future__ import annotations

from typing import Any

import pytest

from jobveu.actors.models import Contact
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.models import PlanVersion, SteeringSeat
from jobveu.projects.operations.plan import save_plan
from jobveu.projects.operations.steering import add_seat, change_seat, remove_seat
from jobveu.projects.phases import EvidenceKind
from jobveu.projects.queries.plan import plan_versions, steering_group
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, Side, audited, setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

PARTS = {
    "purpose": "Flere fibernetteknikere",
    "target_group": "Ledige ufaglærte",
    "upskilling_need": "Svejsning af fiber",
    "matching_model": "Samtaler på kurset",
}


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def save(one: Setting, version: int = 0, **changes: Any) -> int:
    return save_plan(
        project_id=one.project.pk,
        version=version,
        by=one.coordinator.actor,
        at=NOW,
        **(PARTS | changes),
    )


def test_the_first_plan_is_version_one_and_evidence_of_its_phase(one: Setting) -> None:
    assert save(one) == 1
    kickoff = progress_of_project(project_id=one.project.pk).phases[2]
    assert any(
        evidence.kind is EvidenceKind.PLAN for status in kickoff.indicators for evidence in status.evidence
    )
    assert audited(one.project) == ["plan.saved"]


def test_each_save_is_a_version_with_what_was_changed(one: Setting) -> None:
    save(one)
    assert save(one, 1, purpose="Tolv fibernetteknikere", change_note="Antallet er aftalt") == 2
    assert [(row.number, row.purpose) for row in plan_versions(project_id=one.project.pk)] == [
        (2, "Tolv fibernetteknikere"),
        (1, "Flere fibernetteknikere"),
    ]


def test_a_later_version_says_what_was_changed(one: Setting) -> None:
    save(one)
    with pytest.raises(DomainError) as caught:
        save(one, 1, purpose="Andet")
    assert caught.value.field == "change_note"


def test_a_plan_that_is_the_same_is_no_version(one: Setting) -> None:
    save(one)
    with pytest.raises(DomainError, match="ikke ændret"):
        save(one, 1, change_note="Intet")


@pytest.mark.parametrize("part", list(PARTS))
def test_every_part_is_needed(one: Setting, part: str) -> None:
    with pytest.raises(DomainError) as caught:
        save(one, **{part: "  "})
    assert caught.value.field == part
    assert not PlanVersion.objects.exists()


def test_whoever_saves_second_gets_the_first_ones_text_to_compare(one: Setting) -> None:
    save(one)
    save(one, 1, purpose="Min tekst", change_note="Mit")
    with pytest.raises(StaleEdit) as caught:
        save(one, 1, purpose="Din tekst", change_note="Dit")
    assert caught.value.current["purpose"] == "Min tekst"
    assert caught.value.version == 2
    assert save(one, 2, purpose="Vores tekst", change_note="Begges") == 3


# Steering group


def seat(one: Setting, who: Side, **changes: Any) -> int:
    return add_seat(
        project_id=one.project.pk,
        organisation_id=who.id,
        by=one.coordinator.actor,
        at=NOW,
        **({"since": TODAY} | changes),
    )


def test_a_new_chair_takes_over_and_the_old_one_stays(one: Setting) -> None:
    seat(one, one.union, chairs=True)
    seat(one, one.association, chairs=True)
    rows = steering_group(project_id=one.project.pk)
    assert [(row.organisation_name, row.chairs) for row in rows] == [
        ("Byggeriets Brancheforening", True),
        ("Fagforbundet Fiktiv", False),
    ]


def test_only_participants_sit_and_only_with_their_own_people(one: Setting) -> None:
    theirs = Contact.objects.create(organisation=one.union.organisation, name="Kim Kontakt", phone="1")
    with pytest.raises(DomainError) as caught:
        seat(one, one.stranger)
    assert caught.value.field == "organisation_id"
    with pytest.raises(DomainError) as caught:
        seat(one, one.association, contact_id=theirs.pk)
    assert caught.value.field == "contact_id"
    assert not SteeringSeat.objects.exists()
    seat(one, one.union, contact_id=theirs.pk)
    assert steering_group(project_id=one.project.pk)[0].contact_name == "Kim Kontakt"


def test_a_seat_changed_by_another_is_told(one: Setting) -> None:
    seat_id = seat(one, one.union)
    change = {"contact_id": None, "since": TODAY, "by": one.coordinator.actor, "at": NOW}
    change_seat(seat_id=seat_id, version=1, chairs=True, **change)
    with pytest.raises(StaleEdit) as caught:
        change_seat(seat_id=seat_id, version=1, chairs=False, **change)
    assert caught.value.current["chairs"] is True
    assert caught.value.changed_by == "Karen Koordinator"


def test_a_removed_seat_is_gone_and_recorded(one: Setting) -> None:
    seat_id = seat(one, one.union)
    remove_seat(seat_id=seat_id, by=one.coordinator.actor, at=NOW)
    assert steering_group(project_id=one.project.pk) == ()
    assert audited(one.project) == ["steering_seat.added", "steering_seat.removed"]
    with pytest.raises(DomainError, match="ikke længere"):
        remove_seat(seat_id=seat_id, by=one.coordinator.actor, at=NOW)
