"""Erasing a person: everything that tells who it is goes, and what the projects' figures count stays as
nobody's.

One transaction: a person is erased whole or not at all. Whoever is working with the person at that moment is
waited for; whoever comes after finds nobody (guards.of_somebody).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import WITH_EMPLOYER
from jobveu.candidates.guards import require
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    CompanyScore,
    CourseDay,
    Enrolment,
    FollowUp,
    Outcome,
    Person,
    Presentation,
    ProposalPerson,
    Screening,
    ScreeningAnswer,
    Statement,
    WaitingPlace,
    Wish,
)
from jobveu.candidates.rules import OPEN
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.common.history import erasing
from jobveu.education.enums import CourseStatus
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project

ROOM = "candidates.person"
ERASED_TEXT = "–"
"""Stands where a text has been erased that the database demands."""
_ATTEMPTS = 5


class _JoinedAProject(Exception):
    """The person has become a candidate of a project that isn't locked: begin again."""


def erase_person(*, by: Actor, at: datetime, person_id: int, ground: str) -> None:
    """Erases a person at their own request, or because they should not have been registered. `ground` is the
    code of the reason, which the audit record keeps.

    Erasing somebody who is erased already does nothing. Raises PermissionDenied for all but the caseworkers of
    the person's job centre, DomainError while the person is on a course.
    """

    def check(person: Person) -> bool:
        require(Action.ERASE_PERSON, by, Subject(registered_by_id=person.job_centre_id))
        check_not_on_course(person.pk)
        return True

    erase_if(by=by, at=at, person_id=person_id, ground=ground, check=check)


def erase_if(
    *, by: Actor, at: datetime, person_id: int, ground: str, check: Callable[[Person], bool]
) -> bool:
    """Erases the person if `check` says so once nobody else can change what it rests on; returns whether it
    did. False for somebody who is erased already. Raises what `check` raises."""
    for _attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                # Projects first, as everybody who records something does: nobody waits for one who waits for them.
                locked = set(
                    Project.objects.select_for_update(of=("self",))
                    .filter(pk__in=Candidacy.objects.filter(person=person_id).values("project"))
                    .order_by("pk")
                    .values_list("pk", flat=True)
                )
                person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
                if person is None:
                    return False
                if not set(person.candidacies.values_list("project_id", flat=True)) <= locked:
                    raise _JoinedAProject
                if not check(person):
                    return False
                _erase(person, by=by, at=at, ground=ground)
                return True
        except _JoinedAProject:
            continue
    raise DomainError(_("Personen bliver ændret af andre lige nu. Prøv igen om lidt."))


def check_not_on_course(person_id: int) -> None:
    """Raises DomainError while the person is on a course of a project that runs: the school, the benefits and
    the follow-up rest on it."""
    if on_course(person_id):
        raise DomainError(
            _(
                "Personen er tilmeldt et kursus i et projekt, der er i gang. Registrér først, at personen er "
                "faldet fra, eller fortryd tilmeldingen."
            )
        )


def on_course(person_id: int) -> bool:
    """Whether the person has a place on a course that runs or is still to run. One SQL statement."""
    return (
        Enrolment.objects.filter(
            candidacy__person=person_id,
            status__in=OPEN,
            candidacy__project__status=ProjectStatus.ACTIVE,
        )
        .exclude(course__status=CourseStatus.CANCELLED)
        .exists()
    )


def _erase(person: Person, *, by: Actor, at: datetime, ground: str) -> None:
    candidacies = Candidacy.objects.filter(person=person)
    person_id = person.pk
    ids = list(candidacies.order_by("pk").values_list("pk", flat=True))
    _forget_records(person.pk, ids)
    _anonymise(ids)
    kept = Candidacy.objects.filter(pk__in=ids)
    kept.exclude(withdrawn_on=None).update(withdrawn_reason=ERASED_TEXT)
    kept.update(person=None, pseudonym=None, added_on=_month("added_on"), withdrawn_on=_month("withdrawn_on"))
    with erasing():
        person.delete()  # and with it who has seen the identity
        _forget_history(person_id, ids)
    audit.record(
        by=by,
        at=at,
        action="person.erased",
        room=ROOM,
        record_id=person_id,
        details={"ground": ground, "kept": len(ids)},
    )


def _forget_history(person_id: int, candidacy_ids: list[int]) -> None:
    """What the database wrote of every change, this erasure too: it holds what is erased. By a function of the
    database's, since nobody who sends a request reaches the history of somebody who is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_erased(%s, %s)", [person_id, candidacy_ids])


def _anonymise(candidacy_ids: list[int]) -> None:
    def of(model: type[Model]) -> QuerySet[Any]:
        return model._default_manager.filter(candidacy__in=candidacy_ids)

    # What only served to match them counts for nothing.
    for model in (Wish, CompanyScore, ProposalPerson):
        of(model).delete()
    of(Screening).update(reason=ERASED_TEXT, screened_on=_month("screened_on"))
    of(ScreeningAnswer).update(note="")
    of(Activity).update(
        note="",
        starts_on=_month("starts_on"),
        ends_on=_month("ends_on"),
        invited_on=_month("invited_on"),
        answered_on=_month("answered_on"),
    )
    # Days at a place, and in a line, would tell who it was, and no figure counts them.
    of(CourseDay).delete()
    of(WaitingPlace).delete()
    of(Statement).update(note="", stated_on=_month("stated_on"))
    of(Presentation).update(note="", presented_on=_month("presented_on"), ended_on=_month("ended_on"))
    of(Enrolment).update(
        dropout_note="",
        enrolled_on=_month("enrolled_on"),
        started_on=_month("started_on"),
        ended_on=_month("ended_on"),
    )
    of(FollowUp).update(note=ERASED_TEXT, held_on=_month("held_on"), next_on=None)
    outcomes = of(Outcome)
    outcomes.update(as_of=_month("as_of"))
    outcomes.filter(kind__in=WITH_EMPLOYER).update(employer=None, employer_name=ERASED_TEXT)


def _month(field: str) -> TruncMonth:
    """The first day of the month: figures are counted by month, and a day could tell who it was."""
    return TruncMonth(F(field))


def records_of(person_id: int, candidacy_ids: list[int]) -> dict[str, list[int]]:
    """What the audit record calls the records of a person: ids by room. Nine SQL statements."""
    found = {ROOM: [person_id], "candidates.candidacy": candidacy_ids}
    for room, model in (
        ("candidates.screening", Screening),
        ("candidates.screening_answer", ScreeningAnswer),
        ("candidates.activity", Activity),
        ("candidates.statement", Statement),
        ("candidates.waiting_place", WaitingPlace),
        ("candidates.presentation", Presentation),
        ("candidates.enrolment", Enrolment),
        ("candidates.follow_up", FollowUp),
        ("candidates.outcome", Outcome),
        ("candidates.proposal_person", ProposalPerson),
    ):
        rows = model._default_manager.filter(candidacy__in=candidacy_ids)
        found[room] = list(rows.order_by("pk").values_list("pk", flat=True))
    return found


def _forget_records(person_id: int, candidacy_ids: list[int]) -> None:
    """The audit record goes on telling what each user did and when, and no longer about whom: days and
    numbers would tie what is kept to the person again."""
    for room, ids in records_of(person_id, candidacy_ids).items():
        audit.untie(room=room, record_ids=ids)
