"""What an authenticator app does, written here from RFC 6238 and not taken from the library under test."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

PERIOD = 30


def code_at(secret: str, moment: float, digits: int = 6) -> str:
    """The code of a base32 secret at a time in seconds since 1970."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(moment) // PERIOD), hashlib.sha1)
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


class App:
    """An app with a secret in it; each code it gives is another one, as the site takes no code twice."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._given: set[str] = set()

    def code(self) -> str:
        now = time.time()
        for moment in (now, now + PERIOD, now - PERIOD):
            code = code_at(self.secret, moment)
            if code not in self._given:
                self._given.add(code)
                return code
        raise AssertionError("Three codes hold at a time, and all were used.")
