"""What people and tools read about the API: the document, and a page of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action
from jobveu.actors.enums import ApiScope
from jobveu.actors.operations.api_tokens import REQUESTS_A_MINUTE
from jobveu.web.access import Page
from jobveu.web.api.document import document
from jobveu.web.ui import Crumb

_METHODS = ("get", "post", "put", "delete")


class OpenApiDocument(Page):
    action = Action.VIEW_PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
        response["Cache-Control"] = "public, max-age=300"
        return response


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class OperationShown:
    heading: str
    summary: str
    about: str
    arguments: tuple[Argument, ...]
    fields: tuple[Argument, ...]
    answers: tuple[tuple[str, str], ...]


class ApiGuide(Page):
    """The document as a page: nothing on it is not in the document."""

    action = Action.VIEW_PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        told = document()
        operations = [
            _operation(told, path, method, methods[method])
            for path, methods in told["paths"].items()
            for method in _METHODS
            if method in methods
        ]
        values = {
            "title": _("API til andre systemer"),
            "crumbs": [Crumb(_("API til andre systemer"))],
            "operations": operations,
            "scopes": [(scope.value, scope.label) for scope in ApiScope],
            "limit": REQUESTS_A_MINUTE,
            "example": request.build_absolute_uri("/api/v1/projects?status=active&limit=10"),
        }
        return render(request, "api/guide.html", values)


def _operation(told: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> OperationShown:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return OperationShown(
        heading=f"{method.upper()} {path}",
        summary=operation["summary"],
        about=operation["description"],
        arguments=tuple(
            Argument(
                name=parameter["name"],
                kind=_kind(told, parameter["schema"]),
                required=parameter["required"],
                about=parameter.get("description", ""),
            )
            for parameter in operation["parameters"]
        ),
        fields=_fields(told, body),
        answers=tuple(
            (status, response["description"]) for status, response in operation["responses"].items()
        ),
    )


def _resolved(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return told["components"]["schemas"][name] if name else schema


def _fields(told: dict[str, Any], schema: dict[str, Any]) -> tuple[Argument, ...]:
    found = _resolved(told, schema)
    required = found.get("required", ())
    return tuple(
        Argument(name=name, kind=_kind(told, inner), required=name in required, about="")
        for name, inner in found.get("properties", {}).items()
    )


def _kind(told: dict[str, Any], schema: dict[str, Any]) -> str:
    """In the words of JSON Schema: "string (date)", "one of: …", "array of …"."""
    schema = _resolved(told, schema)
    if options := schema.get("anyOf"):
        return ", ".join(_kind(told, option) for option in options)
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"array: {_kind(told, schema['items'])}"
    kind = str(schema.get("type", "string"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind
