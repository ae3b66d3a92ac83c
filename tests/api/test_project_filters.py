"""The list of projects is filtered for programs as it is for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import ApiScope, OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.insight.stages import OF_PERSONS
from jobveu.projects.models import Project
from jobveu.reference.models import Council, Industry
from jobveu.web.api.projects import ProjectQuery
from jobveu.web.api.values import PageQuery
from jobveu.web.lists.filters import SIZE
from jobveu.web.staff.projects.project_list import CoordinatorFilters
from tests import factories, reference_tables
from tests.api.calling import Program, problem, program
from tests.insight.world import make_world
from tests.kept import kept
from tests.web.query_counts import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _coordinator(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    with kept(django_db_blocker):
        reference_tables.put_in()
        make_world(20261129, projects=40, candidates=120)
        office = Organisation.objects.filter(office__code="syd").first() or factories.office("syd")
        coordinator = factories.user(Role.COORDINATOR, office)
        of_office = Project.objects.filter(council__office=office.office)
        Project.objects.filter(pk__in=of_office.values("pk")[:3]).update(coordinator=coordinator)
        yield coordinator.pk


@pytest.fixture
def coordinator(_coordinator: int, db: None) -> User:
    return User.objects.get(pk=_coordinator)


def found(caller: Program, query: str) -> set[int]:
    told = caller.get(f"projects?limit=100&{query}").json()
    assert "items" in told, (query, told)
    assert told["total"] == len(told["items"]) <= 100
    return {item["id"] for item in told["items"]}


def shown(client: Client, query: str) -> set[int]:
    page = client.get(f"{reverse('project_list')}?{SIZE}=100&{query}").content.decode()
    assert "form-error-message" not in page, query
    return {int(number) for number in re.findall(r'<th scope="row"><a href="/projekter/(\d+)/"', page)}


def test_programs_have_every_filter_that_people_have() -> None:
    of_programs = set(ProjectQuery.model_fields) - set(PageQuery.model_fields) - {"sort"}
    assert of_programs == set(CoordinatorFilters.base_fields)


def test_each_filter_finds_what_the_page_finds(coordinator: User) -> None:
    caller, client = program(coordinator), Client()
    client.force_login(coordinator)
    council = Council.objects.filter(office__code="syd").order_by("pk")[0]
    first, second = Industry.objects.filter(level="section").order_by("code")[:2]
    all_of_them = found(caller, "")
    narrowed = 0
    for query in (
        "text=1",
        "type=crisis",
        "without_crisis=true",
        "status=completed",
        "phase=4",
        "counted=begun",
        "counted=completed",
        f"council_id={council.pk}",
        "council_id=unknown",
        f"office_id={council.office_id}",
        "office_id=unknown",
        f"section_id={first.pk}",
        "section_id=unknown",
        f"section_ids={first.pk}&section_ids={second.pk}&section_ids=unknown",
        "start_year=2020",
        "no_start=true",
        "target_group=vulnerable",
        "target_group=unknown",
        "initiative=company",
        "initiative=unknown",
        "coordinator_role=helmsman",
        "coordinator_role=unknown",
        "area_kind=shortage",
        "area_kind=unknown",
        "actor_kind=company",
        "actor_kind=unknown",
        "party=a",
        "mine=true",
        "step=need",
        "step=endorsed",
        *(f"step={step}" for step in sorted(OF_PERSONS)),
    ):
        # A box that is ticked is "on" in a form.
        of_page = re.sub(r"(without_crisis|no_start|mine)=true", r"\1=on", query)
        those = found(caller, query)
        assert those == shown(client, of_page), query
        narrowed += bool(those) and those < all_of_them
    assert narrowed > 20


@pytest.mark.parametrize(
    "query",
    [
        "council_id=none",
        "office_id=0",
        "section_ids=1&section_ids=x",
        "initiative=nobody",
        "actor_kind=Company",
        "without_crisis=on",
        "step=finished",
        "counted=all",
    ],
)
def test_what_is_no_value_of_a_filter_is_refused(coordinator: User, query: str) -> None:
    told = problem(program(coordinator).get(f"projects?{query}"), 422)
    assert told["errors"][0]["where"].startswith(f"query.{query.partition('=')[0]}")


def test_steps_of_persons_need_the_scope_and_the_role(coordinator: User) -> None:
    caller = program(coordinator, scopes=[ApiScope.PROJECTS_READ])
    assert "outcomes:read" in problem(caller.get("projects?step=dropped"), 403)["detail"]
    assert caller.get("projects?step=need").status_code == 200
    company = program(factories.user(Role.COMPANY, factories.organisation(OrganisationKind.COMPANY)))
    told = problem(company.get("projects?step=dropped"), 422)
    assert told["errors"][0]["where"] == "query.step"


def test_the_next_page_keeps_every_value_of_a_filter(coordinator: User) -> None:
    sections = [str(pk) for pk in Industry.objects.filter(level="section").values_list("pk", flat=True)]
    query = "&".join(f"section_ids={pk}" for pk in sections)
    caller = program(coordinator)
    those: list[int] = []
    address: str | None = f"projects?limit=10&{query}"
    while address:
        told = caller.get(address.removeprefix("http://testserver/api/v1/")).json()
        those += [item["id"] for item in told["items"]]
        address = told["next"]
    assert len(those) == len(set(those)) == told["total"] > 10
    assert set(those) == found(caller, query)


def test_a_step_asks_as_often_for_many_as_for_one(coordinator: User) -> None:
    caller = program(coordinator)
    caller.get("projects")
    few = len(queries_of(lambda: caller.get("projects?step=started&limit=1")))
    assert len(queries_of(lambda: caller.get("projects?step=started&limit=100"))) == few
