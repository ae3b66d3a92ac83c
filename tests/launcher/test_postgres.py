"""The embedded server: it keeps what was written, it starts once, and it lets in whom it should."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

import psycopg
import pytest
from tests.launcher.helpers import connect, kill_everything, run_python

from jobveu.launcher.accounts import can_enter, server_account
from jobveu.launcher.binaries import programs_directory
from jobveu.launcher.configuration import SUPERUSER
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.places import own_directory, relocation_record
from jobveu.launcher.postgres import EmbeddedPostgres, is_server_of
from jobveu.launcher.temporary import PREFIX, TemporaryDirectory, TemporaryServer

START = """
import sys
from pathlib import Path
from jobveu.launcher.postgres import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start())
"""


def write_note(server: EmbeddedPostgres, text: str) -> None:
    with connect(server) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text PRIMARY KEY)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def notes(server: EmbeddedPostgres) -> set[str]:
    with connect(server) as connection:
        return {row[0] for row in connection.execute("SELECT text FROM note")}


def test_stopping_and_starting_again_keeps_the_data(server: EmbeddedPostgres) -> None:
    server.start()
    write_note(server, "stopped")
    assert server.stop()
    assert server.status().pid is None
    assert server.start()
    assert "stopped" in notes(server)


def test_starting_a_running_server_changes_nothing(server: EmbeddedPostgres) -> None:
    server.start()
    pid = server.status().pid
    assert not server.start()
    assert server.status().pid == pid


def test_stopping_a_stopped_server_is_no_error(server: EmbeddedPostgres) -> None:
    server.start()
    assert server.stop()
    assert not server.stop()


def test_rows_acknowledged_before_kill_9_of_every_process_are_there_afterwards(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    for number in range(3):
        write_note(server, f"before kill {number}")
        kill_everything(server)
        assert server.start()
        assert f"before kill {number}" in notes(server)


def test_a_connection_that_outlives_its_killed_server_does_not_prevent_the_next_start(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    connection = connect(server)
    postmaster = server.status().pid
    assert postmaster is not None
    os.kill(postmaster, 9)
    assert server.start()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()


def test_a_pid_file_that_names_a_process_of_somebody_else_does_not_prevent_the_start(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    kill_everything(server)
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert server.start()


def test_two_starts_at_once_give_one_server(folder: Path) -> None:
    new = EmbeddedPostgres(folder / "two")
    starts = [run_python(START, [str(new.data_directory)]) for _ in range(2)]
    assert sorted(start.communicate()[0].strip() for start in starts) == ["False", "True"]
    new.remove()


def test_the_last_user_to_leave_stops_the_server(server: EmbeddedPostgres) -> None:
    server.stop()
    with server.in_use():
        with EmbeddedPostgres(server.data_directory).in_use():
            pass
        assert server.status().pid is not None
    assert server.status().pid is None


def test_a_server_that_is_to_be_kept_outlives_its_users(server: EmbeddedPostgres) -> None:
    server.start()
    server.keep()
    with server.in_use():
        pass
    assert server.status().pid is not None
    server.stop()
    assert not server.status().kept


def test_what_an_interrupted_first_start_left_is_made_anew(folder: Path) -> None:
    new = EmbeddedPostgres(folder / "interrupted")
    left = new.home / "data.new"
    left.mkdir(parents=True)
    (left / "PG_VERSION").write_text("18\n")
    assert new.start()
    assert not left.exists()
    new.remove()


def test_the_database_is_durable_checksummed_and_knows_danish_letters(server: EmbeddedPostgres) -> None:
    server.start()
    with connect(server) as connection:
        assert {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in (
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "data_checksums",
                "server_encoding",
            )
        } == {
            "fsync": ("on",),
            "synchronous_commit": ("on",),
            "full_page_writes": ("on",),
            "data_checksums": ("on",),
            "server_encoding": ("UTF8",),
        }
        assert connection.execute("SELECT lower('ÆØÅ'), 'Ærø' ~* 'ÆRØ'").fetchone() == ("æøå", True)
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        # Words are cut at the dash, not at ø: the character classes are those of Unicode.
        assert connection.execute(
            "SELECT tsvector_to_array(to_tsvector('danish', 'Job–Ærø'))"
        ).fetchone() == (["job", "ærø"],)
        assert connection.execute("SELECT similarity('æøå', 'æøå'), similarity('æøå', '')").fetchone() == (
            1,
            0,
        )


def test_the_role_is_no_superuser_and_owns_its_database(server: EmbeddedPostgres) -> None:
    server.start()
    with connect(server) as connection:
        assert connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False, False, False)
        assert connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone() == ("jobveu",)


def test_the_server_listens_on_its_socket_only_and_trusts_nobody(server: EmbeddedPostgres) -> None:
    server.start()
    with connect(server, user=SUPERUSER) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        rules = connection.execute("SELECT type, auth_method, options FROM pg_hba_file_rules").fetchall()
        assert rules == [("local", "peer", ["map=jobveu"])]
        mapped = connection.execute("SELECT DISTINCT sys_name FROM pg_ident_file_mappings").fetchall()
    expected = {"root", pwd.getpwuid(os.geteuid()).pw_name, server_account(server.data).name}
    assert {row[0] for row in mapped} == expected


def test_another_user_of_the_machine_is_refused(server: EmbeddedPostgres) -> None:
    """Tried as another user where that can be done, which takes root; without, the folder and the rule are read."""
    server.start()
    owner = server_account(server.data)
    assert server.socket_directory.stat().st_mode & 0o077 == 0, "the socket's folder keeps others out"
    assert (server.home / "config" / "pg_hba.conf").read_text().startswith("local all all peer")
    if os.geteuid() != 0:
        return
    other = next(entry for entry in pwd.getpwall() if entry.pw_uid not in {0, owner.uid})
    assert _try_to_connect(server, other.pw_uid).returncode != 0, "the socket's folder keeps others out"
    server.socket_directory.chmod(0o755)
    refused = _try_to_connect(server, other.pw_uid)
    assert refused.returncode != 0
    assert "Peer authentication failed" in refused.stderr
    assert _try_to_connect(server, owner.uid).returncode == 0


def _try_to_connect(server: EmbeddedPostgres, uid: int) -> subprocess.CompletedProcess[str]:
    programs = programs_directory(server_account(server.data), server.home)
    return subprocess.run(
        [
            *(programs / "psql", "-h", server.socket_directory, "-U", "jobveu", "-d", "jobveu"),
            *("--no-psqlrc", "--no-password", "-c", "SELECT 1"),
        ],
        user=uid,
        group=pwd.getpwuid(uid).pw_gid,
        extra_groups=[],
        cwd="/",
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_data_directory_that_the_servers_account_cannot_reach_gets_its_files_elsewhere(
    folder: Path,
) -> None:
    """The account is another where root starts the server. Everybody else runs it themselves, and reaches the files."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    messages: list[str] = []
    new = EmbeddedPostgres(closed / "var", say=messages.append, relocated=folder / "elsewhere")
    new.start()
    write_note(new, "far away")
    if os.geteuid() != 0:
        assert new.home.is_relative_to(closed)
        assert messages == []
        new.remove()
        return
    assert new.home.parent == folder / "elsewhere"
    assert any(str(new.home) in message for message in messages)
    new.stop()
    assert EmbeddedPostgres(closed / "var").start()
    assert "far away" in notes(new)

    copy = EmbeddedPostgres(folder / "copy")
    own_directory(copy.data_directory).mkdir(parents=True)
    relocation_record(copy.data_directory).write_text(f"{new.home}\n")
    with pytest.raises(LauncherError, match="is a copy of"):
        copy.start()

    moved = EmbeddedPostgres(folder / "moved")
    new.stop()
    new.data_directory.rename(moved.data_directory)
    assert moved.start()
    assert "far away" in notes(moved)
    moved.remove()


def test_files_without_a_database_are_not_overwritten(folder: Path) -> None:
    new = EmbeddedPostgres(folder / "strange")
    new.data.mkdir(parents=True)
    (new.data / "letter.txt").write_text("keep me")
    if os.geteuid() == 0:
        owner = server_account(folder / "absent")
        os.chown(new.data, owner.uid, owner.gid)
    with pytest.raises(LauncherError, match="holds files, but no database"):
        new.start()
    assert (new.data / "letter.txt").read_text() == "keep me"


def test_a_database_of_another_major_version_is_left_alone(folder: Path) -> None:
    new = EmbeddedPostgres(folder / "old")
    new.data.mkdir(parents=True)
    (new.data / "PG_VERSION").write_text("15\n")
    if os.geteuid() == 0:
        owner = server_account(folder / "absent")
        os.chown(new.data, owner.uid, owner.gid)
    with pytest.raises(LauncherError, match="was made by PostgreSQL 15"):
        new.start()


def test_a_temporary_server_is_gone_when_its_block_ends() -> None:
    with TemporaryServer() as server:
        with connect(server) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
            connection.execute("CREATE DATABASE another")
        directory = server.data_directory
        assert directory.name.startswith(PREFIX)
    assert server.status().pid is None
    assert not directory.exists()


def test_what_a_killed_owner_of_a_temporary_server_left_is_removed_by_the_next() -> None:
    start = """
import os, signal
from jobveu.launcher.temporary import TemporaryServer
server = TemporaryServer().__enter__()
print(server.data_directory, server.status().pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    process = run_python(start, [])
    directory, pid = process.communicate()[0].split()
    assert Path(directory).exists()
    data = Path(directory) / "postgres" / "data"
    assert is_server_of(int(pid), data)
    TemporaryDirectory().remove()
    assert not Path(directory).exists()
    assert not is_server_of(int(pid), data)


def test_every_account_can_pass_through_a_temporary_folder(folder: Path) -> None:
    assert can_enter(server_account(folder / "absent"), folder)
