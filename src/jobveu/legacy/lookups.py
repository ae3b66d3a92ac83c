"""What names and codes in a file are looked up in: councils, industries, municipalities. Loaded once for a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from jobveu.common.folding import fold
from jobveu.legacy.problems import Fault
from jobveu.legacy.reading.cells import Cell, CellFault
from jobveu.legacy.values import plain_text
from jobveu.reference.enums import CouncilKind
from jobveu.reference.models import Council, Industry, Municipality

_COUNCIL_KINDS = re.compile(
    r"^(?:rar|rbr|(?:det )?regionale? (?:arbejdsmarkeds|beskæftigelses)råd)(?: for| i)? "
)


@dataclass(frozen=True, slots=True)
class CouncilFound:
    id: int
    name: str
    office_id: int
    office_name: str
    valid_from: date
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Lookups:
    """Three SQL statements, when it is made."""

    def __init__(self) -> None:
        self._councils: dict[str, list[CouncilFound]] = {}
        for row in Council.objects.select_related("office").order_by("-valid_from", "code"):
            found = CouncilFound(
                row.pk, row.name, row.office_id, row.office.name, row.valid_from, row.valid_to
            )
            old = row.kind == CouncilKind.REGIONAL_LABOUR_MARKET_COUNCIL
            for key in {row.name, row.code, f"{'RAR' if old else 'RBR'} {row.area}", row.area}:
                self._councils.setdefault(fold(key), []).append(found)
        self._industries: dict[str, int] = {}
        for pk, code, title in Industry.objects.order_by("-level", "-code").values_list(
            "id", "code", "title"
        ):
            self._industries[fold(title)] = pk
            self._industries[code] = pk
        self._municipalities: dict[str, int] = {}
        for pk, code, name in Municipality.objects.order_by("code").values_list("id", "code", "name"):
            self._municipalities[code] = self._municipalities[fold(name)] = pk

    def councils(self, cell: Cell) -> list[CouncilFound]:
        """Those that the cell may mean, the newest first: an area had a council before 2025 and has one since."""
        if isinstance(cell, CellFault):
            raise Fault("formula")
        text = fold(plain_text(cell))
        found = self._councils.get(text) or self._councils.get(_COUNCIL_KINDS.sub("", text))
        if not found:
            raise Fault("unknown_council")
        return found

    def industry(self, cell: Cell) -> int:
        """By code, also one that has lost its points or a zero on the way, or by title."""
        if isinstance(cell, CellFault):
            raise Fault("formula")
        text = plain_text(cell)
        for form in _industry_forms(text):
            if (found := self._industries.get(form)) is not None:
                return found
        raise Fault("unknown_industry")

    def municipality(self, cell: Cell) -> int:
        """By code or name, with or without "Kommune"."""
        if isinstance(cell, CellFault):
            raise Fault("formula")
        text = plain_text(cell)
        name = fold(text).removesuffix(" kommunes").removesuffix(" kommune")
        found = self._municipalities.get(text.zfill(4) if text.isdigit() else name)
        if found is None:
            raise Fault("unknown_municipality")
        return found


def _industry_forms(text: str) -> list[str]:
    """What the text may stand for in the table, the likeliest first; a code that is finer than the table is stands
    for what it belongs to."""
    forms = [fold(text)]
    code = text.split(" ", 1)[0].replace(",", ".")
    whole, point, rest = code.partition(".")
    digits = f"{whole.zfill(2)}{rest.replace('.', '')}" if point else code.zfill(len(code) + len(code) % 2)
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 6):
        return [*forms, code.upper()]
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    while pairs:
        joined = ".".join(pairs)
        forms += [joined, f"{joined}0"] if len(pairs[-1]) == 1 else [joined]
        pairs.pop()
    return forms
