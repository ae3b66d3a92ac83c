"""Loops over many rows that are compiled for the machine they run on, when they are called for the first time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_COMPILING = Lock()


def compiled(loop: Callable[P, R]) -> Callable[P, R]:
    """The function, compiled by numba for each combination of kinds of arguments that it is called with; meanwhile other
    threads go on. A program that counts nothing does not load the compiler.

    What was compiled is kept in numba's cache (NUMBA_CACHE_DIR, else beside the source), so that the next process need
    not; where nothing can be written it is compiled anew. The cache knows the file of the function, not what the file
    imports: constants of other files are to be arguments. Indices are not checked in such a function: whoever calls it
    has to see to it that they are inside.
    """
    machine: list[Callable[P, R]] = []

    @wraps(loop)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if not machine:
            with _COMPILING:
                if not machine:
                    machine.append(_compile(loop))
        return machine[0](*args, **kwargs)

    return call


def _compile(loop: Callable[P, R]) -> Callable[P, R]:
    from numba import njit

    try:
        found: Callable[P, R] = njit(nogil=True, cache=True)(loop)
    except RuntimeError:  # numba has nowhere to keep it
        found = njit(nogil=True)(loop)
    return found
