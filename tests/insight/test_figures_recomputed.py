"""Every figure, in every cut, against the same counted row by row from the tables (naive.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import pytest

from jobveu.insight.counting import Counts, Selection
from jobveu.insight.facts.reading import read_facts
from jobveu.insight.figures import CUTS, FIGURES, Figure, draw
from jobveu.insight.table import Table
from tests.insight import naive
from tests.insight.world import TODAY, make_world

GENERIC = {
    "projects-over-time",
    "participants-over-time",
    "projects-by-office",
    "participants-by-office",
    "participants-by-council",
    "projects-by-type",
    "participants-by-type",
    "types-over-time",
    "project-size",
    "courses",
    "initiators",
    "actors",
    "coordinator-roles",
    "areas",
}
REASONS = ("motivation", "former_job", "new_job", "illness", "education", "practical", "other")
STACKED = {"funnel", "outcomes", "dropouts"}
KINDS = {
    "job": naive.JOBS,
    "education": ("ordinary_education",),
    "apprenticeship": ("adult_apprenticeship",),
    "retained": ("retained",),
}


def plain(project: naive.Counted) -> dict[str, float]:
    return {
        "projects": 1,
        "participants": project.participants,
        "courses": project.courses,
        "crisis": project.crisis,
    }


def stacked(figure: str, project: naive.Counted) -> dict[str, dict[str, float]]:
    people = project.candidates
    if figure == "funnel":
        found: dict[str, dict[str, float]] = {
            "need": {"positions": project.needed},
            "endorsed": {"positions": project.needed * project.endorsed},
        }
        for one in people:
            for step, reached in one.steps.items():
                found.setdefault(step, {"persons": 0})["persons"] += reached
        return found
    if figure == "outcomes":
        return {
            milestone: {
                "known": sum(milestone in one.outcomes for one in people),
                **{name: sum(one.at(milestone, *kinds) for one in people) for name, kinds in KINDS.items()},
            }
            for milestone in ("end", "months_3", "months_6", "months_12")
        }
    return {reason: {"dropped_out": sum(one.reason == reason for one in people)} for reason in REASONS} | {
        "total": {"dropped_out": sum(one.progress == "dropped_out" for one in people)}
    }


def agrees(table: Table, expected: naive.Numbers, names: Iterable[str]) -> None:
    """Every number of the table is the expected one, and every place with something is in the table."""
    for row in table.rows:
        for name in names:
            number = row.numbers[table.measure(name)]
            wanted = expected[row.codes].get(name, 0) if row.codes in expected else 0
            assert (number or 0) == wanted, (table.figure, row.codes, name)
    shown = {row.codes for row in table.rows}
    for place, numbers in expected.items():
        assert place in shown or not any(numbers.get(name) for name in names), (table.figure, place)


def check(figure: Figure, by: str | None, counts: Counts, register: list[naive.Counted]) -> None:
    table = draw(figure, counts, by=by)
    dimensions = figure.dimensions(by)
    assert tuple(one.key for one in table.dimensions) == dimensions
    counted = [one for one in register if one.completed or (figure.counted.value == "begun" and one.running)]
    if figure.id in GENERIC:
        expected = naive.summed(counted, dimensions, plain)
        names = [one.key for one in table.measures if one.key in ("projects", "participants", "courses")]
        agrees(table, expected, names)
        derived(table, expected)
    elif figure.id in STACKED:
        expected = naive.of_each(counted, dimensions[:-1], lambda project: stacked(figure.id, project))
        agrees(table, expected, [one.key for one in table.measures if not one.key.endswith("share")])
        stacked_shares(table, figure.id)


def derived(table: Table, expected: naive.Numbers) -> None:
    for row in table.rows:
        here = expected.get(row.codes, {})
        all_of_it = expected.get((*row.codes[:-1], "total"), {})
        for measure, number in zip(table.measures, row.numbers, strict=True):
            wanted: float | None
            match measure.key:
                case "project_share" | "participant_share":
                    name = "projects" if measure.key == "project_share" else "participants"
                    whole = all_of_it.get(name, 0)
                    wanted = 100 * here.get(name, 0) / whole if whole else None
                case "average_participants" | "average_courses":
                    whole = here.get("projects", 0)
                    wanted = here.get(measure.key.removeprefix("average_"), 0) / whole if whole else None
                case _:
                    continue
            assert number == pytest.approx(wanted), (table.figure, row.codes, measure.key)


def stacked_shares(table: Table, figure: str) -> None:
    for row in table.rows:
        numbers = dict(zip((one.key for one in table.measures), row.numbers, strict=True))
        if figure == "outcomes":
            moved = sum(numbers[name] or 0 for name in ("job", "education", "apprenticeship"))
            wanted = 100 * moved / numbers["known"] if numbers["known"] else None
            assert numbers["moved_share"] == pytest.approx(wanted)
        else:
            count, last = ("persons", "invited") if figure == "funnel" else ("dropped_out", "total")
            whole = table.number((*row.codes[:-1], last), count)
            number = numbers[count]
            wanted = 100 * number / whole if whole and number is not None else None
            assert numbers["share" if figure == "funnel" else "dropped_share"] == pytest.approx(wanted)


@pytest.fixture
def world(reference: None) -> Counts:
    make_world(20261128)
    return Counts(read_facts(day=TODAY))


def test_every_figure_in_every_cut(world: Counts) -> None:
    register = naive.register()
    assert sum(len(one.candidates) for one in register) > 100
    for figure in FIGURES.values():
        for by in (None, *figure.cuts):
            check(figure, by, world, register)
    selected_figures(world, register)
    growth(world, register)
    industries(world, register)
    persons(world, register)
    quarters(world, register)
    success(world, register)
    needs(world)


def selected_figures(counts: Counts, register: list[naive.Counted]) -> None:
    """Limited to some offices, types, target groups and quarters, as well."""
    for limits in (
        {"office": {"syd"}},
        {"type": {"employed", "both"}, "year": {"2019", "2020"}},
        {"target_group": {"vulnerable", "skilled"}},
        {"industry": {"F"}, "council": {"rar-fyn", "rbr-sjaelland", "rar-nordjylland"}},
    ):
        only = counts.only(Selection({key: frozenset(codes) for key, codes in limits.items()}))
        kept = [
            one
            for one in register
            if all(not codes.isdisjoint(one.places[key]) for key, codes in limits.items())
        ]
        for name in ("4.1", "4.2", "4.9", "actors", "funnel", "outcomes", "dropouts"):
            for by in (None, "council", "target_group"):
                check(FIGURES[name], by, only, kept)


def growth(counts: Counts, register: list[naive.Counted]) -> None:
    table = draw(FIGURES["growth"], counts)
    per_year: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in register:
        if one.completed:
            per_year[one.places["year"][0]][0] += 1
            per_year[one.places["year"][0]][1] += not one.crisis
    before = None
    for row in table.parts():
        every, others = per_year[row.codes[0]]
        changes = (
            (None, None)
            if before is None
            else tuple(
                round(100 * (now - then) / then) if then else None
                for now, then in zip((every, others), before, strict=True)
            )
        )
        assert row.numbers == (every, changes[0], others, changes[1])
        before = (every, others)


def industries(counts: Counts, register: list[naive.Counted]) -> None:
    table = draw(FIGURES["4.6"], counts)
    per_industry: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in register:
        if one.completed:
            per_industry[one.places["industry"][0]][0] += 1
            per_industry[one.places["industry"][0]][1] += one.crisis
    large = {code: numbers for code, numbers in per_industry.items() if numbers[0] > 10}
    assert large
    assert {row.codes[0] for row in table.parts()} - {"other"} == set(large)
    for code, numbers in large.items():
        assert [table.number((code,), "projects"), table.number((code,), "crisis_projects")] == numbers
    rest = sum(numbers[0] for code, numbers in per_industry.items() if code not in large)
    assert table.number(("other",), "projects") == rest
    assert table.number(("F",), "shortage") == 1  # 42 per cent against 31
    assert table.number(("C",), "shortage") == 0  # 30


def persons(counts: Counts, register: list[naive.Counted]) -> None:
    for name, key in (("situations", "situation"), ("skill-levels", "skill")):
        for by in (None, *CUTS):
            table = draw(FIGURES[name], counts, by=by)
            told = 0
            for row in table.rows:
                place, value = row.codes[:-1], row.codes[-1]
                those = [
                    person
                    for one in register
                    if by is None or place[0] in ("total", *one.places[by])
                    for person in one.candidates
                    if value in ("total", getattr(person, key))
                ]
                moved = ("ordinary_job", "subsidised_job", "ordinary_education", "adult_apprenticeship")
                wanted = [
                    len(those),
                    *(
                        sum(one.steps[step] for one in those)
                        for step in ("matched", "started", "completed", "dropped")
                    ),
                    sum("months_6" in one.outcomes for one in those),
                    sum(one.at("months_6", *moved) for one in those),
                ]
                assert list(row.numbers[:-1]) == wanted
                share = 100 * wanted[-1] / wanted[-2] if wanted[-2] else None
                assert row.numbers[-1] == pytest.approx(share)
                told += wanted[0] * ("total" not in row.codes)
            if by != "target_group":  # every candidate stands in one of the rows
                assert told == sum(len(one.candidates) for one in register)


def success(counts: Counts, register: list[naive.Counted]) -> None:
    """Limited to an office, too."""
    office = Selection({"office": frozenset({"syd"})})
    seen: dict[str, float] = defaultdict(float)
    for only, kept in (
        (counts, register),
        (counts.only(office), [one for one in register if "syd" in one.places["office"]]),
    ):
        for name, wanted in SUCCESS.items():
            for by in (None, *CUTS):
                table = draw(FIGURES[name], only, by=by)
                for row in table.rows:
                    *place, first, second = row.codes
                    those = [
                        (project, person)
                        for project in kept
                        if by is None or place[0] in ("total", *project.places[by])
                        for person in project.candidates
                        if person.begun
                    ]
                    expected = wanted(those, first, second)
                    found = dict(zip((one.key for one in table.measures), row.numbers, strict=True))
                    assert found == pytest.approx(expected), (name, by, row.codes)
                    for key, number in expected.items():
                        seen[f"{name} {key}"] += number or 0
                if by is not None:
                    told = {row.codes[0] for row in table.rows}
                    assert {value for one in kept for value in one.places[by] if one.candidates} <= told
    assert all(seen.values()), seen


Those = list[tuple[naive.Counted, naive.Candidate]]
Wanted = dict[str, float | None]


def share(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def results(those: Those, milestone: str, kinds: dict[str, tuple[str, ...]]) -> Wanted:
    """Of those whose result is due: so many months after the quarter in which the last course ended."""

    def quarter(day: date) -> int:
        return day.year * 4 + (day.month - 1) // 3

    months = int(milestone.removeprefix("months_"))
    due = [
        person
        for _project, person in those
        if (ended := person.days["ended"]) and quarter(ended) + months // 3 < quarter(TODAY)
    ]
    found = {name: sum(person.at(milestone, *of) for person in due) for name, of in kinds.items()}
    missing = sum(person.at(milestone, "", "unknown") for person in due)
    reached = sum(found.values())
    return found | {
        "due": len(due),
        "known": len(due) - missing,
        "missing": missing,
        "share": share(reached, len(due) - missing),
        "low": share(reached, len(due)),
        "high": share(reached + missing, len(due)),
    }


def in_jobs(those: Those, situation: str, milestone: str) -> Wanted:
    here = [one for one in those if situation in ("total", one[1].situation)]
    return results(here, milestone, {name: KINDS[name] for name in ("job", "apprenticeship", "retained")})


def apprentices(those: Those, skill: str, milestone: str) -> Wanted:
    here = [one for one in those if skill in ("total", one[1].skill) and not one[0].crisis]
    return results(here, milestone, {"apprenticeship": KINDS["apprenticeship"]})


def merits(those: Those, skill: str, area: str) -> Wanted:
    here = [
        person
        for project, person in those
        if skill == person.skill and area in ("total", *project.places["area"])
    ]
    merit = sum(one.merit for one in here)
    missing = sum(one.progress in ("started", "enrolled") and not one.merit for one in here)
    return {
        "started": len(here),
        "completed": sum(one.progress == "completed" for one in here),
        "merit": merit,
        "missing": missing,
        "low": share(merit, len(here)),
        "high": share(merit + missing, len(here)),
    }


SUCCESS = {"success-jobs": in_jobs, "success-skills": merits, "success-apprenticeships": apprentices}


def quarters(counts: Counts, register: list[naive.Counted]) -> None:
    for by in (None, "office", "target_group", "year"):
        table = draw(FIGURES["activity-by-quarter"], counts, by=by)
        expected: naive.Numbers = defaultdict(lambda: defaultdict(float))
        for project in register:
            for person in project.candidates:
                for step, day in person.days.items():
                    if day is not None:
                        quarter = f"{day.year}k{(day.month + 2) // 3}"
                        for value in [*project.places[by], "total"] if by else [None]:
                            for last in (quarter, "total"):
                                expected[(value, last) if value else (last,)][step] += 1
        agrees(table, expected, [one.key for one in table.measures])


def needs(counts: Counts) -> None:
    rows = naive.need_rows()
    assert {row["type"][0] for row in rows} > {"unknown"}
    assert len({row["industry"][0] for row in rows}) > 1
    for by in (None, "office", "council", "type", "industry", "target_group"):
        table = draw(FIGURES["needs"], counts, by=by)
        expected: naive.Numbers = defaultdict(lambda: defaultdict(float))
        for need in rows:
            for value in [*need[by], "total"] if by else (None,):
                for year in (need["year"], "total"):
                    here = expected[(value, year) if value else (year,)]
                    here["needs"] += 1
                    here["head_count"] += need["head_count"]
                    here["answered"] += need["answered"]
        agrees(table, expected, ["needs", "head_count", "answered"])
    for key in ("office", "council", "type", "industry", "target_group", "year"):
        for value in {of for need in rows for of in ([need[key]] if key == "year" else need[key])} - {
            "unknown"
        }:
            table = draw(FIGURES["needs"], counts.only(Selection({key: frozenset({value})})))
            those = [need for need in rows if value in ([need[key]] if key == "year" else need[key])]
            total = table.rows[-1].numbers
            assert total[:3] == (
                len(those),
                sum(need["head_count"] for need in those),
                sum(need["answered"] for need in those),
            )
