"""The organisations that take part in a project: added, described, removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import SOCIAL_PARTNERS, OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects import rules
from jobveu.projects.changes import change_project
from jobveu.projects.models import (
    Agreement,
    Commitment,
    Endorsement,
    Invitation,
    Lesson,
    MeetingAttendance,
    Party,
    Procurement,
    Project,
    ProjectNeed,
    SteeringSeat,
    Task,
)

ROOM = "projects.party"

CANNOT_BE_PARTIES = (
    OrganisationKind.NATIONAL_AGENCY,
    OrganisationKind.REGIONAL_COUNCIL,
    OrganisationKind.LABOUR_MARKET_OFFICE,
    OrganisationKind.NATIONAL_FOLLOW_UP_GROUP,
)
"""They belong to a project by its council, or follow them all, and are no party."""


def add_party(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    organisation_id: int,
    joined_on: date | None = None,
    in_first_dialogue: bool = False,
    defines_content: bool = False,
    note: str = "",
) -> Party:
    """Makes an organisation a party to the project; `joined_on` is today unless told.

    `in_first_dialogue` (def.phase1.ind1) and `defines_content` (def.phase2.ind1) are for the social partners
    only. Raises DomainError for those, for an organisation that is a party already, and for councils,
    offices and the agency.
    """
    with change_project(project_id) as project:
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is None:
            raise DomainError(_("Organisationen findes ikke længere."), field="organisation_id")
        kind = OrganisationKind(organisation.kind)
        if kind in CANNOT_BE_PARTIES:
            raise DomainError(
                _("Styrelsen, rådene og kontorerne hører til projektet i forvejen og er ikke parter."),
                field="organisation_id",
            )
        _check_flags(kind, in_first_dialogue=in_first_dialogue, defines_content=defines_content)
        if Party.objects.filter(project=project, organisation=organisation).exists():
            raise DomainError(_("Organisationen er allerede part i projektet."), field="organisation_id")
        party = Party.objects.create(
            project=project,
            organisation=organisation,
            joined_on=joined_on or timezone.localdate(at),
            in_first_dialogue=in_first_dialogue,
            defines_content=defines_content,
            note=note.strip(),
        )
        _record(by=by, at=at, action="party.added", party=party)
    return party


def edit_party(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    party_id: int,
    version: int,
    joined_on: date,
    in_first_dialogue: bool = False,
    defines_content: bool = False,
    note: str = "",
) -> Party:
    """Changes what is said of a party. Raises StaleEdit when somebody else has changed it."""
    with change_project(project_id):
        kind = OrganisationKind(_party(project_id, party_id).organisation.kind)
        _check_flags(kind, in_first_dialogue=in_first_dialogue, defines_content=defines_content)
        party = update_versioned(
            rows=Party.objects.filter(project=project_id),
            pk=party_id,
            version=version,
            changes={
                "joined_on": joined_on,
                "in_first_dialogue": in_first_dialogue,
                "defines_content": defines_content,
                "note": note.strip(),
            },
            room=ROOM,
        )
        _record(by=by, at=at, action="party.edited", party=party)
    return party


def remove_party(
    *, by: Actor, at: datetime, project_id: int, party_id: int, also_holds: Iterable[str | Promise] = ()
) -> None:
    """Removes a party that has left no trace in the project.

    Raises DomainError that says what it still has there; `also_holds` names such things in the rooms above
    (journeys.parties.remove_party finds them, and is what pages call).
    """
    with change_project(project_id) as project:
        party = _party(project_id, party_id)
        held = [*_holds(project, party.organisation_id), *also_holds]
        if held:
            raise DomainError(
                _("%(name)s kan ikke fjernes, fordi organisationen har %(held)s i projektet.")
                % {"name": party.organisation.name, "held": _listed(held)}
            )
        _record(by=by, at=at, action="party.removed", party=party)
        party.delete()


def ensure_parties(
    *, by: Actor, at: datetime, project: Project, organisation_ids: Iterable[int], first_dialogue: bool
) -> None:
    """Makes those of the organisations parties that can be and are not; within an open change of the project.

    `first_dialogue`: social partners among them took part in the first dialogue on the need.
    """
    wanted = Organisation.objects.filter(pk__in=set(organisation_ids)).exclude(kind__in=CANNOT_BE_PARTIES)
    for organisation in wanted.exclude(parties__project=project).order_by("pk"):
        party = Party.objects.create(
            project=project,
            organisation=organisation,
            joined_on=timezone.localdate(at),
            in_first_dialogue=first_dialogue and OrganisationKind(organisation.kind) in SOCIAL_PARTNERS,
        )
        _record(by=by, at=at, action="party.added", party=party)


def _party(project_id: int, party_id: int) -> Party:
    party = Party.objects.filter(project=project_id, pk=party_id).select_related("organisation").first()
    if party is None:
        raise DomainError(_("Parten er allerede fjernet fra projektet."))
    return party


def _check_flags(kind: OrganisationKind, *, in_first_dialogue: bool, defines_content: bool) -> None:
    problem = rules.party_flags_problem(
        kind=kind, in_first_dialogue=in_first_dialogue, defines_content=defines_content
    )
    if problem is not None:
        raise DomainError(problem, field="in_first_dialogue" if in_first_dialogue else "defines_content")


def _holds(project: Project, organisation_id: int) -> list[Promise]:
    """What an organisation has in the project that would be left without its party."""
    own = {"project": project, "organisation": organisation_id}
    in_agreements = Q(counterpart=organisation_id) | Q(signatories__organisation=organisation_id)
    found = (
        (_("en aftale"), Agreement.objects.filter(in_agreements, project=project)),
        (_("en blåstempling"), Endorsement.objects.filter(**own)),
        (_("en plads i styregruppen"), SteeringSeat.objects.filter(**own)),
        (
            _("deltaget i møder"),
            MeetingAttendance.objects.filter(meeting__project=project, organisation=organisation_id),
        ),
        (_("tilsagn"), Commitment.objects.filter(**own)),
        (_("opgaver"), Task.objects.filter(project=project, responsible=organisation_id)),
        (
            _("en invitation til at give tilbud"),
            Invitation.objects.filter(procurement__project=project, provider=organisation_id),
        ),
        (
            _("opgaven som udbyder"),
            Procurement.objects.filter(project=project, chosen_provider=organisation_id),
        ),
        (_("erfaringer"), Lesson.objects.filter(**own)),
        (
            _("behov"),
            ProjectNeed.objects.filter(project=project).filter(
                Q(need__organisation=organisation_id) | Q(need__stated_by=organisation_id)
            ),
        ),
    )
    held: list[Promise] = [label for label, rows in found if rows.exists()]
    if project.coordinating_organisation_id == organisation_id:
        held.append(_("koordinatorrollen"))
    return held


def _listed(parts: Iterable[str | Promise]) -> str:
    """»tilsagn, opgaver og behov«."""
    texts = list(dict.fromkeys(str(part) for part in parts))
    if len(texts) == 1:
        return texts[0]
    return str(_("%(most)s og %(last)s") % {"most": ", ".join(texts[:-1]), "last": texts[-1]})


def _record(*, by: Actor, at: datetime, action: str, party: Party) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=party.pk,
        project_id=party.project_id,
        details={"organisation": party.organisation_id},
    )
