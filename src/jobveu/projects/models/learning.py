from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models.project import Project


class Lesson(models.Model):
    """What was learned in a phase, for others to use (def.phase5, def.rec.6.3)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lessons")
    phase = models.PositiveSmallIntegerField(_("Fase"), choices=PhaseNumber)
    title = models.CharField(_("Overskrift"), max_length=200)
    text = models.TextField(_("Hvad lærte I?"))
    tags = ArrayField(models.CharField(max_length=50), default=list, verbose_name=_("Emneord"))
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="lesson_given",
                violation_error_message=_("Skriv både overskrift og tekst."),
            ),
            known_choice(
                "phase", PhaseNumber, name="lesson_phase_known", message=_("Vælg en af de fem faser.")
            ),
        ]
        indexes = [
            GinIndex("tags", name="lesson_tags"),
            GinIndex(SearchVector("title", "text", config="danish"), name="lesson_words"),
            GinIndex(OpClass(Lower("title"), name="gin_trgm_ops"), name="lesson_title_trgm"),
            models.Index("written_at", "id", name="lesson_newest"),
            models.Index("project", "phase", name="lesson_by_project"),
        ]
