"""Names for those who may not know the name: random, so that nothing can be read out of them."""

from __future__ import annotations

import secrets
from collections.abc import Collection

_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
"""No two that look alike (0 O, 1 I L), and no vowels: a pseudonym must not spell a word."""
_LENGTH = 6


def new_pseudonym() -> str:
    """A random one, such as "K-7F3QXM"; 387 million are possible."""
    return "K-" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def new_pseudonyms(count: int, *, taken: Collection[str] = ()) -> list[str]:
    """So many different ones, none of `taken`."""
    found: dict[str, None] = {}
    while len(found) < count:
        pseudonym = new_pseudonym()
        if pseudonym not in taken:
            found[pseudonym] = None
    return list(found)
