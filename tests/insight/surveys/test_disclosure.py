"""Nothing that is shown of a round tells what one to four persons answered: attacked by linear programmes, with all
tables of the round together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments.parts import CHOICES, Item, Statistic
from jobveu.surveys.round_data import RoundData, Stratum, StratumCount
from tests.insight.surveys.made import OFFICES, made_round, of_one_type, of_projects, round_of, sheet

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
        return analyse(_seldom(data, ProjectType.CRISIS))

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


def test_groups_that_are_withheld_for_one_item_weigh_the_same_in_it() -> None:
    """Were they weighted as they are in other items, the weighted values of everybody would tell which of them said what."""

    def analysed(employed: list[int], crisis: list[int]) -> ItemTable:
        data = of_one_type(
            {
                ProjectType.UNEMPLOYED: [5, 4, 3, 2, 4] * 4,
                ProjectType.EMPLOYED: [*employed, *[None] * 6],
                ProjectType.CRISIS: [*crisis, *[None] * 6],
            },
            "principle-1",
        )
        others = of_one_type(
            {ProjectType.UNEMPLOYED: [4] * 20},
            "principle-1",
            respondent_type=RespondentType.JOB_CENTRE,
            silent=30,
        )
        both = replace(data, frame=(*data.frame, *others.frame), sheets=(*data.sheets, *others.sheets))
        return analyse(_seldom(both, ProjectType.CRISIS)).table("principle-1", Division.PROJECT_TYPES)

    each = [1, 2, 3, 4, 5] * 2
    one, other = analysed([*each, 5, 5], [1, 1, 3]), analysed([*each, 1, 1], [5, 5, 3])
    assert [row.withheld for row in one.rows] == [False, True, True, False]
    assert one.weighted_as_one
    assert one.total.measured[Statistic.LOW].weighted is not None
    assert numbers(one) == numbers(other)


def test_two_small_respondent_types_weigh_the_same() -> None:
    """Three of each have answered, out of very different numbers."""
    few = (RespondentType.SOCIAL_PARTNER, RespondentType.EDUCATION_PROVIDER)

    def analysed(partners: list[int], schools: list[int]) -> ItemTable:
        groups = {few[0]: partners, few[1]: schools, RespondentType.WORKPLACE: [5] * 30}
        return _by_type(groups, silent={few[1]: 60}).table("principle-1", Division.RESPONDENTS)

    one, other = analysed([1, 1, 1], [5, 5, 5]), analysed([5, 5, 5], [1, 1, 1])
    assert [row.withheld for row in one.rows] == [True, True, True, False]
    assert numbers(one) == numbers(other)


def test_the_weighted_value_of_a_group_does_not_tell_of_one_person_in_it() -> None:
    """Of six answers from a council one is a school's, which weighs more than the others': the weighted value is the same
    whether it is the school that says no or somebody else."""

    def analysed(school: int, others: list[int]) -> ItemTable:
        small = [
            (RespondentType.EDUCATION_PROVIDER, "rar-fyn", [school]),
            (RespondentType.WORKPLACE, "rar-fyn", others),
        ]
        large = [
            (RespondentType.EDUCATION_PROVIDER, "rar-sydjylland", [5] * 20),
            (RespondentType.WORKPLACE, "rar-sydjylland", [4] * 20),
        ]
        data = _of_strata([*small, *large], silent={RespondentType.EDUCATION_PROVIDER: 90})
        return analyse(data).table("principle-1", Division.COUNCILS)

    one, other = analysed(1, [5, 4, 4, 4, 4]), analysed(4, [5, 4, 4, 4, 1])
    fyn = one.row(Group(Division.COUNCILS, "rar-fyn"))
    assert fyn is not None
    assert fyn.answers == 6
    assert fyn.measured[Statistic.LOW].weighted == pytest.approx(1 / 6)
    assert numbers(one)[0] == numbers(other)[0]


def test_few_answers_are_weighted_by_respondent_type_alone() -> None:
    """In a pulse: one company that weighs much more than six schools is of one class with them."""

    def analysed(company: int, schools: list[int]) -> ItemTable:
        types = (RespondentType.JOB_CENTRE, RespondentType.WORKPLACE, RespondentType.EDUCATION_PROVIDER)
        groups = dict(zip(types, ([5] * 12, [company], schools), strict=True))
        silent = {RespondentType.WORKPLACE: 24, RespondentType.EDUCATION_PROVIDER: 3}
        return _by_type(groups, silent=silent).table("principle-1", Division.COUNCILS)

    one, other = analysed(1, [5, 4, 4, 4, 4, 4]), analysed(5, [1, 4, 4, 4, 4, 4])
    assert one.total.answers == 19
    assert numbers(one) == numbers(other)


def _seldom(data: RoundData, project_type: ProjectType) -> RoundData:
    """Of those in projects of the type fewer answer than of the others."""
    frame = [
        replace(one, population=one.population + 40) if one.stratum.project_type is project_type else one
        for one in data.frame
    ]
    return replace(data, frame=tuple(frame))


def _by_type(
    answers_of: Mapping[RespondentType, list[int]], silent: Mapping[RespondentType, int]
) -> Analysis:
    strata = [(each, "rar-fyn", values) for each, values in answers_of.items()]
    return analyse(_of_strata(strata, silent=silent))


def _of_strata(
    strata: Iterable[tuple[RespondentType, str, list[int]]], silent: Mapping[RespondentType, int]
) -> RoundData:
    """`silent`: how many of each stratum of a type have not answered."""
    frame, sheets = [], []
    for respondent_type, council, values in strata:
        stratum = Stratum(respondent_type, council, ProjectType.UNEMPLOYED, OFFICES[council])
        drawn = dict.fromkeys(Disposition, 0) | {
            Disposition.COMPLETE: len(values),
            Disposition.NO_ANSWER: silent.get(respondent_type, 0),
        }
        frame.append(StratumCount(stratum, sum(drawn.values()), drawn))
        sheets += [sheet(stratum, {"principle-1": value}) for value in values]
    return round_of(frame, sheets)


def test_how_many_an_item_is_about_tells_no_more_than_the_response() -> None:
    """The item's table has groups in which nobody answered, of however few; and items that only some are asked."""
    data = made_round(2, mean=2)
    analysis = analyse(data)
    response = analysis.response
    of_group = {row.group: row.population for rows in response.rows.values() for row in rows}
    of_group[ALL] = response.total.population
    told = 0
    for table in analysis.tables:
        for row in table.rows:
            if row.population is None:
                continue
            told += 1
            types = [of_group.get(Group(Division.RESPONDENTS, each.value), 0) for each in table.item.wording]
            together = None if None in types else sum(each or 0 for each in types)
            assert row.population == of_group[row.group] or (row.group, row.population) == (ALL, together)
            assert not RULE.covers(row.population)
    assert told


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
        assert not table.weighted_as_one
    assert withheld(data, answers_to(data, counted(data.instrument))).response == frozenset()
    assert [place(group) for group in groups_of(data, Division.COUNCILS)] == [("council=unknown",)]
