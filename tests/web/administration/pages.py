"""Opening and sending the pages, and reading them."""

from __future__ import annotations

import re

from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from jobveu.common.models import AuditEntry

NEW_PASSWORD = "Fire-Ord-Der-Kan-Huskes"


def html(client: Client, name: str, *args: int, query: str = "", status: int = 200) -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, page: str, /, *args: int, **data: object) -> str:
    """The page after posting, or "→ address" for a redirect."""
    response = client.post(reverse(page, args=args), data)
    return f"→ {response.headers['Location']}" if response.status_code == 302 else response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>', page)


def csv_lines(client: Client, name: str, query: str) -> list[str]:
    response = client.get(reverse(name) + query)
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def actions_of(user_id: int) -> list[str]:
    return list(
        AuditEntry.objects.filter(room="accounts.user", record_id=user_id)
        .order_by("id")
        .values_list("action", flat=True)
    )


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found is not None
    return found[1]
