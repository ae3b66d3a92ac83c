"""`python -m bench.matching`: the matching kernel among 1,000 to 10,000 persons, against a list worked through from
the top and against the linear bound, with and without the rows that tie persons to holds; with `--published FOLDER`,
generalised assignment instances against their optima. Exits with 1 when a goal of docs/benchmarks.md is missed."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.regions import region
from jobveu.kernels.matching import State, assignment, solve
from jobveu.kernels.matching.greedy import greedy
from jobveu.kernels.matching.model import build
from jobveu.kernels.matching.options import permitted
from jobveu.kernels.matching.searching import plain_bound
from jobveu.kernels.programs import Watch

SIZES = (1_000, 2_000, 5_000, 10_000)
POSITIONS, HOLDS, JOB_CENTRES = 1_500, 300, 94
"""For 10,000 persons, and in proportion for fewer; the job centres are all there always."""
GRACE = 5.0
"""So many seconds by the clock may a search be over its limit, on a machine with much else to do."""
GOAL_SECONDS, GOAL_GAP, GOAL_MEGABYTES = 60.0, 0.01, 4096.0
FEW_JOBS, FEW_SECONDS, MANY_SECONDS, MANY_GAP = 60, 10.0, 60.0, 0.005


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=SIZES, help="sizes of the labour markets")
    parser.add_argument("--seconds", type=float, default=GOAL_SECONDS, help="the time limit of each (60)")
    parser.add_argument("--published", type=Path, metavar="FOLDER", help="instances in FOLDER/gap instead")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.one, arguments.seconds)))
        return 0
    if arguments.published:
        return published(arguments.published)
    return regions(arguments.persons, arguments.seconds)


def regions(sizes: list[int], seconds: float) -> int:
    """Each size in a process of its own, so that the memory is its own."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, time limit {seconds:.0f} s\n")
    print(
        f"{'persons':>8}{'options':>10}{'<1 % wall':>10}{'cpu s':>7}{'wall s':>8}{'cpu s':>7}{'MB':>7}{'value':>11}"
        f"{'bound':>11}{'gap %':>8}"
        f"{'linear bound':>14}{'plain LP':>11}{'list':>11}{'list below %':>14}  status"
    )
    missed = False
    for size in sizes:
        done = subprocess.run(
            [sys.executable, "-m", "bench.matching", "--one", str(size), "--seconds", str(seconds)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        one = json.loads(done.stdout.splitlines()[-1])
        late = (
            one["goal_wall"] > GOAL_SECONDS
            or one["wall"] > seconds + GRACE
            or one["gap"] > GOAL_GAP
            or one["megabytes"] > GOAL_MEGABYTES
        )
        missed |= late
        print(
            f"{size:>8}{one['options']:>10}{one['goal_wall']:>10.1f}{one['goal_cpu']:>7.1f}{one['wall']:>8.1f}"
            f"{one['cpu']:>7.1f}{one['megabytes']:>7.0f}"
            f"{one['value']:>11.2f}{one['bound']:>11.2f}{100 * one['gap']:>8.4f}{one['linear']:>14.2f}"
            f"{one['plain']:>11.2f}{one['list']:>11.2f}{100 * (1 - one['list'] / one['value']):>14.2f}  {one['status']}"
            f"{'   over the goal' if late else ''}",
            flush=True,
        )
    return int(missed)


def measured(persons: int, seconds: float) -> dict[str, object]:
    problem = region(
        persons=persons,
        positions=persons * POSITIONS // SIZES[-1],
        holds=persons * HOLDS // SIZES[-1],
        job_centres=JOB_CENTRES,
    )
    begun, used = time.monotonic(), time.process_time()
    within: list[tuple[float, float]] = []

    def progress(value: float | None, bound: float | None) -> None:
        if not within and value is not None and bound is not None and bound - value < GOAL_GAP * abs(bound):
            within.append((time.monotonic() - begun, time.process_time() - used))

    answer = solve(
        problem,
        should_stop=lambda: time.monotonic() - begun >= seconds,
        seconds_left=lambda: begun + seconds - time.monotonic(),
        progress=progress,
    )
    wall, cpu = time.monotonic() - begun, time.process_time() - used
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    model = build(problem, permitted(problem))
    listed = greedy(model)
    if answer.value is None or answer.bound is None:
        raise RuntimeError(f"no proposal: {answer.state}")
    return {
        "options": len(model.options),
        "wall": wall,
        "cpu": cpu,
        # One that is finished before it tells anything is within the goal when it ends.
        "goal_wall": within[0][0] if within else wall,
        "goal_cpu": within[0][1] if within else cpu,
        "megabytes": megabytes,
        "value": answer.value / 1000,
        "bound": answer.bound / 1000,
        "gap": answer.gap,
        "linear": (answer.linear_bound or answer.bound) / 1000,
        "plain": plain_bound(model, watch=Watch(), seed=0) / 1000,
        "list": 0.0 if listed is None else model.value(listed) / 1000,
        "status": answer.state.value,
    }


def published(folder: Path) -> int:
    lines = (folder / "gap_bounds.txt").read_text().split("\n")
    optima = {line.split()[0]: int(line.split()[1]) for line in lines if line.strip()}
    print(
        f"{'instance':<12}{'sense':<7}{'found':>8}{'bound':>8}{'optimum':>9}{'wall s':>8}{'cpu s':>7}  status"
    )
    missed = False
    for path in sorted((folder / "gap").iterdir()):
        instance = assignment.read(path.read_text())
        few = len(instance.worth[0]) <= FEW_JOBS
        for sense in ("max", "min"):
            begun, used = time.monotonic(), time.process_time()
            left, over = _clock(begun + (FEW_SECONDS if few else MANY_SECONDS))
            found = assignment.assign(instance, most=sense == "max", should_stop=over, seconds_left=left)
            wall, cpu = time.monotonic() - begun, time.process_time() - used
            optimum = optima[f"{path.name}_{sense.title()}"]
            proven = found.state is State.OPTIMAL and found.objective == optimum
            late = not proven and (few or found.gap is None or found.gap >= MANY_GAP)
            missed |= late
            print(
                f"{path.name:<12}{sense:<7}{found.objective!s:>8}{found.bound!s:>8}{optimum:>9}{wall:>8.1f}{cpu:>7.1f}"
                f"  {found.state.value}{'   over the goal' if late else ''}",
                flush=True,
            )
    return int(missed)


def _clock(until: float) -> tuple[Callable[[], float], Callable[[], bool]]:
    """How many seconds are left until then, and whether none are."""
    return lambda: until - time.monotonic(), lambda: time.monotonic() >= until


if __name__ == "__main__":
    sys.exit(main())
