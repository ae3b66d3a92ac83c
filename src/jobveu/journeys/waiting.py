"""What waits for an actor: over all projects, or what one project waits for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Scope, grants, may
from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.queries.agreed_tasks import open_agreed_tasks
from jobveu.actors.queries.approach import unseen_notices
from jobveu.actors.queries.consents import unseen_consent_notices
from jobveu.candidates.enums import Awaited
from jobveu.candidates.queries.awaited import AwaitedInProject, awaited_by_project
from jobveu.candidates.queries.waiting_list import offered_places
from jobveu.delivery.queries import failed_mails
from jobveu.journeys.missing_consents import missing_consents
from jobveu.projects.enums import ProcurementKind, ProjectStatus
from jobveu.projects.models import (
    Agreement,
    AgreementText,
    Invitation,
    Need,
    Project,
    Signatory,
    Signature,
    Task,
)
from jobveu.projects.queries.standstill import still_projects
from jobveu.reference.models import CouncilMunicipality


class WaitingKind(TextChoices):
    """What may wait for somebody; the label is the heading of a list of them."""

    SIGNATURE = "signature", _("Underskrifter")
    TASK = "task", _("Opgaver")
    OFFER = "offer", _("Udbud at svare på")
    OUTCOMES = "outcomes", _("Resultater at registrere")
    FOLLOW_UPS = "follow_ups", _("Kandidater at følge op")
    EARLY_SIGNS = "early_signs", _("Tidlige tegn på frafald")
    PLACES = "places", _("Pladser fra venteliste at svare på")
    SCREENINGS = "screenings", _("Kandidater at screene")
    NEED = "need", _("Behov uden projekt")
    STANDSTILL = "standstill", _("Projekter uden bevægelse i 30 dage")
    CONSENTS = "consents", _("Kontaktpersoner uden samtykke")
    CONTACT_NOTICE = "contact_notice", _("Beskeder om andres samtaler")
    MAILS = "mails", _("Mails, der ikke kunne sendes")
    CONSENT_NOTICE = "consent_notice", _("Kontaktpersoner, der selv har ændret et samtykke")


_OF_CANDIDATES = {
    Awaited.FOLLOW_UP: WaitingKind.FOLLOW_UPS,
    Awaited.EARLY_SIGN: WaitingKind.EARLY_SIGNS,
    Awaited.SCREENING: WaitingKind.SCREENINGS,
}
"""The rest are outcomes."""
_OWN, _OFFICE = (Scope.OWN_ORGANISATION,), (Scope.OWN_OFFICE,)
_ASKED_BY: Mapping[WaitingKind, tuple[Action, tuple[Scope, ...]]] = {
    WaitingKind.SIGNATURE: (Action.SIGN_AGREEMENT, _OWN),
    WaitingKind.TASK: (Action.COMPLETE_TASK, (*_OWN, *_OFFICE)),
    WaitingKind.OFFER: (Action.SUBMIT_OFFER, _OWN),
    WaitingKind.OUTCOMES: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.FOLLOW_UPS: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.PLACES: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.EARLY_SIGNS: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.SCREENINGS: (Action.WORK_ON_CANDIDACY, (Scope.REGISTERED,)),
    WaitingKind.NEED: (Action.CREATE_PROJECT, _OFFICE),
    WaitingKind.STANDSTILL: (Action.WORK_ON_PROJECT, (*_OFFICE, Scope.COORDINATING)),
    WaitingKind.CONSENTS: (Action.WORK_ON_PROJECT, (*_OFFICE, Scope.COORDINATING)),
    WaitingKind.CONTACT_NOTICE: (Action.READ_CONTACT_NOTICE, (Scope.SELF,)),
    WaitingKind.MAILS: (Action.MANAGE_MAIL, (Scope.ALL,)),
    # Those are told who coordinate with the contact's organisation, or gave the contact the link.
    WaitingKind.CONSENT_NOTICE: (Action.MANAGE_CONTACTS, (Scope.ALL, *_OWN)),
}
"""Who is asked: those who may do the action, with data that are theirs in one of these ways."""


def kinds_for(by: Actor) -> tuple[WaitingKind, ...]:
    """What may wait for the actor at all, by the roles; none for those of whom nothing is ever asked."""
    return tuple(
        kind
        for kind, (action, scopes) in _ASKED_BY.items()
        if any(scope in scopes for _membership, scope in grants(action, by))
    )


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One thing to do. `record_id` is the agreement's, the procurement's, the task's, the need's, the project's or the
    notice's; where it is about candidates, their job centre's, and about contacts, their organisation's. A task
    without a project was agreed in a conversation (actors.AgreedTask), and stands with the organisation's name.
    `number` says how many things of the kind there are to do, `awaited` what of candidates, and `since` when a
    project was last moved."""

    kind: WaitingKind
    project_id: int | None
    project_title: str
    record_id: int
    title: str
    due: date | None
    overdue: bool
    number: int = 1
    awaited: Awaited | None = None
    since: date | None = None


def waiting_for(
    *, by: Actor, on: date, project_id: int | None = None, limit: int = 50
) -> tuple[WaitingItem, ...]:
    """What waits for the actor on the day, the most urgent first; without a date last, but news of others'
    conversations before all. At most `limit` of each kind; thirteen SQL statements at most. With `project_id` only that project's."""
    items = [
        *_signatures(_own_organisations(by, Action.SIGN_AGREEMENT), project_id, limit),
        *_offers(_own_organisations(by, Action.SUBMIT_OFFER), on, project_id, limit),
        *_tasks(_own_organisations(by, Action.COMPLETE_TASK) | _offices(by), on, project_id, limit),
        *_candidates(by, on, project_id, limit),
    ]
    if project_id is None:
        items += [
            *_agreed_tasks(by, _own_organisations(by, Action.COMPLETE_TASK) | _offices(by), on, limit),
            *_needs(by, on, limit),
            *_still(by, on, limit),
            *_consents(by, limit),
            *_mails(by),
        ]
    items.sort(key=lambda item: (item.due is None, item.due or on, _ORDER[item.kind], item.title))
    if project_id is None:
        items[:0] = [*_consent_notices(by, limit), *_contact_notices(by, limit)]
    return tuple(items)


_ORDER = {kind: place for place, kind in enumerate(WaitingKind)}


def _contact_notices(by: Actor, limit: int) -> list[WaitingItem]:
    if by.user_id is None or not may(Action.READ_CONTACT_NOTICE, by):
        return []
    return [
        WaitingItem(
            kind=WaitingKind.CONTACT_NOTICE,
            project_id=None,
            project_title=row.organisation,
            record_id=row.id,
            title=row.subject,
            due=None,
            overdue=False,
        )
        for row in unseen_notices(user_id=by.user_id, limit=limit)
    ]


def _consent_notices(by: Actor, limit: int) -> list[WaitingItem]:
    if by.user_id is None:
        return []
    return [
        WaitingItem(
            kind=WaitingKind.CONSENT_NOTICE,
            project_id=None,
            project_title=row.organisation,
            record_id=row.id,
            title=row.contact,
            due=None,
            overdue=False,
        )
        for row in unseen_consent_notices(user_id=by.user_id, limit=limit)
    ]


def _own_organisations(by: Actor, action: Action) -> frozenset[int]:
    return frozenset(
        membership.organisation_id
        for membership, scope in grants(action, by)
        if scope is Scope.OWN_ORGANISATION and membership.organisation_id is not None
    )


def _offices(by: Actor) -> frozenset[int]:
    """The labour market office organisations that the actor works in: their tasks are the office's."""
    return frozenset(
        membership.organisation_id
        for membership, scope in grants(Action.COMPLETE_TASK, by)
        if scope is Scope.OWN_OFFICE and membership.organisation_id is not None
    )


def _signatures(organisations: Collection[int], project_id: int | None, limit: int) -> list[WaitingItem]:
    if not organisations:
        return []
    newest = (
        AgreementText.objects.filter(agreement=OuterRef("agreement")).order_by("-number").values("pk")[:1]
    )
    unsigned = (
        Signatory.objects.filter(
            organisation__in=organisations,
            agreement__withdrawn_on__isnull=True,
            agreement__project__status=ProjectStatus.ACTIVE,
        )
        .annotate(newest=Subquery(newest))
        .exclude(
            Exists(Signature.objects.filter(text=OuterRef("newest"), organisation=OuterRef("organisation")))
        )
    )
    if project_id is not None:
        unsigned = unsigned.filter(agreement__project=project_id)
    rows = (
        Agreement.objects.filter(pk__in=unsigned.values("agreement"))
        .select_related("project")
        .order_by("pk")[:limit]
    )
    return [
        WaitingItem(
            kind=WaitingKind.SIGNATURE,
            project_id=row.project_id,
            project_title=row.project.title,
            record_id=row.pk,
            title=row.title,
            due=None,
            overdue=False,
        )
        for row in rows
    ]


def _offers(
    organisations: Collection[int], on: date, project_id: int | None, limit: int
) -> list[WaitingItem]:
    if not organisations:
        return []
    rows = Invitation.objects.filter(
        provider__in=organisations,
        offer__isnull=True,
        declined_on__isnull=True,
        procurement__kind=ProcurementKind.TENDER,
        procurement__chosen_provider__isnull=True,
        procurement__deadline__gte=on,
        procurement__project__status=ProjectStatus.ACTIVE,
    ).select_related("procurement__project")
    if project_id is not None:
        rows = rows.filter(procurement__project=project_id)
    return [
        WaitingItem(
            kind=WaitingKind.OFFER,
            project_id=row.procurement.project_id,
            project_title=row.procurement.project.title,
            record_id=row.procurement_id,
            title=row.procurement.subject,
            due=row.procurement.deadline,
            overdue=False,
        )
        for row in rows.order_by("procurement__deadline", "pk")[:limit]
    ]


def _tasks(organisations: Collection[int], on: date, project_id: int | None, limit: int) -> list[WaitingItem]:
    if not organisations:
        return []
    rows = Task.objects.filter(
        responsible__in=organisations, done_on__isnull=True, project__status=ProjectStatus.ACTIVE
    ).select_related("project")
    if project_id is not None:
        rows = rows.filter(project=project_id)
    return [
        WaitingItem(
            kind=WaitingKind.TASK,
            project_id=row.project_id,
            project_title=row.project.title,
            record_id=row.pk,
            title=row.title,
            due=row.due_on,
            overdue=row.due_on is not None and row.due_on < on,
        )
        for row in rows.order_by("due_on", "pk")[:limit]
    ]


def _agreed_tasks(by: Actor, organisations: Collection[int], on: date, limit: int) -> list[WaitingItem]:
    """What was agreed in conversations, without a project: the actor's own to do, or anybody's."""
    if not organisations:
        return []
    return [
        WaitingItem(
            kind=WaitingKind.TASK,
            project_id=None,
            project_title=row.organisation,
            record_id=row.id,
            title=row.title,
            due=row.due_on,
            overdue=row.due_on < on,
        )
        for row in open_agreed_tasks(organisation_ids=organisations, user_id=by.user_id, limit=limit)
    ]


def job_centres_of(by: Actor) -> frozenset[int]:
    """The job centres whose candidates the actor works with."""
    return frozenset(
        membership.organisation_id
        for membership, scope in grants(Action.WORK_ON_CANDIDACY, by)
        if scope is Scope.REGISTERED and membership.organisation_id is not None
    )


def candidates_item(row: AwaitedInProject) -> WaitingItem:
    return WaitingItem(
        kind=_OF_CANDIDATES.get(row.awaited, WaitingKind.OUTCOMES),
        project_id=row.project_id,
        project_title=row.project_title,
        record_id=row.job_centre_id,
        title="",
        due=row.due_on,
        overdue=row.overdue,
        number=row.number,
        awaited=row.awaited,
    )


def _candidates(by: Actor, on: date, project_id: int | None, limit: int) -> list[WaitingItem]:
    """For caseworkers: what is to be done with their job centres' candidates, one item for each project."""
    job_centres = job_centres_of(by)
    if not job_centres:
        return []
    rows = awaited_by_project(job_centre_ids=job_centres, today=on, project_id=project_id, limit=limit)
    offered = [
        WaitingItem(
            kind=WaitingKind.PLACES,
            project_id=row.project_id,
            project_title=row.project_title,
            record_id=row.job_centre_id,
            title="",
            due=row.answer_by,
            overdue=row.answer_by < on,
            number=row.number,
        )
        for row in offered_places(job_centre_ids=job_centres, project_id=project_id)[:limit]
    ]
    return [*offered, *(candidates_item(row) for row in rows)]


def _needs(by: Actor, on: date, limit: int) -> list[WaitingItem]:
    """For those who create projects: open needs that no project answers yet, where the workplace lies in
    what the councils of the actor's own offices cover on the day."""
    offices = {
        membership.office_id
        for membership, scope in grants(Action.CREATE_PROJECT, by)
        if scope is Scope.OWN_OFFICE and membership.office_id is not None
    }
    if not offices:
        return []
    covered = CouncilMunicipality.objects.filter(
        Q(council__valid_to__isnull=True) | Q(council__valid_to__gte=on),
        council__office__in=offices,
        council__valid_from__lte=on,
    )
    rows = (
        Need.objects.filter(
            answered=False,
            closed_on__isnull=True,
            municipality__in=covered.values("municipality"),
        )
        .select_related("organisation")
        .order_by("needed_by", "pk")[:limit]
    )
    return [
        WaitingItem(
            kind=WaitingKind.NEED,
            project_id=None,
            project_title=row.organisation.name,
            record_id=row.pk,
            title=row.occupation,
            due=row.needed_by,
            overdue=row.needed_by < on,
        )
        for row in rows
    ]


def _driven(by: Actor) -> QuerySet[Project] | None:
    """The projects that the actor is to keep moving: a coordinator's own and those of the office that have no
    coordinator, all of the office's for who leads it, and those that the actor's job centre has taken over. None
    for who drives none."""
    conditions = Q(pk__in=[])
    drives = False
    for membership, scope in grants(Action.WORK_ON_PROJECT, by):
        drives = True
        if scope is Scope.COORDINATING:
            conditions |= Q(coordinating_organisation_id=membership.organisation_id)
        elif membership.role is Role.OFFICE_MANAGER:
            conditions |= Q(council__office_id=membership.office_id)
        else:
            conditions |= Q(council__office_id=membership.office_id) & (
                Q(coordinator_id=by.user_id) | Q(coordinator_id__isnull=True)
            )
    return Project.objects.filter(conditions, source_key="") if drives else None


def _still(by: Actor, on: date, limit: int) -> list[WaitingItem]:
    projects = _driven(by)
    if projects is None:
        return []
    return [
        WaitingItem(
            kind=WaitingKind.STANDSTILL,
            project_id=row.id,
            project_title=row.title,
            record_id=row.id,
            title=row.title,
            due=None,
            overdue=False,
            since=row.moved_on,
        )
        for row in still_projects(projects, on=on, limit=limit)
    ]


def _consents(by: Actor, limit: int) -> list[WaitingItem]:
    projects = _driven(by)
    if projects is None:
        return []
    return [
        WaitingItem(
            kind=WaitingKind.CONSENTS,
            project_id=None,
            project_title=row.organisation,
            record_id=row.organisation_id,
            title="",
            due=None,
            overdue=False,
            number=row.contacts,
        )
        for row in missing_consents(projects, limit=limit)
    ]


def _mails(by: Actor) -> list[WaitingItem]:
    """One item for all of them."""
    number = failed_mails() if may(Action.MANAGE_MAIL, by) else 0
    if not number:
        return []
    return [
        WaitingItem(
            kind=WaitingKind.MAILS,
            project_id=None,
            project_title="",
            record_id=0,
            title="",
            due=None,
            overdue=False,
            number=number,
        )
    ]
