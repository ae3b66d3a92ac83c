"""The instruments there are, each version of each as data. What a round asks is one of these versions."""

from __future__ import annotations

from collections.abc import Mapping

from jobveu.surveys.instruments.parts import Instrument
from jobveu.surveys.instruments.pulse import PULSE_1
from jobveu.surveys.instruments.standard import STANDARD_1

STANDARD, PULSE = STANDARD_1.key, PULSE_1.key
INSTRUMENTS: Mapping[str, Instrument] = {each.name: each for each in (STANDARD_1, PULSE_1)}
"""By name ("standard-1"), the older versions first."""

MINUTES: Mapping[str, int] = {STANDARD: 10, PULSE: 1}
"""About how long it takes to answer, by key. It is told to those who are asked and is no part of what a version asks."""


def newest(key: str) -> Instrument:
    """The version that new rounds are made with. Raises ValueError for an unknown key."""
    return max((each for each in INSTRUMENTS.values() if each.key == key), key=lambda each: each.version)
