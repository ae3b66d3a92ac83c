"""For every person of a proposal: why here, why not there, and what single change would have changed it.

Each alternative takes a solution of the whole problem, so a worker does it, after the proposal is finished: everybody's
where they are not too many, and otherwise those who are asked about.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from jobveu.answering.matching import explained
from jobveu.candidates.matching_records import EXPLANATION, sealed
from jobveu.candidates.models import MatchingProposal, ProposalPerson
from jobveu.kernels.matching import Answer, Problem, explain
from jobveu.solving.operations import ONE_AT_A_TIME, QUEUE

EXPLAIN = "journeys.explain_proposal"
EVERYBODY_UP_TO = 300
"""Persons in a proposal of whom all are explained without being asked about."""
SECONDS_AT_ONCE = 240
"""Then others may calculate, before the rest is explained."""
SECONDS_FOR_ONE = 30


def queue(*, proposal_id: int, candidacy_id: int | None = None) -> None:
    """Orders explanations: of one candidate, or of all. Inside a transaction."""
    app.configure_task(EXPLAIN, queue=QUEUE, lock=ONE_AT_A_TIME).defer(
        proposal_id=proposal_id, candidacy_id=candidacy_id
    )


def explain_proposal(
    *,
    proposal_id: int,
    candidacy_id: int | None,
    at: datetime,
    give_up: Callable[[], bool],
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Explains those that are not explained yet, one transaction each, so that what was done is kept. Orders itself again
    for the rest when the time is over, or when `give_up` says that the worker is being stopped."""
    from jobveu.journeys.matching.solver import answer_of, whole_of  # it orders explanations itself

    proposal = MatchingProposal.objects.select_related("run").get(pk=proposal_id)
    problem, rows, kept = whole_of(proposal.run, proposal_id)
    answer = answer_of(problem, rows, kept)
    if candidacy_id is not None:
        rows = [row for row in rows if row.candidacy_id == candidacy_id]
    elif len(rows) > EVERYBODY_UP_TO:
        return
    until = clock() + SECONDS_AT_ONCE
    for row in rows:
        if row.explanation_encrypted is not None:
            continue
        if give_up() or clock() >= until:
            with transaction.atomic():
                queue(proposal_id=proposal_id, candidacy_id=candidacy_id)
            return
        _explain_one(problem, answer, row, clock)
    if candidacy_id is None:
        MatchingProposal.objects.filter(pk=proposal_id).update(explained_at=at)


def _explain_one(problem: Problem, answer: Answer, row: ProposalPerson, clock: Callable[[], float]) -> None:
    until = clock() + SECONDS_FOR_ONE
    found = explain(
        problem,
        answer,
        person=f"kandidat-{row.candidacy_id}",
        should_stop=lambda: clock() >= until,
        seconds_left=lambda: until - clock(),
    )
    ProposalPerson.objects.filter(pk=row.pk).update(
        explanation_encrypted=sealed(explained.as_values(found), key=row.key, field=EXPLANATION)
    )
