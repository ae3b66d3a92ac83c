"""Which counts of persons may be shown: decided at once for all that can be drawn from the same facts.

What can be shown is a list: each figure by itself, in each of its cuts, and limited to one value of a dimension that it
is cut by (a row of that cut). Nothing narrower tells of persons, and neither does a cut in which more than a third of
the counts are small. So every count of persons that is shown is known beforehand, is the same cell in every figure that
has it, and the kernel (`kernels.disclosure`) is told all that a reader can add and subtract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from jobveu.insight.counting import Counts, Selection
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.table import TOTAL, UNKNOWN, Row, Table
from jobveu.kernels.disclosure import Impossible, Key, Rule, Sum, Tables, protect, proves
from jobveu.projects.enums import ProjectType

RULE = Rule()
VERSION = 2
"""Of how it is decided: the next number whenever the same facts would come out otherwise."""
_MONTHS = ("end", "3", "6", "12")
_STEPS = ("invited", "screened", "matched", "started")
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("invited", ("screened",)),
    ("invited", ("matched",)),
    ("invited", ("started",)),
    ("screened", ("suitable",)),
    ("started", ("completed", "dropped")),
    ("dropped_all", ("dropped",)),
    *(
        (
            f"known_{month}",
            tuple(f"{kind}_{month}" for kind in ("job", "education", "apprenticeship", "retained")),
        )
        for month in _MONTHS
    ),
    ("known_6", ("moved_6",)),
    ("moved_6", ("job_6", "education_6", "apprenticeship_6")),
    *((step, (f"{step}_in_quarter",)) for step in _STEPS),
    ("started", ("merit", "missing_merit")),
    ("started", ("due_3",)),
    ("due_3", ("due_6",)),
    ("due_6", ("due_12",)),
    *(
        whole
        for month in ("3", "6", "12")
        for whole in (
            (f"due_{month}", (f"due_known_{month}", f"due_missing_{month}")),
            (f"known_{month}", (f"due_known_{month}",)),
            (
                f"due_known_{month}",
                tuple(f"due_{kind}_{month}" for kind in ("job", "apprenticeship", "retained")),
            ),
            *(
                (f"{kind}_{month}", (f"due_{kind}_{month}",))
                for kind in ("job", "apprenticeship", "retained")
            ),
            *(
                (f"{name}_{month}", (f"{name}_elsewhere_{month}",))
                for name in ("due", "due_known", "due_missing", "due_apprenticeship")
            ),
            (f"due_elsewhere_{month}", (f"due_known_elsewhere_{month}", f"due_missing_elsewhere_{month}")),
            (f"due_known_elsewhere_{month}", (f"due_apprenticeship_elsewhere_{month}",)),
        )
    ),
    ("due_elsewhere_3", ("due_elsewhere_6",)),
    ("due_elsewhere_6", ("due_elsewhere_12",)),
    ("moved_6", ("due_job_6", "due_apprenticeship_6")),
)
"""A count, and counts of some of the same persons, none of them twice. What is left over can be subtracted by anybody,
so it is a count too, shown or not."""
PARTITIONS = frozenset(
    (
        ("moved_6", ("job_6", "education_6", "apprenticeship_6")),
        *(
            (f"due{elsewhere}_{month}", (f"due_known{elsewhere}_{month}", f"due_missing{elsewhere}_{month}"))
            for month in ("3", "6", "12")
            for elsewhere in ("", "_elsewhere")
        ),
    )
)
"""Those of them that leave nobody over, as their names tell everybody: what is left is no count that could be anything."""
_COUNTS_BY_VALUE = {
    "funnel": "step",
    "outcomes": "milestone",
    "success-jobs": "milestone",
    "success-apprenticeships": "milestone",
}
"""Figures that have a dimension whose values are counts of their own."""
_LEAVES_OUT_CRISIS = "success-apprenticeships"


def quantity(table: Table, measure: str, codes: Mapping[str, str]) -> str:
    """What a count of persons counts, by one name in every figure. `codes` has a type where the count is of one: those in
    other projects than a crisis's are then all of them."""
    if table.figure == "funnel":
        measure = codes["step"]
    elif table.figure == "outcomes":
        measure = f"{measure}_{codes['milestone'].removeprefix('months_')}"
    elif table.figure in ("success-jobs", "success-apprenticeships"):
        month = codes["milestone"].removeprefix("months_")
        elsewhere = "_elsewhere" if table.figure == _LEAVES_OUT_CRISIS and "type" not in codes else ""
        measure = ("due" if measure == "due" else f"due_{measure}") + f"{elsewhere}_{month}"
    elif table.figure == "success-skills":
        measure = "missing_merit" if measure == "missing" else measure
    elif table.figure == "dropouts":
        measure = "dropped_all"
    elif table.figure == "activity-by-quarter":
        measure = f"{'matched' if measure == 'presented' else measure}_in_quarter"
    return f"{table.counted} {measure}"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The counts of persons that may be shown of some facts, and the office of each council."""

    shown: frozenset[Key]
    offices: Mapping[str, str]

    def hides(self, table: Table, row: Row, column: int) -> bool:
        """Whether the number, a count of persons, is not to be shown."""
        key = cell(table, row, column, self.offices)
        return key is not None and key not in self.shown


def disclosure(counts: Counts) -> Disclosure:
    """Of the facts, whatever they are limited to at the moment. Takes seconds for facts that were not asked about
    before."""
    offices = {one.code: counts.facts.offices[one.office].code for one in counts.facts.councils}
    tables = tables_of(counts, offices)
    shown = _protected(tuple(sorted(tables.counts.items())), tuple(sorted(tables.latent)), tables.sums)
    return Disclosure(shown, offices)


@lru_cache(maxsize=16)
def _protected(
    counts: tuple[tuple[Key, int], ...], latent: tuple[Key, ...], sums: tuple[Sum, ...]
) -> frozenset[Key]:
    tables = Tables(dict(counts), sums, latent=frozenset(latent))
    try:
        protection = protect(tables, rule=RULE)
    except Impossible:
        return frozenset()
    if not proves(tables, protection):
        raise RuntimeError("What is withheld is not proven to be enough.")
    return frozenset(tables.counts.keys() - protection.withheld - tables.latent)


def cell(table: Table, row: Row, column: int, offices: Mapping[str, str]) -> Key | None:
    """The name of a count of persons. None where nobody can be counted: in a council under another's office, say, or in
    projects of a crisis by a figure that leaves them out."""
    codes = dict(zip((one.key for one in table.dimensions), row.codes, strict=True))
    place = {dimension: code for dimension, code in codes.items() if code != TOTAL}
    for dimension, wanted in table.selection:
        if place.setdefault(dimension, "+".join(wanted)) not in ("+".join(wanted), *wanted):
            return None
    if "council" in place and "office" in place:
        if offices.get(place["council"], UNKNOWN) != place["office"]:
            return None
        del place["office"]
    if table.figure == _LEAVES_OUT_CRISIS and place.get("type") == ProjectType.CRISIS:
        return None
    name = quantity(table, table.measures[column].key, place)
    place.pop(_COUNTS_BY_VALUE.get(table.figure, ""), None)
    return (name, *sorted(f"{dimension}={code}" for dimension, code in place.items()))


def tables_of(counts: Counts, offices: Mapping[str, str]) -> Tables:
    """All that is shown of persons, with how it adds up. What no table shows, but a shown total and shown parts of it
    leave over, is latent."""
    found: dict[Key, int] = {}
    listed: set[Key] = set()
    sums: dict[Sum, None] = {}
    for table in _drawn(counts.only(Selection())):
        keys = [
            key
            for column, measure in enumerate(table.measures)
            if measure.persons
            for key in _add(table, column, offices, found, sums)
        ]
        if _tells_enough(table):
            listed.update(keys)
    _add_offices(found, sums, offices)
    _add_rest(found, sums)
    told = [one for one in sums if one.total in listed and any(part in listed for part in one.parts)]
    kept = listed | {part for one in told for part in one.parts}
    return Tables(
        {key: found[key] for key in sorted(kept)},
        tuple(sorted(told, key=lambda one: (one.total, one.parts))),
        latent=frozenset(kept - listed),
    )


def _tells_enough(table: Table) -> bool:
    """Whether at most a third of its counts of persons are small."""
    numbers = [
        int(number)
        for row in table.rows
        for measure, number in zip(table.measures, row.numbers, strict=True)
        if measure.persons and number
    ]
    return 3 * sum(map(RULE.covers, numbers)) <= len(numbers)


def _drawn(counts: Counts) -> Iterator[Table]:
    for figure in FIGURES.values():
        whole = draw(figure, counts)
        if not any(measure.persons for measure in whole.measures):
            continue
        yield whole
        for by in figure.cuts:
            yield draw(figure, counts, by=by)


def _add(
    table: Table, column: int, offices: Mapping[str, str], found: dict[Key, int], sums: dict[Sum, None]
) -> list[Key]:
    """Takes one count of persons of a table in, with its sums."""
    keys: dict[tuple[int, ...], Key] = {}
    places = product(*(range(len(one.values)) for one in table.dimensions))
    for place, row in zip(places, table.rows, strict=True):
        number, key = row.numbers[column], cell(table, row, column, offices)
        if number is not None and key is not None:
            if found.setdefault(key, int(number)) != number:
                raise ValueError(f"{table.figure} counts {key} otherwise than another figure")
            keys[place] = key
    for axis, dimension in enumerate(table.dimensions):
        if dimension.adds_up and dimension.has_total:
            last = len(dimension.values) - 1
            for place, key in keys.items():
                if place[axis] == last:
                    parts = (keys.get((*place[:axis], at, *place[axis + 1 :])) for at in range(last))
                    given = tuple(sorted({part for part in parts if part is not None and part != key}))
                    if given:
                        sums[Sum(key, given)] = None
    return list(keys.values())


def _add_offices(found: Mapping[Key, int], sums: dict[Sum, None], offices: Mapping[str, str]) -> None:
    """An office's count is the sum of its councils'."""
    parts: dict[Key, list[Key]] = {}
    for key in found:
        council = next((word for word in key[1:] if word.startswith("council=")), None)
        if council is not None:
            office = f"office={offices.get(council.removeprefix('council='), UNKNOWN)}"
            total = (key[0], *sorted(office if word == council else word for word in key[1:]))
            if total in found:
                parts.setdefault(total, []).append(key)
    for total, councils in parts.items():
        sums[Sum(total, tuple(sorted(councils)))] = None


def _add_rest(found: dict[Key, int], sums: dict[Sum, None]) -> None:
    """What is left of each whole: a count that no figure has."""
    by_name: dict[str, list[Key]] = {}
    for key in found:
        by_name.setdefault(key[0], []).append(key)
    for whole, parts in WHOLES:
        for key in by_name.get(f"begun {whole}", ()):
            given = [(f"begun {part}", *key[1:]) for part in parts]
            given = [part for part in given if part in found]
            rest = found[key] - sum(found[part] for part in given)
            if (whole, parts) in PARTITIONS and len(given) == len(parts):
                if rest:
                    raise ValueError(f"{key} is not all of {given}")
                sums[Sum(key, tuple(given))] = None
            elif given and rest >= 0:
                name = (f"rest of {whole} less {' '.join(parts)}", *key[1:])
                found[name] = rest
                sums[Sum(key, (*given, name))] = None
