"""Who acts: the frozen value that every domain function is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jobveu.accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Membership:
    """One role in one organisation. `office_id` and `council_ids` are set where the organisation is, or
    serves, an office or councils; `administers`: the member administers the organisation's users."""

    role: Role
    organisation_id: int | None = None
    organisation_name: str = ""
    organisation_kind: str = ""
    office_id: int | None = None
    council_ids: frozenset[int] = frozenset()
    administers: bool = False


PUBLIC_MEMBERSHIP = Membership(role=Role.PUBLIC)


@dataclass(frozen=True, slots=True)
class Actor:
    """A user with the memberships that hold now; `user_id` is None for the anonymous public."""

    user_id: int | None
    name: str
    memberships: tuple[Membership, ...] = ()

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(membership.role for membership in self.memberships)

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def organisation_ids(self, roles: Iterable[Role] | None = None) -> frozenset[int]:
        """Organisations the actor is a member of, in any of the given roles (all roles when None)."""
        wanted = None if roles is None else frozenset(roles)
        return frozenset(
            membership.organisation_id
            for membership in self.memberships
            if membership.organisation_id is not None and (wanted is None or membership.role in wanted)
        )

    @property
    def primary_membership(self) -> Membership:
        """The membership shown beside the name in the page header."""
        return self.memberships[0] if self.memberships else PUBLIC_MEMBERSHIP


ANONYMOUS = Actor(user_id=None, name="")
