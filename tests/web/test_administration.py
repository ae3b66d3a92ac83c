"""The administration pages: who gets in, what they do, and that it takes effect at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.common.models import AuditEntry
from jobveu.delivery.models import OutgoingMail
from tests import factories
from tests.mails import delivered
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Fire-Ord-Der-Kan-Huskes"


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    with translation.override("da"):
        yield
    cache.clear()


@pytest.fixture
def agency() -> Organisation:
    return factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")


@pytest.fixture
def admin(agency: Organisation) -> User:
    return factories.user(Role.ADMINISTRATOR, agency, "Alma Administrator", "alma@example.dk")


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def company() -> Organisation:
    return factories.organisation(OrganisationKind.COMPANY, "Prøve & Søn")


@pytest.fixture
def bo(company: Organisation) -> User:
    return factories.user(Role.COMPANY, company, "Bo Bruger", "bo@example.dk")


def html(client: Client, name: str, *args: int, query: str = "", status: int = 200) -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, page: str, /, *args: int, **data: object) -> str:
    """The page after posting, or "→ address" for a redirect."""
    response = client.post(reverse(page, args=args), data)
    return f"→ {response.headers['Location']}" if response.status_code == 302 else response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>', page)


def csv_lines(client: Client, name: str, query: str) -> list[str]:
    response = client.get(reverse(name) + query)
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def actions_of(user_id: int) -> list[str]:
    return list(
        AuditEntry.objects.filter(room="accounts.user", record_id=user_id)
        .order_by("id")
        .values_list("action", flat=True)
    )


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found is not None
    return found[1]


# Who gets in


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
@pytest.mark.parametrize(
    "name",
    ["user_list", "user_create", "user", "user_edit", "user_send_link", "membership_add", "audit_list"],
)
def test_only_the_administrator_gets_in(role: Role, name: str, agency: Organisation) -> None:
    who = factories.user(role, agency)
    client = Client()
    client.force_login(who)
    args = [] if name in {"user_list", "user_create", "audit_list"} else [who.pk]
    assert client.get(reverse(name, args=args)).status_code == (200 if role is Role.ADMINISTRATOR else 403)


@pytest.mark.parametrize("name", ["user_edit", "user_deactivate", "user_reactivate", "user_send_link"])
def test_nobody_else_changes_a_user(name: str, bo: User, admin: User) -> None:
    client = Client()
    client.force_login(bo)
    data = {"name": "X", "email": "x@example.dk", "reason": "x"}
    assert client.post(reverse(name, args=[admin.pk]), data).status_code == 403
    admin.refresh_from_db()
    assert (admin.name, admin.is_active) == ("Alma Administrator", True)
    assert not delivered()


def test_the_public_is_sent_to_log_in(bo: User) -> None:
    response = Client().get(reverse("user", args=[bo.pk]))
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["user", "user_edit", "user_deactivate", "membership_add"])
def test_a_user_that_is_not_there_is_not_found(client: Client, name: str) -> None:
    html(client, name, 99999, status=404)


def test_a_membership_is_found_at_its_own_organisation_only(
    client: Client, agency: Organisation, bo: User
) -> None:
    html(client, "member_end", agency.pk, bo.memberships.get().pk, status=404)


# The list


def test_users_stand_in_danish_order_with_organisation_role_and_access(client: Client, bo: User) -> None:
    bo.name, bo.is_active = "Åse Bruger", False
    bo.save()
    page = html(client, "user_list")
    assert names(page) == ["Alma Administrator", "Åse Bruger"]
    assert "Prøve &amp; Søn" in page
    assert "Virksomhed" in page
    assert "Lukket" in page
    assert names(html(client, "user_list", query="?sorter=-name")) == ["Åse Bruger", "Alma Administrator"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=BO", ["Bo Bruger"]),
        ("text=alma@", ["Alma Administrator"]),
        ("organisation=prøve+%26", ["Bo Bruger"]),
        ("role=company", ["Bo Bruger"]),
        ("role=company&organisation=styrelsen", []),
        ("role=administrator", ["Alma Administrator"]),
        ("status=closed", ["Lukket Lise"]),
        ("status=no_membership", ["Uden Ulla"]),
        ("status=open", ["Alma Administrator", "Bo Bruger", "Uden Ulla"]),
    ],
)
def test_users_are_filtered(client: Client, bo: User, query: str, found: list[str]) -> None:
    User.objects.create_user("ulla@example.dk", None, name="Uden Ulla")
    User.objects.create_user("lise@example.dk", None, name="Lukket Lise", is_active=False)
    assert names(html(client, "user_list", query=f"?{query}")) == found


def test_a_role_that_has_ended_is_not_shown_in_the_list(client: Client, bo: User) -> None:
    Membership.objects.filter(user=bo).update(valid_to=date(2020, 2, 1))
    assert names(html(client, "user_list", query="?role=company")) == []


def test_the_list_of_users_is_exported(client: Client, bo: User) -> None:
    lines = csv_lines(client, "user_list", "?format=csv&role=company")
    assert lines[0] == "Navn;E-mail;Organisation;Rolle;Adgang;Sidst logget ind"
    assert lines[1].startswith("Bo Bruger;bo@example.dk;Prøve & Søn;Virksomhed;Åben;")
    assert len(lines) == 2


def test_the_list_of_users_takes_as_many_statements_with_50_as_with_one(
    client: Client, company: Organisation
) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            factories.user(Role.COMPANY, company)

    assert_page_has_same_number_of_queries(client, reverse("user_list") + "?vis=100", add_rows=add)


# One user


def test_a_user_page_shows_memberships_and_what_can_be_done(client: Client, bo: User) -> None:
    page = html(client, "user", bo.pk)
    assert "Prøve &amp; Søn" in page
    assert "Gælder" in page
    for name in ("user_edit", "user_send_link", "user_deactivate", "membership_add"):
        assert reverse(name, args=[bo.pk]) in page
    assert reverse("member_end", args=[bo.memberships.get().organisation_id, bo.memberships.get().pk]) in page


def test_a_user_page_without_memberships_says_what_to_do(client: Client) -> None:
    ulla = User.objects.create_user("ulla@example.dk", None, name="Uden Ulla")
    page = html(client, "user", ulla.pk)
    assert "Ingen medlemskaber" in page
    assert "Brugeren har ingen rolle i dag" in page
    assert "Brugeren har ikke valgt en adgangskode endnu" in page


def test_one_is_not_offered_to_close_ones_own_access(client: Client, admin: User) -> None:
    assert reverse("user_deactivate", args=[admin.pk]) not in html(client, "user", admin.pk)
    assert "Du kan ikke lukke din egen adgang" in post(client, "user_deactivate", admin.pk, reason="Ferie")


# Making and correcting


def test_a_new_user_sets_a_password_by_the_link_and_logs_in(client: Client, company: Organisation) -> None:
    went = post(
        client,
        "user_create",
        name="Ny Nanna",
        email="Nanna@Example.dk",
        organisation_id=company.pk,
        role=Role.COMPANY,
    )
    user = User.objects.get(email="nanna@example.dk")
    assert went == f"→ {reverse('user', args=[user.pk])}"
    assert not user.has_usable_password()
    assert actions_of(user.pk) == ["user.created", "user.link_sent"]
    assert "et link er sendt til nanna@example.dk" in html(client, "user", user.pk)
    (message,) = delivered()
    assert message.to == ["nanna@example.dk"]
    assert message.subject == "Job-VEU: Vælg din adgangskode"
    assert "Alma Administrator har sendt dig dette link" in message.body

    nanna = Client()
    address = nanna.get(link_in(message), follow=True).redirect_chain[-1][0]
    nanna.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    nanna.post(reverse("account_login"), {"login": "nanna@example.dk", "password": NEW_PASSWORD})
    assert nanna.session["_auth_user_id"] == str(user.pk)
    assert "Ny Nanna" in nanna.get("/").content.decode()


def test_a_role_that_the_kind_of_organisation_has_not_is_refused(
    client: Client, company: Organisation
) -> None:
    page = post(
        client,
        "user_create",
        name="Ny Nanna",
        email="nanna@example.dk",
        organisation_id=company.pk,
        role=Role.CASEWORKER,
    )
    assert "En bruger i »Prøve &amp; Søn« kan være: Virksomhed." in page
    assert 'href="#id_role"' in page
    assert 'value="Ny Nanna"' in page
    assert not User.objects.filter(email="nanna@example.dk").exists()
    assert not delivered()


def test_organisations_of_no_role_cannot_be_chosen(client: Client) -> None:
    other = factories.organisation(OrganisationKind.OTHER, "Et Netværk")
    page = post(client, "user_create", **{"_search": "organisation_id", "organisation_id-q": "netværk"})
    assert "Ingen resultater" in page
    page = post(
        client, "user_create", name="N", email="n@example.dk", organisation_id=other.pk, role=Role.COMPANY
    )
    assert "Det valgte findes ikke længere" in page


def test_an_email_is_used_once_in_any_case(client: Client, bo: User, company: Organisation) -> None:
    page = post(
        client,
        "user_create",
        name="B",
        email="BO@example.dk",
        organisation_id=company.pk,
        role=Role.COMPANY,
    )
    assert "Der findes allerede en bruger med den e-mailadresse." in page
    assert 'href="#id_email"' in page


def test_an_empty_form_names_every_field(client: Client) -> None:
    page = post(client, "user_create")
    for field in ("id_name", "id_email", "id_organisation_id-q", "id_role"):
        assert f'href="#{field}"' in page


def test_an_organisation_can_be_given_in_the_address(client: Client, company: Organisation) -> None:
    page = html(client, "user_create", query=f"?organisation={company.pk}")
    assert re.search(rf'value="{company.pk}"[^>]* checked', page)
    html(client, "user_create", query="?organisation=x")


def test_a_user_is_made_although_the_mail_server_is_away(
    client: Client, company: Organisation, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    post(client, "user_create", name="N", email="n@example.dk", organisation_id=company.pk, role=Role.COMPANY)
    assert User.objects.filter(email="n@example.dk").exists()
    assert OutgoingMail.objects.get().sent_at is None


def test_name_and_email_are_corrected_and_the_old_address_opens_nothing(client: Client, bo: User) -> None:
    them = Client()
    them.post(reverse("account_login"), {"login": "bo@example.dk", "password": factories.PASSWORD})
    assert "_auth_user_id" in them.session
    went = post(client, "user_edit", bo.pk, name="Bo Berg", email="berg@example.dk", version=1)
    assert went == f"→ {reverse('user', args=[bo.pk])}"
    bo.refresh_from_db()
    assert (bo.name, bo.email, bo.version) == ("Bo Berg", "berg@example.dk", 2)
    assert actions_of(bo.pk) == ["user.edited"]
    Client().post(reverse("account_reset_password"), {"email": "bo@example.dk"})
    assert not delivered()
    Client().post(reverse("account_reset_password"), {"email": "berg@example.dk"})
    assert [message.to for message in delivered()] == [["berg@example.dk"]]


def test_of_two_who_edit_a_user_the_second_is_told(client: Client, bo: User) -> None:
    form = html(client, "user_edit", bo.pk)
    marks = re.search(r'name="marks" value="([^"]*)"', form)
    assert marks is not None
    post(client, "user_edit", bo.pk, name="Bo Berg", email="bo@example.dk", version=1)
    page = post(
        client,
        "user_edit",
        bo.pk,
        name="Bo Bjerg",
        email="bo@example.dk",
        version=1,
        marks=marks[1].replace("&quot;", '"'),
    )
    assert "Alma Administrator" in page
    assert "Bo Berg" in page
    assert 'value="Bo Bjerg"' in page
    bo.refresh_from_db()
    assert bo.name == "Bo Berg"


# The link to set a password


def test_a_new_link_is_sent_and_recorded(client: Client, bo: User) -> None:
    assert "bo@example.dk" in html(client, "user_send_link", bo.pk)
    assert post(client, "user_send_link", bo.pk) == f"→ {reverse('user', args=[bo.pk])}"
    assert actions_of(bo.pk) == ["user.link_sent"]
    assert "Vælg ny adgangskode" in Client().get(link_in(delivered()[0]), follow=True).content.decode()


def test_a_closed_user_is_sent_no_link(client: Client, bo: User) -> None:
    post(client, "user_deactivate", bo.pk, reason="Stoppet")
    assert "Åbn den først" in post(client, "user_send_link", bo.pk)
    assert not delivered()


# Closing and opening


def test_a_deactivated_user_is_out_at_the_next_request(client: Client, bo: User) -> None:
    them = Client()
    them.post(reverse("account_login"), {"login": "bo@example.dk", "password": factories.PASSWORD})
    assert them.get(reverse("need_list")).status_code == 200
    assert post(client, "user_deactivate", bo.pk, reason="Har skiftet arbejde").startswith("→")
    response = them.get(reverse("need_list"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))
    them.post(reverse("account_login"), {"login": "bo@example.dk", "password": factories.PASSWORD})
    assert them.get(reverse("need_list")).status_code == 302
    assert actions_of(bo.pk) == ["user.deactivated"]
    entry = AuditEntry.objects.get(action="user.deactivated")
    assert entry.details == {"reason": "Har skiftet arbejde"}
    assert entry.user_name == "Alma Administrator"


def test_a_link_sent_before_closing_opens_nothing_after(client: Client, bo: User) -> None:
    post(client, "user_send_link", bo.pk)
    post(client, "user_deactivate", bo.pk, reason="Stoppet")
    assert "Linket virker ikke" in Client().get(link_in(delivered()[0]), follow=True).content.decode()


def test_closing_needs_a_reason(client: Client, bo: User) -> None:
    page = post(client, "user_deactivate", bo.pk, reason="")
    assert 'href="#id_reason"' in page
    bo.refresh_from_db()
    assert bo.is_active


def test_opening_again_asks_for_a_new_password(client: Client, bo: User) -> None:
    them = Client()
    them.force_login(bo)
    post(client, "user_deactivate", bo.pk, reason="Orlov")
    assert "Åbn adgangen igen" in html(client, "user", bo.pk)
    assert post(client, "user_reactivate", bo.pk).startswith("→")
    bo.refresh_from_db()
    assert bo.is_active
    assert not bo.has_usable_password()
    assert them.get(reverse("need_list")).status_code == 302, "the old session stays closed"
    assert len(delivered()) == 1
    assert actions_of(bo.pk) == ["user.deactivated", "user.reactivated", "user.link_sent"]
    assert "Brugerens adgang er allerede åben." in post(client, "user_reactivate", bo.pk)


# Memberships


def test_a_membership_gives_its_right_at_the_next_request(
    client: Client, bo: User, agency: Organisation
) -> None:
    them = Client()
    them.force_login(bo)
    assert them.get(reverse("user_list")).status_code == 403
    went = post(
        client,
        "membership_add",
        bo.pk,
        organisation_id=agency.pk,
        role=Role.ADMINISTRATOR,
        valid_from=f"{timezone.localdate():%d-%m-%Y}",
    )
    assert went == f"→ {reverse('user', args=[bo.pk])}"
    assert them.get(reverse("user_list")).status_code == 200


def test_the_same_role_is_not_given_twice(client: Client, bo: User, company: Organisation) -> None:
    page = post(
        client,
        "membership_add",
        bo.pk,
        organisation_id=company.pk,
        role=Role.COMPANY,
        valid_from="01-01-2025",
    )
    assert "Brugeren har allerede den rolle i organisationen." in page


def test_an_ended_membership_has_lost_its_right_at_the_next_request(client: Client, bo: User) -> None:
    them = Client()
    them.force_login(bo)
    membership = bo.memberships.get()
    assert them.get(reverse("need_list")).status_code == 200
    assert "Prøve &amp; Søn" in html(client, "member_end", membership.organisation_id, membership.pk)
    assert post(client, "member_end", membership.organisation_id, membership.pk, when="now").startswith("→")
    assert them.get(reverse("need_list")).status_code == 403
    assert them.get("/").status_code == 200
    membership.refresh_from_db()
    assert membership.valid_to == timezone.localdate() - timedelta(days=1)
    entry = AuditEntry.objects.get(action="membership.ended")
    assert entry.details["user"] == bo.pk
    assert "Afsluttet" in html(client, "user", bo.pk)


def test_a_membership_of_today_can_be_taken_back_at_once(
    client: Client, bo: User, agency: Organisation
) -> None:
    wrong = Membership.objects.create(
        user=bo, organisation=agency, role=Role.NATIONAL_ANALYST, valid_from=timezone.localdate()
    )
    assert post(client, "member_end", agency.pk, wrong.pk, when="now").startswith("→")
    assert not Membership.objects.filter(pk=wrong.pk).exists()
    entry = AuditEntry.objects.get(action="membership.removed")
    assert entry.details == {"user": bo.pk, "organisation": agency.pk, "role": "national_analyst"}


def test_a_membership_can_end_on_a_later_day(client: Client, bo: User) -> None:
    membership = bo.memberships.get()
    day = timezone.localdate() + timedelta(days=30)
    assert "Skriv den sidste dag." in post(
        client, "member_end", membership.organisation_id, membership.pk, when="day"
    )
    page = post(
        client, "member_end", membership.organisation_id, membership.pk, when="day", last_day="01-01-2021"
    )
    assert "Sidste dag kan tidligst være i går." in page
    post(
        client,
        "member_end",
        membership.organisation_id,
        membership.pk,
        when="day",
        last_day=f"{day:%d-%m-%Y}",
    )
    membership.refresh_from_db()
    assert membership.valid_to == day


def test_an_administrator_cannot_end_their_own_last_membership_as_such(
    client: Client, admin: User, agency: Organisation
) -> None:
    own = admin.memberships.get()
    assert "dit eget sidste medlemskab" in post(client, "member_end", agency.pk, own.pk, when="now")
    other = factories.user(Role.ADMINISTRATOR, agency)
    assert "dit eget sidste medlemskab" in post(client, "member_end", agency.pk, own.pk, when="now")
    assert post(client, "member_end", agency.pk, other.memberships.get().pk, when="now").startswith("→")


def test_one_is_warned_before_an_organisation_is_left_alone(
    client: Client, reference: None, bo: User, company: Organisation
) -> None:
    membership = bo.memberships.get()
    assert "Ingen andre har adgang" not in html(
        client, "member_end", membership.organisation_id, membership.pk
    )
    factories.project(company)
    warning = "Ingen andre har adgang for »Prøve &amp; Søn«, som har 1 projekt i gang."
    assert warning in html(client, "member_end", membership.organisation_id, membership.pk)
    assert warning in html(client, "user_deactivate", bo.pk)
    second = factories.user(Role.COMPANY, company)
    assert warning not in html(client, "member_end", membership.organisation_id, membership.pk)
    assert warning not in html(client, "user_deactivate", bo.pk)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert warning in html(client, "member_end", membership.organisation_id, membership.pk)


def test_an_office_is_left_alone_with_the_projects_of_its_councils(client: Client, reference: None) -> None:
    office = factories.office()
    who = factories.user(Role.COORDINATOR, office)
    factories.project()
    factories.project()
    assert "som har 2 projekter i gang" in html(client, "user_deactivate", who.pk)


# The audit record


def test_the_log_tells_who_did_what_with_names(client: Client, bo: User, company: Organisation) -> None:
    post(
        client,
        "user_create",
        name="Ny Nanna",
        email="nanna@example.dk",
        organisation_id=company.pk,
        role=Role.COMPANY,
    )
    page = html(client, "audit_list")
    nanna = User.objects.get(email="nanna@example.dk")
    assert "Alma Administrator" in page
    assert "Medlemskab tilføjet" in page
    assert f'<a href="{reverse("user", args=[nanna.pk])}">Bruger: Ny Nanna</a>' in page
    assert "Organisation: Prøve &amp; Søn" in page
    assert "Rolle: Virksomhed" in page
    assert "user.created" not in page.replace('value="user.created"', "")


def entries(count: int, **fields: object) -> None:
    values = {
        "at": timezone.now(),
        "user_id": None,
        "user_name": "Karla Koordinator",
        "action": "project.edited",
        "room": "projects.project",
        "record_id": 7,
        "project_id": 7,
        "details": {"changed": ["council_id", "start_date"]},
    } | fields
    AuditEntry.objects.bulk_create(AuditEntry(**values) for _number in range(count))


def test_an_empty_log_says_so(client: Client) -> None:
    assert "Der er ingen hændelser endnu" in html(client, "audit_list")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("user=karla", 2),
        ("user=ka", 3),
        ("action=need.closed", 1),
        ("action=nonsense", 3),
        ("project=7", 2),
        ("first_day=02-01-2026&last_day=02-01-2026", 1),
        ("first_day=03-01-2026", 1),
        ("first_day=03-01-2026&last_day=02-01-2026", 1),
    ],
)
def test_the_log_is_filtered(client: Client, query: str, count: int) -> None:
    # The second lies on 3 January in Denmark, where it is an hour later.
    entries(1, at=datetime(2026, 1, 2, 22, 59, tzinfo=UTC))
    entries(1, at=datetime(2026, 1, 2, 23, 0, tzinfo=UTC))
    entries(1, at=datetime(2026, 1, 1, 9, tzinfo=UTC), user_name="Bo", project_id=None, action="need.closed")
    page = html(client, "audit_list", query=f"?{query}")
    assert len(re.findall(r'<th scope="row"', page)) == count


def test_a_name_that_no_index_finds_is_asked_to_be_longer(client: Client) -> None:
    entries(1)
    assert "Skriv mindst tre tegn af navnet." in html(client, "audit_list", query="?user=ka")


def test_changed_fields_are_told_by_their_labels(client: Client) -> None:
    entries(1)
    assert "Rettede felter: Råd, Startdato" in html(client, "audit_list")


def test_projects_are_linked_for_those_who_may_see_them(
    client: Client, admin: User, agency: Organisation
) -> None:
    entries(1)
    link = f'<a href="{reverse("project", args=[7])}">'
    assert link not in html(client, "audit_list")
    Membership.objects.create(
        user=admin, organisation=agency, role=Role.NATIONAL_ANALYST, valid_from=date(2020, 1, 1)
    )
    assert link in html(client, "audit_list")


def test_the_log_is_exported_with_its_codes(client: Client) -> None:
    entries(2)
    lines = csv_lines(client, "audit_list", "?format=csv")
    assert lines[0] == "Tidspunkt;Hvem;Hvad;Om;Projekt;Oplysninger;Kode;Løbenr."
    assert "Projekt rettet;Projekt nr. 7;Nr. 7;Rettede felter: Råd, Startdato" in lines[1]
    assert len(lines) == 3


def test_the_log_takes_as_many_statements_with_50_entries_as_with_one(client: Client) -> None:
    assert_page_has_same_number_of_queries(
        client, reverse("audit_list") + "?vis=100", add_rows=lambda count: entries(count)
    )


def test_the_system_administrator_gives_and_takes_the_administration(client: Client, bo: User) -> None:
    membership = Membership.objects.get(user=bo)
    question = html(client, "member_administration", membership.organisation_id, membership.pk)
    assert "Skal Bo Bruger administrere brugerne i »Prøve &amp; Søn«?" in question
    assert post(client, "member_administration", membership.organisation_id, membership.pk).startswith("→ ")
    assert "Administrerer organisationens brugere" in html(client, "user", bo.pk)
    assert "ikke længere" in html(client, "member_administration", membership.organisation_id, membership.pk)
    post(client, "member_administration", membership.organisation_id, membership.pk)
    membership.refresh_from_db()
    assert not membership.administers
