"""CPR numbers: who a person is in the Central Person Register.

Two kinds are read:

- A CPR number: day, month and two digits of the year of birth, then a running number whose first digit tells
  the century (the register's own table, "Personnummeret i CPR-systemet"). Modulus 11 is not asked for: since
  1 October 2007 the register gives out numbers that fail it, and asks that systems take them.
- A replacement number (erstatningspersonnummer) for a person whom the register cannot number, built as the
  register's office recommends: the first digit of the day raised by 6, so that it can be taken for nobody's
  real number. The recommendation binds nobody: replacement numbers built in another way (with letters, say)
  are refused, and two systems may give one replacement number to different persons.

Only the form is checked. Whether the number was ever given out, only the register knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_REPLACEMENT_DAYS = 60
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]")


@dataclass(frozen=True, slots=True, repr=False)
class Cpr:
    """A CPR number of valid form. Neither str() nor repr() shows it, so that no log or error page can.

    Raises ValueError (without the number in it) for anything but ten digits with a date of birth.
    """

    digits: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{10}", self.digits):
            raise ValueError("A CPR number has ten digits.")
        _birth_date(self.digits)

    @property
    def is_replacement(self) -> bool:
        """Whether it is a replacement number: its day is the day of birth plus 60."""
        return int(self.digits[:2]) > _REPLACEMENT_DAYS

    @property
    def birth_date(self) -> date:
        return _birth_date(self.digits)

    def formatted(self) -> str:
        """The number in full, "DDMMYY-NNNN": only for a display that is recorded."""
        return f"{self.digits[:6]}-{self.digits[6:]}"

    def __repr__(self) -> str:
        return "Cpr(******-****)"

    __str__ = __repr__


def parse_cpr(text: str, *, today: date | None = None) -> Cpr:
    """Reads a CPR number as people write it: "DDMMYY-NNNN", "DDMMYYNNNN", with or without spaces.

    With `today`, a date of birth after it is refused. Raises ValidationError (code "cpr") that says in Danish
    what is wrong and never repeats the number.
    """
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise _error(_("Skriv et CPR-nummer. Det har ti cifre."))
    if not (digits.isascii() and digits.isdigit()):
        raise _error(_("Et CPR-nummer består kun af cifre og eventuelt en bindestreg."))
    if len(digits) != 10:
        raise _error(_("Et CPR-nummer har ti cifre. Du har skrevet %(count)d.") % {"count": len(digits)})
    try:
        born = _birth_date(digits)
    except ValueError as error:
        raise _error(
            _("De første seks cifre er ikke en dato. Skriv dag, måned og år med to cifre hver.")
        ) from error
    if today is not None and born > today:
        raise _error(_("Fødselsdatoen i CPR-nummeret ligger ude i fremtiden. Kontrollér nummeret."))
    return Cpr(digits)


def _birth_date(digits: str) -> date:
    """Raises ValueError when the first six digits are no date."""
    day, month, year_of_century, seventh = (
        int(digits[:2]),
        int(digits[2:4]),
        int(digits[4:6]),
        int(digits[6]),
    )
    if day > _REPLACEMENT_DAYS:
        day -= _REPLACEMENT_DAYS
    return date(_century(year_of_century, seventh) + year_of_century, month, day)


def _century(year_of_century: int, seventh: int) -> int:
    """The register's table of the 7th digit against the two digits of the year (positions 5 to 7)."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year_of_century <= 36 else 1900
    return 2000 if year_of_century <= 57 else 1800


def _error(message: str) -> ValidationError:
    return ValidationError(message, code="cpr")
