"""Reads of a project's parties, and of what has been said with them about the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobveu.actors.enums import SOCIAL_PARTNERS, WORKPLACES, DialogueChannel, OrganisationKind
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.models import Party, ProjectDialogue


@dataclass(frozen=True, slots=True)
class PartyRow:
    id: int
    version: int
    organisation_id: int
    name: str
    kind: OrganisationKind
    municipality_name: str
    joined_on: date | None
    in_first_dialogue: bool
    defines_content: bool
    note: str

    @property
    def is_social_partner(self) -> bool:
        return self.kind in SOCIAL_PARTNERS

    @property
    def is_workplace(self) -> bool:
        return self.kind in WORKPLACES


@dataclass(frozen=True, slots=True)
class DialogueRow:
    """A conversation about the project. Its notes stand on the organisation's page."""

    id: int
    organisation_id: int
    organisation_name: str
    contact_name: str
    held_on: date
    channel: DialogueChannel
    subject: str
    spoken_by_name: str


def parties_of_project(*, project_id: int) -> tuple[PartyRow, ...]:
    """The parties in Danish alphabetical order; one SQL statement."""
    rows = (
        Party.objects.filter(project=project_id)
        .select_related("organisation__municipality")
        .order_by(DanishSortKey("organisation__name"), "id")
    )
    return tuple(_party(row) for row in rows)


def party(*, project_id: int, party_id: int) -> PartyRow | None:
    """One party; one SQL statement."""
    row = (
        Party.objects.filter(project=project_id, pk=party_id)
        .select_related("organisation__municipality")
        .first()
    )
    return None if row is None else _party(row)


def dialogues_of_project(*, project_id: int) -> tuple[DialogueRow, ...]:
    """The conversations about the project, newest first; one SQL statement."""
    rows = (
        ProjectDialogue.objects.filter(project=project_id)
        .select_related("dialogue__organisation", "dialogue__contact", "dialogue__spoken_by")
        .order_by("-dialogue__held_on", "-dialogue_id")
    )
    return tuple(
        DialogueRow(
            id=row.dialogue_id,
            organisation_id=row.dialogue.organisation_id,
            organisation_name=row.dialogue.organisation.name,
            contact_name=row.dialogue.contact.name if row.dialogue.contact else "",
            held_on=row.dialogue.held_on,
            channel=DialogueChannel(row.dialogue.channel),
            subject=row.dialogue.subject,
            spoken_by_name=row.dialogue.spoken_by.name,
        )
        for row in rows
    )


def _party(row: Party) -> PartyRow:
    municipality = row.organisation.municipality
    return PartyRow(
        id=row.pk,
        version=row.version,
        organisation_id=row.organisation_id,
        name=row.organisation.name,
        kind=OrganisationKind(row.organisation.kind),
        municipality_name=municipality.name if municipality else "",
        joined_on=row.joined_on,
        in_first_dialogue=row.in_first_dialogue,
        defines_content=row.defines_content,
        note=row.note,
    )
