"""Whether the register holds something made up, as `jobveu demo programme` puts there, so that every page says so."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import DatabaseError

from jobveu.projects.models import Project

_ASK_AGAIN = 60.0
"""Seconds that "no" is believed. "Yes" is for ever: a made-up register cannot be taken out again."""


@dataclass
class _Known:
    until: float = 0.0
    made_up: bool = False


_known = _Known()


def is_made_up() -> bool:
    """Asks the database once a minute at most. A page that says that there is no database has none to ask: then what was
    known last holds."""
    if not _known.made_up and time.monotonic() >= _known.until:
        _known.until = time.monotonic() + _ASK_AGAIN
        try:
            _known.made_up = Project.objects.filter(synthetic=True).exists()
        except DatabaseError:
            return False
    return _known.made_up


def forget(*, believed_for: float = 0.0) -> None:
    """As in a process that has just begun; `believed_for`: seconds, in one that has just been told "no"."""
    _known.until, _known.made_up = time.monotonic() + believed_for, False
