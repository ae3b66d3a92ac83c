"""The kinds of values that programs send: as strict as JSON is, so that what the document says is what is taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.db.models import TextChoices
from ninja import Schema
from ninja.params import functions
from pydantic import BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from jobveu.projects.enums import NotTold

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NO_NUL = r"^[^\x00]*$"
LARGEST_ID = 2**63 - 1


def _day(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    raise ValueError("not a date as in 2027-01-31")


def _digits(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}", value):
        return int(value)
    raise ValueError("not a whole number")


def _truth(value: Any) -> Any:
    if (value in ("true", "false", True, False) and not isinstance(value, int | float)) or isinstance(
        value, bool
    ):
        return value in ("true", True)
    raise ValueError("neither true nor false")


Id = Annotated[int, Field(strict=True, ge=1, le=LARGEST_ID)]
Number = Annotated[int, Field(strict=True, ge=1, le=10_000)]
HeadCount = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Day = Annotated[date, BeforeValidator(_day)]
Truth = Annotated[bool, Field(strict=True)]
Line = Annotated[str, StringConstraints(strict=True, max_length=200, pattern=_NO_NUL)]
Reason = Annotated[str, StringConstraints(strict=True, max_length=300, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(strict=True, max_length=2000, pattern=_NO_NUL)]
LongText = Annotated[str, StringConstraints(strict=True, max_length=4000, pattern=_NO_NUL)]

IfMatch = Annotated[str, functions.Header(alias="If-Match")]

QueryId = Annotated[int, Field(ge=1, le=LARGEST_ID), BeforeValidator(_digits)]
QueryText = Annotated[str, StringConstraints(max_length=100, pattern=_NO_NUL)]
QueryTruth = Annotated[bool, BeforeValidator(_truth)]
Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(_digits)]
Offset = Annotated[int, Field(ge=0, le=100_000), BeforeValidator(_digits)]
Year = Annotated[int, Field(ge=1990, le=2199), BeforeValidator(_digits)]
Phase = Annotated[int, Field(ge=1, le=5), BeforeValidator(_digits)]


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """How a value of a query is read: by a function that raises ValueError for what it does not take. `told` is the JSON
    schema of what it takes."""

    read: Callable[[Any], Any]
    told: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.told)


def one_of(codes: Collection[str], make: Callable[[str], Any] = str) -> Read:
    """One of the codes, as what is made of it."""

    def read(value: Any) -> Any:
        if value not in codes:
            raise ValueError("not one of them")
        return make(value)

    return Read(read, {"type": "string", "enum": list(codes)})


def or_not_told(enum: type[TextChoices]) -> Read:
    """One of the enum's values, or "unknown": that there is none."""
    return one_of(
        [*enum.values, *NotTold.values],
        lambda value: NotTold(value) if value in NotTold.values else enum(value),
    )


def _id_or_not_told(value: Any) -> int | NotTold:
    if value in NotTold.values:
        return NotTold(value)
    found = int(_digits(value))
    if not 1 <= found <= LARGEST_ID:
        raise ValueError("no id")
    return found


IdOrNotTold = Annotated[
    int | NotTold,
    Read(
        _id_or_not_told,
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
                {"type": "string", "enum": list(NotTold.values)},
            ]
        },
    ),
]


class Sent(Schema):
    """What is sent in a body: no more than the document says."""

    model_config = ConfigDict(extra="forbid")


class Told(Schema):
    """What is answered."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Page(Told):
    """One page of a list. `total` counts all there are, as far as `total_is_at_least` is false; `next` and
    `previous` are addresses, null where there is no such page."""

    total: int
    total_is_at_least: bool
    next: str | None
    previous: str | None


class PageQuery(Schema):
    limit: Limit = 25
    offset: Offset = 0
