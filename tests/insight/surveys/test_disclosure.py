"""Nothing that is shown of a round tells what one to four persons answered: attacked by linear programmes, with all
tables of the round together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, replace

import pytest

from jobveu.insight.disclosure import RULE
from jobveu.insight.surveys import ALL, Analysis, Division, Group, ItemTable, analyse
from jobveu.insight.surveys.disclosure import ANSWERED, cell, tables_of, withheld
from jobveu.insight.surveys.groups import OneProject, groups_of
from jobveu.insight.surveys.items import Answers, Sheets, counted
from jobveu.insight.surveys.response import SHOWN, key, place
from jobveu.kernels.disclosure import Interval, Key, attack
from jobveu.projects.enums import ProjectType
from jobveu.surveys.instruments.parts import CHOICES, Item, Statistic
from jobveu.surveys.round_data import RoundData
from tests.insight.surveys.made import made_round, of_one_type, of_projects

ATTACKED = ("principle-1", "principle-3", "phase-4-equipped", "satisfaction")
"""A degree, a merit, one that only some are asked of some project types, and a score. Of the first round all items."""


def answers_to(data: RoundData, items: Iterable[Item]) -> list[Answers]:
    sheets = Sheets(data)
    return [Answers(sheets, item) for item in items]


def hidden(data: RoundData, analysis: Analysis, items: list[Item]) -> set[Key]:
    """Every cell of what the analysis does not show."""
    response = analysis.response
    rows = [response.total, *(row for rows in response.rows.values() for row in rows)]
    found = {key(row.group, quantity) for row in rows if row.withheld for quantity in SHOWN}
    for item in items:
        for division in Division:
            for row in analysis.table(item.id, division).rows:
                if row.withheld:
                    found |= {
                        cell(item, row.group, quantity) for quantity in (ANSWERED, *CHOICES[item.scale])
                    }
        for (item_id, project_id), counts in analysis.projects.items():
            if item_id == item.id and counts is None:
                project = OneProject(project_id)
                found |= {cell(item, project, quantity) for quantity in (ANSWERED, *CHOICES[item.scale])}
    return found


@pytest.mark.parametrize(("seed", "mean"), [(1, 6), (2, 2), (3, 1), (4, 3), (5, 0.6)])
def test_all_tables_of_a_round_together_tell_of_no_small_group(seed: int, mean: float) -> None:
    data = made_round(seed, mean=mean)
    analysis = analyse(data)
    items = [item for item in counted(data.instrument) if seed == 1 or item.id in ATTACKED]
    whole = tables_of(data, answers_to(data, items))
    small = [one for one in whole.counts if whole.protects(one, RULE)]
    assert small
    found = attack(whole, hidden(data, analysis, items), cells=small)
    told = {one: interval for one, interval in found.items() if interval.tells(RULE)}
    assert not told


@pytest.mark.parametrize(("seed", "mean"), [(6, 2), (7, 3)])
def test_assessments_of_projects_and_councils_tell_of_no_small_group(seed: int, mean: float) -> None:
    """What assessments rest on stands beside the tables of the round: the attack has both."""
    data = of_projects(made_round(seed, mean=mean), seed=seed)
    analysis = analyse(data)
    items = [item for item in counted(data.instrument) if item.id in ATTACKED]
    whole = tables_of(data, answers_to(data, items))
    of_projects_shown = [key for key in analysis.projects if analysis.projects[key] is not None]
    assert of_projects_shown
    small = [one for one in whole.counts if whole.protects(one, RULE)]
    found = attack(whole, hidden(data, analysis, items), cells=small)
    assert not {one: interval for one, interval in found.items() if interval.tells(RULE)}

    # Were every project and council of five or more used, as if no total stood beside them, it would succeed.
    naive = {one for one in whole.counts if whole.protects(one, RULE)}
    assert any(interval.tells(RULE) for interval in attack(whole, naive, cells=small).values())


def test_the_attack_succeeds_when_only_small_groups_are_withheld() -> None:
    data = of_one_type(
        {
            ProjectType.UNEMPLOYED: [5] * 9 + [4] * 8,
            ProjectType.EMPLOYED: [3] * 12,
            ProjectType.CRISIS: [1, 1, 2],
        },
        "principle-1",
    )
    item = data.instrument.by_id["principle-1"]
    crisis = Group(Division.PROJECT_TYPES, "crisis")
    whole = tables_of(data, answers_to(data, [item]))
    alone = {cell(item, crisis, quantity) for quantity in (ANSWERED, 1, 2, 3, 4, 5)}
    assert attack(whole, alone)[cell(item, crisis, 1)] == Interval(2, 2)

    analysis = analyse(data)
    shown = {
        row.group for row in analysis.table("principle-1", Division.PROJECT_TYPES).rows if not row.withheld
    }
    assert ALL in shown
    assert crisis not in shown
    assert len(shown) == 2  # another is withheld for its sake
    found = attack(whole, hidden(data, analysis, [item]))
    assert found[cell(item, crisis, 1)].low == 0
    assert not found[cell(item, crisis, ANSWERED)].tells(RULE)


def test_weights_give_nothing_back() -> None:
    """Weighted and plain values of everybody are two equations in what two withheld groups answered: so that is the same
    whoever of the two gave which answer."""

    def analysed(employed: list[int], crisis: list[int]) -> Analysis:
        answers = {
            ProjectType.UNEMPLOYED: [5] * 20,
            ProjectType.EMPLOYED: employed,
            ProjectType.CRISIS: crisis,
        }
        data = of_one_type(answers, "principle-1")
        # Of those in projects of a crisis fewer answer than of the others.
        frame = [
            replace(one, population=one.population + 40)
            if one.stratum.project_type is ProjectType.CRISIS
            else one
            for one in data.frame
        ]
        return analyse(replace(data, frame=tuple(frame)))

    one, other = analysed([3] * 12, [1, 1, 2]), analysed([1, 1, 2] + [3] * 9, [3, 3, 3])
    table = one.table("principle-1", Division.PROJECT_TYPES)
    assert [row.withheld for row in table.rows] == [False, True, True, False]
    assert table.total.measured[Statistic.LOW].weighted is not None
    assert [numbers(each) for each in one.tables] == [numbers(each) for each in other.tables]
    assert one.response == other.response


def numbers(table: ItemTable) -> list[object]:
    """All that is shown of a table, without what the order of adding up leaves in the last digits."""
    return [
        (
            row.group,
            row.answers,
            row.population,
            row.shares,
            {
                statistic: [
                    round(number, 9)
                    for number in (
                        measured.value,
                        measured.weighted or 0.0,
                        *astuple(measured.interval),
                        *astuple(measured.weighted_interval or measured.interval),
                    )
                ]
                for statistic, measured in row.measured.items()
            },
        )
        for row in table.rows
    ]


def test_weighted_values_that_would_tell_are_withheld() -> None:
    """Two groups that are withheld for one item only, and weigh differently."""
    data = of_one_type(
        {
            ProjectType.UNEMPLOYED: [5] * 20,
            ProjectType.EMPLOYED: [3] * 12 + [None] * 6,
            ProjectType.CRISIS: [1, 1, 2] + [None] * 6,
        },
        "principle-1",
    )
    table = analyse(data).table("principle-1", Division.PROJECT_TYPES)
    assert sum(row.withheld for row in table.rows) >= 2
    assert table.weights_withheld
    assert table.total.measured[Statistic.LOW].weighted is None


@pytest.mark.parametrize("seed", range(3))
def test_no_group_of_one_to_four_is_shown(seed: int) -> None:
    data = made_round(seed, mean=2)
    analysis = analyse(data)
    kept_back = 0
    for table in analysis.tables:
        for row in table.rows:
            kept_back += row.withheld
            if row.withheld:
                assert (row.population, row.shares, row.measured) == (None, {}, {})
            else:
                assert row.answers == 0 or row.answers >= 5
        of_groups = [row.withheld for row in table.rows[:-1]]
        assert sum(of_groups) != 1 or table.total.withheld
    assert kept_back
    for one in analysis.comparisons:
        assert one.answers is None or one.answers >= 5
    for rows in analysis.response.rows.values():
        for row in rows:
            for number in (row.population, row.asked, row.answered):
                assert number is None or not RULE.covers(number)


def test_a_group_that_all_answered_in_is_not_told_by_its_sheets() -> None:
    """Five sheets of a group are known; four of them answered the item, and nobody else can have answered more."""
    crisis: list[int | str | None] = [1, 1, 2, 2, None]
    data = of_one_type({ProjectType.UNEMPLOYED: [5] * 6, ProjectType.CRISIS: crisis}, "principle-1")
    analysis = analyse(data)
    table = analysis.table("principle-1", Division.PROJECT_TYPES)
    assert [row.withheld for row in table.rows] == [True, True, False]
    # Of how many sheets the groups have, either is withheld: else it would tell that at least four have answered.
    assert [row.withheld for row in analysis.response.rows[Division.PROJECT_TYPES]] == [True, True]


def test_a_round_of_four_shows_nothing() -> None:
    data = of_one_type({ProjectType.UNEMPLOYED: [5, 4, 4, 1]}, "principle-1", silent=0)
    analysis = analyse(data)
    assert analysis.response.total.withheld
    assert analysis.response.dispositions is None
    table = analysis.table("principle-1", Division.RESPONDENTS)
    assert all(row.withheld for row in table.rows)
    assert table.unsure is None


def test_everything_is_shown_where_nothing_is_small() -> None:
    data = of_one_type({ProjectType.UNEMPLOYED: [5] * 6, ProjectType.EMPLOYED: [4] * 7}, "principle-1")
    analysis = analyse(data)
    for division in Division:
        table = analysis.table("principle-1", division)
        assert not any(row.withheld for row in table.rows)
        assert not table.weights_withheld
    assert withheld(data, answers_to(data, counted(data.instrument))).response == frozenset()
    assert [place(group) for group in groups_of(data, Division.COUNCILS)] == [("council=unknown",)]
