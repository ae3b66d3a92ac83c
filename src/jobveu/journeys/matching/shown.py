"""A project's proposals as their readers see them: own candidates one by one, everybody's as numbers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from jobveu.accounts.access import Subject
from jobveu.accounts.actor import Actor
from jobveu.actors.models import Organisation
from jobveu.answering.files import canonical
from jobveu.answering.matching import files, words
from jobveu.answering.matching.naming import renamed
from jobveu.candidates.enums import MatchingMode, PlacementDecision, Purpose
from jobveu.candidates.identity import reveal_names
from jobveu.candidates.models import MatchingProposal, ProposalPerson
from jobveu.candidates.queries.candidates import Visible, visible_to
from jobveu.common.sorting import danish_sort_key
from jobveu.journeys.matching import effect
from jobveu.journeys.matching.choices import Choices, Term, from_values, objective
from jobveu.journeys.matching.effect import Line
from jobveu.journeys.matching.people import LeftOut
from jobveu.kernels.conflicts import CRITERIA, DATES, TRAVEL, Conflict, Filter
from jobveu.kernels.matching.model import Kind, Requirement
from jobveu.kernels.matching.values import Problem
from jobveu.solving.enums import RunState
from jobveu.solving.models import SolverRun
from jobveu.solving.queries import Run, runs


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A line of the list of proposals, the newest first. `placed` of `persons` got something."""

    id: int
    mode: MatchingMode
    run: Run
    persons: int
    placed: int
    decided: int


@dataclass(frozen=True, slots=True)
class ProposalPlace:
    """Which proposal a page is about."""

    id: int
    project_id: int
    run_id: int
    ordered_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A candidate whom the reader may see, and what is proposed and decided."""

    candidacy_id: int
    shown_as: str
    job_centre: str
    proposed: str
    decision: PlacementDecision | None
    decided: str


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A job centre's candidates in the proposal, as numbers: what is proposed, or decided instead."""

    job_centre: str
    persons: int
    with_position: int
    course_only: int
    decided: int

    @property
    def nothing(self) -> int:
        return self.persons - self.with_position - self.course_only


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A position or a course: how many get it of how many places. `runs` is None for a position."""

    name: str
    filled: int
    places: int | None
    least: int
    runs: bool | None


@dataclass(frozen=True, slots=True)
class EffectTable:
    title: str
    lines: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """`conflict` says in words why there is none; `unmet` what a stable one does not heed. `is_newest`: of those with
    an answer, so that it can be decided on."""

    id: int
    project_id: int
    mode: MatchingMode
    run: Run
    choices: Choices
    terms: tuple[Term, ...]
    persons: int
    left_out: tuple[tuple[LeftOut, int], ...]
    centres: tuple[CentreLine, ...]
    positions: tuple[TargetLine, ...]
    courses: tuple[TargetLine, ...]
    lines: tuple[PersonLine, ...]
    conflict: tuple[str, ...]
    unmet: tuple[str, ...]
    effects: tuple[EffectTable, ...]
    is_newest: bool
    explained: int
    """How many of those whom the reader sees have been explained."""
    is_explaining: bool


def proposals(*, project_id: int) -> tuple[ProposalRow, ...]:
    """Four SQL statements however many."""
    rows = list(MatchingProposal.objects.filter(project=project_id).order_by("-id"))
    found = runs(ids=[row.run_id for row in rows])
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    for proposal_id, _centre, position, course, decision, number in _numbers([row.pk for row in rows]):
        numbers[proposal_id]["persons"] += number
        numbers[proposal_id]["placed"] += number if position or course else 0
        numbers[proposal_id]["decided"] += number if decision else 0
    return tuple(
        ProposalRow(
            id=row.pk,
            mode=MatchingMode(row.mode),
            run=found[row.run_id],
            persons=numbers[row.pk]["persons"],
            placed=numbers[row.pk]["placed"],
            decided=numbers[row.pk]["decided"],
        )
        for row in rows
    )


def find_proposal(*, project_id: int, proposal_id: int) -> ProposalPlace | None:
    """None when the project has no such proposal. One SQL statement."""
    row = MatchingProposal.objects.filter(pk=proposal_id, project=project_id).select_related("run").first()
    return None if row is None else ProposalPlace(row.pk, row.project_id, row.run_id, row.run.ordered_at)


def seen_by(*, by: Actor, project_id: int, subject: Subject) -> Visible:
    """Whose part in a proposal the actor sees: of those whose candidacy they see, as their job centre or because they
    drive the project. A school or a company sees no proposal."""
    visible = visible_to(by=by, project_id=project_id, subject=subject)
    rows = visible.rows if visible.drives else visible.rows.filter(job_centre__in=visible.job_centre_ids)
    return replace(visible, rows=rows)


def proposal(*, proposal_id: int, by: Actor, at: datetime, subject: Subject) -> Proposal:
    """`subject` is the project's. The number of SQL statements does not depend on how many are in it."""
    row = MatchingProposal.objects.select_related("run").get(pk=proposal_id)
    run = runs(ids=[row.run_id])[row.run_id]
    choices = from_values(row.choices)
    given = json.loads(row.run.given) if row.run.given else {}
    answer = json.loads(row.run.answer) if row.run.answer else {}
    names: Mapping[str, str] = given.get("names", {})
    seen = seen_by(by=by, project_id=row.project_id, subject=subject)
    parts = _parts(row, seen)
    numbers = _numbers([row.pk])
    at_target: Counter[str] = Counter()
    for _proposal, _centre, position, course, _decision, number in numbers:
        at_target[position] += number
        at_target[course] += number
    has_answer = run.state is RunState.FINISHED and run.value is not None
    return Proposal(
        id=row.pk,
        project_id=row.project_id,
        mode=MatchingMode(row.mode),
        run=run,
        choices=choices,
        terms=objective(choices),
        persons=given.get("persons", 0),
        left_out=tuple((LeftOut(reason), number) for reason, number in given.get("left_out", {}).items()),
        centres=_centres(numbers) if has_answer else (),
        positions=_positions(given, names, at_target) if has_answer else (),
        courses=_courses(given, answer, names, at_target) if has_answer else (),
        lines=_lines(parts, names, by=by, at=at, project_id=row.project_id) if has_answer else (),
        conflict=_conflict(given, answer, names),
        unmet=_unmet(given, answer, names),
        effects=_effects(row) if has_answer else (),
        is_newest=has_answer and is_newest(row),
        explained=sum(part.explanation_encrypted is not None for part in parts),
        is_explaining=has_answer and row.mode == MatchingMode.BEST and row.explained_at is None,
    )


def is_newest(row: MatchingProposal) -> bool:
    """Whether no newer proposal of the project has an answer."""
    return not MatchingProposal.objects.filter(
        project=row.project_id, run__state=RunState.FINISHED, run__value__isnull=False, pk__gt=row.pk
    ).exists()


def _parts(row: MatchingProposal, seen: Visible) -> list[ProposalPerson]:
    return list(
        ProposalPerson.objects.filter(proposal=row, candidacy__in=seen.rows)
        .select_related("candidacy__job_centre", "decided_by")
        .order_by("number")
    )


def _lines(
    parts: Sequence[ProposalPerson], names: Mapping[str, str], *, by: Actor, at: datetime, project_id: int
) -> tuple[PersonLine, ...]:
    shown = reveal_names(
        by=by,
        at=at,
        purpose=Purpose.MATCHING,
        person_ids=[part.candidacy.person_id for part in parts if part.candidacy.person_id is not None],
        project_id=project_id,
    )
    lines = [
        PersonLine(
            candidacy_id=part.candidacy_id,
            shown_as=shown.get(part.candidacy.person_id or 0, "") or part.candidacy.pseudonym or "",
            job_centre=part.candidacy.job_centre.name,
            proposed=in_words(part.position, part.course, names),
            decision=PlacementDecision(part.decision) if part.decision else None,
            decided=in_words(part.decided_position, part.decided_course, names)
            if part.decision == PlacementDecision.CHANGED
            else "",
        )
        for part in parts
    ]
    return tuple(
        sorted(lines, key=lambda one: (danish_sort_key(one.job_centre), danish_sort_key(one.shown_as)))
    )


def in_words(position: str, course: str, names: Mapping[str, str]) -> str:
    """What somebody gets; "" for nothing."""
    if position and course:
        return _("%(position)s, efter kurset %(course)s") % {
            "position": names.get(position, position),
            "course": names.get(course, course),
        }
    if position:
        return names.get(position, position)
    return _("Plads på kurset %(course)s") % {"course": names.get(course, course)} if course else ""


NumberRow = tuple[int, int, str, str, str, int]


def _numbers(proposal_ids: Sequence[int]) -> list[NumberRow]:
    """Of each proposal by job centre, position, course and decision how many. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.id, numbers.* FROM unnest(%s::bigint[]) asked(id)"
            " CROSS JOIN LATERAL proposal_numbers(asked.id) numbers",
            [list(proposal_ids)],
        )
        return list(cursor.fetchall())


def _centres(numbers: Sequence[NumberRow]) -> tuple[CentreLine, ...]:
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for _proposal, centre, position, course, decision, number in numbers:
        one = counted[centre]
        one["persons"] += number
        if decision != PlacementDecision.REJECTED:
            one["with_position"] += number if position else 0
            one["course_only"] += number if course and not position else 0
        one["decided"] += number if decision else 0
    names = dict(Organisation.objects.filter(pk__in=counted).values_list("id", "name"))
    lines = [
        CentreLine(names[id_], one["persons"], one["with_position"], one["course_only"], one["decided"])
        for id_, one in counted.items()
    ]
    return tuple(sorted(lines, key=lambda line: danish_sort_key(line.job_centre)))


def _positions(
    given: Mapping[str, Any], names: Mapping[str, str], at_target: Mapping[str, int]
) -> tuple[TargetLine, ...]:
    return tuple(
        TargetLine(names.get(one["id"], one["id"]), at_target[one["id"]], one.get("count", 1), 0, None)
        for one in given["problem"].get("positions", ())
    )


def _courses(
    given: Mapping[str, Any],
    answer: Mapping[str, Any],
    names: Mapping[str, str],
    at_target: Mapping[str, int],
) -> tuple[TargetLine, ...]:
    cancelled = set(answer["cancelled"])
    return tuple(
        TargetLine(
            names.get(one["id"], one["id"]),
            at_target[one["id"]],
            one["most"],
            one.get("least", 0),
            one["id"] not in cancelled,
        )
        for one in given["problem"].get("holds", ())
    )


def _named_problem(given: Mapping[str, Any], names: Mapping[str, str]) -> Problem:
    """Without its persons: what requirements are told from."""
    return renamed(files.read(canonical(given["problem"])), names)


def _conflict(
    given: Mapping[str, Any], answer: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[str, ...]:
    """A heading and a line for each requirement in it."""
    conflict = answer.get("conflict")
    if not conflict:
        return ()
    problem = _named_problem(given, names)
    return tuple(
        words.conflict(
            problem,
            Conflict(
                tuple(_requirement(one, names) for one in conflict["requirements"]),
                tuple(one["possible"] for one in conflict["requirements"]),
                irreducible=conflict["irreducible"],
                smallest=conflict["smallest"],
            ),
        )
    )


def _unmet(given: Mapping[str, Any], answer: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    unmet = answer.get("unmet")
    if not unmet:
        return ()
    problem = _named_problem(given, names)
    return tuple(words.requirement(problem, _requirement(one, names)) for one in unmet)


def _requirement(one: Mapping[str, Any], names: Mapping[str, str]) -> Requirement | Filter:
    of = names.get(one["of"], one["of"])
    if one["kind"] in (CRITERIA, DATES, TRAVEL):
        return Filter(one["kind"], of)
    return Requirement(Kind(one["kind"]), of)


def _effects(row: MatchingProposal) -> tuple[EffectTable, ...]:
    tables = []
    for name, lines in effect.from_values(row.effect).items():
        title, groups = effect.GROUPS[name]
        tables.append(EffectTable(str(title), tuple((str(groups[line.group]), line) for line in lines)))
    return tuple(tables)


def answer_and_names(run: SolverRun) -> tuple[dict[str, Any], dict[str, str]]:
    """What the run answered, without the persons, and what the kernel's ids stand for."""
    return json.loads(run.answer), json.loads(run.given)["names"]


def newest_choices(*, project_id: int) -> Choices | None:
    """What was chosen for the project's newest proposal."""
    row = MatchingProposal.objects.filter(project=project_id).order_by("-id").first()
    return None if row is None else from_values(row.choices)
