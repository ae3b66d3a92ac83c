"""What people read of an assessment: shares, reasons, ways up. For pages and documents alike."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.assessment.hazards import Preceded, interval
from jobveu.assessment.judging import Judgement, Value
from jobveu.assessment.lifting import Change, Lift
from jobveu.assessment.ratios import Ratio, Unit
from jobveu.assessment.scale import Level
from jobveu.insight.labels import decimal, listed


def told_value(value: Value) -> str:
    """ "12 af 20 projekter", "Ja", or why it cannot be judged."""
    if value.missing is not None:
        return _("Kan ikke vurderes endnu: %(why)s") % {"why": value.missing.label}
    assert value.ratio is not None
    if _yes_or_no(value):
        return _("Ja") if value.ratio.upper else _("Nej")
    return told_ratio(value.ratio, value.unit, several=value.projects > 1)


def _yes_or_no(value: Value) -> bool:
    return value.unit is Unit.PROJECTS and value.projects == 1


def told_ratio(ratio: Ratio, unit: Unit, *, several: bool = False) -> str:
    numbers = {"upper": decimal(ratio.upper, 0), "lower": decimal(ratio.lower, 0)}
    lower = ratio.lower
    match unit:
        case Unit.PROJECTS:
            return (
                ngettext("%(upper)s af %(lower)s projekt", "%(upper)s af %(lower)s projekter", lower)
                % numbers
            )
        case Unit.COMPANIES:
            return (
                ngettext("%(upper)s af %(lower)s virksomhed", "%(upper)s af %(lower)s virksomheder", lower)
                % numbers
            )
        case Unit.KINDS if several:
            return _("%(share)s pct. af de slags, der kunne være med") % {"share": share(ratio)}
        case Unit.KINDS:
            return _("%(upper)s af %(lower)s slags") % numbers
        case Unit.COURSE_DAYS:
            return (
                ngettext("%(upper)s af %(lower)s kursusdag", "%(upper)s af %(lower)s kursusdage", lower)
                % numbers
            )
        case Unit.CONVERSATIONS:
            return (
                ngettext("%(upper)s af %(lower)s samtale", "%(upper)s af %(lower)s samtaler", lower) % numbers
            )
        case Unit.PERSONS:
            return (
                ngettext("%(upper)s af %(lower)s deltager", "%(upper)s af %(lower)s deltagere", lower)
                % numbers
            )
        case Unit.ANSWERS:
            return ngettext("%(upper)s af %(lower)s svar", "%(upper)s af %(lower)s svar", lower) % numbers


def share(ratio: Ratio) -> str:
    """In per cent, with a decimal only where the share is of many."""
    return decimal(100 * ratio.upper / ratio.lower, 1 if ratio.lower >= 100 else 0)


def told_rate(ratio: Ratio | None) -> str:
    """A share of projects with its interval, or that they are too few: "25 pct. (7–59)"."""
    around = interval(ratio)
    if ratio is None or around is None:
        return _("For få")
    rounded = decimal(100 * ratio.upper / ratio.lower, 0)
    pattern = _("%(share)s pct. (%(low)s–%(high)s)")
    if ratio.upper and rounded == "0":  # only none is 0
        rounded, pattern = "1", _("under %(share)s pct. (%(low)s–%(high)s)")
    return pattern % {
        "share": rounded,
        "low": decimal(100 * around.low, 0),
        "high": decimal(100 * around.high, 0),
    }


def told_difference(one: Preceded) -> str:
    """Whether projects with the barrier fared otherwise than those without, as far as can be told."""
    if not one.enough:
        return _("For få til at sige noget")
    return _("Større, end tilfældet giver") if one.differs else _("Kan være tilfældig")


def told_level(level: Level | None) -> str:
    return _("Kan ikke vurderes endnu") if level is None else str(level.label)


def told_levels(levels: tuple[Level, ...]) -> str:
    """What the evaluation judged: one level, or the two that it says."""
    words = [str(level.label) for level in levels]
    if len(words) == 2:
        return _("%(first)s eller %(second)s") % {
            "first": words[0],
            "second": words[1][:1].lower() + words[1][1:],
        }
    return "".join(words)


def told_score(judgement: Judgement) -> str:
    """The weighted mean of the levels, from 1 to 5; "" where it cannot be judged."""
    return "" if judgement.score is None else decimal(float(judgement.score), 1)


def told_thresholds(thresholds: tuple[int, int, int, int]) -> str:
    """From which shares each of the levels above the lowest holds."""
    levels = [str(level.label) for level in Level][1:]
    return "; ".join(
        _("%(level)s fra %(share)d pct.") % {"level": level[:1].lower() + level[1:], "share": threshold}
        for level, threshold in zip(levels, thresholds, strict=True)
    )


def told_change(change: Change) -> str:
    """What one indicator has to become."""
    title = str(change.line.indicator.title)
    unit, several = change.line.value.unit, change.line.value.projects > 1
    if _yes_or_no(change.line.value):
        return _("%(what)s: fra nej til ja") % {"what": title}
    if change.before is None:
        return title
    return _("%(what)s: fra %(before)s til %(after)s") % {
        "what": title,
        "before": told_ratio(change.before, unit, several=several),
        "after": told_ratio(change.after, unit, several=several),
    }


def told_lift(lift: Lift) -> str:
    return listed([told_change(change) for change in lift.changes])
