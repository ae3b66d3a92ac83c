"""A published table as CSV, as JSON and as lines of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jobveu.insight.labels import decimal
from jobveu.insight.table import Measure, Number, Table, Unit

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
    found += [_("Kilde: %(source)s.") % {"source": source} for source in table.sources]
    return tuple(found)


def to_csv(table: Table) -> str:
    """Semicolons and decimal commas, as a Danish spreadsheet opens it; the remarks below the numbers."""
    _require_published(table)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(one.title for one in table.dimensions), *(one.title for one in table.measures)])
    for number, row in enumerate(table.rows):
        writer.writerow(
            [
                *(value.label for value in row.place),
                *(_plain(table, number, column) for column in range(len(row.numbers))),
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


def to_json(table: Table) -> Mapping[str, Any]:
    """The table for programs: codes besides labels, numbers as numbers, `withheld` saying why one is null."""
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
            }
            for number, row in enumerate(table.rows)
        ],
        "remarks": list(remarks(table)),
    }


def to_text(table: Table) -> str:
    """The table in columns, for reading in a terminal."""
    _require_published(table)
    head = [*(one.title for one in table.dimensions), *(one.title for one in table.measures)]
    lines = [
        [
            *(value.label for value in row.place),
            *(cell(table, number, column) for column in range(len(row.numbers))),
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
