"""What `jobveu match` does: solve a problem or an instance, solve again and compare, print a schema."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from django.utils import translation

from jobveu.answering import running
from jobveu.answering.clock import Patience, patience
from jobveu.answering.files import canonical
from jobveu.answering.matching import files, reports
from jobveu.answering.options import INFEASIBLE, NOTHING_FOUND
from jobveu.kernels.matching import VERSION, Answer, Mode, Problem, State, assignment, explain, solve, stable
from jobveu.launcher.errors import LauncherError


def solve_file(options: argparse.Namespace) -> int:
    if options.gap is not None:
        return _assign(options)
    if options.sense is not None:
        raise LauncherError("--sense belongs to --gap.")
    problem = running.read_problem(options.file, files.read)
    known = {person.id for person in problem.persons}
    unknown = [name for name in options.explain if name not in known and name != "all"]
    if unknown:
        raise LauncherError(f"--explain: there is no person {unknown[0]!r}.")
    if options.explain and options.mode == "stable":
        raise LauncherError("--explain belongs to the best proposal, not to a stable one.")
    with patience(options.time_limit) as enough:
        answer = _answer(problem, options.mode, options.seed, options.work_limit, enough, running.progress())
        wanted = sorted(known) if "all" in options.explain else options.explain
        explanations = [
            explain(problem, answer, person=name, should_stop=enough.stop, seconds_left=enough.left)
            for name in (wanted if answer.value is not None else ())
        ]
    running.tell(
        lambda: reports.as_values(problem, answer, explanations),
        lambda: reports.as_text(problem, answer, explanations),
        language=options.language,
        as_json=options.json,
    )
    if answer.state is State.INFEASIBLE:
        return INFEASIBLE
    return 0 if answer.value is not None else NOTHING_FOUND


def _answer(
    problem: Problem,
    mode: str,
    seed: int,
    work_limit: int | None,
    enough: Patience,
    progress: Callable[[float | None, float | None], None],
) -> Answer:
    if mode == Mode.STABLE:
        return stable(problem, seed=seed, work_limit=work_limit, should_stop=enough.stop)
    return solve(
        problem,
        seed=seed,
        work_limit=work_limit,
        should_stop=enough.stop,
        seconds_left=enough.left,
        progress=progress,
    )


def replay(options: argparse.Namespace) -> int:
    problem = running.read_problem(options.file, files.read)
    kept = running.kept_answer(
        options.answer, package=files.PACKAGE, version=VERSION, problem=files.digest(problem)
    )
    limit = kept["work"] if kept["stopped"] else None
    mode = kept.get("mode") or (Mode.STABLE if kept["status"] == State.STABLE else Mode.BEST)
    answer = _answer(
        problem,
        mode,
        kept["seed"],
        limit,
        Patience(lambda: False, lambda: float("inf")),
        running.progress(),
    )
    running.prepare_translations()
    with translation.override(kept["language"]):
        again = reports.as_values(problem, answer)
    # Explanations follow from the answer, and what was looked for is what is looked for again.
    return running.tell_difference(again, kept, besides=("explanations", "mode"))


def _assign(options: argparse.Namespace) -> int:
    if options.sense is None:
        raise LauncherError("--gap needs --sense max or --sense min.")
    if options.explain or options.mode != "best":
        raise LauncherError("--explain and --mode belong to matching problems.")
    instance = running.read_problem(options.gap, assignment.read)
    with patience(options.time_limit) as enough:
        found = assignment.assign(
            instance,
            most=options.sense == "max",
            seed=options.seed,
            work_limit=options.work_limit,
            should_stop=enough.stop,
            seconds_left=enough.left,
            progress=running.progress(),
        )
    values = {
        "version": VERSION,
        "sense": options.sense,
        "status": found.state.value,
        "objective": found.objective,
        "bound": found.bound,
        "gap": found.gap,
        "assignment": list(found.agents),
        "nodes": found.nodes,
        "seed": found.seed,
        "work": found.work,
        "stopped": found.stopped and found.stopped.value,
    }
    if options.json:
        print(canonical(values))
    else:
        for name, value in values.items():
            print(f"{name:<11}{value}")
    if found.state is State.INFEASIBLE:
        return INFEASIBLE
    return 0 if found.objective is not None else NOTHING_FOUND


def print_schema(options: argparse.Namespace) -> int:
    return running.print_schema(files.PACKAGE, options.of)
