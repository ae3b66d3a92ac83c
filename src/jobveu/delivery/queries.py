"""The mails, for those who look after them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from jobveu.common.crypto import UnreadableIdentityError
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import by_label
from jobveu.delivery.content import opened
from jobveu.delivery.enums import MailKind, MailProblem, MailState
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.states import IN_STATE, state_of


@dataclass(frozen=True, slots=True)
class MailRow:
    """`recipient` is None where it is hidden or erased. `can_be_sent_again` holds on the page's moment."""

    id: int
    kind: MailKind
    state: MailState
    recipient: str | None
    queued_at: datetime
    settled_at: datetime | None
    attempts: int
    problem: MailProblem | None
    smtp_code: int | None
    can_be_sent_again: bool


def mail_rows(
    *, at: datetime, sort: Sort, window: Window, state: MailState | None = None, kind: MailKind | None = None
) -> RowPage[MailRow]:
    """The mails of a state and kind. Two SQL statements, one without `with_total`."""
    rows = OutgoingMail.objects.all()
    if state is not None:
        rows = rows.filter(IN_STATE[state])
    if kind is not None:
        rows = rows.filter(kind=kind)
    rows = ordered(
        rows, sort=sort, columns={"queued": "queued_at", "kind": by_label("kind", MailKind)}, tie_break="pk"
    )
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_row(row, at) for row in page.rows))


def mail_row(*, at: datetime, mail_id: int) -> MailRow | None:
    found = OutgoingMail.objects.filter(pk=mail_id).first()
    return _row(found, at) if found else None


def _row(mail: OutgoingMail, at: datetime) -> MailRow:
    state = state_of(mail)
    return MailRow(
        id=mail.pk,
        kind=MailKind(mail.kind),
        state=state,
        recipient=_recipient(mail),
        queued_at=mail.queued_at,
        settled_at=mail.sent_at or mail.given_up_at or mail.failed_at,
        attempts=mail.attempts,
        problem=MailProblem(mail.problem) if mail.problem else None,
        smtp_code=mail.smtp_code,
        can_be_sent_again=state is MailState.FAILED and mail.content is not None and mail.expires_at > at,
    )


def _recipient(mail: OutgoingMail) -> str | None:
    if mail.hides_recipient or mail.content is None:
        return None
    try:
        return opened(mail.content, key=mail.key).recipient
    except UnreadableIdentityError:
        return None
