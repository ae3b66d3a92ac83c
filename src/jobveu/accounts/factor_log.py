"""Writes into the audit record, in the same transaction, what happens to users' second factors; connected by
the app's `ready()`. Every way in which a factor comes or goes passes here."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.accounts.second_factor import FACTORS
from jobveu.common import audit

ROOM = "accounts.user"


def connect() -> None:
    post_save.connect(_note_added, sender=Authenticator, dispatch_uid="factor_log_added")
    post_delete.connect(_note_removed, sender=Authenticator, dispatch_uid="factor_log_removed")
    authenticator_used.connect(_note_recovery_code, dispatch_uid="factor_log_used")


def _note_added(instance: Authenticator, created: bool, raw: bool = False, **_signal: Any) -> None:
    if not created or raw:
        return
    if instance.type in FACTORS:
        _record("user.factor_added", instance.user, {"factor": instance.type})
        _count_as_shown(instance)
    else:
        _record("user.recovery_codes_made", instance.user, {})


def _note_removed(instance: Authenticator, **_signal: Any) -> None:
    if instance.type in FACTORS:
        _record("user.factor_removed", instance.user, {"factor": instance.type})


def _note_recovery_code(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()  # the library marks the code as used on another copy of the row
        left = len(authenticator.wrap().get_unused_codes())
        _record("user.recovery_code_used", user, {"left": left})


def _count_as_shown(added: Authenticator) -> None:
    """Whoever has just set up a factor has shown it: they are not asked for it in the same session."""
    request: HttpRequest | None = context.request
    if request is not None and request.user.pk == added.user_id:
        record_authentication(request, request.user, "mfa", id=added.pk, type=added.type)


def _record(action: str, user: User, details: dict[str, object]) -> None:
    actor: Actor | None = getattr(context.request, "actor", None)
    by = actor if actor and actor.is_authenticated else Actor(user_id=user.pk, name=user.name)
    with transaction.atomic():  # the page's own, where a page does it
        audit.record(by=by, at=timezone.now(), action=action, room=ROOM, record_id=user.pk, details=details)
