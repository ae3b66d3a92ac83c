"""One rule says where the socket lies; the launcher and Django's settings agree on it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.launcher.helpers import connect

from jobveu.config.environment import database_from_url
from jobveu.launcher.places import LONGEST_SOCKET_PATH, PORT, relocation_record, socket_directory
from jobveu.launcher.postgres import EmbeddedPostgres


def test_the_socket_lies_in_the_data_directory(tmp_path: Path) -> None:
    assert socket_directory(tmp_path) == tmp_path / "postgres" / "socket"


def test_a_path_too_long_for_a_socket_gets_a_short_folder_that_depends_on_the_path(tmp_path: Path) -> None:
    first, second = tmp_path / ("æ" * 60), tmp_path / ("ø" * 60)
    for data in (first, second):
        path = socket_directory(data) / f".s.PGSQL.{PORT}"
        assert len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
    assert socket_directory(first) != socket_directory(second)
    assert socket_directory(first) == socket_directory(first)


def test_the_longest_path_that_fits_is_used_as_it_is() -> None:
    ending = f"/postgres/socket/.s.PGSQL.{PORT}"
    fits = Path("/" + "x" * (LONGEST_SOCKET_PATH - len(ending) - 1))
    assert socket_directory(fits) == fits / "postgres" / "socket"
    assert socket_directory(fits.with_name(fits.name + "x")).parent == Path("/tmp")


def test_settings_and_launcher_agree_on_the_socket(tmp_path: Path) -> None:
    for data in (tmp_path, tmp_path / ("å" * 60)):
        assert database_from_url("", data)["HOST"] == str(EmbeddedPostgres(data).socket_directory)


def test_settings_and_launcher_agree_on_files_that_lie_elsewhere(tmp_path: Path) -> None:
    record = relocation_record(tmp_path)
    record.parent.mkdir(parents=True)
    record.write_text("/var/lib/jobveu/0123abcd\n")
    assert EmbeddedPostgres(tmp_path).home == Path("/var/lib/jobveu/0123abcd")
    assert database_from_url("", tmp_path)["HOST"] == "/var/lib/jobveu/0123abcd/socket"


def test_the_address_of_the_embedded_server_is_one_that_the_settings_read(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "with space & sign")
    settings = database_from_url(server.url, tmp_path)
    assert settings["HOST"] == str(server.socket_directory)
    assert (settings["NAME"], settings["USER"], settings["PORT"]) == ("jobveu", "jobveu", "5432")


def test_a_server_with_spaces_and_a_long_path_starts_and_is_reached(folder: Path) -> None:
    server = EmbeddedPostgres(folder / ("a long name, with 'signs' " * 4))
    server.start()
    with connect(server) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    short = server.socket_directory
    assert short.parent == Path("/tmp")
    server.remove()
    assert not short.exists()
