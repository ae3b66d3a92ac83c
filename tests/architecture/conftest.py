from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from jobveu.accounts.actor import Actor
from jobveu.insight.readings import renew
from jobveu.reference.shipped import load_shipped
from tests.architecture.side import Side
from tests.architecture.world import make_side
from tests.factories import NOW


@pytest.fixture(scope="module")
def sides(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Side, Side]]:
    """Both sides, made once for all the tests of a module in a transaction that is rolled back after them. The register is
    read as a worker does: otherwise each page of figures would do so, since every visit is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=NOW)
        own, others = make_side("midt-nord", "0730"), make_side("syd", "0461")
        for side in (own, others):
            side.ids["partner_id"] = side.partner.pk
            side.log_in()
        renew(at=timezone.now())
        yield own, others
        transaction.set_rollback(True)
