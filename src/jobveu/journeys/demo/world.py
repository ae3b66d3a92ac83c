"""The demonstration's organisations and users in the database, and its calendar."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jobveu.accounts.actor import Actor
from jobveu.accounts.demo import DEMO_PASSWORD
from jobveu.accounts.models import User
from jobveu.actors.enums import AffiliationKind, OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.actors.operations.invitations import invite
from jobveu.actors.operations.organisations import add_affiliation, create_organisation
from jobveu.actors.operations.users import create_user
from jobveu.actors.queries import actor_for_user
from jobveu.journeys.demo.people import (
    ASSOCIATION_MEMBERS,
    COMMUNITY_MEMBERS,
    INVITED,
    OFFICE_CODE,
    ORGANISATIONS,
    RANDERS,
    USERS,
)
from jobveu.journeys.public_bodies import ensure_public_bodies
from jobveu.reference.enums import MunicipalityKind
from jobveu.reference.models import Industry, Municipality
from jobveu.reference.queries import council_of_municipality

MEMBERS_SINCE = 900
"""Days before the demonstration is loaded: its users have been there longer than its oldest project."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class World:
    """`organisations` and `actors` by their keys in people.py; municipalities and industries by code."""

    at: datetime
    organisations: dict[str, int]
    actors: dict[str, Actor]
    municipalities: dict[str, int]
    industries: dict[str, int]
    candidate_numbers: itertools.count[int] = field(default_factory=itertools.count)

    def actor(self, key: str) -> Actor:
        return self.actors[key]

    def org(self, key: str) -> int:
        return self.organisations[key]

    def orgs(self, *keys: str) -> list[int]:
        return [self.organisations[key] for key in keys]

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def ago(self, days: int) -> date:
        """The working day so many days ago, or the last one before it."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(day.weekday() - _SATURDAY + 1, 0))

    def ahead(self, days: int) -> date:
        """The working day in so many days, or the first one after it."""
        day = self.today + timedelta(days=days)
        return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)

    def working_days(self, count: int) -> list[int]:
        """How many days ago the last working days before today were, the newest first."""
        ago = (
            days for days in itertools.count(1) if (self.today - timedelta(days=days)).weekday() < _SATURDAY
        )
        return list(itertools.islice(ago, count))

    def when(self, days_ago: int, hour: int = 10) -> datetime:
        """That working day at the hour, Danish time; never later than now."""
        moment = datetime.combine(self.ago(days_ago), time(hour), tzinfo=timezone.get_default_timezone())
        return min(moment, self.at)

    def council_id(self, day: date) -> int:
        """The council of Randers on the day."""
        council = council_of_municipality(code=RANDERS, day=day)
        if council is None:
            raise ValueError(f"no council holds Randers on {day}")
        return council.id


def build_world(*, by: Actor, at: datetime) -> World:
    """Creates what is missing. The organisations of an earlier demonstration are found by kind and name."""
    ensure_public_bodies(by=by, at=at)
    municipalities = dict(
        Municipality.objects.filter(kind=MunicipalityKind.MUNICIPALITY).values_list("code", "id")
    )
    industries = dict(Industry.objects.values_list("code", "id"))
    organisations = _public_bodies(at) | ensure_job_centres(by=by, at=at)
    existing = {
        (kind, name): id_ for id_, kind, name in Organisation.objects.values_list("id", "kind", "name")
    }
    for row in ORGANISATIONS:
        found = existing.get((row.kind, row.name))
        organisations[row.key] = found or create_organisation(
            by=by,
            at=at,
            kind=row.kind,
            name=row.name,
            municipality_id=municipalities[row.municipality] if row.municipality else None,
            industry_id=industries[row.industry] if row.industry else None,
            size_band=row.size,
        )
    world = World(
        at=at,
        organisations=organisations,
        actors={},
        municipalities=municipalities,
        industries=industries,
    )
    _affiliate(world, by=by)
    _create_users(world, by=by)
    return world


def _public_bodies(at: datetime) -> dict[str, int]:
    council = council_of_municipality(code=RANDERS, day=timezone.localdate(at))
    return {
        "agency": Organisation.objects.get(kind=OrganisationKind.NATIONAL_AGENCY).pk,
        "office": Organisation.objects.get(office__code=OFFICE_CODE).pk,
        "council": Organisation.objects.get(council=council.id if council else None).pk,
    }


def ensure_job_centres(*, by: Actor, at: datetime) -> dict[str, int]:
    """One for each of the 98 municipalities, by its code. Some share one; which ones, no source here says."""
    found = {
        code: id_
        for id_, code in Organisation.objects.filter(kind=OrganisationKind.JOB_CENTRE)
        .order_by("-id")
        .values_list("id", "municipality__code")
    }
    for row in Municipality.objects.filter(kind=MunicipalityKind.MUNICIPALITY).order_by("code"):
        if row.code not in found:
            found[row.code] = create_organisation(
                by=by,
                at=at,
                kind=OrganisationKind.JOB_CENTRE,
                name=f"Jobcenter {row.name}",
                municipality_id=row.pk,
            )
    return found


def _affiliate(world: World, *, by: Actor) -> None:
    pairs: Iterable[tuple[AffiliationKind, str, str]] = (
        *(
            (AffiliationKind.ASSOCIATION_MEMBER, member, body)
            for body, members in ASSOCIATION_MEMBERS.items()
            for member in members
        ),
        *(
            (AffiliationKind.COMMUNITY_MEMBER, member, body)
            for body, members in COMMUNITY_MEMBERS.items()
            for member in members
        ),
    )
    for kind, member, body in pairs:
        add_affiliation(
            by=by,
            at=world.at,
            kind=kind,
            member_id=world.org(member),
            body_id=world.org(body),
            valid_from=world.ago(MEMBERS_SINCE),
        )


def _create_users(world: World, *, by: Actor) -> None:
    for row in USERS:
        user_id = create_user(
            by=by,
            at=world.at,
            name=row.name,
            email=row.email,
            organisation_id=world.org(row.organisation),
            role=row.role,
            valid_from=world.ago(MEMBERS_SINCE),
            password=DEMO_PASSWORD,
            administers=row.administers,
        )
        name = User.objects.values_list("name", flat=True).get(pk=user_id)
        world.actors[row.key] = actor_for_user(user_id=user_id, name=name, on=world.today)
    # Nobody reads the mails of the demonstration, so none is sent.
    for member in INVITED:
        invite(
            by=world.actors[member.by],
            at=world.at,
            organisation_id=world.org(member.organisation),
            name=member.name,
            email=member.email,
            role=member.role,
        )
