"""Problems and answers as JSON, of whichever kernel: checked against their schemas, with messages that name the field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from jobveu.kernels.values import THOUSANDTHS, NotUnderstood, Travel


def schema(package: str, name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the package's `problem` or `answer`."""
    text = resources.files(package).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def parse(text: str | bytes, package: str) -> dict[str, Any]:
    """The values of a JSON text that the package's schema of a problem holds for. Raises NotUnderstood."""
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise NotUnderstood("the file", "is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotUnderstood(
            f"line {error.lineno}, column {error.colno}", f"is not JSON: {error.msg}"
        ) from None
    check(given, package, "problem")
    values: dict[str, Any] = given
    return values


def check(values: Any, package: str, name: str) -> None:
    """Raises NotUnderstood for the first thing that the schema doesn't hold for."""
    for fault in _validator(package, name).iter_errors(values):
        raise NotUnderstood(_path(fault.instance_path), fault.message)


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no room to differ."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def points(thousandths: int) -> float:
    """Thousandths as points; whole ones without decimals."""
    whole, rest = divmod(thousandths, THOUSANDTHS)
    return whole if rest == 0 else thousandths / THOUSANDTHS


def points_or_none(thousandths: int | None) -> float | None:
    return None if thousandths is None else points(thousandths)


def thousandths(weight: float) -> int:
    return int(Decimal(str(weight)) * THOUSANDTHS)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def without_blanks(**values: Any) -> dict[str, Any]:
    """What is said, without what is left open."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def travel(given: Mapping[str, Any] | None) -> Travel:
    """From points in kilometres or a table, as the schemas have them."""
    if given is None:
        return Travel()
    if "points" in given:
        return Travel.between({name: (point[0], point[1]) for name, point in given["points"].items()})
    table, minutes = (tuple(tuple(row) for row in given.get(name, ())) for name in ("table", "minutes"))
    return Travel(given["unit"], tuple(given["places"]), table, minutes)


def travel_values(one: Travel) -> dict[str, Any]:
    """The part `travel` of a problem; none without places."""
    if not one.places:
        return {}
    return {
        "travel": {
            "unit": one.unit,
            "places": list(one.places),
            "table": [list(row) for row in one.table],
        }
        | without_blanks(minutes=[list(row) for row in one.minutes])
    }


@cache
def _validator(package: str, name: str) -> Any:
    return jsonschema_rs.validator_for(schema(package, name), validate_formats=True)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotUnderstood(repr(name), "occurs twice in one object")
        found[name] = value
    return found


def _path(parts: list[str | int]) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path or "the file"
