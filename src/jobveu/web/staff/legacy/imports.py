"""Pages of imports: the list, uploading a file, what was found in it, importing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.legacy.columns import COLUMNS
from jobveu.legacy.enums import ImportState, RowKind, Severity
from jobveu.legacy.operations import imports as operations
from jobveu.legacy.operations.files import take_file
from jobveu.legacy.problems import CODES
from jobveu.legacy.queries import imports as queries
from jobveu.reference.queries import offices
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.lists.columns import shown
from jobveu.web.staff.legacy.on_import import (
    OnImport,
    import_title,
    imports_of_all_offices,
    own_offices,
    state_badge,
    state_words,
)
from jobveu.web.ui import Crumb

GROUPS_SHOWN = 40


class ImportList(ListPage):
    action = Action.IMPORT_REGISTER
    title = gettext_lazy("Import af et ældre register")
    intro = gettext_lazy(
        "Hent projekter, aktører, kurser og deltagertal fra regneark og fra det gamle system. Filen kontrolleres, før "
        "noget skrives, og den importeres helt eller slet ikke. Importeres den igen, rettes det, der har ændret sig."
    )
    unit = ngettext_lazy("import", "importer")
    default_sort = "-number"
    export_name = "importer"
    columns = (
        Column(
            "id",
            gettext_lazy("Nr."),
            sort="number",
            value=lambda row: str(row.id),
            link=lambda row: reverse("import", args=[row.id]),
        ),
        Column("file_name", gettext_lazy("Fil"), width=30),
        Column("kind", gettext_lazy("Indhold"), value=lambda row: short_kind(row.kind)),
        Column("system", gettext_lazy("Gammelt system"), only_export=True),
        Column(
            "office_name",
            gettext_lazy("Arbejdsmarkedskontor"),
            value=lambda row: row.office_name or _("Alle"),
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            value=lambda row: state_words(row),
            badge=lambda row: state_badge(row),
        ),
        Column(
            "rows", gettext_lazy("Rækker"), value=lambda row: row.rows or None
        ),  # none are known before it is read
        Column("uploaded_by", gettext_lazy("Uploadet af")),
        Column("uploaded_at", gettext_lazy("Hvornår")),
    )
    empty = EmptyState(
        gettext_lazy("Intet er importeret endnu"),
        gettext_lazy("Begynd med projekterne. Aktører, kurser og deltagere hører til dem."),
    )

    def actions(self) -> Sequence[ActionLink]:
        return (
            ActionLink(_("Importér en fil"), reverse("import_upload")),
            ActionLink(_("Gemte koblinger"), reverse("mapping_list"), "secondary"),
        )

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Import")),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.ImportRow]:
        return queries.imports(by=self.actor, sort=sort, window=window)


class RegisterField(forms.FileField):
    """One file, not looked into yet: that takes the sheet as well (operations.files.take_file)."""

    widget = forms.FileInput
    width = "width-xl"
    default_error_messages = {"required": gettext_lazy("Vælg en fil.")}

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class UploadForm(Form):
    file = RegisterField(label=gettext_lazy("Fil"))
    kind = ChoiceField(label=gettext_lazy("Hvad er der i rækkerne?"), enum=RowKind, radio=True)
    system = TextField(
        label=gettext_lazy("Hvilket system kommer filen fra?"),
        help_text=gettext_lazy(
            "Skriv det samme hver gang. En række kendes igen på systemet og sit nummer i det, også når den importeres igen."
        ),
        max_length=40,
        width="char-27",
    )
    office_id = ChoiceField(
        label=gettext_lazy("Hvis projekter er det?"),
        help_text=gettext_lazy("Projekter uden råd kommer på det kontors liste over det, der skal rettes."),
        required=False,
        empty_label=gettext_lazy("Alle kontorers"),
    )
    sheet = TextField(
        label=gettext_lazy("Ark i projektmappen"),
        help_text=gettext_lazy("Kun hvis det er et andet end det første."),
        max_length=100,
        required=False,
        width="char-27",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt"
        self.fields["file"].help_text = _(
            "En projektmappe (XLSX) eller en tekstfil (CSV) på højst %(size)s MB med kolonnenavne over rækkerne."
        ) % {"size": settings.REGISTER_BYTES >> 20}


class ImportUpload(FormPage):
    action = Action.IMPORT_REGISTER
    takes_files = True
    most_bytes = "REGISTER_BYTES"
    form_class = UploadForm
    template_name = "staff/legacy/upload.html"
    title = gettext_lazy("Importér en fil")
    submit_label = gettext_lazy("Upload, og kobl kolonnerne")

    @property
    def cancel_url(self) -> str:
        return reverse("import_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Import"), reverse("import_list")), Crumb(str(self.title)))

    def initial(self) -> Mapping[str, Any]:
        return {"system": "VIREGO", "kind": RowKind.PROJECTS}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        if imports_of_all_offices(self.actor):
            return {"office_id": [(row.id, row.name) for row in offices()]}
        return {"office_id": list(own_offices(self.actor).items())}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if not imports_of_all_offices(self.actor) and len(own_offices(self.actor)) == 1:
            del form.fields["office_id"]
        return form

    def context(self) -> Mapping[str, Any]:
        return {
            "kinds": [(short_kind(kind), columns) for kind, columns in COLUMNS.items()],
            "is_scanned": settings.CLAMD is not None,
        }

    def save(self, form: Form) -> str:
        typed = dict(form.cleaned_data)
        sent, sheet = typed.pop("file"), typed.pop("sheet")
        if not typed.get("office_id") and not imports_of_all_offices(self.actor):
            typed["office_id"] = next(iter(own_offices(self.actor)))
        try:
            file = take_file(content=sent.file, name=sent.name or "", size=sent.size or 0, sheet=sheet)
        except DomainError as error:
            raise DomainError(error.message, field=error.field or "file") from error
        return reverse("import_map", args=[operations.upload(by=self.actor, at=self.now, file=file, **typed)])


class ImportShow(OnImport):
    """Where the import stands, and what was found. While something is under way a browser with scripts asks for
    the changing part alone, every other second."""

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        groups = queries.problem_groups(import_id=self.of.id, kind=self.of.kind)
        values = {
            "title": import_title(self.of),
            "crumbs": (Crumb(_("Import"), reverse("import_list")), Crumb(import_title(self.of))),
            "of": self.of,
            "kind": short_kind(self.of.kind),
            "state": state_words(self.of),
            "state_badge": state_badge(self.of),
            "project_list_url": reverse("project_list"),
            "groups": groups[:GROUPS_SHOWN],
            "groups_left": max(0, len(groups) - GROUPS_SHOWN),
            "may_import": self.of.state is ImportState.CHECKED and not self.of.errors,
            "shows_outcome": self.of.rows and not self.of.errors,
        }
        part = (
            "staff/legacy/import_state.html"
            if request.headers.get("HX-Request")
            else "staff/legacy/import.html"
        )
        return render(request, part, values)


class ProblemFilters(FilterForm):
    severity = ChoiceField(label=gettext_lazy("Alvor"), enum=Severity)
    column = ChoiceField(label=gettext_lazy("Kolonne"), coerce=str)
    code = ChoiceField(label=gettext_lazy("Hvad er der galt?"), coerce=str)


class ImportProblems(OnImport, ListPage):
    title = gettext_lazy("Fejl og bemærkninger")
    intro = gettext_lazy(
        "Rækkernes numre er dem, regnearket viser. En fil med fejl kan ikke importeres; bemærkninger spærrer ikke."
    )
    unit = ngettext_lazy("fejl eller bemærkning", "fejl og bemærkninger")
    filters = ProblemFilters
    default_sort = "-severity"
    export_name = "fejl-i-fil"
    columns = (
        Column("row", gettext_lazy("Række"), sort="row"),
        Column(
            "header",
            gettext_lazy("Kolonne i filen"),
            sort="column",
            value=lambda row: row.header or row.column,
            width=25,
        ),
        Column(
            "severity",
            gettext_lazy("Alvor"),
            sort="severity",
            value=lambda row: row.severity.label,
            badge=lambda row: "error" if row.severity is Severity.ERROR else "warning",
        ),
        Column("value", gettext_lazy("Der står"), width=30),
        Column("message", gettext_lazy("Hvad er der galt?"), width=60),
    )
    empty = EmptyState(gettext_lazy("Der er hverken fejl eller bemærkninger"))

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        """What there is in this file, of all that there could be."""
        groups = queries.problem_groups(import_id=self.of.id, kind=self.of.kind)
        columns = {group.column_key for group in groups}
        codes = {group.code for group in groups}
        return {
            "column": [
                (column.key, column.label) for column in COLUMNS[self.of.kind] if column.key in columns
            ],
            "code": [
                (code, str(known.message) % {"value": "", "detail": "…"})
                for code, known in CODES.items()
                if code in codes
            ],
        }

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.ProblemRow]:
        return queries.problems(of=self.of, sort=sort, window=window, **criteria)


class ImportRun(OnImport, ConfirmPage):
    question = gettext_lazy("Vil du importere filen?")
    submit_label = gettext_lazy("Importér")
    success_message = gettext_lazy("Importen er sat i gang.")
    danger = False

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("Nye: %(created)s, ændrede: %(updated)s, uændrede: %(unchanged)s.")
            % {
                "created": shown(self.of.created),
                "updated": shown(self.of.updated),
                "unchanged": shown(self.of.unchanged),
            },
            _("Hele filen importeres. Går noget galt undervejs, bliver intet af den stående."),
            _(
                "Det, der er rettet her i systemet, bliver stående, medmindre det gamle system har ændret det samme."
            ),
            _("Filen slettes, når den er importeret."),
        )

    def save(self, form: Form) -> str:
        operations.order_import(by=self.actor, at=self.now, import_id=self.of.id)
        return self.import_url


class ImportDiscard(OnImport, ConfirmPage):
    question = gettext_lazy("Vil du kassere filen?")
    submit_label = gettext_lazy("Kassér filen")
    success_message = gettext_lazy("Filen er kasseret. Intet af den er importeret.")
    consequences = (
        gettext_lazy("Filen slettes, og intet af den kommer i registret."),
        gettext_lazy("Du kan uploade den igen senere."),
    )

    def save(self, form: Form) -> str:
        operations.discard(by=self.actor, at=self.now, import_id=self.of.id)
        return reverse("import_list")


_SHORT: Mapping[RowKind, Any] = {
    RowKind.PROJECTS: gettext_lazy("Projekter"),
    RowKind.ACTORS: gettext_lazy("Aktører"),
    RowKind.COURSES: gettext_lazy("Kurser"),
    RowKind.PARTICIPANTS: gettext_lazy("Deltagere"),
}


def short_kind(kind: RowKind) -> str:
    return str(_SHORT[kind])
