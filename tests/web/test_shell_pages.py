"""The frame, the standing pages and the error pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template import TemplateSyntaxError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import ANONYMOUS, Actor, Membership
from jobveu.accounts.enums import Role
from jobveu.web import errors
from jobveu.web.context import site
from jobveu.web.navigation import PUBLIC_SECTIONS, SECTIONS, sections_for

STANDING_PAGES = ["about", "was", "privacy"]


@pytest.fixture(autouse=True)
def _language_is_put_back() -> Iterator[None]:
    with translation.override("da"):
        yield


def actor(*roles: Role) -> Actor:
    memberships = tuple(Membership(role, 1, "Prøveorganisationen") for role in roles)
    return Actor(user_id=1, name="Prøve Person", memberships=memberships)


def request_from(who: Actor = ANONYMOUS, path: str = "/", method: str = "get", **extra: Any) -> HttpRequest:
    request = getattr(RequestFactory(), method)(path, **extra)
    request.actor = who
    return request


def text(response: HttpResponse) -> str:
    return response.content.decode()


# The frame


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", STANDING_PAGES)
def test_standing_pages_are_there_in_both_languages(client: Client, name: str, language: str) -> None:
    client.cookies["django_language"] = language
    response = client.get(reverse(name))
    assert response.status_code == 200
    html = text(response)
    assert f'<html lang="{language}"' in html
    assert response.headers["Content-Language"] == language
    assert re.search(r"<title>[^<]+ – Job-VEU</title>", html)
    assert html.count("<h1") == 1
    assert 'href="#main-content"' in html
    assert 'id="main-content"' in html


@pytest.mark.django_db
def test_a_browser_that_prefers_english_is_shown_danish_until_it_asks(client: Client) -> None:
    response = client.get(reverse("was"), headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "Tilgængelighedserklæring" in text(response)


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page(client: Client) -> None:
    page = text(client.get(reverse("was") + "?a=1&b=2"))
    assert '<input type="hidden" name="next" value="/was?a=1&amp;b=2">' in page
    response = client.post(reverse("set_language"), {"language": "en", "next": "/was?a=1&b=2"})
    assert response.headers["Location"] == "/was?a=1&b=2"
    assert '<html lang="en"' in text(client.get("/was"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*STANDING_PAGES, "account_login", "account_reset_password"])
def test_pages_have_nothing_inline_that_the_security_policy_forbids(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    html = text(response)
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_the_demonstration_says_that_it_is_one(client: Client, settings: Settings, demo: bool) -> None:
    settings.DEMO = demo
    assert ("alle personer er opdigtede" in text(client.get(reverse("was")))) is demo


@pytest.mark.django_db
def test_the_statement_names_whom_to_write_to(client: Client, settings: Settings) -> None:
    settings.OPERATOR = "Prøvestyrelsen"
    settings.CONTACT_EMAIL = "hjaelp@example.dk"
    html = text(client.get(reverse("was")))
    assert "Prøvestyrelsen" in html
    assert 'href="mailto:hjaelp@example.dk"' in html
    assert 'href="mailto:hjaelp@example.dk"' in text(client.get(reverse("privacy")))


# Navigation


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_every_role_is_shown_the_sections_the_matrix_opens_for_it(role: Role) -> None:
    who = actor(role)
    shown = {section.url_name for section in sections_for(who)}
    assert shown == {section.url_name for section in SECTIONS if may(section.action, who)}
    assert "home" in shown


def test_only_job_centres_are_shown_persons() -> None:
    roles = {role for role in Role if any(s.url_name == "person_list" for s in sections_for(actor(role)))}
    assert roles == {Role.CASEWORKER, Role.COMPANY_CONSULTANT}


def test_the_public_is_shown_no_working_section() -> None:
    assert sections_for(ANONYMOUS) == PUBLIC_SECTIONS
    assert all(section.action is Action.VIEW_PUBLIC for section in PUBLIC_SECTIONS)


def test_every_section_has_an_address() -> None:
    for section in (*SECTIONS, *PUBLIC_SECTIONS):
        assert reverse(section.url_name).startswith("/")


def test_the_section_a_page_lies_in_is_marked() -> None:
    projects = reverse("project_list")
    shell = site(request_from(actor(Role.COORDINATOR), f"{projects}17/"))["shell"]
    assert [(item.href, item.current) for item in shell.navigation if item.active] == [(projects, False)]
    shell = site(request_from(actor(Role.COORDINATOR), projects))["shell"]
    assert [(item.href, item.current) for item in shell.navigation if item.active] == [(projects, True)]


def test_the_header_says_who_is_logged_in_and_as_what() -> None:
    html = text(errors.page_not_found(request_from(actor(Role.CASEWORKER)), Http404()))
    assert "Prøve Person" in html
    assert "Sagsbehandler i jobcenter" in html
    assert "Prøveorganisationen" in html
    assert f'action="{reverse("account_logout")}"' in html


# Errors


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("handler", "exception", "status"),
    [
        (errors.bad_request, SuspiciousOperation(), 400),
        (errors.permission_denied, PermissionDenied(), 403),
        (errors.page_not_found, Http404(), 404),
    ],
)
@pytest.mark.parametrize("who", [ANONYMOUS, actor(Role.COMPANY)])
def test_error_pages_are_in_the_users_language_and_lead_on(
    handler: Any, exception: Exception, status: int, language: str, who: Actor
) -> None:
    with translation.override(language):
        response = handler(request_from(who), exception)
    assert response.status_code == status
    assert f'<html lang="{language}"' in text(response)
    assert "button-primary" in text(response)


@pytest.mark.django_db
def test_an_unknown_address_is_answered_in_the_design(client: Client) -> None:
    response = client.get("/findes-ikke/")
    assert response.status_code == 404
    assert "Siden findes ikke" in text(response)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_answered_in_the_design(client: Client) -> None:
    response = client.get("/was", headers={"Host": "ond.example"})
    assert response.status_code == 400
    assert "Forespørgslen kunne ikke læses" in text(response)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_for_server_errors_needs_no_database_and_no_context(language: str) -> None:
    # No database mark: a query would fail the test. Without `actor` on the request: any context would too.
    with translation.override(language):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert f'<html lang="{language}">' in text(response)
    assert "jobveu.css" in text(response)


def test_broken_templates_still_give_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise TemplateSyntaxError(name)

    monkeypatch.setattr(errors.loader, "get_template", broken)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Der er sket en fejl" in text(response)


def test_too_many_requests_are_told_how_long_to_wait() -> None:
    response = errors.too_many_requests(request_from())
    assert response.status_code == 429
    assert "Vent 5 minutter" in text(response)
    assert response.headers["Retry-After"] == "300"


def test_one_is_led_to_the_log_in_page_and_back() -> None:
    request = request_from(path="/projekter/?side=2")
    request.session_ended = False
    assert errors.log_in_first(request).headers["Location"] == (
        reverse("account_login") + "?next=%2Fprojekter%2F%3Fside%3D2"
    )
    request.session_ended = True
    assert errors.log_in_first(request).headers["Location"].endswith("&udloeb=1")


def test_a_fragment_reloads_its_page_when_the_session_has_ended() -> None:
    response = errors.log_in_first(request_from(headers={"HX-Request": "true"}))
    assert response.headers["HX-Refresh"] == "true"
    assert response.content == b""


# Nothing typed is lost

TYPED = {
    "csrfmiddlewaretoken": "gammelt",
    "submission": "0b2c9f1e",
    "_search": "company",
    "purpose": "Otte tjenere til <messen>\nog to kokke",
    "company-last": "hotel",
    "new_password": "meget hemmeligt",
    "cpr": "010190-9999",
    "group": ["ledige", "udsatte"],
}


@pytest.fixture
def strict_client(db: None) -> Client:
    return Client(enforce_csrf_checks=True)


def test_an_expired_page_gives_back_what_was_typed(strict_client: Client) -> None:
    address = reverse("account_login") + "?next=/was"
    response = strict_client.post(address, TYPED, headers={"Origin": "http://testserver"})
    html = text(response)
    assert response.status_code == 403
    assert "Siden var udløbet" in html
    assert "Otte tjenere til &lt;messen&gt;\nog to kokke</textarea>" in html
    assert html.count('name="group"') == 2
    assert '<input type="hidden" name="submission" value="0b2c9f1e"' in html
    assert f'action="{address}"' in html
    assert "no-store" in response.headers["Cache-Control"]


def test_secrets_are_never_shown_again(strict_client: Client) -> None:
    response = strict_client.post(reverse("account_login"), TYPED, headers={"Origin": "http://testserver"})
    html = text(response)
    assert "meget hemmeligt" not in html
    assert "010190" not in html
    assert "gammelt" not in html
    assert "_search" not in html
    assert "vises ikke her" in html


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://ond.example"}, {"Origin": "null"}])
def test_another_site_cannot_put_its_form_on_our_page(strict_client: Client, headers: dict[str, str]) -> None:
    response = strict_client.post(reverse("account_login"), TYPED, headers=headers)
    assert response.status_code == 403
    assert "Siden var udløbet" in text(response)
    assert "tjenere" not in text(response)


def test_the_form_on_the_expired_page_can_be_sent(strict_client: Client) -> None:
    typed = {"language": "en", "next": "/was"}
    page = text(strict_client.post(reverse("set_language"), typed, headers={"Origin": "http://testserver"}))
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    again = strict_client.post(
        reverse("set_language"),
        typed | {"csrfmiddlewaretoken": tokens[-1]},
        headers={"Origin": "http://testserver"},
    )
    assert again.status_code == 302


def test_a_session_that_has_ended_gives_back_what_was_typed() -> None:
    response = errors.session_expired(
        request_from(path="/projekter/1/plan/ret/", method="post", data={"purpose": "Otte tjenere"})
    )
    assert response.status_code == 403
    assert "Otte tjenere</textarea>" in text(response)
    assert 'action="/projekter/1/plan/ret/"' in text(response)


def test_a_body_that_cannot_be_read_is_no_server_error() -> None:
    response = errors.session_expired(
        RequestFactory().generic("POST", "/x/", b"--", content_type="multipart/form-data; boundary=")
    )
    assert response.status_code == 403
