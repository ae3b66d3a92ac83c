from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import not_before
from jobveu.common.history import History
from jobveu.projects.models.project import Project


class Need(models.Model):
    """A concrete need of a named workplace, told by itself or by an association on its behalf."""

    organisation = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        related_name="needs",
        verbose_name=_("Virksomhed eller offentlig arbejdsplads"),
    )
    stated_by = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        related_name="needs_stated",
        verbose_name=_("Oplyst af"),
    )
    occupation = models.CharField(_("Stilling eller fag"), max_length=200)
    head_count = models.PositiveIntegerField(_("Antal medarbejdere"))
    competences = models.TextField(_("Kompetencer"))
    municipality = models.ForeignKey(
        "reference.Municipality", on_delete=models.PROTECT, verbose_name=_("Arbejdssted (kommune)")
    )
    needed_by = models.DateField(_("Senest"))
    stated_on = models.DateField(_("Oplyst den"))
    closed_on = models.DateField(_("Lukket den"), null=True, blank=True)
    closed_reason = models.CharField(_("Hvorfor er behovet lukket?"), max_length=300, blank=True)
    answered = models.BooleanField(default=False, editable=False)
    """Whether a project answers the need. Kept by a trigger on ProjectNeed, for whoever writes there: among
    tens of thousands of needs, those that nobody has taken up are found by an index."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    history = History(parent="organisation")

    class Meta:
        constraints = [
            not_before(
                "needed_by",
                "stated_on",
                name="need_dates_in_order",
                message=_("Der kan ikke være brug for medarbejderne før den dag, behovet blev oplyst."),
            ),
            models.CheckConstraint(
                condition=Q(head_count__gte=1),
                name="need_head_count_positive",
                violation_error_message=_("Antallet af medarbejdere skal være mindst 1."),
            ),
            models.CheckConstraint(
                condition=~Q(occupation="") & ~Q(competences=""),
                name="need_is_concrete",
                violation_error_message=_("Skriv både stilling og kompetencer: Et behov skal være konkret."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_reason=""),
                name="need_closed_with_reason",
                violation_error_message=_("Skriv, hvorfor behovet er lukket."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("stated_on")),
                name="need_closed_after_stated",
                violation_error_message=_("Behovet kan ikke være lukket, før det blev oplyst."),
            ),
        ]
        indexes = [
            models.Index("stated_on", "id", name="need_newest"),
            models.Index("needed_by", "id", name="need_by_date"),
            models.Index(
                "municipality",
                "needed_by",
                condition=Q(closed_on__isnull=True, answered=False),
                name="need_waiting",
            ),
            models.Index("organisation", "stated_on", name="need_by_organisation"),
            models.Index("stated_by", "stated_on", name="need_by_teller"),
            GinIndex(OpClass(Lower("occupation"), name="gin_trgm_ops"), name="need_occupation_trgm"),
        ]


class ProjectNeed(models.Model):
    """The needs that a project answers; one need may wait for, or be shared by, several projects."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="needs")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="projects")

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "need",
                name="project_need_once",
                violation_error_message=_("Behovet er allerede knyttet til projektet."),
            ),
        ]
