"""How a plan's run is carried out (solving.solvers)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from jobveu.answering.files import canonical
from jobveu.answering.planning import files, reports
from jobveu.course_plans.demand import gathered
from jobveu.course_plans.models import CoursePlan, ProposedHold
from jobveu.course_plans.rules import LOWER
from jobveu.course_plans.settled import COURSE, OFFERED
from jobveu.education.models import Course
from jobveu.kernels.planning import VERSION, Alone, Answer, Lowering, Problem, each_alone, lacking, solve
from jobveu.kernels.planning.answers import Effect
from jobveu.solving.enums import Ending
from jobveu.solving.solvers import Effort, Outcome, Solver, differing_parts

NAME = "planning"
NOT_COMPARED = ("alone", "effects", "stopped")
"""What follows from the plan, as far as there was time for it, and who stopped."""


@dataclass(frozen=True, slots=True)
class Planned:
    problem: Problem
    answer: Answer
    effects: tuple[Effect, ...]
    alone: Alone


def problem_of(given: str) -> Problem:
    """What a run was given, as the kernel takes it."""
    return files.read(canonical(json.loads(given)["problem"]))


def _gather(run_id: int) -> str:
    problem, names = gathered(CoursePlan.objects.get(run=run_id))
    return canonical({"problem": files.as_values(problem), "names": asdict(names)})


def _solve(_run_id: int, given: str, effort: Effort) -> Planned:
    problem = problem_of(given)
    answer = solve(
        problem,
        seed=effort.seed,
        work_limit=effort.work_limit,
        should_stop=effort.should_stop,
        seconds_left=effort.seconds_left,
        progress=effort.progress,
    )
    alone = each_alone(
        problem, seed=effort.seed, should_stop=effort.should_stop, seconds_left=effort.seconds_left
    )
    return Planned(problem, answer, tuple(_effects(problem, answer, effort)), alone)


def _effects(problem: Problem, answer: Answer, effort: Effort) -> list[Effect]:
    """Of each hold that does not run the least lowering that lets it, or none; those that lack least first."""
    found: list[Effect] = []
    if answer.value is None:
        return found
    lowering = Lowering(problem, answer)
    for lack in lacking(problem, answer):
        for by in range(1, min(LOWER, lack.least) + 1):
            if effort.should_stop():
                return found
            effect = lowering.effect(
                hold=lack.hold, by=by, should_stop=effort.should_stop, seconds_left=effort.seconds_left
            )
            found.append(effect)
            if effect.value:
                break
    return found


def _answer(found: Planned) -> str:
    return canonical(
        reports.plain_values(found.problem, found.answer, effects=found.effects, alone=found.alone)
    )


def _keep(run_id: int, _given: str, found: Planned) -> Outcome:
    plan = CoursePlan.objects.get(run=run_id)
    heads: dict[str, int] = {}
    for one in found.answer.placements:
        heads[one.hold] = heads.get(one.hold, 0) + one.count
    running = set(found.answer.running)
    if found.answer.value is not None:
        refer = {hold.id: hold.id.partition(":") for hold in found.problem.holds}
        course_ids = [int(number) for kind, _colon, number in refer.values() if kind == COURSE]
        there = set(Course.objects.filter(pk__in=course_ids).values_list("pk", flat=True))
        ProposedHold.objects.bulk_create(
            ProposedHold(
                plan=plan,
                key=key,
                runs=key in running,
                heads=heads.get(key, 0),
                offered_hold_id=int(number) if kind == OFFERED else None,
                course_id=int(number) if kind == COURSE and int(number) in there else None,
            )
            for key, (kind, _colon, number) in refer.items()
        )
    answer = found.answer
    return Outcome(
        ending=Ending(answer.state.value),
        answer=_answer(found),
        kernel=answer.version,
        value=None if answer.value is None else answer.value / 1000,
        bound=None if answer.bound is None else answer.bound / 1000,
        work=answer.work,
        cut_short=answer.stopped is not None,
    )


def _again(_run_id: int, _given: str, found: Planned) -> str:
    return _answer(found)


def _differences(run_id: int, kept: str, again: str) -> tuple[str, ...]:
    return tuple(part for part in differing_parts(run_id, kept, again) if part not in NOT_COMPARED)


PLANNING: Solver = Solver(
    name=NAME,
    kernel=VERSION,
    gather=_gather,
    solve=_solve,
    keep=_keep,
    again=_again,
    differences=_differences,
)
