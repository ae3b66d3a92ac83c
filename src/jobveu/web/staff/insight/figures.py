"""The list of figures, one figure, and one as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jobveu.insight import charts
from jobveu.insight.baseline.lines import beside
from jobveu.insight.comparison import Change, tells_of_few
from jobveu.insight.figures import FIGURES, GROUPS
from jobveu.insight.labels import signed
from jobveu.insight.rendering import cell, remarks
from jobveu.insight.sources import Source
from jobveu.insight.table import TOTAL, Measure, Number, Table
from jobveu.insight.words import text_alternative
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.insight.behind import Behind
from jobveu.web.staff.insight.choosing import Chosen, FigureFilters, OfFigures
from jobveu.web.tables import FILES, PICTURES, chart_file, chart_urls, table_file
from jobveu.web.ui import Crumb

HEADLINES = (
    ("projects-over-time", "projects"),
    ("participants-over-time", "participants"),
    ("needs", "needs"),
)
"""(figure, measure) of the grand totals at the top of the list."""


@dataclass(frozen=True, slots=True)
class Headline:
    """`change` is since an earlier snapshot, in words; "" where there is none, or nothing may be said."""

    title: str
    number: str
    change: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a figure's table as it is shown; `hrefs` lead from the numbers to the projects behind them, "" where there is
    no such list."""

    place: tuple[str, ...]
    numbers: tuple[str, ...]
    is_total: bool
    hrefs: tuple[str, ...]

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Each number with where it leads."""
        return tuple(zip(self.numbers, self.hrefs, strict=True))


class FigureList(OfFigures):
    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = self.choose()
        query = chosen.query()
        place = chosen.place
        earlier = self.earlier(chosen.source)
        before = self.source(earlier.name) if earlier else None
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "source": chosen.source,
            "place": place,
            "headlines": [_headline(chosen, before, *one) for one in HEADLINES],
            "groups": [
                (title, [(figure, reverse("figure", args=[figure.id]) + query) for figure in figures])
                for title, figures in GROUPS
            ],
            "report_url": reverse("figure_report", args=["pdf"]) + query,
            "presentation_url": reverse("figure_presentation", args=["pdf"]) + query,
            "is_national": not chosen.selection.limits,
            "report_of_council": "council" in chosen.selection.limits,
            "crumbs": (Crumb(_("Tal")),),
        }
        return render(request, "staff/insight/figure_list.html", values)


def _headline(chosen: Chosen, before: Source | None, figure_id: str, measure: str) -> Headline:
    figure = FIGURES[figure_id]
    table = chosen.source.table(figure, selection=chosen.selection)
    column = table.measure(measure)
    at = _grand_total(table)
    change = ""
    if before is not None and at is not None:
        earlier = before.table(figure, selection=chosen.selection)
        found = _grand_total(earlier)
        change = _change(
            None if found is None else earlier.rows[found].numbers[column],
            table.rows[at].numbers[column],
            table.measures[column],
            before.name,
        )
    return Headline(
        table.measures[column].title,
        "0" if at is None else cell(table, at, column),
        change,
        reverse("figure", args=[figure_id]) + chosen.query(),
    )


def _grand_total(table: Table) -> int | None:
    return next((at for at, row in enumerate(table.rows) if set(row.codes) == {TOTAL}), None)


def _change(before: Number, after: Number, measure: Measure, since: str) -> str:
    change = Change(before, after)
    difference = change.difference
    if difference is None or (measure.persons and tells_of_few(change)):
        return ""
    return _("%(number)s siden %(since)s") % {
        "number": signed(difference, measure.decimals),
        "since": since,
    }


class OfFigure(OfFigures):
    """A page of one figure; the address names it."""

    filters = FigureFilters

    def prepare(self) -> None:
        found = FIGURES.get(self.kwargs["figure"])
        if found is None:
            raise Http404
        self.figure = found

    def table(self, chosen: Chosen, source: Source | None = None) -> Table:
        by = chosen.by if chosen.by in self.figure.cuts else None
        return (source or chosen.source).table(self.figure, by=by, selection=chosen.selection)

    def crumbs(self, *below: Crumb) -> tuple[Crumb, ...]:
        return (Crumb(_("Tal"), reverse("figure_list")), *below)


class FigureShow(OfFigure):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        chosen = self.choose(self.figure)
        table = self.table(chosen)
        query = chosen.query()
        behind = Behind(self.figure, table, chosen.selection, by=self.actor)
        lines = [
            Line(
                tuple(value.label for value in row.place),
                tuple(cell(table, number, column) for column in range(len(row.numbers))),
                row.is_total,
                tuple(behind.href(row, column) for column in range(len(row.numbers))),
            )
            for number, row in enumerate(table.rows)
        ]
        values: dict[str, Any] = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "figure": self.figure,
            "source": chosen.source,
            "place": chosen.place,
            "table": table,
            "lines": lines,
            "remarks": remarks(table),
            "baseline": beside(self.figure, table, chosen.source.counts.only(chosen.selection)),
            "words": text_alternative(self.figure, table),
            "nothing_to_draw": charts.nothing_to_draw(self.figure, table),
            "chart": chart_urls(reverse("figure_file", args=[self.figure.id, "svg"]) + query),
            "files": [
                (kind.upper(), reverse("figure_file", args=[self.figure.id, kind]) + query) for kind in FILES
            ],
            "compare_url": reverse("figure_compare", args=[self.figure.id]) + query
            if self.earlier(chosen.source)
            else "",
            "leads_to_projects": any(any(line.hrefs) for line in lines),
            "crumbs": self.crumbs(Crumb(str(self.figure.title))),
        }
        return render(request, "staff/insight/figure.html", values)


class FigureFile(OfFigure):
    """A figure as a picture or as data; the address ends with the format."""

    exact = True

    def get(self, request: HttpRequest, **_address: object) -> HttpResponseBase:
        kind = self.kwargs["file_format"]
        if kind not in FILES:
            raise Http404
        chosen = self.choose(self.figure)
        table = self.table(chosen)
        of = chosen.source.read_at
        name = "-".join([self.figure.id, f"{localtime(of):%Y-%m-%d-%H%M}" if of else chosen.source.name])
        if kind in PICTURES:
            told = chosen.source.told(chosen.selection)
            return chart_file(request, table, self.figure, kind=kind, name=name, of=told)
        published = chosen.source.beside(self.figure, table, selection=chosen.selection)
        return table_file(chosen.source.dated(table), kind=kind, name=name, beside=published)
