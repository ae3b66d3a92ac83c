"""What the made-up projects have of plans, tasks, commitments, a provider and lessons. Most have all, some miss one: the
phases are computed from it as from anything else that is recorded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jobveu.journeys.programme.plan import ONE_BY_ONE
from jobveu.journeys.programme.projects import Made
from jobveu.journeys.programme.words import MADE_UP_NOTE, PURPOSES, TRADES
from jobveu.projects.enums import CommitmentKind, PhaseNumber, ProcurementKind
from jobveu.projects.models import Commitment, Lesson, PlanVersion, Procurement, SetAside, Task

RECORDED = 0.9
"""How often each of them was recorded; lessons less often."""
LEARNED = 0.6


def make_evidence(made: Sequence[Made], *, pick: random.Random) -> None:
    """Of the projects that are registered as it is done now; of the earlier ones nothing of the kind is known."""
    of_now = [one for one in made if one.plan.starts_on >= ONE_BY_ONE]

    def some(share: float = RECORDED) -> list[Made]:
        return [one for one in of_now if pick.random() < share]

    PlanVersion.objects.bulk_create(_plan(one) for one in some())
    Task.objects.bulk_create(_task(one) for one in some())
    Commitment.objects.bulk_create(_commitment(one, pick) for one in some())
    Procurement.objects.bulk_create(_procurement(one) for one in some())
    Lesson.objects.bulk_create(_lesson(one, pick) for one in some(LEARNED))
    SetAside.objects.bulk_create(
        _set_aside(one, indicator)
        for one in of_now
        if not one.plan.registered
        for indicator in ("screening", "matched")
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=timezone.get_default_timezone())


def _plan(one: Made) -> PlanVersion:
    return PlanVersion(
        project_id=one.id,
        number=1,
        purpose=PURPOSES[one.plan.type],
        target_group=TRADES[one.plan.industry].people.capitalize() + ".",
        upskilling_need=", ".join(TRADES[one.plan.industry].courses) + ".",
        matching_model=MADE_UP_NOTE,
        written_by_id=one.region.coordinators[0],
        written_at=_morning(one.plan.starts_on - timedelta(days=28)),
    )


def _task(one: Made) -> Task:
    return Task(
        project_id=one.id,
        title="Holdet er sat",
        phase=PhaseNumber.KICK_OFF,
        responsible_id=one.courses[0].provider_id,
        due_on=one.plan.starts_on - timedelta(days=7),
        done_on=one.plan.starts_on - timedelta(days=8),
        done_by_id=one.region.coordinators[0],
    )


def _commitment(one: Made, pick: random.Random) -> Commitment:
    return Commitment(
        project_id=one.id,
        kind=pick.choice(CommitmentKind.values),
        organisation_id=one.company,
        head_count=max(1, one.plan.participants // 2),
        given_on=one.plan.starts_on - timedelta(days=21),
        shown_by="Opdigtet brev fra virksomheden",
        recorded_by_id=one.region.coordinators[0],
    )


def _procurement(one: Made) -> Procurement:
    day = one.plan.starts_on - timedelta(days=26)
    return Procurement(
        project_id=one.id,
        kind=ProcurementKind.DIRECT_CHOICE,
        subject=one.courses[0].title,
        opened_on=day,
        chosen_provider_id=one.courses[0].provider_id,
        choice_reason="Opdigtet begrundelse",
        chosen_on=day,
        chosen_by_id=one.region.coordinators[0],
    )


def _lesson(one: Made, pick: random.Random) -> Lesson:
    title, text = pick.choice(
        [
            ("Tag jobcentrene med fra begyndelsen", "De kender kandidaterne og kan sige, hvor mange der er."),
            ("Hold tæt kontakt under kurset", "Et opkald om ugen fangede dem, der var ved at falde fra."),
            ("Aftal kursussted sammen", "Transporten afgjorde, om deltagerne kunne komme."),
        ]
    )
    return Lesson(
        project_id=one.id,
        phase=pick.choice([PhaseNumber.KICK_OFF, PhaseNumber.SCREENING_AND_MATCH]),
        title=title,
        text=f"{text} {MADE_UP_NOTE}",
        tags=[TRADES[one.plan.industry].people],
        written_by_id=one.region.coordinators[0],
        written_at=_morning(one.plan.ends_on + timedelta(days=14)),
    )


def _set_aside(one: Made, indicator: str) -> SetAside:
    """Nobody is screened for, or matched with, the job they have."""
    return SetAside(
        project_id=one.id,
        indicator=indicator,
        reason="Deltagerne er ansat i virksomheden.",
        by_id=one.region.coordinators[0],
        at=_morning(one.plan.starts_on - timedelta(days=28)),
    )
