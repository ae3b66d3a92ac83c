"""Conversations with organisations, and the projects they were about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import DialogueChannel
from jobveu.actors.models import Dialogue, Organisation
from jobveu.actors.operations import dialogue as operations
from jobveu.actors.queries.search import matching
from jobveu.common import audit
from jobveu.common.paging import COUNTED_AT_MOST, RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.changes import change_project
from jobveu.projects.models import ProjectDialogue
from jobveu.projects.queries.of_organisation import visible_projects
from jobveu.reference.models import CouncilMunicipality

ROOM = "projects.project_dialogue"
_SORTS: Mapping[str, str | DanishSortKey] = {
    "held_on": "held_on",
    "organisation": DanishSortKey("organisation__name"),
    "subject": DanishSortKey("subject"),
    "spoken_by": DanishSortKey("spoken_by__name"),
}


@dataclass(frozen=True, slots=True)
class DialogueRow:
    """`project_title` is blank when there is no project, or one that the reader may not see (then
    `is_about_other_project` is true). `notes` are blank for readers of other organisations than the one
    that held the conversation."""

    id: int
    organisation_id: int
    organisation: str
    contact_id: int | None
    contact: str
    spoken_by: str
    spoken_for_id: int
    spoken_for: str
    held_on: date
    channel: DialogueChannel
    subject: str
    notes: str
    agreed: str
    reason: str
    version: int
    project_id: int | None
    project_title: str
    is_about_other_project: bool


def record_dialogue(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    spoken_for_id: int,
    held_on: date,
    channel: DialogueChannel,
    subject: str,
    contact_id: int | None = None,
    notes: str = "",
    agreed: str = "",
    project_id: int | None = None,
    reason: str = "",
) -> int:
    """Records a conversation, tied to a project when it was about one, in one transaction; returns the
    conversation's id. `reason`: see jobveu.actors.operations.dialogue. Raises DomainError."""
    with ExitStack() as changes:
        changes.enter_context(transaction.atomic())
        if project_id is not None:
            # Before the organisation, as everybody locks who locks both.
            changes.enter_context(change_project(project_id))
        dialogue_id = operations.record_dialogue(
            by=by,
            at=at,
            organisation_id=organisation_id,
            spoken_for_id=spoken_for_id,
            held_on=held_on,
            channel=channel,
            subject=subject,
            contact_id=contact_id,
            notes=notes,
            agreed=agreed,
            reason=reason,
        )
        if project_id is not None:
            _tie(by=by, at=at, dialogue_id=dialogue_id, project_id=project_id)
    return dialogue_id


def edit_dialogue(
    *,
    by: Actor,
    at: datetime,
    dialogue_id: int,
    version: int,
    held_on: date,
    channel: DialogueChannel,
    subject: str,
    contact_id: int | None = None,
    notes: str = "",
    agreed: str = "",
    project_id: int | None = None,
    keep_project: bool = False,
    reason: str = "",
) -> None:
    """Corrects a conversation and which project it was about; with `keep_project` that stays as it is (for
    those who may not see the project). `reason`: see jobveu.actors.operations.dialogue. Raises DomainError, StaleEdit."""
    with transaction.atomic(), ExitStack() as changes:
        tied = ProjectDialogue.objects.filter(dialogue=dialogue_id).first()
        before = tied.project_id if tied else None
        if keep_project:
            project_id = before
        # The project it stays with too: its evidence is worded after the conversation.
        for touched in sorted({id_ for id_ in (before, project_id) if id_ is not None}):
            changes.enter_context(change_project(touched))
        if before != project_id and tied is not None:
            tied.delete()
        operations.edit_dialogue(
            by=by,
            at=at,
            dialogue_id=dialogue_id,
            version=version,
            held_on=held_on,
            channel=channel,
            subject=subject,
            contact_id=contact_id,
            notes=notes,
            agreed=agreed,
            reason=reason,
        )
        if project_id is not None and before != project_id:
            _tie(by=by, at=at, dialogue_id=dialogue_id, project_id=project_id)


def dialogues_with(
    *,
    by: Actor,
    organisation_id: int,
    sort: Sort,
    window: Window,
    text: str = "",
    channel: DialogueChannel | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> RowPage[DialogueRow]:
    """The conversations with an organisation. Three SQL statements at most."""
    rows = _narrowed(
        Dialogue.objects.filter(organisation=organisation_id),
        by=by,
        text=text,
        channel=channel,
        first_day=first_day,
        last_day=last_day,
    )
    rows = ordered(_with_names(rows), sort=sort, columns=_SORTS)
    page = page_of(rows, window=window)
    return replace(page, rows=_rows(by, page.rows))


def all_dialogues(
    *,
    by: Actor,
    today: date,
    sort: Sort,
    window: Window,
    text: str = "",
    organisation: str = "",
    who: str = "",
    office: int | None = None,
    channel: DialogueChannel | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> RowPage[DialogueRow]:
    """The conversations with all organisations. `organisation` is a part of the name, or the beginning of the
    CVR or P-number, of whom was spoken with; `who` a part of the name of whoever spoke, or of the
    organisation it was for; `office` the labour market office in whose area the organisation lies today.
    Counts no further than COUNTED_AT_MOST. Three SQL statements at most."""
    rows = Dialogue.objects.all()
    if organisation:
        named = matching(Organisation.objects.all(), text=organisation)
        rows = rows.filter(organisation__in=named.order_by().values("pk"))
    if who:
        rows = rows.filter(Q(spoken_by__name__icontains=who) | Q(spoken_for__name__icontains=who))
    if office is not None:
        covered = CouncilMunicipality.objects.filter(
            Q(council__valid_to__isnull=True) | Q(council__valid_to__gte=today),
            council__office=office,
            council__valid_from__lte=today,
        )
        rows = rows.filter(organisation__municipality__in=covered.values("municipality"))
    rows = _narrowed(rows, by=by, text=text, channel=channel, first_day=first_day, last_day=last_day)
    rows = ordered(_with_names(rows), sort=sort, columns=_SORTS)
    page = page_of(rows, window=window, cap=COUNTED_AT_MOST)
    return replace(page, rows=_rows(by, page.rows))


def latest_dialogues(
    *, by: Actor, organisation_id: int, since: date | None = None, limit: int = 5
) -> tuple[DialogueRow, ...]:
    """The last conversations with an organisation, newest first. Two SQL statements at most."""
    rows = Dialogue.objects.filter(organisation=organisation_id)
    if since is not None:
        rows = rows.filter(held_on__gte=since)
    return _rows(by, list(_with_names(rows).order_by("-held_on", "-id")[:limit]))


def dialogue(*, by: Actor, organisation_id: int, dialogue_id: int) -> DialogueRow | None:
    """One conversation with the organisation; None when there is none such."""
    rows = _with_names(Dialogue.objects.filter(pk=dialogue_id, organisation=organisation_id))
    found = _rows(by, list(rows))
    return found[0] if found else None


def _narrowed(
    rows: QuerySet[Dialogue],
    *,
    by: Actor,
    text: str,
    channel: DialogueChannel | None,
    first_day: date | None,
    last_day: date | None,
) -> QuerySet[Dialogue]:
    if text:
        rows = rows.filter(
            Q(subject__icontains=text)
            | Q(notes__icontains=text, spoken_for__in=_notes_of(by))
            | Q(agreed__icontains=text)
            | Q(contact__name__icontains=text)
            | Q(spoken_by__name__icontains=text)
        )
    if channel is not None:
        rows = rows.filter(channel=channel)
    if first_day is not None:
        rows = rows.filter(held_on__gte=first_day)
    if last_day is not None:
        rows = rows.filter(held_on__lte=last_day)
    return rows


def _notes_of(by: Actor) -> frozenset[int]:
    """The organisations whose conversations' notes the actor may read. Raises ValueError for a scope that
    says nothing of organisations."""
    own = set()
    for membership, scope in grants(Action.VIEW_DIALOGUE_NOTES, by):
        if scope is not Scope.OWN_ORGANISATION:
            raise ValueError(f"{scope} does not say whose notes there are to read")
        if membership.organisation_id is not None:
            own.add(membership.organisation_id)
    return frozenset(own)


def _tie(*, by: Actor, at: datetime, dialogue_id: int, project_id: int) -> None:
    with change_project(project_id) as project:
        tied = ProjectDialogue.objects.create(project=project, dialogue_id=dialogue_id)
        audit.record(
            by=by,
            at=at,
            action="dialogue.tied",
            room=ROOM,
            record_id=tied.pk,
            project_id=project_id,
            details={"dialogue": dialogue_id},
        )


def _with_names(rows: QuerySet[Dialogue]) -> QuerySet[Dialogue]:
    return rows.select_related("organisation", "contact", "spoken_by", "spoken_for", "for_project__project")


def _rows(by: Actor, rows: Sequence[Dialogue]) -> tuple[DialogueRow, ...]:
    tied = {row.pk: row.for_project.project for row in rows if hasattr(row, "for_project")}
    visible = visible_projects(by=by, ids={project.pk for project in tied.values()})
    readable = _notes_of(by)
    found = []
    for row in rows:
        project = tied.get(row.pk)
        shown = project if project is not None and project.pk in visible else None
        found.append(
            DialogueRow(
                id=row.pk,
                organisation_id=row.organisation_id,
                organisation=row.organisation.name,
                contact_id=row.contact_id,
                contact=row.contact.name if row.contact else "",
                spoken_by=row.spoken_by.name,
                spoken_for_id=row.spoken_for_id,
                spoken_for=row.spoken_for.name,
                held_on=row.held_on,
                channel=DialogueChannel(row.channel),
                subject=row.subject,
                notes=row.notes if row.spoken_for_id in readable else "",
                agreed=row.agreed,
                reason=row.reason,
                version=row.version,
                project_id=shown.pk if shown else None,
                project_title=shown.title if shown else "",
                is_about_other_project=project is not None and shown is None,
            )
        )
    return tuple(found)
