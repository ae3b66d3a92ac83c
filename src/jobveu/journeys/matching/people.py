"""Which of a project's candidates a proposal is about, and what the kernel is told of them.

The columns that are read are named one by one: no name, no CPR number, nothing of sex, age, origin or health.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.candidates.enums import (
    INTO_WORK_OR_EDUCATION,
    POINTS_OF_INTEREST,
    POINTS_OF_WISH,
    CompanyInterest,
    Motivation,
    PlacementDecision,
    ScreeningResult,
    WishLevel,
)
from jobveu.candidates.models import (
    Candidacy,
    CompanyScore,
    Enrolment,
    Outcome,
    Presentation,
    ProposalPerson,
    Screening,
    Statement,
    Wish,
)
from jobveu.candidates.periods import AwayPeriod, from_ranges
from jobveu.candidates.rules import TAKES_PLACE
from jobveu.education.enums import CourseStatus
from jobveu.journeys.matching.places import PLACED


class LeftOut(TextChoices):
    """Why a candidate is no part of a proposal."""

    NOT_SCREENED = "not_screened", _("er ikke screenet endnu")
    NOT_SUITABLE = "not_suitable", _("bestod ikke screeningen")
    DECLINES = "declines", _("vil ikke deltage eller præsenteres for virksomheder")
    ON_COURSE = "on_course", _("er allerede på et kursus eller har gennemført et")
    HAS_POSITION = "has_position", _("har allerede fået en stilling efter et tidligere forslag")
    HAS_OUTCOME = "has_outcome", _("er i job eller uddannelse")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the kernel is told of one. `wishes` and `scores` hold what has been said, by company and by course."""

    candidacy_id: int
    job_centre_id: int
    municipality_id: int | None
    vulnerable: bool
    available_from: date | None
    away: tuple[AwayPeriod, ...]
    travel_limit_km: int | None
    travel_limit_minutes: int | None
    company_wishes: Mapping[int, WishLevel]
    course_wishes: Mapping[int, WishLevel]
    company_scores: Mapping[int, CompanyInterest]
    rejected: frozenset[str] = frozenset()
    """The keys of positions and courses that a caseworker has rejected for the candidate."""


@dataclass(frozen=True, slots=True)
class People:
    candidates: tuple[Candidate, ...]
    left_out: Mapping[LeftOut, int]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many candidates the reader sees who would be in a proposal, and how many not, and why."""

    available: int
    left_out: tuple[tuple[LeftOut, int], ...]


def numbers(rows: QuerySet[Candidacy]) -> Numbers:
    """One SQL statement."""
    reasons = Counter(_why_left_out(row) for row in _with_grounds(rows).values(*GROUNDS))
    return Numbers(reasons[None], tuple((reason, reasons[reason]) for reason in LeftOut if reasons[reason]))


def people(*, project_id: int) -> People:
    """The candidates of the project, in the order in which they were added. For the system: no user reaches everybody's
    persons. Five SQL statements."""
    rows = list(
        _with_grounds(Candidacy.objects.filter(project=project_id, person__isnull=False))
        .values(
            "id",
            "job_centre_id",
            "person__municipality_id",
            "person__vulnerable",
            "person__available_from",
            "person__away",
            "person__travel_limit_km",
            "person__travel_limit_minutes",
            *GROUNDS,
        )
        .order_by("id")
    )
    reasons = {row["id"]: _why_left_out(row) for row in rows}
    available = [row for row in rows if reasons[row["id"]] is None]
    ids = [row["id"] for row in available]
    company_wishes, course_wishes = _wishes(ids)
    scores = _scores(ids)
    rejected = _rejected(ids)
    counted = Counter(reason for reason in reasons.values() if reason is not None)
    return People(
        tuple(
            Candidate(
                candidacy_id=row["id"],
                job_centre_id=row["job_centre_id"],
                municipality_id=row["person__municipality_id"],
                vulnerable=row["person__vulnerable"],
                available_from=row["person__available_from"],
                away=from_ranges(row["person__away"]),
                travel_limit_km=row["person__travel_limit_km"],
                travel_limit_minutes=row["person__travel_limit_minutes"],
                company_wishes=company_wishes.get(row["id"], {}),
                course_wishes=course_wishes.get(row["id"], {}),
                company_scores=scores.get(row["id"], {}),
                rejected=frozenset(rejected.get(row["id"], ())),
            )
            for row in available
        ),
        counted,
    )


GROUNDS = (
    "newest_result",
    "newest_motivation",
    "newest_agrees",
    "is_on_course",
    "holds_position",
    "is_placed",
)


def _with_grounds(rows: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    newest = Screening.objects.filter(candidacy=OuterRef("pk")).order_by("-id").values("result")[:1]
    said = Statement.objects.filter(candidacy=OuterRef("pk")).order_by("-id")
    on_course = Enrolment.objects.filter(candidacy=OuterRef("pk"), status__in=TAKES_PLACE).exclude(
        course__status=CourseStatus.CANCELLED
    )
    presented = Presentation.objects.filter(
        candidacy=OuterRef("candidacy"), company=OuterRef("decided_company"), ended_on__isnull=True
    )
    decided = ProposalPerson.objects.filter(
        Exists(presented), candidacy=OuterRef("pk"), decision__in=PLACED
    ).exclude(decided_position="")
    placed = Outcome.objects.filter(candidacy=OuterRef("pk"), kind__in=INTO_WORK_OR_EDUCATION)
    return rows.filter(withdrawn_on__isnull=True).annotate(
        newest_result=Subquery(newest),
        newest_motivation=Subquery(said.values("motivation")[:1]),
        newest_agrees=Subquery(said.values("agrees")[:1]),
        is_on_course=Exists(on_course),
        holds_position=Exists(decided),
        is_placed=Exists(placed),
    )


def _why_left_out(row: Mapping[str, object]) -> LeftOut | None:
    if row["is_placed"]:
        return LeftOut.HAS_OUTCOME
    if row["is_on_course"]:
        return LeftOut.ON_COURSE
    if row["holds_position"]:
        return LeftOut.HAS_POSITION
    if row["newest_motivation"] == Motivation.DECLINES or row["newest_agrees"] is False:
        return LeftOut.DECLINES
    if row["newest_result"] is None:
        return LeftOut.NOT_SCREENED
    return None if row["newest_result"] == ScreeningResult.PASSED else LeftOut.NOT_SUITABLE


def _wishes(ids: Collection[int]) -> tuple[dict[int, dict[int, WishLevel]], dict[int, dict[int, WishLevel]]]:
    companies: dict[int, dict[int, WishLevel]] = {}
    courses: dict[int, dict[int, WishLevel]] = {}
    for row in Wish.objects.filter(candidacy__in=ids):
        if row.company_id is not None:
            companies.setdefault(row.candidacy_id, {})[row.company_id] = WishLevel(row.level)
        if row.course_id is not None:
            courses.setdefault(row.candidacy_id, {})[row.course_id] = WishLevel(row.level)
    return companies, courses


def _scores(ids: Collection[int]) -> dict[int, dict[int, CompanyInterest]]:
    found: dict[int, dict[int, CompanyInterest]] = {}
    for row in CompanyScore.objects.filter(candidacy__in=ids):
        found.setdefault(row.candidacy_id, {})[row.company_id] = CompanyInterest(row.level)
    return found


def _rejected(ids: Collection[int]) -> dict[int, set[str]]:
    """What was proposed and rejected. Of a position with a course it is the position that was."""
    found: dict[int, set[str]] = {}
    rows = ProposalPerson.objects.filter(candidacy__in=ids, decision=PlacementDecision.REJECTED)
    for candidacy_id, position, course in rows.values_list("candidacy_id", "position", "course"):
        found.setdefault(candidacy_id, set()).add(position or course)
    return found


def points_of_wish(level: WishLevel | None) -> int | None:
    """From 0 to 100; None for what the candidate won't have. What nothing was said of is fine."""
    return POINTS_OF_WISH.get(level or WishLevel.FINE)


def points_of_interest(level: CompanyInterest) -> int | None:
    """From 0 to 100; None for whom the company won't have."""
    return POINTS_OF_INTEREST.get(level)
