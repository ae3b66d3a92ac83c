"""Shares in words: "knap halvdelen af projekterne (48 pct., n = 395)".

A share is called by the nearest simple fraction, where one is near: by its name alone as long as nobody sees a difference
in per cent, "knap" below it, "lidt over" or "godt" above it, and "omkring" where the share itself is uncertain and may lie
on either side. Below SMALL nothing is told in per cent.
"""

from __future__ import annotations

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.evaluation.prose.numbers import Noun, per_cent, proper, whole

FRACTIONS: tuple[tuple[Fraction, Promise], ...] = (
    (Fraction(1, 10), gettext_lazy("en tiendedel")),
    (Fraction(1, 5), gettext_lazy("en femtedel")),
    (Fraction(1, 4), gettext_lazy("en fjerdedel")),
    (Fraction(1, 3), gettext_lazy("en tredjedel")),
    (Fraction(2, 5), gettext_lazy("to femtedele")),
    (Fraction(1, 2), gettext_lazy("halvdelen")),
    (Fraction(3, 5), gettext_lazy("tre femtedele")),
    (Fraction(2, 3), gettext_lazy("to tredjedele")),
    (Fraction(3, 4), gettext_lazy("tre fjerdedele")),
    (Fraction(4, 5), gettext_lazy("fire femtedele")),
    (Fraction(9, 10), gettext_lazy("ni tiendedele")),
)
SAME, SLIGHTLY, NEAR = 0.005, 0.015, 0.03
"""How far a share lies from a fraction that it is called by: alone, with "lidt over", and at the most."""
SMALL = 20
"""Of fewer than this, it is told how many of how many they are."""


def portion(share: float, *, margin: float = 0.0) -> str:
    """The share as a fraction in words, "" where no simple one is near. `margin`: by how much it may be wrong to either
    side. Raises ValueError for what is no share."""
    share = proper(share)
    fraction, name = min(FRACTIONS, key=lambda one: abs(share - float(one[0])))
    distance = share - float(fraction)
    if abs(distance) > NEAR:
        return ""
    if abs(distance) < SAME:
        return str(name)
    if abs(distance) <= margin:
        return _("omkring %(fraction)s") % {"fraction": name}
    if distance < 0:
        return _("knap %(fraction)s") % {"fraction": name}
    if distance <= SLIGHTLY:
        return _("lidt over %(fraction)s") % {"fraction": name}
    return _("godt %(fraction)s") % {"fraction": name}


def part_of(part: int, all_: int, noun: Noun) -> str:
    """So many of so many: "knap halvdelen af projekterne (48 pct., n = 395)", "3 af 7 projekter". Raises ValueError where
    there is nothing to be a part of."""
    if not 0 <= part <= all_ or all_ == 0:
        raise ValueError(f"{part} is no part of {all_}")
    if all_ < SMALL:
        return _few(part, all_, noun)
    if part in (0, all_):
        pattern = (
            _("ingen af %(things)s (n = %(number)s)") if part == 0 else _("alle %(things)s (n = %(number)s)")
        )
        return pattern % {"things": noun.all_of_them, "number": whole(all_)}
    return share_of(part / all_, all_, noun)


def told(part: int, all_: int) -> str:
    """What a number of all is, set off by commas after it: ", knap halvdelen (48 pct.)"; "" where there are too few."""
    if all_ < SMALL or not 0 < part < all_:
        return ""
    words, share = portion(part / all_), per_cent(part / all_)
    return (
        ", " + (_("%(portion)s (%(share)s)") % {"portion": words, "share": share} if words else share) + ","
    )


def _few(part: int, all_: int, noun: Noun) -> str:
    if part == all_ > 1:
        return _("alle %(number)s") % {"number": noun.of(all_)}
    if part == 0 and all_ > 1:
        return _("ingen af de %(number)s") % {"number": noun.of(all_)}
    return _("%(part)s af %(number)s") % {"part": whole(part), "number": noun.of(all_)}


def share_of(share: float, all_: int, noun: Noun, *, margin: float = 0.0) -> str:
    """A share of so many, also where it is weighted, so that nobody has been counted: "knap halvdelen af svarene
    (48 pct., n = 395)"."""
    words = portion(share, margin=margin)
    told = {
        "portion": words,
        "things": noun.all_of_them,
        "share": per_cent(share),
        "number": whole(all_),
    }
    if words:
        return _("%(portion)s af %(things)s (%(share)s, n = %(number)s)") % told
    return _("%(share)s af %(things)s (n = %(number)s)") % told
