"""How long things are kept as the operator has decided it, and what has gone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import NotTracked
from jobveu.privacy.enums import DataKind
from jobveu.privacy.rules import FEWEST_MONTHS, MOST_MONTHS


class RetentionPeriod(models.Model):
    """The operator's decision how long a kind is kept; the newest counts, and none is ever changed."""

    kind = models.CharField(max_length=30, choices=DataKind)
    months = models.PositiveSmallIntegerField(_("Antal måneder"))
    decision = models.CharField(_("Hvem har besluttet det, og hvor står det?"), max_length=500)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            known_choice(
                "kind", DataKind, name="retention_period_kind_known", message=_("Vælg en slags oplysninger.")
            ),
            models.CheckConstraint(
                condition=Q(months__gte=FEWEST_MONTHS, months__lte=MOST_MONTHS),
                name="retention_period_months_in_range",
                violation_error_message=_("Fristen skal være mellem 1 og 240 måneder."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=""),
                name="retention_period_with_decision",
                violation_error_message=_("Skriv, hvem der har besluttet fristen, og hvor det står."),
            ),
        ]
        indexes = [models.Index("kind", models.F("id").desc(), name="retention_period_newest")]


class RetentionRun(models.Model):
    """One time that what was due went, or was only listed: who decided it and why, or (without a user) that it
    was the time of day for it. It is ordered first and carried out by a worker. `rules_of` tells which version of
    the rules it follows."""

    at = models.DateTimeField()
    lists_only = models.BooleanField(default=False)
    """A dry run: nothing goes, and what would is listed."""
    finished_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(_("Hvor står beslutningen?"), max_length=500, blank=True)
    rules_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lists_only=True) | ~Q(decision=""),
                name="retention_run_with_decision",
                violation_error_message=_("Skriv, hvor det er besluttet, at der må slettes."),
            ),
        ]
        indexes = [models.Index(models.F("at").desc(), name="retention_run_newest")]


class RetentionItem(models.Model):
    """What went in a run, written in the transaction in which it went, or would go: one record by its number, with
    the day its period is counted from and the organisation it belongs to; or a number of rows that nobody asks for
    one by one."""

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=30, choices=DataKind)
    record_id = models.BigIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    since = models.DateField(null=True, blank=True)
    of = models.CharField(max_length=200, blank=True)

    history = NotTracked("It is itself the record of what went.")

    class Meta:
        constraints = [
            known_choice(
                "kind", DataKind, name="retention_item_kind_known", message=_("Vælg en slags oplysninger.")
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="retention_item_number_positive",
                violation_error_message=_("Antallet skal være mindst 1."),
            ),
        ]
        indexes = [models.Index("run", "kind", "id", name="retention_item_by_run")]
