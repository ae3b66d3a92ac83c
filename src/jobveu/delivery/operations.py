"""Putting a mail in the queue, and what is done with those that could not be sent.

The mail's row and the job that sends it are written in the transaction of the change that the mail tells of:
both are there, or neither. Nothing is sent here; a worker does that (jobs.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from procrastinate.contrib.django import app

from jobveu.common.audit import ActingUser, record
from jobveu.common.errors import DomainError
from jobveu.delivery.content import Content, sealed
from jobveu.delivery.enums import MailKind, MailState
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.states import IN_STATE

SEND_MAIL = "send_mail"
QUEUE = "mail"
USUAL_LIFE = timedelta(days=3)
FAILED_KEPT = timedelta(days=14)
"""How long a failed mail can be sent again before its content is erased."""
TRACES_KEPT = timedelta(days=90)


@sensitive_variables("recipient", "subject", "text")
def queue_mail(
    *,
    at: datetime,
    kind: MailKind,
    recipient: str,
    language: str,
    subject: str,
    text: str,
    expires_at: datetime | None = None,
    hides_recipient: bool = False,
) -> int:
    """Queues one mail in plain text to one address, and returns its id.

    `subject` and `text` are written by the caller, in `language` ("da" or "en"). The mail is not sent after
    `expires_at`: give the time at which a link in it ends; three days unless told. `hides_recipient`: nobody who
    looks after the mails is shown the address; True for everybody who is not a user.
    """
    key = uuid4()
    content = Content(recipient=recipient, subject=" ".join(subject.split()), text=text)
    with transaction.atomic():
        mail = OutgoingMail.objects.create(
            key=key,
            kind=kind,
            language=language,
            content=sealed(content, key=key),
            hides_recipient=hides_recipient,
            queued_at=at,
            expires_at=expires_at or at + USUAL_LIFE,
        )
        _defer(mail.pk)
    return mail.pk


def send_again(*, by: ActingUser, at: datetime, mail_id: int) -> None:
    """Queues a failed mail anew. Raises DomainError when there is nothing (any more) to send."""
    with transaction.atomic():
        mail = _failed(mail_id)
        if mail.content is None or mail.expires_at <= at:
            raise DomainError(
                _("Mailen er for gammel til at blive sendt. Opgiv den, og lav en ny, hvor den kom fra.")
            )
        mail.failed_at, mail.attempts, mail.problem, mail.smtp_code = None, 0, "", None
        mail.save(update_fields=["failed_at", "attempts", "problem", "smtp_code"])
        _defer(mail.pk)
        record(by=by, at=at, action="mail.sent_again", room="delivery.outgoingmail", record_id=mail.pk)


def give_up(*, by: ActingUser, at: datetime, mail_id: int) -> None:
    """Somebody has seen that the mail failed, and it is not to be sent: its content is erased."""
    with transaction.atomic():
        mail = _failed(mail_id)
        mail.given_up_at, mail.content = at, None
        mail.save(update_fields=["given_up_at", "content"])
        record(by=by, at=at, action="mail.given_up", room="delivery.outgoingmail", record_id=mail.pk)


def erase_old(*, at: datetime) -> tuple[int, int]:
    """Erases the content of mails that failed long ago, and removes the traces of what was settled longer ago.
    Returns how many of each."""
    erased = OutgoingMail.objects.filter(failed_at__lt=at - FAILED_KEPT, content__isnull=False).update(
        content=None
    )
    before = at - TRACES_KEPT
    settled = OutgoingMail.objects.filter(sent_at__lt=before) | OutgoingMail.objects.filter(
        given_up_at__lt=before
    )
    removed, _by_model = settled.delete()
    return erased, removed


def _failed(mail_id: int) -> OutgoingMail:
    mail = OutgoingMail.objects.select_for_update().filter(IN_STATE[MailState.FAILED], pk=mail_id).first()
    if mail is None:
        raise DomainError(_("Mailen venter ikke længere på, at nogen tager stilling til den."))
    return mail


def _defer(mail_id: int) -> None:
    app.configure_task(SEND_MAIL, queue=QUEUE).defer(mail_id=mail_id)
