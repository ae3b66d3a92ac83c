"""The list of projects, also by a step of the funnel: those with employees asked for, or with candidates, on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.candidates.queries.reached import with_somebody
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.insight.figures.funnel import POSITIONS, STEPS
from jobveu.projects.queries.positions import answers_first, is_endorsed
from jobveu.projects.queries.project_list import ProjectRow, projects
from jobveu.projects.queries.visibility import projects_for

OF_NEEDS = frozenset(code for code, _title, _tally in POSITIONS)
OF_PERSONS = frozenset(code for code, _title, _tally in STEPS)
ALL_STEPS = tuple(code for code, _title, _tally in (*POSITIONS, *STEPS))
DRIVES = Action.WORK_ON_PROJECT
"""Who sees each candidate of a project, and so may be told of all of its steps: whoever drives it. What others see of it
are numbers that do not tell of few."""


def steps_for(by: Actor) -> tuple[tuple[str, Promise], ...]:
    """The steps that the actor may look for projects by, with their titles, from the need to the job."""
    told = (*POSITIONS, *(STEPS if may(DRIVES, by) else ()))
    return tuple((code, title) for code, title, _tally in told)


def on_step(step: str, *, by: Actor) -> Q:
    """A condition on projects: that something, or somebody, is on the step; somebody among those of the projects that the
    actor drives alone, which takes two SQL statements."""
    if step in OF_NEEDS:
        return Q(answers_first()) & is_endorsed() if step == "endorsed" else Q(answers_first())
    driven = list(projects_for(by, DRIVES).values_list("pk", flat=True))
    found = with_somebody(step, project_ids=driven)
    return Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [found]))


def listed(
    *, by: Actor, sort: Sort, window: Window, step: str | None = None, **criteria: Any
) -> RowPage[ProjectRow]:
    """The projects that the actor may list, with `criteria` as `project_list.projects` takes them and by a step. At most
    five SQL statements. Raises DomainError for a step that the actor may not look by."""
    if step is not None and step not in dict(steps_for(by)):
        raise DomainError(_("Du kan ikke søge på dette trin."), field="step")
    only = None if step is None else on_step(step, by=by)
    return projects(by=by, sort=sort, window=window, only=only, **criteria)
