"""Plans: ordered, stopped, done again."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.course_plans.models import CoursePlan
from jobveu.course_plans.rules import DEAREST, FARTHEST, LONGEST_MINUTES, MOST_WEEKS
from jobveu.course_plans.solver import NAME
from jobveu.solving import operations as runs

ROOM = "course_plans.courseplan"


def order_plan(
    *,
    by: Actor,
    at: datetime,
    office_id: int,
    first_on: date,
    last_on: date,
    travel_limit: int,
    leeway: int,
    time_limit: int,
    travel_minutes: int | None = None,
    budget: int | None = None,
) -> int:
    """Orders a plan for the office's projects, which a worker makes; returns its id. Raises DomainError."""
    if last_on < first_on:
        raise DomainError(_("Den sidste dag skal ligge efter den første."), field="last_on")
    if not 0 <= travel_limit <= FARTHEST:
        raise DomainError(_("Den længste rejse skal være fra 0 til 500 km."), field="travel_limit")
    if travel_minutes is not None and not 1 <= travel_minutes <= LONGEST_MINUTES:
        raise DomainError(_("Den længste rejsetid skal være fra 1 til 480 minutter."), field="travel_minutes")
    if budget is not None and not 0 <= budget <= DEAREST:
        raise DomainError(_("Budgettet skal være fra 0 til 1 mia. kr."), field="budget")
    if not 0 <= leeway <= MOST_WEEKS:
        raise DomainError(_("Antallet af uger skal være fra 0 til 52."), field="leeway")
    plan = CoursePlan.objects.create(
        office_id=office_id,
        run_id=runs.order_run(by=by, at=at, solver_name=NAME, time_limit=time_limit),
        first_on=first_on,
        last_on=last_on,
        travel_limit=travel_limit,
        travel_minutes=travel_minutes,
        leeway=leeway,
        budget=budget,
    )
    _record(by, at, "course_plan.ordered", plan.pk, {"first_on": str(first_on), "last_on": str(last_on)})
    return plan.pk


def stop_plan(*, by: Actor, at: datetime, plan_id: int) -> None:
    """Ends the search: the best that was found is the plan. Raises DomainError for one that has ended."""
    plan = CoursePlan.objects.get(pk=plan_id)
    runs.ask_to_stop(by=by, at=at, run_id=plan.run_id)
    _record(by, at, "course_plan.stopped", plan_id, {})


def replay_plan(*, by: Actor, at: datetime, plan_id: int) -> None:
    """Orders the plan to be made again and compared. Raises DomainError."""
    plan = CoursePlan.objects.get(pk=plan_id)
    runs.order_replay(by=by, at=at, run_id=plan.run_id)
    _record(by, at, "course_plan.replayed", plan_id, {})


def _record(by: Actor, at: datetime, action: str, plan_id: int, details: dict[str, object]) -> None:
    audit.record(by=by, at=at, action=action, room=ROOM, record_id=plan_id, details=details)
