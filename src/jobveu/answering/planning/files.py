"""Planning problems as JSON. A problem's canonical form leaves out what is as it would be anyway, so that the digest
depends on what is meant and not on how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobveu.answering import files
from jobveu.kernels.planning.values import Demand, Hold, Limit, Problem, Weights, check

PACKAGE = "jobveu.answering.planning"
WEIGHTS = ("met", "waiting", "travel", "running", "price", "cancelled")


def read(text: str | bytes) -> Problem:
    """The problem in a JSON text. Raises NotUnderstood, with the field and what is wrong with it."""
    problem = _problem(files.parse(text, PACKAGE))
    check(problem)
    return problem


def digest(problem: Problem) -> str:
    """SHA-256 of the problem's canonical form."""
    return files.digest(as_values(problem))


def as_values(problem: Problem) -> dict[str, Any]:
    """As the schema has it, without what is as it would be anyway. `read` gives the same problem back."""
    return {
        "demands": [
            files.without_blanks(
                id=one.id,
                subject=one.subject,
                count=one.count,
                who=one.who,
                least=one.least or None,
                place=one.place,
                travel_limit=one.travel_limit,
                time_limit=one.time_limit,
                earliest=one.earliest and one.earliest.isoformat(),
                latest=one.latest and one.latest.isoformat(),
                school=one.school,
            )
            for one in problem.demands
        ],
        "holds": [
            files.without_blanks(
                id=one.id,
                subject=one.subject,
                starts=one.starts.isoformat(),
                most=one.most,
                least=one.least or None,
                school=one.school,
                place=one.place,
                price=one.price or None,
                must_run=one.must_run or None,
                announced=one.announced or None,
            )
            for one in problem.holds
        ],
        "limits": [
            {"id": one.id, "holds": list(one.holds), "most": one.most}
            | files.without_blanks(crowns=one.crowns or None)
            for one in problem.limits
        ],
        "weights": {name: files.points(getattr(problem.weights, name)) for name in WEIGHTS},
    } | files.travel_values(problem.travel)


def _problem(given: Mapping[str, Any]) -> Problem:
    return Problem(
        demands=tuple(
            Demand(
                id=one["id"],
                subject=one["subject"],
                count=one["count"],
                who=one.get("who", ""),
                least=one.get("least", 0),
                place=one.get("place"),
                travel_limit=one.get("travel_limit"),
                time_limit=one.get("time_limit"),
                earliest=files.day(one.get("earliest")),
                latest=files.day(one.get("latest")),
                school=one.get("school", ""),
            )
            for one in given["demands"]
        ),
        holds=tuple(_hold(one) for one in given["holds"]),
        limits=tuple(
            Limit(one["id"], tuple(one["holds"]), one["most"], one.get("crowns", False))
            for one in given.get("limits", ())
        ),
        travel=files.travel(given.get("travel")),
        weights=Weights(**{name: files.thousandths(weight) for name, weight in given["weights"].items()}),
    )


def _hold(one: Mapping[str, Any]) -> Hold:
    starts = files.day(one["starts"])
    assert starts is not None, "the schema requires it"
    return Hold(
        id=one["id"],
        subject=one["subject"],
        starts=starts,
        most=one["most"],
        least=one.get("least", 0),
        school=one.get("school", ""),
        place=one.get("place"),
        price=one.get("price", 0),
        must_run=one.get("must_run", False),
        announced=one.get("announced", False),
    )
