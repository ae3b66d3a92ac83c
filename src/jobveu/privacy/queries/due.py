"""What is due: whose time is over, by the rules and the periods in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Greatest, TruncDate

from jobveu.accounts.models import User
from jobveu.actors.models import (
    AgreedTask,
    Consent,
    ConsentLink,
    ConsentNotice,
    Contact,
    Dialogue,
    MemberInvitation,
    Membership,
    Merge,
)
from jobveu.actors.operations.erasure import NOBODYS_DOMAIN
from jobveu.candidates.models import (
    Candidacy,
    Enrolment,
    FollowUp,
    IdentityView,
    Outcome,
    Person,
    Presentation,
    Screening,
)
from jobveu.candidates.rules import OPEN
from jobveu.common.models import AuditEntry, Change, Submission
from jobveu.education.enums import CourseStatus
from jobveu.privacy.enums import DataKind
from jobveu.privacy.rules import Period
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project, Signature
from jobveu.surveys.models import SurveyInvitation, SurveyRound


@dataclass(frozen=True, slots=True)
class DueRecord:
    """One record that is due, by its number. `since`: what its period is counted from; `of`: the organisation it
    belongs to, if it belongs to one."""

    record_id: int
    since: date
    of: str


BY_RECORD = (
    DataKind.PERSON,
    DataKind.PERSON_UNUSED,
    DataKind.CONTACT,
    DataKind.CONSENT,
    DataKind.CONSENT_LINK,
    DataKind.DIALOGUE,
    DataKind.MEMBER_INVITATION,
    DataKind.SURVEY_ANSWER,
    DataKind.MERGE,
    DataKind.USER,
)
"""What is listed record by record; of the rest only the number matters."""


def due(*, kind: DataKind, period: Period, today: date) -> QuerySet[Any]:
    """The rows of the kind that are due on the day, the oldest first, annotated with `since` and `of`.

    Raises KeyError for a kind of which nothing goes by itself.
    """
    rows = _ROWS[kind](today)
    return rows.filter(since__lte=period.cut_off(today)).order_by("since", "pk")


def due_records(*, kind: DataKind, period: Period, today: date, limit: int) -> tuple[DueRecord, ...]:
    """The first of what is due, record by record. One SQL statement."""
    rows = due(kind=kind, period=period, today=today).values_list("pk", "since", "of")[:limit]
    return tuple(DueRecord(record_id=pk, since=since, of=of or "") for pk, since, of in rows)


def numbers_due(*, periods: Mapping[DataKind, Period], today: date) -> dict[DataKind, int]:
    """How many rows of each kind are due. One SQL statement for each kind."""
    return {kind: due(kind=kind, period=period, today=today).count() for kind, period in periods.items()}


def _last(model: type[Model], field: str, *, of: str, **filters: Any) -> Subquery:
    """The latest day in `field` among the model's rows that point, by `of`, to the row at hand."""
    rows = model._default_manager.filter(**{of: OuterRef("pk")}, **filters).order_by().values(of)
    return Subquery(rows.annotate(last=Max(field)).values("last"))


def _persons(_today: date) -> QuerySet[Person]:
    """Persons with candidacies, by the last that happened in any of them; none whose project still runs without
    an end, or who is on a course."""
    candidacies = Candidacy.objects.filter(person=OuterRef("pk"))
    runs = candidacies.filter(
        withdrawn_on__isnull=True, project__status=ProjectStatus.ACTIVE, project__end_date__isnull=True
    )
    on_course = Enrolment.objects.filter(
        candidacy__person=OuterRef("pk"), status__in=OPEN, candidacy__project__status=ProjectStatus.ACTIVE
    ).exclude(course__status=CourseStatus.CANCELLED)
    steps = "candidacy__person"
    since = Greatest(
        TruncDate("registered_at"),
        _last(Candidacy, "added_on", of="person"),
        _last(Candidacy, "withdrawn_on", of="person"),
        _last(Candidacy, "project__end_date", of="person", withdrawn_on__isnull=True),
        _last(Screening, "screened_on", of=steps),
        _last(Presentation, "presented_on", of=steps),
        _last(Presentation, "ended_on", of=steps),
        _last(Enrolment, "enrolled_on", of=steps),
        _last(Enrolment, "started_on", of=steps),
        _last(Enrolment, "ended_on", of=steps),
        _last(Enrolment, "course__ends_on", of=steps),
        _last(FollowUp, "held_on", of=steps),
        _last(FollowUp, "next_on", of=steps),
        _last(Outcome, "as_of", of=steps),
    )
    return Person.objects.filter(Exists(candidacies), ~Exists(runs), ~Exists(on_course)).annotate(
        since=since, of=F("job_centre__name")
    )


def _unused_persons(_today: date) -> QuerySet[Person]:
    return Person.objects.filter(~Exists(Candidacy.objects.filter(person=OuterRef("pk")))).annotate(
        since=TruncDate("registered_at"), of=F("job_centre__name")
    )


def _users(_today: date) -> QuerySet[User]:
    """Users whose log-in is closed, but for those who coordinate, or have signed in, a project that runs."""
    coordinates = Project.objects.filter(coordinator=OuterRef("pk"), status=ProjectStatus.ACTIVE)
    signed = Signature.objects.filter(
        user=OuterRef("pk"), text__agreement__project__status=ProjectStatus.ACTIVE
    )
    since = Greatest(
        TruncDate("created_at"),
        "closed_on",
        _last(Membership, "valid_to", of="user"),
        _last(Signature, "text__agreement__project__end_date", of="user"),
    )
    return (
        User.objects.filter(~Exists(coordinates), ~Exists(signed), is_active=False)
        .exclude(email__endswith=NOBODYS_DOMAIN)
        .annotate(since=since, of=_NOBODY)
    )


_NOBODY = Cast(Value(""), TextField())
_HOLDS_TEXT = (
    Exists(AgreedTask.objects.filter(dialogue=OuterRef("pk")))
    | ~Q(notes="")
    | ~Q(agreed="")
    | ~Q(reason="")
    | Q(contact__isnull=False)
)


def _at(model: type[Model], field: str) -> Callable[[date], QuerySet[Any]]:
    def rows(_today: date) -> QuerySet[Any]:
        found: QuerySet[Any] = model._default_manager.annotate(since=TruncDate(field), of=_NOBODY)
        return found

    return rows


_ROWS: Mapping[DataKind, Callable[[date], QuerySet[Any]]] = {
    DataKind.PERSON: _persons,
    DataKind.PERSON_UNUSED: _unused_persons,
    DataKind.LOOK: _at(IdentityView, "at"),
    DataKind.CONTACT: lambda _today: Contact.objects.filter(active=False).annotate(
        since=F("removed_on"), of=F("organisation__name")
    ),
    DataKind.CONSENT: lambda _today: Consent.objects.filter(withdrawn_on__isnull=False).annotate(
        since=F("withdrawn_on"), of=F("contact__organisation__name")
    ),
    DataKind.CONSENT_LINK: lambda _today: ConsentLink.objects.annotate(
        since=TruncDate("made_at"), of=F("contact__organisation__name")
    ),
    DataKind.CONSENT_NOTICE: _at(ConsentNotice, "at"),
    DataKind.SURVEY_INVITATION: lambda _today: SurveyInvitation.objects.filter(
        round__closed_at__isnull=False
    ).annotate(since=TruncDate("round__closed_at"), of=_NOBODY),
    DataKind.SURVEY_ANSWER: lambda _today: SurveyRound.objects.filter(
        closed_at__isnull=False, texts_erased_at__isnull=True
    ).annotate(since=TruncDate("closed_at"), of=F("office__name")),
    DataKind.MERGE: _at(Merge, "at"),
    DataKind.MEMBER_INVITATION: lambda _today: MemberInvitation.objects.annotate(
        since=TruncDate("expires_at"), of=F("organisation__name")
    ),
    DataKind.DIALOGUE: lambda _today: Dialogue.objects.filter(_HOLDS_TEXT).annotate(
        since=F("held_on"), of=F("spoken_for__name")
    ),
    DataKind.USER: _users,
    DataKind.AUDIT: _at(AuditEntry, "at"),
    DataKind.HISTORY: _at(Change, "at"),
    DataKind.SESSION: _at(Session, "expire_date"),
    DataKind.FORM_RECEIPT: _at(Submission, "at"),
}
"""Where each kind's rows lie, with what their period is counted from."""
