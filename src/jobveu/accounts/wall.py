"""What the database is told of an actor: the matrix's scopes over persons, as lists of ids."""

from __future__ import annotations

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.wall.acting import Acting, Reach, of_request

_REACHES: tuple[tuple[Action, Scope, Reach], ...] = (
    (Action.VIEW_CANDIDACY, Scope.REGISTERED, Reach.REGISTERED),
    (Action.WORK_ON_CANDIDACY, Scope.REGISTERED, Reach.CASEWORK),
    (Action.VIEW_CANDIDACY, Scope.OWN_COURSE, Reach.PROVIDERS),
    (Action.VIEW_CANDIDACY, Scope.PRESENTED, Reach.COMPANIES),
    (Action.VIEW_CANDIDACY, Scope.OWN_OFFICE, Reach.OFFICES),
    (Action.VIEW_CANDIDACY, Scope.COORDINATING, Reach.COORDINATING),
)


def as_the_database_is_told(actor: Actor) -> Acting:
    """For `jobveu.wall.acting.acting_as`."""
    reach: dict[Reach, set[int]] = {}
    for action, scope, name in _REACHES:
        for membership, held in grants(action, actor):
            id_ = membership.office_id if scope is Scope.OWN_OFFICE else membership.organisation_id
            if held is scope and id_ is not None:
                reach.setdefault(name, set()).add(id_)
    return of_request(user_id=actor.user_id, reach=reach)
