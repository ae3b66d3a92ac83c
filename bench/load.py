"""A bounded number of requests from some users at once, each waiting for its answer before the next."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bench.pages import MainPage

USERS = 8
TIMEOUT = 60


class UnexpectedAnswer(Exception):
    """A page did not answer 200: the measurement would mean nothing."""


def measure(page: MainPage, *, port: int, visitors: Mapping[str, Any], requests_per_user: int) -> list[float]:
    """Milliseconds of each request of `USERS` users at once, `requests_per_user` each."""
    ids: Sequence[int] = visitors["ids"].get(page.ids) or [0]
    cookie = visitors["cookies"][page.visitor]
    taken: list[list[float]] = [[] for _ in range(USERS)]
    failures: list[Exception] = []

    def user(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        try:
            for turn in range(requests_per_user):
                path = page.path.replace("{id}", str(ids[(number + turn * USERS) % len(ids)]))
                started = time.perf_counter()
                connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "da"})
                answer = connection.getresponse()
                answer.read()
                taken[number].append(1000 * (time.perf_counter() - started))
                if answer.status != http.HTTPStatus.OK:
                    raise UnexpectedAnswer(f"{page.name}: {path} answered {answer.status}")
        except (UnexpectedAnswer, OSError, http.client.HTTPException) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=user, args=(number,)) for number in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [milliseconds for one in taken for milliseconds in one]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]
