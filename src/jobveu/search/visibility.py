"""What an actor may find: for each kind of thing, what the matrix lets them see in lists and on pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.actors.queries.organisations import organisations_for
from jobveu.projects.queries.visibility import projects_for
from jobveu.search.enums import Kind

SEEN_WITH: dict[Kind, Action] = {
    Kind.PROJECT: Action.LIST_PROJECTS,
    Kind.ORGANISATION: Action.LIST_ORGANISATIONS,
    # An organisation's page shows its contacts, a project's pages its courses.
    Kind.CONTACT: Action.VIEW_ORGANISATION,
    Kind.COURSE: Action.VIEW_PROJECT,
    Kind.LESSON: Action.LIST_LESSONS,
}


def kinds_for(actor: Actor) -> tuple[Kind, ...]:
    """The kinds of things of which the actor may find any at all."""
    return tuple(kind for kind in Kind if may(SEEN_WITH[kind], actor))


def owners_for(actor: Actor, kind: Kind) -> QuerySet[Any] | None:
    """The projects or organisations with which the actor may see things of the kind, as their ids; None when
    every one may be seen."""
    action = SEEN_WITH[kind]
    match kind:
        case Kind.PROJECT | Kind.COURSE:
            visible: QuerySet[Any] = projects_for(actor, action)
        case Kind.ORGANISATION | Kind.CONTACT:
            visible = organisations_for(actor, action)
        case Kind.LESSON:
            return None  # whoever may list lessons may list all of them
    return visible.order_by().values("pk") if visible.query.where else None
