"""The log tells what happened and nothing about anybody: pages are driven with marked secrets, in every place
where somebody can put one, and none of them is found in a line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from pytest_django import Settings

from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.config import urls as site_urls
from jobveu.config.environment import log_form
from jobveu.upkeep.logs import JsonFormatter, PlainFormatter, configuration, described, fields
from tests.candidates.scene import Scene, a_cpr, make_scene
from tests.mails import delivered

NAME = "Hemmeligrun Mærkelsdatter"
WORD = "søgeordhemmeligt"
SECRET_PASSWORD = "hemmelig-adgangskode-mærket"
PHONE = "71829304"
EMAIL = "hemmelig.adresse@example.dk"
TOKEN = "hemmeligt-engangsmaerke"
CPR = a_cpr(1234)
SECRETS = {
    *NAME.split(),
    WORD,
    SECRET_PASSWORD,
    PHONE,
    EMAIL,
    TOKEN,
    CPR.digits,
    CPR.formatted(),
}


def breaks(request: HttpRequest, text: str) -> HttpResponse:
    local = f"{NAME} {CPR.digits}"  # a traceback with local values would show it
    try:
        int(text)
    except ValueError as error:
        raise RuntimeError(f"{local} {request.GET['q']}") from error
    return HttpResponse()


def twice(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (name text CONSTRAINT told_once UNIQUE) ON COMMIT DROP")
        cursor.execute("INSERT INTO told VALUES (%s), (%s)", [NAME, NAME])
    return HttpResponse()


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation(f"{NAME} sent {TOKEN}")


urlpatterns = [
    *site_urls.urlpatterns,
    path("gaar-i-stykker/<str:text>/", breaks, name="breaks"),
    path("to-gange/", twice, name="twice"),
    path("mistaenkeligt/", suspicious, name="suspicious"),
]
handler400, handler403, handler404, handler500 = (
    site_urls.handler400,
    site_urls.handler403,
    site_urls.handler404,
    site_urls.handler500,
)


class Kept(logging.Handler):
    """What is written, in both forms; nothing filtered out."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        line = JsonFormatter().format(record)
        assert "\n" not in line
        self.lines.append(json.loads(line))
        self.text += f"{line}\n{PlainFormatter().format(record)}\n"

    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == "jobveu.request"]


@pytest.fixture
def log() -> Iterator[Kept]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def scene(reference: None, settings: Settings) -> Scene:
    settings.ROOT_URLCONF = __name__
    settings.PASSWORD_RESET_TIMEOUT = 3600
    return make_scene()


def test_no_line_holds_anything_that_somebody_typed(scene: Scene, log: Kept) -> None:
    client = scene.client("caseworker")
    client.raise_request_exception = False
    person = scene.person(NAME, cpr=CPR, phone=PHONE, email=EMAIL)
    statuses = [
        client.get(reverse("person", args=[person.pk])).status_code,
        client.post(reverse("person_identity", args=[person.pk]), {"purpose": "contact"}).status_code,
        client.post(reverse("person_search"), {"identity_search": CPR.digits, "filters": ""}).status_code,
        client.post(reverse("person_search"), {"identity_search": NAME, "filters": ""}).status_code,
        client.post(
            reverse("person_create"),
            {
                "identity_name": NAME,
                "identity_cpr": CPR.formatted(),
                "identity_phone": PHONE,
                "situation": Situation.UNEMPLOYED,
                "skill_level": SkillLevel.UNSKILLED,
            },
        ).status_code,
        client.get(reverse("project_list"), {"q": WORD}).status_code,
        client.get(f"/{WORD}/{TOKEN}/", {"navn": NAME}).status_code,
        client.get(reverse("person_search_result", args=[TOKEN])).status_code,
        client.get(reverse("account_reset_password_from_key", args=["5", TOKEN])).status_code,
        client.get(
            reverse("home"), headers={"Referer": f"http://testserver/?q={WORD}", "User-Agent": NAME}
        ).status_code,
        client.get(reverse("home"), headers={"Host": f"{TOKEN}.example"}).status_code,
        client.get(reverse("breaks", args=[TOKEN]), {"q": WORD}).status_code,
        client.get(reverse("twice")).status_code,
        client.get(reverse("suspicious")).status_code,
    ]
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    address = reverse("account_login") + f"?next=/{TOKEN}"
    strict.post(
        address, {"login": EMAIL, "password": SECRET_PASSWORD}, headers={"Origin": f"https://{WORD}.example"}
    )
    wrong = Client().post(reverse("account_login"), {"login": EMAIL, "password": SECRET_PASSWORD})
    assert statuses == [200, 200, 302, 302, 200, 200, 404, 200, 200, 200, 400, 500, 500, 400]
    assert wrong.status_code == 200
    assert len(log.requests()) == len(statuses) + 2
    found = {secret for secret in SECRETS if secret.lower() in log.text.lower()}
    assert found == set()


def test_a_mail_that_cannot_be_sent_leaves_nothing_of_itself_in_the_log(
    scene: Scene, settings: Settings, log: Kept
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    user = scene.users["caseworker"]
    user.email = EMAIL
    user.save()
    scene.client("administrator").post(reverse("user_send_link", args=[user.pk]))
    delivered()
    line = next(line for line in log.lines if line["message"] == "a mail failed and waits for somebody")
    assert (line["kind"], line["problem"], line["attempt"]) == ("password_link", "unreachable", 1)
    assert not {text for text in ("/konto/", EMAIL, user.name) if text in log.text}


def test_a_request_is_one_line_with_its_route_and_its_number(scene: Scene, log: Kept) -> None:
    user = scene.users["caseworker"]
    response = scene.client("caseworker").get(reverse("person_list"))
    (line,) = log.requests()
    assert {name: line[name] for name in ("method", "route", "status", "user", "level")} == {
        "method": "GET",
        "route": "person_list",
        "status": 200,
        "user": user.pk,
        "level": "INFO",
    }
    assert line["request"] == response.headers["X-Request-ID"]
    assert 0 < line["ms"] < 60_000
    assert user.name not in log.text


def test_an_error_is_told_by_its_kind_its_places_and_the_databases_code(scene: Scene, log: Kept) -> None:
    client = scene.client("caseworker")
    client.raise_request_exception = False
    client.get(reverse("breaks", args=[TOKEN]), {"q": WORD})
    error = next(line for line in log.lines if "exception" in line)
    assert error["exception"]["type"] == "RuntimeError"
    assert error["exception"]["cause"]["type"] == "ValueError"
    assert error["exception"]["at"][-1].endswith(" in breaks")
    assert error["request"] == log.requests()[0]["request"]
    log.lines.clear()
    client.get(reverse("twice"))
    error = next(line for line in log.lines if "exception" in line)["exception"]
    assert error["type"] == "django.db.utils.IntegrityError"
    assert (error["cause"]["sqlstate"], error["cause"]["constraint"]) == ("23505", "told_once")
    assert "told_once" in log.text.splitlines()[-1] or "constraint=told_once" in log.text


def test_unknown_addresses_and_methods_have_no_name_of_their_own(scene: Scene, log: Kept) -> None:
    client = Client(raise_request_exception=False)
    client.generic("HEMMELIGT", f"/{WORD}/")
    (line,) = log.requests()
    assert (line["method"], line["route"], line["status"], line["user"]) == ("OTHER", "-", 404, None)


@pytest.mark.parametrize(
    ("template", "args", "written"),
    [
        ("%s and %s", (NAME, 7), "… and 7"),
        ("%(name)s: %(count)d", ({"name": NAME, "count": 3},), "…: 3"),
        ("%d", (NAME,), "%d"),
        ("no values", (), "no values"),
        (ValueError(NAME), (), "ValueError"),
    ],
)
def test_values_in_messages_are_withheld_unless_they_are_numbers(
    template: Any, args: tuple[Any, ...], written: str
) -> None:
    record = logging.LogRecord("library", logging.WARNING, "", 0, template, args, None)
    assert described(record)["message"] == written


def test_what_is_named_as_harmless_is_written() -> None:
    record = logging.LogRecord("jobveu.x", logging.INFO, "", 0, "done", (), None)
    record.__dict__ |= fields(count=3, kind="digest")
    assert PlainFormatter().format(record).endswith("jobveu.x: done count=3 kind=digest")


def test_the_form_of_the_log_is_one_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOBVEU_LOG", raising=False)
    assert log_form() == "plain"
    monkeypatch.setenv("JOBVEU_LOG", "JSON")
    assert configuration(log_form())["formatters"]["line"]["()"] is JsonFormatter
    monkeypatch.setenv("JOBVEU_LOG", "xml")
    with pytest.raises(ImproperlyConfigured, match="json or plain"):
        log_form()
