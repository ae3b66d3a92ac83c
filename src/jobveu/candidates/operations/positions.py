"""The positions within a company's commitment, as the matching needs to know them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.guards import require
from jobveu.candidates.models import Position
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.changes import change_project
from jobveu.projects.models import Commitment
from jobveu.projects.queries.header import project_header

ROOM = "candidates.position"


@dataclass(frozen=True, slots=True)
class PositionValues:
    title: str
    count: int
    municipality_id: int | None = None
    starts_on: date | None = None
    course_id: int | None = None


def add_position(*, by: Actor, at: datetime, commitment_id: int, values: PositionValues) -> int:
    """Returns the position's id. Raises PermissionDenied for those who do not drive the project; DomainError for a
    commitment that is withdrawn or an association's, for more than it promises, and for a course of another project
    or one that ends after the position begins."""
    commitment = _commitment(commitment_id)
    with _changing(commitment, by):
        _check(commitment, values, besides=None)
        row = Position.objects.create(commitment=commitment, **_columns(values))
        _record(by, at, "position.added", row, commitment)
    return row.pk


def edit_position(*, by: Actor, at: datetime, position_id: int, version: int, values: PositionValues) -> None:
    """Raises as add_position does, and StaleEdit."""
    commitment = _commitment_of(position_id)
    with _changing(commitment, by):
        _check(commitment, values, besides=position_id)
        row = update_versioned(
            rows=Position.objects.all(),
            pk=position_id,
            version=version,
            changes=_columns(values),
            room=ROOM,
            current=_shown,
        )
        _record(by, at, "position.edited", row, commitment)


def remove_position(*, by: Actor, at: datetime, position_id: int) -> None:
    """What has been proposed and decided for it stays. Raises PermissionDenied, and DomainError when it is gone."""
    commitment = _commitment_of(position_id)
    with _changing(commitment, by):
        row = Position.objects.filter(pk=position_id).first()
        if row is None:
            raise DomainError(_("Stillingen findes ikke længere."))
        _record(by, at, "position.removed", row, commitment)
        row.delete()


def _commitment(commitment_id: int) -> Commitment:
    row = Commitment.objects.select_related("organisation").filter(pk=commitment_id).first()
    if row is None:
        raise DomainError(_("Vælg et tilsagn."), field="commitment")
    return row


def _commitment_of(position_id: int) -> Commitment:
    row = Position.objects.select_related("commitment__organisation").filter(pk=position_id).first()
    if row is None:
        raise DomainError(_("Stillingen findes ikke længere."))
    return row.commitment


@contextmanager
def _changing(commitment: Commitment, by: Actor) -> Iterator[None]:
    with change_project(commitment.project_id):
        header = project_header(project_id=commitment.project_id)
        if header is not None:
            require(Action.WORK_ON_PROJECT, by, header.subject)
        yield


def _check(commitment: Commitment, values: PositionValues, *, besides: int | None) -> None:
    if commitment.withdrawn_on is not None:
        raise DomainError(_("Tilsagnet er trukket tilbage."), field="commitment")
    if commitment.organisation.kind not in WORKPLACES:
        raise DomainError(
            _("Stillinger hører til en virksomheds eller en offentlig arbejdsplads' eget tilsagn."),
            field="commitment",
        )
    if commitment.head_count is not None:
        others = Position.objects.filter(commitment=commitment).exclude(pk=besides)
        whole = sum(others.values_list("count", flat=True)) + values.count
        if whole > commitment.head_count:
            raise DomainError(
                _("Tilsagnet gælder %(promised)d personer, og stillingerne ville blive til %(whole)d.")
                % {"promised": commitment.head_count, "whole": whole},
                field="count",
            )
    if values.course_id is not None:
        course = Course.objects.filter(pk=values.course_id, project=commitment.project_id).first()
        if course is None or course.status == CourseStatus.CANCELLED:
            raise DomainError(_("Vælg et af projektets kurser."), field="course")
        if values.starts_on and course.ends_on and values.starts_on <= course.ends_on:
            raise DomainError(_("Stillingen kan først begynde, når kurset er slut."), field="starts_on")


def _columns(values: PositionValues) -> dict[str, object]:
    return {
        "title": values.title,
        "count": values.count,
        "municipality_id": values.municipality_id,
        "starts_on": values.starts_on,
        "course_id": values.course_id,
    }


def _shown(row: Position) -> dict[str, object]:
    return {
        "title": row.title,
        "count": row.count,
        "municipality": row.municipality_id,
        "starts_on": row.starts_on,
        "course": row.course_id,
    }


def _record(by: Actor, at: datetime, action: str, row: Position, commitment: Commitment) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=commitment.project_id,
        details={"commitment": commitment.pk, "company": commitment.organisation_id},
    )
