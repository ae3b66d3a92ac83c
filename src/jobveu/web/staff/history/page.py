"""The history of a record: one page for them all, made from what jobveu.web.staff.history.records says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Subject
from jobveu.common.models import Operation
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys.history import Entry, FieldChange, history_of
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, DanishDateField, IntegerField, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.markup import html, html_join
from jobveu.web.staff.history import words
from jobveu.web.staff.history.records import RECORDS, WITHIN, Record
from jobveu.web.templatetags.components import text_diff
from jobveu.web.ui import Crumb

PAGE_SUFFIX = "_history"
LONG = 120
"""Texts longer than this are shown as what differs, or folded."""


class HistoryFilters(FilterForm):
    first_day = DanishDateField(label=gettext_lazy("Fra (dd-mm-åååå)"), help_text="")
    last_day = DanishDateField(label=gettext_lazy("Til og med (dd-mm-åååå)"), help_text="")
    user = TextField(label=gettext_lazy("Bruger (en del af navnet)"), max_length=150)
    part = ChoiceField(label=gettext_lazy("Hvad"), choices=[], coerce=str)
    number = IntegerField(label=gettext_lazy("Nr."), min_value=1)

    def clean(self) -> dict[str, Any]:
        values = dict(super().clean() or {})
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Perioden skal slutte efter den dag, den begynder."))
        return self.cleaned_data


class HistoryPage(ListPage):
    """Subclasses, one for each record's page, are made by `history_page`."""

    template_name = "staff/history/history.html"
    record: ClassVar[Record]
    page: Page
    intro = gettext_lazy(
        "Hver ændring: hvem, hvornår, fra hvad og til hvad. Databasen skriver historikken selv, og den kan ikke "
        "rettes."
    )
    unit = ngettext_lazy("ændring", "ændringer")
    filters = HistoryFilters
    default_sort = "-at"
    export_name = "historik"
    empty = EmptyState(gettext_lazy("Der er ingen ændringer"))

    @property
    def title(self) -> str:
        return _("Historik: %(record)s") % {"record": str(words.ROOMS[self.record.room]).lower()}

    def prepare(self) -> None:
        self.page = self.record.page()
        self.page.setup(self.request, **self.kwargs)
        self.page.actor, self.page.now = self.actor, self.now
        self.page.prepare()

    def subject(self) -> Subject | None:
        return self.record.subject(self.page) if self.record.subject else self.page.subject()

    @property
    def parts(self) -> Sequence[Any]:
        return self.record.parts(self.page)

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        rooms = [self.record.room, *(part.room for part in self.parts)]
        return {"part": [(room, str(words.ROOMS[room])) for room in rooms]}

    def crumbs(self) -> Sequence[Crumb]:
        """The way to the record's page, and that page."""
        own = reverse(self.record.url_name, kwargs=self.kwargs)
        way = [crumb for crumb in self.page.crumbs() if crumb.text]
        if not way[-1].href:
            way[-1] = Crumb(way[-1].text, own)
        elif way[-1].href != own:
            way.append(Crumb(str(words.ROOMS[self.record.room]), own))
        return (*way, Crumb(_("Historik")))

    @property
    def columns(self) -> tuple[Column, ...]:
        return (
            Column("at", gettext_lazy("Tidspunkt"), sort="at", width=18),
            Column("who", gettext_lazy("Hvem"), value=words.who_words, width=25),
            Column("what", gettext_lazy("Hvad"), value=words.what_words, width=40),
            Column("act", gettext_lazy("Handling"), value=words.act_words, width=30),
            Column("changes", gettext_lazy("Fra og til"), value=self._drawn, export=False),
            Column("changes_text", gettext_lazy("Fra og til"), value=self._text, only_export=True, width=80),
            Column("id", gettext_lazy("Løbenr."), value=lambda row: str(row.id), only_export=True),
        )

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Entry]:
        key = self.record.key(self.page)
        return history_of(
            room=self.record.room,
            record_id=key,
            parts=self.parts,
            person_id=key if self.record.by_person else None,
            sort=sort,
            window=window,
            **criteria,
        )

    # What changed

    def _fields_of(self, entry: Entry) -> list[tuple[str, FieldChange, bool]]:
        """Label, change, and whether this reader sees its values."""
        if not hasattr(self, "_hidden"):
            self._hidden = self.record.hides(self.page)
        return [
            (
                words.column_words(entry.room, change.column),
                change,
                f"{entry.room}.{change.column}" not in self._hidden,
            )
            for change in entry.fields
            if words.is_shown(entry, change)
        ]

    def _drawn(self, entry: Entry) -> SafeString:
        lines = [
            (label, _values(entry, change) if open_ else _("ændret; værdien vises ikke for dig"))
            for label, change, open_ in self._fields_of(entry)
        ]
        return (
            html('<dl class="jv-changes">{}</dl>', html_join("<div><dt>{}</dt><dd>{}</dd></div>", lines))
            if (lines)
            else SafeString()
        )

    def _text(self, entry: Entry) -> str:
        changed = _("ændret")
        return "; ".join(
            f"{label}: {_plain_values(entry, change) if open_ else changed}"
            for label, change, open_ in self._fields_of(entry)
        )


def _values(entry: Entry, change: FieldChange) -> SafeString | str:
    before, after = (
        words.value_words(entry.room, change.column, value) for value in (change.before, change.after)
    )
    if entry.operation is not Operation.UPDATE:
        return _folded(before or after)
    if max(len(before), len(after)) > LONG:
        return html(
            "<details><summary>{}</summary>{}</details>",
            _("Se, hvad der er ændret"),
            text_diff(before, after),
        )
    if before == after:
        return after  # of what is not kept: only that it changed
    return html(
        '<span class="sr-only">{} </span><del>{}</del> <span aria-hidden="true">→</span>'
        '<span class="sr-only"> {} </span> <ins>{}</ins>',
        _("fra"),
        before or _("tom"),
        _("til"),
        after or _("tom"),
    )


def _folded(text: str) -> SafeString | str:
    if len(text) <= LONG:
        return text
    return html(
        '<details><summary>{} …</summary><p class="jv-prewrap">{}</p></details>',
        text[: LONG // 2].rsplit(" ", 1)[0],
        text,
    )


def _plain_values(entry: Entry, change: FieldChange) -> str:
    before, after = (
        words.value_words(entry.room, change.column, value) for value in (change.before, change.after)
    )
    if entry.operation is not Operation.UPDATE or before == after:
        return before or after
    empty = _("tom")
    return f"{before or empty} → {after or empty}"


def history_page(record: Record) -> type[HistoryPage]:
    """The page of one record's history: with the action of the record's page, and hidden where that is."""
    return type(
        f"{record.page.__name__}History",
        (HistoryPage,),
        {"record": record, "action": record.page.action, "hidden": record.page.hidden},
    )


_ADDRESSES = {record.url_name: f"{record.url_name}{PAGE_SUFFIX}" for record in RECORDS}


def history_url(request: HttpRequest) -> str:
    """Where the history of what the page is about is read; "" for pages that are about no record."""
    match = request.resolver_match
    if match is None or match.url_name is None:
        return ""
    if match.url_name in _ADDRESSES:
        return reverse(_ADDRESSES[match.url_name], kwargs=match.kwargs)
    within = WITHIN.get(match.url_name)
    if within is None:
        return ""
    first = next(iter(match.kwargs.items()))
    number = f"&number={match.kwargs[within.number]}" if within.number else ""
    return f"{reverse(_ADDRESSES[within.url_name], kwargs=dict([first]))}?part={within.room}{number}"
