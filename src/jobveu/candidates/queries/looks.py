"""Who has seen a person's identity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware

from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.models import Candidacy, IdentityView
from jobveu.common.paging import COUNTED_AT_MOST, RowPage, Sort, Window, page_of


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's look at the person's identity. Where looks of one day are put together, `at` is the last of
    them and `times` how many they were."""

    at: datetime
    user: str
    organisation: str
    part: IdentityPart
    purpose: Purpose
    times: int = 1


@dataclass(frozen=True, slots=True)
class LookAt:
    """A look at one of a job centre's persons, who is known by number and by the pseudonyms of its candidacies."""

    look: Look
    person_id: int
    pseudonyms: tuple[str, ...]


def looks_at_persons(
    *,
    job_centre_ids: Collection[int],
    sort: Sort,
    window: Window,
    first_day: date | None = None,
    last_day: date | None = None,
    user: str = "",
    part: IdentityPart | None = None,
    purpose: Purpose | None = None,
    person: int | None = None,
    pseudonym: str = "",
) -> RowPage[LookAt]:
    """The looks at all persons of the job centres, narrowed down as in `looks`, and to one person by its number or a
    pseudonym. Three SQL statements, two without `with_total`."""
    rows = IdentityView.objects.filter(person__job_centre_id__in=job_centre_ids)
    if person is not None:
        rows = rows.filter(person=person)
    if pseudonym:
        rows = rows.filter(
            person__in=Candidacy.objects.filter(pseudonym__iexact=pseudonym.strip()).values("person")
        )
    page = _page(rows, sort, window, first_day, last_day, user, part, purpose)
    known: dict[int, list[str]] = {}
    for id_, name in (
        Candidacy.objects.filter(person__in={row.person_id for row in page.rows})
        .order_by("id")
        .values_list("person_id", "pseudonym")
    ):
        known.setdefault(id_, []).append(name or "")
    found = tuple(
        LookAt(look=_look(row), person_id=row.person_id, pseudonyms=tuple(known.get(row.person_id, ())))
        for row in page.rows
    )
    return RowPage(rows=found, total=page.total, capped=page.capped)


def looks(
    *,
    person_id: int,
    sort: Sort,
    window: Window,
    first_day: date | None = None,
    last_day: date | None = None,
    user: str = "",
    part: IdentityPart | None = None,
    purpose: Purpose | None = None,
) -> RowPage[Look]:
    """The looks from `first_day` to `last_day` (Danish time, both included), by users whose name holds `user`.

    By time only, newest first when `sort` is descending. Two SQL statements, one without `with_total`.
    """
    rows = IdentityView.objects.filter(person=person_id)
    page = _page(rows, sort, window, first_day, last_day, user, part, purpose)
    return RowPage(rows=tuple(_look(row) for row in page.rows), total=page.total, capped=page.capped)


def _page(
    rows: QuerySet[IdentityView],
    sort: Sort,
    window: Window,
    first_day: date | None,
    last_day: date | None,
    user: str,
    part: IdentityPart | None,
    purpose: Purpose | None,
) -> RowPage[IdentityView]:
    if first_day is not None:
        rows = rows.filter(at__gte=make_aware(datetime.combine(first_day, time.min)))
    if last_day is not None:
        rows = rows.filter(at__lt=make_aware(datetime.combine(last_day + timedelta(days=1), time.min)))
    if user:
        rows = rows.filter(user_name__icontains=user)
    if part:
        rows = rows.filter(part=part)
    if purpose:
        rows = rows.filter(purpose=purpose)
    # Not common.paging.ordered: its "empty values last" is not the order of the index.
    rows = rows.order_by("-at", "-id") if sort.descending else rows.order_by("at", "id")
    return page_of(rows, window=window, cap=COUNTED_AT_MOST)


def _look(row: IdentityView) -> Look:
    return Look(
        at=row.at,
        user=row.user_name,
        organisation=row.organisation_name,
        part=IdentityPart(row.part),
        purpose=Purpose(row.purpose),
    )


def latest_looks(*, person_id: int, limit: int = 10) -> tuple[Look, ...]:
    """The newest looks, those put together that one user has had on one day for one purpose: a list that is
    opened often must not hide who has seen the CPR number. One SQL statement."""
    groups = (
        IdentityView.objects.filter(person=person_id)
        .annotate(day=TruncDate("at"))
        .values("day", "user_id", "user_name", "organisation_id", "organisation_name", "part", "purpose")
        .annotate(last=Max("at"), times=Count("id"))
        .order_by("-last", "user_id", "part", "purpose")[:limit]
    )
    return tuple(
        Look(
            at=group["last"],
            user=group["user_name"],
            organisation=group["organisation_name"],
            part=IdentityPart(group["part"]),
            purpose=Purpose(group["purpose"]),
            times=group["times"],
        )
        for group in groups
    )
