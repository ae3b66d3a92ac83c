"""A form is carried out once, however often its button is clicked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import AlreadySubmitted, DomainError
from jobveu.common.models import Submission


def run_once(
    *,
    token: UUID,
    user_id: int | None,
    path: str,
    at: datetime,
    do: Callable[[], str],
    fingerprint: str = "",
) -> str:
    """Runs `do` in one transaction with the record that `token` is used, and returns the URL it returns.

    A second call with the same token returns the first one's URL without running `do`; one that comes while
    the first is still running waits for it, and runs itself if the first one fails. `fingerprint` stands
    for the submitted content: the same token with another content is no double click.

    Raises AlreadySubmitted for a used token with another fingerprint, DomainError when somebody else used
    the token or it came from another page, and whatever `do` raises (then nothing is recorded).
    """
    with transaction.atomic():
        # Not get_or_create: ON CONFLICT waits for a concurrent insert of the same token without an error
        # that would need a savepoint, and inserts itself when the other transaction is rolled back.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO common_submission (token, user_id, path, fingerprint, result_url, at)"
                " VALUES (%s, %s, %s, %s, '', %s) ON CONFLICT (token) DO NOTHING",
                [token, user_id, path, fingerprint, at],
            )
            first = cursor.rowcount == 1
        if first:
            result_url = do()
            Submission.objects.filter(token=token).update(result_url=result_url)
            return result_url
        earlier = Submission.objects.get(token=token)
    if (earlier.user_id, earlier.path) != (user_id, path):
        raise DomainError(_("Formularen hører til en anden side eller en anden bruger. Åbn siden igen."))
    if earlier.fingerprint != fingerprint:
        raise AlreadySubmitted(earlier.result_url)
    return earlier.result_url


def was_carried_out(*, token: UUID, user_id: int | None, path: str) -> bool:
    """Whether the user's form with that token was carried out: what it was about may be gone since."""
    return Submission.objects.filter(token=token, user_id=user_id, path=path).exists()


def forget_submissions(*, before: datetime) -> int:
    """Deletes records of forms carried out before `before`; returns how many. A day is ample."""
    deleted, _by_model = Submission.objects.filter(at__lt=before).delete()
    return deleted
