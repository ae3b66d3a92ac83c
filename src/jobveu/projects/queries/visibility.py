"""Which projects an actor may do something with: the access matrix as a filter."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.projects.models import Party, Project


def projects_for(actor: Actor, action: Action) -> QuerySet[Project]:
    """The projects for which `may(action, actor, subject)` is true, as one queryset.

    Raises ValueError for a scope that is not about projects: better no list than a wrong one.
    """
    condition = Q(pk__in=[])
    party_of: set[int] = set()
    for membership, scope in grants(action, actor):
        match scope:
            case Scope.ALL:
                return Project.objects.all()
            case Scope.OWN_OFFICE:
                if membership.office_id is not None:
                    condition |= Q(council__office_id=membership.office_id)
            case Scope.OWN_COUNCIL:
                condition |= Q(council_id__in=membership.council_ids)
            case Scope.COORDINATING:
                condition |= Q(coordinating_organisation_id=membership.organisation_id)
            case Scope.PARTY:
                if membership.organisation_id is not None:
                    party_of.add(membership.organisation_id)
            case _:
                raise ValueError(f"{scope} does not say which projects {action} is about")
    if party_of:
        condition |= Q(Exists(Party.objects.filter(project=OuterRef("pk"), organisation_id__in=party_of)))
    return Project.objects.filter(condition)
