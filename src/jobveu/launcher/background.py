"""The worker that does the background jobs: a process of its own, started again whenever it ends.

A worker ends by itself when the database goes away under it; what it was doing is done again (upkeep/jobs.py).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from jobveu.launcher.processes import end_with_parent
from jobveu.wall.acting import as_system, outside_requests_is_the_system

SECONDS_TO_FINISH = 10
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
SECONDS_OF_A_GOOD_LIFE = 60
NOT_YET = 75
"""Exit code: the database does not answer, or lacks tables of this version."""
_LOOK_EVERY = 0.5


@contextmanager
def background_worker(*, say: Callable[[str], None]) -> Iterator[None]:
    """A worker runs inside the block. Leaving it gives the worker time to end what it is doing."""
    enough = threading.Event()
    watch = threading.Thread(target=_keep_running, args=(enough, say), name="background", daemon=True)
    watch.start()
    try:
        yield
    finally:
        enough.set()
        watch.join()


def _keep_running(enough: threading.Event, say: Callable[[str], None]) -> None:
    # The thread that starts the worker must live as long as the launcher: with it the worker ends.
    pause = FIRST_PAUSE
    told: int | None = None
    while not enough.is_set():
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "jobveu.launcher.background"], stdin=subprocess.DEVNULL, process_group=0
        )
        while process.poll() is None and not enough.wait(_LOOK_EVERY):
            pass
        if process.poll() is None:
            _end(process)
            return
        if enough.is_set():
            return
        if time.monotonic() - began > SECONDS_OF_A_GOOD_LIFE:
            pause, told = FIRST_PAUSE, None
        if process.returncode != told:
            told = process.returncode
            say(
                "the background worker waits for the database"
                if told == NOT_YET
                else f"the background worker ended ({told}); it is started again"
            )
        enough.wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_FINISH)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def work() -> int:
    """Does jobs until SIGINT or SIGTERM. Returns the exit code: 0 told to end, 1 failed, NOT_YET."""
    import django

    django.setup()
    outside_requests_is_the_system()  # this process answers nobody
    from django.conf import settings
    from django.db import DatabaseError, InterfaceError, connections
    from django.utils import timezone
    from procrastinate.app import WorkerOptions
    from procrastinate.contrib.django import DjangoApp, app, connector_params
    from procrastinate.exceptions import ConnectorException
    from procrastinate.psycopg_connector import PsycopgConnector
    from psycopg_pool import PoolTimeout

    from jobveu.upkeep.jobs import rescue
    from jobveu.upkeep.migrations import pending_migrations

    try:
        if pending_migrations():
            return NOT_YET
        rescue(at=timezone.now())
    except (DatabaseError, InterfaceError):
        return NOT_YET
    finally:
        connections.close_all()
    # Beside the site's own app, which goes on using Django's connection: what a job queues is then in the
    # transaction of what it changes.
    worker = DjangoApp(
        connector=PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4),
        worker_defaults=cast(WorkerOptions, settings.PROCRASTINATE_WORKER_DEFAULTS),
    )
    worker.tasks, worker.periodic_registry = app.tasks, app.periodic_registry
    try:
        with as_system():  # a job that is about one user says so itself
            worker.run_worker()
    except (ConnectorException, PoolTimeout, DatabaseError, InterfaceError):
        return NOT_YET
    return 0


def main() -> int:
    """`python -m jobveu.launcher.background`: the worker alone, configured by the environment."""
    # At once, not asked to: with its launcher the database may have gone, and jobs can be done twice.
    end_with_parent(signal.SIGKILL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobveu.config.settings")
    return work()


if __name__ == "__main__":
    from jobveu.launcher import background  # by its own name: procrastinate warns of an app of __main__

    sys.exit(background.main())
