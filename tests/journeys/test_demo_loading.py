"""Loading the demonstration: only where it may be, and on any day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from jobveu.accounts.models import User
from jobveu.common.models import AuditEntry
from jobveu.journeys.demo.loader import load_demo
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.shipped import load_shipped
from tests.factories import NOW


def test_it_is_refused_outside_the_demonstration(db: None, settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured, match="JOBVEU_DEMO"):
        load_demo(by=COMMAND_LINE, at=NOW)
    with pytest.raises(CommandError, match="JOBVEU_DEMO"):
        call_command("load_demo")

    assert not User.objects.exists()


@pytest.mark.parametrize(
    "at",
    [
        datetime(2025, 3, 1, 4, 30, tzinfo=UTC),  # a Saturday; the oldest project is older than the councils
        datetime(2027, 1, 4, 12, 0, tzinfo=UTC),
    ],
)
def test_it_can_be_loaded_on_any_day(db: None, at: datetime) -> None:
    load_shipped(by=COMMAND_LINE, at=at)

    assert load_demo(by=COMMAND_LINE, at=at) is True

    assert set(Project.objects.values_list("current_phase", flat=True)) == set(PhaseNumber)
    assert not AuditEntry.objects.filter(at__gt=at).exists()
