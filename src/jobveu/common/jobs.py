"""What the ground floor does by night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.common.submissions import forget_submissions

SUBMISSIONS_KEPT = timedelta(days=2)


@app.periodic(cron="10 2 * * *")
@app.task(name="common.forget_submissions", queue="upkeep")
def forget_old_submissions(timestamp: int) -> None:
    forget_submissions(before=timezone.now() - SUBMISSIONS_KEPT)
