"""Every definition of the evaluation that concerns counting is named by a test, or stands here with the reason why not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

_IDS = """
def.count.project_once def.count.participant def.count.not_unique def.count.region def.count.cross_amk
def.count.completed def.count.period def.count.first_coordinators def.count.project_courses def.count.per1000
def.count.two_measures def.count.breakdowns def.count.growth
def.caveat.region_wording def.caveat.actor_fields def.caveat.contacts_optional def.caveat.not_shown
def.caveat.initiator_views def.caveat.case_selection
def.crm.name def.crm.since def.crm.mainactor def.crm.manual def.crm.contents def.crm.validated def.crm.changed_practice
def.type.unemployed def.type.employed def.type.both def.type.covid def.type.exclusive def.type.survey_multi
def.type.covid_start def.type.covid_big def.type.actor_pattern
def.shortage.rule def.shortage.date def.shortage.threshold_display def.shortage.covid_exception def.shortage.paradox
def.succ.1 def.succ.2 def.succ.3 def.succ.4 def.succ.vulnerable def.succ.covid_apprentice def.succ.no_effect
def.succ.list_source
def.amk.midtnord def.amk.syd def.amk.ost def.amk.contrast
def.role.matrix def.role.helmsman def.role.coordinator def.role.initiator def.role.sparring
def.phase1.initiators def.phase1.ind2 def.phase1.ind3 def.phase2.endorsement def.phase4.ind1 def.phase4.ind2
def.phase4.dropout def.princ.1 def.focus.crit1 def.fund.grants
"""
COUNTING = tuple(_IDS.split())
UNTESTED = {
    "def.caveat.contacts_optional": "about contacts, whom no figure counts; the register asks for their consent",
    "def.caveat.not_shown": "about the evaluation's survey, which no figure of the register counts",
    "def.caveat.case_selection": "about the evaluation's cases, which are not counted (def.count.completed)",
    "def.crm.manual": "who typed the old register is nothing that a figure shows",
    "def.crm.contents": "what the old register held; which of it is imported, tests/legacy shows",
    "def.type.survey_multi": "about the survey's answers; a project has one type (def.type.exclusive)",
    "def.shortage.paradox": "never defined by the evaluation, so nothing can be counted by it",
    "def.succ.no_effect": "no effect is estimated: figures say where people are, not why",
    "def.succ.list_source": "how the criteria were numbered",
}
HERE = Path(__file__)


@cache
def all_tests() -> str:
    """All that the other tests say."""
    root = HERE.parents[1]
    return "\n".join(path.read_text() for path in sorted(root.rglob("test_*.py")) if path != HERE)


@pytest.mark.parametrize("rule", COUNTING)
def test_a_counting_rule_is_named_by_a_test_or_has_its_reason(rule: str) -> None:
    assert (rule in all_tests()) != (rule in UNTESTED), rule


def test_reasons_are_given_for_counting_rules_only() -> None:
    assert UNTESTED.keys() <= set(COUNTING)
    assert len(COUNTING) == len(set(COUNTING))
