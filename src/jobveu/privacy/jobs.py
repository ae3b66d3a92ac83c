"""Carrying out what was ordered; and by night listing what is due, and letting it go where the operator has switched
that on. Workers act as the system: no user reaches everybody's persons."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from jobveu.privacy.operations.retention import CARRY_OUT, QUEUE, SCHEDULE, SCHEDULED, carry_out, order_run
from jobveu.upkeep.lasting import lasting


@app.task(name=CARRY_OUT, queue=QUEUE, pass_context=True)
def carry_out_run(context: JobContext, *, run_id: int) -> None:
    with lasting(context):
        carry_out(run_id=run_id, at=timezone.now())


@app.periodic(cron="50 2 * * *")
@app.task(name="privacy.retention", queue=QUEUE)
def by_night(timestamp: int) -> None:
    now = timezone.now()
    if settings.RETENTION_SCHEDULE:
        order_run(by=SCHEDULE, at=now, decision=str(SCHEDULED))
    order_run(by=SCHEDULE, at=now, lists_only=True)
