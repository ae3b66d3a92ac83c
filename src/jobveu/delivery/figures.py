"""What those who run the site are told of the mails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypedDict

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from jobveu.delivery.enums import MailState
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.states import IN_STATE
from jobveu.upkeep.doctor.findings import Finding, ok, warning

LONG = timedelta(hours=1)


def mail_figures() -> Iterator[GaugeMetricFamily]:
    """One statement."""
    counted = _counted()
    family = GaugeMetricFamily(
        "jobveu_mails",
        "Mails that wait to be sent, and that failed and wait for somebody.",
        labels=["state"],
    )
    family.add_metric(["waiting"], counted["waiting"])
    family.add_metric(["failed"], counted["failed"])
    yield family
    oldest = counted["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("jobveu_mail_oldest_seconds", "How long the oldest mail has waited.", age)


def check_mails() -> Iterator[Finding]:
    """For `jobveu doctor`: that mails leave."""
    counted = _counted()
    if counted["failed"]:
        yield warning(
            "mails",
            f"{counted['failed']} could not be sent and wait for somebody to decide.",
            "A system administrator sees them, and why, under E-mails in the site, and sends them again there.",
        )
    oldest = counted["oldest"]
    if oldest and timezone.now() - oldest > LONG:
        yield warning(
            "mails",
            f"{counted['waiting']} wait, the oldest since {oldest:%d %B %Y %H:%M} UTC.",
            "Is a worker running (jobveu run, or jobveu worker), and does the mail server take our mail?",
        )
    elif not counted["failed"]:
        yield ok("mails", f"None failed; {counted['waiting']} wait to be sent.")


class _Counted(TypedDict):
    failed: int
    waiting: int
    oldest: datetime | None


def _counted() -> _Counted:
    failed, waiting = IN_STATE[MailState.FAILED], IN_STATE[MailState.WAITING]
    # What the index holds; said as it says it.
    unsent = OutgoingMail.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)
    counted = unsent.aggregate(
        failed=Count("pk", filter=failed),
        waiting=Count("pk", filter=waiting),
        oldest=Min("queued_at", filter=waiting),
    )
    return _Counted(failed=counted["failed"], waiting=counted["waiting"], oldest=counted["oldest"])
