"""`python -m bench.planning`: the planning kernel among 75 to 600 holds, against each school alone and against the
linear bound. Exits with 1 when a goal of docs/benchmarks.md is missed."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time

from bench.schools import region
from jobveu.kernels.planning import Lowering, each_alone, lacking, solve
from jobveu.kernels.planning.options import permitted

SIZES = (75, 150, 300, 600)
HOLDS, COMPANIES, JOB_CENTRES = 300, 1_500, 94
"""Companies in proportion to the holds; the job centres are all there always."""
GOAL_SECONDS, GOAL_GAP, GOAL_MEGABYTES = 60.0, 0.01, 4096.0
LOWERED = 5
"""So many of the holds that do not run are tried with a minimum that is lower by one."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--holds", type=int, nargs="+", default=SIZES, help="sizes of the regions")
    parser.add_argument("--seconds", type=float, default=GOAL_SECONDS, help="the time limit of each (60)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.one, arguments.seconds)))
        return 0
    print(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, time limit {arguments.seconds:.0f} s\n"
    )
    print(
        f"{'holds':>6}{'demands':>9}{'options':>9}{'wall s':>8}{'cpu s':>7}{'MB':>6}{'value':>10}{'gap %':>8}"
        f"{'below linear %':>16}{'placed':>8}{'cancelled':>11}{'lower s':>9}{'alone':>10}{'placed':>8}{'cancelled':>11}  status"
    )
    missed = False
    for size in arguments.holds:
        done = subprocess.run(
            [sys.executable, "-m", "bench.planning", "--one", str(size), "--seconds", str(arguments.seconds)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        one = json.loads(done.stdout.splitlines()[-1])
        late = one["wall"] > GOAL_SECONDS or one["gap"] > GOAL_GAP or one["megabytes"] > GOAL_MEGABYTES
        missed |= late
        print(
            f"{size:>6}{one['demands']:>9}{one['options']:>9}{one['wall']:>8.1f}{one['cpu']:>7.1f}{one['megabytes']:>6.0f}"
            f"{one['value']:>10.0f}{100 * one['gap']:>8.4f}{100 * (1 - one['value'] / one['linear']):>16.2f}"
            f"{one['met']:>8}{one['cancelled']:>11}{one['lower']:>9.2f}"
            f"{one['alone']:>10.0f}{one['alone_met']:>8}{one['alone_cancelled']:>11}  {one['status']}"
            f"{'   over the goal' if late else ''}",
            flush=True,
        )
    return int(missed)


def measured(holds: int, seconds: float) -> dict[str, object]:
    problem = region(holds=holds, companies=holds * COMPANIES // HOLDS, job_centres=JOB_CENTRES)
    begun, used = time.monotonic(), time.process_time()
    answer = solve(
        problem,
        should_stop=lambda: time.monotonic() - begun >= seconds,
        seconds_left=lambda: begun + seconds - time.monotonic(),
    )
    wall, cpu = time.monotonic() - begun, time.process_time() - used
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if answer.value is None or answer.bound is None or answer.figures is None:
        raise RuntimeError(f"no plan: {answer.state}")
    lowering = Lowering(problem, answer)
    used = time.process_time()
    tried = lacking(problem, answer)[:LOWERED]
    for one in tried:
        lowering.effect(hold=one.hold, by=1)
    lower = (time.process_time() - used) / max(1, len(tried))
    alone = each_alone(problem)
    return {
        "demands": len(problem.demands),
        "options": len(permitted(problem)),
        "wall": wall,
        "cpu": cpu,
        "megabytes": megabytes,
        "value": answer.value / 1000,
        "gap": answer.gap,
        "linear": (answer.linear_bound or answer.bound) / 1000,
        "met": answer.figures.met,
        "cancelled": answer.figures.cancelled,
        "lower": lower,
        "alone": alone.value / 1000,
        "alone_met": alone.figures.met,
        "alone_cancelled": alone.figures.cancelled,
        "status": answer.state.value,
    }


if __name__ == "__main__":
    sys.exit(main())
