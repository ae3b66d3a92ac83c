"""Users: who gets in to their pages, what is done with them, and that it takes effect at once."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.common.models import AuditEntry
from jobveu.delivery.models import OutgoingMail
from tests import factories
from tests.mails import delivered
from tests.web.administration.pages import NEW_PASSWORD, actions_of, csv_lines, html, link_in, names, post
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = pytest.mark.django_db


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
