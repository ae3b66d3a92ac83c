"""Periods in which a person is away, as people say them and as the database keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]  # of Django's own
from django.utils.formats import date_format

MOST = 10
"""So many periods are kept of one person."""


@dataclass(frozen=True, slots=True, order=True)
class AwayPeriod:
    """Both days included."""

    first: date
    last: date

    def __str__(self) -> str:
        return (
            f"{date_format(self.first, 'SHORT_DATE_FORMAT')} – {date_format(self.last, 'SHORT_DATE_FORMAT')}"
        )


def from_ranges(ranges: Iterable[DateRange] | None) -> tuple[AwayPeriod, ...]:
    """In the order of their days. The database's ranges end with the day after the last."""
    return tuple(sorted(AwayPeriod(one.lower, one.upper - timedelta(days=1)) for one in ranges or ()))


def as_ranges(periods: Collection[AwayPeriod]) -> list[DateRange]:
    return [DateRange(one.first, one.last + timedelta(days=1)) for one in sorted(set(periods))]
