"""What state a mail is in: said once, for rows, for querysets and for statements that are written out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.db import connection
from django.db.models import Q

from jobveu.delivery.enums import MailState
from jobveu.delivery.models import OutgoingMail

IN_STATE: Mapping[MailState, Q] = {
    MailState.WAITING: Q(sent_at__isnull=True, failed_at__isnull=True, given_up_at__isnull=True),
    MailState.FAILED: Q(failed_at__isnull=False, given_up_at__isnull=True),
    MailState.SENT: Q(sent_at__isnull=False),
    MailState.GIVEN_UP: Q(given_up_at__isnull=False),
}
"""Every mail is in one of them. One that failed waits for somebody; one may be given up without having failed, when nothing
is left to say."""


def state_of(mail: OutgoingMail) -> MailState:
    """By the same rule as IN_STATE."""
    if mail.sent_at:
        return MailState.SENT
    if mail.given_up_at:
        return MailState.GIVEN_UP
    return MailState.FAILED if mail.failed_at else MailState.WAITING


@cache
def condition(state: MailState) -> str:
    """The state as a condition in SQL, for a statement that reads FROM delivery_outgoingmail under no other name."""
    query = OutgoingMail.objects.filter(IN_STATE[state]).query
    sql, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    if values:
        raise ValueError("a state that depends on values cannot stand in a statement without them")
    return str(sql)
