"""Organisations that nobody would be left to act for, when a member goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jobveu.actors.models import Membership, Organisation
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Party, Project


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """An organisation without another active member, and how many persons it has registered, and how many
    active projects it is a party to or, as a labour market office, has in its councils."""

    organisation: str
    persons: int
    projects: int


def left_without_membership(*, membership_id: int, on: date) -> tuple[LeftAlone, ...]:
    """The membership's organisation, if it has persons or active projects and nobody but this membership's
    user has a role in it on the day. One SQL statement."""
    going = Membership.objects.filter(pk=membership_id)
    return _left_alone(going, _held_by_active(on).exclude(pk=membership_id))


def left_without_user(*, user_id: int, on: date) -> tuple[LeftAlone, ...]:
    """The user's organisations that have persons or active projects, and in which nobody else has a role on
    the day. One SQL statement."""
    going = _held_by_active(on).filter(user=user_id)
    return _left_alone(going, _held_by_active(on).exclude(user=user_id))


def _held_by_active(on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, user__is_active=True
    )


def _left_alone(going: QuerySet[Membership], staying: QuerySet[Membership]) -> tuple[LeftAlone, ...]:
    active = Project.objects.filter(status=ProjectStatus.ACTIVE)
    rows = (
        Organisation.objects.filter(
            ~Exists(staying.filter(organisation=OuterRef("pk"))), pk__in=going.values("organisation")
        )
        .annotate(
            persons_left=Func(F("pk"), function="persons_registered", output_field=IntegerField()),
            parties_left=_count(
                Party.objects.filter(organisation=OuterRef("pk"), project__status=ProjectStatus.ACTIVE),
                "organisation",
            ),
            councils_left=_count(active.filter(council__office=OuterRef("office")), "council__office"),
        )
        .order_by(DanishSortKey("name"), "id")
        .values_list("name", "persons_left", "parties_left", "councils_left")
    )
    return tuple(
        LeftAlone(organisation=name, persons=persons, projects=parties + of_councils)
        for name, persons, parties, of_councils in rows
        if persons or parties or of_councils
    )


def _count(rows: QuerySet[Any], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
