"""Who is who in the demonstration, and how a page of it is come by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership
from jobveu.actors.queries import actor_for_user
from jobveu.projects.models import Project
from jobveu.reference.models import Office

NOBODY = ""
LONG = " for den midtjyske beskæftigelses- og efteruddannelsesindsats i produktionsvirksomhederne"
LONG_WORD = "Arbejdsmarkedsuddannelseskompetenceudviklingssamarbejdet"
COORDINATOR = "koordinator@demo.example"
OFFICE_MANAGER = "leder@demo.example"
ANALYST = "analytiker@demo.example"
CASEWORKER = "sagsbehandler.randers@demo.example"
ADMINISTRATOR = "administrator@demo.example"
SCHOOL = "erhvervsskole@demo.example"
TWO_STEPS = "to.trin@demo.example"
NEWCOMERS: Mapping[str, tuple[Role, OrganisationKind]] = {
    "ny.virksomhed@demo.example": (Role.COMPANY, OrganisationKind.COMPANY),
    "ny.skole@demo.example": (Role.PROVIDER, OrganisationKind.EDUCATION_PROVIDER),
    "nyt.forbund@demo.example": (Role.SOCIAL_PARTNER, OrganisationKind.TRADE_UNION),
    "ny.sagsbehandler@demo.example": (Role.CASEWORKER, OrganisationKind.JOB_CENTRE),
}
"""Users of organisations that nothing is recorded of: they see the empty states."""

Address = dict[str, Any]


def user_of(email: str) -> User:
    return User.objects.get(email=email)


def actor_of(email: str) -> Actor:
    user = user_of(email)
    return actor_for_user(user_id=user.pk, name=user.name, on=date.today())


def organisation_of(email: str) -> int:
    return Membership.objects.get(user__email=email).organisation_id


def richest_project() -> Project:
    """The active project with most candidates of the caseworker's."""
    projects = Project.objects.filter(status="active", candidacies__job_centre=organisation_of(CASEWORKER))
    return projects.annotate(number=Count("candidacies")).order_by("-number")[0]


def nothing() -> Address:
    return {}


def below(row: Any, name: str, project_id: int | None = None) -> Address:
    return {"project_id": project_id or row.project_id, name: row.pk}


def own_office() -> Office:
    found = Membership.objects.get(user=user_of(COORDINATOR)).organisation.office
    assert found is not None
    return found


@dataclass(frozen=True, slots=True)
class At:
    """How a page is come by: as whom, and with what in its address."""

    who: str | Callable[[], str]
    address: Callable[[], Address] = nothing
    query: str = ""

    @property
    def email(self) -> str:
        return self.who if isinstance(self.who, str) else self.who()
