"""Indicators that a project does not use: set aside with a reason, and taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.models import SetAside
from jobveu.projects.phases import INDICATORS

ROOM = "projects.setaside"


def set_aside_indicator(
    *, by: Actor, at: datetime, project_id: int, indicator: str, reason: str, version: int | None = None
) -> SetAside:
    """Says that the project does not use the indicator, and why; a second time it changes the reason. `version`
    stands for the reason that was shown (`version_of`, as "reason").

    Evidence always counts more: an indicator with evidence is met, set aside or not (projects.phases).
    Raises DomainError for an unknown indicator and without a reason, StaleEdit where another one
    has been given since.
    """
    if indicator not in INDICATORS:
        raise DomainError(_("Indikatoren findes ikke."))
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor indikatoren ikke bruges i projektet."), field="reason")
    with change_project(project_id) as project:
        earlier = SetAside.objects.filter(project=project, indicator=indicator).first()
        check_shown(
            version=version,
            shown={"reason": earlier.reason if earlier else ""},
            told_by=Q(room=ROOM, project_id=project_id, details__indicator=indicator),
        )
        row, _made = SetAside.objects.update_or_create(
            project=project,
            indicator=indicator,
            defaults={"reason": reason.strip(), "by_id": by.user_id, "at": at},
        )
        audit.record(
            by=by,
            at=at,
            action="indicator.set_aside",
            room=ROOM,
            record_id=row.pk,
            project_id=project_id,
            details={"indicator": indicator, "reason": row.reason}
            | ({"earlier_reason": earlier.reason} if earlier else {}),
        )
    return row


def resume_indicator(*, by: Actor, at: datetime, project_id: int, indicator: str) -> None:
    """The project uses the indicator after all. Raises DomainError when it is not set aside."""
    with change_project(project_id) as project:
        row = SetAside.objects.filter(project=project, indicator=indicator).first()
        if row is None:
            raise DomainError(_("Indikatoren er ikke sat til side."))
        audit.record(
            by=by,
            at=at,
            action="indicator.resumed",
            room=ROOM,
            record_id=row.pk,
            project_id=project_id,
            details={"indicator": indicator, "reason": row.reason},
        )
        row.delete()
