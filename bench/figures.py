"""`python -m bench.figures`: every figure from a synthetic snapshot of 1 million projects and 35 million participations,
beside one scan of the same columns and the same figures in pandas. Exits with 1 when a goal of docs/benchmarks.md is
missed. Needs no database; pandas only for the comparison."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROJECTS, PARTICIPATIONS = 1_000_000, 35_000_000
GOAL_SECONDS, GOAL_RATIO, GOAL_MEGABYTES = 10.0, 5.0, 4096
PROCESSORS = 2
DAY = date(2026, 11, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=PROJECTS)
    parser.add_argument("--participations", type=int, default=PARTICIPATIONS)
    parser.add_argument("--no-pandas", action="store_true", help="without the comparison")
    parser.add_argument("--one", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        limited()
        print(json.dumps(STEPS[arguments.one](arguments)))
        return 0
    with TemporaryDirectory(dir=os.environ.get("JOBVEU_DATA")) as folder:
        return everything(arguments, folder)


def everything(arguments: argparse.Namespace, folder: str) -> int:
    """Each step in a process of its own, on two processors and within 4 GiB, so that its memory is its own."""

    def step(name: str) -> dict[str, Any]:
        sizes = ["--projects", str(arguments.projects), "--participations", str(arguments.participations)]
        done = subprocess.run(
            [sys.executable, "-m", "bench.figures", "--one", name, "--folder", folder, *sizes],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    made = step("make")
    print(
        f"{arguments.projects:,} projects, {arguments.participations:,} participations: {made['columns_mb']:.0f} MB of "
        f"columns, a snapshot of {made['parts_mb']:.0f} MB; load {os.getloadavg()[0]:.1f}\n"
    )
    ours = step("ours")
    total = [sum(ours[part][place] for part in ("load", "figures", "charts")) for place in (0, 1)]
    ratio, of_processor = (ours["figures"][place] / ours["scan"][place] for place in (0, 1))
    print(f"{'seconds':<48}{'wall':>9}{'processor':>11}")
    for text, (wall, processor) in (
        ("reading the snapshot (unpacked and checked)", ours["load"]),
        (f"{ours['number']} figures, each as it is", ours["figures"]),
        (f"  and {ours['cut_number']} more, every figure in every cut", ours["cuts"]),
        ("what may be shown of persons, once for all of them", ours["disclosure"]),
        ("their charts as SVG, with their words", ours["charts"]),
        ("together: snapshot to charts", total),
        ("one scan of the same columns", ours["scan"]),
    ):
        print(f"{text:<48}{wall:>9.3f}{processor:>11.3f}")
    print(f"{'figures to scan':<48}{ratio:>9.2f}{of_processor:>11.2f}")
    print(f"{'most memory':<48}{ours['megabytes']:>9.0f} MB")
    late = total[0] > GOAL_SECONDS or ratio > GOAL_RATIO or ours["megabytes"] > GOAL_MEGABYTES
    if not arguments.no_pandas:
        theirs = step("pandas")
        same = theirs["numbers"] == ours["numbers"]
        print(
            f"\n{len(theirs['numbers'])} of the figures in pandas, from the same columns in memory:\n"
            f"{'pandas':<48}{theirs['figures'][0]:>9.3f}{theirs['figures'][1]:>11.3f}   {theirs['megabytes']:.0f} MB\n"
            f"{'ours, the same figures':<48}{ours['shared'][0]:>9.3f}{ours['shared'][1]:>11.3f}\n"
            f"the numbers are {'the same' if same else 'NOT THE SAME'}"
        )
        late |= not same
    if late:
        print("over the goal")
    return int(late)


def limited() -> None:
    """Two processors, however many there are, and no more than 4 GiB of memory of its own."""
    resource.setrlimit(resource.RLIMIT_DATA, (GOAL_MEGABYTES << 20,) * 2)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobveu.config.settings")
    django.setup()


def make(arguments: argparse.Namespace) -> dict[str, Any]:
    set_up()
    from bench.synthetic import synthetic_facts
    from jobveu.insight.facts.packing import pack

    facts = synthetic_facts(arguments.projects, arguments.participations, day=DAY)
    size = 0
    for number, part in enumerate(pack(facts)):
        (arguments.folder / f"{number:06d}").write_bytes(part)
        size += len(part)
    return {"columns_mb": facts.nbytes / 1e6, "parts_mb": size / 1e6}


def read(folder: Path) -> Any:
    """The snapshot, checked as `queries.facts_of` does."""
    from jobveu.insight.facts.packing import Digest, unpack

    digest = Digest()

    def parts() -> Any:
        for path in sorted(folder.iterdir()):
            part = path.read_bytes()
            digest.add(part)
            yield part

    facts = unpack(parts())
    digest.hexdigest()
    return facts


def ours(arguments: argparse.Namespace) -> dict[str, Any]:
    set_up()
    from jobveu.insight import charts
    from jobveu.insight.counting import Counts
    from jobveu.insight.disclosure import disclosure
    from jobveu.insight.figures import FIGURES, draw
    from jobveu.insight.publishing import publish

    def drawn(counts: Counts) -> list[Any]:
        return [draw(figure, counts) for figure in FIGURES.values()]

    facts, load = timed(lambda: read(arguments.folder))
    scan = min(timed(lambda: scanned(facts))[1] for _ in range(3))
    # A fresh count each time, so that nothing is kept from the one before; the best of three of both.
    figures = min(timed(lambda: drawn(Counts(facts)))[1] for _ in range(3))
    counts = Counts(facts)
    shown, publish_seconds = timed(lambda: disclosure(counts))
    tables = {figure.id: publish(draw(figure, counts), shown) for figure in FIGURES.values()}
    cuts = [(figure, by) for figure in FIGURES.values() for by in figure.cuts if by not in figure.base]
    _cut, cut_seconds = timed(lambda: [draw(figure, counts, by=by) for figure, by in cuts])
    _svg, chart_seconds = timed(lambda: [charts.svg(FIGURES[id_], table) for id_, table in tables.items()])
    numbers, shared = timed(lambda: compared(Counts(facts)))
    return {
        "load": load,
        "scan": scan,
        "figures": figures,
        "number": len(FIGURES),
        "cuts": cut_seconds,
        "cut_number": len(cuts),
        "charts": chart_seconds,
        "disclosure": publish_seconds,
        "shared": shared,
        "numbers": numbers,
        "megabytes": megabytes(),
    }


def scanned(facts: Any) -> int:
    """Every value of every column read and added up once."""
    import numpy as np

    return sum(
        int(column.sum(dtype=np.int64))
        for table in (facts.projects, facts.participations, facts.needs)
        for column in table.values()
    )


def timed(work: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """What the work gives, and the seconds by the clock and of the processor."""
    begun, used = time.perf_counter(), time.process_time()
    found = work()
    return found, (time.perf_counter() - begun, time.process_time() - used)


SHARED = ("4.1", "4.2", "4.4", "4.5", "4.8", "4.9", "initiators", "funnel", "dropouts", "situations")


def compared(counts: Any) -> dict[str, Any]:
    """The numbers of the figures that pandas calculates too."""
    from jobveu.insight.figures import FIGURES, draw

    found = {}
    for name in SHARED:
        table = draw(FIGURES[name], counts)
        counted = {"funnel": "persons", "dropouts": "dropped_out", "situations": "started"}
        key = counted.get(name) or ("participants" if name in ("4.2", "4.4", "4.5", "4.8") else "projects")
        position = table.measure(key)
        found[name] = {
            "/".join(row.codes): row.numbers[position]
            for row in table.rows
            if not row.is_total and row.numbers[position]
        }
    return found


def pandas_figures(arguments: argparse.Namespace) -> dict[str, Any]:
    set_up()
    from bench.in_pandas import frames, numbers

    facts = read(arguments.folder)
    projects, participations = frames(facts)
    found, seconds = timed(lambda: numbers(facts, projects, participations))
    return {"numbers": found, "figures": seconds, "megabytes": megabytes()}


STEPS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "make": make,
    "ours": ours,
    "pandas": pandas_figures,
}

if __name__ == "__main__":
    sys.exit(main())
