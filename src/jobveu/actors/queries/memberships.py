"""Who a user is: the memberships that hold."""

from __future__ import annotations

from datetime import date

from django.db import connection

from jobveu.accounts.actor import Actor
from jobveu.accounts.actor import Membership as HeldMembership
from jobveu.accounts.enums import Role

_SQL = """
SELECT membership.role, organisation.id, organisation.name, organisation.kind,
       organisation.office_id, organisation.council_id, membership.administers
  FROM actors_membership membership
  JOIN actors_organisation organisation ON organisation.id = membership.organisation_id
 WHERE membership.user_id = %(user)s AND membership.valid_from <= %(day)s
   AND (membership.valid_to IS NULL OR membership.valid_to >= %(day)s)
 ORDER BY membership.valid_from, membership.id
"""
"""Written out: it is asked at every request, and as a queryset it takes six times as long."""


def actor_for_user(*, user_id: int, name: str, on: date) -> Actor:
    """The user with the memberships that hold on the day; one SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"user": user_id, "day": on})
        rows = cursor.fetchall()
    return Actor(
        user_id=user_id,
        name=name,
        memberships=tuple(
            HeldMembership(
                role=Role(role),
                organisation_id=organisation_id,
                organisation_name=organisation_name,
                organisation_kind=kind,
                office_id=office_id,
                council_ids=frozenset({council_id} - {None}),
                administers=administers,
            )
            for role, organisation_id, organisation_name, kind, office_id, council_id, administers in rows
        ),
    )
