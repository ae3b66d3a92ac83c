"""Runs of the kernels, and the times they have been done again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.solving.enums import Ending, ReplayResult, RunState
from jobveu.solving.limits import LONGEST, SHORTEST


class SolverRun(models.Model):
    """One calculation in the background: what it was given, how far it is, and what came of it.

    `given` and `answer` are canonical JSON, and tell of nobody. `work`, the seed and the kernel's version give the
    same answer again.
    """

    solver = models.CharField(max_length=20)
    """By which name its solver is registered (solvers.register)."""
    ordered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    time_limit = models.PositiveSmallIntegerField(_("Tidsgrænse i sekunder"))
    seed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    given = models.TextField(blank=True)
    """Empty until it has been gathered, which the run begins with."""
    started_at = models.DateTimeField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    """The best so far, and at the end; in the kernel's points."""
    bound = models.FloatField(null=True, blank=True)
    """What nothing exceeds, as far as is known."""
    told_at = models.DateTimeField(null=True, blank=True)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    stop_asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    answer = models.TextField(blank=True)
    kernel = models.CharField(max_length=40, blank=True)
    """The kernel's name and version."""
    work = models.PositiveBigIntegerField(null=True, blank=True)
    cut_short = models.BooleanField(default=False)
    """Ended by the clock or by somebody, after so much work."""

    history = History(sealed=("given", "answer"), ignored=("value", "bound", "told_at"))

    class Meta:
        constraints = [
            known_choice(
                "state", RunState, name="solver_run_state_known", message=_("Beregningens trin er ukendt.")
            ),
            known_choice(
                "ending",
                Ending,
                name="solver_run_ending_known",
                message=_("Det er ukendt, hvordan beregningen endte."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(time_limit__gte=SHORTEST, time_limit__lte=LONGEST),
                name="solver_run_time_limit",
                violation_error_message=_("Tidsgrænsen skal være fra 5 sekunder til 10 minutter."),
            ),
            models.CheckConstraint(
                condition=Q(seed__gte=0) & (Q(work__isnull=True) | Q(work__gte=0)),
                name="solver_run_numbers_not_negative",
                violation_error_message=_("Tallene kan ikke være negative."),
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.FINISHED, finished_at__isnull=False)
                & ~Q(ending="")
                & ~Q(answer="")
                & ~Q(kernel="")
                & ~Q(given="")
                | ~Q(state=RunState.FINISHED) & Q(ending="", answer=""),
                name="solver_run_finished_with_answer",
                violation_error_message=_("En færdig beregning har et svar."),
            ),
        ]


class SolverReplay(models.Model):
    """One time that a finished run was done again, to see that it gives the same."""

    run = models.ForeignKey(SolverRun, on_delete=models.CASCADE, related_name="replays")
    ordered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=15, choices=ReplayResult, blank=True)
    differs_in = models.CharField(max_length=200, blank=True)
    """The parts of the answer that came out otherwise."""

    history = History(parent="run")

    class Meta:
        constraints = [
            known_choice(
                "result",
                ReplayResult,
                name="solver_replay_result_known",
                message=_("Det er ukendt, hvad genspilningen viste."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, result="")
                | (Q(finished_at__gte=F("ordered_at")) & ~Q(result="")),
                name="solver_replay_finished_with_result",
                violation_error_message=_("En færdig genspilning har et resultat."),
            ),
        ]
        indexes = [models.Index("run", models.F("id").desc(), name="solver_replay_newest")]
