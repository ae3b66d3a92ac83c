"""When a search is to end: at its time, or when somebody presses Ctrl-C."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(frozen=True, slots=True)
class Patience:
    stop: Callable[[], bool]
    left: Callable[[], float]
    """In seconds; infinite without a limit."""


@contextmanager
def patience(seconds: float | None) -> Iterator[Patience]:
    """Says when to stop. Inside the block the first Ctrl-C only makes it say so, which the
    error output tells."""
    until = None if seconds is None else time.monotonic() + seconds
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    print("jobveu: solving; Ctrl-C ends the search with the best so far", file=sys.stderr, flush=True)
    try:
        yield Patience(
            stop=lambda: asked or (until is not None and time.monotonic() >= until),
            left=lambda: float("inf") if until is None else until - time.monotonic(),
        )
    finally:
        signal.signal(signal.SIGINT, before)
