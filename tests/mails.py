"""Mails in tests of pages: what a worker would send, sent without one."""

from __future__ import annotations

from datetime import timedelta

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.sending import deliver


def delivered() -> list[EmailMessage]:
    """Sends what waits to `mail.outbox`, and returns everything that has been sent there."""
    waiting = OutgoingMail.objects.filter(sent_at=None, failed_at=None).order_by("pk")
    for mail_id in list(waiting.values_list("pk", flat=True)):
        deliver(mail_id=mail_id, at=timezone.now() + timedelta(seconds=1), last=True)
    return list(getattr(mail, "outbox", []))
