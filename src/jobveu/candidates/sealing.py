"""What of a person is encrypted, and under which context: the same for those who write and those who read."""

from __future__ import annotations

from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from jobveu.common.cpr import Cpr
from jobveu.common.crypto import decrypt, encrypt, lookup_hash

NAME, CPR, PHONE, EMAIL = "name", "cpr", "phone", "email"


def context_of(key: UUID, field: str) -> str:
    """The one place a value can be read in: this person's, this field's."""
    return f"person:{key}:{field}"


@sensitive_variables()
def sealed(text: str, *, key: UUID, field: str) -> bytes:
    return encrypt(text, context=context_of(key, field))


@sensitive_variables()
def sealed_or_none(text: str, *, key: UUID, field: str) -> bytes | None:
    return sealed(text, key=key, field=field) if text else None


@sensitive_variables()
def resealed(text: str, stored: bytes | memoryview | None, *, key: UUID, field: str) -> bytes | None:
    """What is stored, where it says the same: encrypted anew it would look like a change in the history."""
    if stored is not None and decrypt(stored, context=context_of(key, field)) == text:
        return bytes(stored)
    return sealed_or_none(text, key=key, field=field)


@sensitive_variables()
def cpr_hash(cpr: Cpr, *, job_centre_id: int) -> bytes:
    """By which the job centre finds a person; another job centre's hash of the same number is another one."""
    return lookup_hash(cpr.digits, purpose=f"person.cpr:{job_centre_id}")
