"""The page that is shown while the database is away, in a real browser: it can be read and used by everybody, and
what was typed goes to where it was going, with its token."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from django.test import RequestFactory
from playwright.sync_api import Route

from jobveu.web.errors import unavailable
from tests.browser.conftest import Visit
from tests.browser.faults import faults

ADDRESS = "/organisationer/1/kontakter/ny/"
TOKEN = "4be0643f-1d98-573b-97cd-ca98a65347dd"


def test_what_was_typed_is_sent_again_from_a_page_without_faults(
    site: str, visit: Callable[..., Visit]
) -> None:
    request = RequestFactory(headers={"Origin": "http://testserver"}).post(
        ADDRESS, {"submission": TOKEN, "name": "Østrid Ærenpris", "job_title": "Leder af splejsning\n" * 9}
    )
    html = unavailable(request).content.decode()
    sent: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
            route.fulfill(status=200, content_type="text/html", body="<h1>Gemt</h1>")
        else:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html)

    page = visit().context.new_page()
    page.route(f"**{ADDRESS}", answer)
    page.goto(f"{site}{ADDRESS}")
    assert faults(page) == []
    page.get_by_role("button", name="Send igen").click()
    page.get_by_role("heading", name="Gemt").wait_for()
    (form,) = (parse_qs(body) for body in sent)
    assert form["submission"] == [TOKEN]
    assert form["name"] == ["Østrid Ærenpris"]
