"""Ordering a run, asking it to stop, and ordering it again.

Who may is asked by the room whose run it is, inside whose transaction these are called; so is the audit record
written there.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from jobveu.accounts.actor import Actor
from jobveu.common.errors import DomainError
from jobveu.solving.enums import RunState
from jobveu.solving.limits import LONGEST, SHORTEST
from jobveu.solving.models import SolverReplay, SolverRun
from jobveu.solving.solvers import solver

CARRY_OUT, REPLAY = "solving.carry_out", "solving.replay"
QUEUE = "solving"
ONE_AT_A_TIME = "solving"
"""The lock that the jobs share: a calculation takes a processor for minutes, and mails must not wait for several."""


def order_run(*, by: Actor, at: datetime, solver_name: str, time_limit: int, seed: int = 0) -> int:
    """Orders a run of a registered solver, which a worker carries out; returns its id. Raises DomainError for a time
    limit out of range. Inside the transaction of the record that the run belongs to."""
    if not SHORTEST <= time_limit <= LONGEST:
        raise DomainError(_("Tidsgrænsen skal være fra 5 sekunder til 10 minutter."), field="time_limit")
    run = SolverRun.objects.create(
        solver=solver(solver_name).name,
        ordered_by_id=_user_id(by),
        ordered_at=at,
        time_limit=time_limit,
        seed=seed,
    )
    _defer(CARRY_OUT, run_id=run.pk)
    return run.pk


def ask_to_stop(*, by: Actor, at: datetime, run_id: int) -> None:
    """Ends the search: the best that was found is the answer. Raises DomainError for a run that has ended. Asking twice
    is asking once."""
    run = SolverRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state not in (RunState.WAITING, RunState.RUNNING):
        raise DomainError(_("Beregningen er allerede slut."))
    if run.stop_asked_at is None:
        SolverRun.objects.filter(pk=run_id).update(stop_asked_at=at, stop_asked_by=by.user_id)


def order_replay(*, by: Actor, at: datetime, run_id: int) -> int:
    """Orders a finished run to be done again and compared; returns the replay's id. Raises DomainError for a run that
    has no answer, or is being done again already."""
    run = SolverRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != RunState.FINISHED:
        raise DomainError(_("Kun en færdig beregning kan genspilles."))
    if run.replays.filter(finished_at__isnull=True).exists():
        raise DomainError(_("Beregningen er ved at blive genspillet."))
    replay = SolverReplay.objects.create(run=run, ordered_by_id=_user_id(by), ordered_at=at)
    _defer(REPLAY, replay_id=replay.pk)
    return replay.pk


def _user_id(by: Actor) -> int:
    if by.user_id is None:
        raise PermissionDenied
    return by.user_id


def _defer(task: str, **numbers: int) -> None:
    with transaction.atomic():
        app.configure_task(task, queue=QUEUE, lock=ONE_AT_A_TIME).defer(**numbers)
