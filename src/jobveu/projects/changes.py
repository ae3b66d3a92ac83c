"""Every write to what a project consists of goes through `change_project`.

It opens the transaction, locks the project's row, so that two changes to one project come one after the
other, and tells those who keep something in step (journeys.phases keeps the phase) before the transaction
ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import DomainError
from jobveu.projects.models import Project

project_changed = Signal()
"""Sent with `project_id` inside the transaction of the change."""

projects_changed = Signal()
"""The same of many at once: sent with `project_ids`."""


@contextmanager
def change_project(project_id: int) -> Iterator[Project]:
    """The project, locked, in a transaction. Raises DomainError when there is no such project."""
    with transaction.atomic():
        project = Project.objects.select_for_update(of=("self",)).filter(pk=project_id).first()
        if project is None:
            raise DomainError(_("Projektet findes ikke længere."))
        yield project
        project_changed.send(sender=Project, project_id=project_id)


@contextmanager
def change_projects(project_ids: Sequence[int]) -> Iterator[None]:
    """For writing much at once: the projects that there are of these, locked, in a transaction."""
    with transaction.atomic():
        lock_projects(project_ids)
        yield
        projects_changed.send(sender=Project, project_ids=project_ids)


def lock_projects(project_ids: Sequence[int]) -> None:
    """Locks them until the transaction ends, by id: the order in which everybody does who locks several. Alone it
    is for changes that are no evidence of a phase."""
    locked = Project.objects.select_for_update(of=("self",)).filter(pk__in=project_ids).order_by("pk")
    for _project_id in locked.values_list("pk", flat=True).iterator():
        pass
