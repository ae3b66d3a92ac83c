"""The holds that schools offer, and what offices have said to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import OfferedHold, ProposedHold
from jobveu.course_plans.rules import SHOWN_FROM


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office decided last. `heads` is None where there are too few to tell others of."""

    office_name: str
    decision: Decision
    reason: str
    heads: int | None


@dataclass(frozen=True, slots=True)
class OfferedHoldRow:
    id: int
    version: int
    provider_id: int
    provider_name: str
    title: str
    course_code: str
    municipality_id: int
    municipality_name: str
    place: str
    starts_on: date
    ends_on: date | None
    min_participants: int
    max_participants: int
    price: int
    either_or: str
    offered_on: date
    withdrawn_on: date | None
    withdrawn_reason: str
    answers: tuple[Answer, ...]

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.municipality_name) if part)

    @property
    def is_open(self) -> bool:
        return self.withdrawn_on is None

    @property
    def subject(self) -> Subject:
        return Subject(organisation_ids=frozenset({self.provider_id}))


def offered_holds_for(*, by: Actor, action: Action = Action.LIST_OFFERED_HOLDS) -> QuerySet[OfferedHold]:
    """The offers that the matrix lets the actor list. Raises ValueError for a scope that is not of offers."""
    own: set[int] = set()
    for membership, scope in grants(action, by):
        match scope:
            case Scope.ALL:
                return OfferedHold.objects.all()
            case Scope.OWN_ORGANISATION:
                if membership.organisation_id is not None:
                    own.add(membership.organisation_id)
            case _:
                raise ValueError(f"{scope} does not say which offers {action} is about")
    return OfferedHold.objects.filter(provider__in=own)


def offered_holds(
    *, by: Actor, sort: Sort, window: Window, text: str = "", is_open: bool | None = None
) -> RowPage[OfferedHoldRow]:
    """The offers that the actor may list: three SQL statements whatever the number of rows. Sort keys: title,
    provider, starts_on."""
    rows = offered_holds_for(by=by)
    if text := " ".join(text.split()):
        rows = rows.filter(
            Q(title__icontains=text) | Q(course_code__icontains=text) | Q(provider__name__icontains=text)
        )
    if is_open is not None:
        rows = rows.filter(withdrawn_on__isnull=is_open)
    rows = ordered(
        rows,
        sort=sort,
        columns={
            "title": DanishSortKey("title"),
            "provider": DanishSortKey("provider__name"),
            "starts_on": "starts_on",
        },
    )
    page = page_of(rows.select_related("provider", "municipality"), window=window)
    answers = _answers([row.pk for row in page.rows])
    return RowPage(
        rows=tuple(_row(row, answers.get(row.pk, ())) for row in page.rows),
        total=page.total,
        capped=page.capped,
    )


def offered_hold(*, hold_id: int) -> OfferedHoldRow | None:
    """One offer; two SQL statements. None when there is none such."""
    row = OfferedHold.objects.filter(pk=hold_id).select_related("provider", "municipality").first()
    return None if row is None else _row(row, _answers([row.pk]).get(row.pk, ()))


def _answers(ids: Collection[int]) -> dict[int, tuple[Answer, ...]]:
    """The newest decision of each office, by offer."""
    rows = (
        ProposedHold.objects.filter(offered_hold__in=ids)
        .exclude(decision="")
        .select_related("plan__office")
        .order_by("offered_hold", "plan__office", "-decided_at", "-id")
        .distinct("offered_hold", "plan__office")
    )
    found: dict[int, tuple[Answer, ...]] = {}
    for row in rows:
        if row.offered_hold_id is not None:
            heads = row.heads if row.heads >= SHOWN_FROM else None
            answer = Answer(row.plan.office.name, Decision(row.decision), row.reason, heads)
            found[row.offered_hold_id] = (*found.get(row.offered_hold_id, ()), answer)
    return found


def _row(row: OfferedHold, answers: tuple[Answer, ...]) -> OfferedHoldRow:
    return OfferedHoldRow(
        id=row.pk,
        version=row.version,
        provider_id=row.provider_id,
        provider_name=row.provider.name,
        title=row.title,
        course_code=row.course_code,
        municipality_id=row.municipality_id,
        municipality_name=row.municipality.name,
        place=row.place,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        min_participants=row.min_participants,
        max_participants=row.max_participants,
        price=row.price,
        either_or=row.either_or,
        offered_on=row.offered_on,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        answers=answers,
    )
