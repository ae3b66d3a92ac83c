"""What the ground floor does by night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.common.idempotency import KEPT_FOR, forget_answers
from jobveu.common.submissions import forget_submissions

SUBMISSIONS_KEPT = timedelta(days=2)


@app.periodic(cron="10 2 * * *")
@app.task(name="common.forget_submissions", queue="upkeep")
def forget_old_submissions(timestamp: int) -> None:
    forget_submissions(before=timezone.now() - SUBMISSIONS_KEPT)


@app.periodic(cron="15 2 * * *")
@app.task(name="common.forget_answers", queue="upkeep")
def forget_old_answers(timestamp: int) -> None:
    forget_answers(before=timezone.now() - KEPT_FOR)
