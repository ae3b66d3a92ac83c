"""P-numbers: what one place of production is known by in the Central Business Register."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def parse_p_number(text: str) -> str:
    """The ten digits of a P-number, spaces removed. The register gives P-numbers no check digit.

    Raises ValidationError (code "p_number") that says in Danish what is wrong.
    """
    compact = "".join(text.split())
    if not compact:
        raise _error(_("Skriv et P-nummer. Det har ti cifre."))
    if not (compact.isascii() and compact.isdigit()):
        raise _error(_("Et P-nummer består kun af cifre. Fjern bogstaver og andre tegn."))
    if len(compact) != 10:
        raise _error(_("Et P-nummer har ti cifre. Du har skrevet %(count)d.") % {"count": len(compact)})
    return compact


def validate_p_number(value: str) -> None:
    """Validator for stored P-numbers: valid, and in the one form they are stored in (ten digits)."""
    if parse_p_number(value) != value:
        raise _error(_("Skriv P-nummeret som ti cifre uden mellemrum."))


def _error(message: str) -> ValidationError:
    return ValidationError(message, code="p_number")
