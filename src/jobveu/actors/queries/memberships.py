"""Who a user is: the memberships that hold."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from jobveu.accounts.actor import Actor
from jobveu.accounts.actor import Membership as HeldMembership
from jobveu.accounts.enums import Role
from jobveu.actors.models import Membership


def actor_for_user(*, user_id: int, name: str, on: date) -> Actor:
    """The user with the memberships that hold on the day; one SQL statement."""
    rows = (
        Membership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), user_id=user_id, valid_from__lte=on
        )
        .select_related("organisation")
        .order_by("valid_from", "id")
    )
    return Actor(
        user_id=user_id,
        name=name,
        memberships=tuple(
            HeldMembership(
                role=Role(row.role),
                organisation_id=row.organisation_id,
                organisation_name=row.organisation.name,
                organisation_kind=row.organisation.kind,
                office_id=row.organisation.office_id,
                council_ids=frozenset({row.organisation.council_id} - {None}),
            )
            for row in rows
        ),
    )
