"""Making a round, opening it, reminding, and closing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from random import SystemRandom
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.timezone import get_current_timezone, localdate, localtime
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import queue_mail
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.reference.models import Council, Office
from jobveu.surveys.drafts import Draft, opened
from jobveu.surveys.enums import UNANSWERED, Disposition, RespondentType, RoundState
from jobveu.surveys.instruments import newest
from jobveu.surveys.links import draft_key, invitation_hash, secret_of
from jobveu.surveys.models import AnswerDraft, AnswerSheet, RoundStratum, SurveyInvitation, SurveyRound
from jobveu.surveys.queries.audience import Audience, audience, consents, rule_of
from jobveu.surveys.round_data import Stratum
from jobveu.surveys.strata import LEAST, TooFewError, coarsened

ROOM = "surveys.surveyround"
SHORTEST, LONGEST = timedelta(days=3), timedelta(days=90)
"""How long a round is open."""
BETWEEN_REMINDERS = timedelta(days=3)
MOST_REMINDERS = 3
REMIND_FROM = time(8)
SCHEDULE = Actor(user_id=None, name="Tidsplanen")
"""Who acts when the round's own days have come."""


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What whoever makes a round decides."""

    name: str
    statuses: Collection[ProjectStatus]
    project_types: Collection[ProjectType]
    respondent_types: Collection[RespondentType]
    closes_on: date
    remind_on: date | None = None
    anonymous: bool = True
    office_id: int | None = None
    council_id: int | None = None
    started_from: date | None = None
    started_to: date | None = None


def make_round(
    *, by: Actor, at: datetime, facts: RoundFacts, instrument: str, project_id: int | None = None
) -> int:
    """Makes a draft of a round with the newest version of the instrument, and returns its id. Raises DomainError."""
    version = newest(instrument)
    with transaction.atomic():
        row = SurveyRound.objects.create(
            **_columns(facts, at),
            instrument=version.name,
            instrument_digest=version.digest,
            project_id=project_id,
            made_by_id=by.user_id,
            made_at=at,
        )
        _record("survey.made", row, by=by, at=at, details={"instrument": row.instrument})
    return row.pk


def edit_round(*, by: Actor, at: datetime, round_id: int, version: int, facts: RoundFacts) -> None:
    """Changes a draft. Raises StaleEdit, and DomainError for a round that has been opened."""
    with transaction.atomic():
        row = _locked(round_id, RoundState.DRAFT)
        update_versioned(
            rows=SurveyRound.objects.filter(state=RoundState.DRAFT),
            pk=row.pk,
            version=version,
            changes=_columns(facts, at),
            room=ROOM,
        )
        _record("survey.edited", row, by=by, at=at)


def discard_round(*, by: Actor, at: datetime, round_id: int) -> None:
    """Removes a draft. Raises DomainError for a round that has been opened: somebody has been asked."""
    with transaction.atomic():
        row = _locked(round_id, RoundState.DRAFT)
        _record("survey.discarded", row, by=by, at=at)
        row.delete()


def open_round(*, by: Actor, at: datetime, round_id: int) -> int:
    """Draws the audience and queues a mail with a personal link to each of them; returns how many are asked.

    Raises DomainError where nobody can be asked, where the last day is too near or too far, and for an anonymous round
    that asks fewer than five of a kind.
    """
    with transaction.atomic():
        row = _locked(round_id, RoundState.DRAFT)
        _check_days(row.closes_on, row.remind_on, at)
        drawn = audience(rule_of(row), on=localdate(at))
        if not drawn.asked:
            raise DomainError(_("Der er ingen at spørge. Se under »Hvem bliver spurgt?«, hvorfor."))
        strata = _make_strata(row, drawn)
        invitations = []
        for one in drawn.asked:
            link_key = uuid4()
            invitations.append(
                SurveyInvitation(
                    round=row,
                    contact_id=one.contact_id,
                    project_id=one.project_id,
                    projects=one.projects,
                    stratum=strata[one.stratum],
                    link_key=link_key,
                    secret_hash=invitation_hash(secret_of(link_key)),
                )
            )
        made = SurveyInvitation.objects.bulk_create(invitations)
        for invitation, one in zip(made, drawn.asked, strict=True):
            invitation.mail_id = _queue(MailKind.SURVEY_INVITATION, invitation.pk, one.email, row, at)
        SurveyInvitation.objects.bulk_update(made, ["mail"])
        row.state, row.opened_at, row.version = RoundState.OPEN, at, row.version + 1
        row.save(update_fields=["state", "opened_at", "version"])
        _record("survey.opened", row, by=by, at=at, details={"asked": len(made)})
    return len(made)


def remind(*, by: Actor, at: datetime, round_id: int) -> int:
    """Queues a reminder to each who has not answered to the end and still consents; returns how many. What has been
    answered before the mail is sent stops it (web.jobs). Raises DomainError sooner than three days after the last
    mails."""
    with transaction.atomic():
        row = _locked(round_id, RoundState.OPEN)
        last = row.reminded_at or row.opened_at
        if last is not None and at < last + BETWEEN_REMINDERS:
            raise DomainError(
                _("Der er sendt mails for mindre end tre dage siden. Vent lidt med at påminde.")
            )
        rows = list(to_remind(row).select_related("contact").order_by("pk"))
        if not rows:
            raise DomainError(_("Der er ingen at påminde."))
        for invitation in rows:
            _queue(MailKind.SURVEY_REMINDER, invitation.pk, invitation.contact.email, row, at)
        SurveyInvitation.objects.filter(pk__in=[each.pk for each in rows]).update(
            reminders=F("reminders") + 1
        )
        row.reminded_at, row.version = at, row.version + 1
        row.save(update_fields=["reminded_at", "version"])
        _record("survey.reminded", row, by=by, at=at, details={"reminded": len(rows)})
    return len(rows)


def number_to_remind(*, round_id: int) -> int:
    """How many would be reminded now."""
    return to_remind(SurveyRound.objects.get(pk=round_id)).count()


def to_remind(row: SurveyRound) -> QuerySet[SurveyInvitation]:
    """Those who may answer and have not: their mail arrived, as far as is known, and they consent."""
    return row.invitations.filter(
        Q(mail__isnull=True) | Q(mail__failed_at__isnull=True),
        consents(),
        contact__active=True,
        disposition__in=UNANSWERED,
        reminders__lt=MOST_REMINDERS,
    ).exclude(contact__email="")


def close_round(*, by: Actor, at: datetime, round_id: int) -> None:
    """Closes the round: links open no longer, and what has been answered becomes sheets, all at once, in random order and
    without a time. Whoever has withdrawn their consent without having answered to the end has refused, and what they had
    answered is gone. Raises DomainError for a round that is not open."""
    with transaction.atomic():
        row = _locked(round_id, RoundState.OPEN)
        invitations = list(
            row.invitations.select_for_update(of=("self",))
            .select_related("mail")
            .annotate(consents_now=consents())
            .order_by("pk")
        )
        drafts = _drafts(row, invitations)
        sheets, counts = [], Counter[tuple[int, Disposition]]()
        for invitation in invitations:
            draft = drafts.get(invitation.pk, Draft())
            invitation.disposition = _final(invitation, draft)
            counts[invitation.stratum_id, Disposition(invitation.disposition)] += 1
            if invitation.disposition in (Disposition.COMPLETE, Disposition.PARTIAL):
                sheets.append(_sheet(row, invitation, draft))
        SystemRandom().shuffle(sheets)
        AnswerSheet.objects.bulk_create(sheets)
        for stratum in row.strata.all():
            for disposition in Disposition:
                setattr(stratum, disposition, counts[stratum.pk, disposition])
            stratum.save(update_fields=[str(disposition) for disposition in Disposition])
        _let_go(row, invitations)
        row.state, row.closed_at, row.version = RoundState.CLOSED, at, row.version + 1
        row.save(update_fields=["state", "closed_at", "version"])
        _record("survey.closed", row, by=by, at=at, details={"sheets": len(sheets)})


def close_due(*, at: datetime) -> int:
    """Closes the rounds whose last day is over; returns how many."""
    due = SurveyRound.objects.filter(state=RoundState.OPEN, closes_on__lt=localdate(at)).order_by("pk")
    ids = list(due.values_list("pk", flat=True))
    for round_id in ids:
        close_round(by=SCHEDULE, at=at, round_id=round_id)
    return len(ids)


def remind_due(*, at: datetime) -> int:
    """Reminds in the rounds whose day for it has come, from eight in the morning on; returns in how many. Where somebody
    has reminded in the three days before that day, or since, that was it."""
    if localtime(at).time() < REMIND_FROM:
        return 0
    today = localdate(at)
    reminded = 0
    for row in SurveyRound.objects.filter(state=RoundState.OPEN, remind_on__lte=today, closes_on__gte=today):
        assert row.remind_on is not None
        assert row.opened_at is not None
        seen_to = row.reminded_at and localdate(row.reminded_at) > row.remind_on - BETWEEN_REMINDERS
        if not seen_to and at >= row.opened_at + BETWEEN_REMINDERS and to_remind(row).exists():
            remind(by=SCHEDULE, at=at, round_id=row.pk)
            reminded += 1
    return reminded


def _let_go(row: SurveyRound, invitations: Collection[SurveyInvitation]) -> None:
    row.drafts.all().delete()
    if row.anonymous:
        row.invitations.update(disposition=Disposition.NO_ANSWER, reminders=0, link_key=None, mail=None)
        return
    for invitation in invitations:
        invitation.link_key = None
    SurveyInvitation.objects.bulk_update(invitations, ["disposition", "link_key"], batch_size=500)


def _drafts(row: SurveyRound, invitations: Collection[SurveyInvitation]) -> dict[int, Draft]:
    """What has been answered, by invitation: found by the secrets of the links, as whoever holds a link finds it."""
    content = dict(AnswerDraft.objects.filter(round=row).values_list("key", "content"))
    found = {}
    for invitation in invitations:
        assert invitation.link_key is not None
        key = draft_key(secret_of(invitation.link_key))
        if key in content:
            found[invitation.pk] = opened(content[key], key=key)
    return found


def _final(invitation: SurveyInvitation, draft: Draft) -> Disposition:
    if draft.complete:
        return Disposition.COMPLETE
    if invitation.disposition == Disposition.REFUSED or not invitation.consents_now:  # type: ignore[attr-defined]  # annotated
        return Disposition.REFUSED
    if draft.values:
        return Disposition.PARTIAL
    if invitation.mail is not None and invitation.mail.failed_at is not None:
        return Disposition.NOT_REACHED
    return Disposition.NO_ANSWER


def _sheet(row: SurveyRound, invitation: SurveyInvitation, draft: Draft) -> AnswerSheet:
    """In an anonymous round nothing but the stratum says whose it is."""
    sheet = AnswerSheet(
        round=row, stratum_id=invitation.stratum_id, complete=draft.complete, values=dict(draft.values)
    )
    if not row.anonymous:
        sheet.invitation = invitation
        sheet.project_id = invitation.project_id
    return sheet


def _make_strata(row: SurveyRound, drawn: Audience) -> dict[Stratum, RoundStratum]:
    """The stratum that each is counted in, by the one they would be in were nobody to be hidden."""
    asked = Counter(one.stratum for one in drawn.asked)
    within = {stratum: stratum for stratum in drawn.population}
    if row.anonymous:
        try:
            within |= coarsened(asked)
        except TooFewError as error:
            few = ", ".join(str(each.label) for each in error.respondent_types)
            raise DomainError(
                _(
                    "Svarene kan ikke være anonyme, når færre end %(least)d af en slags bliver spurgt: %(few)s. Spørg "
                    "flere, lad dem være ude, eller lav en runde, der ikke er anonym."
                )
                % {"least": LEAST, "few": few}
            ) from None
    population = Counter[Stratum]()
    for stratum, number in drawn.population.items():
        population[within[stratum]] += number
    councils, offices = (dict(each.objects.values_list("code", "pk")) for each in (Council, Office))
    rows = {
        stratum: RoundStratum(
            round=row,
            respondent_type=stratum.respondent_type,
            council_id=councils[stratum.council] if stratum.council else None,
            office_id=offices[stratum.office] if stratum.office and not stratum.council else None,
            project_type=stratum.project_type or "",
            population=number,
        )
        for stratum, number in population.items()
    }
    RoundStratum.objects.bulk_create(rows.values())
    return {stratum: rows[within[stratum]] for stratum in drawn.population}


def _queue(kind: MailKind, invitation_id: int, email: str, row: SurveyRound, at: datetime) -> int:
    """What it says is written when it is sent (web.surveys.mails): by then they may have answered."""
    return queue_mail(
        at=at,
        kind=kind,
        recipient=email,
        language=settings.LANGUAGE_CODE,
        subject="",
        text=str(invitation_id),
        expires_at=max(ends_at(row.closes_on), at + timedelta(hours=1)),
        hides_recipient=True,
    )


def ends_at(closes_on: date) -> datetime:
    """The moment after the last day to answer."""
    return datetime.combine(closes_on + timedelta(days=1), time.min, get_current_timezone())


def _columns(facts: RoundFacts, at: datetime) -> dict[str, object]:
    _check_days(facts.closes_on, facts.remind_on, at)
    columns = {each.name: getattr(facts, each.name) for each in fields(facts)}
    for name in ("statuses", "project_types", "respondent_types"):
        columns[name] = [str(value) for value in columns[name]]
    return columns | {"name": facts.name.strip()}


def _check_days(closes_on: date, remind_on: date | None, at: datetime) -> None:
    today = localdate(at)
    if not today + SHORTEST <= closes_on <= today + LONGEST:
        raise DomainError(
            _("Den sidste dag at svare skal ligge mellem tre og 90 dage frem."), field="closes_on"
        )
    if remind_on is not None and not today < remind_on < closes_on:
        raise DomainError(
            _("Påmindelsen skal sendes efter i dag og før den sidste dag at svare."), field="remind_on"
        )


def _locked(round_id: int, state: RoundState) -> SurveyRound:
    row = SurveyRound.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if row is None:
        raise DomainError(_("Runden findes ikke længere."))
    if row.state != state:
        raise DomainError(
            _("Runden er nu »%(state)s«. Åbn siden igen.") % {"state": RoundState(row.state).label}
        )
    return row


def _record(
    action: str, row: SurveyRound, *, by: Actor, at: datetime, details: Mapping[str, object] | None = None
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=row.project_id,
        details=details,
    )
