"""Checking and importing in the background; and by night, forgetting what is no longer of use."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.legacy.operations import running
from jobveu.legacy.operations.imports import CARRY_OUT, CHECK, QUEUE, forget_old


@app.task(name=CHECK, queue=QUEUE)
def check(*, import_id: int) -> None:
    running.check(import_id=import_id, at=timezone.now())


@app.task(name=CARRY_OUT, queue=QUEUE)
def carry_out(*, import_id: int) -> None:
    running.carry_out(import_id=import_id, at=timezone.now())


@app.periodic(cron="55 2 * * *")
@app.task(name="legacy.forget", queue="upkeep")
def forget(timestamp: int) -> None:
    forget_old(at=timezone.now())
