"""What can be wrong with what the statistics kernel is given."""

from __future__ import annotations


class Unreachable(ValueError):
    """No weights of these rows give these totals: a group has a total and nobody in it, or the totals contradict
    each other."""
