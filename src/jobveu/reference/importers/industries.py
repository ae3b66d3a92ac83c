"""Import of the full Danish industry code DB07 as Statistics Denmark lays it out.

Columns: `niveau` (0 to 4), `kode` ("A", "01", "01.1", "01.11", "01.11.00"), `kode_cifre` (the code's digits),
`sektion` (its letter) and `tekst` (its Danish title).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common.audit import record
from jobveu.reference.enums import UNSTATED_INDUSTRY, IndustryLevel, Origin
from jobveu.reference.importers.store import TableReport, joined, store, wait_for_other_loads
from jobveu.reference.importers.tables import ImportRefusedError, Row, RowError, read_table
from jobveu.reference.models import Industry

COLUMNS = ("niveau", "kode", "kode_cifre", "sektion", "tekst")
_LEVELS = {str(number): level for number, level in enumerate(IndustryLevel)}
_SHAPES = {
    IndustryLevel.SECTION: r"[A-Z]",
    IndustryLevel.DIVISION: r"[0-9]{2}",
    IndustryLevel.GROUP: r"[0-9]{2}\.[0-9]",
    IndustryLevel.CLASS: r"[0-9]{2}\.[0-9]{2}",
    IndustryLevel.SUBCLASS: r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}",
}
_PARENT_LENGTH = {IndustryLevel.GROUP: 2, IndustryLevel.CLASS: 4, IndustryLevel.SUBCLASS: 5}
_TITLE_LENGTH = 200


@transaction.atomic
def import_industries(*, path: Path, by: Actor, at: datetime) -> TableReport:
    """Brings the industries in line with the file: all of it, or nothing.

    Industries that the file lacks stay. A title that is a cut-off beginning of the one already stored is not
    taken over, and is named in the report's notes. Raises ImportRefusedError with every fault by row.
    """
    rows = read_table(path, columns=COLUMNS)
    _check(rows)
    wait_for_other_loads()
    existing = {industry.code: industry for industry in Industry.objects.order_by("code")}
    titles, notes = _titles(rows, existing)
    parents: dict[str, int] = {}
    reports: list[TableReport] = []
    for level in IndustryLevel:
        level_rows = {
            row["kode"]: {
                "code": row["kode"],
                "level": level,
                "parent_id": parents.get(_parent_code(level, row)),
                "title": titles[row["kode"]],
            }
            for row in rows
            if _LEVELS[row["niveau"]] is level
        }
        of_level = {code: industry for code, industry in existing.items() if industry.level == level}
        reports.append(
            store(Industry, level_rows, table="industries", existing=of_level, origin=Origin.IMPORTED)
        )
        parents |= dict(Industry.objects.filter(level=level).values_list("code", "id"))
    report = joined("industries", reports, notes=notes)
    if report.created or report.updated:
        record(
            by=by,
            at=at,
            action="industries.imported",
            room="reference.industry",
            record_id=0,
            details={"file": path.name, "created": report.created, "updated": report.updated},
        )
    return report


def _check(rows: Sequence[Row]) -> None:
    errors: list[RowError] = []
    sections: dict[str, str] = {row["kode"]: row["sektion"] for row in rows}
    seen: dict[str, int] = {}
    for row in rows:
        code, level = row["kode"], _LEVELS.get(row["niveau"])
        if level is None:
            message = _("Niveauet »%(level)s« findes ikke. Det skal være et tal fra 0 til 4.")
            errors.append(RowError(row.number, message % {"level": row["niveau"]}))
            continue
        if not re.fullmatch(_SHAPES[level], code):
            message = _("Koden »%(code)s« passer ikke til niveau %(level)s.")
            errors.append(RowError(row.number, message % {"code": code, "level": row["niveau"]}))
            continue
        errors += [RowError(row.number, message) for message in _row_faults(row, level, sections)]
        if code in seen:
            message = _("Koden »%(code)s« står allerede i række %(row)d.")
            errors.append(RowError(row.number, message % {"code": code, "row": seen[code]}))
        seen.setdefault(code, row.number)
    if errors:
        raise ImportRefusedError(errors)


def _row_faults(row: Row, level: IndustryLevel, sections: Mapping[str, str]) -> list[str]:
    faults: list[str] = []
    code = row["kode"]
    digits = "" if level is IndustryLevel.SECTION else code.replace(".", "")
    if row["kode_cifre"] != digits:
        message = _("Cifrene »%(digits)s« passer ikke til koden »%(code)s«.")
        faults.append(message % {"digits": row["kode_cifre"], "code": code})
    if not row["tekst"]:
        faults.append(_("Teksten mangler."))
    if len(row["tekst"]) > _TITLE_LENGTH:
        faults.append(
            _("Teksten har %(length)d tegn. Den må højst have %(limit)d.")
            % {"length": len(row["tekst"]), "limit": _TITLE_LENGTH}
        )
    parent = _parent_code(level, row)
    if code == UNSTATED_INDUSTRY:
        return faults
    if level is IndustryLevel.SECTION:
        if row["sektion"] != code:
            faults.append(_("Sektionen »%(section)s« er ikke kodens egen.") % {"section": row["sektion"]})
    elif parent not in sections:
        message = _("Den overordnede kode »%(parent)s« findes ikke i filen.")
        faults.append(message % {"parent": parent})
    elif sections[parent] != row["sektion"]:
        message = _("Sektionen »%(section)s« er en anden end den overordnede kodes (»%(other)s«).")
        faults.append(message % {"section": row["sektion"], "other": sections[parent]})
    return faults


def _parent_code(level: IndustryLevel, row: Row) -> str:
    if level is IndustryLevel.SECTION or row["kode"] == UNSTATED_INDUSTRY:
        return ""
    if level is IndustryLevel.DIVISION:
        return row["sektion"]
    return row["kode"][: _PARENT_LENGTH[level]]


def _titles(rows: Sequence[Row], existing: Mapping[str, Industry]) -> tuple[dict[str, str], tuple[str, ...]]:
    titles: dict[str, str] = {}
    notes: list[str] = []
    for row in rows:
        code, title = row["kode"], row["tekst"]
        stored = existing[code].title if code in existing else ""
        if stored.startswith(f"{title} "):
            message = _("Række %(row)d: Teksten er afkortet i filen. »%(title)s« er beholdt.")
            notes.append(message % {"row": row.number, "title": stored})
            title = stored
        titles[code] = title
    return titles, tuple(notes)
