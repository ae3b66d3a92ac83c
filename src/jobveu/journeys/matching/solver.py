"""How a matching is carried out as a run (jobveu.solving): gathered, solved, kept, and solved again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from jobveu.answering.files import canonical, points
from jobveu.answering.matching import files, reports
from jobveu.candidates.enums import MatchingMode
from jobveu.candidates.matching_records import FACTS, sealed
from jobveu.candidates.models import MatchingProposal, ProposalPerson
from jobveu.journeys.matching import effect, explaining
from jobveu.journeys.matching.problem import (
    gather,
    kept_parts,
    person_parts,
    put_together,
    shared_part,
)
from jobveu.kernels.matching import VERSION, Answer, Problem, solve, stable
from jobveu.kernels.matching.answers import Placement, State
from jobveu.kernels.matching.options import terms
from jobveu.kernels.values import THOUSANDTHS
from jobveu.solving.enums import Ending
from jobveu.solving.models import SolverRun
from jobveu.solving.solvers import Effort, Outcome, Solver

NAME = "matching"
LANGUAGE = "da"
"""Of the words that are kept in the answer; a page makes its own."""
OF_PERSONS = ("assignment", "unplaced")
"""The parts of an answer that are kept with the persons and not with the run."""


@dataclass(frozen=True, slots=True)
class Found:
    problem: Problem
    answer: Answer


def persons_of(proposal_id: int) -> list[ProposalPerson]:
    """In the order in which the kernel was told of them."""
    return list(ProposalPerson.objects.filter(proposal=proposal_id).order_by("number"))


def _gather(run_id: int) -> str:
    proposal = MatchingProposal.objects.select_related("run").get(run=run_id)
    gathered = gather(proposal=proposal, on=timezone.localdate(proposal.run.ordered_at))
    rows = []
    for number, part in enumerate(person_parts(gathered.problem)):
        candidacy_id = int(part["person"]["id"].rpartition("-")[2])
        row = ProposalPerson(proposal=proposal, candidacy_id=candidacy_id, number=number)
        row.facts_encrypted = sealed(part, key=row.key, field=FACTS)
        rows.append(row)
    ProposalPerson.objects.bulk_create(rows)
    return shared_part(gathered)


def _solve(run_id: int, given: str, effort: Effort) -> Found:
    proposal = MatchingProposal.objects.get(run=run_id)
    problem = put_together(given, kept_parts(persons_of(proposal.pk)))
    if proposal.mode == MatchingMode.STABLE:
        found = stable(
            problem, seed=effort.seed, work_limit=effort.work_limit, should_stop=effort.should_stop
        )
        return Found(problem, found)
    answer = solve(
        problem,
        seed=effort.seed,
        work_limit=effort.work_limit,
        should_stop=effort.should_stop,
        seconds_left=effort.seconds_left,
        progress=effort.progress,
    )
    return Found(problem, answer)


def _keep(run_id: int, given: str, found: Found) -> Outcome:
    answer = found.answer
    proposal = MatchingProposal.objects.select_for_update(of=("self",)).get(run=run_id)
    rows = persons_of(proposal.pk)
    by_person = {one.person: one for one in answer.placements}
    for person, row in zip(found.problem.persons, rows, strict=True):
        placement = by_person.get(person.id)
        if placement is not None:
            row.position, row.course = placement.position or "", placement.hold or ""
            row.points = placement.value
    ProposalPerson.objects.bulk_update(rows, ["position", "course", "points"])
    proposal.effect = effect.as_values(effect.of_proposal(proposal_id=proposal.pk))
    proposal.save(update_fields=["effect"])
    if answer.value is not None and answer.state is not State.STABLE:
        explaining.queue(proposal_id=proposal.pk)
    whole = json.loads(_again(run_id, given, found))
    for name in OF_PERSONS:
        del whole[name]
    return Outcome(
        ending=Ending(answer.state.value),
        answer=canonical(whole),
        kernel=VERSION,
        value=None if answer.value is None else answer.value / THOUSANDTHS,
        bound=None if answer.bound is None else answer.bound / THOUSANDTHS,
        work=answer.work,
        cut_short=answer.stopped is not None,
    )


def _again(_run_id: int, _given: str, found: Found) -> str:
    with translation.override(LANGUAGE):
        return canonical(reports.as_values(found.problem, found.answer))


def _differences(run_id: int, kept: str, again: str) -> tuple[str, ...]:
    proposal = MatchingProposal.objects.select_related("run").get(run=run_id)
    rows = persons_of(proposal.pk)
    problem = put_together(proposal.run.given, kept_parts(rows))
    before = whole_answer(problem, rows, json.loads(kept))
    now = json.loads(again)
    # Who stopped it, and what was looked for, are no part of what was found.
    parts = (before.keys() | now.keys()) - {"stopped", "explanations", "mode"}
    return tuple(
        sorted(name for name in parts if canonical({"": before.get(name)}) != canonical({"": now.get(name)}))
    )


def placements(problem: Problem, rows: Sequence[ProposalPerson]) -> tuple[Placement, ...]:
    """What was proposed, as the kernel said it."""
    positions = {one.id: one for one in problem.positions}
    holds = {one.id: one for one in problem.holds}
    return tuple(
        Placement(
            person=person.id,
            position=row.position or None,
            hold=row.course or None,
            value=row.points,
            terms=tuple(
                terms(
                    problem, person, position=positions.get(row.position), hold=holds.get(row.course)
                ).items()
            ),
        )
        for person, row in zip(problem.persons, rows, strict=True)
        if row.points is not None
    )


def whole_answer(problem: Problem, rows: Sequence[ProposalPerson], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The answer's values with the persons in it, as `jobveu match solve --json` writes them."""
    placed = placements(problem, rows)
    there = {one.person for one in placed}
    return {
        **kept,
        "assignment": [
            {
                "person": one.person,
                "position": one.position,
                "hold": one.hold,
                "value": points(one.value),
                "terms": {name: points(value) for name, value in one.terms},
            }
            for one in placed
        ],
        "unplaced": [person.id for person in problem.persons if person.id not in there],
    }


def answer_of(problem: Problem, rows: Sequence[ProposalPerson], kept: Mapping[str, Any]) -> Answer:
    """The kernel's answer again, as far as explanations rest on it."""
    there = {row.course for row in rows if row.course}

    def thousandths(name: str) -> int | None:
        return None if kept[name] is None else round(kept[name] * THOUSANDTHS)

    return Answer(
        version=kept["version"],
        state=State(kept["status"]),
        placements=placements(problem, rows),
        unplaced=tuple(
            person.id for person, row in zip(problem.persons, rows, strict=True) if row.points is None
        ),
        running=tuple(one.id for one in problem.holds if one.id in there or not one.may_be_cancelled),
        cancelled=tuple(kept["cancelled"]),
        value=thousandths("objective"),
        bound=thousandths("bound"),
        linear_bound=thousandths("linear_bound"),
        nodes=kept["nodes"],
        seed=kept["seed"],
        work=kept["work"],
    )


def whole_of(run: SolverRun, proposal_id: int) -> tuple[Problem, list[ProposalPerson], dict[str, Any]]:
    """The problem, the persons, and the answer's values without them. Raises Incomplete."""
    rows = persons_of(proposal_id)
    return put_together(run.given, kept_parts(rows)), rows, json.loads(run.answer)


def whole_as_files(*, proposal_id: int) -> tuple[str, str] | None:
    """The problem and the answer as `jobveu match replay` reads them; None for a proposal without an answer. Raises
    Incomplete when somebody in it has been erased. For the system."""
    proposal = MatchingProposal.objects.select_related("run").filter(pk=proposal_id).first()
    if proposal is None or not proposal.run.answer:
        return None
    problem, rows, kept = whole_of(proposal.run, proposal_id)
    answer = whole_answer(problem, rows, kept) | {"mode": proposal.mode}
    return canonical(files.as_values(problem)), canonical(answer)


SOLVER = Solver(
    name=NAME,
    kernel=VERSION,
    gather=_gather,
    solve=_solve,
    keep=_keep,
    again=_again,
    differences=_differences,
)
