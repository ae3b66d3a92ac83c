"""What can be wrong with what the disclosure kernel is given."""

from __future__ import annotations

Key = tuple[str, ...]
"""A cell's name. The same key is the same cell in every table: it is shown in all of them or in none."""


class Impossible(ValueError):
    """No choice of cells protects these: what everybody knows already tells them. Show none of the tables."""

    def __init__(self, cells: tuple[Key, ...]) -> None:
        super().__init__(f"Cannot be protected: {', '.join(map('/'.join, cells))}")
        self.cells = cells


class Contradictory(ValueError):
    """The tables do not add up, or give one cell two counts: nothing can be said of what they disclose."""
