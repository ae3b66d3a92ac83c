"""Facts as bytes and back: a snapshot's parts. The first is a header, the others are pieces of the columns in turn."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from jobveu.insight.facts import codes
from jobveu.insight.facts.values import (
    Column,
    Council,
    Example,
    Facts,
    Grant,
    LabourForce,
    Office,
    Reference,
    Shortage,
)

PIECE = 8 << 20
"""Bytes of a column that are one part, before they are compressed."""
_LEVEL = 1  # codes are short runs of few values: higher levels take five times as long for a tenth less
_AT_ONCE = 2
_FIRST = "first"


class UnknownFormat(ValueError):
    """The parts were written in a way that this program does not read."""


class Damaged(ValueError):
    """The parts are not those that were written."""


def pack(facts: Facts) -> Iterator[bytes]:
    """The parts of a snapshot, one after the other. The same facts give the same parts."""
    columns = dict(_columns(facts))
    yield _squeezed(_header(facts, columns))
    for column in columns.values():
        raw = np.ascontiguousarray(column).view(np.uint8)
        for low in range(0, len(raw), PIECE):
            yield _squeezed(raw[low : low + PIECE])


def unpack(parts: Iterable[bytes]) -> Facts:
    """The facts that parts were made of. Raises UnknownFormat, and Damaged when there are too few or too many of them or one
    of them is not what was written."""
    rest = _unsqueezed(parts)
    header = json.loads(next(rest))
    if header["format"] != codes.FORMAT:
        raise UnknownFormat(f"format {header['format']}")
    columns: dict[str, Column] = {}
    for name, dtype, length in header["columns"]:
        column = np.empty(length, np.dtype(dtype))
        raw, filled = column.view(np.uint8), 0
        while filled < len(raw):
            piece = next(rest, None)
            if piece is None:
                raise Damaged("parts are missing")
            data = np.frombuffer(piece, np.uint8)
            raw[filled : filled + len(data)] = data
            filled += len(data)
        columns[name] = column
    if next(rest, None) is not None:
        raise Damaged("there are more parts than columns")
    participations = _table(columns, "participations")
    participations.setdefault("merit", np.zeros(int(columns[_FIRST][-1]), np.uint8))
    try:
        return _facts(header, columns, participations)
    except ValueError as error:
        raise Damaged(str(error)) from None


def _facts(
    header: Mapping[str, Any], columns: Mapping[str, Column], participations: Mapping[str, Column]
) -> Facts:
    return Facts(
        day=date.fromisoformat(header["day"]),
        offices=tuple(Office(**row) for row in header["offices"]),
        councils=tuple(Council(**row) for row in header["councils"]),
        industries=tuple((code, title) for code, title in header["industries"]),
        enumerations={name: tuple(values) for name, values in header["enumerations"].items()},
        projects=_table(columns, "projects"),
        first=columns[_FIRST].astype(np.int64),
        participations=participations,
        needs=_needs(columns),
        reference=_reference(header["reference"]),
        examples=tuple(Example(**row) for row in header["examples"]),
    )


class Digest:
    """SHA-256 of parts, each with its length, in order."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, part: bytes) -> None:
        self._sum.update(len(part).to_bytes(8, "big"))
        self._sum.update(part)

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def _squeezed(raw: Any) -> bytes:
    return zlib.compress(raw, _LEVEL)


def _unsqueezed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts as they were before they were compressed, some of them worked out at once and ahead of the reader. Raises
    Damaged for one that is none."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        coming: deque[Future[bytes]] = deque()
        for part in parts:
            coming.append(pool.submit(_unsqueeze, part))
            if len(coming) > _AT_ONCE:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _unsqueeze(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        raise Damaged("a part is not compressed as it was written") from None


def _columns(facts: Facts) -> Iterator[tuple[str, Column]]:
    for table in ("projects", "participations", "needs"):
        for name, column in getattr(facts, table).items():
            yield f"{table}.{name}", column
    yield _FIRST, facts.first


def _table(columns: Mapping[str, Column], table: str) -> dict[str, Column]:
    prefix = f"{table}."
    return {name.removeprefix(prefix): column for name, column in columns.items() if name.startswith(prefix)}


def _needs(columns: Mapping[str, Column]) -> dict[str, Column]:
    found = _table(columns, "needs")
    length = len(found["council"])
    return {name: found.get(name, np.zeros(length, dtype)) for name, dtype in codes.NEED_COLUMNS.items()}


def _header(facts: Facts, columns: Mapping[str, Column]) -> bytes:
    return json.dumps(
        {
            "format": codes.FORMAT,
            "day": facts.day.isoformat(),
            "offices": [asdict(row) for row in facts.offices],
            "councils": [asdict(row) for row in facts.councils],
            "industries": facts.industries,
            "enumerations": dict(facts.enumerations),
            "reference": asdict(facts.reference),
            "examples": [asdict(row) for row in facts.examples],
            "columns": [
                (name, column.dtype.newbyteorder("<").str, len(column)) for name, column in columns.items()
            ],
        },
        ensure_ascii=False,
        default=date.isoformat,
    ).encode()


def _reference(stored: Mapping[str, Any]) -> Reference:
    return Reference(
        labour_force=tuple(LabourForce(**row) for row in stored["labour_force"]),
        shortages=tuple(
            Shortage(**{**row, "published": date.fromisoformat(row["published"])})
            for row in stored["shortages"]
        ),
        grants=tuple(Grant(**row) for row in stored["grants"]),
    )
