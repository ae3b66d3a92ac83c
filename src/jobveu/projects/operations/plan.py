"""The project plan: each save is a new version, and nothing that was written is lost."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.changes import change_project
from jobveu.projects.models import PlanVersion
from jobveu.projects.queries.plan import PLAN_PARTS


def save_plan(
    *,
    project_id: int,
    version: int,
    purpose: str,
    target_group: str,
    upskilling_need: str,
    matching_model: str,
    change_note: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Saves the plan as version `version + 1`, and returns that number (def.phase3.ind1).

    `version` is the number of the version it was written from, 0 for the first. Raises StaleEdit when
    another has been saved meanwhile; DomainError when a part is empty, when nothing is changed, or when a
    later version doesn't say what was changed.
    """
    if by.user_id is None:
        raise ValueError("a plan is written by somebody")
    with change_project(project_id):
        parts = {
            "purpose": purpose.strip(),
            "target_group": target_group.strip(),
            "upskilling_need": upskilling_need.strip(),
            "matching_model": matching_model.strip(),
        }
        newest = (
            PlanVersion.objects.filter(project=project_id)
            .select_related("written_by")
            .order_by("-number")
            .first()
        )
        if newest is not None and newest.number != version:
            raise StaleEdit(
                current={name: getattr(newest, name) for name in PLAN_PARTS},
                changed_by=newest.written_by.name,
                changed_at=newest.written_at,
                version=newest.number,
            )
        for name, text in parts.items():
            if not text:
                raise DomainError(_("Feltet skal udfyldes."), field=name)
        if newest is not None:
            if all(text == getattr(newest, name) for name, text in parts.items()):
                raise DomainError(_("Planen er ikke ændret."))
            if not change_note.strip():
                raise DomainError(_("Skriv kort, hvad der er ændret."), field="change_note")
        number = newest.number + 1 if newest else 1
        row = PlanVersion.objects.create(
            project_id=project_id,
            number=number,
            change_note=change_note.strip(),
            written_by_id=by.user_id,
            written_at=at,
            **parts,
        )
        audit.record(
            by=by,
            at=at,
            action="plan.saved",
            room="projects.planversion",
            record_id=row.pk,
            project_id=project_id,
            details={"number": number, "change_note": row.change_note},
        )
        return number
