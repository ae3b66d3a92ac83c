"""What the administrator of an organisation's users does with its members.

They decide over their own organisation only, and never over system administrators: whoever could give that
role would be able to give themselves everybody's data."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership
from jobveu.actors.operations import users
from jobveu.actors.rules import roles_to_give
from jobveu.common.errors import DomainError


def change_role(*, by: Actor, at: datetime, membership_id: int, role: Role) -> int:
    """Gives a member another role in the same organisation from today on, and ends the one they have; they
    administer its users if they did. Returns the new membership's id. Raises DomainError."""
    today = localdate(at)
    with transaction.atomic():
        row = _decided_over(membership_id, by)
        if row.role == role:
            raise DomainError(_("Brugeren har allerede den rolle i organisationen."), field="role")
        if role not in roles_to_give(OrganisationKind(row.organisation.kind), by.roles):
            raise DomainError(_("Vælg en rolle."), field="role")
        ended_on, administers = row.valid_to, row.administers
        if ended_on is not None:
            raise DomainError(_("Medlemskabet har allerede en slutdato. Rollen kan ikke skiftes."))
        users.end_membership(by=by, at=at, membership_id=membership_id, last_day=today - timedelta(days=1))
        return users.add_membership(
            by=by,
            at=at,
            user_id=row.user_id,
            organisation_id=row.organisation_id,
            role=role,
            valid_from=max(today, row.valid_from),
            administers=administers,
        )


def end_member(*, by: Actor, at: datetime, membership_id: int, last_day: date) -> None:
    """Ends a membership, as users.end_membership does. Raises DomainError."""
    with transaction.atomic():
        _decided_over(membership_id, by)
        users.end_membership(by=by, at=at, membership_id=membership_id, last_day=last_day)


def set_member_administers(*, by: Actor, at: datetime, membership_id: int, administers: bool) -> None:
    """Lets a member administer the organisation's users, or no longer. Raises DomainError."""
    with transaction.atomic():
        _decided_over(membership_id, by)
        users.set_administers(by=by, at=at, membership_id=membership_id, administers=administers)


def _decided_over(membership_id: int, by: Actor) -> Membership:
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk=membership_id)
        .first()
    )
    if row is None:
        raise DomainError(_("Medlemskabet findes ikke længere."))
    if row.role == Role.ADMINISTRATOR and not by.has_role(Role.ADMINISTRATOR):
        raise DomainError(_("Kun en systemadministrator kan ændre en systemadministrators medlemskab."))
    return row
