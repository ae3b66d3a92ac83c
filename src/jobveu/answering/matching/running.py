"""What `jobveu match` does: solve a problem or an instance, solve again and compare, print a schema."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.utils import translation

from jobveu.answering.clock import Patience, output_to_errors, patience
from jobveu.answering.matching import files, reports
from jobveu.answering.matching.commands import DIFFERENT, INFEASIBLE, NOTHING_FOUND
from jobveu.kernels.matching import (
    VERSION,
    Answer,
    NotUnderstood,
    Problem,
    State,
    assignment,
    explain,
    solve,
    stable,
)
from jobveu.kernels.matching.answers import Explanation
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.preparation import compile_translations

PACKAGE = Path(__file__).resolve().parents[2]
SECONDS_BETWEEN_REPORTS = 2.0


def solve_file(options: argparse.Namespace) -> int:
    if options.gap is not None:
        return _assign(options)
    if options.sense is not None:
        raise LauncherError("--sense belongs to --gap.")
    problem = _problem(options.file)
    known = {person.id for person in problem.persons}
    unknown = [name for name in options.explain if name not in known and name != "all"]
    if unknown:
        raise LauncherError(f"--explain: there is no person {unknown[0]!r}.")
    if options.explain and options.mode == "stable":
        raise LauncherError("--explain belongs to the best proposal, not to a stable one.")
    with patience(options.time_limit) as enough, output_to_errors():
        answer = _answer(problem, options.mode, options.seed, options.work_limit, enough, _progress())
        wanted = sorted(known) if "all" in options.explain else options.explain
        explanations = [
            explain(problem, answer, person=name, should_stop=enough.stop)
            for name in (wanted if answer.value is not None else ())
        ]
    _tell(problem, answer, explanations, language=options.language, as_json=options.json)
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
    if mode == "stable":
        return stable(problem, seed=seed)
    return solve(
        problem,
        seed=seed,
        work_limit=work_limit,
        should_stop=enough.stop,
        seconds_left=enough.left,
        progress=progress,
    )


def _tell(
    problem: Problem, answer: Answer, explanations: list[Explanation], *, language: str, as_json: bool
) -> None:
    _prepare_translations()
    with translation.override(language):
        if as_json:
            print(files.canonical(reports.as_values(problem, answer, explanations)))
        else:
            print(reports.as_text(problem, answer, explanations))


def replay(options: argparse.Namespace) -> int:
    problem = _problem(options.file)
    try:
        kept = json.loads(_read(options.answer))
        files.check_answer(kept)
    except (ValueError, NotUnderstood) as error:
        raise LauncherError(f"{options.answer} is no answer: {error}") from None
    if kept["version"] != VERSION:
        raise LauncherError(f"The answer is of {kept['version']}, and this is {VERSION}.")
    if kept["problem"] != files.digest(problem):
        raise LauncherError("The answer is to another problem.")
    limit = kept["work"] if kept["stopped"] else None
    mode = "stable" if kept["status"] == "stable" else "best"
    with output_to_errors():
        answer = _answer(
            problem, mode, kept["seed"], limit, Patience(lambda: False, lambda: float("inf")), _progress()
        )
    _prepare_translations()
    with translation.override(kept["language"]):
        again = reports.as_values(problem, answer)
    # Explanations follow from the answer, and who stopped is not part of what was found.
    parts = [name for name in again if name not in ("explanations", "stopped")]
    different = [
        name for name in parts if files.canonical({"": again[name]}) != files.canonical({"": kept[name]})
    ]
    print("the same answer" if not different else f"another answer: {', '.join(different)}")
    return DIFFERENT if different else 0


def _assign(options: argparse.Namespace) -> int:
    if options.sense is None:
        raise LauncherError("--gap needs --sense max or --sense min.")
    if options.explain or options.mode != "best":
        raise LauncherError("--explain and --mode belong to matching problems.")
    try:
        instance = assignment.read(_read(options.gap))
    except NotUnderstood as error:
        raise LauncherError(f"{options.gap}: {error}") from None
    with patience(options.time_limit) as enough, output_to_errors():
        found = assignment.assign(
            instance,
            most=options.sense == "max",
            seed=options.seed,
            work_limit=options.work_limit,
            should_stop=enough.stop,
            seconds_left=enough.left,
            progress=_progress(),
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
        print(files.canonical(values))
    else:
        for name, value in values.items():
            print(f"{name:<11}{value}")
    if found.state is State.INFEASIBLE:
        return INFEASIBLE
    return 0 if found.objective is not None else NOTHING_FOUND


def print_schema(options: argparse.Namespace) -> int:
    print(json.dumps(files.schema(options.of), indent=2, ensure_ascii=False))
    return 0


def _problem(path: Path) -> Problem:
    try:
        return files.read(_read(path))
    except NotUnderstood as error:
        raise LauncherError(f"{path}: {error}") from None


def _read(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LauncherError(f"{path} cannot be read: {error}") from None


def _prepare_translations() -> None:
    """Django's translations without the site's settings, which would make keys."""
    from django.conf import settings

    if not settings.configured:
        for _source in compile_translations(PACKAGE / "locale"):
            pass
        settings.configure(USE_I18N=True, LANGUAGE_CODE="da", LOCALE_PATHS=[PACKAGE / "locale"])
        django.setup()


def _progress() -> Callable[[float | None, float | None], None]:
    """Says on the error output, now and then, how far the search is."""
    said = time.monotonic()

    def tell(value: float | None, bound: float | None) -> None:
        nonlocal said
        if time.monotonic() - said < SECONDS_BETWEEN_REPORTS:
            return
        said = time.monotonic()
        best = "none yet" if value is None else f"{value:.3f}"
        most = "not known" if bound is None else f"{bound:.3f}"
        print(f"jobveu: best so far {best}, bound {most}", file=sys.stderr, flush=True)

    return tell
