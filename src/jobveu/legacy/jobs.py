"""Checking and importing in the background; and by night, forgetting what is no longer of use."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from jobveu.legacy.operations import running
from jobveu.legacy.operations.imports import CARRY_OUT, CHECK, QUEUE, forget_old
from jobveu.upkeep.lasting import lasting


@app.task(name=CHECK, queue=QUEUE, pass_context=True)
def check(context: JobContext, *, import_id: int) -> None:
    with lasting(context):
        running.check(import_id=import_id, at=timezone.now())


@app.task(name=CARRY_OUT, queue=QUEUE, pass_context=True)
def carry_out(context: JobContext, *, import_id: int) -> None:
    with lasting(context):
        running.carry_out(import_id=import_id, at=timezone.now())


@app.periodic(cron="55 2 * * *")
@app.task(name="legacy.forget", queue="upkeep")
def forget(timestamp: int) -> None:
    forget_old(at=timezone.now())
