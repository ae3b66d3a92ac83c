"""Refilling courses from their waiting lists: when a place has become free, and every half hour, so that an offer that
nobody answered goes to the next."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.candidates.operations.waiting_list import courses_with_a_line, refill
from jobveu.candidates.refilling import QUEUE, REFILL


@app.task(name=REFILL, queue=QUEUE)
def refill_course(*, course_id: int) -> None:
    refill(at=timezone.now(), course_id=course_id)


@app.periodic(cron="*/30 * * * *")
@app.task(name="candidates.refill_all", queue=QUEUE, queueing_lock="candidates.refill_all")
def refill_all(timestamp: int) -> None:
    for course_id in courses_with_a_line():
        refill(at=timezone.now(), course_id=course_id)
