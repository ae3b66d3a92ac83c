"""Logging in through an OpenID provider, against a real one in a process of its own: whom it opens for, and
everything that must not open for anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import OpenIdentity, User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.actors.operations import invitations
from jobveu.common.models import AuditEntry
from jobveu.config.openid import openid_provider
from tests import factories
from tests.accounts.broker import OWN_PEM, Broker, running
from tests.factories import PASSWORD
from tests.mails import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CALLBACK = "/konto/openid/svar/"


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with running(f"http://testserver{CALLBACK}") as made:
        yield made


@pytest.fixture(autouse=True)
def _as_on_a_real_site(settings: Settings, broker: Broker) -> Iterator[None]:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OPENID_PROVIDER = broker.settings
    yield
    cache.clear()


@pytest.fixture
def job_centre() -> Organisation:
    return factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")


@pytest.fixture
def sara(job_centre: Organisation) -> User:
    return factories.user(Role.CASEWORKER, job_centre, "Sara Sagsbehandler", "sara@example.dk")


@pytest.fixture
def linked(sara: User, broker: Broker) -> User:
    OpenIdentity.objects.create(user=sara, issuer=broker.issuer, subject="sara", linked_at=timezone.now())
    return sara


def began(client: Client, query: str = "") -> str:
    return client.get(reverse("openid_begin") + query).headers["Location"]


def through(client: Client, broker: Broker, who: str, query: str = "", go: str = "in") -> str:
    """Logs in at the provider; the page that the site then shows, or "→ address"."""
    return answered(client, broker.log_in(began(client, query), who, go=go))


def answered(client: Client, address: str) -> str:
    """The page that the provider's answer ends on, or "→ address" of where it leads."""
    location = client.get(address).headers["Location"]
    return client.get(location).content.decode() if location == CALLBACK else f"→ {location}"


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Logging in


def test_a_linked_user_is_let_in_with_the_brokers_second_factor(
    client: Client, broker: Broker, linked: User
) -> None:
    assert through(client, broker, "sara", "?next=/personer/") == "→ /personer/"
    assert client.session["_auth_user_id"] == str(linked.pk)
    assert client.get("/personer/").status_code == 200


def test_what_is_asked_is_bound_to_the_answer(client: Client, broker: Broker, linked: User) -> None:
    through(client, broker, "sara")
    asked = broker.last_asked()
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert min(len(asked["nonce"]), len(asked["state"])) >= 20
    assert asked["acr_values"] == "https://data.gov.dk/concept/core/nsis/loa/Substantial"
    assert asked["scope"] == "openid email profile"


def test_a_weak_log_in_does_not_count_as_a_second_factor(client: Client, broker: Broker, sara: User) -> None:
    OpenIdentity.objects.create(user=sara, issuer=broker.issuer, subject="svag", linked_at=timezone.now())
    through(client, broker, "svag")
    assert is_in(client)
    assert client.get("/personer/").headers["Location"] == reverse("mfa_index")


def test_a_factor_of_ones_own_is_asked_for_after_a_weak_log_in_only(broker: Broker, linked: User) -> None:
    TOTP.activate(linked, generate_totp_secret())
    strong, weak = Client(), Client()
    assert through(strong, broker, "sara") == "→ /"
    OpenIdentity.objects.update(subject="svag")
    assert through(weak, broker, "svag") == f"→ {reverse('mfa_authenticate')}"
    assert not is_in(weak)


def test_no_assurance_is_strong_unless_the_operator_says_which(
    client: Client, broker: Broker, linked: User, settings: Settings
) -> None:
    settings.OPENID_PROVIDER = replace(broker.settings, strong=())
    through(client, broker, "sara")
    assert client.get("/personer/").headers["Location"] == reverse("mfa_index")
    assert "acr_values" not in broker.last_asked()


def test_the_site_proves_itself_with_a_key_of_its_own(
    client: Client, broker: Broker, linked: User, settings: Settings
) -> None:
    settings.OPENID_PROVIDER = replace(
        broker.settings, client_id="jobveu-key", client_secret="", private_key=OWN_PEM, key_id="own"
    )
    assert through(client, broker, "sara") == "→ /"


def test_a_closed_user_stays_out(client: Client, broker: Broker, linked: User) -> None:
    User.objects.filter(pk=linked.pk).update(is_active=False)
    assert through(client, broker, "sara") == f"→ {reverse('account_inactive')}"
    assert not is_in(client)


@pytest.mark.parametrize("address", ["https://ond.example/", "//ond.example/"])
def test_it_never_leads_to_another_site(client: Client, broker: Broker, linked: User, address: str) -> None:
    assert through(client, broker, "sara", f"?next={address}") == "→ /"


# What opens for nobody


def test_a_stranger_gets_no_account(client: Client, broker: Broker, sara: User) -> None:
    page = through(client, broker, "fremmed")
    assert "ingen bruger i Job-VEU er forbundet med det login" in page
    assert not is_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize("kind", ["signature", "none", "nonce", "expired", "audience", "issuer", "subject"])
def test_a_spoiled_answer_opens_for_nobody(client: Client, broker: Broker, linked: User, kind: str) -> None:
    address = broker.log_in(began(client), "sara")
    broker.spoil_next(kind)
    page = answered(client, address)
    assert "Vi kunne ikke bekræfte svaret fra Prøvebroker" in page
    assert not is_in(client)


def test_somebody_elses_answer_opens_for_nobody(broker: Broker, linked: User) -> None:
    """The state belongs to the session that asked: a link with an answer of the attacker's logs nobody in."""
    attacker, victim = Client(), Client()
    address = broker.log_in(began(attacker), "sara")
    assert "Vi kunne ikke bekræfte" in answered(victim, address)
    began(victim)
    assert "Vi kunne ikke bekræfte" in answered(victim, address)
    assert not is_in(victim)


def test_an_answer_works_once(client: Client, broker: Broker, linked: User) -> None:
    address = broker.log_in(began(client), "sara")
    assert answered(client, address) == "→ /"
    client.logout()
    assert "Vi kunne ikke bekræfte" in answered(client, address)
    assert not is_in(client)


@pytest.mark.parametrize("change", ["state", "code"])
def test_a_changed_answer_opens_for_nobody(client: Client, broker: Broker, linked: User, change: str) -> None:
    address = broker.log_in(began(client), "sara")
    spoiled = re.sub(rf"{change}=[^&]+", f"{change}=noget-andet", address)
    assert "Vi kunne ikke bekræfte" in answered(client, spoiled)
    assert not is_in(client)


def test_an_answer_to_another_verifier_opens_for_nobody(client: Client, broker: Broker, linked: User) -> None:
    """PKCE: a code that was taken from another session is worth nothing with this one's state."""
    theirs = parse_qs(urlsplit(broker.log_in(began(Client()), "sara")).query)["code"][0]
    address = re.sub(r"code=[^&]+", f"code={theirs}", broker.log_in(began(client), "sara"))
    assert "Vi kunne ikke bekræfte" in answered(client, address)
    assert not is_in(client)


def test_whoever_changes_their_mind_is_told_so(client: Client, broker: Broker, linked: User) -> None:
    page = through(client, broker, "sara", go="no")
    assert "Du afbrød hos Prøvebroker" in page
    assert "Sara" not in page


def test_a_provider_that_is_away_is_told_of(
    client: Client, broker: Broker, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OPENID_PROVIDER = replace(broker.settings, issuer="http://127.0.0.1:9")
    page = answered(client, reverse("openid_begin"))
    assert "Vi kunne ikke bekræfte svaret fra Prøvebroker" in page


def test_a_provider_under_another_name_is_not_believed(
    client: Client, broker: Broker, settings: Settings
) -> None:
    settings.OPENID_PROVIDER = replace(
        broker.settings, issuer=broker.issuer.replace("127.0.0.1", "localhost")
    )
    assert "Vi kunne ikke bekræfte" in answered(client, reverse("openid_begin"))


def test_without_a_provider_there_are_no_such_pages(client: Client, settings: Settings) -> None:
    settings.OPENID_PROVIDER = None
    for name in ("openid_begin", "openid_callback"):
        assert client.get(reverse(name)).status_code == 404
    assert "Prøvebroker" not in client.get(reverse("account_login")).content.decode()


# Linking


def test_a_verified_address_is_no_link_unless_the_operator_says_so(
    client: Client, broker: Broker, sara: User, settings: Settings
) -> None:
    assert "ingen bruger" in through(client, broker, "sara")
    settings.OPENID_PROVIDER = replace(broker.settings, links_by_email=True)
    assert "ingen bruger" in through(Client(), broker, "uverificeret")
    assert through(client, broker, "sara") == "→ /"
    assert OpenIdentity.objects.get().user_id == sara.pk
    assert delivered()[-1].subject == "Job-VEU: Du kan nu logge ind gennem Prøvebroker"
    # Another identity with the same address (its next holder) does not get in.
    assert "ingen bruger" in through(Client(), broker, "svag")
    assert OpenIdentity.objects.count() == 1


def test_somebody_who_is_logged_in_links_and_unlinks(
    client: Client, broker: Broker, sara: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client.post(reverse("account_login"), {"login": "sara@example.dk", "password": PASSWORD})
    assert reverse("openid_link") in client.get(reverse("mfa_index")).content.decode()
    assert "Log først ind hos Prøvebroker" in client.get(reverse("openid_link")).content.decode()
    assert "Log først ind" in client.post(reverse("openid_link")).content.decode()
    assert through(client, broker, "sara") == f"→ {reverse('openid_link')}"
    assert "Hos Prøvebroker er du: Sara Sagsbehandler" in client.get(reverse("openid_link")).content.decode()
    assert client.post(reverse("openid_link")).headers["Location"] == reverse("mfa_index")
    assert OpenIdentity.objects.get().subject == "sara"
    other = Client()
    assert through(other, broker, "sara") == "→ /"
    assert client.post(reverse("openid_unlink")).headers["Location"] == reverse("mfa_index")
    assert "ingen bruger" in through(Client(), broker, "sara")
    actions = AuditEntry.objects.filter(action__startswith="user.identity").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "user.identity_linked",
        "user.identity_unlinked",
    ]


def test_linking_asks_who_one_is(client: Client, sara: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(sara)
    for name in ("openid_link", "openid_unlink"):
        answer = client.post(reverse(name))
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate")), name


def test_an_identity_belongs_to_one_user(client: Client, broker: Broker, linked: User) -> None:
    """Whoever comes back from the provider as somebody else is logged in as them, and links nothing."""
    colleague = factories.user(Role.COORDINATOR, factories.office(), email="karla@example.dk")
    client.post(reverse("account_login"), {"login": "karla@example.dk", "password": PASSWORD})
    assert through(client, broker, "sara") == "→ /"
    assert client.session["_auth_user_id"] == str(linked.pk)
    assert not OpenIdentity.objects.filter(user=colleague).exists()


def test_the_only_way_in_is_not_taken_away(client: Client, broker: Broker, linked: User) -> None:
    linked.set_unusable_password()
    linked.save()
    through(client, broker, "sara")
    page = client.post(reverse("openid_unlink")).content.decode()
    assert "Vælg en adgangskode først" in page
    assert OpenIdentity.objects.exists()


# Taking up an invitation


def invited(job_centre: Organisation) -> str:
    """The link of an invitation to fremmed@example.dk."""
    head = factories.user(Role.CASEWORKER, job_centre)
    Membership.objects.filter(user=head).update(administers=True)
    made = invitations.invite(
        by=factories.actor(head),
        at=timezone.now(),
        organisation_id=job_centre.pk,
        name="Frida Fremmed",
        email="frida@example.dk",
        role=Role.CASEWORKER,
    )
    return reverse("member_invitation_open", args=[made.token])


def test_an_invitation_is_taken_up_without_a_password(
    client: Client, broker: Broker, job_centre: Organisation
) -> None:
    client.get(invited(job_centre))
    accept = reverse("member_invitation_accept")
    assert reverse("openid_begin") in client.get(accept).content.decode()
    assert through(client, broker, "fremmed") == f"→ {accept}"
    page = client.get(accept).content.decode()
    assert "Du logger fremover ind gennem Prøvebroker" in page
    assert "password1" not in page
    assert client.post(accept).headers["Location"] == "/"
    made = User.objects.get(email="frida@example.dk")
    assert not made.has_usable_password()
    assert client.get("/personer/").status_code == 200
    assert OpenIdentity.objects.get().user_id == made.pk
    again = Client()
    assert through(again, broker, "fremmed") == "→ /"
    assert not Authenticator.objects.exists()


def test_without_a_link_the_invitation_of_another_helps_nobody(
    broker: Broker, job_centre: Organisation
) -> None:
    invited(job_centre)
    assert "ingen bruger" in through(Client(), broker, "fremmed")


# The settings


def configured(monkeypatch: pytest.MonkeyPatch, **values: str) -> object:
    for name, value in values.items():
        monkeypatch.setenv(f"JOBVEU_OIDC_{name}", value)
    return openid_provider()


BASE = {"ISSUER": "https://broker.example", "CLIENT_ID": "jobveu", "CLIENT_SECRET": "x"}


def test_the_provider_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    assert openid_provider() is None
    found = configured(monkeypatch, **BASE, ACR="a,b", PARAMETERS="idp_values=mitid_erhverv&x=1")
    assert found == replace(
        found,  # type: ignore[type-var]
        name="broker.example",
        issuer="https://broker.example",
        strong=("a", "b"),
        parameters={"idp_values": "mitid_erhverv", "x": "1"},
        links_by_email=False,
        assurance_claim="acr",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"ISSUER": "http://broker.example"},
        {"CLIENT_ID": ""},
        {"CLIENT_SECRET": ""},
        {"PRIVATE_KEY": "/findes/ikke.pem", "CLIENT_SECRET": ""},
        {"PRIVATE_KEY": "/findes/ikke.pem"},
        {"LINK_BY_EMAIL": "måske"},
    ],
)
def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="JOBVEU_OIDC"):
        configured(monkeypatch, **(BASE | wrong))
