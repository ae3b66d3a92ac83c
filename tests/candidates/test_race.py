"""Two caseworkers press the button at the same moment, each in a thread and a connection of its own."""

from __future__ import annotations

import pytest

from jobveu.candidates.models import Enrolment, Person
from jobveu.common.errors import DomainError
from jobveu.journeys.enrolment import enrol
from tests.candidates.scene import NOW, a_cpr, make_scene
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_on_a_course_is_given_once(reference: None) -> None:
    scene = make_scene()
    course = scene.course(max_participants=1)
    ids = [scene.candidate().pk, scene.candidate("Opdigtet", "other_caseworker").pk]
    actors = [scene.actor("caseworker"), scene.actor("other_caseworker")]
    results = at_once(
        *(
            lambda by=by, id_=id_: enrol(by=by, at=NOW, candidacy_id=id_, course_id=course.pk)
            for by, id_ in zip(actors, ids, strict=True)
        )
    )
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert Enrolment.objects.filter(course=course).count() == 1


def test_one_candidate_is_enrolled_on_a_course_once(reference: None) -> None:
    scene = make_scene()
    course, row = scene.course(), scene.candidate()
    actors = [scene.actor("caseworker"), scene.actor("colleague")]
    results = at_once(
        *(lambda by=by: enrol(by=by, at=NOW, candidacy_id=row.pk, course_id=course.pk) for by in actors)
    )
    assert sorted(isinstance(result, DomainError) for result in results) == [False, True]
    assert Enrolment.objects.count() == 1


def test_one_cpr_number_is_registered_once_and_no_two_persons_share_a_position(reference: None) -> None:
    scene = make_scene()
    cpr = a_cpr()
    results = at_once(
        lambda: scene.person("Opdigtet Berg", "caseworker", cpr=cpr),
        lambda: scene.person("Opdigtet Berg", "colleague", cpr=cpr),
        lambda: scene.person("Opdigtet Berg", "caseworker"),
        lambda: scene.person("Opdigtet Berg", "colleague"),
    )
    assert sum(isinstance(result, DomainError) for result in results) == 1
    positions = list(Person.objects.values_list("name_position", flat=True))
    assert len(positions) == len(set(positions)) == 3
