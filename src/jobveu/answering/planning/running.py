"""What `jobveu plan` does: solve a problem, solve again and compare, print a schema."""

from __future__ import annotations

import argparse

from jobveu.answering import running
from jobveu.answering.clock import patience
from jobveu.answering.options import INFEASIBLE, NOTHING_FOUND
from jobveu.answering.planning import files, reports
from jobveu.kernels.planning import VERSION, Lowering, each_alone, lacking, solve
from jobveu.kernels.planning.answers import Effect
from jobveu.kernels.programs import Status


def solve_file(options: argparse.Namespace) -> int:
    problem = running.read_problem(options.file, files.read)
    with patience(options.time_limit) as enough:
        answer = solve(
            problem,
            seed=options.seed,
            work_limit=options.work_limit,
            should_stop=enough.stop,
            seconds_left=enough.left,
            progress=running.progress(),
        )
        effects: tuple[Effect, ...] = ()
        if options.lower and answer.value is not None:
            lowering = Lowering(problem, answer)
            effects = tuple(
                lowering.effect(hold=one.hold, by=by, should_stop=enough.stop, seconds_left=enough.left)
                for one in lacking(problem, answer)
                for by in range(1, min(options.lower, one.least) + 1)
                if not enough.stop()
            )
        alone = None
        if options.alone:
            alone = each_alone(problem, seed=options.seed, should_stop=enough.stop, seconds_left=enough.left)
    running.tell(
        lambda: reports.as_values(problem, answer, effects=effects, alone=alone),
        lambda: "\n".join(reports.lines(problem, answer, effects=effects, alone=alone)),
        language=options.language,
        as_json=options.json,
    )
    if answer.state is Status.INFEASIBLE:
        return INFEASIBLE
    return 0 if answer.value is not None else NOTHING_FOUND


def replay(options: argparse.Namespace) -> int:
    problem = running.read_problem(options.file, files.read)
    kept = running.kept_answer(
        options.answer, package=files.PACKAGE, version=VERSION, problem=files.digest(problem)
    )
    limit = kept["work"] if kept["stopped"] else None
    answer = solve(problem, seed=kept["seed"], work_limit=limit, progress=running.progress())
    again = reports.plain_values(problem, answer)
    # What follows from the answer is not compared.
    return running.tell_difference(again, kept, besides=("effects", "alone"))


def print_schema(options: argparse.Namespace) -> int:
    return running.print_schema(files.PACKAGE, options.of)
