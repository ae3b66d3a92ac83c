"""Having a worker offer the places of a course that have become free (operations.waiting_list.refill)."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jobveu.candidates.queries.counted import in_line_by_course

REFILL, QUEUE = "candidates.refill", "candidates"


def refill_later(*, course_id: int) -> None:
    """Queues the job in the transaction in which the place becomes free: those in line are other job centres' too, whom
    nobody who sends a request reaches. Nothing is queued for a course nobody waits for."""
    if in_line_by_course(course_ids=[course_id])[course_id].waiting:
        app.configure_task(REFILL, queue=QUEUE).defer(course_id=course_id)
