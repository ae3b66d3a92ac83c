"""What any page can have wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

from tests.browser.chromium import AXE, DESKTOP, PHONE

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = (*WCAG, "best-practice")
"""The accessibility rules that no page may break, by axe's names for them."""

# Of what is right one example of each rule is enough: describing the rest takes longer than finding it.
RUN_AXE = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"


def faults(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """What the page of the site that is open has wrong, at both widths."""
    found = barriers(page, rules=rules)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if page.locator("html").get_attribute("lang") != "da":
        found.append("not said to be in Danish")
    title = page.title()
    if not title.endswith(" – Job-VEU") or title.startswith(" –"):
        found.append(f"its title is »{title}«")
    return found


def barriers(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """What whatever is open has wrong, at both widths."""
    found = []
    # axe is handed over by the browser's own protocol, so that the site's security policy stays as it is.
    page.evaluate(AXE.read_text())
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        if wide > width:
            found.append(f"{width}: the page is {wide} wide")
        result = page.evaluate(RUN_AXE, list(rules))
        assert result["passes"]
        found += [
            f"{width}: {rule['id']}: {node['html'][:300]} ({node['failureSummary'][:300]})"
            for rule in result["violations"]
            for node in rule["nodes"][:3]
        ]
    return found
