"""Whether a protection protects, by additions alone: it owes nothing to a solver."""

from __future__ import annotations

from collections.abc import Iterator

from jobveu.kernels.disclosure.errors import Key
from jobveu.kernels.disclosure.values import Protection, Sum, Tables, Witness


def proves(tables: Tables, protection: Protection) -> bool:
    """Whether nothing else than the protection's witnesses is needed to see that these tables are protected by it."""
    return not any(doubts(tables, protection))


def doubts(tables: Tables, protection: Protection) -> Iterator[str]:
    """What is wrong with the proof."""
    rule = protection.rule
    hidden = (protection.withheld | tables.latent) - tables.known
    covered = {key for key in tables.counts if tables.protects(key, rule)}
    for key in covered - hidden:
        yield f"{key} is shown"
    within: dict[Key, list[Sum]] = {}
    for one in tables.sums:
        for key in (one.total, *one.parts):
            within.setdefault(key, []).append(one)
    for number, move in enumerate(protection.moves):
        changes = dict(move.changes)
        if not changes.keys() <= hidden:
            yield f"Move {number} changes what is shown"
        for one in {one for key in changes for one in within.get(key, ())}:
            if changes.get(one.total, 0) != sum(changes.get(part, 0) for part in one.parts):
                yield f"Move {number} does not add up to {one.total}"
    for key in covered:
        low = _count(tables, protection, key, protection.down.get(key))
        high = _count(tables, protection, key, protection.up.get(key))
        if low is None or low > rule.low:
            yield f"{key} is not shown to be able to be {rule.low}"
        if high is None or high < rule.high:
            yield f"{key} is not shown to be able to be {rule.high}"


def _count(tables: Tables, protection: Protection, key: Key, witness: Witness | None) -> int | None:
    """The cell's count in the witness's table; None when that has counts below 0."""
    if witness is None:
        return None
    counts = {
        cell: tables.counts[cell] + witness.times * change
        for cell, change in protection.moves[witness.move].changes
    }
    return counts.get(key) if min(counts.values()) >= 0 else None
