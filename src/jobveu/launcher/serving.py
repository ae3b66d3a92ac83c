"""The web server in the foreground."""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from jobveu.config.environment import log_form
from jobveu.launcher.errors import LauncherError
from jobveu.upkeep.logs import configuration

APPLICATION = "jobveu.launcher.worker:application"
THREADS = 4
"""Per worker process. A thread waits for the database about as long as it computes."""
BACKLOG = 1024
SECONDS_TO_LOAD = 60
SECONDS_TO_FINISH = 5
"""For the requests under way when the site is stopped."""
PAUSE = 0.05


def default_workers() -> int:
    """One per processor this process may use; a worker needs about 80 MB."""
    return max(1, len(os.sched_getaffinity(0)))


def check_address(host: str, port: int) -> None:
    """Raises LauncherError, in plain words, when the address cannot be served."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise LauncherError(f"{host!r} is not the name or address of a machine.") from None
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
            trial.listen()
        except PermissionError:
            raise LauncherError(
                f"You may not serve on port {port}; only root may on ports under 1024. Try --port 8000."
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise LauncherError(
                    f"Port {port} on {host} is taken: perhaps the site already runs in another window. "
                    f"Stop that, or choose another port: jobveu run --port {port + 1} "
                    f"(with make: make run PORT={port + 1})."
                ) from None
            raise LauncherError(f"Cannot serve on {host} port {port}: {error.strerror}.") from None


def serve(*, host: str, port: int, workers: int, threads: int, ready: Callable[[], None]) -> None:
    """Serves until SIGINT, SIGTERM or SIGHUP (the terminal is closed). Calls `ready` when it answers."""
    # A forked worker inherits the locks that the launcher's other threads hold at that moment, those of modules
    # being imported among them, and nobody there will ever release them: it would accept requests, never to answer.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,  # a thread that ends takes its database connection with it
        backlog=BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.warning,
        log_dictconfig=configuration(log_form()),
    )

    def begin() -> None:
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        threading.Thread(target=_tell_when_reachable, args=(host, port, ready), daemon=True).start()

    server.on_startup(begin)
    server.serve()


def _tell_when_reachable(host: str, port: int, ready: Callable[[], None]) -> None:
    """The worker processes open the port, each when it has loaded the site; the first one will do."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - connects, does not listen
    deadline = time.monotonic() + SECONDS_TO_LOAD
    while time.monotonic() < deadline:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(PAUSE)
        else:
            ready()
            return


def main() -> None:
    """`python -m jobveu.launcher.serving --port N`: the web server alone, configured by the environment."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    serve(host="127.0.0.1", port=port, workers=default_workers(), threads=THREADS, ready=lambda: None)


if __name__ == "__main__":
    main()
