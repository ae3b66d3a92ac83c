"""Where a project stands: evidence from every room, and the stored phase kept in step with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from jobveu.candidates.queries import evidence as candidates_evidence
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Project
from jobveu.projects.phases import Progress, progress_of
from jobveu.projects.queries import evidence as projects_evidence


def progress_of_project(*, project_id: int) -> Progress:
    """The project's phases with what each indicator rests on; a fixed number of SQL statements."""
    evidence = [
        *projects_evidence.evidence_of(project_ids=[project_id])[project_id],
        *candidates_evidence.evidence_of(project_ids=[project_id])[project_id],
    ]
    return progress_of(evidence=evidence, set_aside=projects_evidence.set_aside_of(project_id=project_id))


def keep_phase(*, project_id: int) -> None:
    """Stores the phase that the evidence gives, so that lists can be filtered by it."""
    phase = progress_of_project(project_id=project_id).current
    Project.objects.filter(pk=project_id).exclude(current_phase=phase).update(current_phase=phase)


def on_project_changed(*, project_id: int, **_signal: Any) -> None:
    """Receiver of projects.changes.project_changed: runs in the transaction of the change."""
    postponed = _postponed.get()
    if postponed is None:
        keep_phase(project_id=project_id)
    else:
        postponed.add(project_id)


def on_projects_changed(*, project_ids: Sequence[int], **_signal: Any) -> None:
    """Receiver of projects.changes.projects_changed: the same for many, in a fixed number of SQL statements for each
    thousand."""
    for start in range(0, len(project_ids), _AT_ONCE):
        _keep_phases(project_ids[start : start + _AT_ONCE])


def _keep_phases(project_ids: Sequence[int]) -> None:
    of_projects = projects_evidence.evidence_of(project_ids=project_ids)
    of_candidates = candidates_evidence.evidence_of(project_ids=project_ids)
    set_aside = projects_evidence.all_set_aside(project_ids=project_ids)
    by_phase: dict[PhaseNumber, list[int]] = {}
    for project_id in project_ids:
        evidence = [*of_projects[project_id], *of_candidates[project_id]]
        phase = progress_of(evidence=evidence, set_aside=set_aside.get(project_id, {})).current
        by_phase.setdefault(phase, []).append(project_id)
    for phase, ids in by_phase.items():
        Project.objects.filter(pk__in=ids).exclude(current_phase=phase).update(current_phase=phase)


_AT_ONCE = 1_000
_postponed: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


@contextmanager
def phases_kept_at_end() -> Iterator[None]:
    """For loading much at once: in one transaction, and the phase of each project that was changed in the
    block is stored once, at its end."""
    projects: set[int] = set()
    token = _postponed.set(projects)
    try:
        with transaction.atomic():
            yield
            for project_id in sorted(projects):
                keep_phase(project_id=project_id)
    finally:
        _postponed.reset(token)
