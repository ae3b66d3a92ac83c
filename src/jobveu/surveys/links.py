"""The secrets of personal links, and what is made from them.

The secret in a link is made from the invitation's `link_key` with a key that lies outside the database, so that the same
link can be sent again while nothing in the database opens anybody's answers. From the secret come two hashes for two
purposes: by the one the invitation is found, by the other the answers.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from jobveu.common.crypto import lookup_hash

_BYTES = 24
_LONGEST = 64


@sensitive_variables()
def secret_of(link_key: UUID) -> str:
    """192 bits, as 32 characters of an address."""
    return urlsafe_b64encode(lookup_hash(link_key.hex, purpose="survey_secret")[:_BYTES]).decode()


@sensitive_variables()
def invitation_hash(secret: str) -> str:
    """By which the invitation is found."""
    return lookup_hash(secret[:_LONGEST], purpose="survey_invitation").hex()


@sensitive_variables()
def draft_key(secret: str) -> str:
    """By which the answers are found."""
    return lookup_hash(secret[:_LONGEST], purpose="survey_draft").hex()
