"""Import of the municipalities with their regions, landsdele and labour market councils.

Columns: `kommunekode`, `kommune`, `regionskode`, `region`, `landsdelskode`, `landsdel`, `rar` (the area of
the labour market council of the 2018–2024 law; may be blank) and `rar_provenance` (what `rar` rests on).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common.audit import record
from jobveu.reference.enums import CouncilKind, MunicipalityKind, Origin
from jobveu.reference.importers.store import TableReport, store, wait_for_other_loads
from jobveu.reference.importers.tables import ImportRefusedError, Row, RowError, read_table
from jobveu.reference.models import Council, CouncilMunicipality, Municipality, Region

COLUMNS = (
    "kommunekode",
    "kommune",
    "regionskode",
    "region",
    "landsdelskode",
    "landsdel",
    "rar",
    "rar_provenance",
)
SPECIAL_AREAS = frozenset({"0411"})
"""Codes in the official files that are no municipality: Christiansø."""


@transaction.atomic
def import_municipalities(*, path: Path, by: Actor, at: datetime) -> tuple[TableReport, ...]:
    """Brings regions, municipalities and the labour market councils' areas in line with the file: all of it,
    or nothing.

    Municipalities that the file lacks stay, and so do the areas of the employment councils, of which the file
    says nothing. A provenance that starts with INFERRED is stored as an assumption. Raises ImportRefusedError
    with every fault by row.
    """
    rows = read_table(path, columns=COLUMNS)
    wait_for_other_loads()
    council_ids = dict(
        Council.objects.filter(kind=CouncilKind.REGIONAL_LABOUR_MARKET_COUNCIL).values_list("area", "id")
    )
    _check(rows, council_ids.keys())
    reports = (_store_regions(rows), _store_municipalities(rows), _store_areas(rows, council_ids))
    if any(report.created or report.updated for report in reports):
        record(
            by=by,
            at=at,
            action="municipalities.imported",
            room="reference.municipality",
            record_id=0,
            details={"file": path.name}
            | {report.table: {"created": report.created, "updated": report.updated} for report in reports},
        )
    return reports


def _check(rows: Sequence[Row], areas: Collection[str]) -> None:
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        code = row["kommunekode"]
        if not re.fullmatch(r"[0-9]{4}", code):
            message = _("Kommunekoden »%(code)s« har ikke fire cifre.")
            errors.append(RowError(row.number, message % {"code": code}))
        elif code in seen:
            message = _("Kommunekoden »%(code)s« står allerede i række %(row)d.")
            errors.append(RowError(row.number, message % {"code": code, "row": seen[code]}))
        seen.setdefault(code, row.number)
        errors += [RowError(row.number, message) for message in _row_faults(row, areas, names)]
    if errors:
        raise ImportRefusedError(errors)


def _row_faults(row: Row, areas: Collection[str], names: dict[tuple[str, str], str]) -> list[str]:
    faults: list[str] = []
    for column in ("kommune", "region", "landsdel"):
        if not row[column]:
            faults.append(_("Feltet »%(column)s« er tomt.") % {"column": column})
        elif len(row[column]) > 100:
            faults.append(_("Feltet »%(column)s« har over 100 tegn.") % {"column": column})
    for code_column, name_column in (("regionskode", "region"), ("landsdelskode", "landsdel")):
        code, name = row[code_column], row[name_column]
        if not re.fullmatch(r"[0-9]{2}", code):
            message = _("Feltet »%(column)s« skal have to cifre. Der står »%(code)s«.")
            faults.append(message % {"column": code_column, "code": code})
        elif names.setdefault((code_column, code), name) != name:
            message = _("Koden %(code)s hedder »%(name)s« her, men »%(other)s« længere oppe.")
            faults.append(message % {"code": code, "name": name, "other": names[code_column, code]})
    if row["rar"] and row["rar"] not in areas:
        message = _("Der er intet regionalt arbejdsmarkedsråd for »%(area)s«.")
        faults.append(message % {"area": row["rar"]})
    return faults


def _store_regions(rows: Sequence[Row]) -> TableReport:
    return store(
        Region,
        {row["regionskode"]: {"code": row["regionskode"], "name": row["region"]} for row in rows},
        table="regions",
        existing={region.code: region for region in Region.objects.order_by("code")},
    )


def _store_municipalities(rows: Sequence[Row]) -> TableReport:
    region_ids = dict(Region.objects.values_list("code", "id"))
    return store(
        Municipality,
        {
            row["kommunekode"]: {
                "code": row["kommunekode"],
                "name": row["kommune"],
                "kind": (
                    MunicipalityKind.SPECIAL_AREA
                    if row["kommunekode"] in SPECIAL_AREAS
                    else MunicipalityKind.MUNICIPALITY
                ),
                "region_id": region_ids[row["regionskode"]],
                "landsdel_code": row["landsdelskode"],
                "landsdel_name": row["landsdel"],
            }
            for row in rows
        },
        table="municipalities",
        existing={municipality.code: municipality for municipality in Municipality.objects.order_by("code")},
        origin=Origin.IMPORTED,
    )


def _store_areas(rows: Sequence[Row], council_ids: dict[str, int]) -> TableReport:
    municipality_ids = dict(Municipality.objects.values_list("code", "id"))
    memberships = CouncilMunicipality.objects.filter(
        council__kind=CouncilKind.REGIONAL_LABOUR_MARKET_COUNCIL
    ).order_by("id")
    existing = {membership.municipality_id: membership for membership in memberships}
    values: dict[int, dict[str, int | str]] = {}
    for row in rows:
        if not row["rar"]:
            continue
        municipality_id, council_id = municipality_ids[row["kommunekode"]], council_ids[row["rar"]]
        values[municipality_id] = {
            "council_id": council_id,
            "municipality_id": municipality_id,
        } | _basis(row, council_id, existing.get(municipality_id))
    return store(
        CouncilMunicipality,
        values,
        table="council_municipalities",
        existing=existing,
        origin=Origin.IMPORTED,
    )


def _basis(row: Row, council_id: int, stored: CouncilMunicipality | None) -> dict[str, str]:
    """What a council's area rests on. Where the file only repeats what is known, with the same certainty, the
    source already stored stays."""
    provenance = row["rar_provenance"]
    assumed = provenance.startswith("INFERRED") or row["kommunekode"] in SPECIAL_AREAS
    if stored is not None and stored.council_id == council_id and bool(stored.assumption) == assumed:
        return {"source": stored.source, "assumption": stored.assumption}
    return {"source": provenance, "assumption": provenance if assumed else ""}
