"""What the record shows of the five phases: the indicators that projects.phases has of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.indicators.declaring import Found, Indicator, told
from jobveu.assessment.ratios import Missing, Unit
from jobveu.assessment.scale import Element
from jobveu.projects.phases import PHASES as MODEL_PHASES
from jobveu.projects.phases import EvidenceKind
from jobveu.projects.phases import Indicator as PhaseIndicator

_DUE: Mapping[Element, Callable[[ProjectFacts], bool]] = {
    Element.PHASE_1: lambda one: one.kicked_off,
    Element.PHASE_2: lambda one: one.kicked_off,
    Element.PHASE_3: lambda one: one.courses_begun,
    Element.PHASE_4: lambda one: one.courses_begun,
    Element.PHASE_5: lambda one: one.courses_ended,
}
"""When what a phase asks for should be there."""


def _of_phase(element: Element, asked: PhaseIndicator) -> Callable[[ProjectFacts], Found]:
    """Whether there is evidence that the phase's own indicator accepts (projects.phases)."""
    accepts = {kind.value for kind in asked.accepts}

    def found(one: ProjectFacts) -> Found:
        fact = not accepts.isdisjoint(one.shown)
        if not fact and asked.key in one.set_aside:
            return Missing.SET_ASIDE
        if asked.key in ("screening", "matched") and not fact and not one.for_unemployed:
            return Missing.NOT_RELEVANT
        due = one.outcomes_due if asked.key == "matched" else _DUE[element](one)
        return told(fact, due=due, registered=one.registered)

    return found


def _phase_indicators() -> Iterator[Indicator]:
    for phase in MODEL_PHASES:
        element = Element(f"phase-{phase.number.value}")
        for asked in phase.indicators:
            yield Indicator(
                key=asked.key,
                element=element,
                title=asked.title,
                definition=_("Projekter, hvor det er dokumenteret, som fasen kræver det."),
                rules=(asked.rule_id,),
                unit=Unit.PROJECTS,
                of=_of_phase(element, asked),
                to_do=asked.to_do,
                where=asked.where,
            )
        if element is Element.PHASE_2:
            yield Indicator(
                key="signed-agreement",
                element=element,
                title=_("Der er en skriftlig partsaftale, som alle parter har underskrevet"),
                definition=_(
                    "Projekter med en partsaftale i kraft; en anden form for blåstempling tæller ikke her."
                ),
                rules=("def.phase2.ind2", "def.phase2.endorsement"),
                unit=Unit.PROJECTS,
                of=lambda one: told(
                    EvidenceKind.PARTNER_AGREEMENT_IN_FORCE.value in one.shown,
                    due=one.kicked_off,
                    registered=one.registered,
                ),
                to_do=_("Få partsaftalen underskrevet af alle parter."),
                where="project_endorsement",
            )


PHASES = tuple(_phase_indicators())
