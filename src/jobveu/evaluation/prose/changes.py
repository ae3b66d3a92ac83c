"""What has changed, in words: numbers from one time to another, and shares of samples, where a difference may be chance."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jobveu.evaluation.prose.numbers import per_cent, whole
from jobveu.evaluation.prose.shares import SMALL
from jobveu.insight.labels import listed

LITTLE = 0.03
"""A difference that may be chance, and would say little if it were not."""


def moved(before: int, after: int) -> str:
    """After "er": "steget fra 35 til 85 (med 143 pct.)", "faldet fra 7 til 3", "uændret 12". In per cent only where there
    were enough to begin with."""
    if before == after:
        return _("uændret %(number)s") % {"number": whole(after)}
    told = {"before": whole(before), "after": whole(after)}
    pattern = (
        _("steget fra %(before)s til %(after)s")
        if after > before
        else _("faldet fra %(before)s til %(after)s")
    )
    return pattern % told + by_how_much(before, after)


def by_how_much(before: int, after: int) -> str:
    """ " (med 143 pct.)", "" where it says too little."""
    if before < SMALL or before == after:
        return ""
    change = abs(after - before) / before
    text = _("under 1 pct.") if change < 0.005 else _("%(number)s pct.") % {"number": whole(100 * change)}
    return " " + _("(med %(change)s)") % {"change": text}


def moved_share(before: float, after: float, *, chance: bool | None) -> str:
    """After "er": what became of a share of a sample. `chance`: whether the difference may be chance; None where that
    cannot be said."""
    told = {"before": per_cent(before), "after": per_cent(after)}
    if told["before"] == told["after"]:
        return _("uændret %(after)s") % told
    if chance:
        little = abs(after - before) <= LITTLE
        pattern = (
            _("stort set uændret (%(before)s dengang, %(after)s nu; forskellen kan være tilfældig)")
            if little
            else _("ikke sikkert ændret (%(before)s dengang, %(after)s nu; forskellen kan være tilfældig)")
        )
        return pattern % told
    pattern = (
        _("steget fra %(before)s til %(after)s")
        if after > before
        else _("faldet fra %(before)s til %(after)s")
    )
    if chance is None:
        return pattern % told + _(", men om forskellen er tilfældig, kan ikke beregnes")
    return pattern % told


def highest(named: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The names that have the highest number, all where several have it."""
    most = max((number for _name, number in named), default=0.0)
    return tuple(name for name, number in named if number == most)


def lowest(named: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    least = min((number for _name, number in named), default=0.0)
    return tuple(name for name, number in named if number == least)


def most_and_fewest(named: Sequence[tuple[str, int]], *, what: str) -> str:
    """Who has most and who has fewest, as a sentence: `what` is "projekter". "" for fewer than two."""
    if len(named) < 2:
        return ""
    numbers = dict(named)
    top, bottom = highest(named), lowest(named)
    if top == bottom:
        return _("Der er lige mange %(what)s hvert sted: %(number)s.") % {
            "what": what,
            "number": whole(numbers[top[0]]),
        }
    return _("Flest %(what)s har %(most)s (%(top)s), færrest har %(fewest)s (%(bottom)s).") % {
        "what": what,
        "most": listed(top),
        "top": whole(numbers[top[0]]),
        "fewest": listed(bottom),
        "bottom": whole(numbers[bottom[0]]),
    }
