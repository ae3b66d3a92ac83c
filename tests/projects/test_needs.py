"""Needs: who may tell of whose, what they must hold, and their pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from jobveu.projects.models import Need, Party, ProjectNeed
from jobveu.projects.operations import needs as operations
from jobveu.projects.queries import needs as queries
from tests import factories
from tests.projects import scene as scenes
from tests.projects.scene import NOW, Scene
from tests.web.query_counts import assert_page_has_same_number_of_queries


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


def listed(scene: Scene, who: object = None, **criteria: object) -> list[str]:
    actor = factories.actor(who or scene.coordinator)
    page = queries.needs(by=actor, sort=Sort("occupation"), window=Window(0, 50), **criteria)
    return [row.occupation for row in page.rows]


# Operations


def test_a_company_tells_of_its_own_need_and_the_record_says_who_wrote_it(scene: Scene) -> None:
    need = scene.need()
    assert (need.organisation, need.stated_by, need.head_count) == (scene.company, scene.company, 12)
    assert need.stated_on == scenes.TODAY
    entry = AuditEntry.objects.get(action="need.recorded")
    assert (entry.record_id, entry.user_name) == (need.pk, "Karen Koordinator")


@pytest.mark.parametrize("kind", [OrganisationKind.COMPANY, OrganisationKind.PUBLIC_WORKPLACE])
def test_a_workplace_private_or_public_has_needs(scene: Scene, kind: OrganisationKind) -> None:
    place = factories.organisation(kind)
    need = scene.need(organisation_id=place.pk, stated_by_id=place.pk)
    assert (need.organisation, need.stated_by) == (place, place)
    own = factories.user(Role.COMPANY, place)
    assert listed(scene, own) == [need.occupation]
    client = Client()
    client.force_login(own)
    assert need.occupation in client.get(reverse("need", args=[need.pk])).content.decode()


def test_an_association_tells_of_a_members_need(scene: Scene) -> None:
    assert scene.need(stated_by_id=scene.association.pk).stated_by == scene.association


def test_an_association_may_not_tell_of_the_need_of_a_company_that_is_no_member(scene: Scene) -> None:
    stranger = factories.organisation(OrganisationKind.COMPANY)
    with pytest.raises(DomainError, match="ikke medlem") as caught:
        scene.need(organisation_id=stranger.pk, stated_by_id=scene.association.pk)
    assert caught.value.field == "organisation_id"


def test_a_company_may_not_tell_of_another_companys_need(scene: Scene) -> None:
    other = factories.organisation(OrganisationKind.COMPANY)
    with pytest.raises(DomainError, match="sit eget behov"):
        scene.need(stated_by_id=other.pk)


def test_a_job_centre_and_a_union_pass_on_what_a_company_told_them(scene: Scene) -> None:
    assert scene.need(stated_by_id=scene.job_centre.pk).stated_by == scene.job_centre
    assert scene.need(stated_by_id=scene.union.pk).stated_by == scene.union


def test_a_job_centre_has_no_need_of_its_own(scene: Scene) -> None:
    with pytest.raises(DomainError, match="hører til en virksomhed"):
        scene.need(organisation_id=scene.job_centre.pk, stated_by_id=scene.job_centre.pk)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"occupation": "  "}, "occupation"),
        ({"competences": ""}, "competences"),
        ({"head_count": 0}, "head_count"),
        ({"stated_on": scenes.TODAY + timedelta(days=1)}, "stated_on"),
        ({"needed_by": date(2020, 1, 1)}, "needed_by"),
    ],
)
def test_a_need_has_to_be_concrete_and_in_order(scene: Scene, wrong: dict, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        scene.need(**wrong)
    assert caught.value.field == field
    assert not Need.objects.exists()


def test_a_need_is_corrected_unless_somebody_else_did_so_first(scene: Scene) -> None:
    need = scene.need()
    values = {
        "occupation": "Fibermontør",
        "head_count": 15,
        "competences": "Svejsning",
        "municipality_id": need.municipality_id,
        "needed_by": need.needed_by,
        "stated_on": need.stated_on,
    }
    edited = operations.edit_need(by=scene.by, at=NOW, need_id=need.pk, version=1, **values)
    assert (edited.occupation, edited.version) == ("Fibermontør", 2)
    with pytest.raises(StaleEdit) as caught:
        operations.edit_need(by=scene.by, at=NOW, need_id=need.pk, version=1, **values)
    assert caught.value.changed_by == "Karen Koordinator"


def test_a_need_is_closed_with_a_reason_and_opened_again(scene: Scene) -> None:
    need = scene.need()
    with pytest.raises(DomainError, match="hvorfor"):
        operations.close_need(by=scene.by, at=NOW, need_id=need.pk, version=1, reason=" ")
    closed = operations.close_need(by=scene.by, at=NOW, need_id=need.pk, version=1, reason="Dækket")
    assert (closed.closed_on, closed.closed_reason) == (scenes.TODAY, "Dækket")
    with pytest.raises(DomainError, match="allerede lukket"):
        operations.close_need(by=scene.by, at=NOW, need_id=need.pk, version=2, reason="Igen")
    reopened = operations.reopen_need(by=scene.by, at=NOW, need_id=need.pk, version=2)
    assert (reopened.closed_on, reopened.closed_reason) == (None, "")
    assert AuditEntry.objects.get(action="need.reopened").details == {"was_closed_because": "Dækket"}
    with pytest.raises(DomainError, match="allerede åbent"):
        operations.reopen_need(by=scene.by, at=NOW, need_id=need.pk, version=3)


def test_tying_a_need_makes_its_company_and_teller_parties_and_moves_the_phase_on(scene: Scene) -> None:
    project = scene.project()
    need = scene.need(stated_by_id=scene.association.pk)
    operations.tie_need(by=scene.by, at=NOW, project_id=project.pk, need_id=need.pk)
    parties = set(Party.objects.filter(project=project).values_list("organisation", flat=True))
    assert parties == {scene.company.pk, scene.association.pk}
    with pytest.raises(DomainError, match="allerede knyttet"):
        operations.tie_need(by=scene.by, at=NOW, project_id=project.pk, need_id=need.pk)


def test_a_closed_need_cannot_be_tied(scene: Scene) -> None:
    project, need = scene.project(), scene.need()
    operations.close_need(by=scene.by, at=NOW, need_id=need.pk, version=1, reason="Dækket")
    with pytest.raises(DomainError, match="lukket"):
        operations.tie_need(by=scene.by, at=NOW, project_id=project.pk, need_id=need.pk)


def test_untying_keeps_the_need_and_the_parties(scene: Scene) -> None:
    need = scene.need()
    project = scene.project(need_ids=[need.pk])
    operations.untie_need(by=scene.by, at=NOW, project_id=project.pk, need_id=need.pk)
    assert Need.objects.filter(pk=need.pk).exists()
    assert Party.objects.filter(project=project, organisation=scene.company).exists()
    with pytest.raises(DomainError, match="ikke længere knyttet"):
        operations.untie_need(by=scene.by, at=NOW, project_id=project.pk, need_id=need.pk)


# Queries


def test_the_list_holds_what_each_may_see(scene: Scene) -> None:
    other = factories.organisation(OrganisationKind.COMPANY, "Helt Andet ApS")
    scene.need()
    scene.need(occupation="Åbningsvagt", organisation_id=other.pk, stated_by_id=other.pk)
    scene.need(occupation="Tjener", stated_by_id=scene.association.pk)
    assert listed(scene) == ["Fibertekniker", "Tjener", "Åbningsvagt"]
    assert listed(scene, scene.analyst) == ["Fibertekniker", "Tjener", "Åbningsvagt"]
    assert listed(scene, scene.company_user) == ["Fibertekniker", "Tjener"]
    assert listed(scene, scene.partner) == ["Tjener"]
    assert listed(scene, scene.teacher) == []


def test_needs_without_a_project_are_found_by_a_filter(scene: Scene) -> None:
    tied, _waiting = scene.need(occupation="Tjener"), scene.need(occupation="Kok")
    scene.project(need_ids=[tied.pk])
    assert listed(scene, has_project=False) == ["Kok"]
    assert listed(scene, has_project=True) == ["Tjener"]
    assert listed(scene, text="nordisk fiber") == ["Kok", "Tjener"]
    assert listed(scene, text="KOK") == ["Kok"]
    operations.close_need(by=scene.by, at=NOW, need_id=tied.pk, version=1, reason="Dækket")
    assert listed(scene, is_open=True) == ["Kok"]


def test_whether_a_need_is_answered_follows_every_write(scene: Scene) -> None:
    first, second = scene.need(occupation="Tjener"), scene.need(occupation="Kok")
    one, other = scene.project(), scene.project()

    def answered() -> list[str]:
        return sorted(Need.objects.filter(answered=True).values_list("occupation", flat=True))

    assert answered() == []
    ties = ProjectNeed.objects.bulk_create(
        [ProjectNeed(project=one, need=first), ProjectNeed(project=other, need=first)]
    )
    assert answered() == ["Tjener"]
    ties[0].delete()
    assert answered() == ["Tjener"]
    ProjectNeed.objects.filter(need=first).update(need=second)
    assert answered() == ["Kok"]
    ProjectNeed.objects.all().delete()
    assert answered() == []


def test_an_association_with_no_members_can_state_its_own_trades_need_only(scene: Scene) -> None:
    owners = queries.need_owners(organisation_ids=[scene.association.pk], on=scenes.TODAY)
    assert [(row.name, row.stated_by_id) for row in owners] == [
        ("Fiberbranchen", scene.association.pk),
        ("Nordisk Fiber A/S", scene.association.pk),
    ]
    assert [row.id for row in queries.need_owners(organisation_ids=[scene.union.pk], on=scenes.TODAY)] == [
        scene.union.pk
    ]


# Pages


def filled(**fields: object) -> dict[str, object]:
    return {
        "occupation": "Tjener",
        "head_count": "8",
        "competences": "Servering",
        "municipality_id": factories.municipality().pk,
        "needed_by": "01-03-2027",
        "stated_on": "24-11-2026",
    } | fields


def test_a_company_states_its_need_in_the_browser(client: Client, scene: Scene) -> None:
    client.force_login(scene.company_user)
    page = client.get(reverse("need_create"))
    assert "Nordisk Fiber A/S" in page.content.decode()
    answer = client.post(reverse("need_create"), filled(organisation_id=scene.company.pk))
    need = Need.objects.get()
    assert answer.url == reverse("need", args=[need.pk])
    assert (need.organisation, need.stated_by) == (scene.company, scene.company)


def test_a_company_cannot_state_another_companys_need(client: Client, scene: Scene) -> None:
    other = factories.organisation(OrganisationKind.COMPANY)
    client.force_login(scene.company_user)
    answer = client.post(reverse("need_create"), filled(organisation_id=other.pk))
    assert answer.status_code == 200
    assert not Need.objects.exists()


def test_an_association_states_a_members_need_in_its_own_name(client: Client, scene: Scene) -> None:
    client.force_login(scene.partner)
    client.post(reverse("need_create"), filled(organisation_id=scene.company.pk))
    need = Need.objects.get()
    assert (need.organisation, need.stated_by) == (scene.company, scene.association)


@pytest.mark.parametrize("teller", ["self", "own", "association"])
def test_the_coordinator_says_who_told_of_the_need(client: Client, scene: Scene, teller: str) -> None:
    client.force_login(scene.coordinator)
    own = f"own-{scene.office.pk}"
    data = filled(organisation_id=scene.company.pk, teller=own if teller == "own" else teller)
    if teller == "association":
        assert client.post(reverse("need_create"), data).status_code == 200
        data["association_id"] = scene.association.pk
    assert client.post(reverse("need_create"), data).status_code == 302
    expected = {"self": scene.company, "own": scene.office, "association": scene.association}
    assert Need.objects.get().stated_by == expected[teller]


def test_a_need_stated_on_a_project_is_tied_to_it(client: Client, scene: Scene) -> None:
    project = scene.project()
    client.force_login(scene.coordinator)
    url = f"{reverse('need_create')}?projekt={project.pk}"
    assert project.title in client.get(url).content.decode()
    answer = client.post(url, filled(organisation_id=scene.company.pk, teller="self"))
    assert answer.url == reverse("project_needs", args=[project.pk])
    assert ProjectNeed.objects.get().project == project
    client.force_login(scene.company_user)
    assert client.get(url).status_code == 404


def test_mistakes_are_named_and_what_was_typed_is_kept(client: Client, scene: Scene) -> None:
    client.force_login(scene.company_user)
    data = filled(organisation_id=scene.company.pk, head_count="0", needed_by="31-02-2027")
    answer = client.post(reverse("need_create"), data)
    text = answer.content.decode()
    assert "Ret 2 fejl" in text
    assert "Servering" in text


def test_pages_of_a_need_are_for_those_who_may_see_it(client: Client, scene: Scene) -> None:
    need = scene.need()
    stranger = factories.user("company", factories.organisation(OrganisationKind.COMPANY))
    for who, status in (
        (scene.coordinator, 200),
        (scene.company_user, 200),
        (scene.analyst, 200),
        (scene.partner, 403),
        (stranger, 403),
    ):
        client.force_login(who)
        assert client.get(reverse("need", args=[need.pk])).status_code == status, who
    client.force_login(scene.analyst)
    for name in ("need_edit", "need_close"):
        assert client.get(reverse(name, args=[need.pk])).status_code == 403
        assert client.post(reverse(name, args=[need.pk])).status_code == 403


def test_a_need_leads_to_a_project_for_those_who_may_create_one(client: Client, scene: Scene) -> None:
    need = scene.need()
    client.force_login(scene.coordinator)
    text = client.get(reverse("need", args=[need.pk])).content.decode()
    assert f"{reverse('project_create')}?behov={need.pk}" in text
    client.force_login(scene.company_user)
    assert "?behov=" not in client.get(reverse("need", args=[need.pk])).content.decode()


def test_a_need_is_edited_closed_and_reopened_in_the_browser(client: Client, scene: Scene) -> None:
    need = scene.need()
    client.force_login(scene.company_user)
    data = filled(occupation="Kok", version=1)
    assert client.get(reverse("need_edit", args=[need.pk])).status_code == 200
    assert client.post(reverse("need_edit", args=[need.pk]), data).status_code == 302
    stale = client.post(reverse("need_edit", args=[need.pk]), filled(occupation="Tjener", version=1))
    assert "Villy Virksomhed" in stale.content.decode()
    close = reverse("need_close", args=[need.pk])
    assert client.get(close).status_code == 200
    assert client.post(close, {"version": 2}).status_code == 200
    assert client.post(close, {"version": 2, "reason": "Dækket"}).status_code == 302
    text = client.get(reverse("need", args=[need.pk])).content.decode()
    assert "Dækket" in text
    assert client.post(reverse("need_reopen", args=[need.pk]), {"version": 3}).status_code == 302
    need.refresh_from_db()
    assert (need.occupation, need.closed_on) == ("Kok", None)


def test_the_list_of_needs_takes_the_same_queries_for_one_and_fifty_rows(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.coordinator)
    assert_page_has_same_number_of_queries(
        client,
        f"{reverse('need_list')}?vis=50",
        add_rows=lambda number: [scene.need() for _ in range(number)],
    )


def test_an_empty_list_says_what_to_do_first(client: Client, scene: Scene) -> None:
    client.force_login(scene.company_user)
    text = client.get(reverse("need_list")).content.decode()
    assert "Der er ingen behov endnu" in text
    assert reverse("need_create") in text
