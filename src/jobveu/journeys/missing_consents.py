"""Contacts that have not been asked whether they may be sent questionnaires."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import Consent, Contact
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Party, Project


@dataclass(frozen=True, slots=True)
class MissingConsents:
    organisation_id: int
    organisation: str
    contacts: int


def missing_consents(projects: QuerySet[Project], *, limit: int) -> tuple[MissingConsents, ...]:
    """How many of their contacts nobody has asked, for the parties of those of the projects that are active. Whoever
    has said no (withdrawn) has been asked. One SQL statement."""
    asked = Consent.objects.filter(contact=OuterRef("pk"), kind=ConsentKind.SURVEY)
    parties = Party.objects.filter(project__in=projects.filter(status=ProjectStatus.ACTIVE).values("pk"))
    rows = (
        Contact.objects.filter(active=True, organisation__in=parties.values("organisation"))
        .exclude(Exists(asked))
        .values("organisation_id", "organisation__name")
        .annotate(contacts=Count("pk"))
        .order_by("organisation_id")
    )
    return tuple(
        MissingConsents(row["organisation_id"], row["organisation__name"], row["contacts"])
        for row in rows[:limit]
    )
