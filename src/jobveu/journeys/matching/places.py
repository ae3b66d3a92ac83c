"""What there is to get: the positions within companies' commitments, and the courses that take people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import PlacementDecision
from jobveu.candidates.models import Position, Presentation, ProposalPerson
from jobveu.candidates.queries.counted import in_line_by_course, places_taken_by_course
from jobveu.common.sorting import danish_sort_key
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.models import Commitment

PLACED = (PlacementDecision.ACCEPTED, PlacementDecision.CHANGED)


@dataclass(frozen=True, slots=True)
class PositionPlace:
    """`key` names it to the kernel. `id` is None where the commitment itself stands for one position, with the
    company's municipality and, where the project has only one, its course. `held` is how many have it already by
    decisions on earlier proposals, as far as the reader sees the candidates."""

    key: str
    id: int | None
    version: int
    commitment_id: int
    company_id: int
    company: str
    title: str
    count: int
    held: int
    municipality_id: int | None
    municipality: str
    starts_on: date | None
    course_id: int | None
    course: str

    @property
    def left(self) -> int:
        return max(0, self.count - self.held)

    @property
    def name(self) -> str:
        return _("%(title)s hos %(company)s") % {"title": self.title, "company": self.company}


@dataclass(frozen=True, slots=True)
class CoursePlace:
    """`most` is None where the course has no greatest number; `taken` counts everybody's participants, and `promised` those
    in line for a place."""

    key: str
    id: int
    title: str
    least: int
    most: int | None
    taken: int
    promised: int
    municipality_id: int | None
    starts_on: date | None
    ends_on: date | None

    @property
    def lacks(self) -> int:
        """How many more it takes to reach its least number."""
        return max(0, self.least - self.taken)

    def left(self, otherwise: int) -> int:
        return otherwise if self.most is None else max(0, self.most - self.taken - self.promised)


@dataclass(frozen=True, slots=True)
class Places:
    positions: tuple[PositionPlace, ...]
    courses: tuple[CoursePlace, ...]
    unnumbered: tuple[str, ...]
    """Companies whose letter of intent says no number, and which have no positions recorded."""

    def position(self, key: str) -> PositionPlace | None:
        return next((one for one in self.positions if one.key == key), None)

    def course(self, key: str) -> CoursePlace | None:
        return next((one for one in self.courses if one.key == key), None)


def course_key(course_id: int) -> str:
    return f"kursus-{course_id}"


def places(*, project_id: int, on: date) -> Places:
    """What candidates of the project could get on the day. Six SQL statements."""
    courses = _courses(project_id, on)
    titles = {one.id: one.title for one in courses}
    only = courses[0].id if len(courses) == 1 else None
    commitments = list(
        Commitment.objects.filter(
            project=project_id, withdrawn_on__isnull=True, organisation__kind__in=WORKPLACES
        )
        .select_related("organisation__municipality")
        .order_by("id")
    )
    by_commitment: dict[int, list[Position]] = {}
    for row in (
        Position.objects.filter(commitment__in=commitments).select_related("municipality").order_by("id")
    ):
        by_commitment.setdefault(row.commitment_id, []).append(row)
    held = _held(project_id)
    found, unnumbered = [], []
    for commitment in commitments:
        company = commitment.organisation
        rows = by_commitment.get(commitment.pk, [])
        found += [
            PositionPlace(
                key=(key := f"stilling-{row.pk}"),
                id=row.pk,
                version=row.version,
                commitment_id=commitment.pk,
                company_id=company.pk,
                company=company.name,
                title=row.title,
                count=row.count,
                held=held[key],
                municipality_id=row.municipality_id,
                municipality=row.municipality.name if row.municipality else "",
                starts_on=row.starts_on,
                # A course that no longer takes people is behind them, or gone.
                course_id=row.course_id if row.course_id in titles else None,
                course=titles.get(row.course_id or 0, ""),
            )
            for row in rows
        ]
        if not rows and commitment.head_count is None:
            unnumbered.append(company.name)
        elif not rows:
            found.append(
                PositionPlace(
                    key=(key := f"tilsagn-{commitment.pk}"),
                    id=None,
                    version=0,
                    commitment_id=commitment.pk,
                    company_id=company.pk,
                    company=company.name,
                    title=_("Medarbejder"),
                    count=commitment.head_count or 0,
                    held=held[key],
                    municipality_id=company.municipality_id,
                    municipality=company.municipality.name if company.municipality else "",
                    starts_on=None,
                    course_id=only,
                    course=titles.get(only or 0, ""),
                )
            )
    found.sort(key=lambda one: (danish_sort_key(one.company), danish_sort_key(one.title), one.key))
    return Places(tuple(found), tuple(courses), tuple(sorted(unnumbered, key=danish_sort_key)))


def _courses(project_id: int, on: date) -> list[CoursePlace]:
    rows = list(
        Course.objects.filter(
            Q(starts_on__isnull=True) | Q(starts_on__gte=on), project=project_id, status=CourseStatus.PLANNED
        ).order_by(F("starts_on").asc(nulls_last=True), "id")
    )
    ids = [row.pk for row in rows]
    taken, lines = places_taken_by_course(course_ids=ids), in_line_by_course(course_ids=ids)
    return [
        CoursePlace(
            key=course_key(row.pk),
            id=row.pk,
            title=_course_title(row),
            least=row.min_participants or 0,
            most=row.max_participants,
            taken=taken[row.pk],
            promised=lines[row.pk].offered + lines[row.pk].waiting,
            municipality_id=row.municipality_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
    ]


def _course_title(row: Course) -> str:
    if row.starts_on is None:
        return row.title
    day = date_format(row.starts_on, "j. F Y")
    return _("%(course)s fra den %(day)s") % {"course": row.title, "day": day}


def _held(project_id: int) -> Counter[str]:
    """How many have each position: by a decision, and presented to the company still."""
    stands = Presentation.objects.filter(
        candidacy=OuterRef("candidacy"), company=OuterRef("decided_company"), ended_on__isnull=True
    )
    rows = ProposalPerson.objects.filter(
        Exists(stands),
        candidacy__project=project_id,
        candidacy__withdrawn_on__isnull=True,
        decision__in=PLACED,
    ).exclude(decided_position="")
    return Counter(
        rows.order_by("candidacy", "decided_position").distinct().values_list("decided_position", flat=True)
    )


def commitment_choices(*, project_id: int) -> list[tuple[int, str]]:
    """The commitments that positions can be recorded in, with the company and how many they are for."""
    rows = (
        Commitment.objects.filter(
            project=project_id, withdrawn_on__isnull=True, organisation__kind__in=WORKPLACES
        )
        .select_related("organisation")
        .order_by("id")
    )
    found = []
    for row in rows:
        values = {
            "company": row.organisation.name,
            "kind": row.get_kind_display().lower(),
            "count": row.head_count,
        }
        if row.head_count is None:
            found.append((row.pk, _("%(company)s, %(kind)s") % values))
        else:
            found.append((row.pk, _("%(company)s, %(kind)s, %(count)d personer") % values))
    return found
