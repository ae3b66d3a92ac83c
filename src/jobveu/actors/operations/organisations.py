"""Organisations: creating, correcting, and how one stands to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import AffiliationKind, OrganisationKind, SizeBand
from jobveu.actors.models import Affiliation, Organisation
from jobveu.actors.rules import affiliation_fits
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.cvr import validate_cvr
from jobveu.common.errors import DomainError
from jobveu.common.p_number import validate_p_number

ROOM = "actors.organisation"
AFFILIATIONS = "actors.affiliation"


def create_organisation(
    *,
    by: Actor,
    at: datetime,
    kind: OrganisationKind,
    name: str,
    cvr: str = "",
    p_number: str = "",
    municipality_id: int | None = None,
    industry_id: int | None = None,
    size_band: SizeBand | str = "",
    website: str = "",
    office_id: int | None = None,
    council_id: int | None = None,
) -> int:
    """Creates an organisation; returns its id. Whether it is likely there already is asked before
    (queries.organisations.likely_duplicates). `cvr` and `p_number` are bare digits.

    Raises DomainError.
    """
    values = _checked(
        name=name,
        cvr=cvr,
        p_number=p_number,
        municipality_id=municipality_id,
        industry_id=industry_id,
        size_band=size_band,
        website=website,
    )
    _check_kind(kind, municipality_id=municipality_id, office_id=office_id, council_id=council_id)
    with transaction.atomic():
        _check_p_number(p_number)
        made = Organisation.objects.create(kind=kind, office_id=office_id, council_id=council_id, **values)
        audit.record(
            by=by,
            at=at,
            action="organisation.created",
            room=ROOM,
            record_id=made.pk,
            details={"kind": kind, "name": made.name, "cvr": cvr},
        )
    return made.pk


def edit_organisation(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    version: int,
    name: str,
    cvr: str = "",
    p_number: str = "",
    municipality_id: int | None = None,
    industry_id: int | None = None,
    size_band: SizeBand | str = "",
    website: str = "",
    active: bool = True,
) -> None:
    """Corrects an organisation; its kind stays, since roles and affiliations rest on it. With `active=False`
    it is found no longer where organisations are chosen. Raises DomainError, StaleEdit."""
    with transaction.atomic():
        row = Organisation.objects.filter(pk=organisation_id).first()
        if row is None:
            raise DomainError(_("Organisationen findes ikke længere."))
        values = _checked(
            name=name,
            cvr=cvr,
            p_number=p_number,
            municipality_id=municipality_id,
            industry_id=industry_id,
            size_band=size_band,
            website=website,
        )
        _check_kind(
            OrganisationKind(row.kind),
            municipality_id=municipality_id,
            office_id=row.office_id,
            council_id=row.council_id,
        )
        _check_p_number(p_number, but=organisation_id)
        update_versioned(
            rows=Organisation.objects.all(),
            pk=organisation_id,
            version=version,
            changes={**values, "active": active},
            room=ROOM,
        )
        audit.record(
            by=by,
            at=at,
            action="organisation.edited",
            room=ROOM,
            record_id=organisation_id,
            details={"name": values["name"], "active": active},
        )


def add_affiliation(
    *,
    by: Actor,
    at: datetime,
    kind: AffiliationKind,
    member_id: int,
    body_id: int,
    valid_from: date,
) -> int:
    """Says that one organisation belongs to another from a day on; returns the affiliation's id.
    Which kinds may belong to which is in rules.AFFILIATIONS. Raises DomainError."""
    with transaction.atomic():
        found = Organisation.objects.in_bulk([member_id, body_id])
        if len(found) != len({member_id, body_id}):
            raise DomainError(_("Organisationen findes ikke længere."), field="other_id")
        if member_id == body_id:
            raise DomainError(_("En organisation kan ikke være medlem af sig selv."), field="other_id")
        if not affiliation_fits(
            kind, OrganisationKind(found[member_id].kind), OrganisationKind(found[body_id].kind)
        ):
            raise DomainError(
                _("»%(member)s« kan ikke være tilknyttet »%(body)s« på den måde.")
                % {"member": found[member_id].name, "body": found[body_id].name},
                field="other_id",
            )
        same = Affiliation.objects.filter(kind=kind, member=member_id, body=body_id)
        if same.filter(valid_to__isnull=True).exists():
            raise DomainError(_("Organisationerne er allerede tilknyttet hinanden."), field="other_id")
        if same.filter(valid_to__gte=valid_from).exists():
            raise DomainError(_("Datoen ligger i en tidligere tilknytning mellem de to."), field="valid_from")
        made = Affiliation.objects.create(
            kind=kind, member_id=member_id, body_id=body_id, valid_from=valid_from
        )
        audit.record(
            by=by,
            at=at,
            action="affiliation.added",
            room=AFFILIATIONS,
            record_id=made.pk,
            details={"kind": kind, "member": member_id, "body": body_id},
        )
    return made.pk


def end_affiliation(*, by: Actor, at: datetime, affiliation_id: int, last_day: date) -> None:
    """Ends an affiliation after `last_day`. Raises DomainError."""
    with transaction.atomic():
        row = Affiliation.objects.select_for_update().filter(pk=affiliation_id).first()
        if row is None:
            raise DomainError(_("Tilknytningen findes ikke længere."))
        if row.valid_to is not None:
            raise DomainError(_("Tilknytningen er allerede afsluttet."))
        if last_day < row.valid_from:
            raise DomainError(_("Tilknytningen kan ikke slutte, før den begyndte."), field="last_day")
        if last_day > localdate(at):
            raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="last_day")
        row.valid_to = last_day
        row.save(update_fields=["valid_to"])
        audit.record(
            by=by,
            at=at,
            action="affiliation.ended",
            room=AFFILIATIONS,
            record_id=affiliation_id,
            details={"last_day": last_day.isoformat()},
        )


def _checked(*, name: str, cvr: str, p_number: str, **values: object) -> Mapping[str, object]:
    """The columns both operations write, checked as far as they don't depend on other rows."""
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Skriv organisationens navn."), field="name")
    for field, text, validate in (
        ("cvr", cvr, validate_cvr),
        ("p_number", p_number, validate_p_number),
    ):
        try:
            if text:
                validate(text)
        except ValidationError as error:
            raise DomainError(error.messages[0], field=field) from None
    if p_number and not cvr:
        raise DomainError(_("Et P-nummer hører til et CVR-nummer. Skriv også CVR-nummeret."), field="cvr")
    return {"name": name, "cvr": cvr, "p_number": p_number, **values}


def _check_kind(
    kind: OrganisationKind,
    *,
    municipality_id: int | None,
    office_id: int | None,
    council_id: int | None,
) -> None:
    if kind is OrganisationKind.JOB_CENTRE and municipality_id is None:
        raise DomainError(_("Vælg den kommune, jobcentret hører til."), field="municipality_id")
    if (kind is OrganisationKind.LABOUR_MARKET_OFFICE) != (office_id is not None):
        raise DomainError(
            _("Et arbejdsmarkedskontor skal pege på et af de tre kontorer, og kun et sådant kan det."),
            field="office_id",
        )
    if (kind is OrganisationKind.REGIONAL_COUNCIL) != (council_id is not None):
        raise DomainError(
            _("Et regionalt råd skal pege på et af rådene i registret, og kun et sådant kan det."),
            field="council_id",
        )


def _check_p_number(p_number: str, *, but: int | None = None) -> None:
    same = Organisation.objects.filter(p_number=p_number)
    if p_number and (same if but is None else same.exclude(pk=but)).exists():
        raise DomainError(_("Der findes allerede en organisation med det P-nummer."), field="p_number")
