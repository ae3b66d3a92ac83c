"""Choosing whom on our side an organisation has as its one entry (def.princ.6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.models import Organisation, PrimaryContact
from jobveu.actors.queries.primary_contacts import colleagues, primary_contact
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError

ROOM = "actors.primary_contact"


def choose_primary_contact(
    *, by: Actor, at: datetime, organisation_id: int, user_id: int | None, version: int | None = None
) -> None:
    """From today the user, a member of one of the actor's own offices or job centres, is the organisation's
    primary contact instead of whoever was; with None nobody is. Choosing the same again changes nothing.
    `version` stands for whoever was shown as it (`version_of`, as "user_id"). Raises DomainError, and StaleEdit where
    somebody else has been chosen since."""
    today = localdate(at)
    with transaction.atomic():
        if not Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).exists():
            raise DomainError(_("Organisationen findes ikke længere."))
        before = PrimaryContact.objects.filter(organisation=organisation_id, valid_to__isnull=True).first()
        if (before.user_id if before else None) == user_id:
            return
        shown = primary_contact(organisation_id=organisation_id, on=today)
        newest = PrimaryContact.objects.filter(organisation=organisation_id).order_by("-id").first()
        check_shown(
            version=version,
            shown={"user_id": shown.user_id if shown else None},
            told_by=Q(room=ROOM, record_id=newest.pk) if newest else None,
        )
        if user_id is not None and user_id not in dict(
            colleagues(organisation_ids=by.organisation_ids(), on=today)
        ):
            raise DomainError(_("Vælg dig selv eller en kollega fra din egen organisation."), field="user_id")
        if before is not None:
            before.valid_to = max(today, before.valid_from)
            before.save(update_fields=["valid_to"])
            record_id = before.pk
        if user_id is not None:
            record_id = PrimaryContact.objects.create(
                organisation_id=organisation_id, user_id=user_id, valid_from=today
            ).pk
        audit.record(
            by=by,
            at=at,
            action="primary_contact.chosen" if user_id is not None else "primary_contact.ended",
            room=ROOM,
            record_id=record_id,
            details={"organisation": organisation_id, **({"user": user_id} if user_id is not None else {})},
        )
