"""Accepting what a rule finds, and the pages where an office works through its list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from jobveu.legacy.models import Origin
from jobveu.projects.models import Project
from jobveu.projects.operations.reporting import choose_council
from jobveu.quality.models import Acceptance
from jobveu.quality.operations import accept, withdraw
from jobveu.quality.queries import State, finding, findings, overview
from jobveu.reference.models import Council
from tests import factories
from tests.factories import NOW, TODAY
from tests.quality.test_rules import update, whole_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
RULE = "role-missing"


@pytest.fixture
def coordinator(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office())


@pytest.fixture
def by(coordinator: User) -> Actor:
    return factories.actor(coordinator)


@pytest.fixture
def client(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def state(project: Project, rule: str = RULE) -> State | None:
    found = finding(today=TODAY, project_id=project.pk, rule=rule)
    return found.state if found else None


def test_an_acceptance_holds_until_the_facts_change(by: Actor) -> None:
    project = whole_project(target_groups=["employed"])
    rule = "target-groups-do-not-fit"
    accept(by=by, at=NOW, project_id=project.pk, rule=rule, reason="De blev ansat undervejs.")
    assert state(project, rule) is State.ACCEPTED
    update(title="Et andet navn")(project)  # is no fact of the rule's
    assert state(project, rule) is State.ACCEPTED
    update(target_groups=["employed", "skilled"])(project)
    assert state(project, rule) is State.LAPSED
    found = finding(today=TODAY, project_id=project.pk, rule=rule)
    assert found is not None
    assert found.accepted_facts["target_groups"] == ["employed"]
    assert found.facts["target_groups"] == ["employed", "skilled"]
    accept(by=by, at=NOW, project_id=project.pk, rule=rule, reason="Stadig.")
    assert state(project, rule) is State.ACCEPTED
    update(target_groups=["unemployed"])(project)
    assert state(project, rule) is None
    with pytest.raises(DomainError, match="i orden nu"):
        accept(by=by, at=NOW, project_id=project.pk, rule=rule, reason="Igen.")


def test_it_is_on_record_who_accepted_what_and_why(by: Actor) -> None:
    project = whole_project(coordinator_role="")
    with pytest.raises(DomainError) as refused:
        accept(by=by, at=NOW, project_id=project.pk, rule=RULE, reason="  ")
    assert refused.value.field == "reason"
    accept(by=by, at=NOW, project_id=project.pk, rule=RULE, reason="Koordinatoren var ikke med.")
    row = Acceptance.objects.get()
    assert (row.accepted_by_id, row.accepted_at, row.reason) == (
        by.user_id,
        NOW,
        "Koordinatoren var ikke med.",
    )
    with pytest.raises(DomainError, match="allerede accepteret"):
        accept(by=by, at=NOW, project_id=project.pk, rule=RULE, reason="Igen.")
    withdraw(by=by, at=NOW, project_id=project.pk, rule=RULE)
    assert state(project) is State.OPEN
    actions = AuditEntry.objects.filter(project_id=project.pk).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["deviation.accepted", "deviation.acceptance_withdrawn"]
    with pytest.raises(DomainError, match="ikke accepteret"):
        withdraw(by=by, at=NOW, project_id=project.pk, rule=RULE)


def test_only_the_projects_own_office_accepts(by: Actor) -> None:
    project = whole_project(coordinator_role="", council=Council.objects.get(code="rar-fyn"))
    with pytest.raises(PermissionDenied):
        accept(by=by, at=NOW, project_id=project.pk, rule=RULE, reason="Ikke mit.")


def test_coverage_in_per_cent_by_rule_and_office(by: Actor) -> None:
    for _number in range(3):
        whole_project()
    first, second = (whole_project(coordinator_role="") for _number in range(2))
    whole_project(coordinator_role="", council=Council.objects.get(code="rar-fyn"))
    accept(by=by, at=NOW, project_id=first.pk, rule=RULE, reason="Ingen var med.")
    found = overview(today=TODAY)
    offices = {office.name: office.id for office in found.offices}
    own, south = (found.of(RULE, offices[f"Arbejdsmarkedskontor {name}"]) for name in ("Midt-Nord", "Syd"))
    assert (own.applies, own.broken, own.accepted, own.open, own.per_cent) == (5, 2, 1, 1, 80.0)
    assert (south.applies, south.open, south.per_cent) == (1, 1, 0.0)
    assert found.of("crisis-too-early", offices["Arbejdsmarkedskontor Syd"]).per_cent is None
    assert (found.of_rule(RULE).applies, found.of_rule(RULE).open) == (6, 2)
    assert found.of_all.open == sum(found.of_office(office.id).open for office in found.offices)
    assert [office.name.split()[-1] for office in found.offices] == ["Midt-Nord", "Syd", "Øst"]
    listed = findings(
        today=TODAY,
        sort=Sort("rule"),
        window=Window(0, 10),
        office_id=factories.office().office_id,
        state=State.OPEN,
    )
    assert [(row.project_id, row.rule.id) for row in listed.rows] == [(second.pk, RULE)]


def test_a_project_without_council_is_its_importers_to_mend(client: Client, by: Actor) -> None:
    project = whole_project(council=None, source_note="Overført")
    assert [office.id for office in overview(today=TODAY).offices][-1] is None
    assert client.get(reverse("project_council", args=[project.pk])).status_code == 403
    Origin.objects.create(
        system="VIREGO",
        kind="projects",
        key="1",
        old_id="1",
        project=project,
        office=factories.office().office,
    )
    page = client.get(reverse("finding", args=[project.pk, "council-missing"])).content.decode()
    assert reverse("project_council", args=[project.pk]) in page
    assert (
        "RAR Østjylland (2018–2024)"
        in client.get(reverse("project_council", args=[project.pk])).content.decode()
    )
    wrong = Council.objects.get(code="rbr-midtjylland").pk
    page = client.post(reverse("project_council", args=[project.pk]), {"council_id": wrong, "version": 1})
    assert "begynder først den" in page.content.decode()
    right = Council.objects.get(code="rar-vestjylland").pk
    client.post(reverse("project_council", args=[project.pk]), {"council_id": right, "version": 1})
    project.refresh_from_db()
    assert project.council_id == right
    assert state(project, "council-missing") is None
    with pytest.raises(DomainError, match="allerede et råd"):
        choose_council(by=by, at=NOW, project_id=project.pk, version=2, council_id=right)


def test_the_number_of_participants_is_mended(client: Client) -> None:
    project = whole_project(reported_participants=50)
    address = reverse("project_participants", args=[project.pk])
    page = client.get(reverse("finding", args=[project.pk, "participants-do-not-add-up"])).content.decode()
    assert address in page
    assert 'value="50"' in client.get(address).content.decode()
    client.post(address, {"number": "21", "version": 1})
    project.refresh_from_db()
    assert project.reported_participants == 21
    client.post(address, {"number": "", "version": 2})
    project.refresh_from_db()
    assert project.reported_participants is None


def test_an_office_works_through_its_list(client: Client) -> None:
    project = whole_project(coordinator_role="", title="Tagdækkere")
    assert "1 åben" in client.get(reverse("quality")).content.decode()
    page = client.get(reverse("finding_list"), {"office_id": factories.office().office_id, "rule": RULE})
    address = reverse("finding", args=[project.pk, RULE])
    assert address in page.content.decode()
    page = client.get(address).content.decode()
    assert reverse("project_edit", args=[project.pk]) in page
    assert "def.role.matrix" in page
    accepting = reverse("deviation_accept", args=[project.pk, RULE])
    client.post(accepting, {"reason": "Koordinatoren var ikke med."})
    page = client.get(address).content.decode()
    assert "Koordinatoren var ikke med." in page
    assert accepting not in page
    file = client.get(reverse("finding_list"), {"format": "csv"})
    assert "Koordinatoren var ikke med." in b"".join(file.streaming_content).decode("utf-8-sig")
    client.post(reverse("acceptance_withdraw", args=[project.pk, RULE]))
    assert accepting in client.get(address).content.decode()
    update(coordinator_role="helmsman")(project)
    assert "I orden" in client.get(address).content.decode()
    assert client.get(reverse("finding", args=[project.pk, "nonsense"])).status_code == 404


def test_a_lapsed_acceptance_shows_both_what_it_rested_on_and_what_is_so_now(
    client: Client, by: Actor
) -> None:
    project = whole_project(target_groups=["employed"])
    rule = "target-groups-do-not-fit"
    accept(by=by, at=NOW - timedelta(days=1), project_id=project.pk, rule=rule, reason="Sådan var det.")
    update(target_groups=["employed", "skilled"])(project)
    page = client.get(reverse("finding", args=[project.pk, rule])).content.decode()
    assert "Accepten gælder ikke længere" in page
    assert "Beskæftigede, Faglærte" in page


def test_as_many_queries_for_many_projects_as_for_one(client: Client) -> None:
    client.get(reverse("quality"))
    counted = []
    for number in (1, 20):
        for _one in range(number):
            whole_project(coordinator_role="", initiative="")
        for name in ("quality", "finding_list"):
            with CaptureQueriesContext(connection) as taken:
                client.get(reverse(name))
            counted.append(len(taken))
    assert counted[:2] == counted[2:]
