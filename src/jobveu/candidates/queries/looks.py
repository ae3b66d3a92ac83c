"""Who has seen a person's identity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware

from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.models import IdentityView
from jobveu.common.paging import RowPage, Sort, Window, page_of


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
    page = page_of(rows, window=window)
    return replace(
        page,
        rows=tuple(
            Look(
                at=row.at,
                user=row.user_name,
                organisation=row.organisation_name,
                part=IdentityPart(row.part),
                purpose=Purpose(row.purpose),
            )
            for row in page.rows
        ),
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
