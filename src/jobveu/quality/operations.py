"""Saying that a deviation from a rule is as it should be, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.quality.models import Acceptance
from jobveu.quality.queries import Finding, State, finding

ROOM = "quality.acceptance"


def accept(*, by: Actor, at: datetime, project_id: int, rule: str, reason: str) -> None:
    """Accepts what the rule finds in the project now, for as long as the facts stay the same. One that has lapsed is
    replaced.

    Raises DomainError without a reason, when the rule is not broken any longer, or somebody has accepted it already.
    """
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor det er, som det skal være."), field="reason")
    with change_project(project_id):
        found = _found(by, at, project_id, rule)
        if found.state is State.ACCEPTED:
            raise DomainError(_("Det er allerede accepteret. Åbn siden igen."))
        row, _made = Acceptance.objects.update_or_create(
            project_id=project_id,
            rule=rule,
            defaults={
                "facts": dict(found.facts),
                "reason": reason.strip(),
                "accepted_by_id": by.user_id,
                "accepted_at": at,
            },
        )
        _record(by, at, "deviation.accepted", row.pk, project_id, rule)


def withdraw(*, by: Actor, at: datetime, project_id: int, rule: str) -> None:
    """Takes an acceptance back: the deviation is to be seen to again. Raises DomainError when there is none."""
    with change_project(project_id):
        _found(by, at, project_id, rule)
        row = Acceptance.objects.filter(project_id=project_id, rule=rule).first()
        if row is None:
            raise DomainError(_("Det er ikke accepteret. Åbn siden igen."))
        _record(by, at, "deviation.acceptance_withdrawn", row.pk, project_id, rule)
        row.delete()


def _found(by: Actor, at: datetime, project_id: int, rule: str) -> Finding:
    found = finding(today=timezone.localdate(at), project_id=project_id, rule=rule)
    if found is None:
        raise DomainError(_("Projektet er i orden nu: Reglen er overholdt."))
    if by.user_id is None or not may(Action.VALIDATE_DATA, by, found.subject):
        raise PermissionDenied
    return found


def _record(by: Actor, at: datetime, action: str, record_id: int, project_id: int, rule: str) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=record_id,
        project_id=project_id,
        details={"rule": rule},
    )
