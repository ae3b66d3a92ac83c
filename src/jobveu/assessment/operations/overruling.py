"""Setting an element's level against what is computed, with a reason; and taking that back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.assessment.models import Overruling
from jobveu.assessment.queries.overrulings import Judged
from jobveu.assessment.scale import Element, Level
from jobveu.common import audit
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.changes import change_project
from jobveu.projects.queries.header import project_header
from jobveu.reference.queries import office_of_council

ROOM = "assessment.overruling"


def may_overrule(*, by: Actor, judged: Judged) -> bool:
    """Whether the actor may set levels of it. At most 1 SQL statement."""
    if judged.project_id is not None:
        project = project_header(project_id=judged.project_id)
        return project is not None and may(Action.OVERRULE_ASSESSMENT, by, project.subject)
    if judged.council_id is not None:
        office = office_of_council(council_id=judged.council_id)
        return may(Action.OVERRULE_ASSESSMENT, by, Subject(office_id=office.id, council_id=judged.council_id))
    return may(Action.OVERRULE_NATIONAL_ASSESSMENT, by)


def overrule(
    *,
    by: Actor,
    at: datetime,
    judged: Judged,
    element: Element,
    level: Level | None,
    reason: str,
    number: int,
    computed: Level | None,
    yardstick: str,
) -> None:
    """Sets the level that holds from now on; None: the computed one holds again. `number`: of the newest overruling that the
    actor has seen, 0 for none. `computed` and `yardstick` are what it is set against: they are kept beside it.

    Raises PermissionDenied; StaleEdit where somebody else has overruled it meanwhile; DomainError where nothing would be
    different, or no reason is given.
    """
    if by.user_id is None or not may_overrule(by=by, judged=judged):
        raise PermissionDenied
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor graden skal være en anden."), field="reason")
    with _changing(judged):
        newest = judged.rows().filter(element=element).select_related("by").order_by("-number").first()
        if newest is not None and newest.number != number:
            raise StaleEdit(
                current={"level": newest.level, "reason": newest.reason},
                changed_by=newest.by.name,
                changed_at=newest.at,
                version=newest.number,
            )
        if level is None and (newest is None or newest.level is None):
            raise DomainError(_("Det er allerede det beregnede, der gælder."), field="level")
        row = Overruling.objects.create(
            project_id=judged.project_id,
            council_id=judged.council_id,
            element=element,
            number=number + 1,
            level=level,
            reason=reason.strip(),
            computed=computed,
            yardstick=yardstick,
            by_id=by.user_id,
            at=at,
        )
        audit.record(
            by=by,
            at=at,
            action="assessment.overruled" if level is not None else "assessment.overruling_withdrawn",
            room=ROOM,
            record_id=row.pk,
            project_id=judged.project_id,
            details={"element": element.value, "level": level, "computed": computed, "yardstick": yardstick},
        )


@contextmanager
def _changing(judged: Judged) -> Iterator[None]:
    if judged.project_id is not None:
        with change_project(judged.project_id):
            yield
    else:
        with transaction.atomic():
            yield
