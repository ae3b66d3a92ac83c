"""What every write of this room checks before it writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.candidates.models import Candidacy
from jobveu.candidates.rules import holds_cpr
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project


def require(action: Action, by: Actor, subject: Subject) -> None:
    """Raises PermissionDenied: the pages have asked before, and no other caller gets around it."""
    if not may(action, by, subject):
        raise PermissionDenied


@contextmanager
def change_candidacy(
    candidacy_id: int, *, action: Action, by: Actor, subject: Subject | None = None
) -> Iterator[Candidacy]:
    """The candidacy, with its project locked, in a transaction after which the project's phase is in step.

    Raises PermissionDenied for an actor who may not do the action with the subject, which is the candidate's job
    centre where none is given; and DomainError when there is no such candidacy.
    """
    project_id = Candidacy.objects.filter(pk=candidacy_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise DomainError(_("Kandidaten findes ikke længere."))
    with change_project(project_id):
        candidacy = of_somebody(Candidacy.objects.select_related("project").get(pk=candidacy_id))
        require(action, by, subject or Subject(registered_by_id=candidacy.job_centre_id))
        yield candidacy


def of_somebody(candidacy: Candidacy) -> Candidacy:
    """The candidacy. Raises DomainError when its person has been erased: nothing more is recorded on it."""
    if candidacy.person_id is None:
        raise DomainError(_("Personen er slettet, så der kan ikke registreres mere."))
    return candidacy


def check_text(text: str, *, field: str) -> str:
    """The text without blanks around it. Raises DomainError when it holds a CPR number: notes are read by
    more people than identities are."""
    text = text.strip()
    if holds_cpr(text):
        raise DomainError(
            _("Skriv ikke CPR-numre i teksten. Betegnelsen viser, hvem det gælder."), field=field
        )
    return text


def check_not_future(day: date, *, today: date, field: str) -> None:
    """Raises DomainError for a day that has not come: what is recorded has happened."""
    if day > today:
        raise DomainError(_("Datoen må ikke ligge ude i fremtiden."), field=field)
