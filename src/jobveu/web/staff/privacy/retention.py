"""How long things are kept, what is due, and what has gone: for the system administrator, who sees numbers and
days and never a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.common.concurrency import version_of
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.privacy.enums import DataKind
from jobveu.privacy.operations import retention as operations
from jobveu.privacy.queries import log as queries
from jobveu.privacy.rules import FEWEST_MONTHS, MOST_MONTHS, RULES, Period, Rule
from jobveu.web.access import Page
from jobveu.web.forms import ConfirmPage, Form, FormPage, IntegerField, TextField
from jobveu.web.lists import Column, EmptyState, ListPage
from jobveu.web.ui import Crumb

LISTED = 25
"""How many records of a kind the page names; the list itself has them all."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the page shows it. `period` is None where nothing goes by itself; `records` the first of what is due,
    where that is told record by record."""

    rule: Rule
    period: Period | None
    decision: queries.Decision | None
    number: int
    records: tuple[queries.GoneRow, ...]
    period_href: str


class Retention(FormPage):
    """The rules, the newest list of what is due, and what has gone. Its one button orders a new list."""

    action = Action.MANAGE_RETENTION
    template_name = "staff/privacy/retention.html"
    title = gettext_lazy("Slettefrister")
    success_message = gettext_lazy("Listen er bestilt. Åbn siden igen om lidt.")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(str(self.title)),)

    def context(self) -> Mapping[str, Any]:
        decided = queries.decisions()
        periods = operations.current_periods()
        newest = queries.newest_list()
        numbers = newest.numbers if newest else {}
        records = queries.listed(run_id=newest.id, limit=LISTED) if newest else {}
        return {
            "lines": [
                RuleLine(
                    rule=rule,
                    period=periods.get(rule.kind),
                    decision=decided.get(rule.kind),
                    number=numbers.get(rule.kind, 0),
                    records=records.get(rule.kind, ()),
                    period_href=reverse("retention_period", args=[rule.kind.value]) if rule.is_open else "",
                )
                for rule in RULES.values()
            ],
            "newest": newest,
            "number": sum(numbers.values()),
            "list_ordered": queries.is_ordered(lists_only=True),
            "run_ordered": queries.is_ordered(lists_only=False),
            "runs": queries.runs(
                sort=Sort("at", descending=True), window=Window(0, 5, with_total=False)
            ).rows,
            "scheduled": settings.RETENTION_SCHEDULE,
        }

    def save(self, form: Form) -> str:
        operations.order_run(by=self.actor, at=self.now, lists_only=True)
        return reverse("retention")


class OfRetention(Page):
    action = Action.MANAGE_RETENTION

    @property
    def cancel_url(self) -> str:
        return reverse("retention")

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Slettefrister"), reverse("retention")),
            Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))),
        )


class PeriodForm(Form):
    months = IntegerField(
        label=gettext_lazy("Hvor mange måneder gemmes oplysningerne?"),
        help_text=gettext_lazy("Mellem 1 og 240. Fem år er 60 måneder."),
        min_value=FEWEST_MONTHS,
        max_value=MOST_MONTHS,
    )
    decision = TextField(
        label=gettext_lazy("Hvem har besluttet det, og hvor står det?"),
        help_text=gettext_lazy("F.eks. »Direktionens slettepolitik af 3. marts 2026, punkt 4«."),
        max_length=500,
        rows=3,
    )


class RetentionPeriodDecide(OfRetention, FormPage):
    form_class = PeriodForm
    success_message = gettext_lazy("Fristen er gemt.")

    def prepare(self) -> None:
        found = next((kind for kind in DataKind if kind.value == self.kwargs["kind"]), None)
        if found is None or not RULES[found].is_open:
            raise Http404
        self.rule = RULES[found]

    @property
    def title(self) -> str:
        return _("Frist: %(kind)s") % {"kind": self.rule.kind.label}

    @property
    def intro(self) -> str:
        return _("Regnes fra: %(since)s %(why)s") % {"since": self.rule.since, "why": self.rule.why}

    def initial(self) -> Mapping[str, Any]:
        shown = {"months": operations.current_periods()[self.rule.kind].months}
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        operations.decide_period(
            by=self.actor,
            at=self.now,
            kind=self.rule.kind,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.cancel_url


class RunForm(Form):
    decision = TextField(
        label=gettext_lazy("Hvor er det besluttet, at der må slettes?"),
        help_text=gettext_lazy(
            "F.eks. »Byrådets kassationsbeslutning af 2. november 2026«. Skriv ingen navne på registrerede personer."
        ),
        max_length=500,
        rows=3,
    )


class RetentionRunNow(OfRetention, ConfirmPage):
    form_class = RunForm
    question = gettext_lazy("Skal det, der er ældre end fristerne, slettes nu?")
    submit_label = gettext_lazy("Ja, slet det")

    success_message = gettext_lazy("Sletningen er bestilt. Den udføres om lidt.")
    consequences = (
        gettext_lazy(
            "Det gælder det, der er for gammelt, når sletningen udføres, altså også det, der bliver det i dag."
        ),
        gettext_lazy(
            "Det kan ikke hentes igen. Hvad der bliver stående, står ud for hver regel på den forrige side."
        ),
        gettext_lazy(
            "Kommuner og statslige myndigheder må kun slette det, som Rigsarkivets bestemmelser og myndighedens egen "
            "beslutning giver lov til."
        ),
        gettext_lazy("Højst 1.000 af hver slags slettes ad gangen; er der flere, så gentag det."),
    )

    def save(self, form: Form) -> str:
        operations.order_run(by=self.actor, at=self.now, decision=form.cleaned_data["decision"])
        return reverse("retention")


class RetentionRunLog(OfRetention, ListPage):
    """What went in one run: numbers of records, never what was in them."""

    unit = ngettext_lazy("linje", "linjer")
    default_sort = "order"
    export_name = "sletning"
    empty = EmptyState(gettext_lazy("Der var ikke noget at slette"))
    columns = (
        Column("kind", gettext_lazy("Slags"), sort="order", value=lambda row: row.kind.label, width=40),
        Column(
            "record_id",
            gettext_lazy("Nummer i systemet"),
            value=lambda row: str(row.record_id) if row.record_id else "",
            width=20,
        ),
        Column("since", gettext_lazy("Regnet fra")),
        Column("of", gettext_lazy("Organisation"), width=30),
        Column("number", gettext_lazy("Antal")),
    )

    def prepare(self) -> None:
        found = queries.run(run_id=self.kwargs["run_id"])
        if found is None:
            raise Http404
        self.run = found

    @property
    def title(self) -> str:
        title = _("Liste nr. %(number)d") if self.run.lists_only else _("Sletning nr. %(number)d")
        return title % {"number": self.run.id}

    @property
    def intro(self) -> str:
        if self.run.lists_only:
            return _("Det er en liste: Intet er slettet.")
        return _("Besluttet af %(who)s: %(decision)s") % {
            "who": self.run.decided_by or _("tidsplanen"),
            "decision": self.run.decision,
        }

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.GoneRow]:
        return queries.gone(run_id=self.run.id, sort=sort, window=window)
