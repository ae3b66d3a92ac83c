"""A register that holds something made up says so on every page, and asks no page for more than a glance."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from jobveu.web import made_up
from tests import factories

pytestmark = pytest.mark.django_db
TOLD = "Syntetiske data: Projekterne, personerne og tallene er opdigtede."


def test_every_page_says_so(client: Client, settings: Settings, reference: None) -> None:
    settings.DEMO = False
    made_up.forget()
    assert TOLD not in client.get("/").content.decode()
    factories.project(synthetic=True)
    assert TOLD not in client.get("/").content.decode()  # a "no" is believed for a while
    made_up.forget()
    for address in ("/", reverse("account_login"), "/findes-ikke/"):
        assert TOLD in client.get(address).content.decode()
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("account_login"))
    assert not any("synthetic" in query["sql"] for query in asked)
