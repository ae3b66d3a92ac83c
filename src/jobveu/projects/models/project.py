from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Lower
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    DatePrecision,
    Initiative,
    PhaseNumber,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)


class Project(models.Model):
    """A Job-VEU project. Its office follows from its council; its phase from its evidence.

    `current_phase` is kept by journeys.phases in the transaction of whatever changed the evidence, so that
    lists can be filtered by it; pages show what is computed.
    """

    title = models.CharField(_("Titel"), max_length=200)
    description = models.TextField(_("Kort beskrivelse"), blank=True)
    type = models.CharField(_("Projekttype"), max_length=20, choices=ProjectType)
    status = models.CharField(_("Status"), max_length=20, choices=ProjectStatus, default=ProjectStatus.ACTIVE)
    status_reason = models.CharField(_("Begrundelse"), max_length=500, blank=True)
    council = models.ForeignKey(
        "reference.Council", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Råd")
    )
    """Unknown (null) only for a case taken from a publication that does not name it; so with `industry`,
    `initiative` and `start_date`."""
    industry = models.ForeignKey(
        "reference.Industry",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("Branche (DB07)"),
    )
    target_groups = ArrayField(
        models.CharField(max_length=20, choices=TargetGroup), default=list, verbose_name=_("Målgrupper")
    )
    initiative = models.CharField(_("Initiativ fra"), max_length=30, choices=Initiative, blank=True)
    initiative_organisation = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="initiated_projects",
        verbose_name=_("Hvem tog initiativet?"),
    )
    coordinator = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinated_projects",
        verbose_name=_("Koordinator"),
    )
    coordinator_role = models.CharField(
        _("Koordinatorens rolle"), max_length=20, choices=CoordinatorRole, blank=True
    )
    coordinating_organisation = models.ForeignKey(
        "actors.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_over_projects",
        verbose_name=_("Overdraget til"),
    )
    area_kind = models.CharField(
        _("Mangel- eller indsatsområde"), max_length=20, choices=AreaKind, blank=True
    )
    area_basis = models.CharField(
        _("Hvad bygger det på?"),
        max_length=500,
        blank=True,
    )
    start_date = models.DateField(_("Startdato"), null=True, blank=True)
    start_precision = models.CharField(
        max_length=10, choices=DatePrecision, default=DatePrecision.DAY, verbose_name=_("Datoens præcision")
    )
    end_date = models.DateField(_("Slutdato"), null=True, blank=True)
    start_year = models.GeneratedField(
        expression=ExtractYear("start_date"), output_field=models.IntegerField(), db_persist=True
    )
    """The one year the project is counted in (def.count.project_once)."""
    reported_participants = models.PositiveIntegerField(
        _("Deltagere i alt, som ikke er registreret enkeltvis"), null=True, blank=True
    )
    """How many persons were on at least one course of the project (def.count.participant), each counted once, where
    only the number is known: the project comes from an older register. None: nobody has told. It holds for the
    whole project, and stands in the place of the courses' own numbers, which count whoever was on two of them
    twice; whoever a job centre has registered comes on top."""
    current_phase = models.PositiveSmallIntegerField(choices=PhaseNumber, default=PhaseNumber.NEED)
    published_at = models.DateTimeField(null=True, blank=True)
    template = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="started_from_it"
    )
    source_note = models.CharField(_("Kilde"), max_length=300, blank=True)
    """Where the facts come from when the project was not registered here (the evaluation's cases)."""
    source_key = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    """By which the program finds a case that it ships with again, whatever its title has become."""
    synthetic = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="project_title_given",
                violation_error_message=_("Skriv en titel."),
            ),
            known_choice(
                "type",
                ProjectType,
                name="project_exactly_one_type",
                message=_("Et projekt har præcis én af de fire typer."),
            ),
            known_choice("status", ProjectStatus, name="project_status_known", message=_("Vælg en status.")),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="project_dates_in_order",
                violation_error_message=_("Slutdatoen skal ligge efter startdatoen."),
            ),
            models.CheckConstraint(
                condition=~Q(status=ProjectStatus.CANCELLED) | ~Q(status_reason=""),
                name="project_cancelled_with_reason",
                violation_error_message=_("Skriv, hvorfor projektet er opgivet."),
            ),
            models.CheckConstraint(
                condition=~Q(status=ProjectStatus.COMPLETED) | Q(end_date__isnull=False) | ~Q(source_note=""),
                name="project_completed_with_end",
                violation_error_message=_("Skriv, hvornår projektet sluttede."),
                violation_error_code="end_date",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(description=""),
                name="project_published_with_description",
                violation_error_message=_(
                    "Et offentligt projekt skal have en kort beskrivelse. Offentligheden ser den."
                ),
                violation_error_code="description",
            ),
            models.CheckConstraint(
                condition=Q(target_groups__contained_by=TargetGroup.values),
                name="project_target_groups_known",
                violation_error_message=_("Vælg målgrupper fra listen."),
            ),
            known_choice(
                "current_phase",
                PhaseNumber,
                name="project_phase_known",
                message=_("Projektets fase skal være en af de fem."),
            ),
            known_choice(
                "initiative",
                Initiative,
                name="project_initiative_known",
                message=_("Vælg initiativtageren fra listen."),
                blank=True,
            ),
            known_choice(
                "area_kind",
                AreaKind,
                name="project_area_known",
                message=_("Vælg mangel- eller indsatsområdet fra listen."),
                blank=True,
            ),
            known_choice(
                "coordinator_role",
                CoordinatorRole,
                name="project_coordinator_role_known",
                message=_("Vælg koordinatorens rolle fra listen."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=~Q(area_kind__in=[AreaKind.SHORTAGE, AreaKind.FOCUS]) | ~Q(area_basis=""),
                name="project_area_with_basis",
                violation_error_message=_("Skriv, hvad mangel- eller indsatsområdet bygger på."),
            ),
            models.CheckConstraint(
                condition=~Q(source_note="")
                | Q(council__isnull=False, industry__isnull=False, start_date__isnull=False)
                & ~Q(initiative=""),
                name="project_complete_unless_from_source",
                violation_error_message=_("Et projekt skal have råd, branche, startdato og initiativtager."),
            ),
            models.UniqueConstraint(
                "source_key",
                condition=~Q(source_key=""),
                name="project_source_key_once",
                violation_error_message=_("Casen er allerede registreret."),
            ),
            models.CheckConstraint(
                condition=Q(source_key="") | ~Q(source_note=""),
                name="project_case_with_source",
                violation_error_message=_("Skriv, hvor casen kommer fra."),
            ),
            models.CheckConstraint(
                condition=Q(reported_participants__isnull=True) | Q(reported_participants__gte=0),
                name="project_reported_participants_not_negative",
                violation_error_message=_("Antallet af deltagere kan ikke være negativt."),
            ),
            known_choice(
                "start_precision",
                DatePrecision,
                name="project_start_precision_known",
                message=_("Vælg, hvor præcis startdatoen er."),
            ),
        ]
        indexes = [
            models.Index(F("start_date").desc(nulls_last=True), F("id").desc(), name="project_newest"),
            models.Index(
                "council", F("start_date").desc(nulls_last=True), F("id").desc(), name="project_by_council"
            ),
            models.Index(DanishSortKey("title"), "id", name="project_sort"),
            models.Index("coordinator", "start_date", name="project_by_coordinator"),
            models.Index("status", "current_phase", name="project_status_phase"),
            models.Index("current_phase", "id", name="project_by_phase"),
            models.Index("type", "start_year", name="project_type_year"),
            models.Index("initiative", "start_year", name="project_initiative_year"),
            models.Index("coordinator_role", "start_year", name="project_role_year"),
            models.Index("area_kind", "start_year", name="project_area_year"),
            models.Index(
                models.F("published_at").desc(),
                "id",
                name="project_published",
                condition=Q(published_at__isnull=False),
            ),
            GinIndex("target_groups", name="project_target_groups"),
            GinIndex(OpClass(Lower("title"), name="gin_trgm_ops"), name="project_title_trgm"),
        ]


class Party(models.Model):
    """An organisation that takes part in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("actors.Organisation", on_delete=models.PROTECT, related_name="parties")
    joined_on = models.DateField(_("Med fra"), null=True, blank=True)
    """Unknown (null) only in a case taken from a publication (operations.cases); so with the dates of its
    seats, endorsements and commitments."""
    in_first_dialogue = models.BooleanField(_("Var med i den første dialog om behovet"), default=False)
    defines_content = models.BooleanField(_("Er med til at fastlægge det faglige indhold"), default=False)
    note = models.CharField(_("Opgave i projektet"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "organisation",
                name="party_once",
                violation_error_message=_("Organisationen er allerede part i projektet."),
            ),
        ]
        indexes = [models.Index("organisation", "project", name="party_by_organisation")]


class ProjectDialogue(models.Model):
    """Ties a conversation with an organisation (actors) to the project it was about."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="dialogues")
    dialogue = models.OneToOneField("actors.Dialogue", on_delete=models.CASCADE, related_name="for_project")

    history = History(parent="project")


class SetAside(models.Model):
    """An indicator that a project does not use, with the reason: set aside, not faked."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="set_aside")
    indicator = models.CharField(max_length=40)
    reason = models.CharField(_("Begrundelse"), max_length=500)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    at = models.DateTimeField()

    history = History(parent="project")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "indicator",
                name="set_aside_once",
                violation_error_message=_("Indikatoren er allerede sat til side."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="set_aside_with_reason",
                violation_error_message=_("Skriv, hvorfor indikatoren ikke bruges i projektet."),
            ),
        ]
