"""Things done at the same moment, each in a thread and on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(*tasks: Callable[[], object]) -> list[Any]:
    """What each task returned, or the exception it raised; all start together. For tests with transactions of their
    own."""
    start = Barrier(len(tasks))
    results: list[Any] = [None] * len(tasks)

    def run(number: int, task: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            results[number] = task()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
