"""What is withheld is enough: attacked by linear and by integer programmes, and by trying everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jobveu.kernels.disclosure import (
    ONE_TO_FOUR,
    Contradictory,
    Dimension,
    Impossible,
    Interval,
    Key,
    Rule,
    Sum,
    Tables,
    attack,
    cube,
    protect,
    proves,
    searching,
)
from jobveu.kernels.disclosure.values import Witness
from tests.kernels.disclosure.tables import cubes, invented, least_weight, possible, withheld_weight

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def covered(tables: Tables) -> set[Key]:
    return {key for key in tables.counts if tables.protects(key, ONE_TO_FOUR)}


def assert_protected(tables: Tables) -> None:
    try:
        protection = protect(tables)
    except Impossible as error:
        # Only when what everybody knows tells it, even with everything else withheld.
        everything = tables.counts.keys() - tables.known
        told = attack(tables, everything, cells=error.cells, whole=True)
        assert any(interval.tells(ONE_TO_FOUR) for interval in told.values())
        return
    assert protection.primary == covered(tables) - tables.latent
    assert proves(tables, protection)
    told = attack(tables, protection.withheld, cells=covered(tables))
    assert told.keys() == covered(tables)
    for interval in told.values():
        assert interval.low <= 0
        assert interval.high is None or interval.high >= 5
    assert not protection.secondary & tables.known
    assert protect(tables) == protection


@thorough
@given(cubes())
def test_nothing_small_can_be_inferred_from_one_cube(tables: Tables) -> None:
    assert_protected(tables)


@thorough
@given(cubes(names="abc", most=3), st.data())
def test_nothing_small_can_be_inferred_from_several_together(first: Tables, data: st.DataObject) -> None:
    second = data.draw(cubes(names="cde", most=3))
    try:
        both = first.joined(second)
    except Contradictory:  # two totals: tables of two measures
        renamed = {key: ("n", *key[1:]) for key in second.counts}
        both = first.joined(
            Tables(
                counts={renamed[key]: count for key, count in second.counts.items()},
                sums=tuple(
                    Sum(renamed[one.total], tuple(renamed[part] for part in one.parts)) for one in second.sums
                ),
                latent=frozenset(renamed[key] for key in second.latent),
                known=frozenset(renamed[key] for key in second.known),
            )
        )
    assert_protected(both)


@thorough
@given(cubes(names="ab", most=3, largest=6))
def test_the_attack_finds_what_trying_everything_finds(tables: Tables) -> None:
    tables = replace(tables, known=frozenset())
    protection = protect(tables)
    hidden = protection.withheld | tables.latent
    assume(0 < len(hidden) <= 5)
    most = max(tables.counts[key] for key in hidden) + 6
    tried = possible(tables, protection.withheld, most)
    told = attack(tables, protection.withheld, whole=True)
    relaxed = attack(tables, protection.withheld)
    bounded = all(one.high is not None and one.high <= most for one in told.values())
    for key, values in tried.items():
        ends = Interval(min(values), max(values))
        assert told[key] == ends if bounded else told[key].low <= ends.low
        assert told[key].high is None or told[key].high >= ends.high
        assert relaxed[key].low <= told[key].low
        assert relaxed[key].high is None or relaxed[key].high >= ends.high
        if key in covered(tables):
            assert ends.low == 0
            assert ends.high >= 5


@settings(thorough, max_examples=20)
@given(cubes(most=3), st.data())
def test_open_cells_are_withheld_for_others_only(tables: Tables, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(tables.counts))))
    opened = replace(tables, open=frozenset(chosen))
    assert_protected(opened)
    assert protect(replace(tables, open=frozenset(tables.counts))).withheld == frozenset()


def test_a_cell_is_open_in_joined_tables_where_all_say_so() -> None:
    first = Tables({("a",): 3, ("b",): 2}, open=frozenset({("a",), ("b",)}))
    second = Tables({("b",): 2, ("c",): 1}, open=frozenset({("c",)}))
    assert first.joined(second).open == {("a",), ("c",)}
    assert second.joined(first).open == {("a",), ("c",)}


def test_two_tables_that_share_a_total_are_not_solved_from_each_other() -> None:
    """12 less 9 is 3 in the one table; the other table must not give back what the first withholds."""
    year = Dimension("year", ("2019", "2020"))
    council = Dimension("council", ("fyn", "bornholm"))
    type_ = Dimension("type", ("employed", "unemployed"))
    first = cube("m", [year, council], {("2019", "fyn"): 9, ("2019", "bornholm"): 3, ("2020", "fyn"): 30})
    second = cube(
        "m",
        [council, type_],
        {("fyn", "employed"): 20, ("fyn", "unemployed"): 19, ("bornholm", "employed"): 3},
    )
    both = first.joined(second)
    assert_protected(both)
    protection = protect(both)
    # The council's own total is 3 in both tables, and so it is one cell, withheld in both.
    assert ("m", "council=bornholm") in protection.withheld


def test_withholding_the_small_cells_alone_would_tell_them() -> None:
    tables = invented((4, 5), 6, 1)
    told = attack(tables, covered(tables))
    assert any(interval.tells(ONE_TO_FOUR) for interval in told.values())


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    tables = cube("m", [Dimension("a", ("x", "y"))], {("x",): 5, ("y",): 0})
    protection = protect(tables)
    assert protection.withheld == frozenset()
    assert proves(tables, protection)


def test_latent_cells_are_reckoned_with_though_nobody_shows_them() -> None:
    """Three tables by two of three dimensions each can tell what none of them shows."""
    of = [Dimension(name, (f"{name}1", f"{name}2")) for name in "abc"]
    counts = {("a1", "b1", "c1"): 3, ("a1", "b2", "c2"): 50, ("a2", "b1", "c2"): 50, ("a2", "b2", "c1"): 50}
    pairs = [frozenset("ab"), frozenset("bc"), frozenset("ac")]
    tables = cube("m", of, counts, shown=pairs)
    inner = ("m", "a=a1", "b=b1", "c=c1")
    assert inner in tables.latent
    assert attack(tables, (), cells=[inner], whole=True)[inner].high == 3
    protection = protect(tables)
    assert inner not in protection.withheld
    assert not attack(tables, protection.withheld, cells=[inner])[inner].tells(ONE_TO_FOUR)


def test_what_everybody_knows_protects_nothing() -> None:
    """With the crisis projects of 2019 known to be none, the other one of 2019 is its total."""
    year, type_ = Dimension("year", ("2019", "2020")), Dimension("type", ("crisis", "other"))
    tables = cube(
        "m",
        [year, type_],
        {("2019", "other"): 3, ("2020", "crisis"): 40, ("2020", "other"): 30},
        impossible=[("2019", "crisis")],
    )
    protection = protect(tables)
    assert ("m", "type=crisis", "year=2019") not in protection.withheld
    assert {("m", "type=other", "year=2019"), ("m", "year=2019")} <= protection.withheld
    assert_protected(tables)
    with pytest.raises(Impossible) as raised:
        protect(replace(tables, known=tables.known | {("m", "year=2019")}))
    assert raised.value.cells == (("m", "year=2019"),)


def test_a_cell_that_its_reader_needs_is_shown_when_another_does_as_well() -> None:
    tables = cube("m", [Dimension("a", ("x", "y", "z"))], {("x",): 3, ("y",): 20, ("z",): 21})
    [one] = protect(tables).secondary
    other = next(iter(protect(replace(tables, weights={one: 100})).secondary))
    assert other != one


def test_a_proof_that_is_tampered_with_proves_nothing() -> None:
    tables = invented((4, 5), 6, 1)
    protection = protect(tables)
    key = min(protection.primary)
    assert not proves(tables, replace(protection, primary=protection.primary - {key}))
    assert not proves(tables, replace(protection, secondary=frozenset()))
    assert not proves(tables, replace(protection, down={}))
    assert not proves(tables, replace(protection, up={**protection.up, key: Witness(0, 100)}))
    first = protection.moves[0]
    bent = replace(first, changes=tuple((cell, change + 1) for cell, change in first.changes))
    assert not proves(tables, replace(protection, moves=(bent, *protection.moves[1:])))
    assert not proves(invented((4, 5), 6, 2), protection)


def test_other_numbers_than_one_to_four_can_be_the_rule() -> None:
    rule = Rule(smallest=1, largest=2, low=0, high=3)
    tables = invented((4, 5), 6, 1)
    protection = protect(tables, rule=rule)
    assert protection.primary == {key for key, count in tables.counts.items() if count in (1, 2)}
    assert proves(tables, protection)
    with pytest.raises(ValueError, match="upwards"):
        Rule(smallest=3, largest=2)


@pytest.mark.parametrize(
    ("counts", "sums"),
    [
        ({("t",): 3, ("x",): 1, ("y",): 1}, (Sum(("t",), (("x",), ("y",))),)),
        ({("t",): 2, ("x",): 1}, (Sum(("t",), (("x",), ("y",))),)),
        ({("t",): 2, ("x",): 1}, (Sum(("t",), (("x",), ("x",))),)),
        ({("t",): -2}, ()),
    ],
    ids=["does not add up", "without a part", "a part twice", "below 0"],
)
def test_tables_that_contradict_themselves_are_refused(counts: dict[Key, int], sums: tuple[Sum, ...]) -> None:
    with pytest.raises(Contradictory):
        Tables(counts=counts, sums=sums)


def test_the_real_size_is_protected_and_little_is_withheld() -> None:
    """A cube by four dimensions of 900 cells, every fourth of them small."""
    tables = invented((4, 4, 5, 5), 4, 0)
    protection = protect(tables)
    assert len(tables.counts) == 900
    assert len(protection.primary) > 200
    assert proves(tables, protection)
    assert len(protection.withheld) < 0.55 * len(tables.counts)


def test_when_the_programmes_may_take_no_more_boxes_do_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PROGRAMS", 0)
    tables = invented((3, 4, 4), 6, 3)
    protection = protect(tables)
    assert proves(tables, protection)
    assert len(protection.withheld) < len(tables.counts)


def test_little_more_is_withheld_than_at_best() -> None:
    """Over many small tables, against integer programmes that find the least."""
    worlds = [invented(shape, 6, seed) for shape in ((3, 4), (4, 4)) for seed in range(6)] + [
        invented((2, 3, 2), 6, 3)
    ]
    ours = sum(withheld_weight(tables, protect(tables)) for tables in worlds)
    best = sum(least_weight(tables) for tables in worlds)
    assert best <= ours + 1e-6
    assert ours <= 1.15 * best
