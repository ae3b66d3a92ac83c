"""How a project finds its providers, as those who choose see it, and as an invited provider sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from django.db.models import Case, CharField, Count, Expression, F, Prefetch, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Subject
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import ProcurementKind
from jobveu.projects.models import Invitation, Offer, Procurement
from jobveu.projects.queries.header import ProjectHeader


class ProcurementState(Enum):
    OPEN = "open"
    DEADLINE_PASSED = "deadline_passed"
    CHOSEN = "chosen"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Promise:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    ProcurementState.OPEN: _("Tilbud kan gives"),
    ProcurementState.DEADLINE_PASSED: _("Fristen er udløbet"),
    ProcurementState.CHOSEN: _("Udbyder valgt"),
    ProcurementState.CANCELLED: _("Annulleret"),
}


class Answer(Enum):
    """What an invited provider has answered."""

    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    CANCELLED = "cancelled"
    TOO_LATE = "too_late"

    @property
    def label(self) -> Promise:
        return _ANSWER_LABELS[self]


_ANSWER_LABELS = {
    Answer.WAITING: _("Venter på svar"),
    Answer.OFFERED: _("Tilbud givet"),
    Answer.DECLINED: _("Giver ikke tilbud"),
    Answer.CHOSEN: _("Valgt"),
    Answer.NOT_CHOSEN: _("Ikke valgt"),
    Answer.CANCELLED: _("Udbuddet er annulleret"),
    Answer.TOO_LATE: _("Intet tilbud inden fristen"),
}


@dataclass(frozen=True, slots=True)
class OfferRow:
    id: int
    description: str
    price: Decimal
    earliest_start: date
    min_participants: int
    max_participants: int
    merit_giving: bool
    submitted_at: datetime
    submitted_by: str
    version: int


@dataclass(frozen=True, slots=True)
class InvitationRow:
    id: int
    provider_id: int
    provider_name: str
    invited_on: date
    declined_on: date | None
    declined_reason: str
    offer: OfferRow | None

    @property
    def stands(self) -> bool:
        """Whether there is an offer that has not been taken back."""
        return self.offer is not None and self.declined_on is None

    @property
    def has_answered(self) -> bool:
        return self.offer is not None or self.declined_on is not None


@dataclass(frozen=True, slots=True)
class ProcurementRow:
    """One line of a project's list. `invited_ids` decides who of the providers may open it."""

    id: int
    kind: ProcurementKind
    subject: str
    opened_on: date
    deadline: date | None
    state: ProcurementState
    chosen_provider: str
    chosen_on: date | None
    invited_ids: frozenset[int]
    offers: int


@dataclass(frozen=True, slots=True)
class ProcurementPage:
    id: int
    project_id: int
    kind: ProcurementKind
    subject: str
    requirements: str
    opened_on: date
    deadline: date | None
    state: ProcurementState
    chosen_provider_id: int | None
    chosen_provider: str
    choice_reason: str
    chosen_on: date | None
    chosen_by: str
    cancelled_on: date | None
    cancelled_reason: str
    version: int
    invitations: tuple[InvitationRow, ...]

    @property
    def offers(self) -> tuple[InvitationRow, ...]:
        """The invitations whose offers stand."""
        return tuple(row for row in self.invitations if row.stands)

    @property
    def waiting(self) -> tuple[InvitationRow, ...]:
        return tuple(row for row in self.invitations if not row.has_answered)

    @property
    def can_be_chosen(self) -> bool:
        """Whether a provider can be chosen now: see operations.procurement.choose_provider."""
        if self.state is ProcurementState.CANCELLED:
            return False
        if self.kind is ProcurementKind.DIRECT_CHOICE:
            return True
        return bool(self.offers) and (self.state is not ProcurementState.OPEN or not self.waiting)

    def invitation_of(self, provider_id: int) -> InvitationRow | None:
        return next((row for row in self.invitations if row.provider_id == provider_id), None)

    def answer_of(self, row: InvitationRow) -> Answer:
        return _answer(
            state=self.state,
            chosen=row.provider_id == self.chosen_provider_id,
            declined=row.declined_on is not None,
            offered=row.offer is not None,
        )


@dataclass(frozen=True, slots=True)
class OwnInvitation:
    """An invitation as the provider's list shows it: nothing of anybody else's answer."""

    procurement_id: int
    project_id: int
    project_title: str
    provider_name: str
    subject: str
    invited_on: date
    deadline: date
    answer: Answer


def tender_subject(*, project: ProjectHeader, invited_ids: Collection[int]) -> Subject:
    """Whose a tender is: the project's, and the invited providers'."""
    return replace(project.subject, organisation_ids=frozenset(invited_ids))


def procurements_of_project(*, project_id: int, today: date) -> tuple[ProcurementRow, ...]:
    """Newest first; two SQL statements."""
    rows = (
        Procurement.objects.filter(project=project_id)
        .select_related("chosen_provider")
        .prefetch_related("invitations")
        .annotate(
            offers=Count("invitations__offer", filter=Q(invitations__declined_on__isnull=True), distinct=True)
        )
        .order_by("-opened_on", "-id")
    )
    return tuple(
        ProcurementRow(
            id=row.pk,
            kind=ProcurementKind(row.kind),
            subject=row.subject,
            opened_on=row.opened_on,
            deadline=row.deadline,
            state=_state(row, today),
            chosen_provider=row.chosen_provider.name if row.chosen_provider else "",
            chosen_on=row.chosen_on,
            invited_ids=frozenset(invitation.provider_id for invitation in row.invitations.all()),
            offers=row.offers,
        )
        for row in rows
    )


def procurement_page(*, project_id: int, procurement_id: int, today: date) -> ProcurementPage | None:
    """A procurement of the project with all its invitations and offers; None when there is none such.
    Two SQL statements."""
    invitations = (
        Invitation.objects.select_related("provider", "offer__submitted_by")
        .alias(name=DanishSortKey("provider__name"))
        .order_by("name", "id")
    )
    row = (
        Procurement.objects.filter(pk=procurement_id, project=project_id)
        .select_related("chosen_provider", "chosen_by")
        .prefetch_related(Prefetch("invitations", queryset=invitations))
        .first()
    )
    if row is None:
        return None
    return ProcurementPage(
        id=row.pk,
        project_id=project_id,
        kind=ProcurementKind(row.kind),
        subject=row.subject,
        requirements=row.requirements,
        opened_on=row.opened_on,
        deadline=row.deadline,
        state=_state(row, today),
        chosen_provider_id=row.chosen_provider_id,
        chosen_provider=row.chosen_provider.name if row.chosen_provider else "",
        choice_reason=row.choice_reason,
        chosen_on=row.chosen_on,
        chosen_by=row.chosen_by.name if row.chosen_by else "",
        cancelled_on=row.cancelled_on,
        cancelled_reason=row.cancelled_reason,
        version=row.version,
        invitations=tuple(_invitation_row(invitation) for invitation in row.invitations.all()),
    )


_ANSWER = Case(
    When(procurement__cancelled_on__isnull=False, then=Value(Answer.CANCELLED.value)),
    When(procurement__chosen_provider=F("provider"), then=Value(Answer.CHOSEN.value)),
    When(declined_on__isnull=False, then=Value(Answer.DECLINED.value)),
    When(procurement__chosen_provider__isnull=False, then=Value(Answer.NOT_CHOSEN.value)),
    When(offer__isnull=False, then=Value(Answer.OFFERED.value)),
    default=Value(Answer.WAITING.value),
    output_field=CharField(),
)

_SORTED_BY: Mapping[str, str | Expression] = {
    "subject": DanishSortKey("procurement__subject"),
    "project": DanishSortKey("procurement__project__title"),
    "invited": "invited_on",
    "deadline": "procurement__deadline",
}


def own_invitations(
    *,
    provider_ids: Collection[int],
    today: date,
    sort: Sort,
    window: Window,
    text: str = "",
    unanswered: bool = False,
) -> RowPage[OwnInvitation]:
    """The tenders that these providers are, or were, invited to. Two SQL statements."""
    rows: QuerySet[Invitation] = Invitation.objects.filter(provider__in=list(provider_ids)).annotate(
        answer=_ANSWER
    )
    if text:
        rows = rows.filter(
            Q(procurement__subject__icontains=text) | Q(procurement__project__title__icontains=text)
        )
    if unanswered:
        rows = rows.filter(answer=Answer.WAITING.value, procurement__deadline__gte=today)
    rows = ordered(rows.select_related("provider", "procurement__project"), sort=sort, columns=_SORTED_BY)
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_own_invitation(row, today) for row in page.rows))


def _own_invitation(row: Invitation, today: date) -> OwnInvitation:
    procurement = row.procurement
    assert procurement.deadline is not None, "only tenders have invitations, and a tender has a deadline"
    answer = Answer(row.answer)
    if answer is Answer.WAITING and procurement.deadline < today:
        answer = Answer.TOO_LATE
    return OwnInvitation(
        procurement_id=procurement.pk,
        project_id=procurement.project_id,
        project_title=procurement.project.title,
        provider_name=row.provider.name,
        subject=procurement.subject,
        invited_on=row.invited_on,
        deadline=procurement.deadline,
        answer=answer,
    )


def _answer(*, state: ProcurementState, chosen: bool, declined: bool, offered: bool) -> Answer:
    if state is ProcurementState.CANCELLED:
        return Answer.CANCELLED
    if chosen:
        return Answer.CHOSEN
    if declined:
        return Answer.DECLINED
    if state is ProcurementState.CHOSEN:
        return Answer.NOT_CHOSEN
    if offered:
        return Answer.OFFERED
    return Answer.TOO_LATE if state is ProcurementState.DEADLINE_PASSED else Answer.WAITING


def _state(row: Procurement, today: date) -> ProcurementState:
    if row.cancelled_on is not None:
        return ProcurementState.CANCELLED
    if row.chosen_provider_id is not None:
        return ProcurementState.CHOSEN
    if row.deadline is not None and row.deadline < today:
        return ProcurementState.DEADLINE_PASSED
    return ProcurementState.OPEN


def _invitation_row(row: Invitation) -> InvitationRow:
    offer: Offer | None = getattr(row, "offer", None)
    return InvitationRow(
        id=row.pk,
        provider_id=row.provider_id,
        provider_name=row.provider.name,
        invited_on=row.invited_on,
        declined_on=row.declined_on,
        declined_reason=row.declined_reason,
        offer=_offer_row(offer) if offer else None,
    )


def _offer_row(row: Offer) -> OfferRow:
    return OfferRow(
        id=row.pk,
        description=row.description,
        price=row.price,
        earliest_start=row.earliest_start,
        min_participants=row.min_participants,
        max_participants=row.max_participants,
        merit_giving=row.merit_giving,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by.name,
        version=row.version,
    )
