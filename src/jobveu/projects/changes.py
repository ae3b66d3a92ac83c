"""Every write to what a project consists of goes through `change_project`.

It opens the transaction, locks the project's row, so that two changes to one project come one after the
other, and tells those who keep something in step (journeys.phases keeps the phase) before the transaction
ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import DomainError
from jobveu.projects.models import Project

project_changed = Signal()
"""Sent with `project_id` inside the transaction of the change."""


@contextmanager
def change_project(project_id: int) -> Iterator[Project]:
    """The project, locked, in a transaction. Raises DomainError when there is no such project."""
    with transaction.atomic():
        project = Project.objects.select_for_update(of=("self",)).filter(pk=project_id).first()
        if project is None:
            raise DomainError(_("Projektet findes ikke længere."))
        yield project
        project_changed.send(sender=Project, project_id=project_id)
