"""The numbers from elsewhere that ship with the program (data/*.csv), each row with its source."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from jobveu.insight.facts.values import Grant, LabourForce, Reference, Shortage

_DATA = files("jobveu.insight") / "data"


def reference_known_on(day: date) -> Reference:
    """What was published by the day."""
    shipped = _shipped()
    return Reference(
        labour_force=tuple(row for row in shipped.labour_force if row.year <= day.year),
        shortages=tuple(row for row in shipped.shortages if row.published <= day),
        grants=tuple(row for row in shipped.grants if row.year <= day.year),
    )


@cache
def _shipped() -> Reference:
    return Reference(
        labour_force=tuple(
            LabourForce(row["council"], int(row["year"]), int(row["persons"]), row["source"])
            for row in _table("labour_force")
        ),
        shortages=tuple(
            Shortage(
                row["round"],
                date.fromisoformat(row["published"]),
                row["industry"],
                float(row["rate"]),
                row["source"],
            )
            for row in _table("shortages")
        ),
        grants=tuple(
            Grant(int(row["year"]), float(row["millions"]), row["source"]) for row in _table("grants")
        ),
    )


def _table(name: str) -> list[dict[str, str]]:
    text = (_DATA / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
