"""Loads the reference tables that ship with the program (the CSV files in `data/`)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files

from django.db import transaction

from jobveu.accounts.actor import Actor
from jobveu.common.audit import record
from jobveu.reference.enums import IndustryLevel, Origin
from jobveu.reference.importers.store import TableReport, joined, store, wait_for_other_loads
from jobveu.reference.models import (
    Council,
    CouncilMunicipality,
    Industry,
    Municipality,
    MunicipalityPoint,
    Office,
    Region,
)

_DATA = files("jobveu.reference") / "data"
_POINTS_OF = date(2014, 1, 1)
_SOURCE_OF_POINTS = (
    "Tyngdepunktet af kommunens største sammenhængende areal, beregnet ud fra Geodatastyrelsens kommunegrænser "
    "(1:500.000, 2014) og afrundet til en hundrededel grad."
)


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> tuple[TableReport, ...]:
    """Brings the database in line with the shipped tables; a second run changes nothing.

    Rows from an official import are left alone, and nothing is removed.
    """
    wait_for_other_loads()
    reports = (
        _offices(),
        _councils(),
        _regions(),
        _municipalities(),
        _municipality_points(),
        _council_municipalities(),
        _industries(),
    )
    changes = {
        report.table: {"created": report.created, "updated": report.updated}
        for report in reports
        if report.created or report.updated
    }
    if changes:
        record(
            by=by,
            at=at,
            action="reference.loaded",
            room="reference",
            record_id=0,
            details=changes,
        )
    return reports


def _table(name: str) -> Sequence[dict[str, str]]:
    text = (_DATA / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def _offices() -> TableReport:
    return store(
        Office,
        {row["code"]: row for row in _table("offices")},
        table="offices",
        existing={office.code: office for office in Office.objects.order_by("code")},
    )


def _councils() -> TableReport:
    """The employment councils stand first in the file: they are there when their predecessors name them."""
    office_ids = dict(Office.objects.values_list("code", "id"))
    existing = {council.code: council for council in Council.objects.order_by("code")}
    ids = {code: council.id for code, council in existing.items()}
    rows = _table("councils")
    reports = []
    for part in ([row for row in rows if not row["successor"]], [row for row in rows if row["successor"]]):
        values = {
            row["code"]: {
                "code": row["code"],
                "kind": row["kind"],
                "name": row["name"],
                "area": row["area"],
                "office_id": office_ids[row["office"]],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                "successor_id": ids[row["successor"]] if row["successor"] else None,
                "source": row["source"],
                "assumption": row["assumption"],
            }
            for row in part
        }
        known = {code: existing[code] for code in values if code in existing}
        reports.append(store(Council, values, table="councils", existing=known))
        ids = dict(Council.objects.values_list("code", "id"))
    return joined("councils", reports)


def _regions() -> TableReport:
    return store(
        Region,
        {row["code"]: row for row in _table("regions")},
        table="regions",
        existing={region.code: region for region in Region.objects.order_by("code")},
    )


def _municipalities() -> TableReport:
    region_ids = dict(Region.objects.values_list("code", "id"))
    landsdele = {row["code"]: row for row in _table("landsdele")}
    return store(
        Municipality,
        {
            row["code"]: {
                "code": row["code"],
                "name": row["name"],
                "kind": row["kind"],
                "region_id": region_ids[landsdele[row["landsdel"]]["region"]],
                "landsdel_code": row["landsdel"],
                "landsdel_name": landsdele[row["landsdel"]]["name"],
            }
            for row in _table("municipalities")
        },
        table="municipalities",
        existing={row.code: row for row in Municipality.objects.order_by("code")},
        origin=Origin.SHIPPED,
    )


def _municipality_points() -> TableReport:
    ids = dict(Municipality.objects.values_list("code", "id"))
    return store(
        MunicipalityPoint,
        {
            ids[row["code"]]: {
                "municipality_id": ids[row["code"]],
                "latitude": float(row["latitude"]),
                "longitude": float(row["longitude"]),
                "as_of": _POINTS_OF,
                "source": _SOURCE_OF_POINTS,
            }
            for row in _table("municipality_points")
        },
        table="municipality_points",
        existing={row.municipality_id: row for row in MunicipalityPoint.objects.order_by("id")},
    )


def _council_municipalities() -> TableReport:
    """Keyed by kind of council and municipality: one that an import moved to another council of the same kind
    stays where it is."""
    councils = {code: (id_, kind) for code, id_, kind in Council.objects.values_list("code", "id", "kind")}
    municipality_ids = dict(Municipality.objects.values_list("code", "id"))
    sources = {row["key"]: row for row in _table("area_sources")}
    memberships = CouncilMunicipality.objects.select_related("council").order_by("id")
    return store(
        CouncilMunicipality,
        {
            (councils[row["council"]][1], municipality_ids[row["municipality"]]): {
                "council_id": councils[row["council"]][0],
                "municipality_id": municipality_ids[row["municipality"]],
                "source": sources[row["basis"]]["source"],
                "assumption": sources[row["basis"]]["assumption"],
            }
            for row in _table("council_municipalities")
        },
        table="council_municipalities",
        existing={(row.council.kind, row.municipality_id): row for row in memberships},
        origin=Origin.SHIPPED,
    )


def _industries() -> TableReport:
    rows = _table("industries")
    reports = []
    section_ids: dict[str, int] = {}
    for level in (IndustryLevel.SECTION, IndustryLevel.DIVISION):
        values = {
            row["code"]: {
                "code": row["code"],
                "level": level,
                "parent_id": section_ids[row["section"]] if row["section"] else None,
                "title": row["title"],
            }
            for row in rows
            if bool(row["section"]) == (level is IndustryLevel.DIVISION)
        }
        existing = {row.code: row for row in Industry.objects.filter(level=level).order_by("code")}
        reports.append(store(Industry, values, table="industries", existing=existing, origin=Origin.SHIPPED))
        section_ids |= dict(Industry.objects.filter(level=IndustryLevel.SECTION).values_list("code", "id"))
    return joined("industries", reports)
