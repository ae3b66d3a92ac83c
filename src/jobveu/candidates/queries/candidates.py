"""A project's candidates, as each who may list them sees them: own persons by name, others by pseudonym,
other job centres' only as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Expression, F, OuterRef, Q, QuerySet

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import (
    Awaited,
    CandidacyState,
    Purpose,
)
from jobveu.candidates.identity import reveal_names
from jobveu.candidates.models import Candidacy, Enrolment, Presentation
from jobveu.candidates.name_order import in_name_order
from jobveu.candidates.queries.awaited import awaited_ids
from jobveu.candidates.queries.grounds import EnrolmentOn, Grounds, grounds_of
from jobveu.candidates.queries.states import state_rank, with_state_seen
from jobveu.candidates.rules import (
    CourseSpan,
    DueOutcome,
    Facts,
    due_outcomes,
    outcomes_count_from,
    state_of,
)
from jobveu.common.choices import Choice
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course


@dataclass(frozen=True, slots=True)
class Visible:
    """The candidacies of a project that an actor may see one by one. `drives`: because the actor drives the
    project, and so all of them; `job_centre_ids`: the actor's own job centres."""

    rows: QuerySet[Candidacy]
    drives: bool
    job_centre_ids: frozenset[int]
    provider_ids: frozenset[int]
    """The actor's own organisations whose participants the actor follows."""
    company_ids: frozenset[int]
    """The actor's own companies that candidates are presented to."""

    @property
    def others(self) -> bool:
        """Whether some are seen as a provider or a company."""
        return bool(self.provider_ids or self.company_ids)

    @property
    def fully(self) -> Q:
        """Of which of the candidacies the actor may see how far they have come, whatever it rests on."""
        return Q(pk__isnull=False) if self.drives else Q(job_centre_id__in=self.job_centre_ids)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`name` is "" for those whose identity the actor may not see. What a provider or a company may not
    know of a candidate is None, "" or left out; `presented_on` is the day of presentation to a company of
    the actor's own."""

    id: int
    pseudonym: str
    name: str
    job_centre: str
    state: CandidacyState | None
    added_on: date | None
    courses: tuple[str, ...]
    next_outcome: DueOutcome | None
    presented_on: date | None

    @property
    def shown_as(self) -> str:
        return self.name or self.pseudonym


def visible_to(*, by: Actor, project_id: int, subject: Subject) -> Visible:
    """Action.VIEW_CANDIDACY as a filter. `subject` is the project's.

    Raises ValueError for a scope that is not about candidacies: better no list than a wrong one.
    """
    drives = False
    centres: set[int] = set()
    providers: set[int] = set()
    companies: set[int] = set()
    condition = Q(pk__in=[])
    for membership, scope in grants(Action.VIEW_CANDIDACY, by):
        organisation = membership.organisation_id
        match scope:
            case Scope.OWN_OFFICE:
                drives |= membership.office_id is not None and membership.office_id == subject.office_id
            case Scope.COORDINATING:
                drives |= organisation is not None and organisation == subject.coordinating_organisation_id
            case Scope.REGISTERED if organisation is not None:
                centres.add(organisation)
                condition |= Q(job_centre_id=organisation)
            case Scope.OWN_COURSE if organisation is not None:
                providers.add(organisation)
                condition |= Q(Exists(_on_courses_of(organisation)))
            case Scope.PRESENTED if organisation is not None:
                companies.add(organisation)
                if organisation in subject.party_organisation_ids:
                    condition |= Q(Exists(_presented_to(organisation)), withdrawn_on__isnull=True)
            case _:
                raise ValueError(f"{scope} does not say which candidacies the actor may see")
    rows = Candidacy.objects.filter(project=project_id, person__isnull=False)
    return Visible(
        rows=rows if drives else rows.filter(condition),
        drives=drives,
        job_centre_ids=frozenset(centres),
        provider_ids=frozenset(providers),
        company_ids=frozenset(companies),
    )


def candidates(
    *,
    by: Actor,
    at: datetime,
    today: date,
    purpose: Purpose,
    project_id: int,
    subject: Subject,
    sort: Sort,
    window: Window,
    state: CandidacyState | None = None,
    job_centre: int | None = None,
    course: int | None = None,
    awaited: Awaited | None = None,
) -> RowPage[CandidateRow]:
    """The candidates that the actor may see one by one, by name where they may see it (each look is
    recorded). Sorts: candidate, job_centre, state, added. A fixed number of SQL statements.

    Whoever drives the project gets pseudonyms in their own order: the order of names would tell of names.
    """
    visible = visible_to(by=by, project_id=project_id, subject=subject)
    rows = visible.rows.select_related("job_centre")
    if state or sort.key == "state":
        # Only where the database has to choose or sort by it: the rows' own states are computed in _rows.
        rows = with_state_seen(rows, fully=visible.fully, provider_ids=visible.provider_ids)
    if state:
        rows = rows.filter(state=state)
    if job_centre:
        rows = rows.filter(job_centre_id=job_centre)
    if course:
        enrolments = Enrolment.objects.filter(candidacy=OuterRef("pk"), course_id=course)
        rows = rows.filter(
            visible.fully & Exists(enrolments)
            | Exists(enrolments.filter(course__provider_id__in=visible.provider_ids))
        )
    if awaited:
        ids = awaited_ids(project_id=project_id, awaited=awaited, today=today)
        rows = rows.filter(visible.fully, pk__in=ids)
    found = _page(rows, visible, sort, window)
    return RowPage(
        rows=_rows(
            found.rows,
            visible,
            by=by,
            at=at,
            today=today,
            purpose=purpose,
            project_id=project_id,
        ),
        total=found.total,
        capped=found.capped,
    )


def course_filter(*, project_id: int, visible: Visible) -> tuple[Choice, ...]:
    """The project's courses, to a provider or a company its own only; one SQL statement."""
    courses = Course.objects.filter(project=project_id)
    if not (visible.drives or visible.job_centre_ids):
        courses = courses.filter(provider_id__in=visible.provider_ids)
    rows = courses.order_by(F("starts_on").asc(nulls_last=True), DanishSortKey("title"), "id").values_list(
        "id", "title"
    )
    return tuple(Choice(id=id_, label=title) for id_, title in rows)


def job_centre_filter(*, visible: Visible) -> tuple[Choice, ...]:
    """The job centres of the candidates that the actor may see; one SQL statement."""
    rows = (
        visible.rows.order_by(DanishSortKey("job_centre__name"), "job_centre_id")
        .values_list("job_centre_id", "job_centre__name")
        .distinct()
    )
    return tuple(Choice(id=id_, label=name) for id_, name in dict(rows).items())


def _on_courses_of(organisation: int) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(candidacy=OuterRef("pk"), course__provider_id=organisation).exclude(
        course__status=CourseStatus.CANCELLED
    )


def _presented_to(organisation: int) -> QuerySet[Presentation]:
    return Presentation.objects.filter(
        candidacy=OuterRef("pk"), company_id=organisation, ended_on__isnull=True
    )


def _page(rows: QuerySet[Candidacy], visible: Visible, sort: Sort, window: Window) -> RowPage[Candidacy]:
    if sort.key == "candidate" and not visible.drives:
        if not visible.others and len(visible.job_centre_ids) == 1:
            sign = "-" if sort.descending else ""
            return page_of(rows.order_by(f"{sign}person__name_position", f"{sign}id"), window=window)
        return _page_by_name(rows, sort, window)
    columns: Mapping[str, str | Expression] = {
        "candidate": "pseudonym",
        "job_centre": DanishSortKey("job_centre__name"),
        "state": state_rank(),
        "added": "added_on",
    }
    return page_of(ordered(rows, sort=sort, columns=columns), window=window)


def _page_by_name(rows: QuerySet[Candidacy], sort: Sort, window: Window) -> RowPage[Candidacy]:
    """Sorted among several job centres' persons: positions cannot be compared, so the names are."""
    ids = in_name_order(rows.order_by("id").values_list("id", "person__key", "person__name_encrypted"))
    if sort.descending:
        ids.reverse()
    wanted = ids[window.offset : window.offset + window.limit]
    by_id = {row.pk: row for row in rows.filter(pk__in=wanted).order_by("id")}
    return RowPage(rows=[by_id[id_] for id_ in wanted if id_ in by_id], total=len(ids))


def _rows(
    rows: Sequence[Candidacy],
    visible: Visible,
    *,
    by: Actor,
    at: datetime,
    today: date,
    purpose: Purpose,
    project_id: int,
) -> list[CandidateRow]:
    known = {row.pk for row in rows if visible.drives or row.job_centre_id in visible.job_centre_ids}
    grounds = grounds_of(candidacy_ids=[row.pk for row in rows], company_ids=visible.company_ids)
    seen = {
        row.pk: tuple(
            one
            for one in grounds[row.pk].enrolments
            if row.pk in known or one.provider_id in visible.provider_ids
        )
        for row in rows
    }
    names = reveal_names(by=by, at=at, purpose=purpose, person_ids=_persons(rows), project_id=project_id)
    return [
        CandidateRow(
            id=row.pk,
            pseudonym=row.pseudonym or "",
            name=names.get(row.person_id or 0, ""),
            job_centre=row.job_centre.name,
            state=_state(row, grounds[row.pk], seen[row.pk], whole=row.pk in known),
            added_on=row.added_on if row.pk in known else None,
            courses=tuple(one.course for one in seen[row.pk]),
            next_outcome=_next_outcome(row, grounds[row.pk], today) if row.pk in known else None,
            presented_on=grounds[row.pk].presented_to_own_on,
        )
        for row in rows
    ]


def _persons(rows: Sequence[Candidacy]) -> list[int]:
    return [row.person_id for row in rows if row.person_id is not None]


def _state(
    row: Candidacy, grounds: Grounds, seen: Sequence[EnrolmentOn], *, whole: bool
) -> CandidacyState | None:
    """How far the candidate has come, as far as the actor may know; with_state_seen says the same in SQL."""
    statuses = tuple(one.status for one in seen)
    if not whole:
        return state_of(Facts(enrolments=statuses)) if statuses else None
    return state_of(
        Facts(
            withdrawn=row.withdrawn_on is not None,
            screening=grounds.screening,
            presented=grounds.presented,
            enrolments=statuses,
            has_outcome=bool(grounds.milestones),
        )
    )


def _next_outcome(row: Candidacy, grounds: Grounds, today: date) -> DueOutcome | None:
    """The earliest outcome that is missing: the next to record."""
    if row.withdrawn_on is not None:
        return None
    outcomes = due_outcomes(
        count_from=outcomes_count_from(
            [CourseSpan(one.ended_on, one.course_ends_on) for one in grounds.enrolments],
            project_ends_on=grounds.project_ends_on,
        ),
        recorded=grounds.milestones,
        today=today,
    )
    return next((outcome for outcome in outcomes if not outcome.recorded), None)
