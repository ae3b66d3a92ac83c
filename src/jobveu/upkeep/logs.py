"""Log lines that tell what happened and nothing about anybody.

Names, CPR numbers, search words, passwords and links reach a log in four ways: in addresses, in the values put
into a message, in the text of an exception ("Key (name)=(…) already exists"), and in the local variables of a
traceback. None of the four is written here. A line holds the message's own words, numbers, the name of the route,
and of an exception its kind, its places in the code and the database's code for it.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg

REQUEST_ID: ContextVar[str] = ContextVar("jobveu_request_id", default="")
"""The number of the request that is being answered; it is in each of its lines and in its answer's header."""
_FIELDS: Final = "jobveu"
"""The attribute of a record that carries values to be written: only what `fields` put there."""
_WITHHELD = "…"
_ROOT = Path(__file__).resolve().parents[2]
_FRAMES = 30
_CAUSES = 5

Value = str | int | float | None


def fields(**values: Value) -> dict[str, Mapping[str, Value]]:
    """For the `extra` of a log call: values that are known to tell nothing about anybody, such as an id."""
    return {_FIELDS: values}


class RequestLinesInstead(logging.Filter):
    """Leaves out what Django says of answers like 404, with the address: the request's own line says it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != "django.request" or record.exc_info is not None


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(described(record), ensure_ascii=False, separators=(",", ":"), default=str)


class PlainFormatter(logging.Formatter):
    """The same for reading: the values after the message, an exception on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        values = described(record)
        head = f"{values.pop('time')} {values.pop('level')} {values.pop('logger')}: {values.pop('message')}"
        error = values.pop("exception", None)
        line = " ".join([head, *(f"{name}={value}" for name, value in values.items())])
        while error is not None:
            details = " ".join(
                f"{name}={error[name]}" for name in ("sqlstate", "constraint") if name in error
            )
            line += f"\n  {error['type']} {details}".rstrip()
            line += "".join(f"\n    {place}" for place in error["at"])
            error = error.get("cause")
        return line


def described(record: logging.LogRecord) -> dict[str, Any]:
    """What is written of a record."""
    values: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    if request := REQUEST_ID.get():
        values["request"] = request
    values |= getattr(record, _FIELDS, {})
    if record.exc_info and record.exc_info[1] is not None:
        values["exception"] = _exception(record.exc_info[1])
    return values


def _message(record: logging.LogRecord) -> str:
    """The words of whoever wrote the code, with numbers filled in and every other value withheld."""
    if record.name.startswith("django.security"):
        return "refused a request"  # the text is what was sent; the logger's name says what was wrong
    if record.name.startswith("procrastinate"):
        return str(getattr(record, "action", "background work"))  # the text may hold that of an exception
    template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    if not record.args:
        return template
    try:
        if isinstance(record.args, Mapping):
            return template % {name: _harmless(value) for name, value in record.args.items()}
        return template % tuple(_harmless(value) for value in record.args)
    except (TypeError, ValueError, KeyError):
        return template


def _harmless(value: object) -> object:
    return value if isinstance(value, bool | int | float) else _WITHHELD


def _exception(error: BaseException, depth: int = 0) -> dict[str, Any]:
    kind = type(error)
    found: dict[str, Any] = {
        "type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
        "at": [
            f"{_place(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        ],
    }
    if isinstance(error, psycopg.Error):
        found |= {"sqlstate": error.sqlstate} if error.sqlstate else {}
        found |= {"constraint": error.diag.constraint_name} if error.diag.constraint_name else {}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and depth < _CAUSES:
        found["cause"] = _exception(cause, depth + 1)
    return found


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_ROOT):
        return str(path.relative_to(_ROOT))
    return "/".join(path.parts[-3:])


def configuration(form: str) -> dict[str, Any]:
    """For logging.config.dictConfig; `form` is "json" or "plain"."""
    formatter = {"json": JsonFormatter, "plain": PlainFormatter}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {"requests": {"()": RequestLinesInstead}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["requests"]}
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Django's own would mail whole pages of local values to whom settings.ADMINS names.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # A line for every job begun and ended would drown the rest.
            "procrastinate": {"handlers": [], "level": "WARNING", "propagate": True},
            # The web server's; its own lines of requests are off.
            "_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "granian.access": {"handlers": [], "level": "WARNING", "propagate": False},
        },
    }
