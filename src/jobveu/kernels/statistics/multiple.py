"""Many tests at once: of twenty true "no change", one looks like a change."""

from __future__ import annotations

from collections.abc import Sequence


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Adjusted so that the chance of even one false finding among all is kept, however they hang together (Holm 1979)."""
    order = sorted(range(len(probabilities)), key=lambda at: probabilities[at])
    adjusted = [0.0] * len(probabilities)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * probabilities[at]))
        adjusted[at] = highest
    return tuple(adjusted)
