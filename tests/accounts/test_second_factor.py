"""The second factor: who must have one, that nothing is reached without it, and that it cannot be got round."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from jobveu.accounts.access import needs_second_factor
from jobveu.accounts.actor import Actor, Membership
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.actors.operations import users as operations
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from tests import factories
from tests.accounts.authenticator import App, code_at
from tests.factories import NOW, PASSWORD
from tests.mails import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

REQUIRED = {
    Role.CASEWORKER,
    Role.COMPANY_CONSULTANT,
    Role.PROVIDER,
    Role.COMPANY,
    Role.ADMINISTRATOR,
}


@pytest.fixture(autouse=True)
def _as_on_a_real_site(settings: Settings) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = True
    yield
    cache.clear()


@pytest.fixture
def job_centre() -> Organisation:
    return factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")


@pytest.fixture
def caseworker(job_centre: Organisation) -> User:
    return factories.user(Role.CASEWORKER, job_centre, "Sara Sagsbehandler", "sara@example.dk")


def post(client: Client, name: str, **data: str) -> str:
    """The page after posting, or "→ address" for a redirect."""
    answer = client.post(reverse(name), data)
    return f"→ {answer.headers['Location']}" if answer.status_code == 302 else answer.content.decode()


def log_in(client: Client, email: str = "sara@example.dk", password: str = PASSWORD) -> str:
    return post(client, "account_login", login=email, password=password)


def add_app(client: Client) -> tuple[App, str]:
    """Sets up an app as a user does, from the page's secret; the app, and where that led."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="jv-key">([A-Z2-7]+)</code>', page)
    assert secret is not None, page
    app = App(secret[1])
    return app, post(client, "mfa_activate_totp", code=app.code())


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


def set_up(client: Client) -> tuple[App, list[str]]:
    """Logs in for the first time: password, app, recovery codes."""
    log_in(client)
    app, led_to = add_app(client)
    assert led_to == f"→ {reverse('mfa_view_recovery_codes')}"
    return app, codes_on(client.get(reverse("mfa_view_recovery_codes")).content.decode())


def actions_of(user: User) -> list[str]:
    rows = AuditEntry.objects.filter(room="accounts.user", record_id=user.pk).order_by("id")
    return list(rows.values_list("action", flat=True))


# Who must


@pytest.mark.parametrize("role", Role)
def test_whoever_may_see_persons_must_have_one(role: Role) -> None:
    """Written out here, read off the matrix there."""
    actor = Actor(user_id=1, name="Prøve", memberships=(Membership(role=role, organisation_id=1),))
    assert needs_second_factor(actor) == (role in REQUIRED)


def test_the_demonstration_leaves_it_out_and_says_so(
    client: Client, caseworker: User, settings: Settings
) -> None:
    from jobveu.config import settings as site_settings

    assert site_settings.SECOND_FACTOR_REQUIRED is not site_settings.DEMO
    settings.SECOND_FACTOR_REQUIRED = False
    settings.DEMO = True
    assert "I demonstrationen er adgangskoden nok" in client.get(reverse("account_login")).content.decode()
    assert log_in(client) == "→ /"
    assert client.get(reverse("person_list")).status_code == 200


def test_others_may_do_without(client: Client) -> None:
    factories.user(Role.COORDINATOR, factories.office(), email="karla@example.dk")
    log_in(client, "karla@example.dk")
    assert client.get(reverse("project_list")).status_code == 200


# Setting it up


def test_the_first_log_in_leads_to_setting_one_up_and_then_on(
    client: Client, caseworker: User, django_capture_on_commit_callbacks: Any
) -> None:
    log_in(client)
    assert client.get("/").headers["Location"] == reverse("mfa_index")
    assert "Sæt totrinsbekræftelse op, før du går videre" in client.get(reverse("mfa_index")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        _app, codes = set_up(client)
    assert len(set(codes)) == 10
    assert client.get(reverse("person_list")).status_code == 200
    assert actions_of(caseworker) == ["user.factor_added", "user.recovery_codes_made"]
    (message,) = delivered()
    assert (message.to, message.subject) == (["sara@example.dk"], "Job-VEU: Godkendelsesapp tilføjet")


def test_the_codes_are_shown_once_and_can_be_fetched_there(client: Client, caseworker: User) -> None:
    log_in(client)
    add_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = codes_on(page)
    assert 'download="gendannelseskoder-job-veu.txt"' in page
    assert f"Job-VEU%0A{'%0A'.join(codes)}%0A" in page
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert again.headers["Location"] == reverse("mfa_index")
    overview = client.get(reverse("mfa_index")).content.decode()
    assert "Du har 10 koder tilbage." in overview
    assert not any(code in overview for code in codes)


def test_setting_up_asks_for_the_password_when_the_log_in_is_long_ago(
    client: Client, caseworker: User
) -> None:
    client.force_login(caseworker)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert "Adgangskoden er forkert" in post(client, "account_reauthenticate", password="forkert")
    post(client, "account_reauthenticate", password=PASSWORD)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_wrong_code_sets_nothing_up(client: Client, caseworker: User) -> None:
    log_in(client)
    client.get(reverse("mfa_activate_totp"))
    assert "Koden passer ikke" in post(client, "mfa_activate_totp", code="000000")
    assert not Authenticator.objects.exists()
    assert client.get("/").headers["Location"] == reverse("mfa_index")


def test_the_secrets_are_encrypted_where_they_are_kept(client: Client, caseworker: User) -> None:
    app, codes = set_up(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert app.secret not in kept
    assert not any(code in kept for code in codes)


def test_the_way_a_code_is_made_is_the_standards() -> None:
    """RFC 6238, appendix B."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    known = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 20000000000: "65353130"}
    assert {moment: code_at(secret, moment, digits=8) for moment in known} == known


# Logging in with it


def test_the_password_alone_opens_nothing(client: Client, caseworker: User) -> None:
    app, _codes = set_up(client)
    other = Client()
    assert log_in(other) == f"→ {reverse('mfa_authenticate')}"
    assert "_auth_user_id" not in other.session
    assert other.get(reverse("person_list")).headers["Location"].startswith(reverse("account_login"))
    assert "Koden passer ikke" in post(other, "mfa_authenticate", code="000000")
    assert post(other, "mfa_authenticate", code=app.code()) == "→ /"
    assert other.get(reverse("person_list")).status_code == 200


def test_no_code_works_twice(client: Client, caseworker: User) -> None:
    app, codes = set_up(client)
    code = app.code()
    for number, used in enumerate((code, codes[0])):
        first, second = Client(), Client()
        log_in(first)
        log_in(second)
        assert post(first, "mfa_authenticate", code=used) == "→ /", number
        assert "Koden passer ikke" in post(second, "mfa_authenticate", code=used)
    assert actions_of(caseworker)[-1] == "user.recovery_code_used"
    assert AuditEntry.objects.get(action="user.recovery_code_used").details == {"left": 9}


def test_guessing_codes_is_throttled(client: Client, caseworker: User) -> None:
    app, _codes = set_up(client)
    other = Client()
    log_in(other)
    for number in range(5):
        post(other, "mfa_authenticate", code=f"00000{number}")
    assert "Du har forsøgt for mange gange" in post(other, "mfa_authenticate", code=app.code())
    assert "_auth_user_id" not in other.session


def test_a_session_from_before_the_factor_has_to_show_it(client: Client, caseworker: User) -> None:
    """And the password does not let it add a factor of its own, or read the recovery codes."""
    before = Client()
    log_in(before)
    app, _codes = set_up(client)
    answer = before.get(reverse("person_list"))
    assert answer.headers["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fpersoner%2F"
    for name in (
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "account_change_password",
    ):
        assert before.get(reverse(name)).headers["Location"].startswith(reverse("mfa_reauthenticate")), name
        assert before.post(reverse(name), {"password": PASSWORD}).status_code == 403, name
    page = before.get(reverse("mfa_reauthenticate")).content.decode()
    assert "Brug din adgangskode" not in page
    assert post(before, "mfa_reauthenticate", code=app.code()).startswith("→")
    assert before.get(reverse("person_list")).status_code == 200


def test_a_role_that_asks_for_it_does_so_at_the_next_request(
    client: Client, job_centre: Organisation
) -> None:
    who = factories.user(Role.COORDINATOR, factories.office())
    client.force_login(who)
    assert client.get(reverse("project_list")).status_code == 200
    by = factories.actor(
        factories.user(Role.ADMINISTRATOR, factories.organisation(OrganisationKind.NATIONAL_AGENCY))
    )
    operations.add_membership(
        by=by,
        at=NOW,
        user_id=who.pk,
        organisation_id=job_centre.pk,
        role=Role.CASEWORKER,
        valid_from=factories.TODAY,
    )
    assert client.get(reverse("project_list")).headers["Location"] == reverse("mfa_index")


# Changing and removing


def test_the_last_one_cannot_be_removed_while_it_is_required(
    client: Client, caseworker: User, settings: Settings
) -> None:
    set_up(client)
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "Din rolle kræver totrinsbekræftelse" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR_REQUIRED = False
    assert post(client, "mfa_deactivate_totp") == f"→ {reverse('mfa_index')}"
    assert not Authenticator.objects.exists()
    assert actions_of(caseworker)[-1] == "user.factor_removed"


def test_new_recovery_codes_take_the_place_of_the_old(client: Client, caseworker: User) -> None:
    _app, old = set_up(client)
    assert (
        "De gamle virker så ikke længere"
        in client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    )
    assert post(client, "mfa_generate_recovery_codes") == f"→ {reverse('mfa_view_recovery_codes')}"
    new = codes_on(client.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)
    other = Client()
    log_in(other)
    assert "Koden passer ikke" in post(other, "mfa_authenticate", code=old[0])
    assert post(other, "mfa_authenticate", code=new[0]) == "→ /"


def test_codes_without_a_factor_are_not_made(client: Client, caseworker: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    log_in(client)
    assert "Sæt totrinsbekræftelse op først" in post(client, "mfa_generate_recovery_codes")
    assert not Authenticator.objects.exists()


def test_somebody_elses_passkey_is_out_of_reach(
    client: Client, caseworker: User, job_centre: Organisation
) -> None:
    colleague = factories.user(Role.CASEWORKER, job_centre)
    theirs = Authenticator.objects.create(
        user=colleague, type="webauthn", data={"name": "Deres", "credential": {}}
    )
    set_up(client)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        address = reverse(name, args=[theirs.pk])
        assert client.get(address).status_code == 404
        client.post(address, {"name": "Min"})
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Deres"


# Resetting somebody's


@pytest.fixture
def administrator() -> Client:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
    factories.user(Role.ADMINISTRATOR, agency, "Alma Administrator", "alma@example.dk")
    client = Client()
    log_in(client, "alma@example.dk")
    add_app(client)
    return client


def test_an_administrator_resets_what_somebody_has_lost(
    client: Client, caseworker: User, administrator: Client
) -> None:
    set_up(client)
    page = administrator.get(reverse("user", args=[caseworker.pk])).content.decode()
    address = reverse("user_factors_reset", args=[caseworker.pk])
    assert "Godkendelsesapp" in page
    assert address in page
    assert "Feltet skal udfyldes" in administrator.post(address, {"reason": ""}).content.decode()
    answer = administrator.post(address, {"reason": "Telefonen er tabt; ringet op"})
    assert answer.headers["Location"] == reverse("user", args=[caseworker.pk])
    # Every session is over, and neither the password nor a code opens anything.
    assert client.get(reverse("person_list")).headers["Location"].startswith(reverse("account_login"))
    assert "E-mailadressen eller adgangskoden er forkert" in log_in(Client())
    assert not Authenticator.objects.filter(user=caseworker).exists()
    entry = AuditEntry.objects.get(action="user.factors_reset")
    assert (entry.record_id, entry.details) == (caseworker.pk, {"reason": "Telefonen er tabt; ringet op"})
    # The mail tells of it and leads to a new password; then a factor has to be set up again.
    message = delivered()[-1]
    assert message.to == ["sara@example.dk"]
    assert "Alma Administrator har nulstillet totrinsbekræftelsen" in message.body
    link = re.search(r"http://testserver(/\S+)", message.body)
    assert link is not None
    again = Client()
    form = again.get(link[1], follow=True).redirect_chain[-1][0]
    again.post(form, {"password1": "Et-Helt-Andet-Kodeord", "password2": "Et-Helt-Andet-Kodeord"})
    assert log_in(again, password="Et-Helt-Andet-Kodeord") == "→ /"
    assert again.get("/").headers["Location"] == reverse("mfa_index")


def test_the_reset_is_the_system_administrators_and_not_for_oneself(
    client: Client, caseworker: User, administrator: Client
) -> None:
    set_up(client)
    address = reverse("user_factors_reset", args=[caseworker.pk])
    assert client.post(address, {"reason": "x"}).status_code == 403
    own = User.objects.get(email="alma@example.dk")
    refused = administrator.post(reverse("user_factors_reset", args=[own.pk]), {"reason": "x"})
    assert "Du kan ikke nulstille din egen" in refused.content.decode()
    bare = factories.user(Role.COORDINATOR, factories.office())
    with pytest.raises(DomainError, match="ingen totrinsbekræftelse"):
        operations.reset_factors(by=factories.actor(own), at=NOW, user_id=bare.pk, reason="x")


def test_the_last_administrator_is_helped_from_the_command_line(
    client: Client, caseworker: User, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(client)
    with pytest.raises(CommandError, match="ingen bruger"):
        call_command("reset_factors", "ingen@example.dk", reason="x")
    call_command("reset_factors", "Sara@example.dk", reason="Tabt telefon")
    assert "ny adgangskode" in capsys.readouterr().out
    assert client.get(reverse("person_list")).status_code == 302
    entry = AuditEntry.objects.get(action="user.factors_reset")
    assert (entry.user_id, entry.details) == (None, {"reason": "Tabt telefon"})
    with pytest.raises(CommandError, match="ingen totrinsbekræftelse"):
        call_command("reset_factors", "sara@example.dk", reason="x")


def test_whoever_has_no_password_chooses_one_by_mail(client: Client, caseworker: User) -> None:
    caseworker.set_unusable_password()
    caseworker.save()
    client.force_login(caseworker)
    client.get(reverse("mfa_index"))
    from jobveu.config import settings as site_settings

    assert site_settings.MFA_RECOVERY_CODES_SHOW_ONCE
    page = client.get(reverse("mfa_index")).content.decode()
    assert reverse("account_reset_password") in page
