"""Reads about invitations to become a member: for whoever sends them, and for whoever follows a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import InvitationState
from jobveu.actors.models import MemberInvitation
from jobveu.actors.operations.invitations import inviter_still_administers, token_hash
from jobveu.actors.rules import invitation_state
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation; `language` is that of its mail."""

    id: int
    organisation_id: int
    organisation: str
    name: str
    email: str
    role: Role
    administers: bool
    language: str
    state: InvitationState
    invited_by: str
    sent_at: datetime
    expires_at: datetime

    @property
    def is_unused(self) -> bool:
        return self.state in (InvitationState.OPEN, InvitationState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a link leads to. `holds`: it can be taken up. `user_id`: of the user that the address already has,
    if any, and whether they can log in."""

    invitation: InvitationRow
    holds: bool
    user_id: int | None
    user_is_active: bool


def invitation_rows(
    *, organisation_id: int, at: datetime, sort: Sort, window: Window, state: InvitationState | None = None
) -> RowPage[InvitationRow]:
    """The organisation's invitations, all or those in one state. Two SQL statements."""
    rows = _rows().filter(organisation=organisation_id)
    if state is not None:
        rows = rows.filter(_in_state(state, at))
    rows = ordered(
        rows,
        sort=sort,
        columns={"name": DanishSortKey("name"), "email": "email", "sent_at": "sent_at"},
    )
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_row(row, at) for row in page.rows))


def invitation(*, organisation_id: int, invitation_id: int, at: datetime) -> InvitationRow | None:
    """One of the organisation's invitations; None when there is none such. One SQL statement."""
    row = _rows().filter(organisation=organisation_id, pk=invitation_id).first()
    return _row(row, at) if row else None


def followed(*, token: str, at: datetime) -> Followed | None:
    """What the link with this secret leads to; None when it leads nowhere. Three SQL statements at most."""
    row = _rows().filter(token_hash=token_hash(token)).first()
    if row is None:
        return None
    shown = _row(row, at)
    user = User.objects.filter(email__iexact=row.email).first()
    return Followed(
        invitation=shown,
        holds=shown.state is InvitationState.OPEN and inviter_still_administers(row, at=at),
        user_id=user.pk if user else None,
        user_is_active=bool(user and user.is_active),
    )


def _rows() -> QuerySet[MemberInvitation]:
    return MemberInvitation.objects.select_related("organisation", "invited_by")


def _in_state(state: InvitationState, at: datetime) -> Q:
    unused = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
    match state:
        case InvitationState.OPEN:
            return unused & Q(expires_at__gt=at)
        case InvitationState.EXPIRED:
            return unused & Q(expires_at__lte=at)
        case InvitationState.ACCEPTED:
            return Q(accepted_at__isnull=False)
        case InvitationState.WITHDRAWN:
            return Q(withdrawn_at__isnull=False)


def _row(row: MemberInvitation, at: datetime) -> InvitationRow:
    return InvitationRow(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        administers=row.administers,
        language=row.language,
        state=invitation_state(
            at=at,
            expires_at=row.expires_at,
            accepted=row.accepted_at is not None,
            withdrawn=row.withdrawn_at is not None,
        ),
        invited_by=row.invited_by.name,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
    )
