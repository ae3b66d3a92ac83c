"""The made-up register's organisations and users. Public bodies bear their real names; the others say that they are made
up, and have no CVR number."""

from __future__ import annotations

import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.contrib.auth.hashers import make_password

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind, SizeBand
from jobveu.actors.models import Membership, Organisation
from jobveu.candidates.models import Person
from jobveu.journeys.demo.world import ensure_job_centres
from jobveu.journeys.programme.totals import COUNCILS, INDUSTRIES
from jobveu.journeys.programme.words import MADE_UP, TRADES
from jobveu.journeys.public_bodies import ensure_public_bodies
from jobveu.reference.models import Council, CouncilMunicipality, Industry

Key = TypeVar("Key", bound=Hashable)

MAIL = "programme.example"
"""Of the made-up users' addresses. Nobody knows a password to them: there is none."""
MEMBERS_SINCE = date(2018, 4, 1)
COMPANIES_EACH = 3
COORDINATORS_EACH = 4


@dataclass(frozen=True, slots=True)
class Region:
    """A council with its municipalities, and who works there. `caseworkers`: of the job centres, in their order."""

    council: Council
    municipalities: Sequence[int]
    job_centres: Sequence[int]
    caseworkers: Sequence[int]
    coordinators: Sequence[int]
    companies: Mapping[str, Sequence[int]]
    providers: Sequence[int]


@dataclass(frozen=True, slots=True)
class World:
    """`partners`: a union, an association and an unemployment fund for each industry."""

    regions: Mapping[str, Region]
    industries: Mapping[str, int]
    partners: Mapping[str, Sequence[int]]


def is_there() -> bool:
    """Whether the made-up register has been loaded. One SQL statement."""
    return User.objects.filter(email__endswith=f"@{MAIL}").exists()


def build_world(*, by: Actor, at: datetime, pick: random.Random) -> World:
    """Creates the organisations and users in a few hundred rows at a time."""
    ensure_public_bodies(by=by, at=at)
    centres = ensure_job_centres(by=by, at=at)
    industries = dict(Industry.objects.filter(code__in=INDUSTRIES).values_list("code", "id"))
    areas: dict[str, list[tuple[str, int]]] = {}
    for council, code, municipality in CouncilMunicipality.objects.order_by(
        "council__code", "municipality__code"
    ).values_list("council__code", "municipality__code", "municipality_id"):
        areas.setdefault(council, []).append((code, municipality))
    councils = {row.code: row for row in Council.objects.filter(code__in=COUNCILS).select_related("office")}
    partners = _partners()
    companies = _companies(councils, areas, industries, pick)
    providers = _providers(councils, areas, pick)
    offices = sorted({council.office.code for council in councils.values()})
    coordinators = _users(
        [
            (f"Koordinator {number} {code}", Organisation.objects.get(office__code=code).pk, Role.COORDINATOR)
            for code in offices
            for number in range(1, COORDINATORS_EACH + 1)
        ]
    )
    # A job centre that has registered somebody already is left alone.
    taken = set(Person.objects.values_list("job_centre_id", flat=True).distinct())
    free = {
        code: [centres[one] for one, _id in areas[code] if one in centres and centres[one] not in taken]
        for code in councils
    }
    working = [centre for found in free.values() for centre in found]
    caseworkers = dict(
        zip(
            working,
            _users([(f"Sagsbehandler {centre}", centre, Role.CASEWORKER) for centre in working]),
            strict=True,
        )
    )

    def of_office(code: str) -> list[int]:
        first = offices.index(code) * COORDINATORS_EACH
        return coordinators[first : first + COORDINATORS_EACH]

    return World(
        regions={
            code: Region(
                council=council,
                municipalities=[municipality for _code, municipality in areas[code]],
                job_centres=free[code],
                caseworkers=[caseworkers[centre] for centre in free[code]],
                coordinators=of_office(council.office.code),
                companies=companies[code],
                providers=providers[code],
            )
            for code, council in councils.items()
        },
        industries=industries,
        partners=partners,
    )


def _partners() -> dict[str, list[int]]:
    """For each industry."""
    rows = [
        (industry, Organisation(kind=kind, name=f"{made_up} {what} {trade.company}"))
        for (industry, trade), made_up in zip(TRADES.items(), MADE_UP * 2, strict=False)
        for kind, what in (
            (OrganisationKind.TRADE_UNION, "Fagforbund for"),
            (OrganisationKind.EMPLOYER_ASSOCIATION, "Brancheforening for"),
            (OrganisationKind.UNEMPLOYMENT_FUND, "A-kasse for"),
        )
    ]
    return _by_key(rows)


def _companies(
    councils: Mapping[str, Council],
    areas: Mapping[str, Sequence[tuple[str, int]]],
    industries: Mapping[str, int],
    pick: random.Random,
) -> dict[str, dict[str, list[int]]]:
    """[council][industry]."""
    rows = [
        (
            (code, industry),
            Organisation(
                kind=OrganisationKind.PUBLIC_WORKPLACE if industry == "87" else OrganisationKind.COMPANY,
                name=f"{made_up} {trade.company} {council.area}" + ("" if industry == "87" else " A/S"),
                municipality_id=pick.choice(areas[code])[1],
                industry_id=industries[industry],
                size_band=pick.choice([SizeBand.UNDER_50, SizeBand.UNDER_250, SizeBand.FROM_250]),
            ),
        )
        for code, council in councils.items()
        for industry, trade in TRADES.items()
        for made_up in pick.sample(MADE_UP, COMPANIES_EACH)
    ]
    found: dict[str, dict[str, list[int]]] = {}
    for (code, industry), ids in _by_key(rows).items():
        found.setdefault(code, {})[industry] = ids
    return found


def _providers(
    councils: Mapping[str, Council],
    areas: Mapping[str, Sequence[tuple[str, int]]],
    pick: random.Random,
) -> dict[str, list[int]]:
    """For each council."""
    rows = [
        (
            code,
            Organisation(
                kind=OrganisationKind.EDUCATION_PROVIDER,
                name=f"{made_up} {what} {council.area}",
                municipality_id=pick.choice(areas[code])[1],
            ),
        )
        for code, council in councils.items()
        for made_up, what in zip(MADE_UP, ("Erhvervsskole", "AMU-center", "SOSU-skole"), strict=False)
    ]
    return _by_key(rows)


def _by_key(rows: Sequence[tuple[Key, Organisation]]) -> dict[Key, list[int]]:
    """Creates the organisations; their ids by key."""
    Organisation.objects.bulk_create(row for _key, row in rows)
    found: dict[Key, list[int]] = {}
    for key, row in rows:
        found.setdefault(key, []).append(row.pk)
    return found


def _users(members: Sequence[tuple[str, int, Role]]) -> list[int]:
    """Users who can't log in, each with a membership; their ids in order."""
    none = make_password(None)
    users = User.objects.bulk_create(
        User(
            name=f"Opdigtet {name}",
            email=f"{name.lower().replace(' ', '.')}@{MAIL}",
            password=none,
        )
        for name, _organisation, _role in members
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation_id=organisation, role=role, valid_from=MEMBERS_SINCE)
        for user, (_name, organisation, role) in zip(users, members, strict=True)
    )
    return [user.pk for user in users]
