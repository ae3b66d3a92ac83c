"""A job centre's caseworkers share one address: all of them can log in at eight in the morning, and a guesser cannot."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from jobveu.accounts.models import User

PASSWORD = "Fire-Ord-Der-Kan-Huskes"
CASEWORKERS = 30


def log_in(email: str, password: str = PASSWORD) -> int:
    """0 for whoever is in; otherwise the status of the page that says why not."""
    client = Client()
    try:
        answer = client.post(reverse("account_login"), {"login": email, "password": password})
        return 0 if "_auth_user_id" in client.session else answer.status_code
    finally:
        connection.close()


def at_once(tries: Sequence[tuple[str, str]]) -> list[int]:
    together = Barrier(len(tries))

    def one(how: tuple[str, str]) -> int:
        together.wait(60)
        return log_in(*how)

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(one, tries))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site_password_hashers")
def test_a_job_centre_logs_in_at_once_and_a_guesser_is_stopped() -> None:
    emails = [f"sagsbehandler{number}@example.dk" for number in range(CASEWORKERS)]
    first = User.objects.create_user(emails[0], PASSWORD, name="Sagsbehandler")
    User.objects.bulk_create(
        User(email=email, name="Sagsbehandler", password=first.password) for email in emails[1:]
    )
    cache.clear()
    # Everybody mistypes once, and then gets it right.
    assert set(at_once([(email, "forkert") for email in emails])) == {200}
    assert at_once([(email, PASSWORD) for email in emails]) == [0] * CASEWORKERS
    # Somebody guesses one account's password, from many connections.
    cache.clear()
    at_once([(emails[0], f"gæt {number}") for number in range(CASEWORKERS)])
    assert log_in(emails[0]), "even the right password is not looked at any more"
    assert log_in(emails[1]) == 0, "the others at the address are not locked out with it"
