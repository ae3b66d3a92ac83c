"""File locks: one start at a time, and knowing whether anybody still uses the server."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jobveu.launcher.errors import LauncherError

PAUSE = 0.05


@contextmanager
def exclusive(path: Path, *, seconds: float, waiting_for: str) -> Iterator[None]:
    """Holds the lock file alone. Raises LauncherError when others hold it for longer than `seconds`."""
    handle = _open(path)
    try:
        deadline = time.monotonic() + seconds
        while not _try(handle, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise LauncherError(f"Another process has held {path} for {seconds:.0f} s: {waiting_for}.")
            time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)


@contextmanager
def shared(path: Path, *, last_one_out: Callable[[], None]) -> Iterator[None]:
    """Holds the lock file together with others; the last to leave calls `last_one_out`, holding it alone."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if _try(handle, fcntl.LOCK_EX):
                last_one_out()
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except PermissionError:
        raise LauncherError(
            f"You may not write {path}. Run this as the user who ran it first, or as root, "
            "or set JOBVEU_DATA to a folder of your own."
        ) from None


def _try(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
