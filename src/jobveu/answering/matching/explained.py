"""Explanations as plain values, to be kept and read again without their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jobveu.kernels.matching.answers import Change, ChangeKind, Explanation, Placement, Reason, WhyNot
from jobveu.kernels.matching.options import Hindrance, Obstacle
from jobveu.kernels.matching.values import Period


def as_values(one: Explanation) -> dict[str, Any]:
    """JSON values. `from_values` gives the same explanation back."""
    here = one.here
    return {
        "person": one.person,
        "here": here
        and {
            "position": here.position,
            "hold": here.hold,
            "value": here.value,
            "terms": [list(term) for term in here.terms],
        },
        "not_there": [
            {
                "target": other.target,
                "reason": other.reason.value,
                "hindrances": [_hindrance(hindrance) for hindrance in other.hindrances],
                "cost": other.cost,
                "full": other.full,
                "taken_by": list(other.taken_by),
                "runs": other.runs,
                "changes": [
                    {
                        "kind": change.kind.value,
                        "of": change.of,
                        "old": change.old,
                        "new": change.new,
                        "size": change.size,
                    }
                    for change in other.changes
                ],
            }
            for other in one.not_there
        ],
    }


def from_values(values: Mapping[str, Any]) -> Explanation:
    here = values["here"]
    return Explanation(
        person=values["person"],
        here=here
        and Placement(
            person=values["person"],
            position=here["position"],
            hold=here["hold"],
            value=here["value"],
            terms=tuple((name, value) for name, value in here["terms"]),
        ),
        not_there=tuple(
            WhyNot(
                target=other["target"],
                reason=Reason(other["reason"]),
                hindrances=tuple(_read_hindrance(one) for one in other["hindrances"]),
                cost=other["cost"],
                full=other["full"],
                taken_by=tuple(other["taken_by"]),
                runs=other["runs"],
                changes=tuple(
                    Change(ChangeKind(one["kind"]), one["of"], one["old"], one["new"], one["size"])
                    for one in other["changes"]
                ),
            )
            for other in values["not_there"]
        ),
    )


def _hindrance(one: Hindrance) -> dict[str, Any]:
    return {
        "obstacle": one.obstacle.value,
        "at": one.at,
        "criteria": list(one.criteria),
        "distance": one.distance,
        "limit": one.limit,
        "first": one.period.first and one.period.first.isoformat(),
        "last": one.period.last and one.period.last.isoformat(),
    }


def _read_hindrance(values: Mapping[str, Any]) -> Hindrance:
    return Hindrance(
        Obstacle(values["obstacle"]),
        values["at"],
        criteria=tuple(values["criteria"]),
        distance=values["distance"],
        limit=values["limit"],
        period=Period(*(values[end] and date.fromisoformat(values[end]) for end in ("first", "last"))),
    )
