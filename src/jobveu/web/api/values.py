"""The kinds of values that programs send: as strict as JSON is, so that what the document says is what is taken."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from ninja.params import functions
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

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

QueryId = Annotated[int, BeforeValidator(_digits), Field(ge=1, le=LARGEST_ID)]
QueryText = Annotated[str, StringConstraints(max_length=100, pattern=_NO_NUL)]
QueryTruth = Annotated[bool, BeforeValidator(_truth)]
Limit = Annotated[int, BeforeValidator(_digits), Field(ge=1, le=100)]
Offset = Annotated[int, BeforeValidator(_digits), Field(ge=0, le=100_000)]
Year = Annotated[int, BeforeValidator(_digits), Field(ge=1990, le=2199)]
Phase = Annotated[int, BeforeValidator(_digits), Field(ge=1, le=5)]


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
