"""Loads the made-up register, all or nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.candidates.models import Person
from jobveu.candidates.queries import evidence as candidates_evidence
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.insight import labour_force
from jobveu.insight.models import LabourForceNumber
from jobveu.journeys.programme.evidence import make_evidence
from jobveu.journeys.programme.participants import make_participants
from jobveu.journeys.programme.plan import planned
from jobveu.journeys.programme.projects import make_projects
from jobveu.journeys.programme.totals import LABOUR_FORCE, LABOUR_FORCE_YEAR
from jobveu.journeys.programme.words import OF_LABOUR_FORCE
from jobveu.journeys.programme.world import build_world, is_there
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Project
from jobveu.projects.phases import progress_of
from jobveu.projects.queries import evidence as projects_evidence

SEED = 2021
_ROOM = "projects.project"


@dataclass(frozen=True, slots=True)
class Loaded:
    """`participants` counts those known by number only, too."""

    projects: int
    participants: int
    persons: int


@transaction.atomic
def load_programme(*, by: Actor, at: datetime, seed: int = SEED) -> Loaded | None:
    """Loads the made-up register of 2018 to 2020; None when it is there already. The same seed gives the same register.

    Raises DomainError where the register has projects or persons that are not made up: they would be mixed.
    """
    if is_there():
        return None
    if (
        Project.objects.filter(synthetic=False, source_key="").exists()
        or Person.objects.filter(synthetic=False).exists()
    ):
        raise DomainError(
            _(
                "Registret har projekter eller personer, som ikke er opdigtede. De må ikke blandes med opdigtede."
            )
        )
    pick = random.Random(seed)  # noqa: S311  made-up data
    plans = planned(seed)
    made = make_projects(plans, build_world(by=by, at=at, pick=pick), pick=pick)
    persons = make_participants(made, pick=pick)
    make_evidence(made, pick=pick)
    _load_labour_force(by=by, at=at)
    _keep_phases([one.id for one in made])
    audit.record(
        by=by,
        at=at,
        action="programme.loaded",
        room=_ROOM,
        record_id=made[0].id,
        details={"projects": len(made), "persons": persons, "seed": seed},
    )
    return Loaded(len(made), sum(plan.participants for plan in plans), persons)


def _load_labour_force(*, by: Actor, at: datetime) -> None:
    """Unless somebody has loaded the true numbers."""
    if LabourForceNumber.objects.exists():
        return
    lines = [f"{council};{LABOUR_FORCE_YEAR};{persons}" for council, persons in LABOUR_FORCE.items()]
    labour_force.load(by=by, at=at, text="\n".join(["council;year;persons", *lines]), source=OF_LABOUR_FORCE)


def _keep_phases(project_ids: list[int]) -> None:
    """Stores the phase that the evidence gives, as journeys.phases does for one project at a time."""
    recorded = projects_evidence.evidence_of(project_ids=project_ids)
    counted = candidates_evidence.evidence_of(project_ids=project_ids)
    by_phase: dict[PhaseNumber, list[int]] = {}
    for id_ in project_ids:
        set_aside = projects_evidence.set_aside_of(project_id=id_)
        phase = progress_of(evidence=[*recorded[id_], *counted[id_]], set_aside=set_aside).current
        by_phase.setdefault(phase, []).append(id_)
    for phase, ids in by_phase.items():
        Project.objects.filter(pk__in=ids).exclude(current_phase=phase).update(current_phase=phase)
