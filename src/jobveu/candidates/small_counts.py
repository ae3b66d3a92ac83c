"""Numbers of persons for those who may not see each of them: from one to four, nobody is told how many. Pure.

Whoever is told a sum knows their own part of it: what has to be large enough to be told is the others' part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

SMALLEST_TOLD = 5


def told(count: int) -> int | None:
    """The count; None when it is of one to four."""
    return None if 0 < count < SMALLEST_TOLD else count


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`. `own_only`: of one's own alone, since the others' numbers are too small to tell."""

    part: int
    whole: int
    own_only: bool = False


def told_share(by_job_centre: Mapping[int, tuple[int, int]], own: Collection[int]) -> Share | None:
    """Part and whole over all job centres, from those of each; those of the reader's `own` alone where the others'
    part, whole, or what is left of it, is of one to four; None when there are no own ones then either."""
    part = sum(numbers[0] for numbers in by_job_centre.values())
    whole = sum(numbers[1] for numbers in by_job_centre.values())
    own_part = sum(by_job_centre[id_][0] for id_ in own if id_ in by_job_centre)
    own_whole = sum(by_job_centre[id_][1] for id_ in own if id_ in by_job_centre)
    others, of_others = part - own_part, whole - own_whole
    if None not in (told(others), told(of_others), told(of_others - others)):
        return Share(part, whole)
    return Share(own_part, own_whole, own_only=True) if own_whole else None


def told_sum(by_job_centre: Mapping[int, int], own: Collection[int]) -> int | None:
    """A sum over all job centres; None when the others' part is of one to four."""
    others = sum(count for id_, count in by_job_centre.items() if id_ not in own)
    return None if told(others) is None else sum(by_job_centre.values())


def told_column(counts: Mapping[int, int], own: Collection[int]) -> tuple[dict[int, int | None], int | None]:
    """One column of a table by job centre, as one of them is told it, and its sum. Their own are exact; the sum is
    kept back with any of the others, since it would tell what was kept back."""
    column = {id_: count if id_ in own else told(count) for id_, count in counts.items()}
    return column, None if None in column.values() else sum(counts.values())


def told_in_table(
    rows: Mapping[int, Sequence[int]], own: Collection[int]
) -> tuple[dict[int, tuple[int | None, ...]], tuple[int | None, ...]]:
    """A table column by column: the cells of each row, and the sums."""
    ids = list(rows)
    columns = [
        told_column(dict(zip(ids, column, strict=True)), own)
        for column in zip(*(rows[id_] for id_ in ids), strict=True)
    ]
    cells = {id_: tuple(column[id_] for column, _sum in columns) for id_ in ids}
    return cells, tuple(total for _column, total in columns)
