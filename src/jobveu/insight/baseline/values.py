"""The published values as data (data/published.csv): what was measured, the value, how exact it is, and where it
stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.common.exactness import Exactness
from jobveu.insight.table import Number

PERIOD = (date(2018, 4, 1), date(2020, 12, 31))
"""What the evaluation counted (def.count.period)."""

RANK = "rank"
"""The unit of a place among others, 1 being the highest number."""


class Contradiction(TextChoices):
    """Where the evaluation says two things, and which of them is kept here."""

    REGISTERED = (
        "registered",
        _(
            "Metodebilaget kalder dem registrerede projekter, kapitel 1 og 4 gennemførte. Her regnes de som "
            "gennemførte."
        ),
    )
    PERSONS = (
        "persons",
        _(
            "Evalueringen skriver, at så mange har været igennem mindst ét projekt, men også, at den samme kan "
            "optræde flere gange. Her regnes tallet som deltagelser."
        ),
    )
    AVERAGES = (
        "averages",
        _(
            "Gennemsnittene gange antallet af projekter giver mindst 380 færre end de 14.086 deltagere. Her regnes "
            "antallet af deltagere og kriseprojekternes andel som rigtige."
        ),
    )
    THIRD = (
        "third",
        _(
            "Resuméet siger, at hver tredje deltager i 2020 var i et COVID-19-projekt. Kapitel 4 giver dem 54 pct. af "
            "alle deltagere i tre år, og altså flere i 2020. Her regnes de 54 pct. som rigtige."
        ),
    )
    GRANTS = (
        "grants",
        _(
            "Delene i fodnoten giver 0,3-0,8 mio. kr. mindre end tabellen. Her regnes tabellen som rigtig; forskellen "
            "kan være regulering for priser."
        ),
    )


@dataclass(frozen=True, slots=True)
class Published:
    """`measure`: the key of the measure in our figures that is the same. `place`: (dimension, code) of what it is about,
    () for everything. `unit`: a table.Unit, or RANK: then `value` is the place of it among the `among` values of the
    dimension `ranked`, `leaving_out` not counted. `value_high`: the upper end where a range is known. `contradiction`:
    None where the publication says nothing against it."""

    id: str
    measure: str
    unit: str
    place: tuple[tuple[str, str], ...]
    value: Decimal
    value_high: Decimal | None
    exactness: Exactness
    ranked: str
    among: int | None
    leaving_out: str
    contradiction: Contradiction | None
    source: str

    @property
    def is_rank(self) -> bool:
        return self.unit == RANK

    @property
    def decimals(self) -> int:
        return max(0, -int(self.value.as_tuple().exponent))

    def agrees(self, number: Number) -> bool | None:
        """Whether a number, or for a rank a place, is the published one within its exactness. None where that cannot
        be said: there is no number, or the published one is only approximate."""
        if number is None or self.exactness is Exactness.APPROXIMATE:
            return None
        found = Decimal(repr(number))
        if self.value_high is not None:
            return self.value <= found <= self.value_high
        if self.exactness is Exactness.ROUNDED:
            found = found.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return found == self.value


def _read() -> tuple[Published, ...]:
    text = (files("jobveu.insight") / "data" / "published.csv").read_text(encoding="utf-8")
    return tuple(_published(row) for row in csv.DictReader(text.splitlines(), strict=True))


def _published(row: dict[str, str]) -> Published:
    place = [tuple(part.split("=")) for part in row["place"].split(";") if part]
    return Published(
        id=row["id"],
        measure=row["measure"],
        unit=row["unit"],
        place=tuple((key, code) for key, code in place),
        value=Decimal(row["value"]),
        value_high=Decimal(row["value_high"]) if row["value_high"] else None,
        exactness=Exactness(row["exactness"]),
        ranked=row["ranked"],
        among=int(row["among"]) if row["among"] else None,
        leaving_out=row["leaving_out"],
        contradiction=Contradiction(row["contradiction"]) if row["contradiction"] else None,
        source=row["source"],
    )


PUBLISHED = _read()
"""Every published value that one of our figures measures too, as the evaluation has them in order."""
