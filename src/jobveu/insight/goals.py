"""Goals of the councils: what they are, and setting them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.insight.models import Goal
from jobveu.reference.queries import office_of_council

ROOM = "insight.goal"


@dataclass(frozen=True, slots=True)
class GoalRow:
    """None where no goal is set."""

    council_id: int
    year: int
    projects: int | None
    participants: int | None
    version: int


def goals_of(*, year: int) -> dict[int, GoalRow]:
    """The goals of a year by council (1 SQL statement)."""
    return {row.council_id: _row(row) for row in Goal.objects.filter(year=year).order_by("council_id")}


def goal(*, council_id: int, year: int) -> GoalRow | None:
    found = Goal.objects.filter(council_id=council_id, year=year).first()
    return None if found is None else _row(found)


def goal_subject(*, council_id: int) -> Subject:
    """Whose a council's goals are to set (1 SQL statement)."""
    return Subject(council_id=council_id, office_id=office_of_council(council_id=council_id).id)


def set_goal(
    *,
    by: Actor,
    at: datetime,
    council_id: int,
    year: int,
    version: int | None,
    projects: int | None,
    participants: int | None,
) -> None:
    """`version` is that of the goal that is changed; None where there was none. Raises PermissionDenied, StaleEdit where
    somebody else has changed it, IntegrityError where somebody else has set it."""
    if not may(Action.SET_GOAL, by, goal_subject(council_id=council_id)):
        raise PermissionDenied
    numbers = {"projects": projects, "participants": participants}
    with transaction.atomic():
        if version is None:
            row = Goal.objects.create(council_id=council_id, year=year, **numbers)
        else:
            of = Goal.objects.filter(council_id=council_id, year=year)
            row = update_versioned(
                rows=of, pk=of.values_list("pk", flat=True).get(), version=version, changes=numbers, room=ROOM
            )
        audit.record(
            by=by,
            at=at,
            action="goal.set",
            room=ROOM,
            record_id=row.pk,
            details={"council": row.council.name, "year": year, **numbers},
        )


def _row(row: Goal) -> GoalRow:
    return GoalRow(row.council_id, row.year, row.projects, row.participants, row.version)
