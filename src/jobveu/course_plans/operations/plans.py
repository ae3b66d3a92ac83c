"""Plans: ordered, stopped, done again, and what is decided about each of their holds."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import CoursePlan, ProposedHold
from jobveu.course_plans.rules import FARTHEST, MOST_WEEKS
from jobveu.course_plans.solver import NAME
from jobveu.solving import operations as runs

ROOM, HOLD_ROOM = "course_plans.courseplan", "course_plans.proposedhold"
_DECIDED = {
    Decision.ACCEPTED: "course_plan.hold_accepted",
    Decision.REJECTED: "course_plan.hold_rejected",
}


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
) -> int:
    """Orders a plan for the office's projects, which a worker makes; returns its id. Raises DomainError."""
    if last_on < first_on:
        raise DomainError(_("Den sidste dag skal ligge efter den første."), field="last_on")
    if not 0 <= travel_limit <= FARTHEST:
        raise DomainError(_("Den længste rejse skal være fra 0 til 500 km."), field="travel_limit")
    if not 0 <= leeway <= MOST_WEEKS:
        raise DomainError(_("Antallet af uger skal være fra 0 til 52."), field="leeway")
    plan = CoursePlan.objects.create(
        office_id=office_id,
        run_id=runs.order_run(by=by, at=at, solver_name=NAME, time_limit=time_limit),
        first_on=first_on,
        last_on=last_on,
        travel_limit=travel_limit,
        leeway=leeway,
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


def decide_hold(*, by: Actor, at: datetime, hold_id: int, decision: Decision, reason: str) -> None:
    """Accepts or rejects a hold of a plan, whatever the plan proposes; later plans run what has been accepted. May be
    said again, with a new reason. Raises DomainError."""
    if not reason.strip():
        raise DomainError(_("Skriv en begrundelse for afgørelsen."), field="reason")
    hold = ProposedHold.objects.select_for_update(of=("self",)).get(pk=hold_id)
    if hold.offered_hold is not None and hold.offered_hold.withdrawn_on and decision == Decision.ACCEPTED:
        raise DomainError(_("Skolen har trukket holdet tilbage."))
    hold.decision = decision
    hold.reason = reason.strip()
    hold.decided_by_id = by.user_id
    hold.decided_at = at
    hold.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    audit.record(
        by=by,
        at=at,
        action=_DECIDED[decision],
        room=HOLD_ROOM,
        record_id=hold_id,
        details={"reason": hold.reason},
    )


def _record(by: Actor, at: datetime, action: str, plan_id: int, details: dict[str, object]) -> None:
    audit.record(by=by, at=at, action=action, room=ROOM, record_id=plan_id, details=details)
