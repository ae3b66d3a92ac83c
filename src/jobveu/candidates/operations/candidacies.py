"""Making persons candidates of a project, and taking them out again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import PlaceState
from jobveu.candidates.guards import change_candidacy, check_text
from jobveu.candidates.models import Candidacy, Enrolment, Person, Presentation, WaitingPlace
from jobveu.candidates.models.waiting_list import IN_LINE
from jobveu.candidates.pseudonyms import new_pseudonyms
from jobveu.candidates.queries.counted import pseudonyms_taken
from jobveu.candidates.refilling import refill_later
from jobveu.candidates.rules import OPEN
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.projects.changes import change_project
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Party

ROOM = "candidates.candidacy"


def add_candidates(*, by: Actor, at: datetime, project_id: int, person_ids: Collection[int]) -> list[int]:
    """Makes persons of the actor's job centre candidates; returns their candidacies' ids in the same order.

    Somebody withdrawn from the project before becomes a candidate again under the same pseudonym; somebody
    who is one already stays so. Raises DomainError for a project that is no longer active or that the job
    centre isn't a party to, PermissionDenied for persons the actor hasn't registered.
    """
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise DomainError(_("Vælg mindst én person."), field="identity_persons")
    with change_project(project_id) as project:
        # Held until the end: nobody is erased while they become a candidate (operations.erasure).
        held = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
        centres = dict(held.values_list("id", "job_centre_id"))
        parties = frozenset(Party.objects.filter(project=project).values_list("organisation_id", flat=True))
        if project.coordinating_organisation_id is not None:
            parties |= {project.coordinating_organisation_id}
        for id_ in ids:
            if id_ not in centres or not may(Action.EDIT_PERSON, by, Subject(registered_by_id=centres[id_])):
                raise PermissionDenied
            if centres[id_] not in parties:
                raise DomainError(_("Jobcentret er ikke part i projektet."))
        if project.status != ProjectStatus.ACTIVE:
            raise DomainError(_("Projektet er ikke længere i gang, så der kan ikke tilføjes kandidater."))
        existing = {
            row.person_id: row
            for row in Candidacy.objects.filter(project=project, person__in=ids)
            if row.person_id is not None
        }
        new_ids = [id_ for id_ in ids if id_ not in existing]
        made = Candidacy.objects.bulk_create(
            Candidacy(
                person_id=id_,
                project=project,
                job_centre_id=centres[id_],
                pseudonym=pseudonym,
                added_by_id=by.user_id,
                added_on=timezone.localdate(at),
            )
            for id_, pseudonym in zip(new_ids, _free_pseudonyms(len(new_ids)), strict=True)
        )
        for row in made:
            _record(by, at, "candidacy.added", row)
        for row in existing.values():
            if row.withdrawn_on is not None:
                Candidacy.objects.filter(pk=row.pk).update(withdrawn_on=None, withdrawn_reason="")
                _record(by, at, "candidacy.reinstated", row)
    found = {row.person_id: row.pk for row in (*made, *existing.values())}
    return [found[id_] for id_ in ids]


def withdraw_candidate(*, by: Actor, at: datetime, candidacy_id: int, reason: str) -> None:
    """The person is no longer a candidate; presentations to companies and places in line end with it.

    Raises DomainError without a reason, for one who is withdrawn already, and for one who is on a course.
    """
    reason = check_text(reason, field="reason")
    if not reason:
        raise DomainError(_("Skriv, hvorfor personen ikke længere er kandidat."), field="reason")
    today = timezone.localdate(at)
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        if candidacy.withdrawn_on is not None:
            raise DomainError(_("Kandidaten er allerede udgået."))
        on_course = Enrolment.objects.filter(candidacy=candidacy, status__in=OPEN).exclude(
            course__status=CourseStatus.CANCELLED
        )
        if on_course.exists():
            raise DomainError(
                _("Kandidaten er tilmeldt et kursus. Registrér først frafaldet, eller fortryd tilmeldingen.")
            )
        Candidacy.objects.filter(pk=candidacy.pk).update(
            withdrawn_on=max(today, candidacy.added_on), withdrawn_reason=reason
        )
        Presentation.objects.filter(candidacy=candidacy, ended_on__isnull=True).update(
            ended_on=Greatest("presented_on", Value(today))
        )
        _leave_lines(candidacy)
        _record(by, at, "candidacy.withdrawn", candidacy)


def _leave_lines(candidacy: Candidacy) -> None:
    """Out of the project is out of every line; what was offered goes to the next."""
    in_line = WaitingPlace.objects.filter(candidacy=candidacy, state__in=IN_LINE).order_by("pk")
    offered = list(in_line.filter(state=PlaceState.OFFERED).values_list("course_id", flat=True))
    in_line.update(state=PlaceState.LEFT)
    for course_id in offered:
        refill_later(course_id=course_id)


def _free_pseudonyms(count: int) -> list[str]:
    pseudonyms = new_pseudonyms(count)
    while taken := pseudonyms_taken(pseudonyms):
        kept = [pseudonym for pseudonym in pseudonyms if pseudonym not in taken]
        pseudonyms = kept + new_pseudonyms(count - len(kept), taken={*kept, *taken})
    return pseudonyms


def _record(by: Actor, at: datetime, action: str, candidacy: Candidacy) -> None:
    audit.record(
        by=by, at=at, action=action, room=ROOM, record_id=candidacy.pk, project_id=candidacy.project_id
    )
