"""What is done with stored files by night."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.attachments.operations import sweep_unnamed


@app.periodic(cron="30 2 * * *")
@app.task(name="attachments.sweep", queue="upkeep")
def sweep(timestamp: int) -> None:
    sweep_unnamed(at=timezone.now())
