"""No count of one to four persons can be inferred from all the figures together."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from jobveu.insight.counting import Counts, Selection
from jobveu.insight.disclosure import PARTITIONS, RULE, Disclosure, cell, disclosure, tables_of
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.publishing import publish
from jobveu.insight.queries import counts_now
from jobveu.insight.table import Table
from jobveu.kernels.disclosure import attack, protect, proves
from tests.insight.made import Made, One
from tests.insight.made import counts as made_counts
from tests.insight.world import TODAY, make_world


@pytest.fixture
def counts(reference: None) -> Counts:
    make_world(7, projects=40, candidates=400)
    return counts_now(day=TODAY)


def published(counts: Counts, found: Disclosure) -> list[tuple[Table, Table]]:
    """Every figure in every cut and limited to each value of it, before and after the door."""
    pairs = []
    for figure in FIGURES.values():
        selections = [Selection()]
        for key in ("office", "council", "type", "year"):
            selections += [
                Selection({key: frozenset({code})}) for code in counts.axis(key, figure.counted).codes
            ]
        for selection in selections:
            table = draw(figure, counts.only(selection))
            pairs.append((table, publish(table, found)))
        for by in figure.cuts:
            table = draw(figure, counts, by=by)
            pairs.append((table, publish(table, found)))
    return pairs


def test_figures_of_one_snapshot_show_the_same_cells_and_tell_of_nobody(counts: Counts) -> None:
    found = disclosure(counts)
    tables = tables_of(counts, found.offices)
    assert any(RULE.covers(count) for count in tables.counts.values())
    protection = protect(tables)
    assert proves(tables, protection)
    assert found.shown == tables.counts.keys() - protection.withheld - tables.latent

    decided: dict[object, bool] = {}
    shown = 0
    for table, told in published(counts, found):
        for number, (row, after) in enumerate(zip(table.rows, told.rows, strict=True)):
            for column, measure in enumerate(table.measures):
                count = row.numbers[column]
                if not measure.persons or count is None:
                    continue
                withheld = (number, column) in told.withheld
                assert after.numbers[column] == (None if withheld else count)
                assert withheld or not RULE.covers(int(count))
                key = cell(table, row, column, found.offices)
                if key is not None:
                    assert decided.setdefault(key, withheld) == withheld
                shown += not withheld
                for other, one in enumerate(table.measures):  # not even that there is nothing to divide by
                    if withheld and measure.key in one.tells:
                        assert (number, other) in told.withheld
    assert shown

    small = [key for key, count in tables.counts.items() if RULE.covers(count)]
    for interval in attack(tables, protection.withheld, cells=small[:40]).values():
        assert not interval.tells(RULE)


def many() -> Counts:
    """So many in projects of each type that most counts may be told, and a few in one project more."""

    def people(number: int) -> list[One]:
        kinds = ("ordinary_job", "adult_apprenticeship", "retained", "unknown", "")
        return [
            One(
                situation=("unemployed", "vulnerable", "employed")[place % 3],
                skill=("unskilled", "skilled")[place % 2],
                ended=date(2020, 2, 1),
                outcomes={f"months_{months}": kind for months in (3, 6) if (kind := kinds[place % 5])},
            )
            for place in range(number)
        ]

    types = ("unemployed", "employed", "both", "crisis")
    return made_counts(
        *(Made(type=type_, people=people(240)) for type_ in types),
        Made(type="employed", council="rar-sydjylland", people=people(7)),
    )


def test_what_two_figures_count_of_the_same_persons_is_shown_in_both_or_in_neither() -> None:
    """All who are due in projects of another type than a crisis are due elsewhere than in a crisis's."""
    counts = many()
    found = disclosure(counts)
    jobs, apprentices = (
        publish(draw(FIGURES[name], counts, by="type"), found)
        for name in ("success-jobs", "success-apprenticeships")
    )
    shown = 0
    for type_, milestone in product(("unemployed", "employed", "both"), ("months_3", "months_6")):
        for measure in ("due", "known", "apprenticeship", "missing"):
            number = jobs.number((type_, "total", milestone), measure)
            assert number == apprentices.number((type_, "total", milestone), measure)
            shown += number is not None
    assert shown
    assert apprentices.number(("crisis", "total", "months_3"), "due") == 0


def test_nobody_is_left_of_those_who_are_counted_whole() -> None:
    """Where the parts are everybody, there is no rest that could take up what is withheld of them."""
    counts = many()
    tables = tables_of(counts, disclosure(counts).offices)
    rests = {f"rest of {whole} less {' '.join(parts)}" for whole, parts in PARTITIONS}
    assert rests.isdisjoint(key[0] for key in tables.counts)
    of_due = [one for one in tables.sums if one.total == ("begun due_6",)]
    parts = {("begun due_known_6",), ("begun due_missing_6",)}
    assert any(set(one.parts) == parts for one in of_due)


def test_what_is_narrower_than_a_figures_cuts_tells_of_no_persons(counts: Counts) -> None:
    found = disclosure(counts)
    two = Selection({"office": frozenset({"syd"}), "type": frozenset({"crisis"})})
    several = Selection({"council": frozenset({"fyn", "sydjylland"})})
    days = Selection(since=TODAY.replace(year=2020))
    counted = 0
    for selection in (two, several, days):
        funnel = draw(FIGURES["funnel"], counts.only(selection))
        column = funnel.measure("persons")
        counted += sum(row.numbers[column] or 0 for row in funnel.rows)
        assert not any(row.numbers[column] for row in publish(funnel, found).rows)
        projects = draw(FIGURES["projects-over-time"], counts.only(selection))
        assert publish(projects, found).withheld == frozenset()
    assert counted


def test_the_same_facts_are_answered_at_once(counts: Counts) -> None:
    assert disclosure(counts).shown is disclosure(counts.only(Selection({"year": frozenset({"2020"})}))).shown
