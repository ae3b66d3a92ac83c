"""An answer as the values of its JSON file, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobveu.answering.files import points, points_or_none
from jobveu.answering.planning import words
from jobveu.answering.planning.files import digest
from jobveu.answering.words import conflict_heading, number
from jobveu.kernels.conflicts import Filter
from jobveu.kernels.planning import lacking, why_unserved
from jobveu.kernels.planning.alone import Alone
from jobveu.kernels.planning.answers import Answer, Effect, Placement, Share
from jobveu.kernels.planning.model import Requirement
from jobveu.kernels.planning.values import Problem


def as_values(
    problem: Problem, answer: Answer, *, effects: Iterable[Effect] = (), alone: Alone | None = None
) -> dict[str, Any]:
    """As `answer.schema.json` has it, with words in the language that is set."""
    effects = tuple(effects)
    return plain_values(problem, answer, effects=effects, alone=alone) | {
        "language": get_language(),
        "words": list(lines(problem, answer, effects=effects, alone=alone)),
    }


def plain_values(
    problem: Problem, answer: Answer, *, effects: Iterable[Effect] = (), alone: Alone | None = None
) -> dict[str, Any]:
    """The same without words."""
    conflict = answer.conflict
    has_plan = answer.value is not None
    return {
        "version": answer.version,
        "problem": digest(problem),
        "status": answer.state.value,
        "objective": points_or_none(answer.value),
        "bound": points_or_none(answer.bound),
        "gap": None if answer.gap is None else round(answer.gap, 9),
        "linear_bound": points_or_none(answer.linear_bound),
        "assignment": [_placement(one) for one in answer.placements],
        "unserved": [
            {"demand": one.demand, "count": one.count, "obstacles": {k.value: list(v) for k, v in one.holds}}
            for one in (why_unserved(problem, answer) if has_plan else ())
        ],
        "running": list(answer.running),
        "not_running": [
            {
                "hold": one.hold,
                "least": one.least,
                "reason": one.reason.value,
                "lacks": one.lacks,
                "could_fill": [_share(share) for share in one.could_fill],
                "could_move": [_share(share) for share in one.could_move],
            }
            for one in (lacking(problem, answer) if has_plan else ())
        ],
        "figures": answer.figures and asdict(answer.figures),
        "conflict": conflict
        and {
            "irreducible": conflict.irreducible,
            "smallest": conflict.smallest,
            "requirements": [
                {**_which(one), "possible": possible}
                for one, possible in zip(conflict.requirements, conflict.possible, strict=True)
            ],
        },
        "effects": [
            {
                "hold": one.hold,
                "by": one.by,
                "least": one.least,
                "runs": one.runs,
                "objective": points(one.value),
                "met": one.met,
                "proven": one.proven,
            }
            for one in effects
        ],
        "alone": alone
        and {
            "objective": points(alone.value),
            "assignment": [_placement(one) for one in alone.placements],
            "running": list(alone.running),
            "figures": asdict(alone.figures),
            "proven": alone.proven,
        },
        "nodes": answer.nodes,
        "seed": answer.seed,
        "work": answer.work,
        "stopped": answer.stopped and answer.stopped.value,
    }


def lines(
    problem: Problem, answer: Answer, *, effects: Iterable[Effect] = (), alone: Alone | None = None
) -> Iterator[str]:
    """The answer in words."""
    yield words.result(answer)
    conflict = answer.conflict
    if conflict is not None:
        yield conflict_heading(conflict)
        for requirement, possible in zip(conflict.requirements, conflict.possible, strict=True):
            yield f"  {words.requirement(problem, requirement, possible)}"
        return
    if answer.figures is None:
        return
    yield _("Der tælles:")
    for weight, text in words.objective(problem):
        yield f"  {number(weight):>10} {text}"
    yield words.figures(answer.figures, unit=problem.travel.unit)
    if alone is not None:
        yield _("Hver skole for sig: %(figures)s") % {
            "figures": words.figures(alone.figures, unit=problem.travel.unit)
        }
    for hold in answer.running:
        placed = [one for one in answer.placements if one.hold == hold]
        yield words.on_hold(hold, placed)
    for lack in lacking(problem, answer):
        yield f"{lack.hold}: {' '.join(words.lack(lack))}"
        for effect in effects:
            if effect.hold == lack.hold:
                yield f"  {words.effect(effect)}"
    for why in why_unserved(problem, answer):
        yield f"{why.demand}: {' '.join(words.why(why))}"


def _placement(one: Placement) -> dict[str, Any]:
    return {
        "demand": one.demand,
        "hold": one.hold,
        "count": one.count,
        "value": points(one.value),
        "terms": {name: points(value) for name, value in one.terms},
    }


def _share(one: Share) -> dict[str, Any]:
    return {"demand": one.demand, "count": one.count, "hold": one.hold}


def _which(one: Requirement | Filter) -> dict[str, Any]:
    if isinstance(one, Filter):
        return {"kind": one.what, "of": one.at}
    return {"kind": one.kind.value, "of": one.of}
