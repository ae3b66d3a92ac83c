"""Becoming a party by what one does: whoever commits, is chosen, or runs a course takes part."""

from __future__ import annotations

from datetime import date

from jobveu.projects.models import Party, Project


def join_project(*, project: Project, organisation_id: int, on: date, note: str) -> bool:
    """Makes the organisation a party unless it is one; whether it was made one now.

    To be called inside `change_project`; the caller's audit record tells of it.
    """
    _party, made = Party.objects.get_or_create(
        project=project, organisation_id=organisation_id, defaults={"joined_on": on, "note": note}
    )
    return made
