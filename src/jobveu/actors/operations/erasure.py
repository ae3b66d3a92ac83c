"""Erasing what is known of contacts and users when it is no longer needed (privacy.rules says when)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.actors.models import (
    AgreedTask,
    ApiToken,
    Consent,
    ConsentNotice,
    Contact,
    ContactNotice,
    Dialogue,
    MemberInvitation,
    Merge,
    NotDuplicate,
)
from jobveu.actors.operations.contacts import CONSENTS
from jobveu.actors.operations.contacts import ROOM as CONTACTS
from jobveu.actors.operations.users import ROOM as USERS
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.common.history import erasing
from jobveu.common.models import Change

NOBODYS_DOMAIN = "@slettet.invalid"
"""Of the address that an erased user has instead: nobody's, by RFC 2606."""


def erase_contact(*, by: Actor, at: datetime, contact_id: int, ground: str) -> None:
    """Erases a contact with consents and link. Conversations and seats stay, without the contact. Erasing one
    that is erased already does nothing."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id).first()
        if contact is None:
            return
        consents = list(contact.consents.order_by("pk").values_list("pk", flat=True))
        audit.untie(room=CONTACTS, record_ids=[contact_id])
        audit.untie(room=CONSENTS, record_ids=consents)
        organisation_id = contact.organisation_id
        contact.delete()
        _forget("actors.contact", [contact_id])
        of_contact = Merge.objects.filter(
            Q(kept_id=contact_id) | Q(gone_id=contact_id), room="actors.contact"
        ).values_list("pk", flat=True)
        erase_merges(merge_ids=list(of_contact))
        _forget_in_journals(contact_id)
        audit.record(
            by=by,
            at=at,
            action="contact.erased",
            room=CONTACTS,
            record_id=contact_id,
            details={"ground": ground, "organisation": organisation_id},
        )


def erase_consents(*, consent_ids: Collection[int]) -> int:
    """Erases consents that have been withdrawn, with what showed them; returns how many."""
    with transaction.atomic():
        rows = Consent.objects.filter(pk__in=consent_ids, withdrawn_on__isnull=False)
        erased = list(rows.order_by("pk").values_list("pk", flat=True))
        audit.untie(room=CONSENTS, record_ids=erased)
        Consent.objects.filter(pk__in=erased).delete()
        _forget("actors.consent", erased)
    return len(erased)


def erase_dialogue_notes(*, dialogue_ids: Collection[int]) -> int:
    """Empties the texts of conversations, with the tasks agreed in them, and lets go of whom they were with; returns
    how many. That they were
    held, with which organisation, when and by whom, stays."""
    with transaction.atomic():
        ContactNotice.objects.filter(dialogue__in=dialogue_ids).delete()
        AgreedTask.objects.filter(dialogue__in=dialogue_ids).delete()
        emptied = Dialogue.objects.filter(pk__in=dialogue_ids).update(
            notes="", agreed="", reason="", contact=None
        )
        _forget("actors.dialogue", dialogue_ids)
    return emptied


def erase_merges(*, merge_ids: Collection[int]) -> None:
    """Erases what would undo these mergings: it holds the record that went."""
    with transaction.atomic():
        Merge.objects.filter(pk__in=merge_ids).delete()
        _forget(Merge._meta.label_lower, merge_ids)


def _forget_in_journals(contact_id: int) -> None:
    """Empties the journals of merged organisations by which a contact that had become this one would come back. That
    they were merged stays, and where the address of the one that went leads to."""
    holds = Q()
    for key in ("pk", "into"):
        holds |= Q(journal__contains=[{"model": Contact._meta.label_lower, key: contact_id}])
    Merge.objects.filter(holds).update(journal=[])


def erase_invitation(*, invitation_id: int) -> None:
    """Erases an invitation to become a user, with name and address."""
    with transaction.atomic():
        audit.untie(room="actors.memberinvitation", record_ids=[invitation_id])
        MemberInvitation.objects.filter(pk=invitation_id).delete()
        _forget("actors.memberinvitation", [invitation_id])


def anonymise_user(*, by: Actor, at: datetime, user_id: int, ground: str) -> None:
    """Takes name, e-mail and password from a user whose access has ended. What they did stays, done by a
    former user. Raises DomainError for a user who can log in."""
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
        if user is None or user.email.endswith(NOBODYS_DOMAIN):
            return
        if user.is_active:
            raise DomainError(_("Brugeren kan stadig logge ind. Luk adgangen først."))
        with override("da"):
            name = _("Tidligere bruger")
        user.name = name
        user.email = f"{user_id}{NOBODYS_DOMAIN}"
        user.last_login = None
        user.set_unusable_password()
        user.version += 1
        user.save(update_fields=["name", "email", "last_login", "password", "version"])
        EmailAddress.objects.filter(user=user).delete()
        ApiToken.objects.filter(membership__user=user).delete()
        Contact.objects.filter(user=user).update(user=None)
        ContactNotice.objects.filter(told=user).delete()
        ConsentNotice.objects.filter(told=user).delete()
        _forget("accounts.user", [user_id])
        Merge.objects.filter(by_id=user_id).update(by_name=name)
        NotDuplicate.objects.filter(by_id=user_id).update(by_name=name)
        audit.rename_user(user_id=user_id, name=name)
        audit.record(
            by=by, at=at, action="user.anonymised", room=USERS, record_id=user_id, details={"ground": ground}
        )


def _forget(room: str, record_ids: Collection[int]) -> None:
    """What the history holds of the records and of what hangs on them. Only for the system: the history has a wall
    around it."""
    with erasing():
        Change.objects.filter(
            Q(room=room, record_id__in=record_ids) | Q(parent_room=room, parent_id__in=record_ids)
        ).delete()
