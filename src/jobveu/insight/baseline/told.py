"""Published values in words and for programs, as they stand beside our numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jobveu.insight.baseline.lookup import rank
from jobveu.insight.baseline.values import Published
from jobveu.insight.data_words import translated
from jobveu.insight.labels import decimal
from jobveu.insight.table import Number, Table

Beside = Mapping[tuple[int, int], tuple[Published, ...]]
"""The published values beside the numbers of a table, by row and measure (lookup.beside_table)."""


def told(value: Published) -> str:
    """The value as people read it: "14.086", "20–30", "nr. 1 af 8"."""
    if value.is_rank:
        return placed(int(value.value), value)
    low = decimal(float(value.value), value.decimals)
    return low if value.value_high is None else f"{low}–{decimal(float(value.value_high), value.decimals)}"


def placed(place: int, value: Published) -> str:
    return _("nr. %(place)d af %(among)d") % {"place": place, "among": value.among or 0}


def measured(table: Table, row: int, column: int, value: Published) -> Number:
    """What of ours is compared with the value: the number there, or its place among the others."""
    return rank(table, row, column, value) if value.is_rank else table.rows[row].numbers[column]


def to_json(table: Table, row: int, column: int, value: Published) -> Mapping[str, Any]:
    """`ours` is the place where the published value is one, `agrees` is null where that cannot be said."""
    ours = measured(table, row, column, value)
    return {
        "id": value.id,
        "measure": table.measures[column].key,
        "unit": value.unit,
        "value": float(value.value),
        "value_high": None if value.value_high is None else float(value.value_high),
        "among": value.among,
        "exactness": value.exactness.value,
        "ours": ours,
        "agrees": value.agrees(ours),
        "contradiction": None if value.contradiction is None else str(value.contradiction.label),
        "source": translated(value.source),
    }
