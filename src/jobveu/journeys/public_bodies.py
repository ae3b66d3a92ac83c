"""The public bodies that the reference tables know of, as organisations: agency, offices and councils.

Without them nobody could be a member of one, and no office could sign an agreement.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import AffiliationKind, OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.actors.operations.organisations import add_affiliation, create_organisation, end_affiliation
from jobveu.reference.models import Council, Office

AGENCY = "Styrelsen for Arbejdsmarked og Rekruttering"


@transaction.atomic
def ensure_public_bodies(*, by: Actor, at: datetime) -> int:
    """Creates those that are missing, with the councils that each office serves or served; returns how many
    were created. A second run changes nothing; five SQL statements then at most."""
    created = 0
    if not Organisation.objects.filter(kind=OrganisationKind.NATIONAL_AGENCY).exists():
        create_organisation(by=by, at=at, kind=OrganisationKind.NATIONAL_AGENCY, name=AGENCY)
        created += 1
    for office in Office.objects.filter(organisation=None).order_by("code"):
        create_organisation(
            by=by,
            at=at,
            kind=OrganisationKind.LABOUR_MARKET_OFFICE,
            name=office.name,
            office_id=office.pk,
        )
        created += 1
    offices = dict(Organisation.objects.filter(office__isnull=False).values_list("office_id", "id"))
    for council in Council.objects.filter(organisation=None).order_by("code"):
        made = create_organisation(
            by=by,
            at=at,
            kind=OrganisationKind.REGIONAL_COUNCIL,
            name=council.name,
            council_id=council.pk,
        )
        _served(
            by=by,
            at=at,
            council=council,
            member_id=made,
            body_id=offices[council.office_id],
        )
        created += 1
    return created


def _served(*, by: Actor, at: datetime, council: Council, member_id: int, body_id: int) -> None:
    affiliation_id = add_affiliation(
        by=by,
        at=at,
        kind=AffiliationKind.OFFICE_SERVES,
        member_id=member_id,
        body_id=body_id,
        valid_from=council.valid_from,
    )
    if council.valid_to is not None and council.valid_to <= localdate(at):
        end_affiliation(by=by, at=at, affiliation_id=affiliation_id, last_day=council.valid_to)
