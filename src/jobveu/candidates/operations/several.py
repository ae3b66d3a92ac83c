"""One step for several candidates at once: looked at beforehand, and then taken for all of them or for none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import (
    ActivityKind,
    Attendance,
    EnrolmentStatus,
    InvitationAnswer,
    ScreeningResult,
)
from jobveu.candidates.guards import require
from jobveu.candidates.models import Activity, Candidacy
from jobveu.candidates.operations.activities import ROOM as ACTIVITIES
from jobveu.candidates.operations.activities import Invitation, invite, record_answer
from jobveu.candidates.operations.candidacies import withdraw_candidate
from jobveu.candidates.operations.screening import record_screening
from jobveu.candidates.queries.activities import shown_answers
from jobveu.candidates.queries.grounds import grounds_of
from jobveu.candidates.rules import OPEN
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project


@dataclass(frozen=True, slots=True)
class Invite:
    invitation: Invitation


@dataclass(frozen=True, slots=True)
class ScreenOut:
    """Not suitable, with the same reason for all of them."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    reason: str


Step = Invite | ScreenOut | Withdraw


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the step would do to one candidate: `will`, or else why it cannot be taken with them."""

    candidacy_id: int
    will: str
    why_not: str

    @property
    def fits(self) -> bool:
        return not self.why_not


def outlook(*, by: Actor, project_id: int, candidacy_ids: Collection[int], step: Step) -> tuple[Outlook, ...]:
    """What the step would do to each of these candidates, in the order of their pseudonyms; nothing is changed.
    Raises PermissionDenied for candidates of others. Three SQL statements."""
    rows = list(
        Candidacy.objects.filter(pk__in=candidacy_ids, project=project_id, person__isnull=False).order_by(
            "pseudonym"
        )
    )
    for row in rows:
        require(Action.WORK_ON_CANDIDACY, by, Subject(registered_by_id=row.job_centre_id))
    grounds = grounds_of(candidacy_ids=[row.pk for row in rows], company_ids=())
    invited: set[int] = set()
    if isinstance(step, Invite) and step.invitation.kind == ActivityKind.INFORMATION_MEETING:
        there = Activity.objects.filter(candidacy__in=rows, meeting=step.invitation.meeting_id)
        invited = set(there.values_list("candidacy_id", flat=True))
    found = []
    for row in rows:
        enrolled = [one.status for one in grounds[row.pk].enrolments]
        found.append(
            Outlook(
                candidacy_id=row.pk,
                will=_will(step),
                why_not=_why_not(
                    step,
                    withdrawn=row.withdrawn_on is not None,
                    invited=row.pk in invited,
                    screened_out=grounds[row.pk].screening == ScreeningResult.FAILED,
                    enrolled=enrolled,
                ),
            )
        )
    return tuple(found)


def _will(step: Step) -> str:
    match step:
        case Invite(invitation=invitation):
            return _("Inviteres: %(what)s") % {"what": invitation.kind.label}
        case ScreenOut():
            return _("Screenes som ikke egnet")
        case Withdraw():
            return _("Tages ud af projektet")


def _why_not(
    step: Step,
    *,
    withdrawn: bool,
    invited: bool,
    screened_out: bool,
    enrolled: Sequence[EnrolmentStatus],
) -> str:
    if withdrawn:
        return _("Er udgået af projektet")
    if invited:
        return _("Er allerede inviteret til mødet")
    on_course = not OPEN.isdisjoint(enrolled)
    if isinstance(step, ScreenOut):
        if screened_out:
            return _("Er allerede screenet som ikke egnet")
        if on_course:
            return _("Er tilmeldt et kursus")
    if isinstance(step, Withdraw) and on_course:
        return _("Er tilmeldt et kursus")
    return ""


def take_step(*, by: Actor, at: datetime, project_id: int, candidacy_ids: Collection[int], step: Step) -> int:
    """Takes the step with all of these candidates, or with none; returns how many. Raises DomainError when it
    cannot be taken with one of them any longer, and what the step itself raises."""
    ids = list(dict.fromkeys(candidacy_ids))
    if not ids:
        raise DomainError(_("Vælg mindst én kandidat."), field="identity_candidates")
    with change_project(project_id):
        seen = outlook(by=by, project_id=project_id, candidacy_ids=ids, step=step)
        if len(seen) != len(ids) or not all(one.fits for one in seen):
            raise DomainError(
                _("Noget har ændret sig, siden du valgte. Se listen igennem, og vælg igen."),
                field="identity_candidates",
            )
        for id_ in ids:
            _take(step, by=by, at=at, candidacy_id=id_)
    return len(ids)


def _take(step: Step, *, by: Actor, at: datetime, candidacy_id: int) -> None:
    match step:
        case Invite(invitation=invitation):
            invite(by=by, at=at, candidacy_id=candidacy_id, invitation=invitation)
        case ScreenOut(reason=reason):
            record_screening(
                by=by,
                at=at,
                candidacy_id=candidacy_id,
                result=ScreeningResult.FAILED,
                reason=reason,
                screened_on=timezone.localdate(at),
            )
        case Withdraw(reason=reason):
            withdraw_candidate(by=by, at=at, candidacy_id=candidacy_id, reason=reason)


def record_answers(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    answers: Mapping[int, tuple[InvitationAnswer, Attendance | None]],
    version: int | None = None,
) -> int:
    """What each has answered and whether they came, by the activity's id; what is not changed is left alone. All or
    none; returns how many were changed. `version` stands for what was shown of them (`version_of`,
    `queries.activities.shown_answers`). Raises StaleEdit where it is no longer so, and as record_answer does."""
    changed = 0
    with change_project(project_id):
        check_shown(
            version=version,
            shown=shown_answers(activity_ids=list(answers)),
            told_by=Q(room=ACTIVITIES, record_id__in=list(answers)),
        )
        rows = Activity.objects.filter(pk__in=answers, candidacy__project=project_id).order_by("pk")
        for row in rows:
            answer, attendance = answers[row.pk]
            if (row.answer, row.attendance) == (answer, attendance or ""):
                continue
            record_answer(
                by=by,
                at=at,
                activity_id=row.pk,
                version=row.version,
                answer=answer,
                attendance=attendance,
                note=row.note,
            )
            changed += 1
    return changed
