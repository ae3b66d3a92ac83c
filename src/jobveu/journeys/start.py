"""What somebody sees first when they have logged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobveu.accounts.access import Action, grants
from jobveu.accounts.actor import Actor
from jobveu.journeys.waiting import WaitingItem, waiting_for
from jobveu.projects.enums import PhaseNumber, ProjectStatus
from jobveu.projects.queries.visibility import projects_for

PROJECTS_SHOWN = 6
WAITING_SHOWN = 8


@dataclass(frozen=True, slots=True)
class OwnProject:
    id: int
    title: str
    phase: PhaseNumber


@dataclass(frozen=True, slots=True)
class StartPage:
    """`shows_projects` is False for those who see no projects at all; `waiting_total` counts all items."""

    waiting: tuple[WaitingItem, ...]
    waiting_total: int
    projects: tuple[OwnProject, ...]
    shows_projects: bool

    @property
    def waiting_left(self) -> int:
        """How many things wait besides those shown."""
        return self.waiting_total - len(self.waiting)


def start_page(*, by: Actor, on: date) -> StartPage:
    """The most urgent things that wait, and the newest active projects that are the actor's own: those
    coordinated by the actor or, for everybody else, those they may see. Five SQL statements at most."""
    waiting = waiting_for(by=by, on=on)
    shows_projects = bool(grants(Action.LIST_PROJECTS, by))
    projects: tuple[OwnProject, ...] = ()
    if shows_projects:
        rows = projects_for(by, Action.LIST_PROJECTS).filter(status=ProjectStatus.ACTIVE)
        if grants(Action.CREATE_PROJECT, by):
            rows = rows.filter(coordinator_id=by.user_id)
        projects = tuple(
            OwnProject(id=row.pk, title=row.title, phase=PhaseNumber(row.current_phase))
            for row in rows.order_by("-start_date", "-id")[:PROJECTS_SHOWN]
        )
    return StartPage(
        waiting=waiting[:WAITING_SHOWN],
        waiting_total=len(waiting),
        projects=projects,
        shows_projects=shows_projects,
    )
