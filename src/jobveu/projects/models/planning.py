"""Kick-off: steering group, meetings, the project plan in versions, tasks, and companies' commitments."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.projects.enums import CommitmentKind, MeetingKind, PhaseNumber
from jobveu.projects.models.project import Project


class SteeringSeat(models.Model):
    """A party's seat in the steering group; `contact` names who sits in it, where known."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="steering_seats")
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="steering_seats", verbose_name=_("Part")
    )
    contact = models.ForeignKey("actors.Contact", on_delete=models.SET_NULL, null=True, blank=True)
    chairs = models.BooleanField(_("Formand"), default=False)
    since = models.DateField(_("Siden"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "organisation",
                name="steering_seat_once",
                violation_error_message=_("Organisationen sidder allerede i styregruppen."),
            ),
            models.UniqueConstraint(
                "project",
                condition=Q(chairs=True),
                name="steering_one_chair",
                violation_error_message=_("Styregruppen har allerede en formand."),
            ),
        ]


class Meeting(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(_("Mødetype"), max_length=20, choices=MeetingKind)
    starts_at = models.DateTimeField(_("Tidspunkt"))
    place = models.CharField(_("Sted"), max_length=200, blank=True)
    agenda = models.TextField(_("Dagsorden"), blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            known_choice(
                "kind", MeetingKind, name="meeting_kind_known", message=_("Vælg mødetypen fra listen.")
            ),
        ]
        indexes = [models.Index("project", models.F("starts_at").desc(), name="meeting_by_project")]


class MeetingAttendance(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="+")

    history = History(parent="meeting")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "meeting",
                "organisation",
                name="attendance_once",
                violation_error_message=_("Organisationen står allerede på deltagerlisten."),
            ),
        ]


class MinutesVersion(models.Model):
    """A meeting's minutes. A version is never changed; the newest counts."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveIntegerField()
    text = models.TextField(_("Referat"))
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    written_at = models.DateTimeField()

    history = History(parent="meeting")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "meeting",
                "number",
                name="minutes_version_number_once",
                violation_error_message=_("En anden har gemt et nyt referat imens."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(text=""),
                name="minutes_version_given",
                violation_error_message=_("Skriv referatet."),
            ),
        ]


class PlanVersion(models.Model):
    """The project plan (def.phase3.ind1). A version is never changed; the newest counts."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plan_versions")
    number = models.PositiveIntegerField()
    purpose = models.TextField(_("Formål"))
    target_group = models.TextField(_("Målgruppe"))
    upskilling_need = models.TextField(_("Opkvalificeringsbehov"))
    matching_model = models.TextField(_("Match- og indslusningsmodel"))
    change_note = models.CharField(_("Hvad er ændret?"), max_length=300, blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    written_at = models.DateTimeField()

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "number",
                name="plan_version_number_once",
                violation_error_message=_("En anden har gemt en ny version af planen imens."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1)
                & ~Q(purpose="")
                & ~Q(target_group="")
                & ~Q(upskilling_need="")
                & ~Q(matching_model=""),
                name="plan_version_complete",
                violation_error_message=_(
                    "Planen skal have formål, målgruppe, opkvalificeringsbehov og match- og indslusningsmodel."
                ),
            ),
        ]


class Task(models.Model):
    """A line of the process and time plan (def.phase3.ind2): what, by whom, by when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("Opgave"), max_length=200)
    description = models.TextField(_("Beskrivelse"), blank=True)
    phase = models.PositiveSmallIntegerField(_("Fase"), choices=PhaseNumber)
    responsible = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("Ansvarlig part"),
    )
    due_on = models.DateField(_("Frist"), null=True, blank=True)
    done_on = models.DateField(_("Udført den"), null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="task_title_given",
                violation_error_message=_("Skriv, hvad der skal gøres."),
            ),
            known_choice(
                "phase", PhaseNumber, name="task_phase_known", message=_("Vælg en af de fem faser.")
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
                violation_error_message=_("Skriv, hvem der har udført opgaven."),
            ),
        ]
        indexes = [
            models.Index("project", "due_on", name="task_by_project"),
            models.Index("responsible", "due_on", name="task_open", condition=Q(done_on__isnull=True)),
        ]


class Commitment(models.Model):
    """A letter of intent or a hiring guarantee (def.phase3.ind3), by a company or by an association for
    its companies."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(_("Type"), max_length=20, choices=CommitmentKind)
    organisation = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("Afgivet af"),
    )
    head_count = models.PositiveIntegerField(_("Antal personer"), null=True, blank=True)
    on_behalf_of = models.CharField(_("Gælder for virksomhederne"), max_length=300, blank=True)
    """The companies that an association speaks for, in its own words ("de fire medlemmer i Randers")."""
    conditions = models.TextField(_("Betingelser"), blank=True)
    content_matches = models.BooleanField(
        _("Det faglige indhold svarer til vores efterspørgsel efter arbejdskraft"), default=True
    )
    given_on = models.DateField(_("Dato"), null=True, blank=True)
    shown_by = models.CharField(_("Hvad viser det?"), max_length=300, blank=True)
    """What shows the commitment when somebody else than the organisation itself recorded it."""
    withdrawn_on = models.DateField(_("Trukket tilbage den"), null=True, blank=True)
    withdrawn_reason = models.CharField(
        _("Hvorfor er tilsagnet trukket tilbage?"), max_length=300, blank=True
    )
    """A withdrawn commitment stays on record, and is no evidence any longer."""
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True)
    """None in a case that the program ships with; so may `given_on` be there."""
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            known_choice(
                "kind",
                CommitmentKind,
                name="commitment_kind_known",
                message=_("Vælg tilsagnets type fra listen."),
            ),
            models.CheckConstraint(
                condition=Q(head_count__isnull=True) | Q(head_count__gte=1),
                name="commitment_head_count_positive",
                violation_error_message=_("Antallet af personer skal være mindst 1."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=CommitmentKind.HIRING_GUARANTEE) | Q(head_count__isnull=False),
                name="commitment_guarantee_with_head_count",
                violation_error_message=_("Skriv, hvor mange personer ansættelsesgarantien gælder for."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__gte=F("given_on")) & ~Q(withdrawn_reason="")),
                name="commitment_withdrawn_with_reason",
                violation_error_message=_(
                    "Et tilsagn trækkes tilbage med en begrundelse, og tidligst den dag, det blev givet."
                ),
            ),
        ]
