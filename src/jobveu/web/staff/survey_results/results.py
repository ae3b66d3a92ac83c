"""What a closed round of a survey says: how many answered, each item by group, and what has changed since 2021."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Subject
from jobveu.insight.labels import decimal
from jobveu.insight.rendering import remarks, to_csv
from jobveu.insight.surveys import ALL, Analysis, Division, Verdict
from jobveu.insight.surveys.groups import Group
from jobveu.insight.surveys.items import STATISTICS
from jobveu.insight.surveys.queries import ClosedRound, analysis_of, closed_round, closed_rounds
from jobveu.insight.surveys.response import CLASSES
from jobveu.insight.surveys.tables import chart_of, item_table, response_table
from jobveu.insight.surveys.words import STATISTICS as WORDS
from jobveu.insight.surveys.words import WEIGHTED_AS_ONE, title
from jobveu.insight.table import Table
from jobveu.insight.words import text_alternative
from jobveu.reference.queries import councils, offices
from jobveu.surveys.instruments.parts import Item, Section
from jobveu.surveys.published import MEASURES
from jobveu.web.access import Page
from jobveu.web.lists.export import CONTENT_TYPES
from jobveu.web.lists.paging import page_of_all
from jobveu.web.staff.survey_results import shown
from jobveu.web.tables import (
    FILES,
    PICTURES,
    chart_file,
    chart_urls,
    columns,
    file_of,
    sheet,
    table_file,
    workbook,
)
from jobveu.web.ui import Crumb

_THEN: Mapping[str, str] = {
    "job_centre": "svy.response_rate.jobcentre",
    "social_partner": "svy.response_rate.social_partner",
    "workplace": "svy.response_rate.company",
    "education_provider": "svy.response_rate.education",
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item among the others: what everybody answered. `verdict` is of the first comparison of everybody, or the first
    there is."""

    title: str
    href: str
    what: str
    answers: str
    estimated: shown.Estimated
    verdict: str
    badge: str


@dataclass(frozen=True, slots=True)
class SectionLines:
    title: str
    introduction: str
    items: tuple[ItemLine, ...]


class RoundList(Page):
    action = Action.VIEW_SURVEY_RESULTS

    def get(self, request: HttpRequest) -> HttpResponse:
        found, number, pages = page_of_all(closed_rounds(), asked=request.GET.get("side", ""))
        values = {
            "rounds": found,
            "number": number,
            "pages": pages,
            "crumbs": (Crumb(_("Undersøgelser")),),
        }
        return render(request, "staff/survey_results/round_list.html", values)


class OfRound(Page):
    """A page of one closed round; the address names it."""

    action = Action.VIEW_SURVEY_RESULTS

    def prepare(self) -> None:
        found = closed_round(round_id=self.kwargs["round_id"])
        if found is None:
            raise Http404
        self.round: ClosedRound = found

    def subject(self) -> Subject:
        return self.round.subject

    @cached_property
    def analysis(self) -> Analysis:
        return analysis_of(self.round)

    @cached_property
    def places(self) -> Mapping[str, str]:
        return {row.code: row.name for row in (*offices(), *councils())}

    @property
    def address(self) -> list[int]:
        return [self.round.id]

    def crumbs(self, *below: Crumb) -> Sequence[Crumb]:
        above = (Crumb(_("Undersøgelser"), reverse("survey_result_list")),)
        if not below:
            return (*above, Crumb(self.round.name))
        return (*above, Crumb(self.round.name, reverse("survey_results", args=self.address)), *below)

    def show(self, template: str, **values: Any) -> HttpResponse:
        values = {"round": self.round, "analysis": self.analysis, **values}
        return render(self.request, f"staff/survey_results/{template}.html", values)


class RoundResults(OfRound):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        total = self.analysis.response.total
        tested = [one for one in self.analysis.comparisons if one.probability is not None]
        changed = sum(one.verdict is Verdict.CHANGED for one in tested)
        texts_url = reverse("survey_texts", args=self.address) if self._may_read_texts() else ""
        return self.show(
            "round",
            total=shown.answered(total, self.places),
            changed=_("%(changed)d af %(tested)d") % {"changed": changed, "tested": len(tested)},
            sections=tuple(self._sections()),
            response_url=reverse("survey_response", args=self.address),
            changes_url=reverse("survey_changes", args=self.address),
            texts_url=texts_url,
            files=[
                (kind.upper(), reverse("survey_results_file", args=[self.round.id, kind]))
                for kind in CONTENT_TYPES
            ],
            crumbs=self.crumbs(),
        )

    def _may_read_texts(self) -> bool:
        return self.may(Action.READ_SURVEY_TEXTS) and not self.round.texts_erased

    def _sections(self) -> Iterator[SectionLines]:
        for section in self.analysis.instrument.sections:
            items = tuple(self._line(item) for item in section.items if STATISTICS[item.scale])
            if items:
                yield SectionLines(
                    str(section.title), str(section.introduction) if section.introduction else "", items
                )

    def _line(self, item: Item) -> ItemLine:
        total = self.analysis.table(item.id, Division.RESPONDENTS).total
        statistic = STATISTICS[item.scale][0]
        compared = self.analysis.compared(item.id)
        first = next((one for one in compared if one.answers == total.answers), None)
        return ItemLine(
            title=title(item),
            href=reverse("survey_item", args=[self.round.id, item.id]),
            what=str(WORDS[statistic]),
            answers=shown.whole(total.answers, withheld=total.withheld),
            estimated=shown.estimated(total.measured.get(statistic), statistic, withheld=total.withheld),
            verdict=shown.verdict_words(first.verdict)[0] if first else "",
            badge=shown.BADGES[first.verdict] if first else "",
        )


class RoundResponse(OfRound):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        response, weights = self.analysis.response, self.analysis.weights
        drawn = response.dispositions
        return self.show(
            "response",
            divisions=[
                (
                    str(division.title),
                    [
                        shown.answered(row, self.places, _then(row.group))
                        for row in (*response.rows[division], response.total)
                    ],
                    division is Division.RESPONDENTS,
                )
                for division in Division
            ],
            dispositions=[(each.label, _AAPOR[CLASSES[each]], count) for each, count in drawn.items()]
            if drawn
            else [],
            rates=_rates(self.analysis),
            undivided=any(row.group.is_unknown for rows in response.rows.values() for row in rows),
            raked_by=[str(division.title).lower() for division in weights.raked_by],
            left_out=[group.label(self.places) for group in weights.left_out],
            design_effect=decimal(weights.design_effect, 2) if self.analysis.response.total.answered else "",
            crumbs=self.crumbs(Crumb(_("Hvem der svarede"))),
        )


_AAPOR: Mapping[str, str] = {
    "complete": "I",
    "partial": "P",
    "refused": "R",
    "not_contacted": "NC",
    "unknown": "UO",
}


def _then(group: Group) -> str:
    measure = "svy.response_rate.all" if group == ALL else _THEN.get(group.code, "")
    return shown.per_cent(float(MEASURES[measure].value) / 100) if measure in MEASURES else ""


def _rates(analysis: Analysis) -> list[tuple[str, str, str]]:
    found = analysis.response.total.rates
    if found is None:
        return []
    named = (
        ("RR1", found.rr1, _("Hele svar ud af alle, der blev spurgt.")),
        ("RR2", found.rr2, _("Hele og delvise svar ud af alle, der blev spurgt.")),
        ("RR3", found.rr3, _("Som RR1, men af de mails, der kom tilbage, regnes kun en skønnet del med.")),
        ("RR4", found.rr4, _("Som RR2, men af de mails, der kom tilbage, regnes kun en skønnet del med.")),
        ("RR5", found.rr5, _("Som RR1, uden dem, hvis mail kom tilbage.")),
        ("RR6", found.rr6, _("Som RR2, uden dem, hvis mail kom tilbage.")),
        ("COOP1", found.coop1, _("Hele svar ud af dem, der svarede eller sagde nej.")),
        ("REF1", found.ref1, _("De, der sagde nej, ud af alle, der blev spurgt.")),
    )
    return [
        (name, "–" if rate is None else _("%(number)s pct.") % {"number": decimal(100 * rate, 1)}, words)
        for name, rate, words in named
    ]


class RoundChanges(OfRound):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        return self.show(
            "changes",
            lines=shown.compared(self.analysis.comparisons),
            verdicts=[shown.verdict_words(verdict) for verdict in Verdict],
            crumbs=self.crumbs(Crumb(_("Ændringer siden 2021"))),
        )


class OfItem(OfRound):
    def prepare(self) -> None:
        super().prepare()
        found = self.analysis.instrument.by_id.get(self.kwargs["item"])
        if found is None or not STATISTICS[found.scale]:
            raise Http404
        self.item: Item = found
        self.section: Section = next(
            section for section in self.analysis.instrument.sections if found in section.items
        )

    def table(self, division: Division) -> Table:
        return item_table(self.analysis, self.analysis.table(self.item.id, division), self.places)


class ItemResults(OfItem):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        chart = chart_of(self.item)
        return self.show(
            "item",
            title=title(self.item),
            section=self.section,
            asked=_asked(self.item),
            divisions=[
                {
                    "shown": shown.shown(self.analysis.table(self.item.id, division), self.places),
                    "words": text_alternative(chart, self.table(division)),
                    "chart": chart_urls(self._file(division, "svg")),
                    "files": [(kind.upper(), self._file(division, kind)) for kind in FILES],
                }
                for division in Division
            ],
            weighted_as_one=WEIGHTED_AS_ONE,
            compared=shown.compared(self.analysis.compared(self.item.id)),
            crumbs=self.crumbs(Crumb(str(self.section.title))),
        )

    def _file(self, division: Division, kind: str) -> str:
        return reverse("survey_item_file", args=[self.round.id, self.item.id, division.value, kind])


def _asked(item: Item) -> list[tuple[str, str]]:
    """The wordings there are, each with whom it is asked."""
    found: dict[str, list[str]] = {}
    for respondent_type, words in item.wording.items():
        found.setdefault(str(words), []).append(str(respondent_type.label))
    return [(", ".join(who), words) for words, who in found.items()]


class ItemFile(OfItem):
    """An item by a division, as a picture or as data; the address ends with the format."""

    def _told(self, division: Division) -> str:
        """Of what a picture is, which goes where the page does not."""
        days = {"first": date_format(self.round.opened), "last": date_format(self.round.closed)}
        asked = _("Spurgt fra den %(first)s til den %(last)s") % days
        return " · ".join((self.round.name, asked, str(division.title)))

    def get(self, request: HttpRequest, **_address: object) -> HttpResponseBase:
        kind = self.kwargs["file_format"]
        division = next((one for one in Division if one.value == self.kwargs["division"]), None)
        if kind not in FILES or division is None:
            raise Http404
        name = f"{self.item.id}-{self.round.id}-{division.value}"
        table = self.table(division)
        if kind in PICTURES:
            return chart_file(
                request, table, chart_of(self.item), kind=kind, name=name, of=self._told(division)
            )
        return table_file(table, kind=kind, name=name)


class RoundFile(OfRound):
    """All of the round's tables, one after the other."""

    def get(self, request: HttpRequest, **_address: object) -> HttpResponseBase:
        kind = self.kwargs["file_format"]
        if kind not in CONTENT_TYPES:
            raise Http404
        tables = [
            *(response_table(self.analysis, division, self.places) for division in Division),
            *(item_table(self.analysis, table, self.places) for table in self.analysis.tables),
        ]
        name = f"undersoegelse-{self.round.id}"
        if kind == "csv":
            text = "\r\n".join(f"{table.title}\r\n{to_csv(table)}" for table in tables)
            return file_of(text.encode("utf-8-sig"), kind=kind, name=name)
        widest = max(tables, key=lambda table: len(table.measures))
        return workbook(columns(widest, plain=True), _stacked(tables), title=_("Svar"), name=name)


def _stacked(tables: Sequence[Table]) -> Iterator[tuple[object, ...]]:
    for table in tables:
        yield (table.title,)
        yield tuple(one.title for one in (*table.dimensions, *table.measures))
        yield from sheet(table, with_remarks=False)
        yield ()
    yield from ((remark,) for remark in dict.fromkeys(one for table in tables for one in remarks(table)))
