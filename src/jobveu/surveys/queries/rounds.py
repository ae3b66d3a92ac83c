"""Rounds for whoever makes and follows them: in numbers, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Expression, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey, by_label
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.surveys.enums import UNANSWERED, AnswerRoute, Disposition, RespondentType, RoundState
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.models import RoundStratum, SurveyInvitation, SurveyRound
from jobveu.surveys.queries.audience import AudienceRule, rule_of
from jobveu.surveys.strata import LEAST

_ASKED = F("complete") + F("partial") + F("refused") + F("not_reached") + F("no_answer")
"""All dispositions of a stratum."""
_SORT = {"name": DanishSortKey("name"), "made": F("made_at"), "closes": F("closes_on")}


@dataclass(frozen=True, slots=True)
class RoundRow:
    """`asked` and `complete` are 0 for a draft."""

    id: int
    name: str
    instrument: str
    office: str
    state: RoundState
    anonymous: bool
    synthetic: bool
    closes_on: date
    asked: int
    complete: int

    @property
    def rate(self) -> float | None:
        """Of those asked, the share who have answered to the end."""
        return self.complete / self.asked if self.asked else None

    @property
    def few(self) -> bool:
        """Whether so few have answered an anonymous round that their number isn't told."""
        return self.anonymous and 0 < self.complete < LEAST


@dataclass(frozen=True, slots=True)
class RoundPage:
    id: int
    name: str
    instrument: str
    instrument_title: str
    instrument_version: int
    office_id: int | None
    office: str
    council_id: int | None
    council: str
    project_id: int | None
    project: str
    statuses: tuple[ProjectStatus, ...]
    project_types: tuple[ProjectType, ...]
    respondent_types: tuple[RespondentType, ...]
    started_from: date | None
    started_to: date | None
    anonymous: bool
    synthetic: bool
    state: RoundState
    closes_on: date
    remind_on: date | None
    made_by: str
    made_at: datetime
    opened_at: datetime | None
    reminded_at: datetime | None
    closed_at: datetime | None
    version: int
    rule: AudienceRule

    @property
    def subject(self) -> Subject:
        """Whose round it is: an office's, or the whole country's."""
        return Subject(office_id=self.office_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """What has come of asking one respondent type so far, or in the end."""

    respondent_type: RespondentType
    population: int
    drawn: Mapping[Disposition, int]

    @property
    def asked(self) -> int:
        return sum(self.drawn.values())

    @property
    def rate(self) -> float | None:
        return self.drawn[Disposition.COMPLETE] / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Somebody who was asked. `disposition` is None in an anonymous round: nobody needs to know."""

    id: int
    contact: str
    phone: str
    organisation_id: int
    organisation: str
    respondent_type: RespondentType
    project_id: int
    project: str
    projects: int
    disposition: Disposition | None
    reminders: int | None
    route: AnswerRoute


def rounds(
    *, sort: Sort, window: Window, state: RoundState | None = None, office_id: int | None = None
) -> RowPage[RoundRow]:
    """All rounds. Two SQL statements."""
    rows = SurveyRound.objects.select_related("office")
    if state is not None:
        rows = rows.filter(state=state)
    if office_id is not None:
        rows = rows.filter(office=office_id)
    order = _SORT[sort.key]
    ordered = _counted(rows).order_by(order.desc() if sort.descending else order.asc(), "-pk")
    shown = ordered[window.offset : window.offset + window.limit]
    return RowPage(tuple(_row(row) for row in shown), rows.count())


def rounds_of_project(*, project_id: int) -> tuple[RoundRow, ...]:
    """The pulses of a project, the newest first. One SQL statement."""
    rows = SurveyRound.objects.select_related("office").filter(project=project_id)
    return tuple(_row(row) for row in _counted(rows).order_by("-made_at", "-pk"))


def round_page(*, round_id: int) -> RoundPage | None:
    """One SQL statement; None when there is none such."""
    row = (
        SurveyRound.objects.select_related("office", "council", "project", "made_by")
        .filter(pk=round_id)
        .first()
    )
    if row is None:
        return None
    instrument = INSTRUMENTS[row.instrument]
    return RoundPage(
        id=row.pk,
        name=row.name,
        instrument=row.instrument,
        instrument_title=str(instrument.title),
        instrument_version=instrument.version,
        office_id=row.office_id,
        office=row.office.name if row.office else "",
        council_id=row.council_id,
        council=row.council.name if row.council else "",
        project_id=row.project_id,
        project=row.project.title if row.project else "",
        statuses=tuple(each for each in ProjectStatus if each in row.statuses),
        project_types=tuple(each for each in ProjectType if each in row.project_types),
        respondent_types=tuple(each for each in RespondentType if each in row.respondent_types),
        started_from=row.started_from,
        started_to=row.started_to,
        anonymous=row.anonymous,
        synthetic=row.synthetic,
        state=RoundState(row.state),
        closes_on=row.closes_on,
        remind_on=row.remind_on,
        made_by=row.made_by.name if row.made_by else "",
        made_at=row.made_at,
        opened_at=row.opened_at,
        reminded_at=row.reminded_at,
        closed_at=row.closed_at,
        version=row.version,
        rule=rule_of(row),
    )


def standing(*, round_id: int, closed: bool) -> tuple[Standing, ...]:
    """How it stands, by respondent type: of those who are asked at all. Two SQL statements at most."""
    strata = RoundStratum.objects.filter(round=round_id)
    drawn = dict[tuple[RespondentType, Disposition], int]()
    if closed:
        for row in strata.values("respondent_type").annotate(
            **{each: Sum(each) for each in Disposition.values}
        ):
            for each in Disposition:
                drawn[RespondentType(row["respondent_type"]), each] = row[each]
    else:
        for row in _so_far(round_id):
            key = RespondentType(row["stratum__respondent_type"])
            for each in Disposition:
                drawn[key, each] = row[f"n_{each}"]
    sizes = dict(strata.values_list("respondent_type").annotate(all=Sum("population")))
    return tuple(
        Standing(each, sizes[each], {one: drawn.get((each, one), 0) for one in Disposition})
        for each in RespondentType
        if each in sizes
    )


def _so_far(round_id: int) -> QuerySet[SurveyInvitation, dict[str, Any]]:
    """A mail that could not be sent counts as not reached for as long as nobody has answered."""
    failed = Q(disposition=Disposition.NO_ANSWER, mail__failed_at__isnull=False)
    counted = {
        f"n_{each}": Count("pk", filter=Q(disposition=each) & ~failed)
        for each in Disposition
        if each is not Disposition.NOT_REACHED
    }
    counted[f"n_{Disposition.NOT_REACHED}"] = Count("pk", filter=failed)
    rows = SurveyInvitation.objects.filter(round=round_id).values("stratum__respondent_type")
    return rows.annotate(**counted).order_by()


def asked_rows(
    *, round_id: int, sort: Sort, window: Window, text: str = "", unanswered: bool = False
) -> RowPage[AskedRow]:
    """Who was asked; `unanswered`: those only who may still answer, which of an anonymous round nobody is told. Two SQL
    statements, one without `with_total`."""
    rows = SurveyInvitation.objects.filter(round=round_id).select_related(
        "round", "contact__organisation", "project", "stratum", "mail"
    )
    if text:
        rows = rows.filter(Q(contact__name__icontains=text) | Q(contact__organisation__name__icontains=text))
    if unanswered:
        rows = rows.filter(disposition__in=UNANSWERED, round__anonymous=False)
    columns: Mapping[str, str | Expression] = {
        "name": DanishSortKey("contact__name"),
        "organisation": DanishSortKey("contact__organisation__name"),
        "respondent_type": by_label("stratum__respondent_type", RespondentType),
        "project": DanishSortKey("project__title"),
    }
    sort = Sort("name") if sort.key == "asked" else sort  # all of them were
    page = page_of(ordered(rows, sort=sort, columns=columns, tie_break="pk"), window=window)
    return replace(page, rows=tuple(_asked(row) for row in page.rows))


def offices_of(by: Actor) -> frozenset[int] | None:
    """The offices whose rounds the actor may run; None: any, and the whole country's."""
    found = set()
    for membership, scope in grants(Action.RUN_SURVEY, by):
        if scope is Scope.ALL:
            return None
        if membership.office_id is not None:
            found.add(membership.office_id)
    return frozenset(found)


def _counted(rows: QuerySet[SurveyRound]) -> QuerySet[SurveyRound]:
    return rows.annotate(
        asked_open=_number(SurveyInvitation.objects.filter(round=OuterRef("pk")), Count("pk")),
        complete_open=_number(
            SurveyInvitation.objects.filter(round=OuterRef("pk"), disposition=Disposition.COMPLETE),
            Count("pk"),
        ),
        asked_closed=_number(RoundStratum.objects.filter(round=OuterRef("pk")), Sum(_ASKED)),
        complete_closed=_number(RoundStratum.objects.filter(round=OuterRef("pk")), Sum("complete")),
    )


def _number(rows: QuerySet[SurveyInvitation] | QuerySet[RoundStratum], what: Count | Sum) -> Coalesce:
    counted = rows.order_by().values("round").annotate(n=what).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _row(row: SurveyRound) -> RoundRow:
    closed = row.state == RoundState.CLOSED
    return RoundRow(
        id=row.pk,
        name=row.name,
        instrument=str(INSTRUMENTS[row.instrument].title),
        office=row.office.name if row.office else "",
        state=RoundState(row.state),
        anonymous=row.anonymous,
        synthetic=row.synthetic,
        closes_on=row.closes_on,
        asked=row.asked_closed if closed else row.asked_open,
        complete=row.complete_closed if closed else row.complete_open,
    )


def _asked(row: SurveyInvitation) -> AskedRow:
    disposition = Disposition(row.disposition)
    if disposition is Disposition.NO_ANSWER and row.mail is not None and row.mail.failed_at is not None:
        disposition = Disposition.NOT_REACHED
    return AskedRow(
        id=row.pk,
        contact=row.contact.name,
        phone=row.contact.phone,
        organisation_id=row.contact.organisation_id,
        organisation=row.contact.organisation.name,
        respondent_type=RespondentType(row.stratum.respondent_type),
        project_id=row.project_id,
        project=row.project.title,
        projects=row.projects,
        disposition=None if row.round.anonymous else disposition,
        reminders=None if row.round.anonymous else row.reminders,
        route=AnswerRoute(row.route),
    )
