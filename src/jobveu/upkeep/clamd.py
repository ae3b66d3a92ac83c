"""Asks clamd, ClamAV's daemon, whether a file holds a virus. Knows its protocol only: a command, and for a file
its bytes in pieces, each behind its length.

A client of our own, of a page: the package `clamd` has had no release since 2014, `clamav-client` is under the
GPL.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

Address = str | tuple[str, int]
"""The path of a Unix socket, or host and port."""

SECONDS_TO_CONNECT = 5.0
SECONDS_TO_ANSWER = 60.0
"""For one file, or one piece of it to be taken."""
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


class ScannerUnavailable(Exception):
    """clamd cannot be reached, stopped in the middle, or did not say whether there is a virus."""


def scan(address: Address, content: IO[bytes]) -> str:
    """The name of the virus that clamd finds in the rest of `content`; "" when it finds none.

    Raises ScannerUnavailable; never answers "" unless clamd has said so.
    """
    with _connected(address) as connection:
        try:
            connection.sendall(b"zINSTREAM\0")
            while piece := content.read(_PIECE):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has stopped listening: its answer says why, if it gave one
        answer = _answer(connection)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerUnavailable(f"clamd answered {answer!r}" if answer else "clamd ended without an answer")


def version(address: Address) -> str:
    """What clamd says of itself: "ClamAV 1.4.3/27700/Fri Nov 27 09:26:00 2026", the last part being the day of
    its list of viruses. Raises ScannerUnavailable."""
    with _connected(address) as connection:
        connection.sendall(b"zVERSION\0")
        answer = _answer(connection)
    if not answer.startswith("ClamAV"):
        raise ScannerUnavailable(f"what listens there is not clamd: it answered {answer!r}")
    return answer


@contextmanager
def _connected(address: Address) -> Iterator[socket.socket]:
    try:
        connection = _connect(address)
    except OSError as error:
        raise ScannerUnavailable(f"clamd cannot be reached: {error}") from error
    with connection:
        connection.settimeout(SECONDS_TO_ANSWER)
        try:
            yield connection
        except OSError as error:
            raise ScannerUnavailable(f"clamd went away: {error}") from error


def _connect(address: Address) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=SECONDS_TO_CONNECT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(SECONDS_TO_CONNECT)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    """Up to the zero byte that ends it, or the end of the connection."""
    data = b""
    while b"\0" not in data and len(data) < _LONGEST_ANSWER:
        try:
            piece = connection.recv(_LONGEST_ANSWER)
        except ConnectionResetError:
            break
        if not piece:
            break
        data += piece
    return data.partition(b"\0")[0].decode("utf-8", "replace").strip()
