"""Plans as their pages show them: what was found, by the names that were kept with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jobveu.accounts.access import Subject
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import danish_sort_key
from jobveu.course_plans.demand import BUDGET
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import CoursePlan, HoldCourse, ProposedHold
from jobveu.course_plans.solver import problem_of
from jobveu.kernels.planning.values import Problem, Weights
from jobveu.solving.enums import RunState
from jobveu.solving.models import SolverRun
from jobveu.solving.queries import Run, run, runs


@dataclass(frozen=True, slots=True)
class PlanRow:
    id: int
    office_id: int
    office_name: str
    first_on: date
    last_on: date
    travel_limit: int
    travel_minutes: int | None
    leeway: int
    budget: int | None
    run: Run

    @property
    def subject(self) -> Subject:
        return Subject(office_id=self.office_id)


@dataclass(frozen=True, slots=True)
class Taking:
    """So many of one organisation, for one project. `hold` is where they are placed, "" for those without a place."""

    who: str
    project: str
    project_id: int
    count: int
    hold: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Lowered:
    """What comes of a minimum that is lower by `by`."""

    by: int
    least: int
    helps: bool
    met: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Decided:
    decision: Decision
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CourseOfHold:
    """A project's course that an accepted hold has become."""

    project_id: int
    project: str
    course_id: int
    heads: int


@dataclass(frozen=True, slots=True)
class HoldOfPlan:
    """`lacks`, `reason`, `could_fill`, `could_move` and `lowered` only of those that are not proposed to run."""

    id: int
    title: str
    school: str
    place: str
    starts_on: date
    least: int
    most: int
    price: int
    announced: bool
    must_run: bool
    offered_hold_id: int | None
    project_id: int | None
    course_id: int | None
    runs: bool
    heads: int
    taking: tuple[Taking, ...]
    decided: Decided | None
    courses: tuple[CourseOfHold, ...] = ()
    reason: str = ""
    lacks: int = 0
    could_fill: tuple[Taking, ...] = ()
    could_move: tuple[Taking, ...] = ()
    lowered: tuple[Lowered, ...] = ()

    @property
    def within_reach(self) -> int:
        return sum(one.count for one in self.could_fill)


@dataclass(frozen=True, slots=True)
class WithoutPlace:
    """`obstacles`: by what stands in the way, at how many holds in the subject."""

    taking: Taking
    course: str
    obstacles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a plan, or of what the schools would come to alone."""

    demanded: int
    met: int
    running: int
    cancelled: int
    weeks: float
    kilometres: float
    price: int


@dataclass(frozen=True, slots=True)
class Clash:
    """One of the requirements that cannot all be met."""

    kind: str
    of: str
    count: int
    possible: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    plan: PlanRow
    weights: Weights
    totals: Totals | None
    alone: Totals | None
    alone_proven: bool
    running: tuple[HoldOfPlan, ...] = ()
    not_running: tuple[HoldOfPlan, ...] = ()
    without: tuple[WithoutPlace, ...] = ()
    clashes: tuple[Clash, ...] = ()
    clash_is_smallest: bool = False
    demands: int = 0
    holds: int = 0


def plan(*, plan_id: int) -> PlanRow | None:
    """One plan; three SQL statements. None when there is none such."""
    row = CoursePlan.objects.filter(pk=plan_id).select_related("office").first()
    return None if row is None else _row(row, run(run_id=row.run_id))


def plans(*, office_ids: Sequence[int], sort: Sort, window: Window) -> RowPage[PlanRow]:
    """The plans of these offices: four SQL statements whatever the number of rows. Sort key: ordered."""
    rows = ordered(CoursePlan.objects.filter(office__in=office_ids), sort=sort, columns={"ordered": "id"})
    page = page_of(rows.select_related("office"), window=window)
    found = runs(ids=[row.run_id for row in page.rows])
    return RowPage(
        rows=tuple(_row(row, found[row.run_id]) for row in page.rows), total=page.total, capped=page.capped
    )


def newest_plans() -> tuple[PlanRow, ...]:
    """Of each office the newest plan that came to something, in the order of the offices' names. Three SQL
    statements."""
    newest = (
        CoursePlan.objects.filter(run__value__isnull=False, run__state=RunState.FINISHED)
        .order_by("office", "-id")
        .distinct("office")
        .values("pk")
    )
    rows = list(CoursePlan.objects.filter(pk__in=newest).select_related("office"))
    rows.sort(key=lambda row: danish_sort_key(row.office.name))
    found = runs(ids=[row.run_id for row in rows])
    return tuple(_row(row, found[row.run_id]) for row in rows)


def plan_page(*, row: PlanRow) -> PlanPage | None:
    """What the run came to; None until it has ended. Three SQL statements."""
    texts = SolverRun.objects.filter(pk=row.run.id).exclude(answer="").values_list("given", "answer").first()
    if texts is None:
        return None
    given, answer = json.loads(texts[0]), json.loads(texts[1])
    problem, names = problem_of(texts[0]), given["names"]
    for demand in problem.demands:
        names["demands"][demand.id]["organisation_id"] = int(demand.who) if demand.who else None
    holds = _holds(row, problem, names, answer)
    by_id = {one.key: shown for one, shown in holds}
    alone = answer["alone"]
    conflict = answer["conflict"]
    return PlanPage(
        plan=row,
        weights=problem.weights,
        totals=_totals(answer["figures"]),
        alone=_totals(alone and alone["figures"]),
        alone_proven=bool(alone and alone["proven"]),
        running=tuple(by_id[name] for name in answer["running"] if name in by_id),
        not_running=tuple(by_id[one["hold"]] for one in answer["not_running"] if one["hold"] in by_id),
        without=tuple(
            WithoutPlace(
                taking=_taking(names, one["demand"], one["count"]),
                course=names["demands"][one["demand"]]["course"],
                obstacles=tuple((what, len(at)) for what, at in one["obstacles"].items()),
            )
            for one in answer["unserved"]
        ),
        clashes=tuple(_clash(problem, names, one) for one in (conflict["requirements"] if conflict else ())),
        clash_is_smallest=bool(conflict and conflict["smallest"]),
        demands=len(problem.demands),
        holds=len(problem.holds),
    )


def hold_of_plan(*, row: PlanRow, hold_id: int) -> HoldOfPlan | None:
    """One hold of the plan; None when there is none such."""
    page = plan_page(row=row)
    every = () if page is None else (*page.running, *page.not_running)
    return next((one for one in every if one.id == hold_id), None)


def _holds(
    row: PlanRow, problem: Problem, names: Mapping[str, Any], answer: Mapping[str, Any]
) -> list[tuple[ProposedHold, HoldOfPlan]]:
    kept = {
        one.key: one
        for one in ProposedHold.objects.filter(plan=row.id).select_related("decided_by").order_by("id")
    }
    courses = _courses(row)
    placed: dict[str, list[Taking]] = {}
    for one in answer["assignment"]:
        placed.setdefault(one["hold"], []).append(_taking(names, one["demand"], one["count"]))
    lacks = {one["hold"]: one for one in answer["not_running"]}
    lowered: dict[str, list[Lowered]] = {}
    for one in answer["effects"]:
        effect = Lowered(one["by"], one["least"], one["objective"] > 0, one["met"], one["proven"])
        lowered.setdefault(one["hold"], []).append(effect)
    found = []
    for hold in problem.holds:
        proposed, named = kept.get(hold.id), names["holds"][hold.id]
        if proposed is None:
            continue
        lack = lacks.get(hold.id)
        found.append(
            (
                proposed,
                HoldOfPlan(
                    id=proposed.pk,
                    title=named["title"],
                    school=named["school"],
                    place=named["place"],
                    starts_on=hold.starts,
                    least=hold.least,
                    most=hold.most,
                    price=hold.price,
                    announced=hold.announced,
                    must_run=hold.must_run,
                    offered_hold_id=proposed.offered_hold_id,
                    project_id=named.get("project_id"),
                    course_id=proposed.course_id,
                    runs=proposed.runs,
                    heads=proposed.heads,
                    taking=tuple(placed.get(hold.id, ())),
                    decided=_decided(proposed),
                    courses=courses.get(proposed.pk, ()),
                    reason=lack["reason"] if lack else "",
                    lacks=lack["lacks"] if lack else 0,
                    could_fill=_shares(names, lack["could_fill"]) if lack else (),
                    could_move=_shares(names, lack["could_move"]) if lack else (),
                    lowered=tuple(lowered.get(hold.id, ())),
                ),
            )
        )
    return found


def _courses(row: PlanRow) -> dict[int, tuple[CourseOfHold, ...]]:
    """By proposed hold; one SQL statement."""
    found: dict[int, list[CourseOfHold]] = {}
    for one in (
        HoldCourse.objects.filter(proposed_hold__plan=row.id).select_related("course__project").order_by("id")
    ):
        course = one.course
        found.setdefault(one.proposed_hold_id, []).append(
            CourseOfHold(course.project_id, course.project.title, course.pk, one.heads)
        )
    return {hold_id: tuple(rows) for hold_id, rows in found.items()}


def _shares(names: Mapping[str, Any], shares: Sequence[Mapping[str, Any]]) -> tuple[Taking, ...]:
    return tuple(_taking(names, one["demand"], one["count"], one["hold"]) for one in shares)


def _taking(names: Mapping[str, Any], demand: str, count: int, hold: str | None = None) -> Taking:
    named = names["demands"][demand]
    at = "" if hold is None else names["holds"][hold]["school"]
    return Taking(named["who"], named["project"], named["project_id"], count, at, named["organisation_id"])


def _decided(row: ProposedHold) -> Decided | None:
    if row.decided_by is None or row.decided_at is None:
        return None
    return Decided(Decision(row.decision), row.reason, row.decided_by.name, row.decided_at)


def _totals(figures: Mapping[str, int] | None) -> Totals | None:
    if not figures:
        return None
    met = max(1, figures["met"])
    return Totals(
        demanded=figures["demanded"],
        met=figures["met"],
        running=figures["running"],
        cancelled=figures["cancelled"],
        weeks=figures["waiting"] / met,
        kilometres=figures["travel"] / met,
        price=figures["price"],
    )


def _clash(problem: Problem, names: Mapping[str, Any], one: Mapping[str, Any]) -> Clash:
    """With the name of what it is about, and the number that it asks for."""
    kind, of = one["kind"], one["of"]
    if of == BUDGET:
        return Clash(BUDGET, "", _budget(problem), one["possible"])
    if kind == "limit":
        limit = next(limit for limit in problem.limits if limit.id == of)
        titles = sorted(
            {f"{names['holds'][name]['title']} ({names['holds'][name]['school']})" for name in limit.holds}
        )
        return Clash(kind, ", ".join(titles), limit.most, one["possible"])
    hold = next(hold for hold in problem.holds if hold.id == of)
    named = names["holds"][of]
    count = hold.least if kind == "hold_least" else hold.most
    return Clash(kind, f"{named['title']} ({named['school']})", count, one["possible"])


def _budget(problem: Problem) -> int:
    """In crowns."""
    return next(limit.most for limit in problem.limits if limit.id == BUDGET)


def _row(row: CoursePlan, its_run: Run) -> PlanRow:
    return PlanRow(
        id=row.pk,
        office_id=row.office_id,
        office_name=row.office.name,
        first_on=row.first_on,
        last_on=row.last_on,
        travel_limit=row.travel_limit,
        travel_minutes=row.travel_minutes,
        leeway=row.leeway,
        budget=row.budget,
        run=its_run,
    )
