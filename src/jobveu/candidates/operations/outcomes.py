"""Following candidates up, and where they are when the project has ended."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, acting_membership
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import WITH_EMPLOYER, FollowUpChannel, Milestone, OutcomeKind
from jobveu.candidates.facts import facts_of
from jobveu.candidates.guards import change_candidacy, check_not_future, check_text, of_somebody, require
from jobveu.candidates.models import Candidacy, Enrolment, FollowUp, Outcome
from jobveu.candidates.rules import (
    CandidacyStep,
    CourseSpan,
    allowed_steps,
    outcomes_count_from,
    too_early,
)
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.projects.changes import change_project


def record_follow_up(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    held_on: date,
    channel: FollowUpChannel,
    note: str,
    next_on: date | None = None,
) -> int:
    """Records a contact with the candidate, by the job centre or the provider of a course the candidate is on
    (def.phase4.followup). Returns its id.

    Raises DomainError without a note, for a day in the future, a next one that isn't later, and for a
    withdrawn candidate.
    """
    note = check_text(note, field="note")
    if not note:
        raise DomainError(_("Skriv et kort notat om opfølgningen."), field="note")
    check_not_future(held_on, today=timezone.localdate(at), field="held_on")
    if next_on is not None and next_on <= held_on:
        raise DomainError(_("Næste opfølgning skal ligge senere end denne."), field="next_on")
    project_id = Candidacy.objects.filter(pk=candidacy_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise DomainError(_("Kandidaten findes ikke længere."))
    with change_project(project_id):
        candidacy = of_somebody(Candidacy.objects.get(pk=candidacy_id))
        providers = (
            Enrolment.objects.filter(candidacy=candidacy, course__provider__isnull=False)
            .exclude(course__status=CourseStatus.CANCELLED)
            .values_list("course__provider_id", flat=True)
        )
        subject = Subject(registered_by_id=candidacy.job_centre_id, course_provider_ids=frozenset(providers))
        require(Action.FOLLOW_PARTICIPANT, by, subject)
        if CandidacyStep.FOLLOW_UP not in allowed_steps(facts_of(candidacy)):
            raise DomainError(_("Kandidaten er udgået af projektet."))
        membership = acting_membership(Action.FOLLOW_PARTICIPANT, by, subject)
        row = FollowUp.objects.create(
            candidacy=candidacy,
            held_on=held_on,
            channel=channel,
            note=note,
            next_on=next_on,
            by_id=by.user_id,
            organisation_id=membership.organisation_id if membership else None,
        )
        audit.record(
            by=by,
            at=at,
            action="follow_up.recorded",
            room="candidates.follow_up",
            record_id=row.pk,
            project_id=project_id,
            details={"candidacy": candidacy.pk},
        )
    return row.pk


def record_outcome(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    milestone: Milestone,
    kind: OutcomeKind,
    as_of: date,
    employer_id: int | None = None,
    employer_name: str = "",
    version: int | None = None,
) -> int:
    """Records where the candidate is at a milestone, or corrects it when `version` is given. Returns its id.

    An employer is given as an organisation of the register or by name, where the outcome has one. Raises
    DomainError for an employer missing or too many, for a day in the future or too early for the milestone,
    for a withdrawn candidate, and when it is recorded already; StaleEdit.
    """
    employer_name = check_text(employer_name, field="employer_name")
    check_not_future(as_of, today=timezone.localdate(at), field="as_of")
    _check_employer(kind, employer_id, employer_name)
    values = {
        "kind": kind,
        "as_of": as_of,
        "employer_id": employer_id,
        "employer_name": employer_name,
        "recorded_by_id": by.user_id,
    }
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        if CandidacyStep.RECORD_OUTCOME not in allowed_steps(facts_of(candidacy)):
            raise DomainError(_("Kandidaten er udgået af projektet."))
        first = too_early(milestone=milestone, as_of=as_of, count_from=count_from(candidacy))
        if first is not None:
            raise DomainError(
                _("Resultatet kan tidligst opgøres den %(day)s.") % {"day": f"{first:%d-%m-%Y}"},
                field="as_of",
            )
        row = Outcome.objects.filter(candidacy=candidacy, milestone=milestone).first()
        if row is None:
            row = Outcome.objects.create(candidacy=candidacy, milestone=milestone, **values)
            action = "outcome.recorded"
        elif version is None:
            raise DomainError(_("Resultatet er allerede registreret for det tidspunkt."))
        else:
            update_versioned(
                rows=Outcome.objects.all(),
                pk=row.pk,
                version=version,
                changes=values,
                room="candidates.outcome",
                current=lambda saved: {
                    "kind": OutcomeKind(saved.kind),
                    "as_of": saved.as_of,
                    "employer": saved.employer_id,
                    "employer_name": saved.employer_name,
                },
            )
            action = "outcome.edited"
        audit.record(
            by=by,
            at=at,
            action=action,
            room="candidates.outcome",
            record_id=row.pk,
            project_id=candidacy.project_id,
            details={"candidacy": candidacy.pk, "milestone": str(milestone), "kind": str(kind)},
        )
    return row.pk


def count_from(candidacy: Candidacy) -> date | None:
    """The day from which the candidate's outcomes are counted; one SQL statement with `project` loaded."""
    spans = (
        Enrolment.objects.filter(candidacy=candidacy)
        .exclude(course__status=CourseStatus.CANCELLED)
        .values_list("ended_on", "course__ends_on")
    )
    return outcomes_count_from(
        [CourseSpan(ended_on, ends_on) for ended_on, ends_on in spans],
        project_ends_on=candidacy.project.end_date,
    )


def _check_employer(kind: OutcomeKind, employer_id: int | None, employer_name: str) -> None:
    if kind in WITH_EMPLOYER:
        if employer_id is None and not employer_name:
            raise DomainError(_("Vælg eller skriv arbejdsgiveren."), field="employer")
        if employer_id is not None and employer_name:
            raise DomainError(
                _("Vælg arbejdsgiveren, eller skriv navnet, men ikke begge dele."), field="employer_name"
            )
    elif employer_id is not None or employer_name:
        raise DomainError(
            _("Kun ved job, voksenlærling og fastholdelse angives en arbejdsgiver."),
            field="employer" if employer_id is not None else "employer_name",
        )
