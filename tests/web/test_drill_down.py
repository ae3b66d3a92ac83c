"""Each number of projects in a figure leads to exactly those projects, for those who may list them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.models import Candidacy
from jobveu.common.paging import Sort, Window
from jobveu.insight import stages
from jobveu.insight.counting import Counts, Selection
from jobveu.insight.facts.reading import read_facts
from jobveu.insight.figures import FIGURES, Figure, draw
from jobveu.insight.stages import OF_NEEDS, OF_PERSONS, steps_for
from jobveu.insight.table import OTHER, TOTAL, Row, Table, Unit
from jobveu.projects.models import Project
from jobveu.projects.queries.visibility import projects_for
from jobveu.reference.models import Council
from jobveu.wall.acting import acting_as
from jobveu.web.staff.insight.behind import COUNTS, Behind
from jobveu.web.staff.projects.project_list import ProjectFilters, ProjectList
from tests import factories
from tests.insight import naive
from tests.insight.world import TODAY, make_world
from tests.web.query_counts import queries_of

SELECTIONS = (
    Selection(),
    Selection({"office": frozenset({"syd"}), "year": frozenset({"2020"})}),
    Selection({"industry": frozenset({"I"}), "target_group": frozenset({"vulnerable"})}),
    Selection({"type": frozenset({"both"})}),
)

FOLLOWED = {1: 1, 2: 2, 3: 9}
"""Of tables by so many dimensions every how many-th row's links are opened; all of them are made."""


@pytest.fixture
def counts(reference: None) -> Counts:
    make_world(20261128, projects=60, candidates=250)
    return Counts(read_facts(day=TODAY))


def listing(actor: Actor) -> Callable[[str], int]:
    """How many projects the list holds at an address, as the page reads it."""
    page = ProjectList()
    page.actor = actor
    choices = page.choices()

    @cache
    def listed(query: str) -> int:
        form = ProjectFilters(data=QueryDict(query), choices=choices)
        assert not form.errors, query
        assert set(form.criteria) == set(QueryDict(query)), query
        with acting_as(as_the_database_is_told(actor)):
            return page.rows(criteria=form.criteria, sort=Sort("start"), window=Window(0, 0)).total

    return lambda href: listed(href.partition("?")[2])


def projects_of(
    figure: Figure,
    table: Table,
    row: Row,
    selection: Selection,
    register: list[naive.Counted],
    *,
    but_last: bool = False,
) -> list[naive.Counted]:
    """The counted projects of a row, one by one from the tables. The last dimension may be none of projects."""
    keys = [dimension.key for dimension in table.dimensions]
    keys = keys[:-1] if but_last else keys
    own = {
        value.code
        for dimension in table.dimensions
        if dimension.key == "industry"
        for value in dimension.values
    }

    def is_there(one: naive.Counted) -> bool:
        if not (one.completed or (figure.counted.value == "begun" and one.running)):
            return False
        for key, code in zip(keys, row.codes, strict=False):
            places = one.places[key]
            if key == "industry" and code == OTHER:
                if not own.isdisjoint(places):
                    return False
            elif code != TOTAL and code not in places:
                return False
        return all(not codes.isdisjoint(one.places[key]) for key, codes in selection.limits.items())

    return [one for one in register if is_there(one)]


def tables(counts: Counts) -> Iterator[tuple[Figure, Selection, Table]]:
    for figure in FIGURES.values():
        for selection in SELECTIONS:
            for by in (None, *figure.cuts) if not selection.limits else (None, "target_group"):
                if by in (None, *figure.cuts):
                    yield figure, selection, draw(figure, counts.only(selection), by=by)


def test_every_number_of_projects_leads_to_those_projects(counts: Counts) -> None:
    actor = factories.actor(
        factories.user(Role.NATIONAL_ANALYST, factories.organisation(OrganisationKind.NATIONAL_AGENCY))
    )
    listed = listing(actor)
    register = naive.register()
    led = {"unknown": 0, OTHER: 0, "crisis_projects": 0, "other_projects": 0, "participants": 0}
    for figure, selection, table in tables(counts):
        behind = Behind(figure, table, selection, by=actor)
        for at, row in enumerate(table.rows):
            for column, (measure, number) in enumerate(zip(table.measures, row.numbers, strict=True)):
                href = behind.href(row, column)
                if measure.key not in COUNTS or not number:
                    assert not href or measure.key == "positions"
                    assert measure.unit is not Unit.PROJECTS or not number
                    continue
                if not href:  # of two target groups at once
                    assert "target_group" in selection.limits
                    assert "target_group" in {one.key for one in table.dimensions}
                    continue
                those = projects_of(figure, table, row, selection, register)
                if measure.key in ("crisis_projects", "other_projects"):
                    those = [one for one in those if one.crisis is (measure.key == "crisis_projects")]
                assert measure.unit is not Unit.PROJECTS or number == len(those), (table.figure, row.codes)
                if at % FOLLOWED[len(row.codes)] == 0:
                    assert listed(href) == len(those), (table.figure, row.codes, href)
                for seen in (*row.codes, measure.key):
                    led[seen] = led.get(seen, 0) + 1
    assert all(led.values()), led
    for code in ("company", "helmsman", "shortage", "job_centre", "skilled", "2020", TOTAL):
        assert led.get(code), code


def on_step(one: naive.Counted, step: str) -> bool:
    if step in OF_NEEDS:
        return bool(one.needed and (one.endorsed or step == "need"))
    return any(person.steps[step] for person in one.candidates)


def test_each_step_of_the_funnel_leads_to_the_projects_that_are_on_it(counts: Counts) -> None:
    analyst = factories.actor(
        factories.user(Role.NATIONAL_ANALYST, factories.organisation(OrganisationKind.NATIONAL_AGENCY))
    )
    register = naive.register()
    led: dict[str, int] = {}
    for office in ("midt-nord", "syd", "oest"):
        manager = factories.actor(factories.user(Role.OFFICE_MANAGER, factories.office(office)))
        listed = listing(manager)
        selection = Selection({"office": frozenset({office})})
        for name, by in product(("funnel", "outcomes", "situations", "skill-levels"), (None, "type")):
            figure = FIGURES[name]
            table = draw(figure, counts.only(selection), by=by)
            own = Behind(figure, table, selection, by=manager)
            others = Behind(figure, table, selection, by=analyst)
            for row in table.rows:
                for column, number in enumerate(row.numbers):
                    href = own.href(row, column)
                    step = QueryDict(href.partition("?")[2]).get("step", "")
                    assert bool(href) == bool(step)
                    assert bool(others.href(row, column)) == (step in OF_NEEDS)
                    if not step:
                        assert name != "funnel" or not number or column == table.measure("share")
                        continue
                    those = projects_of(figure, table, row, selection, register, but_last=True)
                    assert listed(href) == sum(on_step(one, step) for one in those) > 0
                    led[step] = led.get(step, 0) + 1
    assert led.keys() == OF_NEEDS | OF_PERSONS

    page = ProjectList()
    page.actor = manager

    def shown(**criteria: str) -> None:
        with acting_as(as_the_database_is_told(manager)):
            page.rows(criteria=criteria, sort=Sort("start"), window=Window(0, 25))

    more = len(queries_of(lambda: shown(step="invited"))) - len(queries_of(shown))
    assert more == 2  # whose projects, and which of them

    # In the whole country the manager drives no more than the office's own.
    funnel = draw(FIGURES["funnel"], counts)
    everywhere = Behind(FIGURES["funnel"], funnel, Selection(), by=manager)
    for row in funnel.rows:
        for column in (0, 1):
            assert bool(everywhere.href(row, column)) == bool(
                row.codes[0] in OF_NEEDS and row.numbers[column]
            )


def test_nobody_is_told_by_the_list_who_is_on_a_step_in_projects_that_others_drive(counts: Counts) -> None:
    fyn = Council.objects.get(code="rar-fyn")
    job_centre = Candidacy.objects.values_list("job_centre__pk", flat=True)[0]
    for user, steps in (
        (factories.user(Role.OFFICE_MANAGER, factories.office("syd")), OF_PERSONS),
        (
            factories.user(Role.NATIONAL_ANALYST, factories.organisation(OrganisationKind.NATIONAL_AGENCY)),
            set(),
        ),
        (factories.user(Role.COUNCIL_MEMBER, factories.council_body(fyn)), set()),
        (factories.user(Role.CASEWORKER, Organisation.objects.get(pk=job_centre)), OF_PERSONS),
        (factories.user(Role.COMPANY, factories.organisation(OrganisationKind.COMPANY)), set()),
    ):
        actor = factories.actor(user)
        assert {code for code, _title in steps_for(actor)} == OF_NEEDS | steps
        driven = set(projects_for(actor, Action.WORK_ON_PROJECT).values_list("pk", flat=True))
        with acting_as(as_the_database_is_told(actor)):
            for step in sorted(OF_PERSONS):
                found = set(
                    Project.objects.filter(stages.on_step(step, by=actor)).values_list("pk", flat=True)
                )
                assert found <= driven
    client = Client()
    client.force_login(
        factories.user(Role.NATIONAL_ANALYST, factories.organisation(OrganisationKind.NATIONAL_AGENCY))
    )
    page = client.get(reverse("project_list"), {"step": "job_6"})
    assert page.context["summary"]
    assert not page.context["active"]


def test_only_who_may_list_them_all_is_led_to_the_projects(counts: Counts) -> None:
    fyn = Council.objects.get(code="rar-fyn")
    member = factories.user(Role.COUNCIL_MEMBER, factories.council_body(fyn))
    consultant = factories.user(Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE))
    figure = FIGURES["projects-by-type"]
    table = draw(figure, counts, by="council")
    column = table.measure("projects")

    of_member = Behind(figure, table, Selection(), by=factories.actor(member))
    listed = listing(factories.actor(member))
    for row in table.rows:
        href = of_member.href(row, column)
        assert bool(href) == (row.codes[0] == fyn.code and bool(row.numbers[column]))
        if href:
            assert listed(href) == row.numbers[column]
    of_consultant = Behind(figure, table, Selection(), by=factories.actor(consultant))
    assert not any(of_consultant.href(row, column) for row in table.rows)

    client = Client()
    client.force_login(consultant)
    page = client.get(reverse("figure", args=[figure.id]), {"snapshot": "nu"})
    assert page.context["lines"]
    assert not page.context["leads_to_projects"]


def test_what_a_figure_asks_of_the_list_is_shown_and_can_be_taken_away(counts: Counts) -> None:
    client = Client()
    client.force_login(factories.user(Role.OFFICE_MANAGER, factories.office()))
    figure = client.get(reverse("figure", args=["projects-by-industry"]), {"snapshot": "nu"})
    [other] = [line for line in figure.context["lines"] if line.place == ("Øvrige brancher",)]
    page = client.get(other.hrefs[0])
    shown = page.content.decode()
    active = {(one.label, one.value): one.href for one in page.context["active"]}
    assert ("Tælles med i tallene", "Gennemførte projekter") in active
    assert ("En af brancherne", "Ikke oplyst") in active
    assert 'name="section_ids"' in shown
    fewer = client.get(reverse("project_list") + active["En af brancherne", "Ikke oplyst"])
    assert ("En af brancherne", "Ikke oplyst") not in {
        (one.label, one.value) for one in fewer.context["active"]
    }
    assert 'name="section_ids"' not in client.get(reverse("project_list")).content.decode()

    of_role = client.get(reverse("project_list"), {"coordinator_role": "unknown", "no_start": "on"})
    assert {(one.label, one.value) for one in of_role.context["active"]} == {
        ("Koordinatorens rolle", "Ikke oplyst"),
        ("Uden startdato", "Ja"),
    }
    file = client.get(reverse("project_list"), {"coordinator_role": "helmsman", "format": "csv"})
    head, *rows = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert "Koordinatorens rolle" in head
    assert rows
    assert all("Styrmand" in row for row in rows)
