"""Matching problems and answers as JSON.

A problem is checked against its schema, and messages name the field. Its canonical form leaves out what is as it would
be anyway, so that the digest depends on what is meant and not on how it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobveu.answering import files
from jobveu.kernels.matching.values import (
    Floor,
    Hold,
    Period,
    Person,
    Position,
    Problem,
    Quota,
    Weights,
    check,
)

PACKAGE = "jobveu.answering.matching"


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
        "persons": [
            files.without_blanks(
                id=one.id,
                job_centre=one.job_centre,
                has=sorted(one.has),
                groups=sorted(one.groups),
                place=one.place,
                travel_limit=one.travel_limit,
                time_limit=one.time_limit,
                available=_days(one.available),
                absent=[_days(period) for period in one.absent],
                wishes=dict(one.wishes),
                only_wishes=one.only_wishes or None,
            )
            for one in problem.persons
        ],
        "positions": [
            files.without_blanks(
                id=one.id,
                company=one.company,
                project=one.project,
                count=one.count,
                least=one.least,
                must=[sorted(choice) for choice in one.must],
                place=one.place,
                starts=one.starts and one.starts.isoformat(),
                hold=one.hold,
                scores=dict(one.scores),
                only_scored=one.only_scored or None,
            )
            for one in problem.positions
        ],
        "holds": [
            files.without_blanks(
                id=one.id,
                course=one.course,
                project=one.project,
                least=one.least,
                most=one.most,
                must=[sorted(choice) for choice in one.must],
                place=one.place,
                period=_days(one.period),
                may_be_cancelled=None if one.may_be_cancelled else False,
                alone=None if one.alone else False,
            )
            for one in problem.holds
        ],
        "quotas": [
            files.without_blanks(
                id=one.id, job_centre=one.job_centre, scope=list(one.scope), least=one.least, most=one.most
            )
            for one in problem.quotas
        ],
        "floors": [
            files.without_blanks(
                id=one.id, group=one.group, scope=list(one.scope), least=one.least, per_cent=one.per_cent
            )
            for one in problem.floors
        ],
        "weights": {
            name: files.points(getattr(problem.weights, name))
            for name in ("position", "hold", "wish", "score", "travel", "running")
        }
        | {"group": {name: files.points(weight) for name, weight in problem.weights.group.items()}},
    } | files.travel_values(problem.travel)


def _problem(given: Mapping[str, Any]) -> Problem:
    weights = given["weights"]
    return Problem(
        persons=tuple(
            Person(
                id=one["id"],
                job_centre=one.get("job_centre", ""),
                has=frozenset(one.get("has", ())),
                groups=frozenset(one.get("groups", ())),
                place=one.get("place"),
                travel_limit=one.get("travel_limit"),
                time_limit=one.get("time_limit"),
                available=_period(one.get("available", {})),
                absent=tuple(_period(period) for period in one.get("absent", ())),
                wishes=one.get("wishes", {}),
                only_wishes=one.get("only_wishes", False),
            )
            for one in given["persons"]
        ),
        positions=tuple(
            Position(
                id=one["id"],
                company=one.get("company", ""),
                project=one.get("project", ""),
                count=one.get("count", 1),
                least=one.get("least", 0),
                must=_must(one),
                place=one.get("place"),
                starts=files.day(one.get("starts")),
                hold=one.get("hold"),
                scores=one.get("scores", {}),
                only_scored=one.get("only_scored", False),
            )
            for one in given.get("positions", ())
        ),
        holds=tuple(
            Hold(
                id=one["id"],
                course=one.get("course", ""),
                project=one.get("project", ""),
                least=one.get("least", 0),
                most=one["most"],
                must=_must(one),
                place=one.get("place"),
                period=_period(one.get("period", {})),
                may_be_cancelled=one.get("may_be_cancelled", True),
                alone=one.get("alone", True),
            )
            for one in given.get("holds", ())
        ),
        quotas=tuple(
            Quota(
                one["id"],
                one["job_centre"],
                tuple(one.get("scope", ())),
                one.get("least", 0),
                one.get("most"),
            )
            for one in given.get("quotas", ())
        ),
        floors=tuple(
            Floor(
                one["id"],
                one["group"],
                tuple(one.get("scope", ())),
                one.get("least", 0),
                one.get("per_cent", 0),
            )
            for one in given.get("floors", ())
        ),
        travel=files.travel(given.get("travel")),
        weights=Weights(
            **{name: files.thousandths(weight) for name, weight in weights.items() if name != "group"},
            group={name: files.thousandths(weight) for name, weight in weights.get("group", {}).items()},
        ),
    )


def _must(one: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset([choice] if isinstance(choice, str) else choice) for choice in one.get("must", ()))


def _period(given: Mapping[str, str]) -> Period:
    return Period(files.day(given.get("first")), files.day(given.get("last")))


def _days(period: Period) -> dict[str, str]:
    days = {"first": period.first, "last": period.last}
    return {name: day.isoformat() for name, day in days.items() if day is not None}
