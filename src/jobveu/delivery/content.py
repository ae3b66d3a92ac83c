"""What a mail says and to whom, as it is stored: encrypted, and bound to its row."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from jobveu.common.crypto import decrypt, encrypt


@dataclass(frozen=True, slots=True)
class Content:
    recipient: str
    subject: str
    text: str


@sensitive_variables()
def sealed(content: Content, *, key: UUID) -> bytes:
    return encrypt(json.dumps(asdict(content)), context=_context(key))


@sensitive_variables()
def opened(data: bytes | memoryview, *, key: UUID) -> Content:
    """Raises UnreadableIdentityError where the keys are not those it was sealed with."""
    return Content(**json.loads(decrypt(data, context=_context(key))))


def _context(key: UUID) -> str:
    return f"mail:{key}:content"
