"""Mails on their way out."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobveu.common.constraints import known_choice
from jobveu.common.history import History
from jobveu.delivery.enums import MailKind, MailProblem


class OutgoingMail(models.Model):
    """One mail to one recipient. It waits until it has been sent, has failed, or has been given up.

    `content` (recipient, subject and text) is encrypted, and erased the moment the mail has been sent or given
    up: what remains says that a mail of this kind was sent, and nothing of to whom or what it said.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """Part of the encryption's context and of the mail's Message-ID."""
    kind = models.CharField(max_length=40, choices=MailKind.choices)
    language = models.CharField(max_length=5)
    content = models.BinaryField(null=True)
    hides_recipient = models.BooleanField(default=False)
    """The address is not for those who run the site to see: a participant's, say."""
    queued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    """From then on nobody is served by it: it is not sent."""
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, choices=MailProblem.choices, blank=True)
    """Of the last attempt; with the server's three-digit code where it gave one."""
    smtp_code = models.PositiveSmallIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    history = History(sealed=("content",))

    class Meta:
        constraints = [
            known_choice("kind", MailKind, name="mail_kind", message=_("Mailens slags er ukendt.")),
            known_choice(
                "problem",
                MailProblem,
                name="mail_problem",
                message=_("Grunden til, at mailen ikke kunne sendes, er ukendt."),
                blank=True,
            ),
            models.CheckConstraint(
                condition=Q(attempts__gte=0),
                name="mail_attempts",
                violation_error_message=_("Antallet af forsøg kan ikke være negativt."),
            ),
            models.CheckConstraint(
                condition=Q(smtp_code__isnull=True) | Q(smtp_code__gte=0),
                name="mail_smtp_code",
                violation_error_message=_("Mailserverens svar er ikke et tal."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True, given_up_at__isnull=True),
                name="mail_sent_or_failed",
                violation_error_message=_("Mailen er allerede sendt."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True) | Q(content__isnull=True),
                name="mail_content_erased",
                violation_error_message=_("Indholdet af en sendt eller opgivet mail skal være slettet."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("queued_at")),
                name="mail_expires_later",
                violation_error_message=_("En mail skal kunne sendes i nogen tid."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at", "id"],
                name="mail_unsent",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["sent_at"], name="mail_sent"),
        ]
