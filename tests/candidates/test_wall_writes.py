"""What PostgreSQL refuses to write of other job centres' persons, whatever a page forgot to refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from jobveu.accounts.wall import as_the_database_is_told
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.models import (
    Candidacy,
    Enrolment,
    FollowUp,
    IdentityView,
    Outcome,
    Person,
    Presentation,
    Screening,
)
from jobveu.wall.acting import acting_as
from tests import factories
from tests.candidates.scene import Scene
from tests.candidates.wall_world import TODAY, WALLED


@pytest.fixture
def theirs(scene: Scene) -> Candidacy:
    """A candidate of the other job centre, on a course and presented."""
    row = scene.candidate(who="other_caseworker")
    Enrolment.objects.create(
        candidacy=row,
        course=scene.course(),
        enrolled_on=TODAY,
        enrolled_by=scene.users["other_caseworker"],
    )
    return row


def _moved_to_us(scene: Scene, theirs: Candidacy) -> None:
    scene.person().save()  # one's own is fine
    Person.objects.filter(job_centre=scene.centre).update(job_centre=scene.other_centre)


def _taken(scene: Scene, theirs: Candidacy) -> None:
    Candidacy.objects.create(
        person_id=theirs.person_id,
        project=factories.project(scene.centre),
        job_centre=scene.centre,
        pseudonym="K-TAGET",
        added_by=scene.users["caseworker"],
        added_on=TODAY,
    )


def _screened(scene: Scene, theirs: Candidacy) -> None:
    Screening.objects.create(
        candidacy=theirs,
        result="failed",
        reason="Uden grund",
        screened_on=TODAY,
        screened_by=scene.users["caseworker"],
    )


def _presented(scene: Scene, theirs: Candidacy) -> None:
    Presentation.objects.create(
        candidacy=theirs,
        company=scene.company,
        presented_on=TODAY,
        presented_by=scene.users["caseworker"],
    )


def _enrolled(scene: Scene, theirs: Candidacy) -> None:
    Enrolment.objects.create(
        candidacy=theirs,
        course=scene.course(),
        enrolled_on=TODAY,
        enrolled_by=scene.users["caseworker"],
    )


def _followed_up(scene: Scene, theirs: Candidacy) -> None:
    FollowUp.objects.create(
        candidacy=theirs,
        held_on=TODAY,
        channel="phone",
        note="Notat",
        by=scene.users["caseworker"],
        organisation=scene.centre,
    )


def _placed(scene: Scene, theirs: Candidacy) -> None:
    Outcome.objects.create(
        candidacy=theirs,
        milestone="end",
        kind="unknown",
        as_of=TODAY,
        recorded_by=scene.users["caseworker"],
    )


def _looked_at_in_anothers_name(scene: Scene, theirs: Candidacy) -> None:
    IdentityView.objects.create(
        person_id=theirs.person_id,
        user_id=scene.users["other_caseworker"].pk,
        user_name="En anden",
        organisation_id=scene.centre.pk,
        organisation_name=scene.centre.name,
        part=IdentityPart.NAME,
        purpose=Purpose.CONTACT,
        at=factories.NOW,
    )


@pytest.mark.parametrize(
    "write",
    [
        _moved_to_us,
        _taken,
        _screened,
        _presented,
        _enrolled,
        _followed_up,
        _placed,
        _looked_at_in_anothers_name,
    ],
)
def test_the_database_refuses_to_write_of_other_job_centres_persons(
    scene: Scene, theirs: Candidacy, write: Callable[[Scene, Candidacy], None]
) -> None:
    with (
        acting_as(as_the_database_is_told(scene.actor("caseworker"))),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        write(scene, theirs)


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "provider", "company", "administrator"])
def test_nobody_deletes_what_is_not_theirs(scene: Scene, theirs: Candidacy, who: str) -> None:
    with acting_as(as_the_database_is_told(scene.actor(who))), connection.cursor() as cursor:
        for model in WALLED:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
            assert cursor.rowcount == 0, model
