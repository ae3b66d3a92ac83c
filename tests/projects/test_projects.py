"""Projects: created, corrected, completed, cancelled, published; their list and their page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    Initiative,
    PhaseNumber,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.models import Party, Project
from jobveu.projects.operations import projects as operations
from jobveu.projects.operations.parties import add_party
from jobveu.projects.queries import project_list as queries
from jobveu.reference.models import Council, Industry
from tests import factories
from tests.projects import scene as scenes
from tests.projects.scene import NOW, TODAY, Scene
from tests.web.query_counts import assert_page_has_same_number_of_queries, queries_of


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


def listed(scene: Scene, who: object = None, sort: str = "title", **criteria: Any) -> list[str]:
    actor = factories.actor(who or scene.coordinator)
    page = queries.projects(by=actor, sort=Sort.parse(sort), window=Window(0, 50), **criteria)
    assert page.total == len(page.rows)
    return [row.title for row in page.rows]


# Operations


def test_a_project_is_created_from_a_need_with_its_parties_and_its_phase(scene: Scene) -> None:
    need = scene.need(stated_by_id=scene.association.pk)
    project = scene.project(need_ids=[need.pk], initiative_organisation_id=scene.company.pk)
    parties = {row.organisation: row for row in Party.objects.filter(project=project)}
    assert set(parties) == {scene.company, scene.association}
    assert parties[scene.association].in_first_dialogue
    assert not parties[scene.company].in_first_dialogue
    assert (project.start_year, project.current_phase) == (2027, PhaseNumber.NEED)
    assert AuditEntry.objects.get(action="project.created").project_id == project.pk


def test_the_area_alone_does_not_move_a_project_but_all_of_the_first_phase_does(scene: Scene) -> None:
    need = scene.need(stated_by_id=scene.association.pk)
    project = scene.project(
        need_ids=[need.pk], area_kind=AreaKind.SHORTAGE, area_basis="Rekrutteringssurvey, juni 2026"
    )
    assert project.current_phase == PhaseNumber.PARTNER_AGREEMENT


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"council_id": None}, "council_id"),
        ({"industry_id": None}, "industry_id"),
        ({"start_date": None}, "start_date"),
        ({"initiative": None}, "initiative"),
        ({"end_date": date(2026, 1, 1)}, "end_date"),
        ({"start_date": date(2012, 1, 1)}, "council_id"),
        ({"target_groups": [TargetGroup.EMPLOYED]}, "target_groups"),
        ({"area_kind": AreaKind.FOCUS}, "area_basis"),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_field(scene: Scene, wrong: dict, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        scene.project(**wrong)
    assert caught.value.field == field
    assert not Project.objects.exists()


def test_a_council_that_has_ended_is_refused_with_the_day(scene: Scene) -> None:
    ended = Council.objects.filter(office__code="midt-nord", valid_to__isnull=False).first()
    assert ended is not None
    with pytest.raises(DomainError, match="ophørte"):
        scene.project(council_id=ended.pk, start_date=ended.valid_to + timedelta(days=1))
    scene.project(council_id=ended.pk, start_date=ended.valid_to)


def test_the_coordinator_is_one_of_the_councils_office(scene: Scene) -> None:
    stranger = factories.user(Role.COORDINATOR, factories.office("syd"))
    manager = factories.user(Role.OFFICE_MANAGER, scene.office)
    for who in (stranger, manager, scene.caseworker):
        with pytest.raises(DomainError, match="VEU-koordinator i det kontor") as caught:
            scene.project(coordinator_id=who.pk)
        assert caught.value.field == "coordinator_id"


def test_the_organisation_behind_the_initiative_fits_it(scene: Scene) -> None:
    with pytest.raises(DomainError) as caught:
        scene.project(initiative=Initiative.JOB_CENTRE, initiative_organisation_id=scene.company.pk)
    assert caught.value.field == "initiative_organisation_id"
    made = scene.project(initiative=Initiative.SEVERAL, initiative_organisation_id=scene.company.pk)
    assert made.initiative_organisation == scene.company


def test_a_case_from_a_source_may_leave_untold_what_its_source_does_not_tell(scene: Scene) -> None:
    made = scene.project(
        council_id=None,
        start_date=None,
        initiative=None,
        coordinator_id=None,
        target_groups=[],
        source_note="Evalueringen 2021, kapitel 8",
    )
    assert (made.council, made.start_date, made.initiative) == (None, None, "")


def test_a_project_is_corrected_unless_somebody_else_did_so_first(scene: Scene) -> None:
    project = scene.project()
    values = scene.values(title="Ny titel", target_groups=[TargetGroup.UNSKILLED, TargetGroup.UNEMPLOYED])
    edited = operations.edit_project(by=scene.by, at=NOW, project_id=project.pk, version=1, **values)
    assert (edited.title, edited.version) == ("Ny titel", 2)
    assert edited.target_groups == ["unemployed", "unskilled"]
    with pytest.raises(StaleEdit):
        operations.edit_project(by=scene.by, at=NOW, project_id=project.pk, version=1, **values)
    assert AuditEntry.objects.get(action="project.edited").details == {"changed": ["target_groups", "title"]}


def test_a_coordinator_who_has_left_may_stay_named(scene: Scene) -> None:
    project = scene.project()
    scene.coordinator.memberships.update(valid_to=TODAY - timedelta(days=1))
    operations.edit_project(
        by=scene.by, at=NOW, project_id=project.pk, version=1, **scene.values(title="Ny titel")
    )


def test_a_project_is_completed_with_its_last_day(scene: Scene) -> None:
    project = scene.project(start_date=date(2026, 8, 1))
    for wrong in (TODAY + timedelta(days=1), date(2026, 7, 1), None):
        with pytest.raises(DomainError) as caught:
            operations.complete_project(by=scene.by, at=NOW, project_id=project.pk, version=1, end_date=wrong)
        assert caught.value.field == "end_date"
    done = operations.complete_project(by=scene.by, at=NOW, project_id=project.pk, version=1, end_date=TODAY)
    assert (done.status, done.end_date) == (ProjectStatus.COMPLETED, TODAY)
    with pytest.raises(DomainError, match="allerede ændret"):
        operations.cancel_project(by=scene.by, at=NOW, project_id=project.pk, version=2, reason="Nej")
    values = scene.values(start_date=date(2026, 8, 1), end_date=None)
    with pytest.raises(DomainError) as caught:
        operations.edit_project(by=scene.by, at=NOW, project_id=project.pk, version=2, **values)
    assert caught.value.field == "end_date", "what is completed keeps its end"
    again = operations.reopen_project(by=scene.by, at=NOW, project_id=project.pk, version=2)
    assert again.status == ProjectStatus.ACTIVE


def test_a_project_is_cancelled_with_a_reason(scene: Scene) -> None:
    project = scene.project()
    with pytest.raises(DomainError, match="hvorfor"):
        operations.cancel_project(by=scene.by, at=NOW, project_id=project.pk, version=1, reason=" ")
    gone = operations.cancel_project(by=scene.by, at=NOW, project_id=project.pk, version=1, reason="For få")
    assert (gone.status, gone.status_reason) == (ProjectStatus.CANCELLED, "For få")


def test_a_project_is_published_with_a_description_and_withdrawn(scene: Scene) -> None:
    project = scene.project()
    with pytest.raises(DomainError, match="beskrivelse"):
        operations.publish_project(by=scene.by, at=NOW, project_id=project.pk)
    Project.objects.update(description="Ledige bliver fiberteknikere.")
    operations.publish_project(by=scene.by, at=NOW, project_id=project.pk)
    project.refresh_from_db()
    assert project.published_at == NOW
    with pytest.raises(DomainError, match="allerede offentligt"):
        operations.publish_project(by=scene.by, at=NOW, project_id=project.pk)
    with pytest.raises(DomainError) as caught:
        operations.edit_project(
            by=scene.by, at=NOW, project_id=project.pk, version=1, **scene.values(description=" ")
        )
    assert caught.value.field == "description", "the public goes on seeing it"
    operations.withdraw_project(by=scene.by, at=NOW, project_id=project.pk)
    project.refresh_from_db()
    assert project.published_at is None


# The list


def test_the_list_holds_what_each_may_see(scene: Scene) -> None:
    scene.project(title="Aa", initiative_organisation_id=scene.company.pk)
    scene.project(title="Ærø")
    assert listed(scene) == ["Ærø", "Aa"]
    assert listed(scene, scene.analyst) == ["Ærø", "Aa"]
    assert listed(scene, scene.company_user) == ["Aa"]
    assert listed(scene, scene.teacher) == []


def test_every_filter_and_every_sort_of_the_list(scene: Scene) -> None:
    section = Industry.objects.get(code="I")
    division = Industry.objects.filter(parent=section).first()
    first = scene.project(title="Åse", industry_id=division.pk, initiative_organisation_id=scene.company.pk)
    second = scene.project(
        title="Zebra",
        type=ProjectType.EMPLOYED,
        target_groups=[TargetGroup.EMPLOYED],
        start_date=date(2026, 3, 1),
        coordinator_id=None,
    )
    operations.cancel_project(by=scene.by, at=NOW, project_id=second.pk, version=1, reason="For få")
    assert listed(scene) == ["Zebra", "Åse"]
    assert listed(scene, sort="-title") == ["Åse", "Zebra"]
    assert listed(scene, sort="start") == ["Zebra", "Åse"]
    assert listed(scene, sort="-start") == ["Åse", "Zebra"]
    assert listed(scene, sort="phase") == ["Åse", "Zebra"]
    assert listed(scene, sort="-council") == ["Zebra", "Åse"]
    assert listed(scene, text="ÅS") == ["Åse"]
    assert listed(scene, type=ProjectType.EMPLOYED) == ["Zebra"]
    assert listed(scene, status=ProjectStatus.CANCELLED) == ["Zebra"]
    assert listed(scene, council_id=first.council_id) == ["Zebra", "Åse"]
    assert listed(scene, office_id=first.council.office_id) == ["Zebra", "Åse"]
    assert listed(scene, office_id=-1) == []
    assert listed(scene, phase=PhaseNumber.NEED) == ["Zebra", "Åse"]
    assert listed(scene, phase=PhaseNumber.LEARNING) == []
    assert listed(scene, section_id=section.pk) == ["Åse"]
    assert listed(scene, section_id=division.pk) == ["Åse"]
    assert listed(scene, start_year=2026) == ["Zebra"]
    assert listed(scene, target_group=TargetGroup.EMPLOYED) == ["Zebra"]
    assert listed(scene, mine=True) == ["Åse"]
    assert listed(scene, party="nordisk") == ["Åse"]
    assert queries.start_years(by=scene.by) == (2027, 2026)


def test_the_list_page_filters_exports_and_keeps_its_number_of_queries(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    url = f"{reverse('project_list')}?phase=1&status=active&mine=on&vis=50"
    assert_page_has_same_number_of_queries(
        client, url, add_rows=lambda number: [scene.project() for _ in range(number)]
    )
    file = client.get(f"{url}&format=csv")
    assert b"Fiberteknikere i Randers" in b"".join(file.streaming_content)


def test_the_empty_list_says_what_to_do_first(client: Client, scene: Scene) -> None:
    for who, link in ((scene.coordinator, "project_create"), (scene.company_user, "need_create")):
        client.force_login(who)
        assert reverse(link) in client.get(reverse("project_list")).content.decode()


# Forms


def filled(scene: Scene, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Tjenere i Esbjerg",
        "type": "unemployed",
        "target_groups": ["unemployed", "unskilled"],
        "council_id": factories.council().pk,
        "industry_id": factories.industry().pk,
        "start_date": "04-01-2027",
        "initiative": "company",
        "coordinator_id": scene.coordinator.pk,
        "coordinator_role": "helmsman",
    } | fields


def test_a_coordinator_creates_a_project_from_a_need(client: Client, scene: Scene) -> None:
    need = scene.need()
    client.force_login(scene.coordinator)
    url = f"{reverse('project_create')}?behov={need.pk}"
    text = client.get(url).content.decode()
    assert "Nordisk Fiber A/S" in text
    assert "Arbejdsmarkedskontor Midt-Nord" in text
    answer = client.post(url, filled(scene, initiative_organisation_id=scene.company.pk))
    project = Project.objects.get()
    assert answer.url == reverse("project", args=[project.pk])
    assert [tied.need for tied in project.needs.all()] == [need]
    assert project.coordinator_role == CoordinatorRole.HELMSMAN


def test_the_form_offers_only_councils_and_coordinators_of_the_own_office(
    client: Client, scene: Scene
) -> None:
    elsewhere = Council.objects.filter(office__code="syd").first()
    client.force_login(scene.coordinator)
    answer = client.post(reverse("project_create"), filled(scene, council_id=elsewhere.pk))
    assert "Vælg en af mulighederne" in answer.content.decode()
    assert not Project.objects.exists()


def test_a_project_has_an_industry(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    answer = client.post(reverse("project_create"), filled(scene, industry_id=""))
    assert "Vælg den branche, projektet hører til." in answer.content.decode()
    assert not Project.objects.exists()


def test_target_groups_that_do_not_fit_the_type_are_named(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    answer = client.post(reverse("project_create"), filled(scene, target_groups=["employed"]))
    assert "skal have ledige eller udsatte ledige" in answer.content.decode()
    assert "Tjenere i Esbjerg" in answer.content.decode()


def test_only_offices_create_and_only_those_who_drive_it_edit(client: Client, scene: Scene) -> None:
    project = scene.project(initiative_organisation_id=scene.company.pk)
    stranger = factories.user(Role.COORDINATOR, factories.office("syd"))
    for who in (scene.company_user, scene.analyst, scene.caseworker):
        client.force_login(who)
        assert client.get(reverse("project_create")).status_code == 403
    for who in (scene.company_user, scene.analyst, stranger):
        client.force_login(who)
        for name in ("project_edit", "project_publish", "project_need_tie", "party_add"):
            assert client.get(reverse(name, args=[project.pk])).status_code == 403, name
            assert client.post(reverse(name, args=[project.pk])).status_code == 403, name


def test_a_project_is_edited_in_the_browser_and_a_stale_edit_is_shown(client: Client, scene: Scene) -> None:
    project = scene.project()
    client.force_login(scene.coordinator)
    url = reverse("project_edit", args=[project.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, filled(scene, version=1)).status_code == 302
    stale = client.post(url, filled(scene, title="Noget tredje", version=1)).content.decode()
    assert "Noget tredje" in stale
    assert "Tjenere i Esbjerg" in stale
    assert "Karen Koordinator" in stale


def test_a_job_centre_that_has_taken_over_edits_and_completes(client: Client, scene: Scene) -> None:
    project = scene.project(start_date=date(2026, 8, 1))
    Project.objects.update(coordinating_organisation=scene.job_centre)
    client.force_login(scene.caseworker)
    assert client.get(reverse("project_edit", args=[project.pk])).status_code == 200
    url = f"{reverse('project_status', args=[project.pk])}?til=gennemfoert"
    assert client.get(url).status_code == 200
    assert client.post(url, {"version": 1, "end_date": "24-11-2026"}).status_code == 302
    assert "Projektet er gennemført" in client.get(reverse("project", args=[project.pk])).content.decode()


@pytest.mark.parametrize("to", ["gennemfoert", "opgivet", "i-gang"])
def test_the_status_is_asked_about_before_it_changes(client: Client, scene: Scene, to: str) -> None:
    project = scene.project(start_date=date(2026, 8, 1))
    client.force_login(scene.coordinator)
    if to == "i-gang":
        operations.cancel_project(by=scene.by, at=NOW, project_id=project.pk, version=1, reason="For få")
    url = f"{reverse('project_status', args=[project.pk])}?til={to}"
    assert client.get(url).status_code == 200
    version = 2 if to == "i-gang" else 1
    data = {"version": version, "end_date": "24-11-2026", "reason": "For få"}
    assert client.post(url, data).status_code == 302
    project.refresh_from_db()
    expected = {"gennemfoert": "completed", "opgivet": "cancelled", "i-gang": "active"}
    assert project.status == expected[to]
    assert client.get(f"{reverse('project_status', args=[project.pk])}?til=andet").status_code == 404


def test_a_project_is_published_and_withdrawn_in_the_browser(client: Client, scene: Scene) -> None:
    project = scene.project(description="Kort")
    client.force_login(scene.coordinator)
    url = reverse("project_publish", args=[project.pk])
    assert "Vil du offentliggøre" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert "trække projektet tilbage" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    project.refresh_from_db()
    assert project.published_at is None


# The page


def test_the_page_says_where_the_project_stands_and_what_to_do_next(client: Client, scene: Scene) -> None:
    project = scene.project(need_ids=[scene.need().pk])
    client.force_login(scene.coordinator)
    text = client.get(reverse("project", args=[project.pk])).content.decode()
    assert "12 × Fibertekniker" in text
    assert "Næste skridt" in text
    assert reverse("indicator_set_aside", args=[project.pk, "project-plan"]) in text
    assert "1 af 3 på plads" in text
    client.force_login(scene.company_user)
    text = client.get(reverse("project", args=[project.pk])).content.decode()
    assert "Det venter på jer" in text
    assert reverse("commitment_create", args=[project.pk]) in text
    assert "Næste skridt" not in text
    assert "indikatorer/" not in text


def test_who_may_see_a_project(client: Client, scene: Scene) -> None:
    project = scene.project(initiative_organisation_id=scene.company.pk)
    for who, status in ((scene.analyst, 200), (scene.company_user, 200), (scene.teacher, 403)):
        client.force_login(who)
        assert client.get(reverse("project", args=[project.pk])).status_code == status
    assert client.get(reverse("project", args=[project.pk + 1])).status_code == 404


def test_the_page_shows_five_pieces_of_evidence_and_how_many_more(client: Client, scene: Scene) -> None:
    project = scene.project(need_ids=[scene.need().pk for _ in range(8)])
    client.force_login(scene.coordinator)
    text = client.get(reverse("project", args=[project.pk])).content.decode()
    assert text.count("12 × Fibertekniker") == 5
    assert "og 3 mere" in text


def test_the_page_takes_few_queries_whatever_the_number_of_rows(client: Client, scene: Scene) -> None:
    project = scene.project()
    client.force_login(scene.coordinator)
    url = reverse("project", args=[project.pk])

    def more(number: int) -> None:
        from jobveu.projects.operations.needs import tie_need

        for _row in range(number):
            need = scene.need()
            tie_need(by=scene.by, at=NOW, project_id=project.pk, need_id=need.pk)
            partner = factories.organisation(OrganisationKind.TRADE_UNION)
            add_party(
                by=scene.by,
                at=NOW,
                project_id=project.pk,
                organisation_id=partner.pk,
                in_first_dialogue=True,
                defines_content=True,
            )

    assert_page_has_same_number_of_queries(client, url, add_rows=more)
    assert len(queries_of(lambda: client.get(url))) <= 25
