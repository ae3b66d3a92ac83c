"""Putting names for people in the place of ids, before something is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

Value = TypeVar("Value")


def renamed(value: Value, names: Mapping[str, str]) -> Value:
    """The same value of a kernel (a problem, a conflict, an explanation …), with every text that is a key of `names`
    replaced. Ids must not be words that occur otherwise: give them a prefix ("stilling-7")."""
    return _renamed(value, names)  # type: ignore[no-any-return]  # the same kind of value


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(item, names) for item in value)
    if isinstance(value, frozenset):
        return frozenset(_renamed(item, names) for item in value)
    if isinstance(value, Mapping):
        return {_renamed(key, names): _renamed(item, names) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _renamed(getattr(value, one.name), names) for one in fields(value)}
        )
    return value
