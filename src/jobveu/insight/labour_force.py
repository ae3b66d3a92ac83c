"""How many there are in the labour force of each council's area, year by year: told to the register from statistics.

There is no source that ships with the program; who has the numbers loads them, and figure 4.5 counts per 1,000 of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.danish import parse_number
from jobveu.common.errors import DomainError
from jobveu.insight.models import LabourForceNumber
from jobveu.reference.models import Council

ROOM = "insight.labourforcenumber"
COLUMNS = ("council", "year", "persons", "source")


@dataclass(frozen=True, slots=True)
class Loaded:
    created: int
    updated: int
    unchanged: int


def load(*, by: Actor, at: datetime, text: str, source: str = "") -> Loaded:
    """Takes in a table with a head (COLUMNS), separated by semicolons or commas: a council by its code or its name, a year,
    how many, and who says so. `source` stands for rows without one. What is there for the same council and year is
    replaced. All of it or nothing: raises DomainError with what is wrong in the first row that cannot be read."""
    found = _read(text, source)
    with transaction.atomic():
        rows = LabourForceNumber.objects.select_related("council").select_for_update(of=("self",))
        there = {(row.council_id, row.year): row for row in rows}
        new: list[LabourForceNumber] = []
        changed: list[LabourForceNumber] = []
        for row in found:
            before = there.get((row.council_id, row.year))
            if before is None:
                new.append(row)
            elif (before.persons, before.source) != (row.persons, row.source):
                before.persons, before.source = row.persons, row.source
                changed.append(before)
        LabourForceNumber.objects.bulk_create(new)
        LabourForceNumber.objects.bulk_update(changed, ["persons", "source"])
        for row in (*new, *changed):
            audit.record(
                by=by,
                at=at,
                action="labour_force.loaded",
                room=ROOM,
                record_id=row.pk,
                details={"council": row.council.name, "year": row.year},
            )
    return Loaded(len(new), len(changed), len(found) - len(new) - len(changed))


def _read(text: str, source: str) -> Sequence[LabourForceNumber]:
    lines = text.removeprefix("\ufeff").splitlines()
    head = lines[0] if lines else ""
    reader = csv.DictReader(lines, delimiter=";" if ";" in head else ",")
    lacking = [name for name in COLUMNS[:3] if name not in (reader.fieldnames or ())]
    if lacking:
        raise DomainError(_("Filen mangler kolonnen %(name)s.") % {"name": lacking[0]})
    councils = {name: one for one in Council.objects.all() for name in (one.code, one.name)}
    found: dict[tuple[int, int], LabourForceNumber] = {}
    for number, row in enumerate(reader, start=2):
        one = _row(number, row, councils, source)
        if (one.council_id, one.year) in found:
            raise _fault(number, _("rådet og året står der allerede"))
        found[one.council_id, one.year] = one
    return list(found.values())


def _row(
    number: int, row: dict[str, str | None], councils: dict[str, Council], source: str
) -> LabourForceNumber:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    council = councils.get(cells["council"])
    if council is None:
        raise _fault(number, _("der er intet råd »%(name)s«") % {"name": cells["council"]})
    if not re.fullmatch(r"(19|20)\d\d", cells["year"]):
        raise _fault(number, _("»%(text)s« er ikke et år") % {"text": cells["year"]})
    persons: Decimal | None
    try:
        persons = parse_number(cells["persons"])
    except ValueError:
        persons = None
    if persons is None or persons != persons.to_integral_value() or not 0 < persons < 10_000_000:
        raise _fault(number, _("»%(text)s« er ikke et antal personer") % {"text": cells["persons"]})
    if not (cells["source"] or source):
        raise _fault(number, _("der står ikke, hvor tallet er fra"))
    return LabourForceNumber(
        council=council,
        year=int(cells["year"]),
        persons=int(persons),
        source=(cells["source"] or source)[:300],
    )


def _fault(row: int, what: str) -> DomainError:
    return DomainError(_("Række %(row)d: %(what)s.") % {"row": row, "what": what})
