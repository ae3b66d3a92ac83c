"""The counting rules of the evaluation (definitions by their ids), each on projects that can be counted by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jobveu.insight.counting import Selection
from jobveu.insight.facts import LabourForce, Reference, Shortage, codes
from jobveu.insight.figures import CUTS, FIGURES, draw
from jobveu.insight.table import Number, Table
from tests.insight.made import COUNCILS, Made, One, counts

EVALUATION = Selection(since=date(2018, 4, 1), until=date(2020, 12, 31))


def numbers(table: Table, key: str) -> dict[str, Number]:
    """By the codes of the rows, with a slash between; rows of nothing left out."""
    column = table.measure(key)
    return {"/".join(row.codes): row.numbers[column] for row in table.rows if row.numbers[column]}


def test_a_project_is_counted_once_in_the_year_it_began() -> None:
    """def.count.project_once"""
    found = counts(Made(start=date(2018, 12, 31)), Made(start=date(2019, 1, 1)), Made(start=date(2019, 8, 1)))
    assert numbers(draw(FIGURES["4.1"], found), "projects") == {"2018": 1, "2019": 2, "total": 3}


def test_only_completed_projects_count_in_the_activity_figures() -> None:
    """def.count.completed"""
    people = [One()] * 6
    found = counts(
        Made(people=people),
        Made(standing=codes.ACTIVE, people=people),
        Made(standing=codes.NOT_COUNTED, people=people),
    )
    for name, key, number in (("4.1", "projects", 1), ("4.2", "participants", 6)):
        assert numbers(draw(FIGURES[name], found), key)["total"] == number
    funnel = draw(FIGURES["funnel"], found)
    assert funnel.number(("invited",), "persons") == 12  # it counts those that are running too, and says so
    assert "i gang eller gennemført" in funnel.definition


def test_the_window_of_the_evaluation() -> None:
    """def.count.period, def.count.first_coordinators"""
    found = counts(
        *(
            Made(start=day)
            for day in (date(2018, 3, 31), date(2018, 4, 1), date(2020, 12, 31), date(2021, 1, 1))
        )
    ).only(EVALUATION)
    assert numbers(draw(FIGURES["4.1"], found), "projects") == {"2018": 1, "2020": 1, "total": 2}


def test_a_participant_has_begun_on_at_least_one_course() -> None:
    """def.count.participant"""
    people = [
        One(),
        One(progress=codes.STARTED),
        One(progress=codes.DROPPED, reason="illness"),
        One(begun=False, progress=codes.DROPPED, reason="illness"),
        One(begun=False, progress=codes.ENROLLED),
        One(begun=False, progress=codes.NONE),
    ]
    found = counts(Made(people=people), Made(reported=20))
    assert numbers(draw(FIGURES["4.2"], found), "participants") == {"2020": 23, "total": 23}


def test_sums_are_participations() -> None:
    """def.count.not_unique: the facts know nobody, so whoever is in two projects is two participations."""
    found = counts(Made(people=[One()]), Made(people=[One()]))
    table = draw(FIGURES["4.2"], found)
    assert numbers(table, "participants")["total"] == 2
    assert any("tælles i hvert af dem" in note for note in table.notes)


def test_participants_are_booked_where_the_project_was_created() -> None:
    """def.count.region, def.caveat.region_wording, def.count.cross_amk"""
    found = counts(Made(council="rar-bornholm", people=[One()] * 3), Made(people=[One()] * 2))
    assert numbers(draw(FIGURES["4.5"], found), "participants") == {
        "rar-fyn": 2,
        "rar-bornholm": 3,
        "total": 5,
    }
    assert numbers(draw(FIGURES["4.4"], found), "participants")["oest/total"] == 3


@pytest.mark.parametrize(
    ("office", "councils"),
    [
        ("midt-nord", {"rar-nordjylland", "rar-vestjylland", "rar-oestjylland"}),  # def.amk.midtnord
        ("syd", {"rar-sydjylland", "rar-fyn"}),  # def.amk.syd
        ("oest", {"rar-sjaelland", "rar-hovedstaden", "rar-bornholm"}),  # def.amk.ost
    ],
)
def test_what_an_office_covers(office: str, councils: set[str]) -> None:
    """def.amk.midtnord, def.amk.syd, def.amk.ost"""
    found = counts(*(Made(council=one.code) for one in COUNCILS))
    assert numbers(draw(FIGURES["4.3"], found), "projects")[f"{office}/total"] == len(councils)
    only = found.only(Selection({"office": frozenset({office})}))
    assert set(numbers(draw(FIGURES["4.1"], only, by="council"), "projects")) == {
        *(f"{place}/{year}" for place in (*councils, "total") for year in ("2020", "total"))
    }


def test_participants_per_thousand_in_the_labour_force() -> None:
    """def.count.per1000: the evaluation has seven on Bornholm and one on Sjælland."""
    force = (
        LabourForce("rar-bornholm", 2018, 1, "for gammel"),
        LabourForce("rar-bornholm", 2020, 19_000, "en kilde"),
    )
    found = counts(
        Made(council="rar-bornholm", reported=133),
        Made(reported=20),
        reference=Reference(labour_force=force),
    )
    table = draw(FIGURES["4.5"], found)
    assert numbers(table, "per_thousand") == {"rar-bornholm": 7.0}
    assert table.number(("rar-fyn",), "per_thousand") is None
    assert any("ikke oplyst for 1 af 2 råd" in note for note in table.notes)
    assert table.sources == ("en kilde",)


def test_two_measures_are_read_together() -> None:
    """def.count.two_measures, def.amk.contrast: few large projects against many small ones."""
    found = counts(
        Made(council="rar-hovedstaden", reported=500), *[Made(council="rar-nordjylland", reported=9)] * 4
    )
    projects = numbers(draw(FIGURES["4.3"], found), "projects")
    participants = numbers(draw(FIGURES["4.4"], found), "participants")
    assert (projects["oest/total"], projects["midt-nord/total"]) == (1, 4)
    assert (participants["oest/total"], participants["midt-nord/total"]) == (500, 36)


def test_activity_is_split_by_everything_the_evaluation_splits_by() -> None:
    """def.count.breakdowns"""
    assert set(CUTS) == {"office", "council", "type", "industry", "year", "target_group"}
    for name in ("4.1", "4.2", "4.9", "initiators", "actors", "coordinator-roles", "funnel"):
        assert FIGURES[name].cuts == CUTS


def test_growth_between_years_with_and_without_crisis_projects() -> None:
    """def.count.growth: the evaluation's own numbers, 35, 85 and 275 with 140 crisis projects, give 143, 224 and 59."""
    years = [(2018, 35, 0), (2019, 85, 0), (2020, 135, 140)]
    found = counts(
        *(
            Made(start=date(year, 6, 1), type=kind)
            for year, others, crisis in years
            for kind in ["employed"] * others + ["crisis"] * crisis
        )
    )
    table = draw(FIGURES["growth"], found)
    assert numbers(table, "growth") == {"2019": 143, "2020": 224}
    assert numbers(table, "other_growth") == {"2019": 143, "2020": 59}


def test_courses_of_a_project() -> None:
    """def.count.project_courses"""
    table = draw(FIGURES["courses"], counts(Made(courses=2), Made(courses=5)))
    assert table.number(("total",), "average_courses") == 3.5


def test_the_four_types_of_the_evaluation() -> None:
    """def.type.unemployed, def.type.employed, def.type.both, def.type.covid"""
    kinds = ("unemployed", "employed", "both", "crisis")
    table = draw(FIGURES["4.7"], counts(*(Made(type=kind) for kind in kinds)))
    assert [row.codes[0] for row in table.parts()] == list(kinds)
    assert numbers(table, "projects") == {**dict.fromkeys(kinds, 1), "total": 4}


def test_each_project_has_one_type() -> None:
    """def.type.exclusive"""
    found = counts(Made(), Made(type="employed"), Made(type="both"), Made(type="crisis"), Made(type="crisis"))
    table = draw(FIGURES["4.7"], found)
    assert table.dimensions[0].adds_up
    assert sum(row.numbers[0] or 0 for row in table.parts()) == table.number(("total",), "projects") == 5
    assert table.number(("crisis",), "project_share") == 40


def test_types_over_time_show_when_the_crisis_projects_began() -> None:
    """def.type.covid_start"""
    found = counts(Made(start=date(2019, 2, 1)), Made(type="crisis"))
    assert numbers(draw(FIGURES["4.9"], found), "projects") == {
        "unemployed/2019": 1,
        "unemployed/total": 1,
        "crisis/2020": 1,
        "crisis/total": 1,
        "total/2019": 1,
        "total/2020": 1,
        "total/total": 2,
    }


def test_large_employers_raise_the_average_of_crisis_projects() -> None:
    """def.type.covid_big"""
    table = draw(
        FIGURES["project-size"], counts(Made(type="crisis", reported=300), Made(type="crisis", reported=10))
    )
    assert table.number(("crisis",), "average_participants") == 155
    assert table.number(("both",), "average_participants") is None


def test_an_industry_lacks_labour_when_its_rate_is_above_the_average_of_the_round() -> None:
    """def.shortage.rule, def.shortage.date"""
    rounds = (
        Shortage("gammel", date(2019, 1, 1), "", 10, "x"),
        Shortage("gammel", date(2019, 1, 1), "F", 5, "x"),
        Shortage("ny", date(2020, 12, 1), "", 20, "y"),
        Shortage("ny", date(2020, 12, 1), "F", 20.5, "y"),
        Shortage("ny", date(2020, 12, 1), "C", 20, "y"),
    )
    found = counts(
        *[Made()] * 11,
        *[Made(industry="C")] * 12,
        *[Made(industry="I")] * 13,
        reference=Reference(shortages=rounds),
    )
    table = draw(FIGURES["4.6"], found)
    assert table.number(("F",), "shortage") == 1
    assert table.number(("C",), "shortage") == 0  # as high as the average is not above it
    assert table.number(("I",), "shortage") is None
    assert table.sources == ("y",)


def test_industries_with_more_than_ten_projects_are_shown() -> None:
    """def.shortage.threshold_display"""
    found = counts(*[Made()] * 11, *[Made(industry="C")] * 10, Made(industry=""))
    assert numbers(draw(FIGURES["4.6"], found), "projects") == {"F": 11, "other": 11, "total": 22}


def test_crisis_projects_are_kept_apart_when_focus_is_judged() -> None:
    """def.shortage.covid_exception"""
    found = counts(*[Made()] * 5, *[Made(type="crisis", area="none")] * 7)
    assert draw(FIGURES["4.6"], found).number(("F",), "crisis_projects") == 7
    areas = draw(FIGURES["areas"], found, by="type")
    assert areas.number(("crisis", "none"), "projects") == 7


def test_why_a_project_lies_where_it_does() -> None:
    """def.phase1.ind3, def.focus.crit1"""
    found = counts(Made(area="shortage"), Made(area="focus"), Made(area="focus"), Made())
    assert numbers(draw(FIGURES["areas"], found), "projects") == {
        "shortage": 1,
        "focus": 2,
        "unknown": 1,
        "total": 4,
    }


def test_who_took_the_initiative() -> None:
    """def.phase1.initiators, def.caveat.initiator_views: what is recorded, "several" being one of the answers"""
    found = counts(Made(), Made(initiative="several"), Made(initiative="council"))
    assert numbers(draw(FIGURES["initiators"], found), "projects") == {
        "company": 1,
        "several": 1,
        "council": 1,
        "total": 3,
    }


def test_coordinator_roles() -> None:
    """def.role.matrix, def.role.helmsman, def.role.coordinator, def.role.initiator, def.role.sparring"""
    roles = ("helmsman", "coordinator", "initiator", "sparring_partner")
    found = counts(*(Made(role=role) for role in roles), Made(role="helmsman"))
    table = draw(FIGURES["coordinator-roles"], found)
    assert [row.numbers[0] for row in table.rows] == [2, 1, 1, 1, 5]


def test_actors_by_type_and_the_practice_of_registering_them() -> None:
    """def.crm.mainactor, def.caveat.actor_fields, def.type.actor_pattern, def.crm.since, def.crm.changed_practice"""
    found = counts(
        Made(actors=("job_centre", "education_provider")),
        Made(type="employed", actors=("company", "education_provider")),
        Made(type="employed"),
    )
    table = draw(FIGURES["actors"], found, by="type")
    assert not table.dimensions[1].adds_up
    assert table.number(("unemployed", "job_centre"), "projects") == 1
    assert table.number(("employed", "job_centre"), "projects") == 0
    assert table.number(("total", "education_provider"), "project_share") == pytest.approx(200 / 3)
    assert table.number(("employed", "unknown"), "projects") == 1
    early = counts(Made(start=date(2019, 5, 1)), Made(start=date(2021, 2, 1)))
    assert any("hovedaktør" in note for note in draw(FIGURES["actors"], early).notes)
    assert not any("hovedaktør" in note for note in draw(FIGURES["4.1"], early).notes)
    assert any("kontor til kontor" in note for note in draw(FIGURES["4.1"], early).notes)
    late = counts(Made(start=date(2021, 2, 1)))
    assert draw(FIGURES["4.1"], late).notes == ()


def test_the_funnel_from_need_to_job() -> None:
    """def.phase2.endorsement, def.phase4.ind1, def.phase4.ind2, def.succ.1, def.succ.3, def.princ.1, def.phase1.ind2"""
    people = [
        One(outcomes={"months_3": "ordinary_job", "months_6": "subsidised_job", "months_12": "unknown"}),
        One(screening="failed", presented=False, begun=False, progress=codes.NONE),
        One(progress=codes.DROPPED, reason="illness", outcomes={"months_3": "adult_apprenticeship"}),
        One(screening="", presented=False, begun=False, progress=codes.NONE),
        One(outcomes={"months_3": "ordinary_education", "months_6": "retained"}),
    ]
    found = counts(Made(needed=9, endorsed=True, people=people), Made(needed=4))
    table = draw(FIGURES["funnel"], found)
    assert numbers(table, "positions") == {"need": 13, "endorsed": 9}
    assert numbers(table, "persons") == {
        "invited": 5,
        "screened": 4,
        "suitable": 3,
        "matched": 3,
        "started": 3,
        "completed": 2,
        "dropped": 1,
        "job_3": 1,
        "education_3": 1,
        "apprenticeship_3": 1,
        "job_6": 1,
    }
    assert table.number(("started",), "share") == 60
    outcomes = draw(FIGURES["outcomes"], found)
    assert outcomes.number(("months_3",), "moved_share") == 100
    assert outcomes.number(("months_6",), "moved_share") == 50
    assert outcomes.number(("end",), "moved_share") is None


def test_reasons_for_dropout() -> None:
    """def.phase4.dropout"""
    people = [One(progress=codes.DROPPED, reason=reason) for reason in ("motivation", "illness", "illness")]
    early = One(progress=codes.DROPPED, reason="former_job", begun=False)
    table = draw(FIGURES["dropouts"], counts(Made(people=[*people, early, One()])))
    assert numbers(table, "dropped_out") == {"motivation": 1, "former_job": 1, "illness": 2, "total": 4}
    assert table.number(("illness",), "dropped_share") == 50


def test_vulnerable_unemployed_are_followed_by_themselves() -> None:
    """def.succ.vulnerable, def.succ.2, def.succ.4"""
    people = [One(), One(situation="vulnerable"), One(situation="vulnerable", begun=False), One(situation="")]
    table = draw(FIGURES["situations"], counts(Made(people=people)))
    assert numbers(table, "invited") == {"unemployed": 1, "vulnerable": 2, "unknown": 1, "total": 4}
    assert numbers(table, "started") == {"unemployed": 1, "vulnerable": 1, "unknown": 1, "total": 3}
    assert draw(FIGURES["skill-levels"], counts(Made(people=people))).number(("unknown",), "invited") == 4


def test_a_result_counts_when_it_is_due_and_what_is_missing_gives_bounds() -> None:
    """def.succ.1, def.succ.3, def.succ.covid_apprentice: on 1 March 2021, 3 months after a quarter that ended in September."""
    ended = {"ended": date(2020, 9, 30), "skill": "unskilled"}
    people = [
        One(**ended, outcomes={"months_3": "ordinary_job"}),
        One(**ended, outcomes={"months_3": "adult_apprenticeship"}),
        One(**ended, outcomes={"months_3": "unemployed"}),
        One(**ended, outcomes={"months_3": "unknown"}),
        One(**ended),
        One(ended=date(2020, 10, 1), outcomes={"months_3": "ordinary_job"}),  # due at the end of March
        One(begun=False, progress=codes.ENROLLED, outcomes={"months_3": "ordinary_job"}),
    ]
    found = counts(Made(people=people), Made(type="crisis", people=people[1:2]))
    jobs = draw(FIGURES["success-jobs"], found)
    row = next(row for row in jobs.rows if row.codes == ("unemployed", "months_3"))
    assert row.numbers == (6, 4, 1, 2, 0, 2, 75, 50, pytest.approx(100 * 5 / 6))
    assert numbers(jobs, "due") == {"unemployed/months_3": 6, "total/months_3": 6}
    apprentices = draw(FIGURES["success-apprenticeships"], found)
    row = next(row for row in apprentices.rows if row.codes == ("unskilled", "months_3"))
    assert row.numbers == (5, 3, 1, 2, pytest.approx(100 / 3), 20, 60)


def test_merit_is_gained_by_completing_a_course_that_gives_it() -> None:
    """def.succ.2, def.succ.4, def.princ.3"""
    people = [
        One(skill="unskilled", merit=True),
        One(skill="unskilled"),
        One(skill="unskilled", progress=codes.STARTED),
        One(skill="unskilled", progress=codes.STARTED, merit=True),
        One(skill="skilled", merit=True),
        One(skill="unskilled", begun=False, progress=codes.ENROLLED),
    ]
    table = draw(FIGURES["success-skills"], counts(Made(people=people, area="shortage")))
    row = next(row for row in table.rows if row.codes == ("unskilled", "shortage"))
    assert row.numbers == (4, 2, 2, 1, 50, 75)


def test_grants_are_those_that_were_published() -> None:
    """def.fund.grants: table 1.1 of the evaluation"""
    table = draw(FIGURES["tabel 1.1"], counts())
    assert numbers(table, "grant") == {"2018": 25, "2019": 25.3, "2020": 28.2, "2021": 40.9, "total": 119.4}
    assert table.sources == ("Evaluering af Job-VEU-modellen (2021), tabel 1.1",)


def test_every_rule_that_a_figure_names_has_a_test_here_that_names_it() -> None:
    text = Path(__file__).read_text()
    for figure in FIGURES.values():
        assert figure.rules
        for rule in figure.rules:
            assert rule in text, f"{figure.id} follows {rule}"
