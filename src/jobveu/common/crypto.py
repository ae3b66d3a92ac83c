"""Encryption of persons' identities, and the keyed hash by which one can be found again.

AES-256-GCM with a random 96-bit nonce for each text. A stored value is one version byte, the nonce, then the
ciphertext with its 128-bit tag. The context ("person:<uuid>:cpr") is authenticated along with it: a value
moved to another row or another field cannot be read. One key may encrypt 2^32 texts before the chance of a
repeated nonce stops being negligible (NIST SP 800-38D, 8.3); the version byte is there for a change of key
or algorithm. The keys lie outside the database (`settings.KEYS`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_VERSION = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16


class UnreadableIdentityError(Exception):
    """The stored value cannot be decrypted: another key, another row or field, or changed bytes."""


def encrypt(text: str, *, context: str) -> bytes:
    """Encrypts `text` for the one place that `context` names, such as "person:<uuid>:cpr".

    The same text gives another value each time. Raises ValueError when the context is empty.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(settings.KEYS.identity).encrypt(nonce, text.encode(), _associated_data(context))
    return _VERSION + nonce + sealed


def decrypt(data: bytes | memoryview, *, context: str) -> str:
    """The text that `encrypt` was given with the same context.

    Raises UnreadableIdentityError, which tells nothing of the text, when key, context or bytes do not fit.
    """
    stored = bytes(data)
    if len(stored) < len(_VERSION) + _NONCE_BYTES + _TAG_BYTES:
        raise UnreadableIdentityError("The stored value is too short to be an encrypted identity.")
    if stored[:1] != _VERSION:
        raise UnreadableIdentityError(f"Encrypted identities of version {stored[0]} are not known here.")
    nonce, sealed = stored[1 : 1 + _NONCE_BYTES], stored[1 + _NONCE_BYTES :]
    try:
        return AESGCM(settings.KEYS.identity).decrypt(nonce, sealed, _associated_data(context)).decode()
    except InvalidTag as error:
        raise UnreadableIdentityError(
            "The stored value was encrypted with another key, for another row or field, or has been changed."
        ) from error


def lookup_hash(text: str, *, purpose: str) -> bytes:
    """HMAC-SHA256 (32 bytes) by which an encrypted text can be looked up without being decrypted.

    Give the text in its one normal form (for a CPR number its ten digits). Hashes made for different purposes
    cannot be compared. Raises ValueError when the purpose is empty or holds a NUL.
    """
    if not purpose or "\0" in purpose:
        raise ValueError("A lookup hash needs a purpose without NUL characters.")
    return hmac.digest(settings.KEYS.lookup, f"{purpose}\0{text}".encode(), hashlib.sha256)


def _associated_data(context: str) -> bytes:
    if not context:
        raise ValueError("An encrypted identity needs a context that names its row and field.")
    return _VERSION + context.encode()
