"""Invitations to become a member: by whom, what the mail says, and what its link opens, once and for a time."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import InvitationState, OrganisationKind
from jobveu.actors.models import MemberInvitation, Membership, Organisation
from jobveu.actors.operations import invitations as operations
from jobveu.actors.rules import INVITATION_LIFE, invitation_state
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.delivery.models import OutgoingMail
from tests import factories
from tests.factories import NOW, PASSWORD
from tests.mails import delivered
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

STRONG = "Fire-Ord-Der-Kan-Huskes"
ACCEPT = "/konto/invitation/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def job_centre() -> Organisation:
    return factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")


@pytest.fixture
def leader(job_centre: Organisation) -> User:
    made = factories.user(Role.CASEWORKER, job_centre, "Lone Leder")
    Membership.objects.filter(user=made).update(administers=True)
    return made


@pytest.fixture
def at_desk(leader: User) -> Client:
    return logged_in(leader)


def logged_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def invite(client: Client, of: Organisation, **data: str) -> str:
    """The page after sending, or "→ address"."""
    values = {"name": "Nana Ny", "email": "nana@example.dk", "role": "caseworker", "language": "da"} | data
    answer = client.post(reverse("member_invite", args=[of.pk]), values)
    return f"→ {answer.headers['Location']}" if answer.status_code == 302 else answer.content.decode()


def link_mailed() -> str:
    found = re.search(r"http://testserver(/\S+)", delivered()[-1].body)
    assert found is not None
    return found[1]


def follow(client: Client, link: str) -> str:
    answer = client.get(link)
    assert answer.headers["Location"] == ACCEPT
    page = client.get(ACCEPT)
    assert page.headers["Cache-Control"] == "no-store", "it tells who is invited to what"
    return page.content.decode()


def accept(client: Client, **data: str) -> str:
    values = {"name": "Nana Ny", "password1": STRONG, "password2": STRONG} | data
    answer = client.post(ACCEPT, values)
    return f"→ {answer.headers['Location']}" if answer.status_code == 302 else answer.content.decode()


def actions() -> list[str]:
    rows = AuditEntry.objects.filter(room="actors.memberinvitation").order_by("id")
    return list(rows.values_list("action", flat=True))


# Becoming a user


def test_somebody_is_invited_and_is_a_member_at_once(at_desk: Client, job_centre: Organisation) -> None:
    assert invite(at_desk, job_centre) == f"→ {reverse('member_invitation_list', args=[job_centre.pk])}"
    link = link_mailed()
    message = delivered()[-1]
    assert (message.to, message.subject) == (
        ["nana@example.dk"],
        "Job-VEU: Du er inviteret til Job-VEU af Lone Leder",
    )
    assert "for Jobcenter Randers" in message.body
    assert "Linket gælder i 7 dage og kun én gang" in message.body
    newcomer = Client()
    page = follow(newcomer, link)
    assert "Lone Leder har inviteret dig til at bruge Job-VEU for Jobcenter Randers" in page
    assert 'value="Nana Ny"' in page
    assert accept(newcomer) == "→ /"
    assert newcomer.get(reverse("person_list")).status_code == 200
    made = User.objects.get(email="nana@example.dk")
    assert made.check_password(STRONG)
    held = Membership.objects.get(user=made)
    assert (held.organisation_id, held.role, held.administers) == (job_centre.pk, "caseworker", False)
    assert actions() == ["member_invitation.sent", "member_invitation.accepted"]


def test_a_newcomer_who_will_see_persons_is_led_to_a_second_factor(
    at_desk: Client, job_centre: Organisation, settings: Settings
) -> None:
    invite(at_desk, job_centre)
    link = link_mailed()
    settings.SECOND_FACTOR_REQUIRED = True
    newcomer = Client()
    follow(newcomer, link)
    accept(newcomer)
    assert newcomer.get("/").headers["Location"] == reverse("mfa_index")
    # Without being asked for the password that they have just chosen.
    assert newcomer.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_mail_is_in_the_language_that_the_inviter_chose(
    at_desk: Client, job_centre: Organisation
) -> None:
    invite(at_desk, job_centre, language="en")
    queued = OutgoingMail.objects.latest("pk")
    assert (queued.language, queued.hides_recipient) == ("en", True)
    assert queued.expires_at - queued.queued_at == INVITATION_LIFE


def test_a_weak_or_mistyped_password_is_refused_and_the_link_still_holds(
    at_desk: Client, job_centre: Organisation
) -> None:
    invite(at_desk, job_centre)
    newcomer = Client()
    follow(newcomer, link_mailed())
    page = newcomer.get(reverse("member_invitation_accept")).content.decode()
    assert "mindst 12 tegn" in page, "what a password must be is said before one is chosen"
    assert 'href="#id_password1"' in accept(newcomer, password1="kort", password2="kort")
    assert "ikke ens" in accept(newcomer, password2=STRONG + "x")
    assert "Skriv dit navn" in accept(newcomer, name=" ") or "skal udfyldes" in accept(newcomer, name=" ")
    assert not User.objects.filter(email="nana@example.dk").exists()
    assert accept(newcomer) == "→ /"


def test_the_secret_stands_in_no_address_and_no_table(at_desk: Client, job_centre: Organisation) -> None:
    invite(at_desk, job_centre)
    token = link_mailed().rstrip("/").rpartition("/")[2]
    assert len(token) >= 43  # 256 bits
    row = MemberInvitation.objects.get()
    assert token not in {str(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    assert not any(token in str(entry.details) for entry in AuditEntry.objects.all())


# Links that do not hold


def test_a_link_works_once(at_desk: Client, job_centre: Organisation) -> None:
    invite(at_desk, job_centre)
    link = link_mailed()
    first = Client()
    follow(first, link)
    accept(first)
    late = Client()
    assert "Invitationen er allerede brugt. Log ind med din e-mailadresse." in follow(late, link)
    assert "Invitationen er allerede brugt" in accept(late, password1="Et-Helt-Andet-Kodeord")
    assert User.objects.get(email="nana@example.dk").check_password(STRONG)


def test_an_expired_link_says_whom_to_ask(at_desk: Client, job_centre: Organisation) -> None:
    invite(at_desk, job_centre)
    link = link_mailed()
    MemberInvitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    late = Client()
    assert "Bed Lone Leder om at sende invitationen igen" in follow(late, link)
    accept(late)
    assert not User.objects.filter(email="nana@example.dk").exists()
    listed = at_desk.get(reverse("member_invitation_list", args=[job_centre.pk]) + "?state=expired")
    assert "Nana Ny" in listed.content.decode()


def test_sending_again_gives_a_new_link_and_ends_the_old(at_desk: Client, job_centre: Organisation) -> None:
    invite(at_desk, job_centre)
    old = link_mailed()
    row = MemberInvitation.objects.get()
    at_desk.post(reverse("member_invitation_send", args=[job_centre.pk, row.pk]))
    new = link_mailed()
    assert new != old
    assert "afløst af et nyere" in follow(Client(), old)
    assert accept_after(new) == "→ /"
    assert actions()[1] == "member_invitation.sent_again"


def accept_after(link: str) -> str:
    client = Client()
    follow(client, link)
    return accept(client)


def test_a_withdrawn_invitation_opens_nothing(at_desk: Client, job_centre: Organisation) -> None:
    invite(at_desk, job_centre)
    link = link_mailed()
    row = MemberInvitation.objects.get()
    at_desk.post(reverse("member_invitation_withdraw", args=[job_centre.pk, row.pk]))
    assert "Invitationen gælder ikke længere" in accept_after(link)
    assert not User.objects.filter(email="nana@example.dk").exists()
    shown = at_desk.get(reverse("member_invitation", args=[job_centre.pk, row.pk])).content.decode()
    assert "Trukket tilbage" in shown
    assert "Send igen" not in shown
    # And the address can be invited anew.
    assert invite(at_desk, job_centre).startswith("→")


def test_whoever_has_left_leaves_no_door_open(
    at_desk: Client, job_centre: Organisation, leader: User
) -> None:
    invite(at_desk, job_centre)
    link = link_mailed()
    Membership.objects.filter(user=leader).update(administers=False)
    assert "Invitationen gælder ikke længere" in accept_after(link)
    assert not User.objects.filter(email="nana@example.dk").exists()


@pytest.mark.parametrize("token", ["x", "A" * 43, "..%2F..", "æøå"])
def test_a_link_that_nobody_sent_opens_nothing(token: str) -> None:
    client = Client()
    client.get(reverse("member_invitation_open", args=[token]))
    page = client.get(ACCEPT).content.decode()
    assert "Linket er ikke komplet" in page
    assert "Linket er ikke komplet" in accept(client)


def test_guessing_links_is_throttled(settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"invitation_link": "20/m/ip"}
    client = Client()
    answers = [client.get(f"{ACCEPT}{number}/").status_code for number in range(21)]
    assert set(answers[:20]) == {302}
    assert answers[20] == 429


def test_sending_is_throttled(at_desk: Client, job_centre: Organisation, settings: Settings) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"invitation": "2/h/key"}
    for number in range(2):
        assert invite(at_desk, job_centre, email=f"nr{number}@example.dk").startswith("→")
    assert "Vent en time" in invite(at_desk, job_centre, email="nr3@example.dk")
    assert MemberInvitation.objects.count() == 2


# Those who have a user


def test_whether_an_address_has_a_user_is_not_told_to_the_inviter(
    at_desk: Client, job_centre: Organisation
) -> None:
    other = factories.organisation(OrganisationKind.COMPANY)
    factories.user(Role.COMPANY, other, "Kurt Kendt", "kurt@example.dk")
    known = invite(at_desk, job_centre, email="Kurt@Example.dk", name="K.")
    unknown = invite(at_desk, job_centre, email="nana@example.dk")
    assert known == unknown
    page = at_desk.get(reverse("member_invitation_list", args=[job_centre.pk])).content.decode()
    assert "Kurt Kendt" not in page


def test_somebody_with_a_user_logs_in_and_says_yes(at_desk: Client, job_centre: Organisation) -> None:
    other = factories.organisation(OrganisationKind.COMPANY)
    kurt = factories.user(Role.COMPANY, other, "Kurt Kendt", "kurt@example.dk")
    invite(at_desk, job_centre, email="kurt@example.dk")
    client = Client()
    page = follow(client, link_mailed())
    assert "Du har allerede en bruger med kurt@example.dk" in page
    assert "password1" not in page
    accept(client)  # a form of one's own making opens nothing
    assert Membership.objects.filter(user=kurt).count() == 1
    kurt.refresh_from_db()
    assert kurt.check_password(PASSWORD)
    query = f"?next={ACCEPT}"
    answer = client.post(reverse("account_login") + query, {"login": "kurt@example.dk", "password": PASSWORD})
    assert answer.headers["Location"] == ACCEPT
    assert "Din rolle bliver: Sagsbehandler i jobcenter" in client.get(ACCEPT).content.decode()
    assert client.post(ACCEPT).headers["Location"] == "/"
    assert Membership.objects.filter(user=kurt, organisation=job_centre, role="caseworker").exists()
    assert Membership.objects.filter(user=kurt).count() == 2


def test_an_invitation_to_somebody_else_is_not_taken_up(
    at_desk: Client, job_centre: Organisation, leader: User
) -> None:
    factories.user(Role.COMPANY, factories.organisation(OrganisationKind.COMPANY), email="kurt@example.dk")
    for email in ("kurt@example.dk", "nana@example.dk"):
        invite(at_desk, job_centre, email=email)
        link = link_mailed()
        page = follow(at_desk, link)
        assert f"Invitationen er til {email}, men du er logget ind som Lone Leder" in page
        assert "du er logget ind som" in accept(at_desk)
        token = link.rstrip("/").rpartition("/")[2]
        with pytest.raises(DomainError, match="en anden bruger"):
            operations.accept(by=factories.actor(leader), at=timezone.now(), token=token)
    assert Membership.objects.filter(user=leader).count() == 1


def test_a_closed_user_is_told_so(at_desk: Client, job_centre: Organisation) -> None:
    closed = factories.user(
        Role.COMPANY, factories.organisation(OrganisationKind.COMPANY), email="lukket@example.dk"
    )
    User.objects.filter(pk=closed.pk).update(is_active=False)
    invite(at_desk, job_centre, email="lukket@example.dk")
    assert "adgangen er lukket" in accept_after(link_mailed())
    assert Membership.objects.filter(user=closed).count() == 1


def test_nobody_is_invited_to_what_they_are_or_twice(at_desk: Client, job_centre: Organisation) -> None:
    factories.user(Role.CASEWORKER, job_centre, email="sara@example.dk")
    assert "Brugeren har allerede den rolle" in invite(at_desk, job_centre, email="SARA@example.dk")
    invite(at_desk, job_centre)
    assert "allerede inviteret til den rolle" in invite(at_desk, job_centre, email="Nana@example.dk")
    assert invite(at_desk, job_centre, role="company_consultant").startswith("→")


# Who may


def test_only_who_administers_the_users_invites(job_centre: Organisation, leader: User) -> None:
    """Not the coordinator of a project they take part in: who gives access to a company sees, through it, the
    persons who are presented to it."""
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY)
    company = factories.organisation(OrganisationKind.COMPANY)
    factories.project(company, job_centre)
    coordinator = factories.user(Role.COORDINATOR, factories.office())
    colleague = factories.user(Role.CASEWORKER, job_centre)
    system = factories.user(Role.ADMINISTRATOR, agency)
    row = operations.invite(
        by=factories.actor(leader),
        at=NOW,
        organisation_id=job_centre.pk,
        name="N",
        email="n@example.dk",
        role=Role.CASEWORKER,
    )
    one = [job_centre.pk, row.invitation_id]
    for who, status in ((coordinator, 404), (colleague, 404), (leader, 200), (system, 200)):
        client = logged_in(who)
        for name in ("member_invite", "member_invitation_list"):
            assert client.get(reverse(name, args=[job_centre.pk])).status_code == status, (who, name)
        for name in ("member_invitation", "member_invitation_send", "member_invitation_withdraw"):
            assert client.get(reverse(name, args=one)).status_code == status, (who, name)
    # Another organisation's invitation is not reached through one's own address.
    other = factories.organisation(OrganisationKind.JOB_CENTRE, municipality=factories.municipality("0710"))
    head = factories.user(Role.CASEWORKER, other)
    Membership.objects.filter(user=head).update(administers=True)
    address = reverse("member_invitation_withdraw", args=[other.pk, row.invitation_id])
    assert logged_in(head).post(address).status_code == 404


def test_only_a_system_administrator_invites_one() -> None:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY)
    analyst = factories.user(Role.NATIONAL_ANALYST, agency)
    Membership.objects.filter(user=analyst).update(administers=True)
    system = factories.user(Role.ADMINISTRATOR, agency)
    values = {"organisation_id": agency.pk, "name": "N", "email": "n@example.dk", "role": Role.ADMINISTRATOR}
    with pytest.raises(DomainError, match="Vælg en rolle"):
        operations.invite(by=factories.actor(analyst), at=NOW, **values)
    made = operations.invite(by=factories.actor(system), at=NOW, **values)
    with pytest.raises(DomainError, match="Kun en systemadministrator"):
        operations.send_again(by=factories.actor(analyst), at=NOW, invitation_id=made.invitation_id)
    with pytest.raises(DomainError, match="Kun en systemadministrator"):
        operations.withdraw(by=factories.actor(analyst), at=NOW, invitation_id=made.invitation_id)


def test_a_role_that_the_organisation_does_not_give_is_refused(
    at_desk: Client, job_centre: Organisation
) -> None:
    for role in ("coordinator", "administrator", "public", ""):
        assert not invite(at_desk, job_centre, role=role).startswith("→")
    assert not MemberInvitation.objects.exists()


# The state, and the list


@pytest.mark.parametrize(
    ("minutes", "accepted", "withdrawn", "state"),
    [
        (-1, False, False, InvitationState.OPEN),
        (0, False, False, InvitationState.EXPIRED),
        (-1, True, False, InvitationState.ACCEPTED),
        (1, True, False, InvitationState.ACCEPTED),
        (-1, False, True, InvitationState.WITHDRAWN),
        (1, False, True, InvitationState.WITHDRAWN),
    ],
)
def test_the_state_follows_from_what_has_happened(
    minutes: int, accepted: bool, withdrawn: bool, state: InvitationState
) -> None:
    at = NOW + timedelta(minutes=minutes)
    assert invitation_state(at=at, expires_at=NOW, accepted=accepted, withdrawn=withdrawn) is state


@pytest.mark.parametrize("state", InvitationState)
def test_the_list_is_filtered_by_state(
    state: InvitationState, job_centre: Organisation, leader: User
) -> None:
    by = factories.actor(leader)
    for number, kind in enumerate(InvitationState):
        made = operations.invite(
            by=by,
            at=timezone.now(),
            organisation_id=job_centre.pk,
            name=f"Den {kind.value}",
            email=f"nr{number}@example.dk",
            role=Role.CASEWORKER,
        )
        if kind is InvitationState.WITHDRAWN:
            operations.withdraw(by=by, at=timezone.now(), invitation_id=made.invitation_id)
        if kind is InvitationState.ACCEPTED:
            operations.accept_as_new(at=timezone.now(), token=made.token, name="Den accepted")
        if kind is InvitationState.EXPIRED:
            MemberInvitation.objects.filter(pk=made.invitation_id).update(expires_at=NOW - timedelta(days=1))
    address = reverse("member_invitation_list", args=[job_centre.pk]) + f"?state={state.value}"
    page = logged_in(leader).get(address).content.decode()
    assert {kind for kind in InvitationState if f"Den {kind.value}" in page} == {state}


def test_the_list_takes_as_many_queries_with_many(
    at_desk: Client, job_centre: Organisation, leader: User
) -> None:
    def add_rows(count: int) -> None:
        for _number in range(count):
            operations.invite(
                by=factories.actor(leader),
                at=NOW,
                organisation_id=job_centre.pk,
                name="N",
                email=f"n{MemberInvitation.objects.count()}@example.dk",
                role=Role.CASEWORKER,
            )

    address = reverse("member_invitation_list", args=[job_centre.pk]) + "?vis=100"
    assert_page_has_same_number_of_queries(at_desk, address, add_rows=add_rows)


@pytest.mark.django_db(transaction=True)
def test_two_who_follow_one_link_at_the_same_time_make_one_user(reference: None) -> None:
    centre = factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")
    head = factories.user(Role.CASEWORKER, centre)
    Membership.objects.filter(user=head).update(administers=True)
    now = timezone.now()
    made = operations.invite(
        by=factories.actor(head),
        at=now,
        organisation_id=centre.pk,
        name="Nana",
        email="nana@example.dk",
        role=Role.CASEWORKER,
    )
    start, told = threading.Barrier(2), []

    def take_up() -> None:
        start.wait()
        try:
            operations.accept_as_new(at=now, token=made.token, name="Nana", password=STRONG)
            told.append("in")
        except DomainError:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=take_up) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["in", "refused"]
    assert Membership.objects.filter(user__email="nana@example.dk").count() == 1


def test_a_mail_that_cannot_be_queued_leaves_no_invitation(at_desk: Client, job_centre: Organisation) -> None:
    at_desk.raise_request_exception = False
    with mock.patch("jobveu.accounts.links.queue_mail", side_effect=RuntimeError):
        assert (
            at_desk.post(
                reverse("member_invite", args=[job_centre.pk]),
                {"name": "N", "email": "n@example.dk", "role": "caseworker", "language": "da"},
            ).status_code
            == 500
        )
    assert not MemberInvitation.objects.exists()
