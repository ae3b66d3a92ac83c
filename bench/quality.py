"""`python -m bench.quality`: how long the questions behind the pages of data quality take at many times the real volume."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.filled import measured
from bench.filling.register import TODAY

ROUNDS = 5


def measure() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {ROUNDS}\n")
    for name, ask in questions():
        taken = [timed(ask) for _ in range(ROUNDS + 1)][1:]  # the first fills caches
        print(f"{name:<44}{1000 * median(taken):>10.0f} ms", flush=True)


def questions() -> tuple[tuple[str, Callable[[], Any]], ...]:
    from jobveu.common.paging import Sort, Window
    from jobveu.projects.models import Project
    from jobveu.quality.queries import finding, findings, findings_of_project, overview
    from jobveu.quality.rules import RULES
    from jobveu.reference.models import Office

    window, by_rule = Window(offset=0, limit=25, with_total=True), Sort("rule")
    office = Office.objects.order_by("code").values_list("pk", flat=True)[0]
    project = Project.objects.order_by("pk").values_list("pk", flat=True)[Project.objects.count() // 2]
    rule = next(iter(RULES))
    return (
        ("coverage of the whole register", lambda: overview(today=TODAY)),
        ("what is to be seen to, first page", lambda: findings(today=TODAY, sort=by_rule, window=window)),
        (
            "the same of one office",
            lambda: findings(today=TODAY, sort=by_rule, window=window, office_id=office),
        ),
        ("the same of one rule", lambda: findings(today=TODAY, sort=by_rule, window=window, rule=rule)),
        (
            "the same by title",
            lambda: findings(today=TODAY, sort=Sort("project"), window=window),
        ),
        ("one project and rule", lambda: finding(today=TODAY, project_id=project, rule=rule)),
        ("all of one project", lambda: findings_of_project(today=TODAY, project_id=project)),
    )


def timed(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(measured("bench.quality", measure, description=__doc__, scale=100))
