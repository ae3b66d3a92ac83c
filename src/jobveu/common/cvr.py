"""CVR numbers: what a company or public body is known by in the Central Business Register."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
_EIGHT_DIGITS = re.compile(r"[1-9][0-9]{7}", re.ASCII)


def parse_cvr(text: str) -> str:
    """The eight digits of a CVR number as people write it: "12 34 56 78", "DK12345678".

    Checked by modulus 11 with the weights 2, 7, 6, 5, 4, 3, 2, 1; the first digit is never 0.
    Raises ValidationError (code "cvr") that says in Danish what is wrong.
    """
    compact = "".join(text.split())
    if compact[:2].upper() == "DK":
        compact = compact[2:]
    if not compact:
        raise _error(_("Skriv et CVR-nummer. Det har otte cifre."))
    if not (compact.isascii() and compact.isdigit()):
        raise _error(
            _("Et CVR-nummer består kun af cifre. Fjern bogstaver og andre tegn (»DK« foran må gerne stå).")
        )
    if len(compact) != 8:
        raise _error(
            _("Et CVR-nummer har otte cifre. Du har skrevet %(count)d.") % {"count": len(compact)},
        )
    if compact[0] == "0":
        raise _error(_("Et CVR-nummer begynder ikke med 0. Kontrollér nummeret."))
    if sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, compact, strict=True)) % 11:
        raise _error(
            _("CVR-nummeret findes ikke: kontrolcifferet passer ikke. Kontrollér, om du har tastet forkert.")
        )
    return compact


def format_cvr(cvr: str) -> str:
    """ "12345678" as "12 34 56 78"; anything but eight digits is left as it is."""
    if not _EIGHT_DIGITS.fullmatch(cvr):
        return cvr
    return " ".join(cvr[start : start + 2] for start in range(0, 8, 2))


def validate_cvr(value: str) -> None:
    """Validator for stored CVR numbers: valid, and in the one form they are stored in (eight digits)."""
    if parse_cvr(value) != value:
        raise _error(_("Skriv CVR-nummeret som otte cifre uden mellemrum og uden »DK«."))


def _error(message: str) -> ValidationError:
    return ValidationError(message, code="cvr")
