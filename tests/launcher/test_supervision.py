"""A server that dies is started again; one that somebody stopped stays stopped."""

from __future__ import annotations

import os
import select
import threading

import pytest
from tests.launcher.helpers import connect, kill_everything

from jobveu.launcher import supervision
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.supervision import supervised


def kill(server: EmbeddedPostgres) -> None:
    """Kills it, and waits until the operating system says that it is dead."""
    pid = server.status().pid
    assert pid is not None
    handle = os.pidfd_open(pid)
    try:
        kill_everything(server)
        assert select.select([handle], [], [], 30)[0]
    finally:
        os.close(handle)


class Listener:
    """What the supervisor says, and when it says it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._something = threading.Event()

    def __call__(self, message: str) -> None:
        self.heard.append(message)
        self._something.set()

    def next(self) -> str:
        assert self._something.wait(60)
        self._something.clear()
        return self.heard[-1]


def test_a_killed_server_is_started_again(server: EmbeddedPostgres) -> None:
    server.start()
    say = Listener()
    with supervised(server, say=say):
        for _time in range(2):
            kill(server)
            assert say.next() == "the database had died; it runs again"
            with connect(server) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_stopped_server_stays_stopped_until_somebody_starts_it(server: EmbeddedPostgres) -> None:
    server.start()
    server.stop()
    assert not server.restart_if_dead()
    assert server.status().pid is None
    server.start()
    kill(server)
    assert server.restart_if_dead()
    assert not server.restart_if_dead()


def test_a_server_that_does_not_start_is_said_once_and_tried_again(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(supervision, "EVERY_SECONDS", 0.05)
    server.start()
    local = server.home / "config" / "local.conf"
    say = Listener()
    try:
        with supervised(server, say=say):
            local.write_text("shared_buffers = 'mistyped'\n")
            kill(server)
            assert "the database died and does not start" in say.next()
            local.write_text("")
            assert say.next() == "the database had died; it runs again"
    finally:
        local.write_text("")
    assert len(say.heard) == 2


def test_a_database_of_somebody_elses_is_left_alone() -> None:
    with supervised(None, say=Listener()):
        assert not any(thread.name == "database" for thread in threading.enumerate())
