"""The audit record as a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.common.audit_log import EXPORTED_TO
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys.event_log import ORGANISATIONS, USERS, Event, events
from jobveu.web.forms import ChoiceField, DanishDateField, IntegerField, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.administration.words import (
    action_choices,
    action_words,
    details_in_words,
    record_words,
)

SHORTEST_NAME = 3
"""Shorter texts no index can find."""


class AuditFilters(FilterForm):
    first_day = DanishDateField(label=gettext_lazy("Fra (dd-mm-åååå)"), help_text="")
    last_day = DanishDateField(label=gettext_lazy("Til og med (dd-mm-åååå)"), help_text="")
    user = TextField(
        label=gettext_lazy("Bruger (en del af navnet)"),
        min_length=SHORTEST_NAME,
        error_messages={"min_length": gettext_lazy("Skriv mindst tre tegn af navnet.")},
    )
    action = ChoiceField(label=gettext_lazy("Handling"), choices=action_choices, coerce=str)
    project = IntegerField(label=gettext_lazy("Projekt nr."), min_value=1)

    def clean(self) -> dict[str, Any]:
        values = dict(super().clean() or {})
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Perioden skal slutte efter den dag, den begynder."))
        return self.cleaned_data


class AuditList(ListPage):
    action = Action.VIEW_AUDIT
    title = gettext_lazy("Hændelseslog")
    intro = gettext_lazy(
        "Hvem har gjort hvad og hvornår. Loggen kan ikke ændres. Personer står kun med et nummer; hvem der "
        "har set en persons oplysninger, står på personens egen side hos jobcentret."
    )
    unit = ngettext_lazy("hændelse", "hændelser")
    filters = AuditFilters
    default_sort = "-at"
    export_name = "haendelseslog"
    empty = EmptyState(
        gettext_lazy("Der er ingen hændelser endnu"),
        gettext_lazy("Her vises alt, hvad brugerne opretter, retter og fjerner."),
    )

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]  # which links there are depends on the user
        return (
            Column("at", gettext_lazy("Tidspunkt"), sort="at", value=lambda row: row.entry.at, width=18),
            Column("user_name", gettext_lazy("Hvem"), value=lambda row: row.entry.user_name, width=25),
            Column(
                "action", gettext_lazy("Hvad"), value=lambda row: action_words(row.entry.action), width=30
            ),
            Column("record", gettext_lazy("Om"), value=self._record, width=30),
            Column("project", gettext_lazy("Projekt"), value=self._project, width=12),
            Column("details", gettext_lazy("Oplysninger"), value=_details, export=False),
            Column(
                "details_text", gettext_lazy("Oplysninger"), value=_details_text, only_export=True, width=60
            ),
            Column(
                "code", gettext_lazy("Kode"), value=lambda row: row.entry.action, only_export=True, width=25
            ),
            Column("id", gettext_lazy("Løbenr."), value=lambda row: str(row.entry.id), only_export=True),
        )

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Event]:
        return events(sort=sort, window=window, **criteria)

    def context(self) -> Mapping[str, Any]:
        return {"exported_to": EXPORTED_TO}

    template_name = "staff/administration/audit_list.html"

    def _record(self, event: Event) -> str | SafeString:
        entry = event.entry
        words = record_words(entry.room, entry.record_id)
        if event.record_name:
            words = f"{record_words(entry.room, 0)}: {event.record_name}"
        if entry.room == USERS and event.record_name:
            return _link("user", entry.record_id, words)
        if (
            entry.room == ORGANISATIONS
            and event.record_name
            and self.may(Action.VIEW_ORGANISATION, Subject())
        ):
            return _link("organisation", entry.record_id, words)
        return words

    def _project(self, event: Event) -> str | SafeString:
        number = event.entry.project_id
        if number is None:
            return ""
        words = _("Nr. %(number)s") % {"number": number}
        # To those who may see every project. Others get the number: what they may see is not asked for here.
        return _link("project", number, words) if self.may(Action.VIEW_PROJECT, Subject()) else words


def _link(name: str, number: int, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[number]), words)


def _details(event: Event) -> SafeString:
    lines = details_in_words(event.entry.room, event.details)
    return format_html_join(SafeString("<br>"), "{}: {}", lines)


def _details_text(event: Event) -> str:
    return "; ".join(
        f"{label}: {words}" for label, words in details_in_words(event.entry.room, event.details)
    )
