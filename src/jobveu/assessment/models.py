from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.assessment.barriers import BARRIERS, RiskState
from jobveu.assessment.scale import Element, Level
from jobveu.common.constraints import known_choice
from jobveu.common.history import AppendOnly, History


class Overruling(models.Model):
    """Somebody has set an element's level, of a project, of a council's projects or of the whole country (neither), against
    what was computed, and said why; or taken that back (`level` is None). Rows are never changed: the newest counts, and
    what had been computed stands beside it."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="overrulings"
    )
    council = models.ForeignKey(
        "reference.Council", on_delete=models.PROTECT, null=True, blank=True, related_name="overrulings"
    )
    element = models.CharField(_("Del af modellen"), max_length=20, choices=Element)
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(_("Grad"), choices=Level, null=True, blank=True)
    reason = models.CharField(_("Begrundelse"), max_length=1000)
    computed = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    """What was computed at that moment; None where it could not be judged."""
    yardstick = models.CharField(max_length=20)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="overrulings")
    at = models.DateTimeField()

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "council",
                "element",
                "number",
                name="overruling_number_once",
                nulls_distinct=False,
                violation_error_message=_("En anden har ændret vurderingen imens."),
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True) | Q(council__isnull=True),
                name="overruling_of_one_thing",
                violation_error_message=_("En vurdering gælder enten et projekt eller et råd."),
            ),
            known_choice(
                "element", Element, name="overruling_element_known", message=_("Vælg en del af modellen.")
            ),
            known_choice(
                "level", Level, name="overruling_level_known", message=_("Vælg en af de fem grader.")
            ),
            known_choice(
                "computed",
                Level,
                name="overruling_computed_known",
                message=_("Det beregnede skal være en af de fem grader."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(reason=""),
                name="overruling_with_reason",
                violation_error_message=_("Skriv, hvorfor graden skal være en anden."),
            ),
        ]
        indexes = [models.Index("project", "element", name="overruling_by_project")]


class FrozenRecord(models.Model):
    """What the projects were judged by when a snapshot was taken, so that they can be judged again. The database lets nobody
    change or delete it."""

    snapshot = models.OneToOneField("insight.Snapshot", on_delete=models.PROTECT, related_name="record")
    format = models.SmallIntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    history = AppendOnly("It belongs to a snapshot, which is never changed.")


class RiskCheck(models.Model):
    """The barriers gone through at a kick-off or steering group meeting, once for each; corrected, not repeated."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="risk_checks")
    meeting = models.OneToOneField("projects.Meeting", on_delete=models.CASCADE, related_name="risk_check")
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="risk_checks")
    checked_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")


class RiskAnswer(models.Model):
    """What a risk check says of one barrier; barriers that it says nothing of have none."""

    risk_check = models.ForeignKey(RiskCheck, on_delete=models.CASCADE, related_name="answers")
    barrier = models.CharField(_("Barriere"), max_length=30)
    state = models.CharField(_("Er det en risiko?"), max_length=10, choices=RiskState)
    note = models.CharField(_("Hvad ser I?"), max_length=500, blank=True)

    history = History(parent="risk_check")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "risk_check",
                "barrier",
                name="risk_answer_once",
                violation_error_message=_("Barrieren er allerede vurderet på mødet."),
            ),
            models.CheckConstraint(
                condition=Q(barrier__in=list(BARRIERS)),
                name="risk_answer_barrier_known",
                violation_error_message=_("Vælg barrieren fra listen."),
            ),
            known_choice(
                "state",
                RiskState,
                name="risk_answer_state_known",
                message=_("Vælg fra listen, om det er en risiko."),
            ),
        ]


class CounterTask(models.Model):
    """A counter-measure against a barrier that has become a task of the project. Gone with the task."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="counter_tasks")
    barrier = models.CharField(max_length=30)
    measure = models.CharField(max_length=30)
    task = models.OneToOneField("projects.Task", on_delete=models.CASCADE, related_name="counters")

    history = History(parent="project")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(barrier__in=list(BARRIERS)),
                name="counter_task_barrier_known",
                violation_error_message=_("Vælg barrieren fra listen."),
            ),
        ]
        indexes = [models.Index("project", "barrier", name="counter_task_by_project")]
