"""An answer as the values of its JSON file, with words, and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobveu.answering.files import points, points_or_none
from jobveu.answering.matching import words
from jobveu.answering.matching.files import digest
from jobveu.answering.words import listed, number
from jobveu.kernels.conflicts import Filter
from jobveu.kernels.matching.answers import Answer, Change, Explanation, Requirement
from jobveu.kernels.matching.values import Problem


def as_values(problem: Problem, answer: Answer, explanations: Iterable[Explanation] = ()) -> dict[str, Any]:
    """As `answer.schema.json` has it, in the language that is set."""
    conflict = answer.conflict
    return {
        "version": answer.version,
        "problem": digest(problem),
        "language": get_language(),
        "mode": answer.mode.value,
        "status": answer.state.value,
        "objective": points_or_none(answer.value),
        "bound": points_or_none(answer.bound),
        "gap": None if answer.gap is None else round(answer.gap, 9),
        "linear_bound": points_or_none(answer.linear_bound),
        "nodes": answer.nodes,
        "seed": answer.seed,
        "work": answer.work,
        "stopped": answer.stopped and answer.stopped.value,
        "objective_in_words": [
            {"term": name, "weight": points(weight), "words": text}
            for name, weight, text in words.objective(problem)
        ],
        "assignment": [
            {
                "person": one.person,
                "position": one.position,
                "hold": one.hold,
                "value": points(one.value),
                "terms": {name: points(value) for name, value in one.terms},
            }
            for one in answer.placements
        ],
        "unplaced": list(answer.unplaced),
        "running": list(answer.running),
        "cancelled": list(answer.cancelled),
        "unmet": [
            {"kind": one.kind.value, "of": one.of, "words": words.requirement(problem, one)}
            for one in answer.unmet
        ],
        "conflict": conflict
        and {
            "irreducible": conflict.irreducible,
            "smallest": conflict.smallest,
            "requirements": [
                {**_which(one), "possible": possible, "words": words.requirement(problem, one, possible)}
                for one, possible in zip(conflict.requirements, conflict.possible, strict=True)
            ],
        },
        "explanations": [_explanation(one, problem.travel.unit) for one in explanations],
    }


def as_text(problem: Problem, answer: Answer, explanations: Iterable[Explanation] = ()) -> str:
    return "\n".join(_lines(problem, answer, explanations))


def _lines(problem: Problem, answer: Answer, explanations: Iterable[Explanation]) -> Iterator[str]:
    yield words.result(answer)
    if answer.conflict is not None:
        heading, *lines = words.conflict(problem, answer.conflict)
        yield heading
        yield from (f"  {line}" for line in lines)
        return
    yield _("Der tælles:")
    for _name, weight, text in words.objective(problem):
        yield f"  {number(weight):>10} {text}"
    for placement in answer.placements:
        yield f"{placement.person}: {words.here(placement)}"
    if answer.unplaced:
        yield _("Ikke placeret: %(names)s") % {"names": listed(answer.unplaced)}
    if answer.cancelled:
        yield _("Aflyste hold: %(names)s") % {"names": listed(answer.cancelled)}
    if answer.unmet:
        yield _("Et stabilt forslag tager ikke hensyn til disse krav, og de er ikke opfyldt:")
        yield from (f"  {words.requirement(problem, one)}" for one in answer.unmet)
    for explanation in explanations:
        yield ""
        yield f"{explanation.person}: {words.here(explanation.here)}"
        for other in explanation.not_there:
            yield f"  {other.target}: {' '.join(words.why_not(other, unit=problem.travel.unit))}"
            for change in other.changes:
                would = _("Ville have fået den,")
                yield f"    {would} {words.change(change, unit=problem.travel.unit)}."


def _explanation(one: Explanation, unit: str) -> dict[str, Any]:
    return {
        "person": one.person,
        "here": words.here(one.here),
        "not_there": [
            {
                "target": other.target,
                "reason": other.reason.value,
                "cost": points_or_none(other.cost),
                "full": other.full,
                "taken_by": list(other.taken_by),
                "runs": other.runs,
                "words": words.why_not(other, unit=unit),
                "changes": [_change(change, unit) for change in other.changes],
            }
            for other in one.not_there
        ],
        "change": one.change and _change(one.change, unit),
    }


def _change(one: Change, unit: str) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "of": one.of,
        "old": one.old,
        "new": one.new,
        "words": words.change(one, unit=unit),
    }


def _which(one: Requirement | Filter) -> dict[str, Any]:
    return {
        "kind": one.what if isinstance(one, Filter) else one.kind.value,
        "of": one.at if isinstance(one, Filter) else one.of,
    }
