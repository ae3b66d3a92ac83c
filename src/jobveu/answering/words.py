"""What is said of an answer, whichever kernel it is of. Danish in the source and English in the catalogue, as
everywhere.

Only the translation machinery of Django is used: no settings of the site, no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jobveu.answering.files import points
from jobveu.kernels.conflicts import Conflict


def number(thousandths: int) -> str:
    """Points, with the comma of the language."""
    text = f"{points(thousandths)}".replace("-", "−")
    return text if get_language() == "en" else text.replace(".", ",")


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def day(one: date | None) -> str:
    return "" if one is None else date_format(one, "j. F Y")


def unit_word(unit: str) -> str:
    return _("minut") if unit == "minutes" else _("kilometer")


def units_word(unit: str) -> str:
    return _("minutter") if unit == "minutes" else pgettext("flere", "kilometer")


def how_good(*, feasible: bool, optimal: bool, value: int | None, bound: int | None) -> str:
    """One sentence on how good the best proposal is."""
    if not feasible:
        return _("Intet forslag opfylder alle krav.")
    if value is None:
        return _("Der blev ikke fundet et forslag, før der blev stoppet.")
    values = {"value": number(value), "bound": number(bound or 0)}
    if optimal:
        return _("Bedste forslag: %(value)s point. Det er bevist, at intet forslag giver flere.") % values
    return (
        _("Bedste forslag indtil stop: %(value)s point. Intet forslag kan give mere end %(bound)s.") % values
    )


def conflict_heading(found: Conflict[Any]) -> str:
    if found.smallest:
        return _(
            "Disse krav kan ikke opfyldes samtidig. Ingen mindre samling af krav er i strid med sig selv:"
        )
    if found.irreducible:
        return _("Disse krav kan ikke opfyldes samtidig. Falder et af dem bort, kan de øvrige opfyldes:")
    return _("Kravene kan ikke opfyldes samtidig. Striden er blandt disse:")
