"""Ordering a proposal, stopping it, and having it calculated again or explained."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import MatchingMode
from jobveu.candidates.guards import require
from jobveu.candidates.models import MatchingProposal, ProposalPerson
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.journeys.matching import choices as chosen
from jobveu.journeys.matching import deciding, explaining
from jobveu.journeys.matching.choices import Choices
from jobveu.journeys.matching.places import places
from jobveu.projects.changes import change_project
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.queries.header import project_header
from jobveu.solving import operations
from jobveu.solving.enums import RunState

ROOM = "candidates.matching_proposal"
MOST_SEEDS = 2**31


def order_proposal(
    *, by: Actor, at: datetime, project_id: int, mode: MatchingMode, choices: Choices, time_limit: int
) -> int:
    """Orders a proposal for the project, which a worker calculates; returns its id.

    Raises PermissionDenied for those who do not drive the project, and DomainError when there is nothing to get, a
    calculation goes on already, the project has ended, or a weight is outside its limits.
    """
    chosen.check(choices)
    with change_project(project_id) as project:
        _require_driver(by, project_id)
        if project.status != ProjectStatus.ACTIVE:
            raise DomainError(_("Projektet er ikke længere i gang, så der kan ikke beregnes forslag."))
        busy = MatchingProposal.objects.filter(
            project=project, run__state__in=[RunState.WAITING, RunState.RUNNING]
        )
        if busy.exists():
            raise DomainError(
                _("Der er allerede en beregning i gang i projektet. Vent på den, eller stop den.")
            )
        there = places(project_id=project_id, on=timezone.localdate(at))
        if not there.positions and not there.courses:
            raise DomainError(
                _(
                    "Der er hverken stillinger eller kurser at få. Registrér tilsagn med et antal, eller opret et kursus."
                )
            )
        run_id = operations.order_run(
            by=by,
            at=at,
            solver_name="matching",
            time_limit=time_limit,
            # Where lots are drawn, nobody shall have chosen how they fall.
            seed=secrets.randbelow(MOST_SEEDS),
        )
        row = MatchingProposal.objects.create(
            project=project, run_id=run_id, mode=mode, choices=chosen.as_values(choices)
        )
        _record(by, at, "proposal.ordered", row, mode=str(mode))
    return row.pk


def stop_proposal(*, by: Actor, at: datetime, proposal_id: int) -> None:
    """Ends the calculation with the best that was found. Raises DomainError when it has ended."""
    row = _proposal(proposal_id)
    with change_project(row.project_id):
        _require_driver(by, row.project_id)
        operations.ask_to_stop(by=by, at=at, run_id=row.run_id)
        _record(by, at, "proposal.stopped", row)


def replay_proposal(*, by: Actor, at: datetime, proposal_id: int) -> None:
    """Has a finished proposal calculated again and compared. Raises DomainError for one without an answer, or that is
    being replayed."""
    row = _proposal(proposal_id)
    with change_project(row.project_id):
        _require_driver(by, row.project_id)
        operations.order_replay(by=by, at=at, run_id=row.run_id)
        _record(by, at, "proposal.replayed", row)


def order_explanation(*, by: Actor, at: datetime, proposal_id: int, candidacy_id: int) -> None:
    """Has one candidate's part of the proposal explained. Raises PermissionDenied for all but the candidate's job centre
    and those who drive the project; DomainError where there is nothing to explain."""
    row = _proposal(proposal_id)
    with change_project(row.project_id):
        part = (
            ProposalPerson.objects.filter(proposal=row, candidacy=candidacy_id)
            .select_related("candidacy")
            .first()
        )
        if part is None:
            raise DomainError(_("Kandidaten er ikke med i forslaget."))
        drives = may(Action.WORK_ON_PROJECT, by, _subject(row.project_id))
        if not drives:
            require(Action.VIEW_PERSON, by, Subject(registered_by_id=part.candidacy.job_centre_id))
        if row.run.state != RunState.FINISHED or row.mode != MatchingMode.BEST or row.run.value is None:
            raise DomainError(_("Kun et færdigt forslag med flest point kan forklares."))
        if part.explanation_encrypted is None:
            explaining.queue(proposal_id=row.pk, candidacy_id=candidacy_id)
            audit.record(
                by=by,
                at=at,
                action="placement.explanation_ordered",
                room=deciding.ROOM,
                record_id=part.pk,
                project_id=row.project_id,
                details={"candidacy": candidacy_id, "proposal": proposal_id},
            )


def _proposal(proposal_id: int) -> MatchingProposal:
    row = MatchingProposal.objects.select_related("run").filter(pk=proposal_id).first()
    if row is None:
        raise DomainError(_("Forslaget findes ikke længere."))
    return row


def _subject(project_id: int) -> Subject | None:
    header = project_header(project_id=project_id)
    return header.subject if header else None


def _require_driver(by: Actor, project_id: int) -> None:
    if not may(Action.WORK_ON_PROJECT, by, _subject(project_id)):
        raise PermissionDenied


def _record(by: Actor, at: datetime, action: str, row: MatchingProposal, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=row.project_id,
        details=details,
    )
