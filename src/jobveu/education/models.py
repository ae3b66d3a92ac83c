"""Courses: what a project teaches, run by whom, where, when, for how many."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.education.enums import CourseStatus

HELD_LACKS = _("Et afholdt kursus skal have udbyder, første dag og sidste dag.")


class Course(models.Model):
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="courses")
    title = models.CharField(_("Kursus"), max_length=200)
    course_code = models.CharField(_("Fagnummer"), max_length=20, blank=True)
    provider = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("Udbyder"),
    )
    """None in a course taken over from a template: its provider has not been chosen yet."""
    municipality = models.ForeignKey(
        "reference.Municipality", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Kommune")
    )
    place = models.CharField(_("Sted"), max_length=200, blank=True)
    starts_on = models.DateField(_("Første dag"), null=True, blank=True)
    ends_on = models.DateField(_("Sidste dag"), null=True, blank=True)
    merit_giving = models.BooleanField(_("Giver merit"))
    min_participants = models.PositiveIntegerField(_("Mindste antal deltagere"), null=True, blank=True)
    max_participants = models.PositiveIntegerField(_("Største antal deltagere"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=CourseStatus, default=CourseStatus.PLANNED)
    cancelled_reason = models.CharField(_("Hvorfor er kurset aflyst?"), max_length=300, blank=True)
    reported_participants = models.PositiveIntegerField(
        _("Antal deltagere, som ikke er registreret enkeltvis"), null=True, blank=True
    )
    """A head count from the provider, for participants whom no job centre registers (the employed)."""
    from_source = models.BooleanField(
        _("Overtaget fra et ældre register"), default=False, db_default=False, editable=False
    )
    """Taken over from an older register, which may not tell who held the course, and when."""
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reported_participants__isnull=True) | Q(reported_participants__gte=0),
                name="course_reported_participants_not_negative",
                violation_error_message=_("Antallet af deltagere kan ikke være negativt."),
            ),
            known_choice(
                "status",
                CourseStatus,
                name="course_status_known",
                message=_("Vælg kursets status fra listen."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="course_title_given",
                violation_error_message=_("Skriv kursets navn."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | (Q(starts_on__isnull=False) & Q(ends_on__gte=F("starts_on"))),
                name="course_dates_in_order",
                violation_error_message=_("Kursets sidste dag skal ligge efter den første."),
            ),
            models.CheckConstraint(
                condition=Q(min_participants__isnull=True) | Q(min_participants__gte=1),
                name="course_minimum_positive",
                violation_error_message=_("Mindste antal deltagere skal være mindst 1."),
            ),
            models.CheckConstraint(
                condition=Q(max_participants__isnull=True)
                | Q(min_participants__isnull=True, max_participants__gte=1)
                | Q(max_participants__gte=F("min_participants")),
                name="course_participants_in_order",
                violation_error_message=_(
                    "Største antal deltagere skal være mindst lige så stort som mindste."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=CourseStatus.CANCELLED) | ~Q(cancelled_reason=""),
                name="course_cancelled_with_reason",
                violation_error_message=_("Skriv, hvorfor kurset er aflyst."),
            ),
            models.CheckConstraint(
                condition=~Q(status=CourseStatus.HELD)
                | Q(from_source=True)
                | Q(provider__isnull=False, starts_on__isnull=False, ends_on__isnull=False),
                name="course_held_by_somebody_on_days",
                violation_error_message=HELD_LACKS,
            ),
        ]
        indexes = [
            models.Index("project", "starts_on", name="course_by_project"),
            models.Index("provider", models.F("starts_on").desc(), name="course_by_provider"),
        ]
