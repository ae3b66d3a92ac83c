"""What is stored once for all the tests of a module, and taken back after the last of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is stored in the block is there until the block ends, whatever the tests in it change meanwhile: each of
    them is undone to what it found. For fixtures of a module whose tests have no transactions of their own. Give each
    test a copy (`deepcopy`) of the objects: those of one test are not another's."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
