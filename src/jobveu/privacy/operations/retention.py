"""Deciding how long things are kept, and letting what is due go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.actors.models import ConsentLink, ConsentNotice
from jobveu.actors.operations import erasure as of_actors
from jobveu.candidates.models import IdentityView, Person
from jobveu.candidates.operations.erasure import erase_if
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.common.history import erasing
from jobveu.common.models import AuditEntry, Change, Submission
from jobveu.privacy.enums import RETENTION, DataKind, Fate
from jobveu.privacy.fields import DECLARED, Personal
from jobveu.privacy.insight.value import pointing_to
from jobveu.privacy.models import RetentionItem, RetentionPeriod, RetentionRun
from jobveu.privacy.queries.due import BY_RECORD, DueRecord, due, due_records
from jobveu.privacy.queries.log import decisions
from jobveu.privacy.rules import FEWEST_MONTHS, MOST_MONTHS, RULES, RULES_OF, Period, periods_in_force
from jobveu.search.rebuilding import rebuild
from jobveu.surveys.models import SurveyInvitation
from jobveu.surveys.operations.erasure import erase_texts

SCHEDULED = _("Tidsplanen (JOBVEU_RETENTION_SCHEDULE)")
"""The decision that a run of the schedule refers to."""
SCHEDULE = Actor(user_id=None, name="Slettefristerne")
"""Who acts when the schedule runs: nobody; that it may is a setting (settings.RETENTION_SCHEDULE)."""
CARRY_OUT = "carry_out_retention"
QUEUE = "upkeep"
AT_ONCE = 1_000
"""How many records of a kind go in one run at most."""


def decide_period(
    *, by: Actor, at: datetime, kind: DataKind, months: int, decision: str, version: int | None = None
) -> None:
    """The operator decides how long a kind is kept. `version` stands for the period that was shown (`version_of`, as
    "months"). Raises StaleEdit where another has been decided since; DomainError for a period that isn't the operator's to
    decide, without a decision to refer to, and outside 1 to 240 months."""
    user_id = _require(by)
    if not RULES[kind].is_open:
        raise DomainError(_("Den frist ligger fast."))
    if not FEWEST_MONTHS <= months <= MOST_MONTHS:
        raise DomainError(_("Fristen skal være mellem 1 og 240 måneder."), field="months")
    if not decision.strip():
        raise DomainError(_("Skriv, hvem der har besluttet fristen, og hvor det står."), field="decision")
    with transaction.atomic():
        newest = RetentionPeriod.objects.select_for_update().filter(kind=kind).order_by("-id").first()
        check_shown(
            version=version,
            shown={"months": current_periods()[kind].months},
            told_by=Q(room="privacy.retention_period", record_id=newest.pk) if newest else None,
        )
        row = RetentionPeriod.objects.create(
            kind=kind, months=months, decision=decision.strip(), decided_by_id=user_id, at=at
        )
        audit.record(
            by=by,
            at=at,
            action="retention.period_decided",
            room="privacy.retention_period",
            record_id=row.pk,
            details={"kind": str(kind), "months": months},
        )


def current_periods() -> dict[DataKind, Period]:
    """The period of each kind that goes by itself, as it is in force. One SQL statement."""
    return periods_in_force({kind: decided.months for kind, decided in decisions().items()})


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did, or would do: rows by kind, and whether some that are due are left for the next run."""

    numbers: Mapping[DataKind, int]
    more: bool


def order_run(*, by: Actor, at: datetime, decision: str = "", lists_only: bool = False) -> int:
    """Orders a run, which a worker then carries out (or whoever asks `carry_out`); returns its id. `by` is the
    administrator who decided it, or SCHEDULE. One that only lists needs no decision.

    Raises PermissionDenied, and DomainError without a decision to refer to.
    """
    if by is not SCHEDULE:
        _require(by)
    if not lists_only and not decision.strip():
        raise DomainError(_("Skriv, hvor det er besluttet, at der må slettes."), field="decision")
    with transaction.atomic():
        run = RetentionRun.objects.create(
            at=at,
            lists_only=lists_only,
            decided_by_id=by.user_id,
            decision=decision.strip(),
            rules_of=RULES_OF,
        )
        if not lists_only:
            audit.record(
                by=by,
                at=at,
                action="retention.run",
                room="privacy.retention_run",
                record_id=run.pk,
                details={},
            )
        app.configure_task(CARRY_OUT, queue=QUEUE).defer(run_id=run.pk)
    return run.pk


def carry_out(*, run_id: int, at: datetime, at_once: int = AT_ONCE) -> Ran:
    """Lets what is due go, at most `at_once` records of each kind, the oldest first; or lists it. For the system:
    no user reaches everybody's persons.

    Each record goes in a transaction of its own together with what the log says of it, so that a run that is cut
    short has done whole things only, and goes on where it stopped when it is carried out again. One that is
    finished does nothing more.
    """
    run = RetentionRun.objects.select_related("decided_by").get(pk=run_id)
    if run.finished_at is not None:
        return Ran(numbers={}, more=False)
    ran = _list(run, at, at_once) if run.lists_only else _let_go(run, at, at_once)
    RetentionRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    return ran


def _list(run: RetentionRun, at: datetime, at_once: int) -> Ran:
    """What would go. Lists made before go with it: only the newest is of use."""
    today = timezone.localdate(at)
    numbers: dict[DataKind, int] = {}
    with transaction.atomic():
        RetentionRun.objects.filter(lists_only=True, pk__lt=run.pk).delete()
        run.items.all().delete()
        for kind, period in current_periods().items():
            number = due(kind=kind, period=period, today=today).count()
            if not number:
                continue
            numbers[kind] = number
            listed = (
                due_records(kind=kind, period=period, today=today, limit=at_once) if kind in BY_RECORD else ()
            )
            RetentionItem.objects.bulk_create(
                RetentionItem(run=run, kind=kind, record_id=row.record_id, since=row.since, of=row.of)
                for row in listed
            )
            if number > len(listed):
                RetentionItem.objects.create(run=run, kind=kind, number=number - len(listed))
    return Ran(numbers=numbers, more=False)


def _let_go(run: RetentionRun, at: datetime, at_once: int) -> Ran:
    by = SCHEDULE if run.decided_by is None else Actor(user_id=run.decided_by.pk, name=run.decided_by.name)
    today = timezone.localdate(at)
    numbers: dict[DataKind, int] = {}
    more = False
    for kind, period in current_periods().items():
        if kind in BY_RECORD:
            records = due_records(kind=kind, period=period, today=today, limit=at_once + 1)
            more |= len(records) > at_once
            gone = _let_records_go(run, by, at, kind, period, today, records[:at_once])
        else:
            gone = _let_rows_go(run, kind, period, today)
        if gone:
            numbers[kind] = gone
    if DataKind.CONTACT in numbers:
        rebuild()  # or their names would stay among the words that can be searched
    return Ran(numbers=numbers, more=more)


def _let_records_go(
    run: RetentionRun,
    by: Actor,
    at: datetime,
    kind: DataKind,
    period: Period,
    today: date,
    records: Sequence[DueRecord],
) -> int:
    gone = 0
    for record in records:
        record_id = record.record_id
        with transaction.atomic():
            # Asked again: it may have come into use since the list was made.
            still = due(kind=kind, period=period, today=today).filter(pk=record_id)
            if kind in (DataKind.PERSON, DataKind.PERSON_UNUSED):
                went = _person_goes(by, at, record_id, still.exists)
            else:
                went = still.exists()
                if went:
                    _ERASERS[kind](by, at, record_id)
            if went:
                RetentionItem.objects.create(
                    run=run, kind=kind, record_id=record_id, since=record.since, of=record.of
                )
                gone += 1
    return gone


def _person_goes(by: Actor, at: datetime, person_id: int, still_due: Callable[[], bool]) -> bool:
    def check(_person: Person) -> bool:
        return still_due()

    return erase_if(by=by, at=at, person_id=person_id, ground=RETENTION, check=check)


def _user_goes(by: Actor, at: datetime, user_id: int) -> None:
    of_actors.anonymise_user(by=by, at=at, user_id=user_id, ground=RETENTION)
    name = User.objects.values_list("name", flat=True).get(pk=user_id)
    for model, field in pointing_to(User):
        declared = DECLARED[model._meta.label].personal.get(field)
        if declared == Personal(DataKind.USER, Fate.ERASED):
            model._default_manager.filter(**{field: user_id}).delete()
    with erasing():
        IdentityView.objects.filter(user_id=user_id).update(user_name=name)


_ERASERS: Mapping[DataKind, Callable[[Actor, datetime, int], object]] = {
    DataKind.CONTACT: lambda by, at, id_: of_actors.erase_contact(
        by=by, at=at, contact_id=id_, ground=RETENTION
    ),
    DataKind.CONSENT: lambda _by, _at, id_: of_actors.erase_consents(consent_ids=[id_]),
    DataKind.CONSENT_LINK: lambda _by, _at, id_: ConsentLink.objects.filter(pk=id_).delete(),
    DataKind.DIALOGUE: lambda _by, _at, id_: of_actors.erase_dialogue_notes(dialogue_ids=[id_]),
    DataKind.MEMBER_INVITATION: lambda _by, _at, id_: of_actors.erase_invitation(invitation_id=id_),
    DataKind.SURVEY_ANSWER: lambda _by, at, id_: erase_texts(at=at, round_id=id_),
    DataKind.MERGE: lambda _by, _at, id_: of_actors.erase_merges(merge_ids=[id_]),
    DataKind.USER: _user_goes,
}

_MASSES = {
    DataKind.LOOK: IdentityView,
    DataKind.CONSENT_NOTICE: ConsentNotice,
    DataKind.SURVEY_INVITATION: SurveyInvitation,
    DataKind.AUDIT: AuditEntry,
    DataKind.HISTORY: Change,
    DataKind.SESSION: Session,
    DataKind.FORM_RECEIPT: Submission,
}


def _let_rows_go(run: RetentionRun, kind: DataKind, period: Period, today: date) -> int:
    with transaction.atomic(), erasing():
        ids = due(kind=kind, period=period, today=today).order_by().values("pk")
        gone, _by_model = _MASSES[kind]._default_manager.filter(pk__in=ids).delete()
        if gone:
            RetentionItem.objects.create(run=run, kind=kind, number=gone)
    return gone


def _require(by: Actor) -> int:
    if by.user_id is None or not may(Action.MANAGE_RETENTION, by):
        raise PermissionDenied
    return by.user_id
