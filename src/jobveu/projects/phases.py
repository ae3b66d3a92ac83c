"""What each phase asks for, as one table; and the pure decision of where a project stands.

Phases guide, they don't lock. What is recorded is evidence; an indicator is met when there is evidence of a
kind that it accepts, and a phase is done when each of its indicators is met or has been set aside with a
reason. A project is in its first phase that is not done. Source: the indicator tables of the evaluation's
chapter 7 (def.phase1.ind1 … def.phase4.ind2) and its recommendation of a fifth phase (def.phase5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.projects.enums import PhaseNumber


class EvidenceKind(Enum):
    """The things recorded on a project that show something about a phase."""

    PARTNER_IN_FIRST_DIALOGUE = "partner_in_first_dialogue"
    NEED_OF_NAMED_COMPANY = "need_of_named_company"
    DIALOGUE_WITH_COMPANY = "dialogue_with_company"
    SHORTAGE_OR_FOCUS_AREA = "shortage_or_focus_area"
    PARTNER_DEFINES_CONTENT = "partner_defines_content"
    PARTNER_AGREEMENT_IN_FORCE = "partner_agreement_in_force"
    ENDORSEMENT = "endorsement"
    PLAN = "plan"
    TASK_WITH_PARTY_AND_DATE = "task_with_party_and_date"
    COMMITMENT = "commitment"
    PROVIDER_CHOSEN = "provider_chosen"
    SCREENING = "screening"
    INTO_WORK_OR_EDUCATION = "into_work_or_education"
    LESSON = "lesson"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: who, what and when. `source` and `source_id` say which record it is."""

    kind: EvidenceKind
    who: str
    what: str
    on: date | None
    source: str = ""
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """`key` stands in the database and in URLs; `rule_id` in the evaluation's list of definitions."""

    key: str
    rule_id: str
    title: Promise
    accepts: tuple[EvidenceKind, ...]
    to_do: Promise
    where: str
    """The part of the project's pages where such evidence is recorded (a URL name)."""


@dataclass(frozen=True, slots=True)
class Phase:
    number: PhaseNumber
    enters_with: Promise
    indicators: tuple[Indicator, ...]

    @property
    def title(self) -> str:
        return str(self.number.label)


PHASES: tuple[Phase, ...] = (
    Phase(
        number=PhaseNumber.NEED,
        enters_with=_(
            "Et initiativ fra et råd, et kontor, en virksomhed, en part, et jobcenter, en udbyder eller et netværk"
        ),
        indicators=(
            Indicator(
                key="partners-in-first-dialogue",
                rule_id="def.phase1.ind1",
                title=_("Arbejdsmarkedets parter er med i de første dialoger om behovet"),
                accepts=(EvidenceKind.PARTNER_IN_FIRST_DIALOGUE,),
                to_do=_(
                    "Tilføj mindst én brancheorganisation, faglig organisation eller a-kasse, som var med i den første dialog."
                ),
                where="project_parties",
            ),
            Indicator(
                key="dialogue-with-companies",
                rule_id="def.phase1.ind2",
                title=_("Der er dialog med navngivne virksomheder om deres konkrete behov"),
                accepts=(EvidenceKind.NEED_OF_NAMED_COMPANY, EvidenceKind.DIALOGUE_WITH_COMPANY),
                to_do=_(
                    "Knyt mindst ét behov fra en navngiven virksomhed til projektet, eller registrér en samtale med den."
                ),
                where="project_needs",
            ),
            Indicator(
                key="shortage-or-focus-area",
                rule_id="def.phase1.ind3",
                title=_("Projektet ligger i et mangel- eller indsatsområde"),
                accepts=(EvidenceKind.SHORTAGE_OR_FOCUS_AREA,),
                to_do=_("Angiv mangel- eller indsatsområdet, og hvad det bygger på."),
                where="project_edit",
            ),
        ),
    ),
    Phase(
        number=PhaseNumber.PARTNER_AGREEMENT,
        enters_with=_("Et behov, der er stort nok til et forløb"),
        indicators=(
            Indicator(
                key="partners-define-content",
                rule_id="def.phase2.ind1",
                title=_("Parterne fastlægger det faglige indhold"),
                accepts=(EvidenceKind.PARTNER_DEFINES_CONTENT,),
                to_do=_(
                    "Angiv, hvilke af arbejdsmarkedets parter der er med til at fastlægge det faglige indhold."
                ),
                where="project_parties",
            ),
            Indicator(
                key="agreement-or-endorsement",
                rule_id="def.phase2.ind2",
                title=_("Der er en skriftlig partsaftale eller en anden form for blåstempling"),
                accepts=(EvidenceKind.PARTNER_AGREEMENT_IN_FORCE, EvidenceKind.ENDORSEMENT),
                to_do=_(
                    "Få partsaftalen underskrevet af alle parter, eller registrér en anden form for blåstempling."
                ),
                where="project_endorsement",
            ),
        ),
    ),
    Phase(
        number=PhaseNumber.KICK_OFF,
        enters_with=_("Parternes blåstempling"),
        indicators=(
            Indicator(
                key="project-plan",
                rule_id="def.phase3.ind1",
                title=_(
                    "Der er en projektplan med formål, målgruppe, opkvalificeringsbehov og match- og indslusningsmodel"
                ),
                accepts=(EvidenceKind.PLAN,),
                to_do=_("Skriv projektplanen."),
                where="project_plan",
            ),
            Indicator(
                key="process-and-time-plan",
                rule_id="def.phase3.ind2",
                title=_("Der er en proces- og tidsplan med tydelige roller"),
                accepts=(EvidenceKind.TASK_WITH_PARTY_AND_DATE,),
                to_do=_("Opret opgaver med ansvarlig part og frist."),
                where="project_tasks",
            ),
            Indicator(
                key="letters-of-intent",
                rule_id="def.phase3.ind3",
                title=_("Virksomhederne har afgivet hensigtserklæringer eller ansættelsesgarantier"),
                accepts=(EvidenceKind.COMMITMENT,),
                to_do=_(
                    "Få en hensigtserklæring eller ansættelsesgaranti fra en virksomhed eller dens brancheorganisation."
                ),
                where="project_commitments",
            ),
            Indicator(
                key="provider-chosen",
                rule_id="def.phase3.ind4",
                title=_("Udbyderen er valgt efter udbud eller direkte med en begrundelse"),
                accepts=(EvidenceKind.PROVIDER_CHOSEN,),
                to_do=_("Vælg udbyder efter et udbud, eller vælg direkte, og skriv hvorfor."),
                where="project_procurement",
            ),
        ),
    ),
    Phase(
        number=PhaseNumber.SCREENING_AND_MATCH,
        enters_with=_("En plan og en udbyder"),
        indicators=(
            Indicator(
                key="screening",
                rule_id="def.phase4.ind1",
                title=_("Kandidaterne er screenet"),
                accepts=(EvidenceKind.SCREENING,),
                to_do=_("Jobcentrene registrerer og screener kandidater."),
                where="project_candidates",
            ),
            Indicator(
                key="matched",
                rule_id="def.phase4.ind2",
                title=_(
                    "Kandidater er matchet med virksomheder og overgået til job eller ordinær uddannelse"
                ),
                accepts=(EvidenceKind.INTO_WORK_OR_EDUCATION,),
                to_do=_("Registrér kandidaternes resultater: job, uddannelse eller voksenlærling."),
                where="project_candidates",
            ),
        ),
    ),
    Phase(
        number=PhaseNumber.LEARNING,
        enters_with=_("Afsluttede kurser"),
        indicators=(
            Indicator(
                key="lessons",
                rule_id="def.phase5",
                title=_("Erfaringer er samlet, så andre kan bruge dem"),
                accepts=(EvidenceKind.LESSON,),
                to_do=_("Skriv, hvad I lærte, så det næste projekt kan bygge videre på det."),
                where="project_lessons",
            ),
        ),
    ),
)

INDICATORS: Mapping[str, Indicator] = {
    indicator.key: indicator for phase in PHASES for indicator in phase.indicators
}


class IndicatorState(Enum):
    MET = "met"
    MISSING = "missing"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class SetAsideReason:
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class IndicatorStatus:
    indicator: Indicator
    state: IndicatorState
    evidence: tuple[Evidence, ...]
    set_aside: SetAsideReason | None


class PhaseState(Enum):
    DONE = "done"
    CURRENT = "current"
    STARTED = "started"  # a later phase that already has evidence
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class PhaseStatus:
    phase: Phase
    state: PhaseState
    indicators: tuple[IndicatorStatus, ...]

    @property
    def missing(self) -> tuple[IndicatorStatus, ...]:
        return tuple(status for status in self.indicators if status.state is IndicatorState.MISSING)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a project stands. `current` is its first phase that is not done; when all are, the last."""

    current: PhaseNumber
    all_done: bool
    phases: tuple[PhaseStatus, ...] = field(default_factory=tuple)


def progress_of(*, evidence: Iterable[Evidence], set_aside: Mapping[str, SetAsideReason]) -> Progress:
    """Where a project with this evidence stands.

    `set_aside` maps indicator keys to reasons. Evidence beats a reason: an indicator that was set aside and
    has evidence all the same is met.
    """
    by_kind: dict[EvidenceKind, list[Evidence]] = {}
    for item in evidence:
        by_kind.setdefault(item.kind, []).append(item)

    statuses: list[tuple[Phase, tuple[IndicatorStatus, ...]]] = []
    for phase in PHASES:
        statuses.append(
            (
                phase,
                tuple(
                    _indicator_status(indicator, by_kind, set_aside.get(indicator.key))
                    for indicator in phase.indicators
                ),
            )
        )
    open_phases = [
        phase.number
        for phase, indicators in statuses
        if any(status.state is IndicatorState.MISSING for status in indicators)
    ]
    current = open_phases[0] if open_phases else PHASES[-1].number
    return Progress(
        current=current,
        all_done=not open_phases,
        phases=tuple(
            PhaseStatus(
                phase=phase,
                state=_phase_state(phase.number, indicators, current, is_open=phase.number in open_phases),
                indicators=indicators,
            )
            for phase, indicators in statuses
        ),
    )


def _indicator_status(
    indicator: Indicator,
    by_kind: Mapping[EvidenceKind, list[Evidence]],
    reason: SetAsideReason | None,
) -> IndicatorStatus:
    found = tuple(item for kind in indicator.accepts for item in by_kind.get(kind, ()))
    if found:
        state = IndicatorState.MET
    elif reason is not None:
        state = IndicatorState.SET_ASIDE
    else:
        state = IndicatorState.MISSING
    return IndicatorStatus(indicator=indicator, state=state, evidence=found, set_aside=reason)


def _phase_state(
    number: PhaseNumber, indicators: tuple[IndicatorStatus, ...], current: PhaseNumber, *, is_open: bool
) -> PhaseState:
    if not is_open:
        return PhaseState.DONE
    if number == current:
        return PhaseState.CURRENT
    if any(status.state is IndicatorState.MET for status in indicators):
        return PhaseState.STARTED
    return PhaseState.AHEAD
