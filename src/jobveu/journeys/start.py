"""What somebody sees first when they have logged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.db.models import QuerySet

from jobveu.accounts.access import Action, grants
from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.journeys.waiting import WaitingItem, WaitingKind, waiting_for
from jobveu.projects.enums import PhaseNumber, ProjectStatus
from jobveu.projects.models import Project
from jobveu.projects.queries.visibility import projects_for

PROJECTS_SHOWN = 6
WAITING_SHOWN = 8
WAITING_COUNTED = 50
"""Of each kind; beyond it the page says that there are more."""

_IS_WAITED_FOR = (
    Action.SIGN_AGREEMENT,
    Action.SUBMIT_OFFER,
    Action.COMPLETE_TASK,
    Action.CREATE_PROJECT,
    Action.WORK_ON_CANDIDACY,
)


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
    whom nothing is ever asked. What waits besides what is shown: `needs_left` needs and `others_left` other
    things; there are more than that where `counted_all` is False."""

    waiting: tuple[WaitingItem, ...]
    needs_left: int
    others_left: int
    counted_all: bool
    is_waited_for: bool
    projects: tuple[OwnProject, ...]
    whose_projects: WhoseProjects | None


def start_page(*, by: Actor, on: date) -> StartPage:
    """The most urgent things that wait, and the newest active projects that concern the actor most. A fixed
    number of SQL statements, ten at most."""
    every = waiting_for(by=by, on=on, limit=WAITING_COUNTED + 1)
    shown, left = every[:WAITING_SHOWN], every[WAITING_SHOWN:]
    needs_left = sum(item.kind is WaitingKind.NEED for item in left)
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
        needs_left=needs_left,
        others_left=len(left) - needs_left,
        counted_all=all(sum(item.kind is kind for item in every) <= WAITING_COUNTED for kind in WaitingKind),
        is_waited_for=any(grants(action, by) for action in _IS_WAITED_FOR),
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
