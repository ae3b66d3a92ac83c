"""A real clamd with one virus on its list, and a server that is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attachments.samples import EICAR

VIRUS = "Proeve.Eicar.UNOFFICIAL"
SECONDS_TO_START = 60


def _program() -> str:
    found = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "clamd is missing: sh tools/system_packages.sh clamav-daemon:clamd"
    return found


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """The path of its socket, once it listens."""
    lists = folder / "lists"
    lists.mkdir()
    # As ClamAV's own signature of the test file: anywhere in any file, these bytes.
    (lists / "own.ndb").write_text(f"Proeve.Eicar:0:*:{EICAR.hex()}\n")
    path = folder / "socket"
    configuration = folder / "clamd.conf"
    configuration.write_text(
        f"LocalSocket {path}\nDatabaseDirectory {lists}\nTemporaryDirectory {folder}\nForeground yes\n"
    )
    process = subprocess.Popen(
        [_program(), f"--config-file={configuration}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said: list[str] = []
        listens = threading.Event()

        def listen() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                said.append(line)
                if "Setting connection queue length" in line or "Self checking" in line:
                    listens.set()
            listens.set()

        reader = threading.Thread(target=listen, daemon=True)
        reader.start()
        assert listens.wait(SECONDS_TO_START), said
        assert process.poll() is None, said
        yield str(path)
    finally:
        process.terminate()
        process.wait(30)
        reader.join(30)
        assert process.stdout is not None
        process.stdout.close()


@contextmanager
def faulty(answer: bytes | None) -> Iterator[tuple[str, int]]:
    """Accepts everybody, reads a little, says `answer` (nothing when it is None) and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(100)
                    if answer is not None:
                        connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[:2]
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)
