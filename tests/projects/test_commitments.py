"""Letters of intent and hiring guarantees: who may give them, what they count for, and their pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.enums import CommitmentKind, PhaseNumber
from jobveu.projects.models import Commitment, Need, Party, Project, ProjectNeed
from jobveu.projects.operations.commitments import edit_commitment, give_commitment, withdraw_commitment
from jobveu.projects.phases import IndicatorState
from jobveu.projects.queries.commitments import commitments_of_project
from tests import factories
from tests.factories import NOW, TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@dataclass
class Scene:
    project: Project
    company: Organisation
    other_company: Organisation
    association: Organisation
    boss: User
    other_boss: User
    speaker: User
    coordinator: User


@pytest.fixture
def scene(reference: None) -> Scene:
    company = factories.organisation(OrganisationKind.COMPANY, "Fiber & Søn")
    other = factories.organisation(OrganisationKind.COMPANY, "Kabel ApS")
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION, "Dansk Kabel")
    return Scene(
        project=factories.project(company, other, association),
        company=company,
        other_company=other,
        association=association,
        boss=factories.user(Role.COMPANY, company),
        other_boss=factories.user(Role.COMPANY, other),
        speaker=factories.user(Role.SOCIAL_PARTNER, association),
        coordinator=factories.user(Role.COORDINATOR, factories.office()),
    )


def give(scene: Scene, by: User, **changes: object) -> int:
    values = {
        "project_id": scene.project.pk,
        "kind": CommitmentKind.HIRING_GUARANTEE,
        "organisation_id": scene.company.pk,
        "head_count": 20,
        "given_on": TODAY,
    }
    return give_commitment(by=factories.actor(by), at=NOW, **{**values, **changes})


def indicator_state(project: Project) -> IndicatorState:
    phases = progress_of_project(project_id=project.pk).phases
    return next(
        status.state
        for phase in phases
        for status in phase.indicators
        if status.indicator.key == "letters-of-intent"
    )


def test_a_guarantee_is_recorded_and_is_evidence_of_phase_3(scene: Scene) -> None:
    made = give(scene, scene.boss, conditions="Kørekort")
    row = Commitment.objects.get(pk=made)
    assert (row.head_count, row.conditions, row.recorded_by) == (20, "Kørekort", scene.boss)
    assert indicator_state(scene.project) is IndicatorState.MET
    entry = AuditEntry.objects.get(room="projects.commitment", record_id=made)
    assert (entry.action, entry.user_id, entry.project_id) == (
        "commitment.given",
        scene.boss.pk,
        scene.project.pk,
    )


def test_a_commitment_whose_content_does_not_match_is_no_evidence(scene: Scene) -> None:
    give(scene, scene.boss, content_matches=False)
    assert indicator_state(scene.project) is IndicatorState.MISSING


def test_the_project_moves_on_when_the_commitment_is_all_that_was_missing(scene: Scene) -> None:
    scene.project.refresh_from_db()
    assert scene.project.current_phase == PhaseNumber.NEED
    give(scene, scene.boss)
    scene.project.refresh_from_db()
    assert scene.project.current_phase == PhaseNumber.NEED  # phases 1 and 2 are still open


def test_whoever_commits_becomes_a_party(scene: Scene) -> None:
    newcomer = factories.organisation(OrganisationKind.PUBLIC_WORKPLACE, "Plejehjemmet")
    give(scene, scene.coordinator, organisation_id=newcomer.pk, shown_by="Mail af 3. november")
    assert Party.objects.get(project=scene.project, organisation=newcomer).note == "Har givet tilsagn"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"head_count": None}, "head_count"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"organisation_id": 0}, "organisation_id"),
    ],
)
def test_what_cannot_be_is_refused(scene: Scene, changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        give(scene, scene.boss, **changes)
    assert refused.value.field == field
    assert not Commitment.objects.exists()


def test_a_union_cannot_commit(scene: Scene) -> None:
    union = factories.organisation(OrganisationKind.TRADE_UNION)
    with pytest.raises(DomainError, match="brancheorganisation"):
        give(scene, scene.coordinator, organisation_id=union.pk, shown_by="Brev")


def test_on_behalf_of_others_something_has_to_show_it(scene: Scene) -> None:
    with pytest.raises(DomainError) as refused:
        give(scene, scene.coordinator)
    assert refused.value.field == "shown_by"


def test_an_association_says_for_whom_it_speaks(scene: Scene) -> None:
    with pytest.raises(DomainError) as refused:
        give(scene, scene.speaker, organisation_id=scene.association.pk)
    assert refused.value.field == "on_behalf_of"
    made = give(scene, scene.speaker, organisation_id=scene.association.pk, on_behalf_of="Fire medlemmer")
    assert Commitment.objects.get(pk=made).on_behalf_of == "Fire medlemmer"


def test_the_second_of_two_editors_is_told(scene: Scene) -> None:
    made = give(scene, scene.boss)
    common = {
        "by": factories.actor(scene.boss),
        "at": NOW,
        "commitment_id": made,
        "kind": CommitmentKind.HIRING_GUARANTEE,
        "given_on": TODAY,
    }
    edit_commitment(**common, version=1, head_count=15)
    with pytest.raises(StaleEdit) as stale:
        edit_commitment(**common, version=1, head_count=10)
    assert stale.value.current["head_count"] == 15
    assert Commitment.objects.get(pk=made).head_count == 15


def test_a_withdrawn_commitment_stays_and_counts_no_longer(scene: Scene) -> None:
    made = give(scene, scene.boss)
    actor = factories.actor(scene.boss)
    withdraw_commitment(by=actor, at=NOW, commitment_id=made, on=TODAY, reason="Ordren gik tabt")
    row = Commitment.objects.get(pk=made)
    assert (row.withdrawn_on, row.withdrawn_reason) == (TODAY, "Ordren gik tabt")
    assert indicator_state(scene.project) is IndicatorState.MISSING
    assert commitments_of_project(project_id=scene.project.pk).guaranteed == 0
    with pytest.raises(DomainError, match="allerede"):
        withdraw_commitment(by=actor, at=NOW, commitment_id=made, on=TODAY, reason="Igen")
    with pytest.raises(DomainError, match="kan ikke ændres"):
        edit_commitment(
            by=actor,
            at=NOW,
            commitment_id=made,
            version=2,
            kind=CommitmentKind.HIRING_GUARANTEE,
            head_count=1,
            given_on=TODAY,
        )


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (TODAY, " ", "reason"),
        (TODAY - timedelta(days=1), "Fortrudt", "on"),
        (TODAY + timedelta(days=1), "Fortrudt", "on"),
    ],
)
def test_a_withdrawal_needs_reason_and_a_possible_day(
    scene: Scene, on: date, reason: str, field: str
) -> None:
    made = give(scene, scene.boss)
    with pytest.raises(DomainError) as refused:
        withdraw_commitment(by=factories.actor(scene.boss), at=NOW, commitment_id=made, on=on, reason=reason)
    assert refused.value.field == field


def test_head_counts_are_held_against_the_needs(scene: Scene) -> None:
    need = Need.objects.create(
        organisation=scene.company,
        stated_by=scene.company,
        occupation="Fibertekniker",
        head_count=30,
        competences="Fiber",
        municipality=factories.municipality(),
        needed_by=TODAY,
        stated_on=TODAY,
    )
    ProjectNeed.objects.create(project=scene.project, need=need)
    give(scene, scene.boss)
    give(
        scene,
        scene.other_boss,
        kind=CommitmentKind.LETTER_OF_INTENT,
        organisation_id=scene.other_company.pk,
        head_count=5,
    )
    give(scene, scene.boss, kind=CommitmentKind.LETTER_OF_INTENT, head_count=None)
    found = commitments_of_project(project_id=scene.project.pk)
    assert (found.guaranteed, found.intended, found.unnumbered) == (20, 5, 1)
    assert (found.needed, found.lacking) == (30, 5)


# Pages


def url(name: str, scene: Scene, *more: int) -> str:
    return reverse(name, args=[scene.project.pk, *more])


def test_a_company_gives_its_own_commitment(client: Client, scene: Scene) -> None:
    client.force_login(scene.boss)
    page = client.get(url("commitment_create", scene))
    assert page.status_code == 200
    assert "shown_by" not in page.content.decode()
    answer = client.post(
        url("commitment_create", scene),
        {"kind": "hiring_guarantee", "head_count": "20", "given_on": "01-11-2026", "content_matches": "on"},
    )
    assert answer.status_code == 302
    assert Commitment.objects.get().organisation == scene.company
    shown = client.get(url("project_commitments", scene)).content.decode()
    assert "Fiber &amp; Søn" in shown
    assert "Træk tilbage" in shown


def test_an_association_is_asked_for_whom_it_speaks(client: Client, scene: Scene) -> None:
    client.force_login(scene.speaker)
    answer = client.post(
        url("commitment_create", scene), {"kind": "letter_of_intent", "given_on": "01-11-2026"}
    )
    assert answer.status_code == 200
    assert 'href="#id_on_behalf_of"' in answer.content.decode()


def test_the_coordinator_records_one_and_says_what_shows_it(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    values = {
        "organisation_id": scene.company.pk,
        "kind": "letter_of_intent",
        "given_on": "01-11-2026",
        "content_matches": "on",
    }
    answer = client.post(url("commitment_create", scene), values)
    assert answer.status_code == 200
    assert 'href="#id_shown_by"' in answer.content.decode()
    assert client.post(url("commitment_create", scene), {**values, "shown_by": "Brev"}).status_code == 302


def test_a_company_cannot_touch_the_commitment_of_another(client: Client, scene: Scene) -> None:
    made = give(scene, scene.boss)
    client.force_login(scene.other_boss)
    for name in ("commitment_edit", "commitment_withdraw"):
        assert client.get(url(name, scene, made)).status_code == 403
        assert client.post(url(name, scene, made), {}).status_code == 403
    assert "Træk tilbage" not in client.get(url("project_commitments", scene)).content.decode()


def test_a_union_that_is_a_party_is_not_offered_to_commit(client: Client, scene: Scene) -> None:
    union = factories.organisation(OrganisationKind.TRADE_UNION)
    Party.objects.create(project=scene.project, organisation=union, joined_on=TODAY)
    client.force_login(factories.user(Role.SOCIAL_PARTNER, union))
    assert "Registrér tilsagn" not in client.get(url("project_commitments", scene)).content.decode()
    assert client.get(url("commitment_create", scene)).status_code == 403


def test_strangers_see_nothing(client: Client, scene: Scene) -> None:
    stranger = factories.user(Role.COMPANY, factories.organisation(OrganisationKind.COMPANY))
    client.force_login(stranger)
    for name in ("project_commitments", "commitment_create"):
        assert client.get(url(name, scene)).status_code in (403, 404)


def test_editing_and_withdrawing_through_the_pages(client: Client, scene: Scene) -> None:
    made = give(scene, scene.boss)
    client.force_login(scene.boss)
    values = {"kind": "hiring_guarantee", "head_count": "12", "given_on": "24-11-2026", "version": "1"}
    assert client.get(url("commitment_edit", scene, made)).status_code == 200
    assert client.post(url("commitment_edit", scene, made), values).status_code == 302
    stale = client.post(url("commitment_edit", scene, made), {**values, "head_count": "9"})
    assert stale.status_code == 200
    assert "har gemt ændringer" in stale.content.decode()
    assert client.get(url("commitment_withdraw", scene, made)).status_code == 200
    assert client.post(url("commitment_withdraw", scene, made), {"on": "24-11-2026"}).status_code == 200
    answer = client.post(
        url("commitment_withdraw", scene, made), {"on": "24-11-2026", "reason": "Ordren gik tabt"}
    )
    assert answer.status_code == 302
    shown = client.get(url("project_commitments", scene)).content.decode()
    assert "Ordren gik tabt" in shown


def test_the_page_takes_as_many_statements_with_fifty_commitments(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)

    def add(number: int) -> None:
        for _at in range(number):
            give(scene, scene.boss)

    assert_page_has_same_number_of_queries(client, url("project_commitments", scene), add_rows=add)
