"""What a browser does with a page that edits: it sends back what the page carried unseen."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django.test import Client


def carried(page: str) -> dict[str, str]:
    """The hidden fields of a form page: its token, the version that it edits and the marks of what it showed."""
    found = re.findall(r'<input type="hidden" name="(submission|version|marks)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def opened(client: Client, url: str) -> dict[str, str]:
    """What the page carries when it is opened."""
    return carried(client.get(url).content.decode())


def second_editor_is_told(
    url: str, *, first: Client, second: Client, saved: Mapping[str, Any], typed: Mapping[str, Any]
) -> str:
    """Two have the page open; the first one saves, then the second. Returns the page that the second is shown, after
    having checked that nothing was saved over, that it keeps what was typed, and that it can be saved from there."""
    mine = opened(second, url)
    answer = first.post(url, opened(first, url) | saved)
    assert answer.status_code == 302, answer.content.decode()
    answer = second.post(url, mine | typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "har gemt ændringer, mens du skrev" in page
    assert "<title>Ikke gemt: " in page
    form = answer.context["form"]
    for name, value in typed.items():
        assert str(form[name].value()) == str(value), name
    again = second.post(url, carried(page) | typed)
    assert again.status_code == 302, again.content.decode()
    return page
