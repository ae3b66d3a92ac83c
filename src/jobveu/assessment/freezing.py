"""The projects' facts as bytes and back, for a snapshot. The same facts give the same bytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from jobveu.assessment.facts import Counted, ProjectFacts
from jobveu.assessment.hazards import Hazard

FORMAT = 1
"""The next number when older bytes would be misread."""

_DAYS = frozenset(one.name for one in fields(ProjectFacts) if "date" in str(one.type) and one.name != "shown")
_SETS = frozenset(one.name for one in fields(ProjectFacts) if "frozenset" in str(one.type))


def freeze(facts: Iterable[ProjectFacts], hazards: Iterable[Hazard]) -> bytes:
    names = [one.name for one in fields(ProjectFacts)]
    content = {
        "names": names,
        "projects": [[_plain(getattr(one, name)) for name in names] for one in facts],
        "hazards": [{one.name: _plain(getattr(row, one.name)) for one in fields(Hazard)} for row in hazards],
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def thaw(content: bytes) -> tuple[tuple[ProjectFacts, ...], tuple[Hazard, ...]]:
    found = json.loads(zlib.decompress(content))
    projects = tuple(
        ProjectFacts(**{name: _told(name, value) for name, value in zip(found["names"], row, strict=True)})
        for row in found["projects"]
    )
    return projects, tuple(Hazard(**_of_hazard(row)) for row in found["hazards"])


def _of_hazard(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("noted", "shown"):
        row[name] = {event: frozenset(keys) for event, keys in row[name].items()}
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Counted):
        return [getattr(value, one.name) for one in fields(Counted)]
    if isinstance(value, Mapping):
        return {key: _plain(day) for key, day in sorted(value.items())}
    return value


def _told(name: str, value: Any) -> Any:
    if name in _DAYS:
        return None if value is None else date.fromisoformat(value)
    if name in _SETS:
        return frozenset(value)
    if name == "counted":
        return Counted(*value)
    if name == "shown":
        return {key: None if day is None else date.fromisoformat(day) for key, day in value.items()}
    return value
