"""Saying which columns of a file are which of ours, and the mappings that have been saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.common.concurrency import version_of
from jobveu.common.paging import RowPage, Sort, Window, page_of_read
from jobveu.common.sorting import danish_sort_key
from jobveu.legacy.columns import COLUMNS, guess
from jobveu.legacy.operations import imports as operations
from jobveu.legacy.queries.imports import MappingRow, best_mapping, mappings
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage, TextField
from jobveu.web.lists import Column, EmptyState, ListPage
from jobveu.web.staff.legacy.imports import short_kind
from jobveu.web.staff.legacy.on_import import OnImport, import_title
from jobveu.web.ui import Crumb

_SAMPLE_LENGTH = 40


class MapForm(Form):
    """The columns are added by the page: one field for each of ours."""

    save_as = TextField(
        label=gettext_lazy("Gem koblingen under et navn"),
        help_text=gettext_lazy("Så foreslås den, næste gang en fil har de samme kolonner."),
        max_length=100,
        required=False,
        width="char-27",
    )


class ImportMap(OnImport, FormPage):
    form_class = MapForm
    template_name = "staff/legacy/map.html"
    title = gettext_lazy("Kobl kolonnerne")
    intro = gettext_lazy(
        "Vælg for hver oplysning den kolonne i filen, den står i. Kolonner, der ikke vælges, læses ikke."
    )
    submit_label = gettext_lazy("Kontrollér filen")

    def prepare(self) -> None:
        super().prepare()
        if self.of.is_over:
            raise Http404

    @cached_property
    def saved(self) -> tuple[MappingRow, ...]:
        return mappings(kind=self.of.kind)

    @cached_property
    def used(self) -> MappingRow | None:
        """The saved mapping that the form opens with: the one asked for, or the one that fits."""
        asked = self.request.GET.get("kobling", "")
        if asked:
            return next((row for row in self.saved if str(row.id) == asked), None)
        return None if self.of.columns else best_mapping(self.saved, self.of.header)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        options = list(zip(self.of.header, self._labels(), strict=True))
        last = form.fields.pop("save_as")
        for column in COLUMNS[self.of.kind]:
            form.fields[column.key] = ChoiceField(
                label=column.label,
                help_text=column.hint,
                choices=options,
                coerce=str,
                required=column.required,
                width="width-xl",  # with what stands in the column
                empty_label=_("Vælg kolonne") if column.required else _("Står ikke i filen"),
            )
        form.fields["save_as"] = last
        return form

    def _labels(self) -> list[str]:
        labels = []
        for at, name in enumerate(self.of.header):
            cells = ", ".join(self.of.samples[at]) if at < len(self.of.samples) else ""
            shown = cells if len(cells) <= _SAMPLE_LENGTH else f"{cells[: _SAMPLE_LENGTH - 1]}…"
            labels.append(f"{name} ({shown})" if shown else name)
        return labels

    def initial(self) -> Mapping[str, Any]:
        self.current_version = version_of(self.of.columns)
        if self.used is not None:
            there = {key: name for key, name in self.used.columns.items() if name in self.of.header}
            return there | {"save_as": self.used.name}
        return dict(self.of.columns) or guess(self.of.kind, self.of.header)

    def context(self) -> Mapping[str, Any]:
        here = self.request.path
        return {
            "of": self.of,
            "kind": short_kind(self.of.kind),
            "used": self.used,
            "others": [(row.name, f"{here}?kobling={row.id}") for row in self.saved if row != self.used],
        }

    def save(self, form: Form) -> str:
        typed = dict(form.cleaned_data)
        save_as = typed.pop("save_as")
        operations.map_columns(
            by=self.actor,
            at=self.now,
            import_id=self.of.id,
            columns={key: name for key, name in typed.items() if name},
            save_as=save_as,
            version=self.edited_version,
        )
        return self.import_url

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Import"), reverse("import_list")),
            Crumb(import_title(self.of), self.import_url),
            Crumb(str(self.title)),
        )


class OfMappings(Page):
    action = Action.IMPORT_REGISTER

    @property
    def cancel_url(self) -> str:
        return reverse("mapping_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Import"), reverse("import_list")),
            Crumb(_("Gemte koblinger"), reverse("mapping_list")),
            Crumb(str(getattr(self, "question", ""))),
        )


class MappingList(OfMappings, ListPage):
    title = gettext_lazy("Gemte koblinger")
    intro = gettext_lazy(
        "Hvilke kolonner i filer der er hvilke af vores. En kobling gemmes, når en fils kolonner kobles. Vælg en kobling "
        "for at se den eller fjerne den."
    )
    unit = ngettext_lazy("kobling", "koblinger")
    default_sort = "name"
    export_name = "koblinger"
    columns = (
        Column(
            "name",
            gettext_lazy("Navn"),
            sort="name",
            link=lambda row: reverse("mapping_remove", args=[row.id]),
        ),
        Column("kind", gettext_lazy("Indhold"), sort="kind", value=lambda row: short_kind(row.kind)),
        Column("columns", gettext_lazy("Kolonner"), value=lambda row: _in_our_order(row)),
        Column("saved_by", gettext_lazy("Gemt af"), sort="saved_by"),
        Column("saved_at", gettext_lazy("Hvornår"), sort="saved_at"),
    )
    empty = EmptyState(gettext_lazy("Ingen koblinger er gemt endnu"))

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Import"), reverse("import_list")), Crumb(str(self.title)))

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[MappingRow]:
        columns: Mapping[str, Callable[[MappingRow], Any]] = {
            "name": lambda row: danish_sort_key(row.name),
            "kind": lambda row: danish_sort_key(str(short_kind(row.kind))),
            "saved_by": lambda row: danish_sort_key(row.saved_by),
            "saved_at": lambda row: row.saved_at,
        }
        return page_of_read(mappings(), sort=sort, columns=columns, window=window)


def _in_our_order(row: MappingRow) -> list[str]:
    """The names of a file's columns, in the order in which a form asks for them."""
    return [row.columns[column.key] for column in COLUMNS[row.kind] if column.key in row.columns]


class MappingRemove(OfMappings, ConfirmPage):
    submit_label = gettext_lazy("Fjern koblingen")
    success_message = gettext_lazy("Koblingen er fjernet.")

    def prepare(self) -> None:
        found = next((row for row in mappings() if row.id == self.kwargs["mapping_id"]), None)
        if found is None:
            raise Http404
        self.mapping = found

    @property
    def question(self) -> str:
        return _("Vil du fjerne koblingen »%(name)s«?") % {"name": self.mapping.name}

    @property
    def consequences(self) -> Sequence[str]:
        columns = self.mapping.columns
        return [
            *(
                f"{column.label}: {columns[column.key]}"
                for column in COLUMNS[self.mapping.kind]
                if column.key in columns
            ),
            _("Det, der er importeret med den, bliver stående."),
        ]

    def save(self, form: Form) -> str:
        operations.remove_mapping(by=self.actor, at=self.now, mapping_id=self.mapping.id)
        return self.cancel_url
