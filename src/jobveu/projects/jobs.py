"""What the day of a handover brings by itself."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.projects.operations.handover import hand_over_due


@app.periodic(cron="*/30 * * * *")
@app.task(name="projects.hand_over", queue="upkeep", queueing_lock="projects.hand_over")
def hand_over(timestamp: int) -> None:
    """Each half hour: the day begins at midnight in Denmark, whatever the server's clock says."""
    hand_over_due(at=timezone.now())
