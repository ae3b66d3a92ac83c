"""Imports of an older register: the files, what was wrong with them, and which record of ours came of which of theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History, NotTracked
from jobveu.legacy.enums import ImportState, RowKind


class ColumnMapping(models.Model):
    """Which columns of a file are which of ours, saved under a name to be used again."""

    name = models.CharField(_("Navn"), max_length=100)
    kind = models.CharField(_("Hvad er der i rækkerne?"), max_length=20, choices=RowKind)
    columns = models.JSONField(default=dict)
    """The name of the file's column by the key of ours (columns.COLUMNS)."""
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind",
                "name",
                name="column_mapping_name_once",
                violation_error_message=_("Der er allerede gemt en kobling med det navn."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="column_mapping_name_given",
                violation_error_message=_("Giv koblingen et navn."),
            ),
            known_choice(
                "kind",
                RowKind,
                name="column_mapping_kind_known",
                message=_("Vælg fra listen, hvad der er i rækkerne."),
            ),
        ]


class Import(models.Model):
    """One file of an older register on its way in. Its content lies in the store of attachments under `stored_as`
    until it is imported or discarded; nothing of it is in the register before, and then all of it."""

    kind = models.CharField(_("Hvad er der i rækkerne?"), max_length=20, choices=RowKind)
    system = models.CharField(_("Gammelt system"), max_length=40)
    office = models.ForeignKey(
        "reference.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Arbejdsmarkedskontor"),
    )
    """Whose projects they are; None: of all offices."""
    file_name = models.CharField(_("Fil"), max_length=200)
    sheet = models.CharField(_("Ark"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("Størrelse"))
    stored_as = models.UUIDField(null=True, blank=True)
    header = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    """The first cells below each name of the header, for whoever maps the columns; emptied with the file."""
    columns = models.JSONField(default=dict)
    state = models.CharField(_("Status"), max_length=20, choices=ImportState, default=ImportState.MAPPING)
    progress = models.PositiveSmallIntegerField(default=0)
    """Of the step under way, in per cent."""
    rows = models.PositiveIntegerField(_("Rækker"), default=0)
    errors = models.PositiveIntegerField(_("Fejl"), default=0)
    warnings = models.PositiveIntegerField(_("Bemærkninger"), default=0)
    created = models.PositiveIntegerField(_("Nye"), default=0)
    updated = models.PositiveIntegerField(_("Ændrede"), default=0)
    unchanged = models.PositiveIntegerField(_("Uændrede"), default=0)
    failure = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    ordered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who had it imported."""
    finished_at = models.DateTimeField(null=True, blank=True)
    """When it was imported or discarded."""

    history = History(sealed=("samples",), ignored=("progress",))

    class Meta:
        constraints = [
            known_choice(
                "kind",
                RowKind,
                name="import_kind_known",
                message=_("Vælg fra listen, hvad der er i rækkerne."),
            ),
            known_choice(
                "state", ImportState, name="import_state_known", message=_("Importens status er ukendt.")
            ),
            models.CheckConstraint(
                condition=~Q(system="") & ~Q(file_name=""),
                name="import_says_where_from",
                violation_error_message=_("Skriv, hvilket system filen kommer fra."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=0)
                & Q(progress__gte=0)
                & Q(rows__gte=0)
                & Q(errors__gte=0)
                & Q(warnings__gte=0)
                & Q(created__gte=0)
                & Q(updated__gte=0)
                & Q(unchanged__gte=0),
                name="import_numbers_not_negative",
                violation_error_message=_("Antal kan ikke være negative."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.IMPORTED) | Q(errors=0, ordered_by__isnull=False),
                name="import_without_errors",
                violation_error_message=_("En fil med fejl kan ikke importeres."),
            ),
        ]
        indexes = [models.Index(F("id").desc(), "office", name="import_newest")]


class ImportProblem(models.Model):
    """Something that is wrong in a file, by row and column (problems.Problem)."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=40)
    is_error = models.BooleanField()
    value = models.CharField(max_length=100, blank=True)
    detail = models.CharField(max_length=400, blank=True)

    history = NotTracked("It says what was wrong with a file; every check of the file writes it anew.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(row__gte=0),
                name="import_problem_row_not_negative",
                violation_error_message=_("En række kan ikke have et negativt nummer."),
            ),
        ]
        indexes = [
            models.Index("of_import", F("is_error").desc(), "row", "id", name="import_problem_in_order")
        ]


class Origin(models.Model):
    """Which record of ours came of which record of the old system. `key` is the old id in the form in which two
    are the same (values.id_key), `old_id` as it was written; `values` what the old system said of it last, by our
    columns: what has been corrected here since stays, unless the old system has changed the same."""

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=RowKind)
    key = models.CharField(max_length=80)
    old_id = models.CharField(_("Gammelt nummer"), max_length=80)
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="origins")
    course = models.ForeignKey(
        "education.Course", on_delete=models.CASCADE, null=True, blank=True, related_name="origins"
    )
    office = models.ForeignKey(
        "reference.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who imported it: where its project has no council, the office that has to find it."""
    values = models.JSONField(default=dict)
    of_import = models.ForeignKey(
        Import, on_delete=models.SET_NULL, null=True, blank=True, related_name="origins"
    )
    """The last one that told of it."""

    history = NotTracked(
        "It repeats what a file said; what came of it is in the history of the record itself."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "system",
                "kind",
                "key",
                name="origin_once",
                violation_error_message=_("Rækken er allerede importeret."),
            ),
            known_choice(
                "kind",
                RowKind,
                name="origin_kind_known",
                message=_("Vælg fra listen, hvad der er i rækkerne."),
            ),
        ]


class Participation(models.Model):
    """That somebody took part, as a row of the old system said it: nobody is told apart from others but by a keyed
    hash, kept only so that the same row is counted once when it is imported again."""

    system = models.CharField(max_length=40)
    key_hash = models.BinaryField(max_length=16)
    """Of the row's old id."""
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(
        "education.Course", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    person_hash = models.BinaryField(max_length=16)
    """Of the participant's old id within the project: across projects nobody can be followed."""

    history = NotTracked("Its numbers are what counts, and they are in the history of projects and courses.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "system",
                "key_hash",
                name="participation_once",
                violation_error_message=_("Rækken er allerede importeret."),
            ),
        ]
