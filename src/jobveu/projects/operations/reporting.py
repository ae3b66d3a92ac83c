"""What is mended in a project that comes from an older register: its council, and how many took part."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.models import Project
from jobveu.projects.operations.projects import ROOM, valid_council


def report_participants(
    *, by: Actor, at: datetime, project_id: int, version: int, number: int | None
) -> None:
    """Says how many persons were on at least one of the project's courses, each once, of those whom no job centre
    has registered (def.count.participant); None: the courses' own numbers are all that is known. Raises StaleEdit."""
    with change_project(project_id) as project:
        update_versioned(
            rows=Project.objects.all(),
            pk=project_id,
            version=version,
            changes={"reported_participants": number},
            room=ROOM,
        )
        audit.record(
            by=by,
            at=at,
            action="project.participants_reported",
            room=ROOM,
            record_id=project_id,
            project_id=project_id,
            details={"reported_participants": number, "was": project.reported_participants},
        )


def choose_council(*, by: Actor, at: datetime, project_id: int, version: int, council_id: int) -> None:
    """Gives a project that has none its council. Raises DomainError for one that has, and for a council that was not
    in force when the project began; StaleEdit."""
    with change_project(project_id) as project:
        if project.council_id is not None:
            raise DomainError(_("Projektet har allerede et råd. Ret det på projektets egen side."))
        council = valid_council(council_id, project.start_date)
        update_versioned(
            rows=Project.objects.all(),
            pk=project_id,
            version=version,
            changes={"council_id": council_id},
            room=ROOM,
        )
        audit.record(
            by=by,
            at=at,
            action="project.council_chosen",
            room=ROOM,
            record_id=project_id,
            project_id=project_id,
            details={"name": council.name if council else ""},
        )
