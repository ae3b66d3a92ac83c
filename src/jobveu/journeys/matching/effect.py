"""How groups came out of a proposal, counted after the fact, so that somebody sees it when one fares worse.

Sex and age are read from the CPR number here, and only here, by the system; what is kept are numbers. A number that
would tell about one to four persons is left out, and with it what it could be reckoned from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.attributes import Attributes, attributes_of
from jobveu.candidates.enums import SkillLevel
from jobveu.candidates.models import MatchingProposal, ProposalPerson

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEWEST = 5
"""Fewer persons than this are never told of, unless there are none."""
AGES = ((30, "under_30"), (50, "30_to_49"), (200, "50_and_over"))

GROUPS: Mapping[str, tuple[StrOrPromise, Mapping[str, StrOrPromise]]] = {
    "vulnerable": (_("Udsatte ledige"), {"yes": _("Udsatte ledige"), "no": _("Andre")}),
    "skill_level": (_("Uddannelsesniveau"), {str(one): one.label for one in SkillLevel}),
    "sex": (
        _("Køn efter CPR-nummeret"),
        {"women": _("Kvinder"), "men": _("Mænd"), "unknown": _("Erstatningsnummer")},
    ),
    "age": (
        _("Alder"),
        {
            "under_30": _("Under 30 år"),
            "30_to_49": _("30 til 49 år"),
            "50_and_over": _("50 år og derover"),
        },
    ),
}
"""What is counted, and what its groups are called."""


@dataclass(frozen=True, slots=True)
class Line:
    """`persons` and `placed` are None where they would tell about a few."""

    group: str
    persons: int | None
    placed: int | None

    @property
    def share(self) -> float | None:
        return None if not self.persons or self.placed is None else self.placed / self.persons


Effect = Mapping[str, Sequence[Line]]


def of_proposal(*, proposal_id: int) -> Effect:
    """Counted from the persons as they are registered now. For the system."""
    proposal = MatchingProposal.objects.select_related("run").get(pk=proposal_id)
    rows = ProposalPerson.objects.filter(proposal=proposal_id, candidacy__person__isnull=False)
    placed = {
        person_id: points is not None for person_id, points in rows.values_list("candidacy__person", "points")
    }
    on = timezone.localdate(proposal.run.ordered_at)
    found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in GROUPS}
    for person_id, one in attributes_of(person_ids=placed.keys()).items():
        for name, group in _groups(one, on).items():
            persons, some = found[name].get(group, (0, 0))
            found[name][group] = (persons + 1, some + placed[person_id])
    return {
        name: suppressed([Line(group, *numbers[group]) for group in GROUPS[name][1] if group in numbers])
        for name, numbers in found.items()
    }


def _groups(one: Attributes, on: date) -> dict[str, str]:
    years = on.year - one.born.year - ((on.month, on.day) < (one.born.month, one.born.day))
    sex = "unknown" if one.is_woman is None else "women" if one.is_woman else "men"
    return {
        "vulnerable": "yes" if one.vulnerable else "no",
        "skill_level": str(one.skill_level),
        "sex": sex,
        "age": next(name for limit, name in AGES if years < limit),
    }


def suppressed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without numbers about one to four persons, whether they are told or can be reckoned from the sum, which
    everybody knows."""
    hidden = {one.group for one in lines if _tells_of_few([one])}
    while hidden and _tells_of_few([one for one in lines if one.group in hidden]):
        others = [one for one in lines if one.group not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda one: (one.persons or 0, one.group)).group)
    return tuple(Line(one.group, None, None) if one.group in hidden else one for one in lines)


def _tells_of_few(lines: Iterable[Line]) -> bool:
    persons = sum(one.persons or 0 for one in lines)
    placed = sum(one.placed or 0 for one in lines)
    return any(0 < number < FEWEST for number in (persons, placed, persons - placed))


def as_values(effect: Effect) -> dict[str, Any]:
    return {name: [[one.group, one.persons, one.placed] for one in lines] for name, lines in effect.items()}


def from_values(values: Mapping[str, Any]) -> dict[str, tuple[Line, ...]]:
    return {name: tuple(Line(*one) for one in lines) for name, lines in values.items()}
