"""What other rooms and forms ask of the reference tables. Lists stand in Danish alphabetical order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from jobveu.common.periods import Period
from jobveu.common.sorting import DanishSortKey
from jobveu.reference.distances import Point
from jobveu.reference.enums import IndustryLevel, MunicipalityKind
from jobveu.reference.models import Council, Industry, Municipality, MunicipalityPoint, Office
from jobveu.reference.travel import Place, lands


@dataclass(frozen=True, slots=True)
class OfficeRow:
    id: int
    code: str
    name: str
    seat: str


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """`name` is "RAR Nordjylland", `area` "Nordjylland"; `assumption` is blank when nothing is assumed."""

    id: int
    code: str
    kind: str
    name: str
    area: str
    office: OfficeRow
    valid: Period
    successor_id: int | None
    source: str
    assumption: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select: `id` for a foreign key, `code` for a URL, `label` to read."""

    id: int
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class IndustryChoice(Choice):
    """An industry with its level and, below the sections, the code of what it belongs to."""

    level: str
    parent_code: str


_OFFICES_SQL = """
SELECT id, code, name, seat FROM reference_office ORDER BY danish_sort_key(name) COLLATE "C", code
"""
"""Written out: the search and most lists ask for the three at every view."""


def offices() -> tuple[OfficeRow, ...]:
    """The labour market offices by name (1 SQL statement)."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFICES_SQL)
        return tuple(OfficeRow(*row) for row in cursor.fetchall())


def office_of_council(*, council_id: int) -> OfficeRow:
    """The office that serves the council. Raises Council.DoesNotExist for an unknown council."""
    return _office_row(Council.objects.select_related("office").get(id=council_id).office)


def councils() -> tuple[CouncilRow, ...]:
    """Every council there is or was, by name (1 SQL statement)."""
    return tuple(_council_row(council) for council in _councils())


def councils_valid_on(*, day: date) -> tuple[CouncilRow, ...]:
    """The councils in force on the day, by name (1 SQL statement)."""
    return tuple(_council_row(council) for council in _councils().filter(_valid_on(day)))


def council_choices(*, day: date) -> tuple[Choice, ...]:
    """The councils in force on the day, for a select (1 SQL statement)."""
    rows = _councils().filter(_valid_on(day)).values_list("id", "code", "name")
    return tuple(Choice(id=id_, code=code, label=name) for id_, code, name in rows)


def council_of_municipality(*, code: str, day: date) -> CouncilRow | None:
    """The council whose area holds the municipality on the day; None before the first council and for an
    unknown code. Raises Council.MultipleObjectsReturned when the tables contradict themselves.
    """
    held = _councils().filter(_valid_on(day), council_municipalities__municipality__code=code)
    try:
        return _council_row(held.get())
    except Council.DoesNotExist:
        return None


def municipality_choices(*, include_special_areas: bool = False) -> tuple[Choice, ...]:
    """The 98 municipalities, with Christiansø too when special areas are asked for (1 SQL statement)."""
    rows = Municipality.objects.order_by(DanishSortKey("name"), "code")
    if not include_special_areas:
        rows = rows.filter(kind=MunicipalityKind.MUNICIPALITY)
    return tuple(
        Choice(id=id_, code=code, label=name) for id_, code, name in rows.values_list("id", "code", "name")
    )


def industry_choices(
    *, levels: Sequence[IndustryLevel] = (IndustryLevel.SECTION, IndustryLevel.DIVISION)
) -> tuple[IndustryChoice, ...]:
    """Industries of the given levels by title, labelled "Restaurationsvirksomhed (56)" (1 SQL statement)."""
    rows = (
        Industry.objects.filter(level__in=levels)
        .order_by(DanishSortKey("title"), "code")
        .values_list("id", "code", "title", "level", "parent__code")
    )
    return tuple(
        IndustryChoice(
            id=id_, code=code, label=f"{title} ({code})", level=level, parent_code=parent_code or ""
        )
        for id_, code, title, level, parent_code in rows
    )


def _councils() -> QuerySet[Council]:
    return Council.objects.select_related("office").order_by(DanishSortKey("name"), "code")


def _valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _office_row(office: Office) -> OfficeRow:
    return OfficeRow(id=office.id, code=office.code, name=office.name, seat=office.seat)


def _council_row(council: Council) -> CouncilRow:
    return CouncilRow(
        id=council.id,
        code=council.code,
        kind=council.kind,
        name=council.name,
        area=council.area,
        office=_office_row(council.office),
        valid=Period(council.valid_from, council.valid_to),
        successor_id=council.successor_id,
        source=council.source,
        assumption=council.assumption,
    )


def municipality_places() -> dict[int, Place]:
    """Where each municipality's middle lies, and on which land, by its id; those of which it is not known are left
    out. One SQL statement."""
    rows = MunicipalityPoint.objects.values_list(
        "municipality_id", "municipality__code", "latitude", "longitude"
    )
    return {
        id_: Place(Point(latitude, longitude), lands()[code])
        for id_, code, latitude, longitude in rows
        if code in lands()
    }
