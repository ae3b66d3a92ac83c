"""Addresses for programs (under /api/v1/), each behind the gate."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.api.document import api
from jobveu.web.api.gate import gate
from jobveu.web.api.pages import ApiGuide, OpenApiDocument


def _behind_the_gate() -> list[URLPattern]:
    return [
        path(
            address.removeprefix("/").replace("{", "<").replace("}", ">"),
            gate(view),
            name=next(operation.url_name for operation in view.operations),
        )
        for router in api._get_bound_routers()
        for address, view in router.path_operations.items()
    ]


urlpatterns: list[URLPattern] = [
    path("", ApiGuide.as_view(), name="api_guide"),
    path("openapi.json", OpenApiDocument.as_view(), name="api_document"),
    *_behind_the_gate(),
]
