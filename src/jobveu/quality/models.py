"""What somebody has looked at and found to be as it should be, though a rule says otherwise."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.history import History


class Acceptance(models.Model):
    """A deviation from a rule (rules.RULES) that is accepted, with the reason. `facts` is what the rule rested on
    when it was: it holds as long as they are the same, and nothing has to be done for it to lapse."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="acceptances")
    rule = models.CharField(_("Regel"), max_length=40)
    facts = models.JSONField(_("Hvad det bygger på"))
    reason = models.CharField(_("Begrundelse"), max_length=500)
    accepted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("Accepteret af")
    )
    accepted_at = models.DateTimeField(_("Accepteret"))

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "rule",
                name="acceptance_once",
                violation_error_message=_("Afvigelsen er allerede accepteret."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="acceptance_with_reason",
                violation_error_message=_("Skriv, hvorfor det er, som det skal være."),
            ),
        ]
