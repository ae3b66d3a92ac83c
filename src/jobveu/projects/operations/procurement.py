"""Finding the provider: a tender with invitations and offers, or a direct choice with its reason
(def.phase3.ind4, def.phase3.tender_rare)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.enums import ProcurementKind
from jobveu.projects.models import Invitation, Offer, Procurement, Project
from jobveu.projects.operations.joining import join_project

ROOM = "projects.procurement"
INVITATIONS = "projects.invitation"
OFFERS = "projects.offer"


def open_tender(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    subject: str,
    requirements: str,
    opened_on: date,
    deadline: date,
    provider_ids: Collection[int],
) -> int:
    """Opens a tender and invites the providers to it; returns its id. Offers may be made until the end of
    the day `deadline`. Raises DomainError."""
    with change_project(project_id) as project:
        _check_subject(subject)
        if not provider_ids:
            raise DomainError(_("Invitér mindst én udbyder."), field="provider_ids")
        if deadline < opened_on:
            raise DomainError(_("Fristen skal ligge efter den dag, udbuddet sendes ud."), field="deadline")
        procurement = Procurement.objects.create(
            project=project,
            kind=ProcurementKind.TENDER,
            subject=subject.strip(),
            requirements=requirements,
            opened_on=opened_on,
            deadline=deadline,
        )
        _record(by, at, "tender.opened", procurement, {"deadline": deadline.isoformat()})
        _invite(by, at, procurement, provider_ids, opened_on)
    return procurement.pk


def choose_directly(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    subject: str,
    requirements: str,
    provider_id: int,
    reason: str,
    chosen_on: date,
) -> int:
    """Records the choice of a provider without tender, with its reason; returns the procurement's id. The
    provider becomes a party. Raises DomainError."""
    with change_project(project_id) as project:
        _check_subject(subject)
        procurement = Procurement(
            project=project,
            kind=ProcurementKind.DIRECT_CHOICE,
            subject=subject.strip(),
            requirements=requirements,
            opened_on=chosen_on,
        )
        _choose(by, at, project, procurement, provider_id, reason, chosen_on)
    return procurement.pk


def edit_procurement(
    *,
    by: Actor,
    at: datetime,
    procurement_id: int,
    version: int,
    subject: str,
    requirements: str,
    deadline: date | None,
) -> None:
    """Corrects what is asked for, and by when; only while no provider is chosen and nothing cancelled,
    except that a direct choice's wording can always be corrected. Raises DomainError, StaleEdit."""
    with _changing(procurement_id) as (_project, procurement):
        _check_subject(subject)
        if procurement.kind == ProcurementKind.TENDER:
            _check_open(procurement)
            if deadline is None:
                raise DomainError(_("Et udbud skal have en frist for tilbud."), field="deadline")
            if deadline < procurement.opened_on:
                raise DomainError(
                    _("Fristen skal ligge efter den dag, udbuddet sendes ud."), field="deadline"
                )
        else:
            deadline = None
        update_versioned(
            rows=Procurement.objects.all(),
            pk=procurement_id,
            version=version,
            changes={"subject": subject.strip(), "requirements": requirements, "deadline": deadline},
            room=ROOM,
        )
        details = {"deadline": deadline.isoformat() if deadline else ""}
        _record(by, at, "procurement.edited", procurement, details)


def invite_providers(
    *, by: Actor, at: datetime, procurement_id: int, provider_ids: Collection[int], on: date
) -> None:
    """Invites more providers to an open tender. Raises DomainError, also after the deadline."""
    with _changing(procurement_id) as (_project, procurement):
        deadline = _deadline_of_tender(procurement)
        _check_open(procurement)
        if not provider_ids:
            raise DomainError(_("Invitér mindst én udbyder."), field="provider_ids")
        if deadline < localdate(at):
            raise DomainError(
                _("Fristen er udløbet. Flyt fristen, før du inviterer flere."), field="provider_ids"
            )
        _invite(by, at, procurement, provider_ids, on)


def cancel_procurement(*, by: Actor, at: datetime, procurement_id: int, reason: str) -> None:
    """Calls a tender off: no offers can be made, no provider chosen. Raises DomainError."""
    with _changing(procurement_id) as (_project, procurement):
        _check_tender(procurement)
        _check_open(procurement)
        if not reason.strip():
            raise DomainError(_("Skriv, hvorfor udbuddet annulleres."), field="reason")
        procurement.cancelled_on = localdate(at)
        procurement.cancelled_reason = reason.strip()
        procurement.version += 1
        procurement.save(update_fields=["cancelled_on", "cancelled_reason", "version"])
        _record(by, at, "tender.cancelled", procurement, {"reason": reason.strip()})


def submit_offer(
    *,
    by: Actor,
    at: datetime,
    procurement_id: int,
    provider_id: int,
    description: str,
    price: Decimal,
    earliest_start: date,
    min_participants: int,
    max_participants: int,
    merit_giving: bool,
    version: int | None = None,
) -> int:
    """The provider's offer, or with `version` its correction of it; possible until the end of the day of
    the deadline. An offer takes back an earlier refusal. Returns the offer's id.

    Raises DomainError, and StaleEdit when the offer has been changed in the meantime.
    """
    with _changing(procurement_id) as (project, procurement):
        invitation = _open_invitation(procurement, provider_id, at)
        if not description.strip():
            raise DomainError(_("Beskriv, hvad I tilbyder."), field="description")
        if max_participants < min_participants:
            raise DomainError(
                _("Største antal deltagere skal være mindst lige så stort som mindste."),
                field="max_participants",
            )
        if earliest_start < localdate(at):
            raise DomainError(_("Datoen skal ligge i fremtiden."), field="earliest_start")
        values = {
            "description": description.strip(),
            "price": price,
            "earliest_start": earliest_start,
            "min_participants": min_participants,
            "max_participants": max_participants,
            "merit_giving": merit_giving,
        }
        made_by = {"submitted_at": at, "submitted_by_id": by.user_id}
        existing = Offer.objects.filter(invitation=invitation).first()
        if existing is None:
            offer = Offer.objects.create(invitation=invitation, **values, **made_by)
        else:
            offer = update_versioned(
                rows=Offer.objects.all(),
                pk=existing.pk,
                version=0 if version is None else version,
                changes=values | made_by,
                room=OFFERS,
                current=lambda row: {name: getattr(row, name) for name in values},
            )
        if invitation.declined_on is not None:
            invitation.declined_on = None
            invitation.declined_reason = ""
            invitation.save(update_fields=["declined_on", "declined_reason"])
        audit.record(
            by=by,
            at=at,
            action="offer.submitted" if existing is None else "offer.changed",
            room=OFFERS,
            record_id=offer.pk,
            project_id=project.pk,
            details={"procurement": procurement_id, "provider": provider_id},
        )
    return offer.pk


def decline_invitation(
    *, by: Actor, at: datetime, procurement_id: int, provider_id: int, reason: str
) -> None:
    """The provider says that it makes no offer, or takes its offer back. Raises DomainError."""
    with _changing(procurement_id) as (project, procurement):
        invitation = _open_invitation(procurement, provider_id, at)
        if not reason.strip():
            raise DomainError(_("Skriv, hvorfor I ikke giver et tilbud."), field="reason")
        if invitation.declined_on is not None:
            raise DomainError(_("I har allerede sagt nej til at give et tilbud."))
        invitation.declined_on = localdate(at)
        invitation.declined_reason = reason.strip()
        invitation.save(update_fields=["declined_on", "declined_reason"])
        audit.record(
            by=by,
            at=at,
            action="invitation.declined",
            room=INVITATIONS,
            record_id=invitation.pk,
            project_id=project.pk,
            details={"procurement": procurement_id, "provider": provider_id, "reason": reason.strip()},
        )


def check_offer_may_change(*, offer_id: int, at: datetime) -> None:
    """Raises DomainError when the provider can no longer change its offer. Call it within `change_project`."""
    offer = Offer.objects.filter(pk=offer_id).select_related("invitation__procurement").first()
    if offer is None:
        raise DomainError(_("Tilbuddet findes ikke længere."))
    _open_invitation(offer.invitation.procurement, offer.invitation.provider_id, at)


def choose_provider(
    *,
    by: Actor,
    at: datetime,
    procurement_id: int,
    version: int,
    provider_id: int,
    reason: str,
    chosen_on: date,
) -> None:
    """Chooses the provider, or another than before, with the reason; the provider becomes a party.

    In a tender the provider must have an offer that stands, and the deadline must have passed unless all
    invited have answered. Raises DomainError, and StaleEdit when somebody else has chosen in the meantime.
    """
    with _changing(procurement_id) as (project, procurement):
        if procurement.cancelled_on is not None:
            raise DomainError(_("Udbuddet er annulleret."))
        update_versioned(
            rows=Procurement.objects.all(),
            pk=procurement_id,
            version=version,
            changes={},
            room=ROOM,
            current=lambda row: {
                "provider_id": row.chosen_provider_id,
                "reason": row.choice_reason,
                "chosen_on": row.chosen_on,
            },
        )
        if procurement.kind == ProcurementKind.TENDER:
            _check_can_be_chosen(procurement, provider_id, at)
        procurement.refresh_from_db()
        _choose(by, at, project, procurement, provider_id, reason, chosen_on)


@contextmanager
def _changing(procurement_id: int) -> Iterator[tuple[Project, Procurement]]:
    """`change_project` for a procurement: the project and the procurement, read under the project's lock."""
    row = Procurement.objects.filter(pk=procurement_id).only("project_id").first()
    if row is None:
        raise DomainError(_("Udbuddet findes ikke længere."))
    with change_project(row.project_id) as project:
        yield project, Procurement.objects.get(pk=procurement_id)


def _choose(
    by: Actor,
    at: datetime,
    project: Project,
    procurement: Procurement,
    provider_id: int,
    reason: str,
    chosen_on: date,
) -> None:
    _providers([provider_id], field="provider_id")
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor netop den udbyder er valgt."), field="reason")
    if chosen_on > localdate(at):
        raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="chosen_on")
    if chosen_on < procurement.opened_on:
        raise DomainError(_("Udbyderen kan ikke være valgt, før udbuddet blev sendt ud."), field="chosen_on")
    before = procurement.chosen_provider_id
    procurement.chosen_provider_id = provider_id
    procurement.choice_reason = reason.strip()
    procurement.chosen_on = chosen_on
    procurement.chosen_by_id = by.user_id
    procurement.save()
    joined = join_project(
        project=project, organisation_id=provider_id, on=chosen_on, note=_("Valgt som udbyder")
    )
    details = {"provider": provider_id, "reason": reason.strip(), "before": before, "joined": joined}
    _record(by, at, "provider.chosen", procurement, details)


def _check_can_be_chosen(procurement: Procurement, provider_id: int, at: datetime) -> None:
    invitations = list(Invitation.objects.filter(procurement=procurement).select_related("offer"))
    offering = {row.provider_id for row in invitations if row.declined_on is None and hasattr(row, "offer")}
    if provider_id not in offering:
        raise DomainError(_("Vælg en udbyder, der har givet et tilbud."), field="provider_id")
    all_answered = all(row.declined_on is not None or hasattr(row, "offer") for row in invitations)
    if _deadline_of_tender(procurement) >= localdate(at) and not all_answered:
        raise DomainError(
            _(
                "Fristen for tilbud er ikke udløbet, og ikke alle inviterede har svaret. "
                "Vent, eller ret fristen."
            )
        )


def _open_invitation(procurement: Procurement, provider_id: int, at: datetime) -> Invitation:
    deadline = _deadline_of_tender(procurement)
    _check_open(procurement)
    if deadline < localdate(at):
        raise DomainError(_("Fristen for tilbud er udløbet."))
    invitation = Invitation.objects.filter(procurement=procurement, provider=provider_id).first()
    if invitation is None:
        raise DomainError(_("Jeres institution er ikke inviteret til udbuddet."))
    return invitation


def _check_tender(procurement: Procurement) -> None:
    if procurement.kind != ProcurementKind.TENDER:
        raise DomainError(_("Udbyderen er valgt direkte; der er ikke noget udbud."))


def _deadline_of_tender(procurement: Procurement) -> date:
    """The last day for offers. Raises DomainError where there is no tender."""
    _check_tender(procurement)
    assert procurement.deadline is not None, "a tender has a deadline: procurement_tender_has_deadline"
    return procurement.deadline


def _check_open(procurement: Procurement) -> None:
    if procurement.cancelled_on is not None:
        raise DomainError(_("Udbuddet er annulleret."))
    if procurement.chosen_provider_id is not None:
        raise DomainError(_("Der er valgt en udbyder, og udbuddet er afsluttet."))


def _check_subject(subject: str) -> None:
    if not subject.strip():
        raise DomainError(_("Skriv, hvad udbyderen skal levere."), field="subject")


def _providers(ids: Collection[int], *, field: str) -> list[Organisation]:
    rows = list(
        Organisation.objects.filter(
            pk__in=ids, kind=OrganisationKind.EDUCATION_PROVIDER, active=True
        ).order_by("pk")
    )
    if len(rows) != len(set(ids)):
        raise DomainError(_("Kun uddannelsesinstitutioner kan være udbydere."), field=field)
    return rows


def _invite(
    by: Actor, at: datetime, procurement: Procurement, provider_ids: Collection[int], on: date
) -> None:
    providers = _providers(provider_ids, field="provider_ids")
    already = set(
        Invitation.objects.filter(procurement=procurement, provider__in=providers).values_list(
            "provider__name", flat=True
        )
    )
    if already:
        raise DomainError(
            _("Allerede inviteret: %(names)s.") % {"names": ", ".join(sorted(already))}, field="provider_ids"
        )
    for provider in providers:
        invitation = Invitation.objects.create(procurement=procurement, provider=provider, invited_on=on)
        audit.record(
            by=by,
            at=at,
            action="provider.invited",
            room=INVITATIONS,
            record_id=invitation.pk,
            project_id=procurement.project_id,
            details={"procurement": procurement.pk, "provider": provider.pk},
        )


def _record(
    by: Actor, at: datetime, action: str, procurement: Procurement, details: Mapping[str, object]
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=procurement.pk,
        project_id=procurement.project_id,
        details=details,
    )
