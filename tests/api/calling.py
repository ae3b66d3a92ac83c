"""Programs that use the API."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from jobveu.accounts.models import User
from jobveu.actors.enums import ApiScope
from jobveu.actors.models import Membership
from jobveu.actors.operations.api_tokens import MadeToken, make_token
from tests.factories import actor

PREFIX = "/api/v1/"


def make(user: User, *, scopes: Collection[ApiScope] = tuple(ApiScope), days: int = 30) -> MadeToken:
    now = timezone.now()
    return make_token(
        by=actor(user),
        at=now,
        membership_id=Membership.objects.filter(user=user).order_by("pk")[0].pk,
        name="Fagsystem",
        scopes=scopes,
        expires_on=timezone.localdate(now) + timedelta(days=days),
    )


@dataclass
class Program:
    """Sends requests with one token, in Danish unless told otherwise."""

    secret: str
    client: Client = field(default_factory=Client)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "da"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body is None:
            return self.client.generic(method, PREFIX + path, headers=sent)
        data = body if isinstance(body, str) else json.dumps(body)
        kind = sent.pop("Content-Type", "application/json")
        return self.client.generic(method, PREFIX + path, data, kind, headers=sent)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self("POST", path, body, **headers)

    def put(self, path: str, body: Any, version: int | None = None, **headers: str) -> HttpResponse:
        if version is not None:
            headers["If_Match"] = f'"{version}"'
        return self("PUT", path, body, **headers)


def program(user: User, **how: Any) -> Program:
    return Program(make(user, **how).secret)


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """What the problem says; it must be one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == status
    assert told["title"]
    return told
