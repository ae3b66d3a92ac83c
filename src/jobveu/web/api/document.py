"""The OpenAPI document: what ninja tells of the operations, and everything that the gate answers before, and adds to,
what they answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi import get_schema
from ninja.operation import Operation

from jobveu.actors.operations.api_tokens import REQUESTS_A_MINUTE
from jobveu.common.idempotency import KEPT_FOR
from jobveu.web.api import courses, needs, organisations, outcomes, projects
from jobveu.web.api.gate import LONGEST_KEY, answer_errors, asks_of
from jobveu.web.api.problems import CONTENT_TYPE, TITLES
from jobveu.web.api.values import LARGEST_ID

PATH = "api/v1"
DESCRIPTION = f"""
Read and write projects, needs, organisations, courses and outcomes of Job-VEU.

A token acts as one role of one user, within the scopes it was made with: what the user may not do on the site, a program
may not do with the token. At most {REQUESTS_A_MINUTE} requests a minute. Every change is in the event log under
the user's name and the token's.

Errors are problems (RFC 9457) in the language of Accept-Language, Danish or English. What is edited is sent whole, with the
ETag it was read with in If-Match. A POST with an Idempotency-Key is carried out once, and answered the same for
{int(KEPT_FOR.total_seconds() // 3600)} hours.
""".strip()

api = NinjaAPI(
    title="Job-VEU",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="jobveu-api",
)
answer_errors(api)
for resource in (projects, needs, organisations, courses, outcomes):
    api.add_router("", resource.router)

_ALWAYS = (400, 401, 403, 405, 413, 422, 429, 500, 503)
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-ID": {
        "description": "The number of the request in the log of the site.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Content-Language": {
        "description": "The language of what is written for people.",
        "required": True,
        "schema": {"type": "string", "enum": ["da", "en"]},
    },
    "ETag": {
        "description": "The version, to be sent back in If-Match.",
        "required": True,
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "Location": {
        "description": "Where what was created is found.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Idempotency-Replayed": {
        "description": "Sent when the answer was given before to the same Idempotency-Key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Retry-After": {
        "description": "Seconds to wait before the next try.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "WWW-Authenticate": {"required": True, "schema": {"type": "string"}},
    "Allow": {"required": True, "schema": {"type": "string"}},
}
_EXTRA_HEADERS: dict[int, tuple[str, ...]] = {
    201: ("ETag", "Location", "Idempotency-Replayed"),
    401: ("WWW-Authenticate",),
    405: ("Allow",),
    409: ("Retry-After",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
_SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. `title` and `detail` are for people; `errors` says what of the request is wrong, and where.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["where", "message"],
                    "properties": {"where": {"type": "string"}, "message": {"type": "string"}},
                },
            },
            "candidates": {
                "type": "array",
                "description": "Organisations that the new one could be already.",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "reason"],
                    "properties": {
                        "id": {"type": "integer"},
                        "name": {"type": "string"},
                        "reason": {"type": "string", "enum": ["cvr", "p_number", "name"]},
                    },
                },
            },
        },
    }
}
_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Chosen by the caller, another for each thing that is to be done.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


@cache
def document() -> dict[str, Any]:
    """The whole document. It is in English: programs and those who write them read it."""
    with translation.override("en"):
        made: dict[str, Any] = _plain(get_schema(api, path_prefix=f"{PATH}/"))
    for path, method, operation in _operations():
        _complete(made["paths"][path][method], method, operation)
    made["components"]["schemas"] |= _SCHEMAS
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "Made by a user on the site, under API access. Scopes: "
            + ", ".join(sorted({asks_of(operation).scope.value for _p, _m, operation in _operations()}))
            + ".",
        }
    }
    del made["servers"]
    return made


def _operations() -> Iterator[tuple[str, str, Operation]]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"/{PATH}{path.replace('{int:', '{')}", method.lower(), operation


def _complete(told: dict[str, Any], method: str, operation: Operation) -> None:
    scope = asks_of(operation).scope.value
    told["description"] = "\n\n".join(filter(None, [told.get("description"), f"Scope: `{scope}`."]))
    told["security"] = [{"token": []}]
    for parameter in told["parameters"]:
        _complete_parameter(parameter)
    statuses = set(_ALWAYS)
    if "{" in told.get("x-path", "") or any(parameter["in"] == "path" for parameter in told["parameters"]):
        statuses.add(404)
    if method in ("post", "put"):
        statuses |= {409, 415}
    if method == "put":
        statuses |= {412, 428}
    if method == "post":
        told["parameters"].append(_IDEMPOTENCY_KEY)
    for status in told["responses"]:
        names = _EXTRA_HEADERS.get(int(status), ())
        if int(status) == 200 and "Page" not in str(told["responses"][status]):
            names = ("ETag",)
        told["responses"][status]["headers"] = _headers(names)
    for status in sorted(statuses):
        told["responses"][str(status)] = {
            "description": _title(status),
            "headers": _headers(_EXTRA_HEADERS.get(status, ())),
            "content": {CONTENT_TYPE: {"schema": _PROBLEM}},
        }


def _complete_parameter(parameter: dict[str, Any]) -> None:
    schema = parameter["schema"]
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if options:
        # A parameter is there or not: in an address there is no null.
        parameter["schema"] = schema = options[0] if len(options) == 1 else {"anyOf": options}
    if schema.get("default", ...) is None:
        del schema["default"]
    schema.pop("title", None)
    if about := schema.pop("description", None):
        parameter["description"] = about
    if parameter["in"] == "path" and schema.get("type") == "integer":
        schema |= {"minimum": 1, "maximum": LARGEST_ID}
    if parameter["name"] == "If-Match":
        parameter["description"] = "The ETag that was read."
        schema["pattern"] = '^"[0-9]{1,9}"$'


def _headers(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _HEADERS[name] for name in ("X-Request-ID", "Content-Language", *names)}


def _title(status: int) -> str:
    with translation.override("en"):
        return str(TITLES[HTTPStatus(status)])


def _plain(value: Any) -> Any:
    """Without ninja's own classes, and with the keys that JSON has."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
