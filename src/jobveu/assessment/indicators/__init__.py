"""Every indicator, as one table."""

from __future__ import annotations

from jobveu.assessment.indicators.asked import ASKED
from jobveu.assessment.indicators.declaring import Found, Indicator
from jobveu.assessment.indicators.phases import PHASES
from jobveu.assessment.indicators.principles import PRINCIPLES
from jobveu.assessment.scale import Element

_EVERY = (*PRINCIPLES, *PHASES, *ASKED)
INDICATORS: dict[str, Indicator] = {
    one.key: one for element in Element for one in _EVERY if one.element is element
}
"""By key, in the order in which they are read."""


def of_element(element: Element) -> tuple[Indicator, ...]:
    return tuple(one for one in INDICATORS.values() if one.element is element)


__all__ = ["INDICATORS", "Found", "Indicator", "of_element"]
