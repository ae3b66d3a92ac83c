"""The evaluation's report as HTML, opened as the file that it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from jobveu.documents import web_page
from tests.browser.chromium import Complaints
from tests.browser.faults import barriers
from tests.evaluation.test_report import document, some

pytestmark = pytest.mark.browser


def test_the_file_has_no_barriers_and_needs_nothing_else(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "rapport.html"
    file.write_bytes(web_page.to_html(document(some())))
    context = chromium.new_context(offline=True)
    complaints = Complaints()
    complaints.watch(context)
    page = context.new_page()
    page.goto(file.as_uri())
    assert barriers(page) == []
    assert complaints.found == []
    sizes = page.evaluate("[...document.images].map(one => one.complete && one.naturalWidth)")
    assert len(sizes) > 5
    assert all(sizes)
    page.get_by_role("navigation").get_by_role("link", name="Projekttyper").click()
    assert page.url.rsplit("#", 1)[1] == page.get_by_role("heading", name="Projekttyper").get_attribute("id")
    context.close()
