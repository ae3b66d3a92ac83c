"""Keeps the embedded server running for as long as the site runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jobveu.launcher.errors import LauncherError
from jobveu.launcher.postgres import EmbeddedPostgres

EVERY_SECONDS = 0.5
"""How often the server is looked at: reading a file and a line of /proc."""
LONGEST_PAUSE = 30.0
"""Seconds between two attempts when it does not start, on a full disk, say."""


@contextmanager
def supervised(server: EmbeddedPostgres | None, *, say: Callable[[str], None]) -> Iterator[None]:
    """Starts the server anew inside the block whenever it has died; does nothing for None, a server that is
    not ours. Leaving the block waits for a start that is under way, so that nothing starts afterwards."""
    if server is None:
        yield
        return
    enough = threading.Event()
    watch = threading.Thread(target=_watch, args=(server, enough, say), name="database", daemon=True)
    watch.start()
    try:
        yield
    finally:
        enough.set()
        watch.join()


def _watch(server: EmbeddedPostgres, enough: threading.Event, say: Callable[[str], None]) -> None:
    pause = EVERY_SECONDS
    told = ""
    while not enough.wait(pause):
        try:
            restarted = server.restart_if_dead()
        except (LauncherError, OSError) as error:
            # It may be a disk that somebody empties: said once, tried again and again.
            if str(error) != told:
                told = str(error)
                say(f"the database died and does not start: {error}")
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            pause, told = EVERY_SECONDS, ""
            if restarted:
                say("the database had died; it runs again")
