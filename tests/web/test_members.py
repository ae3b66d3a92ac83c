"""The users of one organisation: its administrator decides over them, over nobody else's, and at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from jobveu.accounts.enums import Role
from jobveu.accounts.models import OpenIdentity, User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.actors.operations import members as operations
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.web.navigation import SECTIONS
from tests import factories
from tests.factories import NOW
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    with translation.override("da"):
        yield
    cache.clear()


def log_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def held(who: User) -> Membership:
    return Membership.objects.get(user=who)


@pytest.fixture
def job_centre(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")


@pytest.fixture
def leader(job_centre: Organisation) -> User:
    made = factories.user(Role.CASEWORKER, job_centre, "Lone Leder")
    Membership.objects.filter(user=made).update(administers=True)
    return made


@pytest.fixture
def colleague(job_centre: Organisation) -> User:
    return factories.user(Role.CASEWORKER, job_centre, "Karl Kollega")


def page(name: str, of: Organisation, who: User | None = None) -> str:
    return reverse(name, args=[of.pk] if who is None else [of.pk, held(who).pk])


def test_the_administrator_sees_the_members_and_a_colleague_does_not(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    shown = log_in(leader).get(page("member_list", job_centre)).content.decode()
    assert "Brugere i Jobcenter Randers" in shown
    assert "Lone Leder" in shown
    assert "Karl Kollega" in shown
    assert log_in(colleague).get(page("member_list", job_centre)).status_code == 404
    assert (
        page("member_list", job_centre)
        in log_in(leader).get(page("organisation", job_centre)).content.decode()
    )


def test_no_other_organisations_members_are_within_reach(job_centre: Organisation, leader: User) -> None:
    other = factories.organisation(OrganisationKind.COMPANY, "En virksomhed")
    theirs = factories.user(Role.COMPANY, other)
    client = log_in(leader)
    for name in ("member", "member_role", "member_administration", "member_end"):
        assert client.get(page(name, other, theirs)).status_code == 404
        # Under one's own organisation's address, too.
        assert client.post(reverse(name, args=[job_centre.pk, held(theirs).pk])).status_code == 404
    assert held(theirs).valid_to is None


def test_ending_a_membership_ends_access_at_the_next_request(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    theirs = log_in(colleague)
    assert theirs.get(reverse("person_list")).status_code == 200
    membership = held(colleague)
    answer = log_in(leader).post(page("member_end", job_centre, colleague), {"when": "now", "last_day": ""})
    assert answer.headers["Location"] == page("member_list", job_centre)
    assert theirs.get(reverse("person_list")).status_code == 403
    told = AuditEntry.objects.filter(room="actors.membership", record_id=membership.pk).get()
    assert (told.action, told.user_id) == ("membership.ended", leader.pk)


def test_a_role_is_changed_from_today_and_keeps_the_administration(
    job_centre: Organisation, leader: User
) -> None:
    client = log_in(leader)
    address = page("member_role", job_centre, leader)
    assert "Virksomhedskonsulent i jobcenter" in client.get(address).content.decode()
    assert client.post(address, {"role": Role.COMPANY_CONSULTANT}).status_code == 302
    now = Membership.objects.get(user=leader, valid_to__isnull=True)
    assert (now.role, now.administers) == (Role.COMPANY_CONSULTANT, True)
    before = Membership.objects.get(user=leader, valid_to__isnull=False)
    assert before.valid_to == timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.PUBLIC, Role.CASEWORKER])
def test_a_role_that_does_not_fit_is_refused(
    job_centre: Organisation, leader: User, colleague: User, role: Role
) -> None:
    by = factories.actor(leader)
    with pytest.raises(DomainError) as refused:
        operations.change_role(by=by, at=NOW, membership_id=held(colleague).pk, role=role)
    assert refused.value.field == "role"
    answer = log_in(leader).post(page("member_role", job_centre, colleague), {"role": role})
    assert answer.status_code == 200
    assert held(colleague).role == Role.CASEWORKER


def test_nobody_makes_a_system_administrator_but_one() -> None:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
    analyst = factories.user(Role.NATIONAL_ANALYST, agency)
    Membership.objects.filter(user=analyst).update(administers=True)
    system = factories.user(Role.ADMINISTRATOR, agency)
    by = factories.actor(analyst)
    with pytest.raises(DomainError, match="Vælg en rolle"):
        operations.change_role(by=by, at=NOW, membership_id=held(analyst).pk, role=Role.ADMINISTRATOR)
    with pytest.raises(DomainError, match="Kun en systemadministrator"):
        operations.change_role(by=by, at=NOW, membership_id=held(system).pk, role=Role.NATIONAL_ANALYST)
    with pytest.raises(DomainError, match="Kun en systemadministrator"):
        operations.end_member(by=by, at=NOW, membership_id=held(system).pk, last_day=factories.TODAY)
    with pytest.raises(DomainError, match="Kun en systemadministrator"):
        operations.set_member_administers(by=by, at=NOW, membership_id=held(system).pk, administers=True)
    made = operations.change_role(
        by=factories.actor(system), at=NOW, membership_id=held(analyst).pk, role=Role.ADMINISTRATOR
    )
    assert Membership.objects.get(pk=made).role == Role.ADMINISTRATOR


def test_a_membership_that_has_an_end_keeps_its_role(leader: User, colleague: User) -> None:
    Membership.objects.filter(user=colleague).update(valid_to=factories.TODAY)
    with pytest.raises(DomainError, match="slutdato"):
        operations.change_role(
            by=factories.actor(leader),
            at=NOW,
            membership_id=held(colleague).pk,
            role=Role.COMPANY_CONSULTANT,
        )


def test_administration_is_given_and_the_last_one_is_warned_about(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    client = log_in(leader)
    warning = "Ingen andre administrerer brugerne i »Jobcenter Randers«"
    for name in ("member_administration", "member_end"):
        assert warning in client.get(page(name, job_centre, leader)).content.decode()
    client.post(page("member_administration", job_centre, colleague))
    assert held(colleague).administers
    for name in ("member_administration", "member_end"):
        assert warning not in client.get(page(name, job_centre, leader)).content.decode()
    answer = client.post(page("member_administration", job_centre, leader))
    assert answer.headers["Location"] == reverse("home")
    assert client.get(page("member_list", job_centre)).status_code == 404


def test_an_organisation_left_without_an_administrator_is_seen(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    """Also when it is the administrator's log-in that was closed."""
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
    system = log_in(factories.user(Role.ADMINISTRATOR, agency))
    coordinator = log_in(factories.user(Role.COORDINATOR, factories.office()))
    listed = reverse("organisation_list") + "?unadministered=on"
    words = "Ingen administrerer organisationens brugere"
    organisation = page("organisation", job_centre)
    assert "Jobcenter Randers" not in system.get(listed).content.decode()
    assert words not in coordinator.get(organisation).content.decode()
    closing = system.get(reverse("user_deactivate", args=[leader.pk])).content.decode()
    assert "Ingen andre administrerer brugerne i »Jobcenter Randers«" in closing
    system.post(reverse("user_deactivate", args=[leader.pk]), {"reason": "Har skiftet arbejde"})
    assert "Jobcenter Randers" in system.get(listed).content.decode()
    assert listed in system.get(reverse("user_list")).content.decode()
    for client in (system, coordinator):
        assert words in client.get(organisation).content.decode()
    assert words not in log_in(colleague).get(organisation).content.decode()
    # Nobody is left to be without.
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert "Jobcenter Randers" not in system.get(listed).content.decode()


def test_an_administrator_whose_membership_runs_out_is_told_of_before(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
    administrator = factories.user(Role.ADMINISTRATOR, agency)
    Membership.objects.filter(user=administrator).update(administers=True)
    system = log_in(administrator)
    listed = reverse("organisation_list") + "?unadministered=on"
    today = timezone.localdate()
    for days, told in ((20, False), (13, True), (0, True), (-1, True)):
        Membership.objects.filter(user=leader).update(valid_to=today + timedelta(days=days))
        assert ("Jobcenter Randers" in system.get(listed).content.decode()) == told, days
        assert (listed in system.get("/").content.decode()) == told, days
    Membership.objects.filter(user=leader).update(valid_to=today + timedelta(days=3))
    members = page("member_list", job_centre)
    shown = system.get(members).content.decode()
    assert "Snart administrerer ingen organisationens brugere" in shown
    assert date_format(today + timedelta(days=4), "j. F Y") in shown
    Membership.objects.filter(user=colleague).update(administers=True)
    assert "Snart administrerer ingen" not in system.get(members).content.decode()


def test_who_has_yet_to_choose_a_password_administers_nothing(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
    system = log_in(factories.user(Role.ADMINISTRATOR, agency))
    User.objects.filter(pk=leader.pk).update(password="!unusable")
    words = "Ingen administrerer organisationens brugere"
    assert words in system.get(page("member_list", job_centre)).content.decode()
    OpenIdentity.objects.create(user=leader, issuer="https://broker.example", subject="1", linked_at=NOW)
    assert words not in system.get(page("member_list", job_centre)).content.decode()


def test_who_has_left_everywhere_reaches_nothing_with_an_open_session(
    job_centre: Organisation, leader: User, colleague: User
) -> None:
    theirs = log_in(colleague)
    sections = [section.url_name for section in SECTIONS]
    assert theirs.get(reverse("person_list")).status_code == 200
    log_in(leader).post(page("member_end", job_centre, colleague), {"when": "now", "last_day": ""})
    answers = {name: theirs.get(reverse(name)).status_code for name in sections if name != "home"}
    assert set(answers.values()) == {403}, answers
    home = theirs.get("/").content.decode()
    assert "Jobcenter Randers" not in home
    assert theirs.get(page("organisation", job_centre)).status_code in (403, 404)


def test_the_list_takes_as_many_queries_with_many_members(job_centre: Organisation, leader: User) -> None:
    def add_rows(number: int) -> None:
        for _number in range(number):
            factories.user(Role.CASEWORKER, job_centre)

    assert_page_has_same_number_of_queries(log_in(leader), page("member_list", job_centre), add_rows=add_rows)
