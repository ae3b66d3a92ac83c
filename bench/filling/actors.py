"""Organisations and their users."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bench.filling.register import (
    COMPANIES,
    COORDINATORS,
    JOB_CENTRES,
    LAST,
    NOW,
    PARTNERS,
    PLACES,
    PROVIDERS,
    TODAY,
    TRADES,
    Register,
)


def fill_actors(register: Register) -> None:
    """Offices, job centres, providers, partners and companies, each with a user of every role."""
    from bench.copying import copy_rows
    from jobveu.accounts.enums import Role
    from jobveu.accounts.models import User
    from jobveu.actors.enums import OrganisationKind
    from jobveu.actors.models import Dialogue, Membership, Organisation
    from jobveu.reference.models import Council, Industry, Municipality, Office

    pick = register.random
    municipalities = list(
        Municipality.objects.filter(kind="municipality").order_by("code").values_list("id", flat=True)
    )
    divisions = list(Industry.objects.filter(level="division").values_list("id", flat=True))
    register.councils = list(Council.objects.filter(valid_to__isnull=True).order_by("code"))
    offices = list(Office.objects.order_by("code"))
    organisations: list[dict[str, Any]] = []
    members: list[tuple[int, str, Role]] = []

    def add(kind: OrganisationKind, name: str, role: Role | None = None, **more: Any) -> int:
        number = len(organisations) + 1
        organisations.append(
            {
                "id": number,
                "kind": kind.value,
                "name": name,
                "cvr": "",
                "p_number": "",
                "municipality_id": pick.choice(municipalities),
                "industry_id": pick.choice(divisions),
                "office_id": None,
                "created_at": NOW,
            }
            | more
        )
        if role is not None:
            members.append((number, f"{role.value}{number}@example.dk", role))
        return number

    for office in offices:
        register.offices.append(
            add(OrganisationKind.LABOUR_MARKET_OFFICE, office.name, None, office_id=office.pk)
        )
    for index in range(JOB_CENTRES):
        place = Municipality.objects.get(pk=municipalities[index])
        register.job_centres.append(
            add(
                OrganisationKind.JOB_CENTRE,
                f"Jobcenter {place.name}",
                Role.CASEWORKER,
                municipality_id=place.pk,
            )
        )
    for index in range(PROVIDERS):
        register.providers.append(
            add(
                OrganisationKind.EDUCATION_PROVIDER,
                f"{PLACES[index % 9]} Erhvervsskole {index}",
                Role.PROVIDER,
            )
        )
    for index in range(PARTNERS):
        kind = (OrganisationKind.EMPLOYER_ASSOCIATION, OrganisationKind.TRADE_UNION)[index % 2]
        register.partners.append(add(kind, f"Part {index}", Role.SOCIAL_PARTNER))
    for index in range(COMPANIES * register.scale):
        role = Role.COMPANY if index < COMPANIES else None
        register.companies.append(
            add(OrganisationKind.COMPANY, f"{pick.choice(LAST)} {pick.choice(TRADES)} {index} ApS", role)
        )
    for index in range(COORDINATORS):
        members.append((register.offices[index % 3], f"koordinator{index}@example.dk", Role.COORDINATOR))
    copy_rows(Organisation, organisations)
    copy_rows(
        User,
        (
            {"id": number, "email": email, "name": f"Bruger {number}", "password": "!", "created_at": NOW}
            for number, (_organisation, email, _role) in enumerate(members, start=1)
        ),
    )
    copy_rows(
        Membership,
        (
            {
                "id": number,
                "user_id": number,
                "organisation_id": organisation,
                "role": role.value,
                "valid_from": date(2020, 1, 1),
            }
            for number, (organisation, _email, role) in enumerate(members, start=1)
        ),
    )
    by_role = {role: [n for n, member in enumerate(members, start=1) if member[2] == role] for role in Role}
    register.coordinators = by_role[Role.COORDINATOR]
    register.caseworker = by_role[Role.CASEWORKER][0]
    copy_rows(
        Dialogue,
        (
            {
                "id": number,
                "organisation_id": company,
                "contact_id": None,
                "spoken_by_id": pick.choice(register.coordinators),
                "spoken_for_id": pick.choice(register.offices),
                "held_on": TODAY - timedelta(days=pick.randrange(900)),
                "channel": "phone",
                "subject": f"Behov for {pick.choice(TRADES)}",
                "created_at": NOW,
            }
            for number, company in enumerate((c for c in register.companies for _ in range(2)), start=1)
        ),
    )
