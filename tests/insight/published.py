"""A table as it would be shown, for tests that are not about what is withheld."""

from __future__ import annotations

from jobveu.insight.disclosure import RULE
from jobveu.insight.publishing import without
from jobveu.insight.table import Table


def published(table: Table) -> Table:
    """Without the counts of few persons; those that could tell of them are left."""
    return without(
        table,
        [
            (number, column)
            for number, row in enumerate(table.rows)
            for column, (measure, count) in enumerate(zip(table.measures, row.numbers, strict=True))
            if measure.persons and count is not None and RULE.covers(int(count))
        ],
    )
