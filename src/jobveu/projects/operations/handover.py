"""Handing the coordinating role over to a job centre, and taking it back (def.phase3.handover)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.enums import AgreementKind, AgreementStatus
from jobveu.projects.models import Agreement, HandoverTerms, Project
from jobveu.projects.operations.agreements import (
    ROOM,
    change_agreement,
    check_revision,
    close_agreement,
    hand_over_if_due,
    open_agreement,
    record_on,
    record_revision,
    write_text,
)
from jobveu.projects.operations.contributions import job_centre_of, office_of
from jobveu.projects.queries.participants import participants_of

THE_DAY = Actor(user_id=None, name="Overdragelsens dato")
"""Who acts when a handover's day comes: nobody."""


def propose_handover(
    *,
    project_id: int,
    job_centre_id: int,
    text: str,
    from_date: date,
    still_done: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Proposes that a party job centre takes the coordinating role over; returns the agreement's id.

    `text` says what is handed over, `still_done` what the coordinator goes on doing. The role passes on `from_date`,
    when the job centre and the labour market office have both signed, or with the last signature after it.

    Raises DomainError when the job centre isn't a party, or another handover is open.
    """
    with change_project(project_id) as project:
        participants = participants_of(project_id=project_id)
        job_centre = job_centre_of(participants, job_centre_id)
        if project.coordinating_organisation_id is not None:
            raise DomainError(_("Projektet er allerede overdraget. Afslut den overdragelse først."))
        agreement_id = open_agreement(
            project_id=project_id,
            kind=AgreementKind.HANDOVER,
            title=f"Overdragelse til {job_centre.name}"[:200],
            counterpart_id=job_centre_id,
            signatory_ids=(job_centre_id, office_of(participants)),
        )
        written = write_text(agreement_id=agreement_id, number=1, text=text, by=by, at=at)
        HandoverTerms.objects.create(text=written, from_date=from_date, still_done=still_done.strip())
        audit.record(
            by=by,
            at=at,
            action="handover.proposed",
            room=ROOM,
            record_id=agreement_id,
            project_id=project_id,
            details={"job_centre": job_centre_id, "from_date": from_date.isoformat()},
        )
        return agreement_id


def revise_handover(
    *,
    agreement_id: int,
    version: int,
    text: str,
    from_date: date,
    still_done: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Writes a new version of a handover that isn't in force, for both sides to sign.

    Raises StaleEdit when another version has been written meanwhile; DomainError when nothing is changed, or
    when the role has passed already: then the handover is ended and a new one proposed.
    """
    with change_agreement(agreement_id) as (_project, agreement):
        newest = agreement.newest
        if agreement.kind is not AgreementKind.HANDOVER or newest.handover is None:
            raise ValueError(f"agreement {agreement_id} is no handover")
        current = {
            "text": newest.text,
            "from_date": newest.handover.from_date,
            "still_done": newest.handover.still_done,
        }
        check_revision(agreement, version, current)
        if agreement.status is AgreementStatus.IN_FORCE:
            raise DomainError(
                _("Overdragelsen er i kraft. Afslut den, og foreslå en ny, hvis den skal ændres.")
            )
        if {"text": text.strip(), "from_date": from_date, "still_done": still_done.strip()} == current:
            raise DomainError(_("Overdragelsen er ikke ændret."))
        written = write_text(agreement_id=agreement_id, number=version + 1, text=text, by=by, at=at)
        HandoverTerms.objects.create(text=written, from_date=from_date, still_done=still_done.strip())
        record_revision(agreement, by=by, at=at)


def hand_over_due(*, at: datetime) -> int:
    """Passes the role on in every project where both sides have signed and the day has come; returns how many. Asks
    again under each project's lock, so that doing it twice does nothing more."""
    waiting = Agreement.objects.filter(
        kind=AgreementKind.HANDOVER,
        withdrawn_on__isnull=True,
        project__coordinating_organisation__isnull=True,
        texts__handover__from_date__lte=timezone.localdate(at),
    )
    passed = 0
    for agreement_id in waiting.order_by("pk").values_list("pk", flat=True).distinct():
        with change_agreement(agreement_id) as (project, agreement):
            if (
                agreement.status is AgreementStatus.IN_FORCE
                and project.coordinating_organisation_id is None
                and hand_over_if_due(project, agreement, by=THE_DAY, at=at)
            ):
                passed += 1
    return passed


def end_handover(*, agreement_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Declines a proposed handover, or hands the coordinating role back where it was in force.

    Raises DomainError when it has ended already.
    """
    with change_agreement(agreement_id) as (project, agreement):
        if agreement.kind is not AgreementKind.HANDOVER:
            raise ValueError(f"agreement {agreement_id} is no handover")
        close_agreement(agreement, reason=reason, at=at)
        was_in_force = agreement.status is AgreementStatus.IN_FORCE
        if was_in_force and project.coordinating_organisation_id == agreement.counterpart_id:
            Project.objects.filter(pk=project.pk).update(coordinating_organisation=None)
        record_on(agreement, "handover.ended", by=by, at=at, was_in_force=was_in_force, reason=reason.strip())
