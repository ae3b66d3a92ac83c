"""What an insight consists of, and how a table's rows become parts of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

Plain = str | int | bool | date | datetime | None
FORMAT = "jobveu-indsigt-1"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is held: `name` for machines, `label` and `value` for people. `code` stands for the value to
    machines, where it is chosen from a list."""

    name: str
    label: str
    value: Plain
    code: Plain = None

    def __repr__(self) -> str:
        return f"Fact({self.name})"  # never the value: it would end in logs


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one table. `is_list`: short records, best read as rows of a table. `note` says what the reader
    should know of it."""

    name: str
    heading: str
    records: tuple[tuple[Fact, ...], ...]
    is_list: bool = False
    note: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(fact.label for fact in self.records[0]) if self.records else ()


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is told: `shown` gives field names their labels, in the order in which they are told;
    `left_out` says of each other field why it isn't (a test sees to it that every field is in one of them)."""

    model: str
    shown: Mapping[str, str | Promise]
    left_out: Mapping[str, str]


def as_data(parts: Iterable[Part]) -> dict[str, object]:
    """The insight as plain values for JSON: dates and times in ISO 8601, choices with code and words."""
    return {
        "format": FORMAT,
        "parts": {part.name: [_record(record) for record in part.records] for part in parts},
    }


def _record(record: Iterable[Fact]) -> dict[str, object]:
    return {
        fact.name: {"code": fact.code, "text": fact.value} if fact.code is not None else _plain(fact.value)
        for fact in record
    }


def _plain(value: Plain) -> object:
    return value.isoformat() if isinstance(value, date) else value


def facts_of(row: Model, columns: Columns, *, instead: Mapping[str, Plain] | None = None) -> tuple[Fact, ...]:
    """A row as facts. A reference is told by the name of what it points to; `instead` gives, by field name, the
    values of those that the row itself doesn't tell, such as encrypted ones."""
    given = instead or {}
    return tuple(
        Fact(name, str(label), given[name]) if name in given else _fact(row, name, str(label))
        for name, label in columns.shown.items()
    )


def _fact(row: Model, name: str, label: str) -> Fact:
    field = row._meta.get_field(name)
    value: Any = getattr(row, name)
    if isinstance(value, Model):
        return Fact(name, label, name_of(value))
    if getattr(field, "choices", None):
        words = row._get_FIELD_display(field)  # type: ignore[attr-defined]  # what get_…_display calls
        return Fact(name, label, str(words), code=value or "")
    if isinstance(value, (list, tuple)):
        words = dict(getattr(getattr(field, "base_field", None), "flatchoices", ()))
        return Fact(name, label, ", ".join(str(words.get(item, item)) for item in value))
    if isinstance(value, (str, int, bool, date)) or value is None:
        return Fact(name, label, value)
    return Fact(name, label, str(value))


def pointing_to(target: type[Model]) -> list[tuple[type[Model], str]]:
    """Every model that points to `target`, with the field that does; those too that the target has no name for."""
    return [
        (model, model_field.name)
        for model in apps.get_models()
        for model_field in model._meta.local_concrete_fields
        if model_field.related_model is target
    ]


def name_of(row: Model) -> str:
    """What people call a record: its name or title, or what it says."""
    for attribute in ("name", "title", "subject", "text"):
        found = getattr(row, attribute, None)
        if isinstance(found, str):
            return found
    return str(row.pk)
