"""Removing a party: what it has left in the rooms above the register is asked for first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.candidates.models import Candidacy, Outcome, Presentation
from jobveu.education.models import Course
from jobveu.projects.models import Party
from jobveu.projects.operations import parties


def remove_party(*, by: Actor, at: datetime, project_id: int, party_id: int) -> None:
    """Removes a party that has neither signed, committed, run courses nor had to do with candidates.

    Raises DomainError that says what the organisation has in the project.
    """
    with transaction.atomic():
        parties.remove_party(
            by=by, at=at, project_id=project_id, party_id=party_id, also_holds=_above(project_id, party_id)
        )


def _above(project_id: int, party_id: int) -> list[Promise]:
    organisation = Party.objects.filter(project=project_id, pk=party_id).values("organisation")
    found = (
        (_("kurser"), Course.objects.filter(project=project_id, provider__in=organisation)),
        (_("kandidater"), Candidacy.objects.filter(project=project_id, job_centre__in=organisation)),
        (
            _("mødt kandidater"),
            Presentation.objects.filter(candidacy__project=project_id, company__in=organisation),
        ),
        (
            _("ansat kandidater"),
            Outcome.objects.filter(candidacy__project=project_id, employer__in=organisation),
        ),
    )
    return [label for label, rows in found if rows.exists()]
