"""What somebody sees first when they have logged in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.db.models import QuerySet

from jobveu.accounts.access import Action, grants
from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.journeys.desk import SHOWN_OF_EACH_KIND
from jobveu.journeys.waiting import WaitingItem, kinds_for, waiting_for
from jobveu.projects.enums import PhaseNumber, ProjectStatus
from jobveu.projects.models import Project
from jobveu.projects.queries.visibility import projects_for

PROJECTS_SHOWN = 6
WAITING_SHOWN = 8


class WhoseProjects(Enum):
    """Which of the projects that somebody may see come first for them."""

    COORDINATED = auto()  # by the user
    OFFICE = auto()
    COUNCIL = auto()
    NEWEST = auto()  # in the whole country
    PARTY = auto()  # those the user's organisation takes part in


_WHOSE = (
    (Role.COORDINATOR, WhoseProjects.COORDINATED),
    (Role.OFFICE_MANAGER, WhoseProjects.OFFICE),
    (Role.COUNCIL_MEMBER, WhoseProjects.COUNCIL),
    (Role.NATIONAL_ANALYST, WhoseProjects.NEWEST),
)


@dataclass(frozen=True, slots=True)
class OwnProject:
    id: int
    title: str
    phase: PhaseNumber


@dataclass(frozen=True, slots=True)
class StartPage:
    """`whose_projects` is None for those who see no projects at all, and `is_waited_for` False for those of
    whom nothing is ever asked. `left` says how many things wait besides what is shown, at least that many where
    `counted_all` is False."""

    waiting: tuple[WaitingItem, ...]
    left: int
    counted_all: bool
    is_waited_for: bool
    projects: tuple[OwnProject, ...]
    whose_projects: WhoseProjects | None


def start_page(*, by: Actor, on: date) -> StartPage:
    """The most urgent things that wait, and the newest active projects that concern the actor most. A fixed
    number of SQL statements, four at most."""
    every = waiting_for(by=by, on=on, limit=SHOWN_OF_EACH_KIND + 1)
    shown, left = every[:WAITING_SHOWN], every[WAITING_SHOWN:]
    whose = whose_projects(by)
    projects: tuple[OwnProject, ...] = ()
    if whose is not None:
        rows = _projects(by, whose).filter(status=ProjectStatus.ACTIVE)
        projects = tuple(
            OwnProject(id=row.pk, title=row.title, phase=PhaseNumber(row.current_phase))
            for row in rows.order_by("-start_date", "-id")[:PROJECTS_SHOWN]
        )
    return StartPage(
        waiting=shown,
        left=len(left),
        counted_all=max(Counter(item.kind for item in every).values(), default=0) <= SHOWN_OF_EACH_KIND,
        is_waited_for=bool(kinds_for(by)),
        projects=projects,
        whose_projects=whose,
    )


def whose_projects(by: Actor) -> WhoseProjects | None:
    """By the first of the actor's roles that says so; None where the actor sees no projects."""
    if not grants(Action.LIST_PROJECTS, by):
        return None
    return next((whose for role, whose in _WHOSE if by.has_role(role)), WhoseProjects.PARTY)


def _projects(by: Actor, whose: WhoseProjects) -> QuerySet[Project]:
    rows = projects_for(by, Action.LIST_PROJECTS)
    match whose:
        case WhoseProjects.COORDINATED:
            return rows.filter(coordinator_id=by.user_id)
        case WhoseProjects.OFFICE:
            offices = {one.office_id for one in by.memberships if one.role is Role.OFFICE_MANAGER}
            return rows.filter(council__office__in=offices - {None})
        case WhoseProjects.COUNCIL:
            councils = {
                id_ for one in by.memberships if one.role is Role.COUNCIL_MEMBER for id_ in one.council_ids
            }
            return rows.filter(council__in=councils)
        case WhoseProjects.NEWEST | WhoseProjects.PARTY:
            return rows
