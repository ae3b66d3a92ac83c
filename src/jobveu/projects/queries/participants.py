"""Who takes part in a project: its parties, and the labour market office it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from jobveu.actors.enums import SOCIAL_PARTNERS, OrganisationKind
from jobveu.actors.models import Contact, Organisation
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.models import Party, Project


@dataclass(frozen=True, slots=True)
class Participant:
    """`is_party` is False for the labour market office, unless it is registered as a party too."""

    id: int
    name: str
    kind: OrganisationKind
    is_party: bool

    @property
    def is_social_partner(self) -> bool:
        return self.kind in SOCIAL_PARTNERS

    @property
    def is_job_centre(self) -> bool:
        return self.kind == OrganisationKind.JOB_CENTRE

    @property
    def is_office(self) -> bool:
        return self.kind == OrganisationKind.LABOUR_MARKET_OFFICE


def participants_of(*, project_id: int) -> tuple[Participant, ...]:
    """Everybody who can sign, be responsible for a task or come to a meeting, in Danish alphabetical order.
    One SQL statement."""
    parties = Party.objects.filter(project=project_id, organisation=OuterRef("pk"))
    office = Project.objects.filter(pk=project_id, council__office=OuterRef("office"))
    rows = (
        Organisation.objects.annotate(is_party=Exists(parties))
        .filter(Q(is_party=True) | (Q(office__isnull=False) & Q(Exists(office))))
        .order_by(DanishSortKey("name"), "pk")
    )
    return tuple(
        Participant(id=row.pk, name=row.name, kind=OrganisationKind(row.kind), is_party=row.is_party)
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: int
    name: str
    organisation_id: int
    organisation_name: str


def contacts_of_participants(*, project_id: int) -> tuple[ContactRow, ...]:
    """Active contacts of the project's participants, by organisation and name. Two SQL statements."""
    ids = [participant.id for participant in participants_of(project_id=project_id)]
    rows = (
        Contact.objects.filter(organisation__in=ids, active=True)
        .select_related("organisation")
        .order_by(DanishSortKey("organisation__name"), DanishSortKey("name"), "pk")
    )
    return tuple(
        ContactRow(
            id=row.pk,
            name=row.name,
            organisation_id=row.organisation_id,
            organisation_name=row.organisation.name,
        )
        for row in rows
    )
