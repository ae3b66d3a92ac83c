"""Finding the provider: tenders, offers, the choice, and who sees what of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.models import Invitation, Offer, Party, Procurement, Project
from jobveu.projects.operations import procurement as operations
from jobveu.projects.phases import EvidenceKind
from jobveu.projects.queries import procurement as queries
from tests import factories
from tests.factories import NOW, TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

DEADLINE = TODAY + timedelta(days=14)
AFTER = NOW + timedelta(days=15)


@dataclass
class Scene:
    project: Project
    tradium: Organisation
    tech: Organisation
    teacher: User
    rival: User
    coordinator: User


@pytest.fixture
def scene(reference: None) -> Scene:
    tradium = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "Fagskolen Nord")
    tech = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "Teknisk Skole Øst")
    return Scene(
        project=factories.project(),
        tradium=tradium,
        tech=tech,
        teacher=factories.user(Role.PROVIDER, tradium),
        rival=factories.user(Role.PROVIDER, tech),
        coordinator=factories.user(Role.COORDINATOR, factories.office()),
    )


def open_tender(scene: Scene, *providers: Organisation, **changes: object) -> int:
    values = {
        "project_id": scene.project.pk,
        "subject": "Fiberkursus",
        "requirements": "Otte uger",
        "opened_on": TODAY,
        "deadline": DEADLINE,
        "provider_ids": [row.pk for row in providers or (scene.tradium, scene.tech)],
    }
    return operations.open_tender(by=factories.actor(scene.coordinator), at=NOW, **{**values, **changes})


def offer(tender: int, by: User, of: Organisation, **changes: object) -> int:
    values = {
        "at": NOW,
        "description": "Vi kan begynde i januar",
        "price": Decimal("125000.50"),
        "earliest_start": TODAY + timedelta(days=40),
        "min_participants": 8,
        "max_participants": 16,
        "merit_giving": True,
    }
    return operations.submit_offer(
        by=factories.actor(by), procurement_id=tender, provider_id=of.pk, **{**values, **changes}
    )


def choose(scene: Scene, tender: int, of: Organisation, **changes: object) -> None:
    values = {
        "at": NOW,
        "version": Procurement.objects.get(pk=tender).version,
        "reason": "Bedst og nærmest",
        "chosen_on": TODAY,
    }
    operations.choose_provider(
        by=factories.actor(scene.coordinator),
        procurement_id=tender,
        provider_id=of.pk,
        **{**values, **changes},
    )


def evidence(project: Project) -> list[str]:
    return [
        item.who
        for phase in progress_of_project(project_id=project.pk).phases
        for status in phase.indicators
        for item in status.evidence
        if item.kind is EvidenceKind.PROVIDER_CHOSEN
    ]


def test_a_tender_invites_its_providers(scene: Scene) -> None:
    tender = open_tender(scene)
    assert set(Invitation.objects.filter(procurement=tender).values_list("provider_id", flat=True)) == {
        scene.tradium.pk,
        scene.tech.pk,
    }
    actions = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions[-3:] == ["tender.opened", "provider.invited", "provider.invited"]
    assert evidence(scene.project) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"provider_ids": []}, "provider_ids"),
        ({"deadline": TODAY - timedelta(days=1)}, "deadline"),
    ],
)
def test_a_tender_that_cannot_be_is_refused(scene: Scene, changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        open_tender(scene, **changes)
    assert refused.value.field == field
    assert not Procurement.objects.exists()


def test_only_education_providers_are_invited(scene: Scene) -> None:
    with pytest.raises(DomainError, match="Kun uddannelsesinstitutioner"):
        open_tender(scene, factories.organisation(OrganisationKind.COMPANY))


def test_a_provider_is_invited_once_and_not_after_the_deadline(scene: Scene) -> None:
    tender = open_tender(scene, scene.tradium)
    invite = {"by": factories.actor(scene.coordinator), "procurement_id": tender, "on": TODAY}
    with pytest.raises(DomainError, match="Allerede inviteret: Fagskolen Nord"):
        operations.invite_providers(**invite, at=NOW, provider_ids=[scene.tradium.pk])
    operations.invite_providers(**invite, at=NOW, provider_ids=[scene.tech.pk])
    late = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    with pytest.raises(DomainError, match="Fristen er udløbet"):
        operations.invite_providers(**invite, at=AFTER, provider_ids=[late.pk])


def test_an_offer_can_be_corrected_until_the_deadline(scene: Scene) -> None:
    tender = open_tender(scene)
    made = offer(tender, scene.teacher, scene.tradium)
    last_day = NOW + timedelta(days=14)
    assert offer(tender, scene.teacher, scene.tradium, at=last_day, price=Decimal(90000), version=1) == made
    assert Offer.objects.get().price == Decimal(90000)
    with pytest.raises(StaleEdit):
        offer(tender, scene.teacher, scene.tradium, price=Decimal(1), version=1)
    with pytest.raises(DomainError, match="Fristen for tilbud er udløbet"):
        offer(tender, scene.teacher, scene.tradium, at=AFTER, version=2)


def test_only_the_invited_make_offers(scene: Scene) -> None:
    tender = open_tender(scene, scene.tradium)
    with pytest.raises(DomainError, match="ikke inviteret"):
        offer(tender, scene.rival, scene.tech)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"description": ""}, "description"),
        ({"max_participants": 7}, "max_participants"),
        ({"earliest_start": TODAY - timedelta(days=1)}, "earliest_start"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(scene: Scene, changes: dict[str, object], field: str) -> None:
    tender = open_tender(scene)
    with pytest.raises(DomainError) as refused:
        offer(tender, scene.teacher, scene.tradium, **changes)
    assert refused.value.field == field


def test_a_refusal_takes_the_offer_back_and_an_offer_the_refusal(scene: Scene) -> None:
    tender = open_tender(scene)
    offer(tender, scene.teacher, scene.tradium)
    decline = {
        "by": factories.actor(scene.teacher),
        "at": NOW,
        "procurement_id": tender,
        "provider_id": scene.tradium.pk,
    }
    operations.decline_invitation(**decline, reason="Ingen lærere")
    with pytest.raises(DomainError, match="allerede"):
        operations.decline_invitation(**decline, reason="Ingen lærere")
    with pytest.raises(DomainError, match="der har givet et tilbud"):
        choose(scene, tender, scene.tradium, at=AFTER)
    offer(tender, scene.teacher, scene.tradium, version=1)
    row = Invitation.objects.get(provider=scene.tradium)
    assert (row.declined_on, row.declined_reason) == (None, "")


def test_the_choice_waits_for_the_deadline_or_everybodys_answer(scene: Scene) -> None:
    tender = open_tender(scene)
    offer(tender, scene.teacher, scene.tradium)
    with pytest.raises(DomainError, match="ikke alle inviterede har svaret"):
        choose(scene, tender, scene.tradium)
    operations.decline_invitation(
        by=factories.actor(scene.rival),
        at=NOW,
        procurement_id=tender,
        provider_id=scene.tech.pk,
        reason="Ikke vores felt",
    )
    choose(scene, tender, scene.tradium)
    assert evidence(scene.project) == ["Fagskolen Nord"]


def test_the_chosen_provider_becomes_a_party_and_the_tender_closes(scene: Scene) -> None:
    tender = open_tender(scene)
    offer(tender, scene.teacher, scene.tradium)
    choose(scene, tender, scene.tradium, at=AFTER, chosen_on=TODAY + timedelta(days=15))
    party = Party.objects.get(project=scene.project, organisation=scene.tradium)
    assert (party.joined_on, party.note) == (TODAY + timedelta(days=15), "Valgt som udbyder")
    with pytest.raises(DomainError, match="afsluttet"):
        offer(tender, scene.rival, scene.tech)
    entry = AuditEntry.objects.get(action="provider.chosen")
    assert entry.details["reason"] == "Bedst og nærmest"


def test_two_who_choose_at_once_are_told(scene: Scene) -> None:
    tender = open_tender(scene)
    offer(tender, scene.teacher, scene.tradium)
    offer(tender, scene.rival, scene.tech)
    choose(scene, tender, scene.tradium)
    with pytest.raises(StaleEdit) as stale:
        choose(scene, tender, scene.tech, version=1)
    assert stale.value.current["provider_id"] == scene.tradium.pk
    choose(scene, tender, scene.tech)
    assert Procurement.objects.get(pk=tender).chosen_provider == scene.tech


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"chosen_on": TODAY + timedelta(days=30)}, "chosen_on"),
        ({"chosen_on": TODAY - timedelta(days=1)}, "chosen_on"),
    ],
)
def test_a_choice_needs_reason_and_a_possible_day(
    scene: Scene, changes: dict[str, object], field: str
) -> None:
    tender = open_tender(scene, scene.tradium)
    offer(tender, scene.teacher, scene.tradium)
    with pytest.raises(DomainError) as refused:
        choose(scene, tender, scene.tradium, **changes)
    assert refused.value.field == field


def test_a_direct_choice_needs_its_reason(scene: Scene) -> None:
    values = {
        "by": factories.actor(scene.coordinator),
        "at": NOW,
        "project_id": scene.project.pk,
        "subject": "Tjenerkursus",
        "requirements": "",
        "provider_id": scene.tradium.pk,
        "chosen_on": TODAY,
    }
    with pytest.raises(DomainError) as refused:
        operations.choose_directly(**values, reason="")
    assert refused.value.field == "reason"
    operations.choose_directly(**values, reason="Den eneste skole i området")
    assert evidence(scene.project) == ["Fagskolen Nord"]
    assert Party.objects.filter(project=scene.project, organisation=scene.tradium).exists()


def test_a_cancelled_tender_takes_no_offers_and_no_choice(scene: Scene) -> None:
    tender = open_tender(scene)
    offer(tender, scene.teacher, scene.tradium)
    by = factories.actor(scene.coordinator)
    with pytest.raises(DomainError):
        operations.cancel_procurement(by=by, at=NOW, procurement_id=tender, reason="")
    operations.cancel_procurement(by=by, at=NOW, procurement_id=tender, reason="Ingen ledige")
    with pytest.raises(DomainError, match="annulleret"):
        offer(tender, scene.rival, scene.tech)
    with pytest.raises(DomainError, match="annulleret"):
        choose(scene, tender, scene.tradium, at=AFTER)


def test_editing_moves_the_deadline_and_tells_of_stale_edits(scene: Scene) -> None:
    tender = open_tender(scene)
    values = {
        "by": factories.actor(scene.coordinator),
        "at": NOW,
        "procurement_id": tender,
        "subject": "Fiberkursus 2",
        "requirements": "",
    }
    later = DEADLINE + timedelta(days=7)
    operations.edit_procurement(**values, version=1, deadline=later)
    assert Procurement.objects.get(pk=tender).deadline == later
    with pytest.raises(StaleEdit):
        operations.edit_procurement(**values, version=1, deadline=later)
    with pytest.raises(DomainError):
        operations.edit_procurement(**values, version=2, deadline=None)


def test_the_providers_list_shows_their_own_invitations_only(scene: Scene) -> None:
    mine = open_tender(scene, scene.tradium)
    open_tender(scene, scene.tech, subject="Et andet")
    page = queries.own_invitations(
        provider_ids=[scene.tradium.pk], today=TODAY, sort=Sort("deadline"), window=Window(0, 25)
    )
    assert [(row.procurement_id, row.answer) for row in page.rows] == [(mine, queries.Answer.WAITING)]
    offer(mine, scene.teacher, scene.tradium)
    page = queries.own_invitations(
        provider_ids=[scene.tradium.pk],
        today=TODAY,
        sort=Sort("deadline"),
        window=Window(0, 25),
        unanswered=True,
    )
    assert page.rows == ()


# Pages


@pytest.fixture
def today_is_a_test_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands at NOW."""
    monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: NOW)


def url(name: str, scene: Scene, *more: int) -> str:
    return reverse(name, args=[scene.project.pk, *more])


OFFER = {
    "description": "Vi kan",
    "price": "125.000,50",
    "earliest_start": "01-02-2027",
    "min_participants": "8",
    "max_participants": "16",
    "merit_giving": "yes",
}


@pytest.mark.usefixtures("today_is_a_test_day")
def test_an_invited_provider_that_is_no_party_reaches_its_page_and_makes_its_offer(
    client: Client, scene: Scene
) -> None:
    tender = open_tender(scene)
    offer(tender, scene.rival, scene.tech, description="Rivalens hemmelige tilbud")
    client.force_login(scene.teacher)
    assert client.get(url("project", scene)).status_code in (403, 404)
    assert "Fiberkursus" in client.get(reverse("own_invitations")).content.decode()
    assert client.get(url("procurement", scene, tender)).url == url("invitation", scene, tender)
    shown = client.get(url("invitation", scene, tender)).content.decode()
    assert "Otte uger" in shown
    assert "Rivalens" not in shown
    assert "Teknisk Skole" not in shown
    assert client.get(url("offer_submit", scene, tender)).status_code == 200
    bad = client.post(url("offer_submit", scene, tender), {**OFFER, "max_participants": "4"})
    assert bad.status_code == 200
    assert 'href="#id_max_participants"' in bad.content.decode()
    assert client.post(url("offer_submit", scene, tender), OFFER).status_code == 302
    assert Offer.objects.get(invitation__provider=scene.tradium).price == Decimal("125000.50")
    assert client.get(url("offer_decline", scene, tender)).status_code == 200
    assert client.post(url("offer_decline", scene, tender), {"reason": "Nej alligevel"}).status_code == 302
    assert "Nej alligevel" in client.get(url("invitation", scene, tender)).content.decode()


@pytest.mark.usefixtures("today_is_a_test_day")
def test_others_cannot_see_or_make_offers(client: Client, scene: Scene) -> None:
    tender = open_tender(scene, scene.tradium)
    client.force_login(scene.rival)
    for name in ("invitation", "offer_submit", "offer_decline"):
        assert client.get(url(name, scene, tender)).status_code == 404
    assert client.get(url("procurement", scene, tender)).status_code == 403
    client.force_login(scene.coordinator)
    assert client.post(url("offer_submit", scene, tender), OFFER).status_code in (403, 404)
    company = factories.organisation(OrganisationKind.COMPANY)
    Party.objects.create(project=scene.project, organisation=company, joined_on=TODAY)
    client.force_login(factories.user(Role.COMPANY, company))
    assert client.get(url("procurement", scene, tender)).status_code == 403
    assert client.get(url("project_procurement", scene)).status_code == 200
    assert client.get(url("provider_choose", scene, tender)).status_code == 403


@pytest.mark.usefixtures("today_is_a_test_day")
def test_job_centres_and_partners_who_are_parties_see_the_offers(client: Client, scene: Scene) -> None:
    tender = open_tender(scene)
    offer(tender, scene.teacher, scene.tradium, description="Otte uger på skolen")
    for kind, role in (
        (OrganisationKind.JOB_CENTRE, Role.CASEWORKER),
        (OrganisationKind.TRADE_UNION, Role.SOCIAL_PARTNER),
    ):
        party = factories.organisation(kind)
        Party.objects.create(project=scene.project, organisation=party, joined_on=TODAY)
        client.force_login(factories.user(role, party))
        page = client.get(url("procurement", scene, tender))
        assert "Otte uger på skolen" in page.content.decode()
        assert "Vælg udbyder" not in page.content.decode()
        assert client.post(url("provider_choose", scene, tender), {}).status_code == 403


@pytest.mark.usefixtures("today_is_a_test_day")
def test_the_coordinator_opens_a_tender_and_chooses(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    assert "Find udbyder" in client.get(url("project_procurement", scene)).content.decode()
    assert client.get(url("procurement_create", scene)).status_code == 200
    bad = client.post(url("procurement_create", scene), {"kind": "tender", "subject": "Fiberkursus"})
    assert bad.status_code == 200
    assert "Skriv fristen for tilbud." in bad.content.decode()
    answer = client.post(
        url("procurement_create", scene),
        {
            "kind": "tender",
            "subject": "Fiberkursus",
            "deadline": f"{DEADLINE:%d-%m-%Y}",
            "provider_ids": [scene.tradium.pk],
        },
    )
    assert answer.status_code == 302
    tender = Procurement.objects.get().pk
    assert client.get(url("invitation_add", scene, tender)).status_code == 200
    invite = {"provider_ids": [scene.tech.pk]}
    assert client.post(url("invitation_add", scene, tender), invite).status_code == 302
    assert client.get(url("procurement_edit", scene, tender)).status_code == 200
    edit = {"subject": "Fiber", "deadline": f"{DEADLINE:%d-%m-%Y}", "version": "1"}
    assert client.post(url("procurement_edit", scene, tender), edit).status_code == 302
    offer(tender, scene.teacher, scene.tradium)
    offer(tender, scene.rival, scene.tech, price=Decimal(99))
    page = client.get(url("provider_choose", scene, tender)).content.decode()
    assert "125.000,50" in page
    assert "99,00" in page
    values = {"offer_provider_id": scene.tech.pk, "chosen_on": "24-11-2026", "version": "2"}
    assert client.post(url("provider_choose", scene, tender), values).status_code == 200
    done = client.post(url("provider_choose", scene, tender), {**values, "reason": "Billigst"})
    assert done.status_code == 302
    shown = client.get(url("procurement", scene, tender)).content.decode()
    assert "Billigst" in shown
    assert "Ændr valget" in shown


@pytest.mark.usefixtures("today_is_a_test_day")
def test_a_direct_choice_through_the_page(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    values = {"kind": "direct_choice", "subject": "Kursus", "chosen_on": "24-11-2026"}
    bad = client.post(url("procurement_create", scene), values)
    assert bad.status_code == 200
    assert "netop den udbyder" in bad.content.decode()
    answer = client.post(
        url("procurement_create", scene),
        {**values, "provider_id": scene.tradium.pk, "reason": "Den eneste i området"},
    )
    assert answer.status_code == 302
    made = Procurement.objects.get().pk
    assert "Den eneste i området" in client.get(url("procurement", scene, made)).content.decode()
    assert client.get(url("provider_choose", scene, made)).status_code == 200
    assert client.get(url("procurement_edit", scene, made)).status_code == 200
    assert client.get(url("procurement_cancel", scene, made)).status_code == 200


@pytest.mark.usefixtures("today_is_a_test_day")
def test_the_pages_take_as_many_statements_with_fifty_rows(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)

    def add(number: int) -> None:
        for _at in range(number):
            tender = open_tender(scene, scene.tradium)
            offer(tender, scene.teacher, scene.tradium)

    assert_page_has_same_number_of_queries(client, url("project_procurement", scene), add_rows=add)
    client.force_login(scene.teacher)
    assert_page_has_same_number_of_queries(client, reverse("own_invitations") + "?vis=100", add_rows=add)


@pytest.mark.usefixtures("today_is_a_test_day")
def test_a_tender_takes_as_many_statements_with_fifty_offers(client: Client, scene: Scene) -> None:
    tender = open_tender(scene)
    client.force_login(scene.coordinator)

    def add(number: int) -> None:
        for _at in range(number):
            school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
            operations.invite_providers(
                by=factories.actor(scene.coordinator),
                at=NOW,
                procurement_id=tender,
                provider_ids=[school.pk],
                on=TODAY,
            )
            offer(tender, scene.coordinator, school)

    assert_page_has_same_number_of_queries(client, url("procurement", scene, tender), add_rows=add)
