"""Matching problems and answers as JSON.

A problem is checked against its schema, and messages name the field. Its canonical form leaves out what is as it would
be anyway, so that the digest depends on what is meant and not on how it is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from jobveu.kernels.matching.values import (
    THOUSANDTHS,
    Floor,
    Hold,
    NotUnderstood,
    Period,
    Person,
    Position,
    Problem,
    Quota,
    Travel,
    Weights,
    check,
)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `problem` or `answer`."""
    text = resources.files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def read(text: str | bytes) -> Problem:
    """The problem in a JSON text. Raises NotUnderstood, with the field and what is wrong with it."""
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise NotUnderstood("the file", "is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotUnderstood(
            f"line {error.lineno}, column {error.colno}", f"is not JSON: {error.msg}"
        ) from None
    for fault in _validator("problem").iter_errors(given):
        raise NotUnderstood(_path(fault.instance_path), fault.message)
    problem = _problem(given)
    check(problem)
    return problem


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no room to differ."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(problem: Problem) -> str:
    """SHA-256 of the problem's canonical form."""
    return hashlib.sha256(canonical(as_values(problem)).encode()).hexdigest()


def as_values(problem: Problem) -> dict[str, Any]:
    """As the schema has it, without what is as it would be anyway. `read` gives the same problem back."""
    travel = problem.travel
    values = {
        "persons": [
            _kept(
                id=one.id,
                job_centre=one.job_centre,
                has=sorted(one.has),
                groups=sorted(one.groups),
                place=one.place,
                travel_limit=one.travel_limit,
                available=_days(one.available),
                absent=[_days(period) for period in one.absent],
                wishes=dict(one.wishes),
                only_wishes=one.only_wishes or None,
            )
            for one in problem.persons
        ],
        "positions": [
            _kept(
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
            _kept(
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
            _kept(id=one.id, job_centre=one.job_centre, scope=list(one.scope), least=one.least, most=one.most)
            for one in problem.quotas
        ],
        "floors": [
            _kept(id=one.id, group=one.group, scope=list(one.scope), least=one.least, per_cent=one.per_cent)
            for one in problem.floors
        ],
        "weights": {
            name: points(getattr(problem.weights, name))
            for name in ("position", "hold", "wish", "score", "travel", "running")
        }
        | {"group": {name: points(weight) for name, weight in problem.weights.group.items()}},
    }
    if travel.places:
        table = [list(row) for row in travel.table]
        values["travel"] = {"unit": travel.unit, "places": list(travel.places), "table": table}
    return values


def points(thousandths: int) -> float:
    """Thousandths as points; whole ones without decimals."""
    whole, rest = divmod(thousandths, THOUSANDTHS)
    return whole if rest == 0 else thousandths / THOUSANDTHS


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(schema(name), validate_formats=True)


def check_answer(values: Mapping[str, Any]) -> None:
    """Raises NotUnderstood for what is no answer."""
    for error in _validator("answer").iter_errors(values):
        raise NotUnderstood(_path(error.instance_path), error.message)


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
                starts=_date(one.get("starts")),
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
        travel=_travel(given.get("travel")),
        weights=Weights(
            **{name: _thousandths(weight) for name, weight in weights.items() if name != "group"},
            group={name: _thousandths(weight) for name, weight in weights.get("group", {}).items()},
        ),
    )


def _travel(given: Mapping[str, Any] | None) -> Travel:
    if given is None:
        return Travel()
    if "points" in given:
        return Travel.between({name: (point[0], point[1]) for name, point in given["points"].items()})
    return Travel(given["unit"], tuple(given["places"]), tuple(tuple(row) for row in given["table"]))


def _must(one: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset([choice] if isinstance(choice, str) else choice) for choice in one.get("must", ()))


def _period(given: Mapping[str, str]) -> Period:
    return Period(_date(given.get("first")), _date(given.get("last")))


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _days(period: Period) -> dict[str, str]:
    days = {"first": period.first, "last": period.last}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _thousandths(weight: float) -> int:
    return int(Decimal(str(weight)) * THOUSANDTHS)


def _kept(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotUnderstood(repr(name), "occurs twice in one object")
        found[name] = value
    return found


def _path(parts: list[str | int]) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path or "the file"
