"""Requests that no page of ours leads to: numbers of others' records under one's own, numbers that fit nowhere, and
whatever else can be typed into an address or sent with a form. They are refused, and never break anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jobveu.accounts.access import MATRIX
from jobveu.accounts.enums import Role
from tests.architecture.side import Side
from tests.architecture.test_access_matrix import action_of
from tests.architecture.test_urls_by_role import PAGES as FOR_PEOPLE
from tests.architecture.test_urls_by_role import PARTICULAR, QUERY
from tests.architecture.visits import included_arguments, visit

pytestmark = pytest.mark.django_db


def arguments_of(pattern) -> list[str]:
    return list(
        dict.fromkeys(pattern.pattern.regex.groupindex) | dict.fromkeys(included_arguments(pattern.name))
    )


def numbers_of(pattern) -> list[str]:
    return [name for name in arguments_of(pattern) if name.endswith("_id")]


def value_of(pattern, argument: str, side: Side) -> object:
    return side.ids[PARTICULAR.get((pattern.name, argument), argument)]


def path_of(pattern, values: Mapping[str, object]) -> str:
    return reverse(pattern.name, kwargs=values) + QUERY.get(pattern.name, "")


def own_path(pattern, side: Side) -> str:
    return path_of(pattern, {name: value_of(pattern, name, side) for name in arguments_of(pattern)})


def visitors(pattern, own: Side) -> Iterator[tuple[Role, Client]]:
    """Everybody logged in whom the matrix gives the page of some record."""
    for role in MATRIX[action_of(pattern)]:
        if role is not Role.PUBLIC:
            yield role, own.client(role, raise_request_exception=False)


def refused(response: HttpResponse) -> bool:
    if response.status_code in (403, 404):
        return True
    return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


PAGES = [pattern for pattern in FOR_PEOPLE if "uidb36" not in arguments_of(pattern)]
OF_RECORDS = [pattern for pattern in PAGES if numbers_of(pattern)]
ABOUT_TWO = frozenset({"organisation_merge", "organisation_not_duplicate", "contact_not_duplicate"})
"""Pages that compare two records of different organisations: the matrix gives them to those who see all."""
OF_SEVERAL = [
    pattern for pattern in OF_RECORDS if len(numbers_of(pattern)) > 1 and pattern.name not in ABOUT_TWO
]


def mixtures(pattern, own: Side, others: Side) -> Iterator[str]:
    """Addresses in which one number is another side's record."""
    for foreign in numbers_of(pattern):
        yield path_of(
            pattern,
            {
                name: value_of(pattern, name, others if name == foreign else own)
                for name in arguments_of(pattern)
            },
        )


@pytest.mark.parametrize("pattern", OF_SEVERAL, ids=lambda pattern: pattern.name)
def test_anothers_record_is_not_reached_by_way_of_ones_own(pattern, sides) -> None:
    own, others = sides
    reached = [
        f"{path} as {role.value}"
        for role, client in visitors(pattern, own)
        for path in mixtures(pattern, own, others)
        if not refused(visit(client, "get", path))
    ]
    assert reached == []


@pytest.mark.parametrize("pattern", OF_RECORDS, ids=lambda pattern: pattern.name)
def test_a_number_that_fits_nowhere_is_nothing(pattern, sides) -> None:
    own, _others = sides
    _role, client = next(visitors(pattern, own))
    for name in numbers_of(pattern):
        values = {one: value_of(pattern, one, own) for one in arguments_of(pattern)}
        path = path_of(pattern, values | {name: 10**40})
        assert refused(visit(client, "get", path)), path


MARK_UP = "\"'><svg/onload=x>"
HOSTILE = ("\x00", "9" * 40, "-1", MARK_UP, "%s{0.__class__}' OR 1=1 --", "=2+5\r\nX: y", "é\ufffe" * 3000)
ROUNDS = 3
"""In each of them every field gets another of the texts."""


def fields_of(pattern) -> list[str]:
    view = getattr(pattern.callback, "view_class", None)
    names = {"side", "sorter", "antal", "format", "fra", "til", "q", "next", "organisation", "project"}
    for attribute in ("form_class", "filters"):
        names |= set(getattr(getattr(view, attribute, None), "base_fields", {}))
    return sorted(names | {f"{name}-q" for name in names})


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_nothing_that_can_be_typed_breaks_a_page(pattern, sides) -> None:
    own, _others = sides
    if pattern.name in ("account_logout", "set_language"):
        return
    path = own_path(pattern, own)
    client = next(
        (one for _role, one in visitors(pattern, own) if not refused(visit(one, "get", path))),
        Client(raise_request_exception=False),
    )
    for turn in range(ROUNDS):
        values = {
            name: HOSTILE[(number + turn) % len(HOSTILE)] for number, name in enumerate(fields_of(pattern))
        }
        asked = path + ("&" if "?" in path else "?") + urlencode(values, errors="replace")
        for response in (visit(client, "get", asked), _post(client, path, values)):
            assert response.status_code < 500, (path, turn)
            assert b"<svg/onload" not in getattr(response, "content", b""), path


def _post(client: Client, path: str, values: Mapping[str, str]) -> HttpResponse:
    from django.db import transaction

    with transaction.atomic():
        response = client.post(path, {**values, "submission": str(uuid4()), "version": "1"})
        transaction.set_rollback(True)
    return response
