"""What a person does with a page: follows links, fills in forms, reads. By what is said on the page, never by
what it is made of, so that a page which cannot be found one's way in by its words fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.chromium import PATIENCE, Complaints

_OPTIONAL = r"( \(frivilligt\))?"


def whole(text: str) -> re.Pattern[str]:
    """The text alone, as a label that may say that its field is optional."""
    return re.compile(rf"^\s*{re.escape(text)}{_OPTIONAL}\s*$")


class Hands:
    """One person's browser, with one page open."""

    def __init__(self, site: str, context: BrowserContext, complaints: Complaints, *, scripts: bool) -> None:
        self.site = site
        self.context = context
        self.complaints = complaints
        self.scripts = scripts
        self.page: Page = context.new_page()

    # Going about

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)

    def follow(self, name: str, *, within: str = "main") -> None:
        """Follows the link with this name."""
        link = self.page.locator(within).get_by_role("link", name=name, exact=True)
        self._leave_by(link.first)

    def go_to_section(self, name: str) -> None:
        """By the main menu, which has to be opened first on a phone."""
        viewport = self.page.viewport_size
        if viewport is None or viewport["width"] >= 992:
            self.follow(name, within=".navigation-menu")
            return
        if self.scripts:
            self.page.get_by_role("button", name="Menu", exact=True).click()
        else:
            self.page.locator("summary", has_text="Menu").click()
        self.follow(name, within=".mobile-drawer")

    def press(self, name: str, *, fails: bool = False) -> None:
        """Presses a button that sends a form. Unless `fails`, no errors may come back."""
        self._leave_by(self.main.get_by_role("button", name=name, exact=True).first)
        errors = self.errors
        if fails:
            assert errors, f"{self.path} took what it should have refused"
        else:
            assert not errors, f"{self.path}: {errors}"

    def _leave_by(self, control: Locator) -> None:
        control.wait_for(state="visible", timeout=PATIENCE)
        with self.page.expect_navigation(wait_until="load"):
            control.click()

    def ask(self, path: str) -> str | None:
        """What the page at the address is made of, without showing it; None where it is refused."""
        answer = self.context.request.get(self.site + path)
        assert answer.status in (200, 403, 404), f"{path} answered {answer.status}"
        return answer.text() if answer.status == 200 else None

    def is_refused(self, path: str) -> None:
        assert self.ask(path) is None, f"{path} should not be open"

    def read(self, path: str) -> str:
        """All that is visible on the page at the address."""
        self.open(path)
        return self.text

    # Filling in

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def fill_in(self, answers: Mapping[str, Any]) -> None:
        """Answers questions by their labels: text and dates are written, tuples chosen, True is ticked."""
        for label, answer in answers.items():
            if answer is True:
                self.tick(label)
            elif isinstance(answer, (tuple, set, list)):
                for option in answer:
                    self.choose(label, option)
            else:
                self.write(label, f"{answer:%d-%m-%Y}" if isinstance(answer, date) else str(answer))

    def write(self, label: str, text: str) -> None:
        """Writes in a text field, or chooses in a drop-down list."""
        control = self.main.get_by_label(whole(label))
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(label=text)
        else:
            control.fill(text)

    def choose(self, question: str, option: str) -> None:
        """Chooses a radio button, or ticks one of several boxes."""
        self._mark(self.question(question), option)

    def tick(self, label: str) -> None:
        """Ticks a box that stands by itself."""
        self._mark(self.main, label)

    def question(self, legend: str) -> Locator:
        return self.main.get_by_role("group", name=whole(legend))

    def _mark(self, where: Locator, label: str) -> None:
        text = where.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        text.first.click()
        control = self.page.locator(f"#{text.first.get_attribute('for')}")
        assert control.is_checked(), f"»{label}« is not marked"

    def pick(self, question: str, *options: str) -> None:
        """Searches for each option in a picker by its name, and chooses it."""
        picker = self.question(question)
        for option in options:
            picker.get_by_role("searchbox").fill(re.sub(r" \(.*", "", option))
            found = picker.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(option)}\s*$"))
            if not self.scripts:
                self._leave_by(picker.get_by_role("button", name=re.compile("^Søg")))
            found.first.wait_for()
            control = self.page.locator(f"#{found.first.get_attribute('for')}")
            if not control.is_checked():
                found.first.click()
            assert control.is_checked(), f"»{option}« is not chosen"

    # Reading

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def errors(self) -> str:
        summary = self.page.locator(".jv-error-summary")
        return summary.first.inner_text() if summary.count() else ""

    @property
    def text(self) -> str:
        """All that is visible on the page."""
        return " ".join(self.page.locator("body").inner_text().split())

    def sees(self, *texts: str) -> None:
        shown = self.text
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{self.path} does not show {missing}: {shown}"

    def sees_nothing_of(self, *texts: str) -> None:
        """Not even in what the page is made of."""
        source = self.page.content()
        found = [text for text in texts if text in source]
        assert not found, f"{self.path} shows {found}"
