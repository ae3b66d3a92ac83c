"""Pure decisions about organisations: which may belong to which, and which roles a kind of them gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import (
    SOCIAL_PARTNERS,
    WORKPLACES,
    AffiliationKind,
    InvitationState,
    OrganisationKind,
)

COORDINATION_WINDOW = timedelta(days=60)
"""Whoever speaks with an organisation this close to somebody else gives a reason, and the other is told."""
UNDO_WITHIN = timedelta(days=30)
"""For so long a merge of two records can be undone, and what it takes is kept."""

INVITATION_LIFE = timedelta(days=7)
"""How long the link in an invitation to become a member holds, from when it was last sent."""

AFFILIATIONS: Mapping[AffiliationKind, tuple[frozenset[OrganisationKind], frozenset[OrganisationKind]]] = {
    # kind: (who may be the member, who may be the body it belongs to)
    AffiliationKind.ASSOCIATION_MEMBER: (
        frozenset(WORKPLACES),
        frozenset({OrganisationKind.EMPLOYER_ASSOCIATION}),
    ),
    AffiliationKind.COMMUNITY_MEMBER: (
        frozenset({OrganisationKind.JOB_CENTRE}),
        frozenset({OrganisationKind.RECRUITMENT_COMMUNITY}),
    ),
    AffiliationKind.OFFICE_SERVES: (
        frozenset({OrganisationKind.REGIONAL_COUNCIL}),
        frozenset({OrganisationKind.LABOUR_MARKET_OFFICE}),
    ),
}

ROLES_BY_KIND: Mapping[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.NATIONAL_AGENCY: (Role.NATIONAL_ANALYST, Role.ADMINISTRATOR),
    OrganisationKind.LABOUR_MARKET_OFFICE: (Role.COORDINATOR, Role.OFFICE_MANAGER),
    OrganisationKind.REGIONAL_COUNCIL: (Role.COUNCIL_MEMBER,),
    OrganisationKind.JOB_CENTRE: (Role.CASEWORKER, Role.COMPANY_CONSULTANT),
    OrganisationKind.RECRUITMENT_COMMUNITY: (Role.COMPANY_CONSULTANT,),
    OrganisationKind.EDUCATION_PROVIDER: (Role.PROVIDER,),
    OrganisationKind.COMPANY: (Role.COMPANY,),
    OrganisationKind.PUBLIC_WORKPLACE: (Role.COMPANY,),
    **dict.fromkeys(SOCIAL_PARTNERS, (Role.SOCIAL_PARTNER,)),
    OrganisationKind.NATIONAL_FOLLOW_UP_GROUP: (),  # it sees what everybody sees
    OrganisationKind.OTHER: (),
}
"""Which roles a membership of an organisation of this kind can carry."""


def affiliation_fits(kind: AffiliationKind, member: OrganisationKind, body: OrganisationKind) -> bool:
    """Whether an organisation of kind `member` may belong to one of kind `body` in this way."""
    members, bodies = AFFILIATIONS[kind]
    return member in members and body in bodies


def role_fits(kind: OrganisationKind, role: Role) -> bool:
    """Whether a user may hold `role` in an organisation of this kind."""
    return role in ROLES_BY_KIND[kind]


def roles_to_give(kind: OrganisationKind, held: Collection[Role]) -> tuple[Role, ...]:
    """The roles that somebody who holds `held` may give in an organisation of this kind: system
    administrators are made by system administrators only."""
    return tuple(
        role for role in ROLES_BY_KIND[kind] if role is not Role.ADMINISTRATOR or Role.ADMINISTRATOR in held
    )


def invitation_state(
    *, at: datetime, expires_at: datetime, accepted: bool, withdrawn: bool
) -> InvitationState:
    """How an invitation to become a member stands at a time."""
    if accepted:
        return InvitationState.ACCEPTED
    if withdrawn:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if at < expires_at else InvitationState.EXPIRED


def affiliations_of_kind(kind: OrganisationKind) -> tuple[tuple[AffiliationKind, bool], ...]:
    """How an organisation of this kind can stand to others: each way, and whether it is the member in it."""
    return tuple(
        (affiliation, is_member)
        for affiliation, ends in AFFILIATIONS.items()
        for is_member, kinds in ((True, ends[0]), (False, ends[1]))
        if kind in kinds
    )


AUTHORITIES = frozenset(
    {
        OrganisationKind.NATIONAL_AGENCY,
        OrganisationKind.REGIONAL_COUNCIL,
        OrganisationKind.LABOUR_MARKET_OFFICE,
        OrganisationKind.NATIONAL_FOLLOW_UP_GROUP,
    }
)
"""What only a system administrator creates: there are few of them, and each is known."""


def kinds_created_by(actor: Actor) -> tuple[OrganisationKind, ...]:
    """The kinds of organisation that an actor who may create organisations can create."""
    is_administrator = actor.has_role(Role.ADMINISTRATOR)
    return tuple(kind for kind in OrganisationKind if is_administrator or kind not in AUTHORITIES)
