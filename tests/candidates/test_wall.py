"""The second wall: what PostgreSQL lets through when nothing before it has asked who may see what.

The rule is stated twice, in accounts.access for the pages and in policies for the database. Worlds put together at
random are looked at by everybody in them, and the two have to agree on every row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    CompanyScore,
    CourseDay,
    Enrolment,
    FollowUp,
    IdentityView,
    Outcome,
    Person,
    Presentation,
    ProposalPerson,
    Screening,
    ScreeningAnswer,
    Statement,
    WaitingPlace,
    Wish,
)
from jobveu.candidates.operations.preferences import speaks_for
from jobveu.candidates.queries.candidacy import candidacy_place
from jobveu.candidates.queries.counted import enrolled_by_course, numbers_by_job_centre, screened_and_placed
from jobveu.education.models import Course
from jobveu.wall.acting import NOBODY, acting_as
from tests.candidates.scene import Scene
from tests.candidates.wall_world import (
    TODAY,
    WALLED,
    by_matrix,
    let_through,
    make_world,
    subject_of_course,
    writable,
)


@pytest.mark.parametrize("seed", range(5))
def test_the_database_lets_through_what_the_matrix_gives(reference: None, seed: int) -> None:
    world = make_world(seed)
    given = by_matrix()
    for actor in world.actors:
        expected = given(actor)
        assert {model: let_through(actor, model) for model in WALLED} == expected, actor.roles
        assert bool(actor.memberships) or not any(expected.values())


@pytest.mark.parametrize("seed", range(5, 8))
def test_the_database_lets_be_changed_what_the_matrix_gives(reference: None, seed: int) -> None:
    world = make_world(seed)
    centre_of = dict(Candidacy.objects.values_list("pk", "job_centre_id"))

    def own(actor: Actor, action: Action, rows: Iterable[tuple[int, int]]) -> set[int]:
        return {id_ for id_, centre in rows if may(action, actor, Subject(registered_by_id=centre))}

    of_person = list(Person.objects.values_list("pk", "job_centre_id"))
    of_part = {
        model: [(id_, centre_of[whose]) for id_, whose in model.objects.values_list("pk", "candidacy_id")]
        for model in (
            Screening,
            ScreeningAnswer,
            Activity,
            Statement,
            WaitingPlace,
            Presentation,
            Outcome,
            FollowUp,
            Wish,
            ProposalPerson,
        )
    }
    scores = [(row, candidacy_place(candidacy_id=row.candidacy_id)) for row in CompanyScore.objects.all()]
    enrolments = list(Enrolment.objects.select_related("course"))
    for actor in world.actors:
        assert writable(actor, Person) == own(actor, Action.EDIT_PERSON, of_person)
        assert writable(actor, Candidacy) == own(actor, Action.WORK_ON_CANDIDACY, centre_of.items())
        for model, rows in of_part.items():
            assert writable(actor, model) == own(actor, Action.WORK_ON_CANDIDACY, rows)
        assert writable(actor, CompanyScore) == {
            row.pk
            for row, place in scores
            if place and speaks_for(by=actor, subject=place.subject, company_id=row.company_id)
        }
        assert writable(actor, Enrolment) == {
            row.pk
            for row in enrolments
            if may(
                Action.FOLLOW_PARTICIPANT, actor, subject_of_course(row.course, centre_of[row.candidacy_id])
            )
        }
        assert writable(actor, CourseDay) == {
            row.pk
            for row in CourseDay.objects.select_related("enrolment__course")
            if may(
                Action.FOLLOW_PARTICIPANT,
                actor,
                subject_of_course(row.enrolment.course, centre_of[row.candidacy_id]),
            )
        }
        assert writable(actor, IdentityView) == set(), "nobody changes what has been looked at"


def test_numbers_are_the_same_for_everybody(reference: None) -> None:
    world = make_world(99)
    courses = list(Course.objects.values_list("pk", flat=True))
    ids = [project.pk for project in world.projects]

    def counted() -> Any:
        return (
            [numbers_by_job_centre(project_id=id_) for id_ in ids],
            screened_and_placed(project_ids=ids),
            enrolled_by_course(course_ids=courses),
        )

    all_there_is = counted()
    assert sum(sum(row.added for row in numbers.values()) for numbers in all_there_is[0]) == 24
    for actor in world.actors:
        with acting_as(as_the_database_is_told(actor)):
            assert counted() == all_there_is


def test_who_has_said_nothing_sees_and_writes_nothing(scene: Scene) -> None:
    candidate = scene.candidate()
    with acting_as(NOBODY):
        for model in WALLED:
            assert not model.objects.exists(), model
        assert Person.objects.update(vulnerable=True) == 0
        assert Person.objects.all().delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Screening.objects.create(
                candidacy_id=candidate.pk,
                result="passed",
                reason="Ingen",
                screened_on=TODAY,
                screened_by=scene.users["caseworker"],
            )
