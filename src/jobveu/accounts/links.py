"""Sends links by mail: by which users set their password (the one that allauth sends those who have forgotten
theirs, in words of its own), and by which somebody who is invited becomes one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.models import User
from jobveu.common.errors import DomainError
from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import queue_mail

SET_PASSWORD = "account/email/set_password"  # noqa: S105  the name of a template
FACTORS_RESET = "account/email/factors_reset"


def send_set_password_link(
    *, request: HttpRequest, user_id: int, sent_by: str, words: str = SET_PASSWORD
) -> None:
    """Queues the mail with the link, in Danish; `sent_by` is the sender's name, `words` its template. It
    works for settings.PASSWORD_RESET_TIMEOUT, once, and only as long as the user's password and e-mail stay
    the same.

    Raises DomainError for a closed account.
    """
    user = User.objects.get(pk=user_id)
    if not user.is_active:
        raise DomainError(_("Brugerens adgang er lukket. Åbn den først."))
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    context = {
        "user": user,
        "sent_by": sent_by,
        "password_reset_url": adapter.get_reset_password_from_key_url(key),
        "request": request,
    }
    with translation.override(settings.LANGUAGE_CODE):
        adapter.send_mail(words, user.email, context)


@sensitive_variables()
def send_invitation(
    *,
    request: HttpRequest,
    at: datetime,
    recipient: str,
    language: str,
    expires_at: datetime,
    link: str,
    words: dict[str, Any],
) -> None:
    """Queues the mail with the link (an address on this site, without its host) by which somebody becomes a
    member, in `language`; `words` are those that its template asks for. Not sent after `expires_at`."""
    with translation.override(language):
        message = get_adapter(request).render_mail(
            "account/email/member_invitation",
            recipient,
            words | {"link": request.build_absolute_uri(link), "request": request},
        )
    queue_mail(
        at=at,
        kind=MailKind.MEMBER_INVITATION,
        recipient=recipient,
        language=language,
        subject=message.subject,
        text=message.body,
        expires_at=expires_at,
        hides_recipient=True,
    )
