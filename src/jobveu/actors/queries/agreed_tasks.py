"""The tasks that conversations led to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from jobveu.accounts.access import Subject
from jobveu.actors.models import AgreedTask


@dataclass(frozen=True, slots=True)
class AgreedTaskRow:
    """`organisation` is whom the conversation was held with, `spoken_for` who held it; `user` is blank where anybody
    in the responsible organisation does it."""

    id: int
    title: str
    due_on: date
    done_on: date | None
    done_by: str
    responsible_id: int
    responsible: str
    user_id: int | None
    user: str
    dialogue_id: int
    dialogue: str
    agreed: str
    held_on: date
    organisation_id: int
    organisation: str
    spoken_for_id: int
    office_id: int | None
    version: int

    @property
    def subject(self) -> Subject:
        """Whose it is to do: the responsible organisation's, and of those who held the conversation."""
        return Subject(
            office_id=self.office_id, organisation_ids=frozenset({self.responsible_id, self.spoken_for_id})
        )


def agreed_task(*, task_id: int) -> AgreedTaskRow | None:
    """One SQL statement."""
    row = _with_names(AgreedTask.objects.filter(pk=task_id)).first()
    return _row(row) if row else None


def agreed_tasks_of(*, dialogue_id: int) -> tuple[AgreedTaskRow, ...]:
    """A conversation's tasks, the open ones first. One SQL statement."""
    rows = _with_names(AgreedTask.objects.filter(dialogue=dialogue_id))
    return tuple(_row(row) for row in rows.order_by(F("done_on").asc(nulls_first=True), "due_on", "pk"))


def _with_names(rows: QuerySet[AgreedTask]) -> QuerySet[AgreedTask]:
    return rows.select_related(
        "responsible", "user", "done_by", "dialogue__organisation", "dialogue__spoken_for"
    )


def _row(row: AgreedTask) -> AgreedTaskRow:
    dialogue = row.dialogue
    return AgreedTaskRow(
        id=row.pk,
        title=row.title,
        due_on=row.due_on,
        done_on=row.done_on,
        done_by=row.done_by.name if row.done_by else "",
        responsible_id=row.responsible_id,
        responsible=row.responsible.name,
        user_id=row.user_id,
        user=row.user.name if row.user else "",
        dialogue_id=dialogue.pk,
        dialogue=dialogue.subject,
        agreed=dialogue.agreed,
        held_on=dialogue.held_on,
        organisation_id=dialogue.organisation_id,
        organisation=dialogue.organisation.name,
        spoken_for_id=dialogue.spoken_for_id,
        office_id=dialogue.spoken_for.office_id,
        version=row.version,
    )
