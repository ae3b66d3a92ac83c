"""Each rule finds what breaks it, and nothing else; and leaves alone what is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact
from jobveu.common.paging import Sort, Window
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.enums import ProjectType, TargetGroup
from jobveu.projects.models import Party, Project
from jobveu.projects.rules import target_groups_problem
from jobveu.quality.queries import findings, findings_of_project
from jobveu.quality.rules import RULES
from jobveu.reference.enums import UNSTATED_INDUSTRY
from jobveu.reference.models import Council, Industry
from jobveu.web.staff.quality.findings import _FACTS
from tests import factories
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

START, END = date(2023, 1, 10), date(2023, 6, 30)


def whole_project(**fields: Any) -> Project:
    """Completed, with everything that the rules ask for."""
    company = factories.organisation(OrganisationKind.COMPANY)
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    Contact.objects.create(organisation=company, name="Kontakt", email="kontakt@example.dk")
    made = factories.project(
        company,
        school,
        **{
            "council": Council.objects.get(code="rar-oestjylland"),
            "status": "completed",
            "start_date": START,
            "end_date": END,
            "target_groups": ["unemployed"],
            "coordinator_role": "helmsman",
            "area_kind": "shortage",
            "area_basis": "Arbejdsmarkedsbalancen",
            "reported_participants": 20,
            "source_note": "Et ældre register",
        }
        | fields,
    )
    for number in (10, 12):
        Course.objects.create(
            project=made,
            title=f"Kursus {number}",
            merit_giving=True,
            provider=school,
            status=CourseStatus.HELD,
            starts_on=START,
            ends_on=END,
            reported_participants=number,
        )
    return made


def update(**fields: Any) -> Callable[[Project], object]:
    return lambda project: Project.objects.filter(pk=project.pk).update(
        **{"source_note": "Register"} | fields
    )


def courses(**fields: Any) -> Callable[[Project], object]:
    return lambda project: Course.objects.filter(project=project).update(**fields)


def one_party_left(project: Project) -> None:
    Party.objects.filter(project=project, organisation__kind=OrganisationKind.EDUCATION_PROVIDER).delete()


def no_courses(project: Project) -> None:
    Course.objects.filter(project=project).delete()


def nothing_counted(project: Project) -> None:
    update(reported_participants=None)(project)
    courses(reported_participants=None)(project)


def another_of_the_same(project: Project) -> None:
    whole_project(title=project.title)


def unstated() -> Industry:
    return Industry.objects.create(code=UNSTATED_INDUSTRY, level="subclass", title="Uoplyst")


BREAKS: dict[str, Callable[[Project], object]] = {
    "council-missing": update(council=None),
    "council-not-valid": lambda project: update(council=Council.objects.get(code="rbr-midtjylland"))(project),
    "industry-missing": lambda project: update(industry=unstated())(project),
    "start-missing": update(start_date=None),
    "start-before-coordinators": update(start_date=date(2018, 3, 31)),
    "end-missing": update(end_date=None),
    "ended-but-active": update(status="active", end_date=END),
    "course-outside-project": courses(ends_on=END + timedelta(days=1)),
    "target-groups-missing": update(target_groups=[]),
    "target-groups-do-not-fit": update(target_groups=["employed"]),
    "crisis-too-early": lambda project: update(
        type="crisis", target_groups=["employed"], start_date=date(2019, 12, 31)
    )(project),
    "initiative-missing": update(initiative=""),
    "role-missing": update(coordinator_role=""),
    "area-missing": update(area_kind="", area_basis=""),
    "no-actor": lambda project: Party.objects.filter(project=project).delete(),
    "one-actor": one_party_left,
    "contact-missing": lambda project: Contact.objects.all().delete(),
    "contact-without-email": lambda project: Contact.objects.update(email="", phone="12345678"),
    "participants-without-course": no_courses,
    "completed-without-participants": nothing_counted,
    "participants-do-not-add-up": update(reported_participants=23),
    "provider-missing": courses(provider=None, from_source=True),
    "registered-twice": another_of_the_same,
}
HELD_BY_THE_DATABASE = {"end-before-start"}
"""Constraints refuse them too; the rule stands for what a restored or foreign database may hold."""


def broken(project: Project) -> list[str]:
    return [found.rule.id for found in findings_of_project(today=TODAY, project_id=project.pk)]


def test_a_whole_project_breaks_no_rule() -> None:
    assert broken(whole_project()) == []


@pytest.mark.parametrize("rule", BREAKS)
def test_a_rule_finds_what_breaks_it(rule: str) -> None:
    project = whole_project()
    BREAKS[rule](project)
    assert broken(project) == [rule]
    listed = findings(today=TODAY, sort=Sort("rule"), window=Window(0, 10), rule=rule).rows
    assert project.pk in {found.project_id for found in listed}


def test_every_rule_is_broken_here_or_by_the_database() -> None:
    assert set(BREAKS) | HELD_BY_THE_DATABASE == set(RULES)


@pytest.mark.parametrize("type_", ProjectType)
def test_target_groups_fit_a_type_as_when_a_project_is_created(type_: ProjectType) -> None:
    project = whole_project(type=type_)
    for groups in ([one] for one in TargetGroup):
        update(target_groups=groups)(project)
        wrong = target_groups_problem(type=type_, groups=groups) is not None
        assert ("target-groups-do-not-fit" in broken(project)) == wrong, groups


def test_one_actor_is_enough_until_september_2019() -> None:
    project = whole_project(start_date=date(2019, 8, 31), end_date=date(2023, 6, 30))
    one_party_left(project)
    assert broken(project) == []
    update(start_date=date(2019, 9, 1))(project)
    assert broken(project) == ["one-actor"]


def test_numbers_that_are_too_small_do_not_add_up_either() -> None:
    project = whole_project(reported_participants=11)
    assert broken(project) == ["participants-do-not-add-up"]
    update(reported_participants=22)(project)
    assert broken(project) == []


def test_cases_of_publications_and_projects_given_up_are_left_out() -> None:
    project = whole_project(council=None, source_note="Evalueringen", source_key="en-case")
    assert broken(project) == []
    update(source_key="", status="cancelled", status_reason="Ingen deltagere")(project)
    assert broken(project) == []


def test_each_rule_says_what_it_rests_on_and_where_it_is_mended() -> None:
    for rule in RULES.values():
        assert rule.facts, rule.id
        assert all(source.startswith("def.") for source in rule.sources), rule.id
        assert rule.sources, rule.id
        assert set(rule.facts) <= set(_FACTS), rule.id
