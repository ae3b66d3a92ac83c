"""The record of looks handed out as a file is itself recorded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.guards import require
from jobveu.candidates.models import Person
from jobveu.common import audit

_ROOM = "candidates.person"


def record_export_of_looks(
    *,
    by: Actor,
    at: datetime,
    file_format: str,
    person_id: int | None = None,
    job_centre_ids: Collection[int] = (),
) -> None:
    """Records that the looks at one person, or at all of the job centres' persons, were fetched as a file.

    Raises PermissionDenied for whoever may not read them.
    """
    centres = sorted(
        job_centre_ids
        if person_id is None
        else Person.objects.filter(pk=person_id).values_list("job_centre_id", flat=True)
    )
    for centre in centres:
        if person_id is not None:
            require(Action.VIEW_IDENTITY_LOG, by, Subject(registered_by_id=centre))
        else:
            require(Action.VIEW_LOOKS, by, Subject(members_of_id=centre))
    with transaction.atomic():
        audit.record(
            by=by,
            at=at,
            action="looks.exported",
            room=_ROOM,
            record_id=person_id or 0,
            details={"job_centres": centres, "file": file_format},
        )
