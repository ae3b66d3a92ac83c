"""Carrying out runs, one at a time (operations.ONE_AT_A_TIME)."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from jobveu.solving import carrying_out
from jobveu.solving.operations import CARRY_OUT, QUEUE, REPLAY
from jobveu.upkeep.lasting import lasting

RETRY = RetryStrategy(
    max_attempts=5, wait=20, retry_exceptions=[DatabaseError, InterfaceError, carrying_out.GivenUp]
)


@app.task(name=CARRY_OUT, queue=QUEUE, retry=RETRY, pass_context=True)
def carry_out(context: JobContext, *, run_id: int) -> None:
    with lasting(context):
        carrying_out.carry_out(run_id=run_id, at=timezone.now(), give_up=context.should_abort)


@app.task(name=REPLAY, queue=QUEUE, retry=RETRY, pass_context=True)
def replay(context: JobContext, *, replay_id: int) -> None:
    with lasting(context):
        carrying_out.replay(replay_id=replay_id)
