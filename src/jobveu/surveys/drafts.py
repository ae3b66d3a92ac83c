"""Answers on their way: encrypted, and each as long as any other, so that their length tells of nobody either."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.views.decorators.debug import sensitive_variables

from jobveu.common.crypto import decrypt, encrypt
from jobveu.surveys.instruments.parts import Value

LENGTH = 40_960
"""In bytes, before encryption: three texts of the longest, with every character escaped, fit in it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`values`: by item id. `pages`: the ids of the sections that have been sent. `complete`: the last one was, as the
    last."""

    values: Mapping[str, Value] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    complete: bool = False

    def __repr__(self) -> str:
        return f"Draft({len(self.values)} values)"  # never the answers: they would end in logs


@sensitive_variables()
def sealed(draft: Draft, *, key: str) -> bytes:
    """Raises ValueError for more than fits."""
    text = json.dumps(
        {"values": dict(draft.values), "pages": draft.pages, "complete": draft.complete}, ensure_ascii=False
    )
    room = LENGTH - len(text.encode())
    if room < 0:
        raise ValueError("The answers are longer than a draft may be.")
    return encrypt(text + " " * room, context=f"survey_draft:{key}")


@sensitive_variables()
def opened(content: bytes | memoryview, *, key: str) -> Draft:
    """Raises UnreadableIdentityError where the keys are not those it was sealed with."""
    found = json.loads(decrypt(content, context=f"survey_draft:{key}"))
    return Draft(found["values"], tuple(found["pages"]), found["complete"])
