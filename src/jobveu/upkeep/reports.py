"""Where the rooms put what only they can tell those who run the site: by a name, when they are loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client.core import GaugeMetricFamily

from jobveu.upkeep.doctor.findings import Check

FIGURES: dict[str, Callable[[], Iterable[GaugeMetricFamily]]] = {}
"""For /metrics; asked only when the database answers and has all its tables."""
CHECKS: dict[str, Check] = {}
"""For `jobveu doctor`; likewise."""
