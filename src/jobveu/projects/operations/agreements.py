"""Agreements in writing: writing the text, signing it, withdrawing it, and who is to sign.

The rules are in jobveu.projects.agreement_rules. Whoever signs does so under the project's lock, so that
two who sign at once come one after the other, and the last of them puts the agreement in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.common import audit
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.agreement_rules import (
    REFUSAL_MESSAGES,
    Refusal,
    after_signing,
    may_leave,
    refusal,
    signatories_objection,
)
from jobveu.projects.changes import change_project
from jobveu.projects.enums import AgreementKind, AgreementStatus
from jobveu.projects.models import Agreement, AgreementText, Project, Signatory, Signature
from jobveu.projects.queries.agreements import AgreementPage, agreement_page
from jobveu.projects.queries.participants import participants_of

ROOM = "projects.agreement"


def create_partner_agreement(
    *, project_id: int, title: str, text: str, signatory_ids: Collection[int], by: Actor, at: datetime
) -> int:
    """Writes the project's partner agreement for its signatories to sign; returns its id
    (def.phase2.ind2). Raises DomainError for signatories who don't take part in the project, or too few."""
    with change_project(project_id):
        _check_signatories(project_id, AgreementKind.PARTNER, signatory_ids)
        agreement_id = open_agreement(
            project_id=project_id,
            kind=AgreementKind.PARTNER,
            title=title,
            counterpart_id=None,
            signatory_ids=signatory_ids,
        )
        write_text(agreement_id=agreement_id, number=1, text=text, by=by, at=at)
        audit.record(
            by=by,
            at=at,
            action="agreement.created",
            room=ROOM,
            record_id=agreement_id,
            project_id=project_id,
            details={"kind": AgreementKind.PARTNER.value, "signatories": sorted(signatory_ids)},
        )
        return agreement_id


def revise_agreement(*, agreement_id: int, version: int, text: str, by: Actor, at: datetime) -> None:
    """Writes a new version of a partner agreement's text; `version` is the number of the text it replaces.

    Raises StaleEdit when another text has been written meanwhile, DomainError when the text is the same or
    the agreement is withdrawn. Contributions and handovers are revised with their terms, in their own
    modules.
    """
    with change_agreement(agreement_id) as (_project, agreement):
        if agreement.kind is not AgreementKind.PARTNER:
            raise ValueError(f"agreement {agreement_id} is a {agreement.kind}, revised with its terms")
        check_revision(agreement, version, {"text": agreement.newest.text})
        if text.strip() == agreement.newest.text.strip():
            raise DomainError(_("Teksten er ikke ændret."), field="text")
        write_text(agreement_id=agreement_id, number=version + 1, text=text, by=by, at=at)
        record_revision(agreement, by=by, at=at)


def sign_agreement(
    *, agreement_id: int, version: int, organisation_id: int, by: Actor, at: datetime
) -> AgreementStatus:
    """Signs version `version` of the text for the organisation; returns where the agreement then stands.

    A handover that both sides have signed passes the coordinating role on in the same transaction, unless its day lies
    ahead: then the day does (operations.handover.hand_over_due).

    Raises StaleEdit when the text has been replaced, and DomainError when the organisation isn't a
    signatory or has signed, when the agreement is withdrawn, or when `by` doesn't belong to the organisation.
    """
    with change_agreement(agreement_id) as (project, agreement):
        why_not = refusal(agreement.standing, organisation=organisation_id, number=version)
        if why_not is Refusal.REPLACED:
            raise _stale(agreement, {"text": agreement.newest.text})
        if why_not is not None:
            raise DomainError(REFUSAL_MESSAGES[why_not])
        if by.user_id is None or not may(
            Action.SIGN_AGREEMENT, by, Subject(organisation_ids=frozenset({organisation_id}))
        ):
            raise DomainError(_("Du kan kun underskrive for din egen organisation."))
        text = AgreementText.objects.get(agreement=agreement_id, number=version)
        Signature.objects.create(text=text, organisation_id=organisation_id, user_id=by.user_id, at=at)
        status = after_signing(agreement.standing, organisation=organisation_id).status
        record_on(
            agreement,
            "agreement.signed",
            by=by,
            at=at,
            organisation=organisation_id,
            version=version,
            in_force=status is AgreementStatus.IN_FORCE,
        )
        if agreement.kind is AgreementKind.HANDOVER and status is AgreementStatus.IN_FORCE:
            hand_over_if_due(project, agreement, by=by, at=at)
        return status


def withdraw_agreement(*, agreement_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Withdraws a partner agreement or a job centre's contribution; texts and signatures stay to be read.

    Raises DomainError when it is withdrawn already. A handover is ended instead (operations.handover).
    """
    with change_agreement(agreement_id) as (_project, agreement):
        if agreement.kind is AgreementKind.HANDOVER:
            raise ValueError(f"agreement {agreement_id} is a handover, which is ended by end_handover")
        close_agreement(agreement, reason=reason, at=at)
        record_on(agreement, "agreement.withdrawn", by=by, at=at, reason=reason)


def add_signatory(*, agreement_id: int, organisation_id: int, by: Actor, at: datetime) -> None:
    """Asks one more participant to sign a partner agreement. One that was in force waits for it then."""
    with change_agreement(agreement_id) as (_project, agreement):
        _check_open_partner_agreement(agreement)
        if organisation_id in agreement.signatory_ids:
            raise DomainError(_("Organisationen er allerede underskriver."), field="organisation_id")
        _check_signatories(
            agreement.project_id, AgreementKind.PARTNER, {*agreement.signatory_ids, organisation_id}
        )
        Signatory.objects.create(agreement_id=agreement_id, organisation_id=organisation_id)
        record_on(agreement, "agreement.signatory_added", by=by, at=at, organisation=organisation_id)


def remove_signatory(*, agreement_id: int, organisation_id: int, by: Actor, at: datetime) -> None:
    """Takes a signatory that hasn't signed the newest text off a partner agreement.

    Raises DomainError when it has, or when too few would be left.
    """
    with change_agreement(agreement_id) as (_project, agreement):
        _check_open_partner_agreement(agreement)
        if organisation_id not in agreement.signatory_ids:
            raise DomainError(_("Organisationen er ikke længere underskriver."))
        if not may_leave(agreement.standing, organisation=organisation_id):
            raise DomainError(
                _("Organisationen har underskrevet teksten og kan først fjernes, når der er en ny tekst.")
            )
        kinds = [row.kind for row in agreement.signatories if row.organisation_id != organisation_id]
        if objection := signatories_objection(kind=AgreementKind.PARTNER, kinds=kinds):
            raise DomainError(objection)
        Signatory.objects.get(agreement=agreement_id, organisation=organisation_id).delete()
        record_on(agreement, "agreement.signatory_removed", by=by, at=at, organisation=organisation_id)


# What contributions and handovers share with partner agreements


@contextmanager
def change_agreement(agreement_id: int) -> Iterator[tuple[Project, AgreementPage]]:
    """The project, locked, and the agreement as it then stands. Raises DomainError when it is gone."""
    project_id = Agreement.objects.filter(pk=agreement_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise DomainError(_("Aftalen findes ikke længere."))
    with change_project(project_id) as project:
        agreement = agreement_page(agreement_id=agreement_id, project_id=project_id)
        if agreement is None:
            raise DomainError(_("Aftalen findes ikke længere."))
        yield project, agreement


def open_agreement(
    *,
    project_id: int,
    kind: AgreementKind,
    title: str,
    counterpart_id: int | None,
    signatory_ids: Collection[int],
) -> int:
    """Rows for an agreement and its signatories; inside `change_project`, before `write_text`."""
    agreement = Agreement.objects.create(
        project_id=project_id, kind=kind, title=title, counterpart_id=counterpart_id
    )
    Signatory.objects.bulk_create(
        Signatory(agreement=agreement, organisation_id=organisation_id)
        for organisation_id in dict.fromkeys(signatory_ids)
    )
    return agreement.pk


def write_text(*, agreement_id: int, number: int, text: str, by: Actor, at: datetime) -> AgreementText:
    if by.user_id is None:
        raise ValueError("an agreement is written by somebody")
    return AgreementText.objects.create(
        agreement_id=agreement_id, number=number, text=text.strip(), written_by_id=by.user_id, written_at=at
    )


def check_revision(agreement: AgreementPage, version: int, current: dict[str, object]) -> None:
    """Raises DomainError for a withdrawn agreement, StaleEdit with `current` for an old `version`."""
    if agreement.standing.withdrawn:
        raise DomainError(_("Aftalen er trukket tilbage og kan ikke ændres."))
    if version != agreement.newest.number:
        raise _stale(agreement, current)


def close_agreement(agreement: AgreementPage, *, reason: str, at: datetime) -> None:
    if agreement.standing.withdrawn:
        raise DomainError(_("Aftalen er allerede trukket tilbage."))
    if not reason.strip():
        raise DomainError(_("Skriv en begrundelse."), field="reason")
    Agreement.objects.filter(pk=agreement.id).update(
        withdrawn_on=timezone.localdate(at), withdrawn_reason=reason.strip()
    )


def record_revision(agreement: AgreementPage, *, by: Actor, at: datetime) -> None:
    record_on(
        agreement,
        "agreement.revised",
        by=by,
        at=at,
        version=agreement.newest.number + 1,
        was_in_force=agreement.status is AgreementStatus.IN_FORCE,
    )


def record_on(agreement: AgreementPage, action: str, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=agreement.id,
        project_id=agreement.project_id,
        details={"kind": agreement.kind.value, **details},
    )


def _stale(agreement: AgreementPage, current: dict[str, object]) -> StaleEdit:
    newest = agreement.newest
    return StaleEdit(
        current=current, changed_by=newest.written_by, changed_at=newest.written_at, version=newest.number
    )


def _check_open_partner_agreement(agreement: AgreementPage) -> None:
    if agreement.kind is not AgreementKind.PARTNER:
        raise DomainError(_("Underskriverne ligger fast i denne aftale."))
    if agreement.standing.withdrawn:
        raise DomainError(_("Aftalen er trukket tilbage og kan ikke ændres."))


def _check_signatories(project_id: int, kind: AgreementKind, organisation_ids: Collection[int]) -> None:
    kinds = {row.id: row.kind for row in participants_of(project_id=project_id)}
    if not set(organisation_ids) <= kinds.keys():
        raise DomainError(
            _("Kun projektets parter og arbejdsmarkedskontoret kan underskrive."), field="signatory_ids"
        )
    listed: list[OrganisationKind] = [kinds[organisation_id] for organisation_id in set(organisation_ids)]
    if objection := signatories_objection(kind=kind, kinds=listed):
        raise DomainError(objection, field="signatory_ids")


def hand_over_if_due(project: Project, agreement: AgreementPage, *, by: Actor, at: datetime) -> bool:
    """Passes the coordinating role on, of a handover that both sides have signed, if its day has come; says whether it
    has."""
    terms = agreement.newest.handover
    if terms is None or terms.from_date > timezone.localdate(at):
        return False
    Project.objects.filter(pk=project.pk).update(coordinating_organisation=agreement.counterpart_id)
    record_on(agreement, "handover.in_force", by=by, at=at, organisation=agreement.counterpart_id)
    return True
