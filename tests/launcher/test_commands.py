"""The command line: what it starts, what it says when it cannot, and that it leaves nothing running."""

from __future__ import annotations

import os
import pwd
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.launcher.helpers import clean_environment, jobveu

from jobveu.launcher import commands
from jobveu.launcher.commands import main
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.places import own_directory
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.serving import check_address


@pytest.fixture
def site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedPostgres]:
    """The command line works in a folder of its own, in this process."""
    monkeypatch.delenv("JOBVEU_DATABASE_URL")
    monkeypatch.setenv("JOBVEU_DATA", str(folder / "commands"))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    server = EmbeddedPostgres(folder / "commands")
    yield server
    server.stop()
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_database_is_started_shown_and_stopped(
    site: EmbeddedPostgres, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["database", "status"]) == 3
    assert "running:  no" in capsys.readouterr().out
    assert main(["database", "start"]) == 0
    assert main(["database", "start"]) == 0
    assert "ran already" in capsys.readouterr().out
    assert main(["database", "status"]) == 0
    assert f"process {site.status().pid} (until jobveu database stop)" in capsys.readouterr().out
    with commands.database():
        pass
    assert site.status().pid is not None, "what `database start` started, only `database stop` stops"
    assert main(["database", "stop"]) == 0
    assert main(["database", "stop"]) == 0
    assert "did not run" in capsys.readouterr().out
    assert site.status().pid is None


def test_a_taken_port_is_named_before_anything_is_started(
    site: EmbeddedPostgres, taken_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--port", str(taken_port)]) == 1
    error = capsys.readouterr().err
    assert f"Port {taken_port} on 127.0.0.1 is taken" in error
    assert f"--port {taken_port + 1}" in error
    assert site.status().pid is None


@pytest.mark.parametrize(
    "words", [["--port", "0"], ["--port", "http"], ["--port", "65536"], ["--workers", "0"]]
)
def test_numbers_that_make_no_sense_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["run", *words])
    assert "is not a" in capsys.readouterr().err


def test_an_address_of_another_machine_is_refused_in_plain_words() -> None:
    with pytest.raises(LauncherError, match="is not the name or address of a machine"):
        check_address("no such host", 8000)
    with pytest.raises(LauncherError, match=r"Cannot serve on 192\.0\.2\.1 port 8000"):
        check_address("192.0.2.1", 8000)


def test_the_embedded_database_is_not_touched_when_another_is_named(
    site: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOBVEU_DATABASE_URL", "postgresql://site@db.example/site")
    assert main(["database", "start"]) == 1
    assert "JOBVEU_DATABASE_URL names a database server" in capsys.readouterr().err
    assert not own_directory(site.data_directory).exists() or site.status().pid is None


@pytest.mark.parametrize(
    ("words", "environment", "demo"),
    [
        ([], {}, True),
        (["--no-demo"], {}, False),
        (["--no-demo"], {"JOBVEU_DEMO": "1"}, False),
        ([], {"JOBVEU_DEMO": "0"}, False),
        (["--host", "::1"], {}, True),
        (["--host", "0.0.0.0"], {}, False),
        (["--host", "0.0.0.0"], {"JOBVEU_DEMO": "1"}, True),
        ([], {"JOBVEU_DATABASE_URL": "postgresql://db.example/site"}, False),
    ],
)
def test_the_demo_with_its_public_passwords_comes_by_itself_only_where_nobody_else_reaches_it(
    words: list[str], environment: dict[str, str], demo: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JOBVEU_DEMO", "JOBVEU_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    options = commands._parser().parse_args(["run", *words])
    assert commands._wants_demo(options) is demo


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = jobveu(
        "database", "start", environment={"JOBVEU_DATA": str(tmp_path / "file" / "var")}, cwd=tmp_path
    )
    assert done.returncode == 1
    assert done.stderr.startswith("jobveu: Cannot make the folder")
    assert "Set JOBVEU_DATA" in done.stderr


def test_the_database_of_another_user_is_named_as_such(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are those of whoever runs the tests, who says to be somebody else."""
    owner = pwd.getpwuid(os.geteuid())
    server = EmbeddedPostgres(folder / "others")
    server.data.mkdir(parents=True)
    somebody = next(entry for entry in pwd.getpwall() if entry.pw_uid not in {0, owner.pw_uid})
    monkeypatch.setattr(os, "geteuid", lambda: somebody.pw_uid)
    with pytest.raises(LauncherError, match=f"belong to {owner.pw_name}, and you are {somebody.pw_name}"):
        server.start()


def test_django_commands_run_with_the_database_and_leave_it_stopped(
    site: EmbeddedPostgres, folder: Path
) -> None:
    query = (
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('SELECT current_user')\n"
        "    print(cursor.fetchone())"
    )
    done = jobveu(
        *("manage", "shell", "--no-imports", "-c", query),
        environment={"JOBVEU_DATA": str(site.data_directory)},
        cwd=folder,
    )
    assert done.stdout.endswith("('jobveu',)\n"), done.stderr
    assert done.returncode == 0
    assert site.status().pid is None


def test_a_django_command_that_fails_leaves_the_database_stopped(
    site: EmbeddedPostgres, folder: Path
) -> None:
    done = jobveu("manage", "nonsense", environment={"JOBVEU_DATA": str(site.data_directory)}, cwd=folder)
    assert done.returncode == 1
    assert "Unknown command" in done.stderr
    assert site.status().pid is None


def test_the_password_of_a_server_stands_in_no_command_that_others_can_read(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    with server.in_use():
        address = server.url.replace("jobveu@", "jobveu:hemmeligt@", 1)
        shown = subprocess.run(
            [sys.executable, "-m", "jobveu", "database", "shell"],
            env=clean_environment() | {"JOBVEU_DATA": str(tmp_path), "JOBVEU_DATABASE_URL": address},
            input="\\! tr '\\0' ' ' < /proc/$PPID/cmdline; echo; printenv PGPASSWORD\nSELECT 'i basen ' || current_user;\n",
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    command, password, *rest = shown.splitlines()
    assert "psql" in command
    assert "hemmeligt" not in command
    assert password == "hemmeligt"
    assert "i basen jobveu" in "".join(rest)
