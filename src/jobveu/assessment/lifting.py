"""What would lift an element one level: which indicators, from what to what. Each way is tried before it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from jobveu.assessment.judging import Judgement, Line, Value, judge
from jobveu.assessment.ratios import Missing, Ratio, Unit
from jobveu.assessment.scale import Level
from jobveu.assessment.yardsticks import Yardstick

MOST = 4
"""So many ways are told; those that change fewest indicators, and least of them, first."""


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator from a ratio (None: not judged yet) to another."""

    line: Line
    before: Ratio | None
    after: Ratio


@dataclass(frozen=True, slots=True)
class Lift:
    """Changes that together bring the element to `level`."""

    changes: tuple[Change, ...]
    level: Level


def after(judgement: Judgement, changes: tuple[Change, ...], yardstick: Yardstick) -> Judgement:
    """The element as it would be judged after the changes."""
    values: dict[str, Value] = {line.indicator.key: line.value for line in judgement.lines}
    for change in changes:
        key = change.line.indicator.key
        values[key] = replace(values[key], found=change.after)
    return judge(judgement.element, values, yardstick)


def lifts(judgement: Judgement, yardstick: Yardstick) -> tuple[Lift, ...]:
    """The ways to the next level with as few indicators as possible; none where there is nothing above, or where it cannot
    be judged at all. Of each indicator no more is asked than is needed, the others being changed as said."""
    if judgement.level is None or judgement.level is Level.VERY_HIGH:
        return ()
    best = {line.indicator.key: change for line in judgement.lines if (change := _best(line)) is not None}
    for number in range(1, len(best) + 1):
        found = tuple(_ways(judgement, best, number, yardstick))
        if found:
            return tuple(sorted(found, key=_size)[:MOST])
    return ()


def _best(line: Line) -> Change | None:
    """The most that the indicator could change: all of it; of one that cannot be judged, only a thing that a single project
    does not have yet."""
    ratio = line.value.ratio
    if ratio is not None:
        most = Ratio(ratio.lower, ratio.lower)
        return None if line.level is Level.VERY_HIGH else Change(line, ratio, most)
    could = (
        line.value.projects == 1
        and line.value.unit is Unit.PROJECTS
        and line.value.missing is Missing.NOT_DUE
    )
    return Change(line, None, Ratio(1, 1)) if could else None


def _ways(
    judgement: Judgement, best: Mapping[str, Change], number: int, yardstick: Yardstick
) -> Iterator[Lift]:
    wanted = judgement.level
    for keys in combinations(best, number):
        changes = tuple(best[key] for key in keys)
        if not _reaches(judgement, changes, wanted, yardstick):
            continue
        for place in range(number):
            changes = _lowered(judgement, changes, place, yardstick)
        reached = after(judgement, changes, yardstick).level
        if reached is not None:
            yield Lift(changes, reached)


def _lowered(
    judgement: Judgement, changes: tuple[Change, ...], place: int, yardstick: Yardstick
) -> tuple[Change, ...]:
    """With one of the changes as small as it may be: only what gives a higher level counts, so those are tried."""
    change = changes[place]
    if change.before is None:
        return changes
    for level in Level:
        upper = change.line.weighing.least_upper(level, change.after.lower)
        if upper <= change.before.upper:
            continue
        smaller = replace(change, after=Ratio(upper, change.after.lower))
        tried = (*changes[:place], smaller, *changes[place + 1 :])
        if _reaches(judgement, tried, judgement.level, yardstick):
            return tried
    return changes


def _reaches(
    judgement: Judgement, changes: tuple[Change, ...], above: Level | None, yardstick: Yardstick
) -> bool:
    reached = after(judgement, changes, yardstick).level
    return reached is not None and above is not None and reached > above


def _size(lift: Lift) -> tuple[float, str]:
    """The shares that change, added up."""
    moved = sum(
        change.after.upper / change.after.lower
        - (0 if change.before is None else change.before.upper / change.before.lower)
        for change in lift.changes
    )
    return moved, " ".join(change.line.indicator.key for change in lift.changes)
