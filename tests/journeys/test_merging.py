"""Merging and undoing: everything moves, nothing is lost, and the database is as it was afterwards."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import ApiToken, Consent, Contact, Dialogue, Membership, Merge, Organisation
from jobveu.actors.operations.contacts import create_contact
from jobveu.actors.operations.erasure import erase_contact
from jobveu.actors.queries.merges import merge_row, merged_into
from jobveu.common.errors import DomainError, constraint_error
from jobveu.common.models import AuditEntry
from jobveu.journeys.merging.operations import CONTACT, FIELDS, ORGANISATION, merge, preview, undo_merge
from jobveu.journeys.merging.rules import COLLISIONS
from jobveu.projects import models as projects
from tests import factories
from tests.architecture.world import make_side
from tests.concurrency import at_once
from tests.factories import NOW, TODAY
from tests.journeys.merging_world import World, dump, pointers

needs_reference = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def world(reference: None) -> World:
    return World(1).fill()


@pytest.mark.django_db
def test_in_any_world_a_merge_leaves_nothing_behind_and_undoing_it_leaves_no_trace(reference: None) -> None:
    """Random worlds: after the merge nothing points to the one that is gone, after undoing every table is as it
    was, the search index included."""
    for seed in range(12):
        scene = World(seed).fill()
        before = dump()
        fields = frozenset(name for name in FIELDS[ORGANISATION] if scene.pick.random() < 0.5) | {"cvr"}
        foreseen = preview(
            by=scene.admin, at=NOW, room=ORGANISATION, kept_id=scene.kept.pk, gone_id=scene.gone.pk
        )
        assert foreseen.refusal == "", seed
        assert dump() == before, "a preview changes nothing"
        pointing = pointers(scene.gone.pk)
        merge_id = scene.merge(fields)
        assert not Organisation.objects.filter(pk=scene.gone.pk).exists()
        assert pointers(scene.gone.pk) == {}
        assert sum(count for _label, count in foreseen.moved) >= sum(pointing.values()) - 1
        json.dumps(Merge.objects.get(pk=merge_id).journal)
        assert undo_merge(by=scene.admin, at=NOW, merge_id=merge_id) == 0
        after = dump()
        for table in before:
            assert after[table] == before[table], (seed, table)
        Merge.objects.all().delete()


pytestmark = needs_reference


def test_what_both_have_becomes_one_with_the_better_of_both(world: World) -> None:
    projects.Party.objects.all().delete()
    project = world.projects[0]
    early, late = date(2025, 1, 1), date(2026, 1, 1)
    projects.Party.objects.create(project=project, organisation=world.kept, joined_on=late, note="Vært")
    projects.Party.objects.create(
        project=project,
        organisation=world.gone,
        joined_on=early,
        note="Finder kandidater",
        defines_content=True,
    )
    foreseen = preview(
        by=world.admin, at=NOW, room=ORGANISATION, kept_id=world.kept.pk, gone_id=world.gone.pk
    )
    assert str(COLLISIONS["party_once"].words) in foreseen.words
    world.merge()
    party = projects.Party.objects.get()
    assert (party.organisation_id, party.joined_on, party.defines_content, party.note) == (
        world.kept.pk,
        early,
        True,
        "Vært; Finder kandidater",
    )


def test_fields_are_taken_from_the_one_that_goes_where_chosen(world: World) -> None:
    merge_id = world.merge(frozenset({"name", "p_number"}))
    kept = Organisation.objects.get(pk=world.kept.pk)
    assert (kept.name, kept.p_number, kept.municipality_id) == ("Smedjen", "1000000001", None)
    undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    kept.refresh_from_db()
    assert (kept.name, kept.p_number) == ("Smedjen A/S", "")
    assert Organisation.objects.get(pk=world.gone.pk).p_number == "1000000001"


def test_what_was_changed_since_stays_when_a_merge_is_undone(world: World) -> None:
    need = projects.Need.objects.get(organisation=world.gone)
    merge_id = world.merge(frozenset({"name"}))
    Organisation.objects.filter(pk=world.kept.pk).update(name="Nyt navn", website="https://smedjen.example")
    need.delete()
    later = Contact.objects.create(organisation=world.kept, name="Ny", phone="1")
    assert undo_merge(by=world.admin, at=NOW, merge_id=merge_id) >= 2
    kept = Organisation.objects.get(pk=world.kept.pk)
    assert (kept.name, kept.website) == ("Nyt navn", "https://smedjen.example")
    assert Organisation.objects.get(pk=world.gone.pk).name == "Smedjen"
    assert not projects.Need.objects.filter(pk=need.pk).exists()
    later.refresh_from_db()
    assert later.organisation_id == world.kept.pk


def test_undoing_says_what_makes_it_impossible(world: World) -> None:
    merge_id = world.merge()
    taken = factories.organisation(OrganisationKind.COMPANY, cvr="12345674", p_number="1000000001")
    with pytest.raises(DomainError, match="P-nummer"):
        undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    taken.delete()
    with pytest.raises(DomainError, match="for gammel"):
        undo_merge(by=world.admin, at=NOW + timedelta(days=31), merge_id=merge_id)
    other = factories.organisation(OrganisationKind.COMPANY)
    later = merge(by=world.admin, at=NOW, room=ORGANISATION, kept_id=other.pk, gone_id=world.kept.pk)
    assert merged_into(room=ORGANISATION, record_id=world.gone.pk) == other.pk
    with pytest.raises(DomainError, match="Fortryd den sammenlægning først"):
        undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    undo_merge(by=world.admin, at=NOW, merge_id=later)
    undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    with pytest.raises(DomainError, match="allerede fortrudt"):
        undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    assert merged_into(room=ORGANISATION, record_id=world.gone.pk) is None


def test_what_it_belongs_to_must_be_there(world: World) -> None:
    projects.Need.objects.all().delete()
    merge_id = world.merge()
    world.gone.municipality.delete()
    with pytest.raises(DomainError, match="slettet siden"):
        undo_merge(by=world.admin, at=NOW, merge_id=merge_id)


def test_what_was_taken_from_the_one_is_not_given_back_to_the_other(world: World) -> None:
    """Two memberships that had become one, and were ended; two parties of which the one they became was removed; a
    consent that was withdrawn: undoing the merge opens none of it again."""
    projects.Party.objects.filter(organisation__in=[world.kept, world.gone]).delete()
    project = factories.project(world.kept, world.gone)
    user = factories.user(Role.COMPANY, world.kept)
    early, late = TODAY - timedelta(days=9), TODAY
    old = Membership.objects.create(user=user, organisation=world.gone, role=Role.COMPANY, valid_from=early)
    newcomer = factories.user(Role.COMPANY, world.kept, name="Ny")
    new = Membership.objects.create(
        user=newcomer, organisation=world.gone, role=Role.COMPANY, valid_from=late
    )
    contacts = [
        Contact.objects.create(organisation=one, name="Åse Prøve", email="aase@example.dk")
        for one in (world.kept, world.gone)
    ]
    for contact in contacts:
        Consent.objects.create(contact=contact, kind="survey", given_on=early, shown_by="Mail")
    merge_id = world.merge()
    yesterday = TODAY - timedelta(days=1)
    Membership.objects.filter(organisation=world.kept, user__in=[user, newcomer]).update(
        valid_to=yesterday, valid_from=early
    )
    projects.Party.objects.filter(project=project).delete()
    Consent.objects.filter(contact=contacts[0]).update(withdrawn_on=TODAY)
    Contact.objects.filter(pk=contacts[0].pk).update(active=False, removed_on=TODAY)
    undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    assert Membership.objects.get(pk=old.pk).valid_to == yesterday
    assert not Membership.objects.filter(pk=new.pk).exists(), "it had ended before it began"
    assert not projects.Party.objects.filter(project=project).exists()
    again = Contact.objects.get(pk=contacts[1].pk)
    assert (again.active, again.removed_on) == (False, TODAY)
    assert again.consents.get().withdrawn_on == TODAY


def test_times_that_overlap_become_one_and_what_had_ended_does_not_come_to_life(world: World) -> None:
    """Two memberships of the one, and one of the other that fills the gap between them and had ended."""
    user = factories.user(Role.COMPANY, world.third)
    day = [TODAY - timedelta(days=300 - 50 * number) for number in range(6)]
    common = {"user": user, "role": Role.COMPANY}
    first = Membership.objects.create(
        organisation=world.kept, valid_from=day[0], valid_to=day[2], administers=True, **common
    )
    open_one = Membership.objects.create(organisation=world.kept, valid_from=day[3], **common)
    between = Membership.objects.create(
        organisation=world.gone, valid_from=day[1], valid_to=day[4], administers=True, **common
    )
    token = ApiToken.objects.create(
        membership=between,
        name="Fagsystem",
        digest="0",
        ending="0",
        scopes=["projects:read"],
        created_at=NOW,
        expires_on=TODAY,
    )
    merge_id = world.merge()
    one = Membership.objects.get(user=user, organisation=world.kept)
    assert (one.valid_from, one.valid_to, one.administers) == (day[0], None, False)
    token.refresh_from_db()
    assert (token.membership_id, token.expires_on) == (one.pk, day[4])
    one.valid_to = day[5]
    one.save()
    undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    found = Membership.objects.filter(user=user).exclude(organisation=world.third).order_by("valid_from")
    assert [(row.pk, row.valid_from, row.valid_to, row.administers) for row in found] == [
        (first.pk, day[0], day[2], True),
        (between.pk, day[1], day[4], True),
        (open_one.pk, day[3], day[5], False),
    ]


def test_an_erased_contact_is_not_brought_back(world: World) -> None:
    contacts = [
        Contact.objects.create(organisation=one, name="Åse Prøve", email="aase@example.dk")
        for one in (world.kept, world.gone)
    ]
    merge_id = world.merge()
    erase_contact(by=world.admin, at=NOW, contact_id=contacts[0].pk, ground="retention")
    held = Merge.objects.get(pk=merge_id)
    assert "aase@example.dk" not in json.dumps(held.journal)
    with pytest.raises(DomainError, match="slettet"):
        undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    row = merge_row(merge_id=merge_id, at=NOW)
    assert row is not None
    assert not row.may_be_undone
    assert merged_into(room=ORGANISATION, record_id=world.gone.pk) == world.kept.pk


def test_what_cannot_be_merged_is_refused_and_nothing_is_changed(world: World) -> None:
    procurement = projects.Procurement.objects.first()
    projects.Invitation.objects.all().delete()
    for one in (world.kept, world.gone):
        invitation = projects.Invitation.objects.create(
            procurement=procurement, provider=one, invited_on=TODAY
        )
        projects.Offer.objects.create(
            invitation=invitation,
            description="T",
            price="1.00",
            earliest_start=TODAY,
            min_participants=1,
            max_participants=1,
            merit_giving=False,
            submitted_at=NOW,
            submitted_by=world.user,
        )
    before = dump()
    with pytest.raises(DomainError, match="To tilbud"):
        world.merge()
    assert dump() == before
    coordinator = factories.actor(world.user)
    other = factories.organisation(OrganisationKind.PUBLIC_WORKPLACE)
    with pytest.raises(DomainError, match="samme type"):
        merge(by=coordinator, at=NOW, room=ORGANISATION, kept_id=other.pk, gone_id=world.gone.pk)
    with pytest.raises(DomainError, match="Myndigheder"):
        merge(
            by=coordinator,
            at=NOW,
            room=ORGANISATION,
            kept_id=world.office.pk,
            gone_id=factories.office("syd").pk,
        )


def test_only_a_system_administrator_gives_users_access_by_a_merge(world: World) -> None:
    projects.Offer.objects.all().delete()
    factories.user(Role.COMPANY, world.gone)
    with pytest.raises(DomainError, match="systemadministrator"):
        world.merge(by=factories.actor(world.user))
    assert world.merge()


def test_whoever_has_to_do_with_persons_is_never_the_one_that_goes() -> None:
    side = make_side("midt-nord", "0730")
    twin = factories.organisation(OrganisationKind.COMPANY)
    centre = factories.organisation(OrganisationKind.JOB_CENTRE)
    admin = factories.actor(side.users[Role.ADMINISTRATOR])
    for kept, gone in ((twin, side.company), (centre, side.job_centre)):
        with pytest.raises(DomainError, match="kandidater"):
            merge(by=admin, at=NOW, room=ORGANISATION, kept_id=kept.pk, gone_id=gone.pk)
        assert merge(by=admin, at=NOW, room=ORGANISATION, kept_id=gone.pk, gone_id=kept.pk)


def test_contacts_of_one_organisation_are_merged_and_brought_back(world: World) -> None:
    Contact.objects.all().delete()
    first = Contact.objects.create(organisation=world.kept, name="Åse Prøve", email="aase@example.dk")
    second = Contact.objects.create(organisation=world.kept, name="Aase Prøve", phone="12345678")
    for contact, day in ((first, TODAY), (second, TODAY - timedelta(days=9))):
        Consent.objects.create(contact=contact, kind="survey", given_on=day, shown_by="Mail")
    Dialogue.objects.update(contact=second)
    before = dump()
    merge_id = merge(
        by=world.admin,
        at=NOW,
        room=CONTACT,
        kept_id=first.pk,
        gone_id=second.pk,
        from_gone=frozenset({"phone"}),
    )
    kept = Contact.objects.get()
    assert (kept.name, kept.email, kept.phone) == ("Åse Prøve", "aase@example.dk", "12345678")
    assert Consent.objects.get().given_on == TODAY - timedelta(days=9)
    assert set(Dialogue.objects.values_list("contact", flat=True)) == {first.pk}
    assert AuditEntry.objects.filter(action="contact.merged").exists()
    undo_merge(by=world.admin, at=NOW, merge_id=merge_id)
    assert dump() == before
    elsewhere = Contact.objects.create(organisation=world.third, name="Åse", phone="1")
    with pytest.raises(DomainError, match="samme organisation"):
        merge(by=world.admin, at=NOW, room=CONTACT, kept_id=first.pk, gone_id=elsewhere.pk)


def test_the_journal_is_emptied_when_it_can_be_undone_no_longer(world: World) -> None:
    merge_id = world.merge()
    one, two = (factories.organisation(OrganisationKind.COMPANY) for _number in range(2))
    merge(by=world.admin, at=NOW + timedelta(days=31), room=ORGANISATION, kept_id=one.pk, gone_id=two.pk)
    assert Merge.objects.get(pk=merge_id).journal == []


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_and_somebody_who_adds_a_contact_meanwhile(reference: None) -> None:
    admin = factories.actor(
        factories.user(Role.ADMINISTRATOR, factories.organisation(OrganisationKind.NATIONAL_AGENCY))
    )

    def join(kept: int, gone: int) -> int:
        return merge(by=admin, at=NOW, room=ORGANISATION, kept_id=kept, gone_id=gone)

    def add(to: int) -> int:
        return create_contact(by=admin, at=NOW, organisation_id=to, name="Ny", phone="1")

    for round_ in range(6):
        one, two = (
            factories.organisation(OrganisationKind.COMPANY, f"Smed {round_}") for _number in range(2)
        )
        project = factories.project(one, two)
        first, second, third, fourth = at_once(
            partial(join, one.pk, two.pk),
            partial(join, two.pk, one.pk),
            partial(add, one.pk),
            partial(add, two.pk),
        )
        assert sorted(isinstance(result, int) for result in (first, second)) == [False, True], (first, second)
        left = Organisation.objects.get(name=f"Smed {round_}")
        added = [result for result in (third, fourth) if isinstance(result, int)]
        assert Contact.objects.filter(pk__in=added, organisation=left).count() == len(added)
        for result in (third, fourth):
            if isinstance(result, IntegrityError):
                assert constraint_error(result) is not None
            else:
                assert isinstance(result, (int, DomainError)), result
        assert list(
            projects.Party.objects.filter(project=project).values_list("organisation", flat=True)
        ) == [left.pk]
