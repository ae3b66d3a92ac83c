"""Which projects stand behind a step of the funnel: those with employees asked for, or with candidates, on it."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.candidates.queries.reached import with_somebody
from jobveu.insight.figures.funnel import POSITIONS, STEPS
from jobveu.projects.queries.positions import answers_first, is_endorsed
from jobveu.projects.queries.visibility import projects_for

OF_NEEDS = frozenset(code for code, _title, _tally in POSITIONS)
OF_PERSONS = frozenset(code for code, _title, _tally in STEPS)
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
