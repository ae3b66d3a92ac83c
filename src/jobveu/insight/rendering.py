"""A published table as CSV, as JSON and as lines of text, each with what the evaluation of 2021 published beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jobveu.insight.baseline.told import Beside, told
from jobveu.insight.baseline.told import to_json as published_to_json
from jobveu.insight.data_words import translated
from jobveu.insight.labels import decimal
from jobveu.insight.table import Measure, Number, Table, Unit

NOTHING_BESIDE: Beside = {}
WITHHELD = "*"
NOTHING = "–"


def cell(table: Table, row: int, column: int) -> str:
    """A number as people read it: "14.086"; "*" for one that is withheld, "–" where there is none."""
    if (row, column) in table.withheld:
        return WITHHELD
    return shown(table.rows[row].numbers[column], table.measures[column])


def shown(number: Number, measure: Measure) -> str:
    if number is None:
        return NOTHING
    if measure.unit is Unit.YES_NO:
        return _("ja") if number else _("nej")
    return decimal(number, measure.decimals)


def remarks(table: Table, *, marked: bool = False) -> tuple[str, ...]:
    """What stands under the table: that it is made up unless it is `marked` so elsewhere, what is withheld, its notes
    and sources."""
    found = []
    if table.synthetic and not marked:
        found.append(_("Syntetiske data: Tallene er opdigtede og siger intet om virkeligheden."))
    if table.withheld:
        found.append(_("* Tallet vises ikke, fordi det kunne fortælle om ganske få personer."))
    found += table.notes
    found += [_("Kilde: %(source)s.") % {"source": translated(source)} for source in table.sources]
    return tuple(found)


def published_columns(table: Table, beside: Beside) -> list[tuple[str, list[str]]]:
    """For each measure that something was published of: a column with the published values and one with how exact they
    are, as (title, a text for each row)."""
    found = []
    for column, measure in enumerate(table.measures):
        if any(at == column for _row, at in beside):
            of_rows = [beside.get((row, column), ()) for row in range(len(table.rows))]
            found += [
                (
                    _("%(measure)s, offentliggjort 2021") % {"measure": measure.title},
                    ["; ".join(map(told, values)) for values in of_rows],
                ),
                (
                    _("%(measure)s, nøjagtighed") % {"measure": measure.title},
                    ["; ".join(str(value.exactness.label) for value in values) for values in of_rows],
                ),
            ]
    return found


def to_csv(table: Table, beside: Beside = NOTHING_BESIDE) -> str:
    """Semicolons and decimal commas, as a Danish spreadsheet opens it; the remarks below the numbers."""
    _require_published(table)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    added = published_columns(table, beside)
    writer.writerow(
        [
            *(one.title for one in table.dimensions),
            *(one.title for one in table.measures),
            *(title for title, _texts in added),
        ]
    )
    for number, row in enumerate(table.rows):
        writer.writerow(
            [
                *(value.label for value in row.place),
                *(_plain(table, number, column) for column in range(len(row.numbers))),
                *(texts[number] for _title, texts in added),
            ]
        )
    writer.writerows([remark] for remark in remarks(table))
    return text.getvalue()


def _plain(table: Table, row: int, column: int) -> str:
    number, measure = table.rows[row].numbers[column], table.measures[column]
    if (row, column) in table.withheld:
        return WITHHELD
    if number is None:
        return ""
    return (
        shown(number, measure)
        if measure.unit is Unit.YES_NO
        else f"{number:.{measure.decimals}f}".replace(".", ",")
    )


def to_json(table: Table, beside: Beside = NOTHING_BESIDE) -> Mapping[str, Any]:
    """The table for programs: codes besides labels, numbers as numbers, `withheld` saying why one is null, `published`
    with what the evaluation published of the same."""
    _require_published(table)
    return {
        "figure": table.figure,
        "title": table.title,
        "question": table.question,
        "definition": table.definition,
        "rules": list(table.rules),
        "day": table.day,
        "counted": table.counted,
        "selection": {key: list(codes) for key, codes in table.selection},
        "synthetic": table.synthetic,
        "dimensions": [
            {
                "key": one.key,
                "title": one.title,
                "adds_up": one.adds_up,
                "values": [{"code": value.code, "label": value.label} for value in one.values],
            }
            for one in table.dimensions
        ],
        "measures": [
            {"key": one.key, "title": one.title, "unit": one.unit.value, "persons": one.persons}
            for one in table.measures
        ],
        "rows": [
            {
                "place": {
                    dimension.key: value.code
                    for dimension, value in zip(table.dimensions, row.place, strict=True)
                },
                "numbers": {
                    measure.key: value for measure, value in zip(table.measures, row.numbers, strict=True)
                },
                "withheld": [
                    measure.key
                    for column, measure in enumerate(table.measures)
                    if (number, column) in table.withheld
                ],
                "published": [
                    published_to_json(table, number, column, value)
                    for column in range(len(table.measures))
                    for value in beside.get((number, column), ())
                ],
            }
            for number, row in enumerate(table.rows)
        ],
        "remarks": list(remarks(table)),
    }


def to_text(table: Table, beside: Beside = NOTHING_BESIDE) -> str:
    """The table in columns, for reading in a terminal."""
    _require_published(table)
    added = published_columns(table, beside)
    head = [
        *(one.title for one in table.dimensions),
        *(one.title for one in table.measures),
        *(title for title, _texts in added),
    ]
    lines = [
        [
            *(value.label for value in row.place),
            *(cell(table, number, column) for column in range(len(row.numbers))),
            *(texts[number] for _title, texts in added),
        ]
        for number, row in enumerate(table.rows)
    ]
    widths = [max(len(line[position]) for line in [head, *lines]) for position in range(len(head))]
    words = len(table.dimensions)

    def line(cells: list[str]) -> str:
        return "  ".join(
            text.ljust(width) if position < words else text.rjust(width)
            for position, (text, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()

    return (
        "\n".join([table.title, "", line(head), *(line(one) for one in lines), "", *remarks(table)]).rstrip()
        + "\n"
    )


def _require_published(table: Table) -> None:
    if not table.published:
        raise ValueError("only a published table is shown")
