"""Parties: added, described, and removed only when they have left no trace."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.actors.enums import DialogueChannel, OrganisationKind
from jobveu.actors.models import Dialogue
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.education.models import Course
from jobveu.journeys.parties import remove_party
from jobveu.projects.enums import CommitmentKind
from jobveu.projects.models import Commitment, Party, Project, ProjectDialogue, Task
from jobveu.projects.operations.parties import add_party, edit_party
from jobveu.projects.phases import INDICATORS
from tests import factories
from tests.editing import opened
from tests.projects import scene as scenes
from tests.projects.scene import NOW, TODAY, Scene
from tests.web.query_counts import assert_page_has_same_number_of_queries


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


@pytest.fixture
def project(scene: Scene) -> Project:
    return scene.project()


def add(scene: Scene, project: Project, organisation: object, **fields: object) -> Party:
    return add_party(by=scene.by, at=NOW, project_id=project.pk, organisation_id=organisation.pk, **fields)


def test_a_party_is_added_once_and_recorded(scene: Scene, project: Project) -> None:
    party = add(scene, project, scene.union, in_first_dialogue=True, note="Finder medlemmer")
    assert (party.joined_on, party.note) == (TODAY, "Finder medlemmer")
    assert AuditEntry.objects.get(action="party.added").record_id == party.pk
    with pytest.raises(DomainError, match="allerede part"):
        add(scene, project, scene.union)


def test_the_flags_are_for_the_social_partners_only(scene: Scene, project: Project) -> None:
    with pytest.raises(DomainError) as caught:
        add(scene, project, scene.company, defines_content=True)
    assert caught.value.field == "defines_content"
    party = add(scene, project, scene.company)
    with pytest.raises(DomainError) as caught:
        edit_party(
            by=scene.by,
            at=NOW,
            project_id=project.pk,
            party_id=party.pk,
            version=1,
            joined_on=TODAY,
            in_first_dialogue=True,
        )
    assert caught.value.field == "in_first_dialogue"


def test_an_office_is_no_party(scene: Scene, project: Project) -> None:
    with pytest.raises(DomainError, match="ikke parter"):
        add(scene, project, scene.office)


def test_a_party_is_edited_unless_somebody_else_did_so_first(scene: Scene, project: Project) -> None:
    party = add(scene, project, scene.union)
    values = {"project_id": project.pk, "party_id": party.pk, "version": 1, "joined_on": date(2026, 10, 1)}
    assert edit_party(by=scene.by, at=NOW, defines_content=True, **values).version == 2
    with pytest.raises(StaleEdit):
        edit_party(by=scene.by, at=NOW, **values)


def test_a_party_without_traces_is_removed(scene: Scene, project: Project) -> None:
    party = add(scene, project, scene.union)
    remove_party(by=scene.by, at=NOW, project_id=project.pk, party_id=party.pk)
    assert not Party.objects.exists()
    assert AuditEntry.objects.get(action="party.removed").details == {"organisation": scene.union.pk}
    with pytest.raises(DomainError, match="allerede fjernet"):
        remove_party(by=scene.by, at=NOW, project_id=project.pk, party_id=party.pk)


def test_a_party_with_traces_stays_and_the_message_names_them_all(scene: Scene, project: Project) -> None:
    party = add(scene, project, scene.provider)
    Task.objects.create(project=project, title="Hold kurset", phase=4, responsible=scene.provider)
    Course.objects.create(project=project, title="Fiber 1", provider=scene.provider, merit_giving=True)
    Commitment.objects.create(
        project=project,
        kind=CommitmentKind.LETTER_OF_INTENT,
        organisation=scene.provider,
        given_on=TODAY,
        recorded_by=scene.coordinator,
    )
    with pytest.raises(DomainError, match="har tilsagn, opgaver og kurser i projektet"):
        remove_party(by=scene.by, at=NOW, project_id=project.pk, party_id=party.pk)
    assert Party.objects.filter(pk=party.pk).exists()


def test_a_party_whose_need_the_project_answers_stays(scene: Scene) -> None:
    project = scene.project(need_ids=[scene.need().pk])
    party = Party.objects.get(project=project)
    with pytest.raises(DomainError, match="har behov i projektet"):
        remove_party(by=scene.by, at=NOW, project_id=project.pk, party_id=party.pk)


def test_the_pages_of_parties(client: Client, scene: Scene, project: Project) -> None:
    client.force_login(scene.coordinator)
    listing = reverse("project_parties", args=[project.pk])
    assert reverse("party_add", args=[project.pk]) in client.get(listing).content.decode()
    url = reverse("party_add", args=[project.pk])
    assert client.get(url).status_code == 200
    data = {"organisation_id": scene.union.pk, "joined_on": "01-11-2026", "in_first_dialogue": "on"}
    assert client.post(url, data).status_code == 302
    party = Party.objects.get()
    assert party.in_first_dialogue
    wrong = {"organisation_id": scene.company.pk, "joined_on": "01-11-2026", "in_first_dialogue": "on"}
    assert "kun angives for" in client.post(url, wrong).content.decode()
    edit = reverse("party_edit", args=[project.pk, party.pk])
    assert "faglige indhold" in client.get(edit).content.decode()
    data = {"joined_on": "02-11-2026", "defines_content": "on", "version": 1}
    assert client.post(edit, data).status_code == 302
    text = client.get(listing).content.decode()
    assert "Fastlægger det faglige indhold" in text
    remove = reverse("party_remove", args=[project.pk, party.pk])
    assert client.get(remove).status_code == 200
    assert client.post(remove).status_code == 302
    assert client.get(remove).status_code == 404


def test_parties_read_but_do_not_change_the_list(client: Client, scene: Scene, project: Project) -> None:
    party = add(scene, project, scene.company)
    client.force_login(scene.company_user)
    text = client.get(reverse("project_parties", args=[project.pk])).content.decode()
    assert "Nordisk Fiber A/S" in text
    assert "/fjern/" not in text
    for name in ("party_edit", "party_remove"):
        assert client.post(reverse(name, args=[project.pk, party.pk])).status_code == 403


def test_the_pages_keep_their_number_of_queries(client: Client, scene: Scene, project: Project) -> None:
    client.force_login(scene.coordinator)

    def more(number: int) -> None:
        for _row in range(number):
            company = factories.organisation(OrganisationKind.COMPANY)
            add(scene, project, company)
            dialogue = Dialogue.objects.create(
                organisation=company,
                spoken_by=scene.coordinator,
                spoken_for=scene.office,
                held_on=TODAY,
                channel=DialogueChannel.PHONE,
                subject="Behov for fiberteknikere",
            )
            ProjectDialogue.objects.create(project=project, dialogue=dialogue)

    for name in ("project_parties", "project_needs"):
        assert_page_has_same_number_of_queries(client, reverse(name, args=[project.pk]), add_rows=more)


def test_the_needs_page_ties_and_unties(client: Client, scene: Scene, project: Project) -> None:
    need = scene.need()
    client.force_login(scene.coordinator)
    listing = reverse("project_needs", args=[project.pk])
    assert "Intet behov er knyttet" in client.get(listing).content.decode()
    tie = reverse("project_need_tie", args=[project.pk])
    found = client.post(tie, {"_search": "need_id", "need_id-q": "nordisk"}).content.decode()
    assert "12 × Fibertekniker" in found
    assert client.post(tie, {"need_id": need.pk}).status_code == 302
    text = client.get(listing).content.decode()
    assert "I alt 12 medarbejdere" in text
    assert f"{reverse('dialogue_create', args=[scene.company.pk])}?projekt={project.pk}" in text
    untie = reverse("project_need_untie", args=[project.pk, need.pk])
    assert client.get(untie).status_code == 200
    assert client.post(untie).status_code == 302
    assert not project.needs.exists()


def test_an_indicator_is_set_aside_and_taken_up_again(client: Client, scene: Scene, project: Project) -> None:
    client.force_login(scene.coordinator)
    url = reverse("indicator_set_aside", args=[project.pk, "provider-chosen"])
    assert client.get(url).status_code == 200
    assert "Feltet skal udfyldes" in client.post(url).content.decode()
    assert client.post(url, opened(client, url) | {"reason": "Virksomheden oplærer selv"}).status_code == 302
    text = client.get(reverse("project", args=[project.pk])).content.decode()
    assert "Sat til side af Karen Koordinator" in text
    assert "Virksomheden oplærer selv" in client.get(url).content.decode()
    assert client.post(url, opened(client, url) | {"reason": "Virksomheden oplærer alle"}).status_code == 302
    resume = reverse("indicator_resume", args=[project.pk, "provider-chosen"])
    assert client.get(resume).status_code == 200
    assert client.post(resume).status_code == 302
    assert "er ikke sat til side" in client.post(resume).content.decode()
    assert client.get(reverse("indicator_set_aside", args=[project.pk, "findes-ikke"])).status_code == 404
    client.force_login(scene.analyst)
    assert client.post(url, {"reason": "Nej"}).status_code == 403
    assert set(INDICATORS) >= {"provider-chosen"}
