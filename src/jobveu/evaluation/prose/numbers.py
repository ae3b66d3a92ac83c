"""Numbers as people read them, and nouns in the number that fits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight.labels import decimal

Words = str | Promise


def whole(number: float) -> str:
    """ "14.086". Raises ValueError for what is no number."""
    return decimal(_finite(number), 0)


def per_cent(share: float) -> str:
    """A share of 0 to 1: "48 pct."; "under 1 pct." and "over 99 pct." where the rounded number would tell of none or of
    all. Raises ValueError for what is no share."""
    share = proper(share)
    if 0 < share < 0.005:
        return _("under 1 pct.")
    if 0.995 <= share < 1:
        return _("over 99 pct.")
    return _("%(number)s pct.") % {"number": decimal(100 * share, 0)}


def proper(share: float) -> float:
    """The share itself, of 0 to 1. Raises ValueError for another number, and for none."""
    if not 0 <= _finite(share) <= 1:
        raise ValueError(f"{share} is no share")
    return share


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number")
    return number


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: "projekt", "projekter", "projekterne"."""

    one: Words
    many: Words
    all_of_them: Words

    def counted(self, number: int) -> str:
        """ "1 projekt", "395 projekter", "ingen projekter"."""
        if number == 0:
            return _("ingen %(things)s") % {"things": self.many}
        return f"{whole(number)} {self.one if number == 1 else self.many}"

    def of(self, number: int) -> str:
        """After a number of them: "1 projekt", "7 projekter"."""
        return f"{whole(number)} {self.one if number == 1 else self.many}"


PROJECTS = Noun(gettext_lazy("projekt"), gettext_lazy("projekter"), gettext_lazy("projekterne"))
PARTICIPANTS = Noun(gettext_lazy("deltager"), gettext_lazy("deltagere"), gettext_lazy("deltagerne"))
ANSWERS = Noun(gettext_lazy("svar"), gettext_lazy("svar"), gettext_lazy("svarene"))
RESPONDENTS = Noun(gettext_lazy("svarperson"), gettext_lazy("svarpersoner"), gettext_lazy("svarpersonerne"))
INDUSTRIES = Noun(gettext_lazy("branche"), gettext_lazy("brancher"), gettext_lazy("brancherne"))
PUBLISHED_VALUES = Noun(gettext_lazy("tal"), gettext_lazy("tal"), gettext_lazy("tallene"))
