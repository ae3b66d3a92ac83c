"""One thing that can be chosen, as a search for it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """`label` is what people know it by; `hint` tells it from others of that name (CVR, place)."""

    id: int
    label: str
    hint: str = ""
