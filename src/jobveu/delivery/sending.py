"""Handing one mail over to the mail server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from ssl import SSLError

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from jobveu.common.crypto import UnreadableIdentityError
from jobveu.delivery.content import Content, opened
from jobveu.delivery.enums import MailKind, MailProblem, MailState
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.states import IN_STATE
from jobveu.upkeep.logs import fields

logger = logging.getLogger(__name__)
PERMANENT = 500


class NotDeliveredError(Exception):
    """The mail has not been sent, and is to be tried again."""


class NothingLeftToSayError(Exception):
    """What the mail was to tell of is no longer so: it is not sent, and nobody need do anything."""


Compose = Callable[[Content, datetime], Content]
COMPOSERS: dict[MailKind, Compose] = {}
"""Mails that are written at the moment they are sent, from what was queued: rooms add theirs. A composer may raise
NothingLeftToSayError."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """`final`: the same mail would meet the same answer, so that trying again is of no use."""

    problem: MailProblem
    code: int | None = None
    final: bool = False


def deliver(*, mail_id: int, at: datetime, last: bool) -> None:
    """Sends the mail if it still waits, and erases its content; `last`: it fails if it does not go now.

    The row stays locked until the server has answered, so that of two workers one sends. A worker that dies
    between the server's answer and the end of the transaction leads to the mail being sent twice, with the same
    Message-ID. Raises NotDeliveredError when it is to be tried again.
    """
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update().filter(IN_STATE[MailState.WAITING], pk=mail_id).first()
        )
        if mail is None:
            return
        mail.attempts += 1
        try:
            fault = _hand_over(mail, at)
        except NothingLeftToSayError:
            OutgoingMail.objects.filter(pk=mail_id).update(given_up_at=at, content=None)
            return
        if fault is None:
            mail.sent_at, mail.content, mail.problem, mail.smtp_code = at, None, "", None
        else:
            mail.problem, mail.smtp_code = fault.problem, fault.code
            if fault.final or last:
                mail.failed_at = at
        mail.save(
            update_fields=["attempts", "sent_at", "content", "problem", "smtp_code", "failed_at"],
        )
    told = fields(mail=mail.pk, kind=str(mail.kind), attempt=mail.attempts, problem=str(mail.problem) or None)
    if mail.sent_at:
        logger.info("a mail is sent", extra=told)
    elif mail.failed_at:
        logger.error("a mail failed and waits for somebody", extra=told)
    else:
        logger.warning("a mail could not be sent yet", extra=told)
        raise NotDeliveredError


@sensitive_variables()
def _hand_over(mail: OutgoingMail, at: datetime) -> _Fault | None:
    """None when the server has taken it."""
    if mail.content is None or mail.expires_at <= at:
        return _Fault(MailProblem.TOO_LATE, final=True)
    try:
        content = opened(mail.content, key=mail.key)
    except UnreadableIdentityError:
        return _Fault(MailProblem.UNREADABLE, final=True)
    if mail.kind in COMPOSERS:
        content = COMPOSERS[MailKind(mail.kind)](content, at)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    connection = get_connection()
    message = EmailMessage(
        content.subject,
        content.text,
        to=[content.recipient],
        connection=connection,
        headers={
            "Message-ID": f"<{mail.key}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        code = next(code for code, _words in error.recipients.values())
        return _fault(code, MailProblem.RECIPIENT, final=True)
    except SMTPAuthenticationError as error:
        return _Fault(MailProblem.LOGIN, error.smtp_code)
    except SMTPDataError as error:
        return _fault(error.smtp_code, MailProblem.REFUSED, final=True)
    except SMTPResponseException as error:
        # Of the sender or the greeting: about the set-up, which somebody may put right.
        return _fault(error.smtp_code, MailProblem.REFUSED, final=False)
    except (SSLError, SMTPNotSupportedError):
        # No TLS, or a certificate that nobody vouches for: neither the mail nor our password is said in the clear.
        return _Fault(MailProblem.INSECURE)
    except (SMTPException, OSError):
        return _Fault(MailProblem.UNREACHABLE)
    finally:
        connection.close()  # one that failed while it was secured or logged in is left open by send()
    return None


def _fault(code: int, refused: MailProblem, *, final: bool) -> _Fault:
    """By the server's code: 4xx asks us to come back (RFC 5321, 4.2.1)."""
    if code < PERMANENT:
        return _Fault(MailProblem.BUSY, code)
    return _Fault(refused, code, final=final)
