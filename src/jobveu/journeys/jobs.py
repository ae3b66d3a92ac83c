"""What workers do across rooms."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from jobveu.journeys.matching.explaining import EXPLAIN, explain_proposal
from jobveu.solving.operations import QUEUE
from jobveu.solving.solvers import Incomplete
from jobveu.upkeep.lasting import lasting

RETRY = RetryStrategy(max_attempts=5, wait=20, retry_exceptions=[DatabaseError, InterfaceError])


@app.task(name=EXPLAIN, queue=QUEUE, retry=RETRY, pass_context=True)
def explain(context: JobContext, *, proposal_id: int, candidacy_id: int | None = None) -> None:
    try:
        with lasting(context):
            explain_proposal(
                proposal_id=proposal_id,
                candidacy_id=candidacy_id,
                at=timezone.now(),
                give_up=context.should_abort,
            )
    except Incomplete:
        return  # somebody was erased meanwhile: the proposal is no longer what was solved, and has no reasons
