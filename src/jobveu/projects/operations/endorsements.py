"""The social partners' backing in other forms than a signed agreement (def.phase2.endorsement)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.enums import EndorsementForm
from jobveu.projects.models import Endorsement
from jobveu.projects.queries.participants import participants_of

ROOM = "projects.endorsement"


def record_endorsement(
    *,
    project_id: int,
    organisation_id: int,
    form: EndorsementForm,
    shown_by: str,
    given_on: date,
    by: Actor,
    at: datetime,
) -> int:
    """Records a social partner's endorsement, with what shows it; returns its id (def.phase2.alternatives).

    Raises DomainError when the organisation isn't a social partner among the project's parties, or the day
    is still to come.
    """
    with change_project(project_id):
        partners = {
            row.id for row in participants_of(project_id=project_id) if row.is_party and row.is_social_partner
        }
        if organisation_id not in partners:
            raise DomainError(
                _(
                    "Vælg en brancheorganisation, en faglig organisation eller en a-kasse, "
                    "der er part i projektet."
                ),
                field="organisation_id",
            )
        if given_on > timezone.localdate(at):
            raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="given_on")
        row = Endorsement.objects.create(
            project_id=project_id,
            organisation_id=organisation_id,
            form=form,
            shown_by=shown_by.strip(),
            given_on=given_on,
        )
        audit.record(
            by=by,
            at=at,
            action="endorsement.recorded",
            room=ROOM,
            record_id=row.pk,
            project_id=project_id,
            details={"organisation": organisation_id, "form": EndorsementForm(form).value},
        )
        return row.pk


def remove_endorsement(*, endorsement_id: int, by: Actor, at: datetime) -> None:
    """Removes an endorsement; what it was stays in the audit record. Raises DomainError when it is gone."""
    project_id = Endorsement.objects.filter(pk=endorsement_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise DomainError(_("Blåstemplingen er allerede fjernet."))
    with change_project(project_id):
        row = Endorsement.objects.filter(pk=endorsement_id).first()
        if row is None:
            raise DomainError(_("Blåstemplingen er allerede fjernet."))
        row.delete()
        audit.record(
            by=by,
            at=at,
            action="endorsement.removed",
            room=ROOM,
            record_id=endorsement_id,
            project_id=project_id,
            details={
                "organisation": row.organisation_id,
                "form": row.form,
                "shown_by": row.shown_by,
                "given_on": row.given_on.isoformat() if row.given_on else "",
            },
        )
