"""Where a project stands: the table, the pure decision over it, and the stored phase."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.actors.enums import OrganisationKind
from jobveu.common.errors import DomainError
from jobveu.journeys.parties import remove_party
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.enums import AreaKind, PhaseNumber
from jobveu.projects.models import Lesson, Need, Party, Project
from jobveu.projects.operations import lessons, needs, parties, projects, set_aside
from jobveu.projects.phases import (
    INDICATORS,
    PHASES,
    Evidence,
    EvidenceKind,
    IndicatorState,
    PhaseState,
    SetAsideReason,
    progress_of,
)
from jobveu.web.staff.projects.overview import RECORDED_ON, WHO_DOES
from tests import factories
from tests.projects import scene as scenes
from tests.projects.scene import NOW, TODAY, Scene
from tests.shared import shared

# How long an example takes says more of the machine than of the rule: no time limits.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

kinds = st.sets(st.sampled_from(EvidenceKind))
asides = st.sets(st.sampled_from(sorted(INDICATORS)))


def evidence(some: set[EvidenceKind]) -> list[Evidence]:
    return [Evidence(kind=kind, who="Nogen", what="Noget", on=TODAY) for kind in some]


def reasons(keys: set[str]) -> dict[str, SetAsideReason]:
    return {key: SetAsideReason(reason="Bruges ikke", by="Karen", on=date(2026, 11, 1)) for key in keys}


def states(some: set[EvidenceKind], aside: set[str]) -> dict[str, IndicatorState]:
    found = progress_of(evidence=evidence(some), set_aside=reasons(aside))
    return {status.indicator.key: status.state for phase in found.phases for status in phase.indicators}


# The table


def test_every_indicator_is_the_evaluations_own_of_the_same_phase() -> None:
    with shared("reference/definitions.csv").open(encoding="utf-8", newline="") as file:
        topics = {row["id"]: row["topic"] for row in csv.DictReader(file)}
    for phase in PHASES:
        for place, indicator in enumerate(phase.indicators, start=1):
            if phase.number is PhaseNumber.LEARNING:
                # The four-phase model has no indicator here; recommendation 6 asks for the phase.
                assert (indicator.rule_id, topics[indicator.rule_id]) == ("def.phase5", "phase")
                continue
            assert indicator.rule_id == f"def.phase{phase.number}.ind{place}"
            assert topics[indicator.rule_id] == "phase indicator"
    of_the_evaluation = {id_ for id_, topic in topics.items() if topic == "phase indicator"}
    assert of_the_evaluation == {row.rule_id for row in INDICATORS.values()} - {"def.phase5"}


def test_every_kind_of_evidence_belongs_to_exactly_one_indicator() -> None:
    accepted = [kind for indicator in INDICATORS.values() for kind in indicator.accepts]
    assert sorted(kind.value for kind in accepted) == sorted(kind.value for kind in EvidenceKind)


def test_what_is_missing_can_be_done_on_a_page_that_exists() -> None:
    for indicator in INDICATORS.values():
        assert indicator.where in WHO_DOES
        assert reverse(indicator.where, args=[1])
    for name in RECORDED_ON.values():
        assert reverse(name, args=[1])


# The decision


@unhurried
@given(kinds, kinds, asides)
def test_more_evidence_never_takes_a_project_back(
    some: set[EvidenceKind], more: set[EvidenceKind], aside: set[str]
) -> None:
    before = progress_of(evidence=evidence(some), set_aside=reasons(aside))
    after = progress_of(evidence=evidence(some | more), set_aside=reasons(aside))
    assert after.current >= before.current
    assert after.all_done >= before.all_done
    met_before = {key for key, state in states(some, aside).items() if state is IndicatorState.MET}
    met_after = {key for key, state in states(some | more, aside).items() if state is IndicatorState.MET}
    assert met_before <= met_after


@unhurried
@given(kinds, asides)
def test_setting_aside_never_beats_evidence(some: set[EvidenceKind], aside: set[str]) -> None:
    for key, state in states(some, aside).items():
        has_evidence = any(kind in some for kind in INDICATORS[key].accepts)
        if has_evidence:
            assert state is IndicatorState.MET
        else:
            assert state is (IndicatorState.SET_ASIDE if key in aside else IndicatorState.MISSING)


@unhurried
@given(kinds, asides, st.sampled_from(EvidenceKind))
def test_phases_never_lock(some: set[EvidenceKind], aside: set[str], late: EvidenceKind) -> None:
    """Whatever is missing before it, evidence of any phase counts at once."""
    (key,) = [indicator.key for indicator in INDICATORS.values() if late in indicator.accepts]
    assert states(some | {late}, aside)[key] is IndicatorState.MET


@unhurried
@given(kinds, asides)
def test_a_project_is_in_its_first_phase_that_is_not_done(some: set[EvidenceKind], aside: set[str]) -> None:
    found = progress_of(evidence=evidence(some), set_aside=reasons(aside))
    open_phases = [status.phase.number for status in found.phases if status.missing]
    assert found.current == (open_phases[0] if open_phases else PhaseNumber.LEARNING)
    assert found.all_done is not bool(open_phases)
    for status in found.phases:
        assert (status.state is PhaseState.DONE) is not bool(status.missing)
        if status.state is PhaseState.AHEAD:
            assert not any(one.state is IndicatorState.MET for one in status.indicators)
    assert sum(status.state is PhaseState.CURRENT for status in found.phases) == bool(open_phases)


# The stored phase


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


def steps(scene: Scene, project: Project, chance: random.Random) -> list[Callable[[], object]]:
    """Things people do to a project, each with whatever it happens to hold at the time."""
    common = {"by": scene.by, "at": NOW, "project_id": project.pk}
    unions = [factories.organisation(OrganisationKind.TRADE_UNION) for _ in range(3)]
    every_need = [scene.need().pk for _ in range(3)]

    def party() -> Party:
        return chance.choice(list(Party.objects.filter(project=project).order_by("pk")) or [Party(pk=0)])

    def change_area() -> None:
        kind = chance.choice([None, AreaKind.NONE, AreaKind.SHORTAGE])
        projects.edit_project(
            **common,
            version=Project.objects.get(pk=project.pk).version,
            **scene.values(area_kind=kind, area_basis="Survey" if kind else ""),
        )

    def edit_party() -> None:
        row = party()
        parties.edit_party(
            **common,
            party_id=row.pk,
            version=row.version,
            joined_on=TODAY,
            in_first_dialogue=chance.random() < 0.5,
            defines_content=chance.random() < 0.5,
        )

    return [
        lambda: parties.add_party(
            **common,
            organisation_id=chance.choice(unions).pk,
            in_first_dialogue=chance.random() < 0.7,
            defines_content=chance.random() < 0.7,
        ),
        edit_party,
        lambda: remove_party(**common, party_id=party().pk),
        lambda: needs.tie_need(**common, need_id=chance.choice(every_need)),
        lambda: needs.untie_need(**common, need_id=chance.choice(every_need)),
        change_area,
        lambda: set_aside.set_aside_indicator(
            **common, indicator=chance.choice(sorted(INDICATORS)), reason="Bruges ikke"
        ),
        lambda: set_aside.set_aside_indicator(
            **common, indicator=chance.choice(sorted(INDICATORS)), reason="Bruges ikke"
        ),
        lambda: set_aside.resume_indicator(**common, indicator=chance.choice(sorted(INDICATORS))),
        lambda: lessons.record_lesson(**common, phase=PhaseNumber.NEED, title="Lær", text="Noget"),
        lambda: lessons.remove_lesson(
            by=scene.by, at=NOW, lesson_id=getattr(Lesson.objects.order_by("pk").first(), "pk", 0)
        ),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_stored_phase_is_the_computed_one_whatever_people_do(scene: Scene, seed: int) -> None:
    chance = random.Random(seed)
    project = scene.project()
    every_step = steps(scene, project, chance)
    seen, done = set(), 0
    for _step in range(25):
        try:
            chance.choice(every_step)()
        except DomainError:
            continue  # not every step is possible at every moment
        done += 1
        stored = Project.objects.values_list("current_phase", flat=True).get(pk=project.pk)
        assert stored == progress_of_project(project_id=project.pk).current
        seen.add(stored)
    assert done > 5


def test_a_project_walks_through_its_phases_as_indicators_are_set_aside(scene: Scene) -> None:
    project = scene.project()
    for phase in PHASES:
        project.refresh_from_db()
        assert project.current_phase == phase.number
        for indicator in phase.indicators:
            set_aside.set_aside_indicator(
                by=scene.by, at=NOW, project_id=project.pk, indicator=indicator.key, reason="Bruges ikke"
            )
    assert progress_of_project(project_id=project.pk).all_done


def test_a_trades_need_in_an_associations_own_name_is_no_named_companys_need(scene: Scene) -> None:
    need = scene.need(organisation_id=scene.association.pk, stated_by_id=scene.association.pk)
    project = scene.project(need_ids=[need.pk])
    found = progress_of_project(project_id=project.pk).phases[0].indicators[1]
    assert found.indicator.key == "dialogue-with-companies"
    assert found.state is IndicatorState.MISSING
    assert Need.objects.count() == 1
