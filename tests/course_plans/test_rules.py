from __future__ import annotations

from datetime import date, timedelta

import pytest

from jobveu.course_plans.rules import Window, subject_of, window

DAY = date(2027, 3, 1)
FIRST, LAST = date(2027, 1, 1), date(2027, 6, 30)


@pytest.mark.parametrize(
    ("code", "title", "subject"),
    [
        ("47 852", "Splidsning", "47852"),
        ("", " Splidsning  af Fiber ", "splidsning af fiber"),
        ("A1", "", "a1"),
    ],
)
def test_courses_with_one_number_or_else_one_name_are_one_subject(
    code: str, title: str, subject: str
) -> None:
    assert subject_of(course_code=code, title=title) == subject


def test_when_a_hold_must_begin() -> None:
    def at(starts_on: date | None = None, ready_on: date | None = None, needed_by: date | None = None):
        return window(
            starts_on=starts_on,
            ready_on=ready_on,
            needed_by=needed_by,
            leeway=4,
            first_on=FIRST,
            last_on=LAST,
        )

    weeks = timedelta(weeks=4)
    assert at() == Window(FIRST, LAST)
    assert at(DAY) == Window(DAY - weeks, DAY + weeks)
    assert at(None, DAY) == Window(DAY, DAY + weeks)
    assert at(DAY, DAY - timedelta(days=3)) == Window(DAY - timedelta(days=3), DAY + weeks)
    assert at(DAY, None, DAY) == Window(DAY - weeks, DAY)
    assert at(FIRST) == Window(FIRST, FIRST + weeks)
    assert at(DAY, None, FIRST) == Window(DAY - weeks, DAY + weeks), "what is late is still asked for"
    assert at(DAY, LAST) == Window(DAY - weeks, DAY + weeks)
    assert at(LAST + timedelta(days=60)) is None
