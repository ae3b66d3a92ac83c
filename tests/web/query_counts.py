"""A page's number of SQL statements does not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(do: Callable[[], object]) -> list[str]:
    """The SQL statements that `do` carries out."""
    with CaptureQueriesContext(connection) as captured:
        do()
    return [query["sql"] for query in captured.captured_queries]


def assert_same_number_of_queries(do: Callable[[], object], *, add_rows: Callable[[int], object]) -> None:
    """Asserts that `do` carries out as many SQL statements with 50 rows as with one.

    `add_rows` makes that many more rows of what `do` shows. `do` is run once beforehand, so that what is
    read once in a process and kept is not counted.
    """
    add_rows(1)
    do()
    with_one = queries_of(do)
    add_rows(49)
    with_fifty = queries_of(do)
    assert len(with_one) == len(with_fifty), (
        f"{len(with_one)} statements with one row, {len(with_fifty)} with fifty:\n" + "\n".join(with_fifty)
    )


def assert_page_has_same_number_of_queries(
    client: Client, url: str, *, add_rows: Callable[[int], object]
) -> None:
    """The same for a page, which has to answer with status 200."""

    def get() -> None:
        response = client.get(url)
        assert response.status_code == 200, f"{url} answered {response.status_code}"

    assert_same_number_of_queries(get, add_rows=add_rows)
