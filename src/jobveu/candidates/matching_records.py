"""What is encrypted of a candidate's part in a proposal, and under which context."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from jobveu.common.crypto import decrypt, encrypt

FACTS, EXPLANATION, REASON = "facts", "explanation", "reason"


def sealed(value: Any, *, key: UUID, field: str) -> bytes:
    return encrypt(json.dumps(value, ensure_ascii=False, sort_keys=True), context=_context(key, field))


def unsealed(stored: bytes | memoryview, *, key: UUID, field: str) -> Any:
    return json.loads(decrypt(stored, context=_context(key, field)))


def _context(key: UUID, field: str) -> str:
    return f"proposal:{key}:{field}"
