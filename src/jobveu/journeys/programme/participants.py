"""The made-up candidates: persons in job centres, how far they came, and what became of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from jobveu.candidates.enums import (
    WITH_EMPLOYER,
    DropoutReason,
    EnrolmentStatus,
    Milestone,
    OutcomeKind,
    ScreeningResult,
    Situation,
    SkillLevel,
)
from jobveu.candidates.models import Candidacy, Enrolment, Outcome, Person, Presentation, Screening
from jobveu.candidates.sealing import CPR, NAME, cpr_hash, sealed
from jobveu.common.sorting import danish_sort_key
from jobveu.education.models import Course
from jobveu.journeys.demo.people import invented_cpr, invented_name
from jobveu.journeys.programme.projects import Made

FIRST_NUMBER = 1000
"""Of the made-up persons, so that none has the replacement number of one in the demonstration."""
MORE_INVITED = 0.35
"""So many more are invited than begin."""
_BATCH = 2000
_MILESTONES = (
    (Milestone.END, 0, 0.9),
    (Milestone.MONTHS_3, 91, 0.8),
    (Milestone.MONTHS_6, 182, 0.7),
    (Milestone.MONTHS_12, 365, 0.6),
)
"""How many days after the project, and how often the result is known."""
_RESULTS = {
    Situation.UNEMPLOYED: (
        (OutcomeKind.ORDINARY_JOB, 40),
        (OutcomeKind.SUBSIDISED_JOB, 10),
        (OutcomeKind.ORDINARY_EDUCATION, 12),
        (OutcomeKind.ADULT_APPRENTICESHIP, 8),
        (OutcomeKind.UNEMPLOYED, 25),
        (OutcomeKind.UNKNOWN, 5),
    ),
    Situation.UNDER_NOTICE: (
        (OutcomeKind.RETAINED, 45),
        (OutcomeKind.ORDINARY_JOB, 35),
        (OutcomeKind.UNEMPLOYED, 15),
        (OutcomeKind.UNKNOWN, 5),
    ),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody who is to be a candidate of a project, and whether to begin on its first course."""

    number: int
    made: Made
    job_centre: int
    caseworker: int
    begins: bool

    @property
    def name(self) -> str:
        return invented_name(self.number)

    @property
    def situation(self) -> Situation:
        return Situation.UNDER_NOTICE if self.made.plan.type == "crisis" else Situation.UNEMPLOYED


def make_participants(made: Sequence[Made], *, pick: random.Random) -> int:
    """Persons and all that becomes of them; returns how many persons."""
    planned = list(_planned(made, pick))
    positions = _positions(planned)
    persons = Person.objects.bulk_create(
        (_person(one, positions[one.number], pick) for one in planned), batch_size=_BATCH
    )
    candidacies = Candidacy.objects.bulk_create(
        (
            Candidacy(
                person=person,
                project_id=one.made.id,
                job_centre_id=one.job_centre,
                pseudonym=f"P-{one.number:06d}",
                added_by_id=one.caseworker,
                added_on=one.made.plan.starts_on - timedelta(days=pick.randrange(30, 45)),
            )
            for one, person in zip(planned, persons, strict=True)
        ),
        batch_size=_BATCH,
    )
    told: list[Told] = [
        _begun(one, row, pick) if one.begins else _not_begun(one, row, pick)
        for one, row in zip(planned, candidacies, strict=True)
    ]
    Screening.objects.bulk_create((row for one in told for row in one.screenings), batch_size=_BATCH)
    Presentation.objects.bulk_create((row for one in told for row in one.presentations), batch_size=_BATCH)
    Enrolment.objects.bulk_create((row for one in told for row in one.enrolments), batch_size=_BATCH)
    Outcome.objects.bulk_create((row for one in told for row in one.outcomes), batch_size=_BATCH)
    withdrawn = [row for row in candidacies if row.withdrawn_on is not None]
    Candidacy.objects.bulk_update(withdrawn, ["withdrawn_on", "withdrawn_reason"], batch_size=_BATCH)
    return len(persons)


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of one candidate's course of events."""

    screenings: Sequence[Screening] = ()
    presentations: Sequence[Presentation] = ()
    enrolments: Sequence[Enrolment] = ()
    outcomes: Sequence[Outcome] = ()


def _planned(made: Iterable[Made], pick: random.Random) -> Iterator[Planned]:
    number = FIRST_NUMBER
    for one in made:
        invited = one.plan.registered + round(one.plan.registered * MORE_INVITED)
        for place in range(invited):
            centre = pick.choice(one.job_centres)
            yield Planned(
                number,
                one,
                one.region.job_centres[centre],
                one.region.caseworkers[centre],
                begins=place < one.plan.registered,
            )
            number += 1


def _positions(planned: Iterable[Planned]) -> dict[int, int]:
    """The place of each person's name among those of the job centre, by the person's number."""
    by_centre: dict[int, list[tuple[bytes | str, int]]] = {}
    for one in planned:
        by_centre.setdefault(one.job_centre, []).append((danish_sort_key(one.name), one.number))
    return {
        number: position
        for names in by_centre.values()
        for position, (_key, number) in enumerate(sorted(names), start=1)
    }


def _person(one: Planned, position: int, pick: random.Random) -> Person:
    key = UUID(int=pick.getrandbits(128), version=4)
    cpr = invented_cpr(one.number)
    day = one.made.plan.starts_on - timedelta(days=50)
    return Person(
        job_centre_id=one.job_centre,
        key=key,
        name_encrypted=sealed(one.name, key=key, field=NAME),
        cpr_encrypted=sealed(cpr.digits, key=key, field=CPR),
        cpr_hash=cpr_hash(cpr, job_centre_id=one.job_centre),
        name_position=position,
        situation=one.situation,
        vulnerable=one.situation == Situation.UNEMPLOYED and pick.random() < 0.14,
        skill_level=pick.choices(SkillLevel.values, weights=(6, 3, 1))[0],
        synthetic=True,
        registered_by_id=one.caseworker,
        registered_at=datetime.combine(day, time(10), tzinfo=timezone.get_default_timezone()),
    )


def _screening(one: Planned, row: Candidacy, result: ScreeningResult) -> Screening:
    return Screening(
        candidacy=row,
        result=result,
        reason="Opdigtet begrundelse",
        screened_on=one.made.plan.starts_on - timedelta(days=25),
        screened_by_id=one.caseworker,
    )


def _begun(one: Planned, row: Candidacy, pick: random.Random) -> Told:
    plan = one.made.plan
    drops = pick.random() < 0.14
    return Told(
        screenings=[_screening(one, row, ScreeningResult.PASSED)],
        presentations=[
            Presentation(
                candidacy=row,
                company_id=one.made.company,
                presented_on=plan.starts_on - timedelta(days=20),
                presented_by_id=one.caseworker,
                ended_on=plan.ends_on,
            )
        ]
        if pick.random() < 0.6
        else [],
        enrolments=[_dropped(one, row, pick)]
        if drops
        else [_completed(one, row, course) for course in one.made.courses],
        outcomes=list(_outcomes(one, row, pick)),
    )


def _not_begun(one: Planned, row: Candidacy, pick: random.Random) -> Told:
    plan = one.made.plan
    what = pick.choices(("failed", "withdrawn", "left", "silent"), weights=(45, 25, 15, 15))[0]
    if what == "failed":
        return Told(screenings=[_screening(one, row, ScreeningResult.FAILED)])
    if what == "left":
        return Told(
            screenings=[_screening(one, row, ScreeningResult.PASSED)],
            enrolments=[
                Enrolment(
                    candidacy=row,
                    course=one.made.courses[0],
                    status=EnrolmentStatus.DROPPED_OUT,
                    enrolled_on=plan.starts_on - timedelta(days=14),
                    enrolled_by_id=one.caseworker,
                    ended_on=plan.starts_on - timedelta(days=2),
                    dropout_reason=pick.choice([DropoutReason.NEW_JOB, DropoutReason.FORMER_JOB]),
                )
            ],
        )
    row.withdrawn_on, row.withdrawn_reason = plan.starts_on - timedelta(days=10), "Opdigtet begrundelse"
    return Told(screenings=[_screening(one, row, ScreeningResult.PASSED)] if what == "withdrawn" else [])


def _enrolment(one: Planned, row: Candidacy, course: Course, **more: object) -> Enrolment:
    return Enrolment(
        candidacy=row,
        course=course,
        enrolled_on=one.made.plan.starts_on - timedelta(days=14),
        enrolled_by_id=one.caseworker,
        started_on=course.starts_on,
        **more,
    )


def _completed(one: Planned, row: Candidacy, course: Course) -> Enrolment:
    return _enrolment(one, row, course, status=EnrolmentStatus.COMPLETED, ended_on=course.ends_on)


def _dropped(one: Planned, row: Candidacy, pick: random.Random) -> Enrolment:
    course = one.made.courses[0]
    first, last = one.made.plan.starts_on, _day(course.ends_on)
    return _enrolment(
        one,
        row,
        course,
        status=EnrolmentStatus.DROPPED_OUT,
        ended_on=first + timedelta(days=pick.randrange((last - first).days + 1)),
        dropout_reason=pick.choice(DropoutReason.values),
    )


def _day(day: date | None) -> date:
    assert day is not None, "the courses of the made-up register have their days"
    return day


def _outcomes(one: Planned, row: Candidacy, pick: random.Random) -> Iterator[Outcome]:
    kinds, weights = zip(*_RESULTS[one.situation], strict=True)
    kind = pick.choices(kinds, weights=weights)[0]
    for milestone, days, known in _MILESTONES:
        if pick.random() < 0.2:
            kind = pick.choices(kinds, weights=weights)[0]
        if pick.random() < known:
            yield Outcome(
                candidacy=row,
                milestone=milestone,
                kind=kind,
                employer_id=one.made.company if kind in WITH_EMPLOYER else None,
                as_of=one.made.plan.ends_on + timedelta(days=days),
                recorded_by_id=one.caseworker,
            )
