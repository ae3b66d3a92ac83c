"""Small things that tests are made of: organisations, people with a role, projects. Plain rows, no magic."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from typing import Any

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.actors.queries import actor_for_user
from jobveu.attachments.operations import attach, check_file
from jobveu.attachments.queries import Owner
from jobveu.projects.enums import Initiative, ProjectStatus, ProjectType
from jobveu.projects.models import Party, Project
from jobveu.reference.models import Council, Industry, Municipality, Office

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PASSWORD = "en-lang-adgangskode"

_serial = count(1)


def municipality(code: str = "0730") -> Municipality:
    """A municipality by its code; Randers unless told otherwise. Needs the `reference` fixture."""
    return Municipality.objects.get(code=code)


def organisation(kind: OrganisationKind, name: str = "", **fields: Any) -> Organisation:
    """An organisation of a kind, with what its kind must have."""
    number = next(_serial)
    if kind == OrganisationKind.JOB_CENTRE:
        fields.setdefault("municipality", municipality())
    return Organisation.objects.create(
        kind=kind, name=name or f"{OrganisationKind(kind).label} nr. {number}", **fields
    )


def council_body(of: Council) -> Organisation:
    """The organisation of a council, made at the first call."""
    row, _made = Organisation.objects.get_or_create(
        kind=OrganisationKind.REGIONAL_COUNCIL, council=of, defaults={"name": of.name}
    )
    return row


def office(code: str = "midt-nord") -> Organisation:
    """The organisation of a labour market office, made at the first call."""
    row, _made = Organisation.objects.get_or_create(
        kind=OrganisationKind.LABOUR_MARKET_OFFICE,
        office=Office.objects.get(code=code),
        defaults={"name": f"Arbejdsmarkedskontor {code}"},
    )
    return row


def user(role: Role, of: Organisation, name: str = "", email: str = "") -> User:
    """A user with one role in one organisation."""
    number = next(_serial)
    made = User.objects.create_user(
        email=email or f"bruger{number}@example.dk", password=PASSWORD, name=name or f"Bruger {number}"
    )
    Membership.objects.create(user=made, organisation=of, role=role, valid_from=date(2020, 1, 1))
    return made


def actor(who: User) -> Actor:
    """The user as domain functions are told of them."""
    return actor_for_user(user_id=who.pk, name=who.name, on=TODAY)


def council(day: date = TODAY, office_code: str = "midt-nord") -> Council:
    """A council of the office that is valid on the day: the first by code."""
    rows = Council.objects.filter(office__code=office_code, valid_from__lte=day).exclude(valid_to__lt=day)
    return rows.order_by("code")[0]


def industry(code: str = "42") -> Industry:
    """An industry by its code; civil engineering unless told otherwise."""
    return Industry.objects.get(code=code)


def attachment(owner: Owner, by: User, name: str = "Bilag.txt") -> int:
    """A small text that is attached to the record, and lies in the store."""
    text = f"Bilag til {owner.kind.value} nr. {owner.id}".encode()
    file = check_file(content=BytesIO(text), name=name, size=len(text), owner=owner, by=actor(by), at=NOW)
    [made] = attach(owner=owner, files=[file], by=actor(by), at=NOW)
    return made


def project(*parties: Organisation, **fields: Any) -> Project:
    """A project of Midt-Nord with these parties."""
    number = next(_serial)
    fields.setdefault("title", f"Projekt nr. {number}")
    fields.setdefault("type", ProjectType.UNEMPLOYED)
    fields.setdefault("council", council())
    fields.setdefault("industry", industry())
    fields.setdefault("initiative", Initiative.COMPANY)
    fields.setdefault("start_date", TODAY)
    if fields.get("status") == ProjectStatus.COMPLETED:
        fields.setdefault("end_date", fields["start_date"])
    if fields.get("published_at"):
        fields.setdefault("description", "Opdigtet projekt.")
    made = Project.objects.create(**fields)
    Party.objects.bulk_create(Party(project=made, organisation=party, joined_on=TODAY) for party in parties)
    return made
