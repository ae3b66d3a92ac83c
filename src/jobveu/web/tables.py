"""Published tables (jobveu.insight.table) as files, CSV and workbooks, and as pictures, for a page and to be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import get_language

from jobveu.insight import charts
from jobveu.insight.baseline.told import Beside
from jobveu.insight.figures import Charted
from jobveu.insight.rendering import NOTHING_BESIDE, WITHHELD, published_columns, remarks, to_csv
from jobveu.insight.table import Table
from jobveu.web.lists.columns import Column
from jobveu.web.lists.export import CONTENT_TYPES, xlsx_file

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
FILES = {**CONTENT_TYPES, **PICTURES}
ROOM = "plads"
"""In the address of a chart that stands in a page: how much room there is, one of ROOMS. Without it, it is a file that
says itself what the page says around it."""
ROOMS = {"bred": False, "smal": True}


@dataclass(frozen=True, slots=True)
class ChartUrls:
    """Of the chart on its page: for a screen with room, and for a narrow one (templates/components/chart.html)."""

    wide: str
    narrow: str


def chart_urls(file: str) -> ChartUrls:
    """`file`: the address of the chart as an SVG file."""
    wide, narrow = (f"{file}{'&' if '?' in file else '?'}{ROOM}={room}" for room in ROOMS)
    return ChartUrls(wide, narrow)


def table_file(table: Table, *, kind: str, name: str, beside: Beside = NOTHING_BESIDE) -> HttpResponseBase:
    """`kind`: one of CONTENT_TYPES; `name` is without it. With what was published `beside`."""
    if kind == "csv":
        return file_of(to_csv(table, beside).encode("utf-8-sig"), kind=kind, name=name)
    of, rows = columns(table, beside=beside), sheet(table, beside=beside)
    return workbook(of, rows, title=capfirst(table.title), name=name)


def chart_file(
    request: HttpRequest, table: Table, charted: Charted, *, kind: str, name: str, of: str
) -> HttpResponse:
    """The table's chart: as it stands in its page, when the address says how much room there is, otherwise alone, saying
    of what it is (`of`). `kind`: one of PICTURES. Raises Http404 for a room that there is not."""
    language = "en" if (get_language() or "da").startswith("en") else "da"
    room = request.GET.get(ROOM, "")
    if room:
        if kind != "svg" or room not in ROOMS:
            raise Http404
        drawn = charts.svg(charted, table, language=language, narrow=ROOMS[room])
        return file_of(drawn, kind=kind, name=name, shown=True)
    return file_of(charts.picture(charted, table, kind=kind, of=of, language=language), kind=kind, name=name)


def file_of(content: str | bytes, *, kind: str, name: str, shown: bool = False) -> HttpResponse:
    """A download, unless it is `shown` where it stands in a page. Nobody keeps a copy for others."""
    response = HttpResponse(content, content_type=FILES[kind])
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def workbook(of: Sequence[Column], rows: Iterable[Any], *, title: str, name: str) -> FileResponse:
    file = xlsx_file(of, rows, sheet=title)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=FILES["xlsx"])


def columns(table: Table, *, plain: bool = False, beside: Beside = NOTHING_BESIDE) -> tuple[Column, ...]:
    """For `sheet`. `plain`: without titles, for a sheet whose rows have their own."""
    titles = [one.title for one in (*table.dimensions, *table.measures)]
    titles += [title for title, _texts in published_columns(table, beside)]
    return tuple(
        Column(str(at), "" if plain else title, value=partial(_value, at=at))
        for at, title in enumerate(titles)
    )


def sheet(
    table: Table, *, with_remarks: bool = True, beside: Beside = NOTHING_BESIDE
) -> list[tuple[object, ...]]:
    """The numbers as numbers, and the remarks below, each alone on its row."""
    added = published_columns(table, beside)
    rows: list[tuple[object, ...]] = [
        (
            *(value.label for value in row.place),
            *(
                WITHHELD if (number, column) in table.withheld else count
                for column, count in enumerate(row.numbers)
            ),
            *(texts[number] for _title, texts in added),
        )
        for number, row in enumerate(table.rows)
    ]
    return [*rows, *((remark,) for remark in remarks(table))] if with_remarks else rows


def _value(row: tuple[object, ...], *, at: int) -> object:
    return row[at] if at < len(row) else None
