"""Sentences put together of phrases."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jobveu.documents.value import Paragraph
from jobveu.insight.words import capital, ended


def sentence(text: str) -> str:
    """The text with a capital letter and its full stop; "" stays ""."""
    return ended(capital(text.strip())) if text.strip() else ""


def small(text: str) -> str:
    """The text with a small letter at its beginning, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def quoted(text: str) -> str:
    """Between the quotation marks of the language."""
    return _("»%(text)s«") % {"text": text}


def paragraph(*texts: str) -> Iterator[Paragraph]:
    """One paragraph of the sentences that say something; none where none does."""
    told = [sentence(text) for text in texts if text.strip()]
    if told:
        yield Paragraph(" ".join(told))
