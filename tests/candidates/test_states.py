"""How far candidates have come is computed twice, in Python for a page's rows and in SQL for filters and sorting:
whatever is recorded of them, the two agree."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from jobveu.candidates.enums import (
    CandidacyState,
    EnrolmentStatus,
    Milestone,
    OutcomeKind,
    Purpose,
    ScreeningResult,
)
from jobveu.candidates.models import Candidacy, Enrolment, Outcome, Presentation, Screening
from jobveu.candidates.queries.candidates import CandidateRow, candidates
from jobveu.candidates.queries.states import ORDER
from jobveu.common.paging import Sort, Window
from jobveu.education.enums import CourseStatus
from jobveu.projects.queries.header import project_header
from tests.candidates.scene import NOW, TODAY, Scene

CANDIDATES = 40


def record_something(scene: Scene, rows: Sequence[Candidacy]) -> None:
    """Anything that the tables can hold, likely or not."""
    random = Random(20261124)
    by = scene.users["caseworker"]
    courses = [
        scene.course(),
        scene.course(provider=scene.other_provider),
        scene.course(status=CourseStatus.CANCELLED, cancelled_reason="For få tilmeldte"),
    ]
    for row in rows:
        for result in random.choices(list(ScreeningResult), k=random.randrange(3)):
            Screening.objects.create(
                candidacy=row, result=result, reason="Derfor", screened_on=TODAY, screened_by=by
            )
        for company in random.sample([scene.company, scene.other_company], k=random.randrange(3)):
            Presentation.objects.create(
                candidacy=row,
                company=company,
                presented_on=TODAY,
                presented_by=by,
                ended_on=random.choice([None, TODAY]),
            )
        for course in random.sample(courses, k=random.randrange(4)):
            status = random.choice(list(EnrolmentStatus))
            begun = status is not EnrolmentStatus.ENROLLED
            ended = status in (EnrolmentStatus.COMPLETED, EnrolmentStatus.DROPPED_OUT)
            Enrolment.objects.create(
                candidacy=row,
                course=course,
                status=status,
                enrolled_on=TODAY,
                enrolled_by=by,
                started_on=TODAY if begun else None,
                ended_on=TODAY if ended else None,
                dropout_reason="other" if status is EnrolmentStatus.DROPPED_OUT else "",
                dropout_note="Derfor" if status is EnrolmentStatus.DROPPED_OUT else "",
            )
        if random.random() < 0.2:
            Outcome.objects.create(
                candidacy=row,
                milestone=Milestone.END,
                kind=OutcomeKind.UNKNOWN,
                as_of=TODAY,
                recorded_by=by,
            )
        if random.random() < 0.1:
            Candidacy.objects.filter(pk=row.pk).update(withdrawn_on=TODAY, withdrawn_reason="Flyttet")


def listed(
    scene: Scene, who: str, *, sort: str = "candidate", state: CandidacyState | None = None
) -> list[CandidateRow]:
    header = project_header(project_id=scene.project.pk)
    assert header is not None
    page = candidates(
        by=scene.actor(who),
        at=NOW,
        today=TODAY,
        purpose=Purpose.CANDIDATE_LIST,
        project_id=scene.project.pk,
        subject=header.subject,
        sort=Sort(sort),
        window=Window(0, 100),
        state=state,
    )
    return list(page.rows)


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "provider", "other_caseworker", "company"])
def test_the_states_of_a_list_are_those_it_is_filtered_and_sorted_by(scene: Scene, who: str) -> None:
    persons = [scene.person(f"Opdigtet {number}") for number in range(CANDIDATES)]
    record_something(scene, scene.add(persons))
    rows = listed(scene, who)
    if who not in ("company", "other_caseworker"):
        assert len({row.state for row in rows}) > 3
    for state in CandidacyState:
        found = {row.id for row in listed(scene, who, state=state)}
        assert found == {row.id for row in rows if row.state is state}, state
    by_state = listed(scene, who, sort="state")
    ranks = [ORDER.index(row.state) if row.state else len(ORDER) for row in by_state]
    assert ranks == sorted(ranks)
    assert {row.id for row in by_state} == {row.id for row in rows}
