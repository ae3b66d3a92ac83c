"""A document fetched from its page in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser import world as w
from tests.browser.chromium import new_context
from tests.documents.pdf_ua import faults

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(db: None) -> None:
    w.load_world()


def test_the_project_plan_is_fetched_as_pdf_and_as_word(world: None, chromium: Browser, site: str) -> None:
    context, complaints = new_context(chromium)
    context.add_cookies([{"name": "sessionid", "value": w.session_of(w.COORDINATOR), "url": site}])
    page = context.new_page()
    page.goto(site + reverse("project_plan", kwargs=w.plan()))
    for text, ending in (("Hent som PDF", ".pdf"), ("Hent som Word", ".docx")):
        with page.expect_download() as download:
            page.get_by_role("link", name=text).click()
        assert download.value.suggested_filename.startswith("Projektplan for ")
        assert download.value.suggested_filename.endswith(ending)
        data = Path(download.value.path()).read_bytes()
        assert faults(data, language="da") == [] if ending == ".pdf" else data.startswith(b"PK")
    assert complaints.found == []
    context.close()
