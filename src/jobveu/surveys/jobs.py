"""What the days of a round bring by themselves: a reminder, and its end."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.surveys.operations.rounds import close_due, remind_due


@app.periodic(cron="*/30 * * * *")
@app.task(name="surveys.keep_days", queue="upkeep", queueing_lock="surveys.keep_days")
def keep_days(timestamp: int) -> None:
    """Each half hour, should a day's have been missed; reminders from eight in the morning on."""
    now = timezone.now()
    close_due(at=now)
    remind_due(at=now)
