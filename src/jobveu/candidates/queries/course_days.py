"""Attendance on courses, and the early signs that somebody may drop out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from jobveu.candidates.enums import Attendance
from jobveu.candidates.models import CourseDay


@dataclass(frozen=True, slots=True)
class DaysOn:
    """How many days are recorded of an enrolment, and on how many of them the participant came."""

    came: int
    recorded: int


def attendance_on(*, enrolment_ids: Collection[int], day: date) -> dict[int, Attendance]:
    """By enrolment id, of those that are recorded. One SQL statement."""
    rows = CourseDay.objects.filter(enrolment__in=enrolment_ids, day=day)
    return {id_: Attendance(told) for id_, told in rows.values_list("enrolment_id", "attendance")}


def shown_on(*, enrolment_ids: Collection[int], day: date) -> dict[str, Attendance | None]:
    """What the form of a day opens with, by field name. One SQL statement."""
    told = attendance_on(enrolment_ids=enrolment_ids, day=day)
    return {f"came_{id_}": told.get(id_) for id_ in enrolment_ids}


def days_by_enrolment(*, enrolment_ids: Collection[int]) -> dict[int, DaysOn]:
    """One SQL statement; those without a day are left out."""
    rows = (
        CourseDay.objects.filter(enrolment__in=enrolment_ids)
        .values("enrolment_id")
        .annotate(came=Count("pk", filter=Q(attendance=Attendance.CAME)), recorded=Count("pk"))
    )
    return {row["enrolment_id"]: DaysOn(row["came"], row["recorded"]) for row in rows}


def early_signs_among(*, candidacy_ids: Collection[int]) -> frozenset[int]:
    """Those of whom the last recorded days are an early sign that nobody has followed up, as far as the reader sees
    follow-ups. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT candidacy_id FROM early_signs(%s)", [list(candidacy_ids)])
        return frozenset(candidacy_id for (candidacy_id,) in cursor.fetchall())


LAST_DAYS = 5
ABSENT_DAYS, MISSED_DAYS = 2, 3


def is_early_sign(newest_first: Sequence[Attendance]) -> bool:
    """Whether the last recorded days are a sign that somebody may drop out: of the last five absent without a word on
    two, or away for whatever reason on three. The database counts the same (candidates_awaited)."""
    last = newest_first[:LAST_DAYS]
    absent = sum(one is Attendance.ABSENT for one in last)
    missed = sum(one is not Attendance.CAME for one in last)
    return absent >= ABSENT_DAYS or missed >= MISSED_DAYS
