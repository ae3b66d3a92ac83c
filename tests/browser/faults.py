"""What any page can have wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from playwright.sync_api import Page

from tests.browser.chromium import AXE, DESKTOP, PHONE

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = (*WCAG, "best-practice")
"""The accessibility rules that no page may break, by axe's names for them."""

LOOK = """async rules => {
    const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    const found = await axe.run({
        runOnly: {type: 'tag', values: rules},
        resultTypes: ['violations'],
        selectors: false,
        preload: {assets: ['media']},
    });
    return {
        wide,
        passed: found.passes.length,
        violations: found.violations.flatMap(rule => rule.nodes.slice(0, 3).map(
            node => `${rule.id}: ${node.html.slice(0, 300)} (${node.failureSummary.slice(0, 300)})`
        )),
    };
}"""
"""Of what is right one example of each rule is enough, and is counted where it is found: to describe the rest, and to
hand it over, takes longer than to find it. Nodes are shown by their own text, so no selectors are worked out for them.
The style sheets are not fetched again for axe: no rule of these tags reads them (only css-orientation-lock would, which
is experimental and in none of them)."""
FRAME = """() => ({
    headings: document.querySelectorAll('h1').length, language: document.documentElement.lang, title: document.title,
})"""


@cache
def axe() -> str:
    return AXE.read_text()


def faults(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """What the page of the site that is open has wrong, at both widths."""
    found = barriers(page, rules=rules)
    frame = page.evaluate(FRAME)
    if frame["headings"] != 1:
        found.append(f"{frame['headings']} headings of the first level")
    if frame["language"] != "da":
        found.append("not said to be in Danish")
    title = frame["title"]
    if not title.endswith(" – Job-VEU") or title.startswith(" –"):
        found.append(f"its title is »{title}«")
    return found


def barriers(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """What whatever is open has wrong, at both widths; first at the one it has, which spares laying it out anew."""
    found = []
    # axe is handed over by the browser's own protocol, so that the site's security policy stays as it is.
    page.evaluate(axe())
    present = page.viewport_size
    for width, height in sorted(
        (DESKTOP, PHONE), key=lambda size: present is None or size[0] != present["width"]
    ):
        if present is None or width != present["width"]:
            page.set_viewport_size({"width": width, "height": height})
        look = page.evaluate(LOOK, list(rules))
        if look["wide"] > width:
            found.append(f"{width}: the page is {look['wide']} wide")
        assert look["passed"]
        found += [f"{width}: {violation}" for violation in look["violations"]]
    return found
