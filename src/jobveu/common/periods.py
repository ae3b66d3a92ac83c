"""Spans of days, both ends included, as validity dates are written in Danish law and registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; without an end it still runs.

    Raises ValueError when it ends before it starts.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"A period that starts {self.start} cannot end {self.end}.")

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day lies in both."""
        return (other.end is None or self.start <= other.end) and (
            self.end is None or other.start <= self.end
        )
