"""The subcommands of `jobveu`."""

from __future__ import annotations

import argparse
import ipaddress
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from jobveu.answering.matching import commands as match_commands
from jobveu.answering.planning import commands as plan_commands
from jobveu.launcher.accounts import current_account
from jobveu.launcher.background import background_worker
from jobveu.launcher.binaries import programs_directory
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.figures import counting_folder
from jobveu.launcher.locks import exclusive
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.supervision import supervised
from jobveu.upkeep.backup import commands as backup_commands
from jobveu.upkeep.backup.target import without_password
from jobveu.upkeep.doctor import commands as doctor_commands
from jobveu.upkeep.logs import JsonFormatter
from jobveu.wall.acting import as_system

PACKAGE = Path(__file__).resolve().parent.parent
MINIMUM_SERVER = 150000
SECONDS_TO_PREPARE = 600
MANAGED = {
    "demo": "load a made-up register of the whole programme",
    "figures": "the programme's figures from a snapshot or from now",
    "report": "the evaluation as a report: PDF, DOCX or HTML",
    "snapshot": "freeze what figures are drawn from, list what is frozen, compare",
}
"""Commands of the product, which the launcher knows by name only: management commands that need no `manage` before."""
DEMOS = ("programme", "survey")
"""What is loaded into a data folder that may be empty yet."""


class _Terminated(BaseException):
    """SIGTERM or SIGHUP arrived: leave, closing everything on the way."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code: 0 done, 1 failed with a message, 2 not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobveu.config.settings")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _terminate)
    try:
        if words[:1] == ["manage"]:  # its options are Django's, not ours
            return _manage(words[1:])
        if words[:1] and words[0] in MANAGED:
            return _manage(words, prepared=words[0] == "demo" and len(words) > 1 and words[1] in DEMOS)
        if words[:2] == ["import", "register"]:
            return _manage(["import_register", *words[2:]])
        options = _parser().parse_args(words)
        return int(options.command(options))
    except (LauncherError, ImproperlyConfigured, CommandError) as error:
        print(f"jobveu: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except _Terminated:
        return 143


def data_directory() -> Path:
    """Where everything that the site keeps on this machine lies."""
    return Path(os.environ.get("JOBVEU_DATA", "var")).resolve()


@contextmanager
def database() -> Iterator[EmbeddedPostgres | None]:
    """The database runs inside the block: the embedded one, or (None) the one JOBVEU_DATABASE_URL names."""
    if os.environ.get("JOBVEU_DATABASE_URL"):
        yield None
        return
    server = EmbeddedPostgres(data_directory(), say=_say)
    with server.in_use():
        yield server


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jobveu", description="Runs the Job-VEU site.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="serve the site; Ctrl-C stops it")
    run.add_argument("--host", default="127.0.0.1", help="address to serve on (127.0.0.1)")
    run.add_argument("--port", type=_port, default=8000, help="port to serve on (8000)")
    run.add_argument(
        "--no-demo", action="store_true", help="without the demo's log-ins and its invented people"
    )
    run.add_argument("--workers", type=_positive, help="worker processes (one per processor)")
    run.add_argument("--threads", type=_positive, help="threads in each worker process (4)")
    run.add_argument(
        "--no-worker", action="store_true", help="without a worker: no mail is sent, no reminders are made"
    )
    run.set_defaults(command=_run)

    worker = commands.add_parser("worker", help="do the background jobs of a site that runs elsewhere")
    worker.set_defaults(command=_worker)

    commands.add_parser("manage", help="run one of Django's management commands, with the database running")

    for name, text in MANAGED.items():
        commands.add_parser(name, help=text)
    bringing = commands.add_parser("import", help="bring in an older register from a workbook or a CSV file")
    bringing.add_argument("what", choices=("register",))  # what follows is the management command's

    backup_commands.add_to(commands)
    doctor_commands.add_to(commands)
    match_commands.add_to(commands)
    plan_commands.add_to(commands)

    base = commands.add_parser("database", help="the embedded database alone")
    actions = base.add_subparsers(required=True, metavar="ACTION")
    for name, text, function in (
        ("start", "start it, and let it run until it is stopped", _database_start),
        ("stop", "stop it", _database_stop),
        ("status", "say whether it runs, and where its files are", _database_status),
        ("shell", "open psql in it", _database_shell),
    ):
        actions.add_parser(name, help=text).set_defaults(command=function)
    return parser


def _run(options: argparse.Namespace) -> int:
    from jobveu.launcher import preparation, serving

    serving.check_address(options.host, options.port)
    demo = _wants_demo(options)
    os.environ["JOBVEU_DEMO"] = "1" if demo else "0"
    if _is_loopback(options.host):
        os.environ.setdefault("JOBVEU_ADDRESS", f"http://{_shown(options.host)}:{options.port}")
    from django.db import connections

    own = data_directory()
    with database() as server, counting_folder(own):
        _say("the embedded database runs" if server else "using the database of JOBVEU_DATABASE_URL")
        with _preparing(own):
            backup_commands.finish_interrupted_restore(server, own)
            for source in preparation.compile_translations(PACKAGE / "locale"):
                _say(f"compiled {source.relative_to(PACKAGE)}")
            _set_up_django()
            with as_system():
                preparation.prepare_database(demo=demo, say=_say)
            preparation.collect_static_files(say=_say)
            connections.close_all()  # nothing here needs the database any more
        with supervised(server, say=_say), ExitStack() as beside:
            if not options.no_worker:
                beside.enter_context(background_worker(say=_say))
            serving.serve(
                host=options.host,
                port=options.port,
                workers=options.workers or serving.default_workers(),
                threads=options.threads or serving.THREADS,
                ready=lambda: _say(
                    f"the site is on http://{_shown(options.host)}:{options.port} – Ctrl-C stops it"
                ),
            )
    _say("stopped")
    return 0


def _worker(_options: argparse.Namespace) -> int:
    with database() as server, supervised(server, say=_say), background_worker(say=_say):
        _say("the background worker runs – Ctrl-C stops it")
        threading.Event().wait()
    return 0


def _wants_demo(options: argparse.Namespace) -> bool:
    """The demo's passwords are public, so it comes by itself only where nobody else can reach it."""
    from jobveu.config.environment import flag

    local = _is_loopback(options.host) and not os.environ.get("JOBVEU_DATABASE_URL")
    demo = not options.no_demo and flag("JOBVEU_DEMO", default=local)
    if not demo and not options.no_demo and "JOBVEU_DEMO" not in os.environ:
        _say(
            "without the demo: its passwords are public, and not only this machine reaches this site. "
            "JOBVEU_DEMO=1 loads it all the same."
        )
    return demo


def _manage(words: list[str], *, prepared: bool = False) -> int:
    """`prepared`: with its tables made first, where they are not there yet."""
    from django.core.management import execute_from_command_line

    from jobveu.launcher import preparation

    with database(), as_system():
        if prepared:
            with _preparing(data_directory()):
                _set_up_django()
                preparation.prepare_database(demo=False, say=_say)
        execute_from_command_line(["jobveu manage", *words])
    return 0


def _preparing(own: Path) -> AbstractContextManager[object]:
    return exclusive(
        own / "preparing", seconds=SECONDS_TO_PREPARE, waiting_for="another start is preparing the site"
    )


def _database_start(_options: argparse.Namespace) -> int:
    server = _embedded()
    started = server.start()
    server.keep()
    _say(f"the database {'runs' if started else 'ran already'}; stop it with: jobveu database stop")
    return 0


def _database_stop(_options: argparse.Namespace) -> int:
    _say("the database is stopped" if _embedded().stop() else "the database did not run")
    return 0


def _database_status(_options: argparse.Namespace) -> int:
    """Exit code 0 when it runs, 3 when not, as service scripts have it."""
    server = _embedded()
    status = server.status()
    running = status.pid is not None
    until = " (until jobveu database stop)" if status.kept else ""
    print(f"running:  {f'yes, process {status.pid}{until}' if running else 'no'}")
    print(f"files:    {status.home if status.version else 'none yet'}")
    print(f"socket:   {status.socket_directory}")
    print(f"version:  {status.version or '-'}")
    print(f"address:  {server.url}")
    return 0 if running else 3


def _database_shell(_options: argparse.Namespace) -> int:
    with database() as server:
        home = server.home if server else data_directory()
        psql = programs_directory(current_account(), home) / "psql"
        target, password = without_password(server.url if server else os.environ["JOBVEU_DATABASE_URL"])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is psql's
        return subprocess.run([psql, target], env=os.environ | password, check=False).returncode


def _embedded() -> EmbeddedPostgres:
    if os.environ.get("JOBVEU_DATABASE_URL"):
        raise LauncherError(
            "JOBVEU_DATABASE_URL names a database server that runs by itself; unset it for the embedded one."
        )
    return EmbeddedPostgres(data_directory(), say=_say)


def _set_up_django() -> None:
    import django
    from django.db import OperationalError, connection

    django.setup()
    try:
        with connection.cursor() as cursor:
            version: int = cursor.connection.info.server_version
    except OperationalError as error:
        raise LauncherError(f"The database does not answer: {error}") from None
    if version < MINIMUM_SERVER:
        raise LauncherError(
            f"The database server is PostgreSQL {version // 10000}; 15 is the oldest that will do."
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _say(message: str) -> None:
    """To the output: a line for reading, or with JOBVEU_LOG=json one as the log's."""
    if os.environ.get("JOBVEU_LOG", "").strip().lower() == "json":
        record = logging.LogRecord("jobveu", logging.INFO, "", 0, message, None, None)
        print(JsonFormatter().format(record), flush=True)
    else:
        print(f"jobveu: {message}", flush=True)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated
