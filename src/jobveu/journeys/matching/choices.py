"""What a coordinator chooses for a proposal: the weights of the objective, within limits, and which requirements hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import DomainError
from jobveu.kernels.matching.values import Weights
from jobveu.kernels.values import THOUSANDTHS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VULNERABLE = "maalgruppe-udsatte"
"""The target group's id in the kernel."""
KM_PER_WEIGHT = 10


class QuotaUse(TextChoices):
    """What the job centres' agreed contributions mean for a proposal."""

    MOST = "most", _("Højst det aftalte antal fra hvert jobcenter")
    LEAST = "least", _("Mindst det aftalte antal fra hvert jobcenter")
    NONE = "none", _("Aftalerne begrænser ikke forslaget")


@dataclass(frozen=True, slots=True)
class WeightRule:
    """One term of the objective: points of `usual`, from `least` to `most`; `words` go on after "N point"."""

    name: str
    label: StrOrPromise
    words: StrOrPromise
    usual: int
    least: int
    most: int
    takes_off: bool = False


WEIGHTS: tuple[WeightRule, ...] = (
    WeightRule("position", _("En stilling"), _("for hver, der får en stilling"), 10, 1, 50),
    WeightRule("course", _("En plads på et kursus"), _("for hver, der får en plads på et kursus"), 3, 0, 50),
    WeightRule(
        "wish",
        _("Kandidatens ønske"),
        _("for en kandidat, der får det, han eller hun helst vil, og forholdsvis mindre for svagere ønsker"),
        4,
        0,
        20,
    ),
    WeightRule(
        "score",
        _("Virksomhedens vurdering"),
        _("for en virksomhed, der får en, den meget gerne vil ansætte, og forholdsvis mindre ellers"),
        4,
        0,
        20,
    ),
    WeightRule("vulnerable", _("Udsatte ledige"), _("ekstra for hver udsat ledig, der får noget"), 2, 0, 20),
    WeightRule(
        "travel", _("Rejse"), _("for hver 10 kilometer ad vej, der skal rejses"), 1, 0, 5, takes_off=True
    ),
    WeightRule(
        "running",
        _("Et kursus, der gennemføres"),
        _("for hvert kursus, der gennemføres, så halvtomme kurser undgås"),
        2,
        0,
        20,
        takes_off=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """Weights in whole points; `travel` for each 10 km. `vulnerable_share`: at least so many per cent of those placed
    are vulnerable unemployed."""

    position: int
    course: int
    wish: int
    score: int
    vulnerable: int
    travel: int
    running: int
    quotas: QuotaUse = QuotaUse.MOST
    vulnerable_share: int = 0
    again: bool = False
    """What caseworkers have rejected for a candidate may be proposed for the same candidate again."""

    def weights(self) -> Weights:
        """For the kernel, in thousandths of a point."""
        return Weights(
            position=self.position * THOUSANDTHS,
            hold=self.course * THOUSANDTHS,
            wish=self.wish * THOUSANDTHS,
            score=self.score * THOUSANDTHS,
            travel=self.travel * THOUSANDTHS // KM_PER_WEIGHT,
            group={VULNERABLE: self.vulnerable * THOUSANDTHS},
            running=self.running * THOUSANDTHS,
        )


def as_values(choices: Choices) -> dict[str, Any]:
    return asdict(choices)


def from_values(values: Mapping[str, Any]) -> Choices:
    known = {one.name: values.get(one.name, one.default) for one in fields(Choices)}
    return Choices(**{**known, "quotas": QuotaUse(known["quotas"])})


def usual() -> Choices:
    """What a coordinator begins with."""
    return from_values({rule.name: rule.usual for rule in WEIGHTS})


def check(choices: Choices) -> None:
    """Raises DomainError for a weight or share outside its limits."""
    for rule in WEIGHTS:
        if not rule.least <= getattr(choices, rule.name) <= rule.most:
            raise DomainError(
                _("Vægten skal være fra %(least)d til %(most)d.") % {"least": rule.least, "most": rule.most},
                field=rule.name,
            )
    if not 0 <= choices.vulnerable_share <= 100:
        raise DomainError(_("Andelen skal være fra 0 til 100 procent."), field="vulnerable_share")


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the objective in words."""

    label: str
    points: int
    words: str
    takes_off: bool


def objective(choices: Choices) -> tuple[Term, ...]:
    """Those terms that count for something."""
    return tuple(
        Term(str(rule.label), getattr(choices, rule.name), str(rule.words), rule.takes_off)
        for rule in WEIGHTS
        if getattr(choices, rule.name)
    )
