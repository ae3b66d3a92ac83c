"""Published tables (jobveu.insight.table) as files: pictures, CSV and workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
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

FILES = {**CONTENT_TYPES, "svg": "image/svg+xml", "png": "image/png"}


def table_file(
    table: Table, charted: Charted, *, kind: str, name: str, beside: Beside = NOTHING_BESIDE
) -> HttpResponseBase:
    """`kind`: one of FILES; `name` is without it. A picture is the table's chart; data have what was published `beside`."""
    language = "en" if (get_language() or "da").startswith("en") else "da"
    match kind:
        case "svg":
            return file_of(charts.svg(charted, table, language=language), kind=kind, name=name)
        case "png":
            return file_of(charts.png(charted, table, language=language), kind=kind, name=name)
        case "csv":
            return file_of(to_csv(table, beside).encode("utf-8-sig"), kind=kind, name=name)
        case _:
            of, rows = columns(table, beside=beside), sheet(table, beside=beside)
            return workbook(of, rows, title=capfirst(table.title), name=name)


def file_of(content: str | bytes, *, kind: str, name: str) -> HttpResponse:
    """SVG is shown where it stands in a page; everything else is a download. Nobody keeps a copy for others."""
    response = HttpResponse(content, content_type=FILES[kind])
    shown = "inline" if kind == "svg" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}.{kind}"'
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
