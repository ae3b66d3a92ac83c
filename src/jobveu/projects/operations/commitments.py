"""What companies, and associations on their behalf, promise a project (def.phase3.ind3, def.doc.hensigt)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES, OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.enums import CommitmentKind
from jobveu.projects.models import Commitment
from jobveu.projects.operations.joining import join_project

ROOM = "projects.commitment"
COMMITTING_KINDS = (*WORKPLACES, OrganisationKind.EMPLOYER_ASSOCIATION)
"""Who can give a commitment: a workplace for itself, an association for its companies."""


def give_commitment(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    kind: CommitmentKind,
    organisation_id: int,
    head_count: int | None,
    given_on: date,
    conditions: str = "",
    on_behalf_of: str = "",
    content_matches: bool = True,
    shown_by: str = "",
) -> int:
    """Records a letter of intent or a hiring guarantee; returns its id. The organisation becomes a party.

    `shown_by` says what shows the commitment; it is required when the actor is not a member of the
    organisation. Raises DomainError.
    """
    with change_project(project_id) as project:
        organisation = _organisation(organisation_id)
        _check(
            by=by,
            at=at,
            kind=kind,
            organisation=organisation,
            head_count=head_count,
            given_on=given_on,
            on_behalf_of=on_behalf_of,
            shown_by=shown_by,
        )
        commitment = Commitment.objects.create(
            project=project,
            kind=kind,
            organisation=organisation,
            head_count=head_count,
            on_behalf_of=on_behalf_of.strip(),
            conditions=conditions,
            content_matches=content_matches,
            given_on=given_on,
            shown_by=shown_by.strip(),
            recorded_by_id=by.user_id,
        )
        joined = join_project(
            project=project, organisation_id=organisation_id, on=given_on, note=_("Har givet tilsagn")
        )
        audit.record(
            by=by,
            at=at,
            action="commitment.given",
            room=ROOM,
            record_id=commitment.pk,
            project_id=project_id,
            details={
                "kind": kind,
                "organisation": organisation_id,
                "head_count": head_count,
                "joined": joined,
            },
        )
    return commitment.pk


def edit_commitment(
    *,
    by: Actor,
    at: datetime,
    commitment_id: int,
    version: int,
    kind: CommitmentKind,
    head_count: int | None,
    given_on: date,
    conditions: str = "",
    on_behalf_of: str = "",
    content_matches: bool = True,
    shown_by: str = "",
) -> None:
    """Corrects a commitment; whose it is stays. Raises DomainError, StaleEdit."""
    commitment = _commitment(commitment_id)
    with change_project(commitment.project_id):
        commitment.refresh_from_db(fields=["withdrawn_on"])
        if commitment.withdrawn_on is not None:
            raise DomainError(_("Tilsagnet er trukket tilbage og kan ikke ændres. Registrér et nyt."))
        _check(
            by=by,
            at=at,
            kind=kind,
            organisation=commitment.organisation,
            head_count=head_count,
            given_on=given_on,
            on_behalf_of=on_behalf_of,
            shown_by=shown_by,
        )
        update_versioned(
            rows=Commitment.objects.all(),
            pk=commitment_id,
            version=version,
            changes={
                "kind": kind,
                "head_count": head_count,
                "given_on": given_on,
                "conditions": conditions,
                "on_behalf_of": on_behalf_of.strip(),
                "content_matches": content_matches,
                "shown_by": shown_by.strip(),
            },
            room=ROOM,
        )
        audit.record(
            by=by,
            at=at,
            action="commitment.edited",
            room=ROOM,
            record_id=commitment_id,
            project_id=commitment.project_id,
            details={"kind": kind, "head_count": head_count},
        )


def withdraw_commitment(*, by: Actor, at: datetime, commitment_id: int, on: date, reason: str) -> None:
    """Takes a commitment back: the record stays, and counts as evidence no longer. Raises DomainError."""
    commitment = _commitment(commitment_id)
    with change_project(commitment.project_id):
        commitment = Commitment.objects.select_for_update().get(pk=commitment_id)
        if commitment.withdrawn_on is not None:
            raise DomainError(_("Tilsagnet er allerede trukket tilbage."))
        if not reason.strip():
            raise DomainError(_("Skriv, hvorfor tilsagnet trækkes tilbage."), field="reason")
        if commitment.given_on is not None and on < commitment.given_on:
            raise DomainError(_("Tilsagnet kan ikke trækkes tilbage, før det er givet."), field="on")
        if on > localdate(at):
            raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="on")
        commitment.withdrawn_on = on
        commitment.withdrawn_reason = reason.strip()
        commitment.version += 1
        commitment.save(update_fields=["withdrawn_on", "withdrawn_reason", "version"])
        audit.record(
            by=by,
            at=at,
            action="commitment.withdrawn",
            room=ROOM,
            record_id=commitment_id,
            project_id=commitment.project_id,
            details={"on": on.isoformat(), "reason": reason.strip()},
        )


def _commitment(commitment_id: int) -> Commitment:
    commitment = Commitment.objects.select_related("organisation").filter(pk=commitment_id).first()
    if commitment is None:
        raise DomainError(_("Tilsagnet findes ikke længere."))
    return commitment


def _organisation(organisation_id: int) -> Organisation:
    organisation = Organisation.objects.filter(pk=organisation_id, active=True).first()
    if organisation is None:
        raise DomainError(_("Organisationen findes ikke længere."), field="organisation_id")
    return organisation


def _check(
    *,
    by: Actor,
    at: datetime,
    kind: CommitmentKind,
    organisation: Organisation,
    head_count: int | None,
    given_on: date,
    on_behalf_of: str,
    shown_by: str,
) -> None:
    if organisation.kind not in COMMITTING_KINDS:
        raise DomainError(
            _("Tilsagn gives af en virksomhed, en offentlig arbejdsplads eller en brancheorganisation."),
            field="organisation_id",
        )
    if kind == CommitmentKind.HIRING_GUARANTEE and head_count is None:
        raise DomainError(
            _("Skriv, hvor mange personer ansættelsesgarantien gælder for."), field="head_count"
        )
    if organisation.kind == OrganisationKind.EMPLOYER_ASSOCIATION and not on_behalf_of.strip():
        raise DomainError(
            _("Skriv, hvilke virksomheder brancheorganisationen giver tilsagn for."), field="on_behalf_of"
        )
    if organisation.pk not in by.organisation_ids() and not shown_by.strip():
        raise DomainError(
            _("Skriv, hvad der viser tilsagnet, f.eks. en mail eller et brev med dato."), field="shown_by"
        )
    if given_on > localdate(at):
        raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="given_on")
