"""Visits to an address that leave nothing behind, and what stands in an address."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver


def visit(client: Client, method: str, path: str) -> HttpResponse:
    """The answer, with whatever the visit changed taken back."""
    with transaction.atomic():
        # The version and the token of no form: a page may refuse what was sent, not who sent it.
        response = client.get(path) if method == "get" else client.post(path, {})
        transaction.set_rollback(True)
    return response


def included_arguments(name: str) -> list[str]:
    """Arguments of the prefixes that the pattern is included under."""
    [(_path, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0][:1]
    return parameters
