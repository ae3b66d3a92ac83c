"""Invitations to become a member of an organisation: sent, sent again, withdrawn, and taken up.

The link proves that whoever follows it reads the mail of the address that was invited. What it opens is decided
by the organisation's administrator, and only as long as the inviter still is one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import InvitationState, OrganisationKind
from jobveu.actors.models import MemberInvitation, Membership, Organisation
from jobveu.actors.operations import users
from jobveu.actors.queries.memberships import actor_for_user
from jobveu.actors.rules import INVITATION_LIFE, invitation_state, roles_to_give
from jobveu.common import audit
from jobveu.common.errors import DomainError

ROOM = "actors.memberinvitation"


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation's id, and the secret for its link, which is kept nowhere."""

    invitation_id: int
    token: str


def invite(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    name: str,
    email: str,
    role: Role,
    administers: bool = False,
    language: str = "da",
) -> Issued:
    """Invites somebody to become a member of the organisation. Whether the address already has a user makes no
    difference here, and is told to nobody but who reads its mail. Raises DomainError."""
    with transaction.atomic():
        organisation = Organisation.objects.filter(pk=organisation_id, active=True).first()
        if organisation is None:
            raise DomainError(_("Organisationen findes ikke længere."))
        if role not in roles_to_give(OrganisationKind(organisation.kind), by.roles):
            raise DomainError(_("Vælg en rolle."), field="role")
        address = User.objects.normalize_email(email.strip()).lower()
        held = _running(organisation_id, role, at).filter(user__email__iexact=address)
        if held.exists():
            raise DomainError(_("Brugeren har allerede den rolle i organisationen."), field="email")
        token = _new_token()
        made = MemberInvitation.objects.create(
            organisation=organisation,
            role=role,
            administers=administers,
            name=name.strip(),
            email=address,
            language=language,
            token_hash=token_hash(token),
            invited_by_id=_id(by),
            sent_at=at,
            expires_at=at + INVITATION_LIFE,
        )
        _record("member_invitation.sent", made, by=by, at=at)
    return Issued(made.pk, token)


def send_again(*, by: Actor, at: datetime, invitation_id: int) -> Issued:
    """Gives the invitation a new link, in the actor's name; the old one works no longer. Raises DomainError."""
    with transaction.atomic():
        row = _unused(invitation_id, by)
        token = _new_token()
        row.token_hash, row.sent_at, row.expires_at = token_hash(token), at, at + INVITATION_LIFE
        row.invited_by_id = _id(by)
        row.save(update_fields=["token_hash", "sent_at", "expires_at", "invited_by"])
        _record("member_invitation.sent_again", row, by=by, at=at)
    return Issued(row.pk, token)


def withdraw(*, by: Actor, at: datetime, invitation_id: int) -> None:
    """Takes the invitation back: its link works no longer. Raises DomainError."""
    with transaction.atomic():
        row = _unused(invitation_id, by)
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _record("member_invitation.withdrawn", row, by=by, at=at)


@sensitive_variables("token", "password")
def accept_as_new(*, at: datetime, token: str, name: str, password: str | None = None) -> int:
    """Makes the invited a user and a member at once; returns the user's id. Without `password` none fits: they
    log in another way. Raises DomainError, also when the address has got a user meanwhile."""
    with transaction.atomic():
        row = _taken(token, at)
        if not name.strip():
            raise DomainError(_("Skriv dit navn."), field="name")
        if User.objects.filter(email__iexact=row.email).exists():
            raise DomainError(_("Du har allerede en bruger. Log ind med den, og tag så imod invitationen."))
        user = User.objects.create_user(email=row.email, password=password, name=name.strip())
        by = Actor(user_id=user.pk, name=user.name)
        audit.record(by=by, at=at, action="user.created", room=users.ROOM, record_id=user.pk)
        _accept(row, by=by, at=at)
    return user.pk


@sensitive_variables("token")
def accept(*, by: Actor, at: datetime, token: str) -> None:
    """Makes a user who is logged in, and whose address was invited, a member. Raises DomainError."""
    with transaction.atomic():
        row = _taken(token, at)
        if not User.objects.filter(pk=_id(by), email__iexact=row.email, is_active=True).exists():
            raise DomainError(_("Invitationen er til en anden bruger end den, du er logget ind som."))
        _accept(row, by=by, at=at)


def token_hash(token: str) -> str:
    """What is kept of a link's secret. It is long and random: a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def inviter_still_administers(invitation: MemberInvitation, *, at: datetime) -> bool:
    """Whether the inviter may still give the role: somebody who has left leaves no door open behind them."""
    user = invitation.invited_by
    if not user.is_active:
        return False
    inviter = actor_for_user(user_id=user.pk, name=user.name, on=localdate(at))
    return may(
        Action.MANAGE_MEMBERS, inviter, Subject(members_of_id=invitation.organisation_id)
    ) and invitation.role in roles_to_give(OrganisationKind(invitation.organisation.kind), inviter.roles)


def _accept(row: MemberInvitation, *, by: Actor, at: datetime) -> None:
    row.accepted_at, row.accepted_by_id = at, by.user_id
    row.save(update_fields=["accepted_at", "accepted_by"])
    _record("member_invitation.accepted", row, by=by, at=at)
    if _running(row.organisation_id, Role(row.role), at).filter(user=_id(by)).exists():
        return  # somebody gave them the role meanwhile
    users.add_membership(
        by=by,
        at=at,
        user_id=_id(by),
        organisation_id=row.organisation_id,
        role=Role(row.role),
        valid_from=localdate(at),
        administers=row.administers,
    )


def _taken(token: str, at: datetime) -> MemberInvitation:
    """The invitation of the link, locked, if it can be taken up."""
    row = (
        MemberInvitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .filter(token_hash=token_hash(token))
        .first()
    )
    state = row and invitation_state(
        at=at,
        expires_at=row.expires_at,
        accepted=row.accepted_at is not None,
        withdrawn=row.withdrawn_at is not None,
    )
    if row is None or state is not InvitationState.OPEN or not inviter_still_administers(row, at=at):
        raise DomainError(_("Invitationen gælder ikke længere. Bed om en ny."))
    return row


def _unused(invitation_id: int, by: Actor) -> MemberInvitation:
    row = (
        MemberInvitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=invitation_id)
        .first()
    )
    if row is None or row.accepted_at is not None or row.withdrawn_at is not None:
        raise DomainError(_("Invitationen er allerede brugt eller trukket tilbage."))
    if row.role not in roles_to_give(OrganisationKind(row.organisation.kind), by.roles):
        raise DomainError(_("Kun en systemadministrator kan invitere en systemadministrator."))
    return row


def _running(organisation_id: int, role: Role, at: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=localdate(at)), organisation=organisation_id, role=role
    )


def _id(by: Actor) -> int:
    """Of the user who acts; neither the public nor the program itself invites or accepts."""
    if by.user_id is None:
        raise ValueError("An invitation is a user's.")
    return by.user_id


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _record(action: str, row: MemberInvitation, *, by: Actor, at: datetime) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        details={"organisation": row.organisation_id, "role": row.role, "administers": row.administers},
    )
