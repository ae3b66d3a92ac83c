"""The words that every document has, in the language that is active."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def language() -> str:
    """The active language, as documents and charts name it."""
    return "en" if (get_language() or "da").startswith("en") else "da"


def page_words() -> tuple[str, str]:
    """The words of the footer before and between the two numbers of a page."""
    before, between = (_("Side %(number)s af %(total)s") % {"number": "|", "total": "|"}).split("|")[:2]
    return before.strip(), between.strip()
