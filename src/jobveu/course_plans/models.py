"""Holds that schools offer, plans across them, and what is decided about each hold of a plan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice, not_before
from jobveu.common.history import History
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.rules import FARTHEST, LONGEST_MINUTES, MOST_WEEKS


class OfferedHold(models.Model):
    """A hold that a school could run for whoever comes, if enough do. It belongs to no project."""

    provider = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        related_name="offered_holds",
        verbose_name=_("Uddannelsesinstitution"),
    )
    title = models.CharField(_("Kursus"), max_length=200)
    course_code = models.CharField(_("Fagnummer"), max_length=20, blank=True)
    municipality = models.ForeignKey(
        "reference.Municipality", on_delete=models.PROTECT, verbose_name=_("Kommune")
    )
    place = models.CharField(_("Sted"), max_length=200, blank=True)
    starts_on = models.DateField(_("Første dag"))
    ends_on = models.DateField(_("Sidste dag"), null=True, blank=True)
    min_participants = models.PositiveIntegerField(_("Mindste antal deltagere"))
    max_participants = models.PositiveIntegerField(_("Største antal deltagere"))
    price = models.PositiveIntegerField(_("Pris for holdet (kr.)"))
    either_or = models.CharField(_("Enten-eller"), max_length=60, blank=True)
    """Of the provider's holds with the same mark here, at most one runs."""
    offered_on = models.DateField(_("Udbudt den"))
    withdrawn_on = models.DateField(_("Trukket tilbage den"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("Hvorfor er holdet trukket tilbage?"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="offered_hold_title_given",
                violation_error_message=_("Skriv kursets navn."),
            ),
            not_before(
                "ends_on",
                "starts_on",
                name="offered_hold_dates_in_order",
                message=_("Kursets sidste dag skal ligge efter den første."),
            ),
            models.CheckConstraint(
                condition=Q(min_participants__gte=1) & Q(max_participants__gte=F("min_participants")),
                name="offered_hold_participants_in_order",
                violation_error_message=_(
                    "Største antal deltagere skal være mindst lige så stort som mindste."
                ),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="offered_hold_price_not_negative",
                violation_error_message=_("Prisen kan ikke være negativ."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                name="offered_hold_withdrawn_with_reason",
                violation_error_message=_("Skriv, hvorfor holdet er trukket tilbage."),
            ),
        ]
        indexes = [
            models.Index("starts_on", "id", condition=Q(withdrawn_on__isnull=True), name="offered_hold_open"),
            models.Index("provider", F("starts_on").desc(), name="offered_hold_by_provider"),
        ]


class CoursePlan(models.Model):
    """One plan for an office's projects, in the period and with the limits that were chosen."""

    office = models.ForeignKey("reference.Office", on_delete=models.PROTECT, related_name="course_plans")
    run = models.OneToOneField(
        "solving.SolverRun",
        on_delete=models.PROTECT,
        related_name="course_plan",
        verbose_name=_("Beregning"),
    )
    first_on = models.DateField(_("Hold, der begynder fra"))
    last_on = models.DateField(_("Til og med"))
    travel_limit = models.PositiveSmallIntegerField(_("Længste rejse (km)"))
    travel_minutes = models.PositiveSmallIntegerField(_("Længste rejsetid (minutter)"), null=True, blank=True)
    leeway = models.PositiveSmallIntegerField(_("Hvor mange uger må et hold begynde før eller efter?"))
    budget = models.PositiveBigIntegerField(_("Budget (kr.)"), null=True, blank=True)
    """What the holds that run may cost together; None: as much as it takes."""

    history = History()

    class Meta:
        constraints = [
            not_before(
                "last_on",
                "first_on",
                name="course_plan_dates_in_order",
                message=_("Den sidste dag skal ligge efter den første."),
            ),
            models.CheckConstraint(
                condition=Q(travel_limit__gte=0, travel_limit__lte=FARTHEST),
                name="course_plan_travel_limit",
                violation_error_message=_("Den længste rejse skal være fra 0 til 500 km."),
            ),
            models.CheckConstraint(
                condition=Q(travel_minutes__gte=1, travel_minutes__lte=LONGEST_MINUTES),
                name="course_plan_travel_minutes",
                violation_error_message=_("Den længste rejsetid skal være fra 1 til 480 minutter."),
            ),
            models.CheckConstraint(
                condition=Q(budget__gte=0),
                name="course_plan_budget_not_negative",
                violation_error_message=_("Budgettet kan ikke være negativt."),
            ),
            models.CheckConstraint(
                condition=Q(leeway__gte=0, leeway__lte=MOST_WEEKS),
                name="course_plan_leeway",
                violation_error_message=_("Antallet af uger skal være fra 0 til 52."),
            ),
        ]
        indexes = [models.Index("office", F("id").desc(), name="course_plan_newest")]


class ProposedHold(models.Model):
    """A hold in a plan: whether it is proposed to run and with how many, and what was decided."""

    plan = models.ForeignKey(
        CoursePlan, on_delete=models.CASCADE, related_name="holds", verbose_name=_("Kursusplan")
    )
    key = models.CharField(max_length=40)
    """What the hold is called in what the run was given."""
    offered_hold = models.ForeignKey(
        OfferedHold,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("Udbudt hold"),
    )
    course = models.ForeignKey(
        "education.Course", on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    """One of the two: a hold that is offered to all, or a project's own course. None: it has been deleted since."""
    runs = models.BooleanField(_("Foreslås gennemført"))
    heads = models.PositiveIntegerField(_("Antal deltagere"))
    decision = models.CharField(_("Afgørelse"), max_length=10, choices=Decision, blank=True)
    reason = models.CharField(_("Begrundelse"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Afgjort af"),
    )
    decided_at = models.DateTimeField(_("Afgjort"), null=True, blank=True)

    history = History(parent="plan")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "plan",
                "key",
                name="proposed_hold_once",
                violation_error_message=_("Holdet er allerede i planen."),
            ),
            known_choice(
                "decision",
                Decision,
                name="proposed_hold_decision_known",
                message=_("Vælg, om holdet godkendes eller afvises."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(decision="", reason="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & ~Q(reason="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposed_hold_decided_with_reason",
                violation_error_message=_("Skriv en begrundelse for afgørelsen."),
            ),
            models.CheckConstraint(
                condition=Q(heads__gte=0),
                name="proposed_hold_heads_not_negative",
                violation_error_message=_("Antallet af deltagere kan ikke være negativt."),
            ),
        ]
        indexes = [models.Index("offered_hold", F("id").desc(), name="proposed_hold_of_offer")]


class HoldCourse(models.Model):
    """A project's course that is part of an accepted hold: what the acceptance made it, and what it was before, so that
    it can be undone."""

    proposed_hold = models.ForeignKey(
        ProposedHold, on_delete=models.CASCADE, related_name="courses", verbose_name=_("Hold i planen")
    )
    course = models.ForeignKey(
        "education.Course", on_delete=models.CASCADE, related_name="hold_courses", verbose_name=_("Kursus")
    )
    asked_by = models.ForeignKey(
        "education.Course", on_delete=models.CASCADE, related_name="+", verbose_name=_("Planlagt som")
    )
    """The planned course whose participants they are: the same, unless its participants go to several holds."""
    heads = models.PositiveIntegerField(_("Antal deltagere"))
    takings = models.JSONField()
    """How many of each organisation, by its id as text; "" for those whom no organisation has said."""
    made = models.BooleanField(_("Oprettet ved godkendelsen"))
    before = models.JSONField(default=dict)
    """What the acceptance changed on the course, and what stood there."""
    task_ids = models.JSONField(default=list)
    """The tasks by which the provider and the job centres are told."""

    history = History(parent="course")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "proposed_hold",
                "asked_by",
                name="hold_course_once",
                violation_error_message=_("Kurset er allerede en del af holdet."),
            ),
            models.CheckConstraint(
                condition=Q(heads__gte=1),
                name="hold_course_has_participants",
                violation_error_message=_("Et kursus er kun en del af et hold, hvis nogen skal på det."),
            ),
        ]
