from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.history import AppendOnly, History, NotTracked


class Snapshot(models.Model):
    """A copy of the facts as they were at one moment. The database lets nobody change or delete it."""

    name = models.CharField(_("Navn"), max_length=60)
    day = models.DateField(_("Opgjort den"))
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True)
    """None where a command on the machine took it."""
    format = models.SmallIntegerField()
    """How the facts are written (facts.codes.FORMAT)."""
    rules = models.CharField(max_length=20)
    """The version of the counting rules that held when it was taken (figures.RULES)."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the parts, in order."""
    projects = models.IntegerField()
    participations = models.BigIntegerField()
    synthetic = models.BooleanField()

    history = AppendOnly("It is the register of snapshots, which are never changed.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"^[0-9a-zæøå]([0-9a-zæøå._-]*[0-9a-zæøå])?$"),
                name="snapshot_name_plain",
                violation_error_message=_(
                    "Et øjebliksbilledes navn består af små bogstaver, cifre, punktum, bindestreg og understregning."
                ),
            ),
            models.UniqueConstraint(
                "name",
                name="snapshot_name_once",
                violation_error_message=_("Der findes allerede et øjebliksbillede med det navn."),
            ),
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="snapshot_newest")]


class SnapshotPart(models.Model):
    """A piece of a snapshot's content, compressed."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="parts")
    number = models.IntegerField()
    content = models.BinaryField()

    history = AppendOnly("It is what a snapshot consists of.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "snapshot",
                "number",
                name="snapshot_part_once",
                violation_error_message=_("Delen findes allerede i øjebliksbilledet."),
            ),
        ]


class SnapshotDisclosure(models.Model):
    """Which counts of a snapshot may be shown, as this version of the program decided it (keeping.version)."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="disclosures")
    version = models.CharField(max_length=20)
    decided_at = models.DateTimeField()
    content = models.BinaryField()

    history = AppendOnly("It is what was decided of a snapshot, which is never changed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "snapshot",
                "version",
                name="snapshot_disclosure_once",
                violation_error_message=_("Det er allerede afgjort, hvad der vises af øjebliksbilledet."),
            ),
        ]


class RegisterReading(models.Model):
    """The facts of the register as they were read last, with which counts of them may be shown (readings.py)."""

    read_at = models.DateTimeField()
    version = models.CharField(max_length=20)
    """Of what was decided (keeping.version)."""
    format = models.SmallIntegerField()
    """How the facts are written (facts.codes.FORMAT)."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the parts, in order."""
    parts = ArrayField(models.BinaryField())
    disclosure = models.BinaryField()

    history = NotTracked("It is a copy of what the register was minutes ago; the next takes its place.")


class LabourForceNumber(models.Model):
    """How many there were in the labour force of a council's area in a year, and who says so."""

    council = models.ForeignKey("reference.Council", on_delete=models.PROTECT, related_name="labour_force")
    year = models.PositiveSmallIntegerField()
    persons = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    history = History()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "council",
                "year",
                name="labour_force_once",
                violation_error_message=_("Rådets arbejdsstyrke i det år er allerede oplyst."),
            ),
            models.CheckConstraint(
                condition=Q(persons__gt=0),
                name="labour_force_some",
                violation_error_message=_("Arbejdsstyrken er et antal personer over 0."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2099),
                name="labour_force_year",
                violation_error_message=_("Arbejdsstyrken er for et år fra 1900 til 2099."),
            ),
        ]


class Goal(models.Model):
    """What a council aims at for the projects that begin in a year, of those that are carried through."""

    council = models.ForeignKey(
        "reference.Council", on_delete=models.PROTECT, related_name="goals", verbose_name=_("Råd")
    )
    year = models.PositiveSmallIntegerField(_("År"))
    projects = models.PositiveIntegerField(_("Projekter"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("Deltagere"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = History()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "council",
                "year",
                name="goal_once",
                violation_error_message=_("Der er allerede sat mål for rådet i det år."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2018, year__lte=2199),
                name="goal_year",
                violation_error_message=_("Et mål er for et år fra 2018 og frem."),
            ),
            models.CheckConstraint(
                condition=Q(projects__isnull=True) | Q(projects__gte=0),
                name="goal_projects_not_negative",
                violation_error_message=_("Et mål for projekter kan ikke være under 0."),
            ),
            models.CheckConstraint(
                condition=Q(participants__isnull=True) | Q(participants__gte=0),
                name="goal_participants_not_negative",
                violation_error_message=_("Et mål for deltagere kan ikke være under 0."),
            ),
        ]


class TextTheme(models.Model):
    """What answers in words are about, as whoever reads a round's answers names it."""

    round = models.ForeignKey("surveys.SurveyRound", on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(_("Tema"), max_length=80)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    history = History()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="text_theme_name_given",
                violation_error_message=_("Giv temaet et navn."),
            ),
            models.UniqueConstraint(
                "round",
                "name",
                name="text_theme_once",
                violation_error_message=_("Runden har allerede et tema med det navn."),
            ),
        ]


class ThemedText(models.Model):
    """A named person has found that an answer in words is about a theme. The words stay in the sheet, and go with it."""

    theme = models.ForeignKey(TextTheme, on_delete=models.CASCADE, related_name="texts")
    sheet = models.ForeignKey("surveys.AnswerSheet", on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=60)
    coded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    coded_at = models.DateTimeField()

    history = History(parent="theme")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(item=""),
                name="themed_text_item_given",
                violation_error_message=_("Et svar hører til et spørgsmål."),
            ),
            models.UniqueConstraint(
                "theme",
                "sheet",
                "item",
                name="themed_text_once",
                violation_error_message=_("Svaret har allerede det tema."),
            ),
        ]
