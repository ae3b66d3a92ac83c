"""What a candidate wishes, and what companies say of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q

from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import CompanyInterest, WishLevel
from jobveu.candidates.models import CompanyScore, Wish
from jobveu.common.sorting import DanishSortKey
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.models import Party


@dataclass(frozen=True, slots=True)
class Preference:
    """A company or a course of the project. `field` names it in a form; None where nothing was said."""

    id: int
    field: str
    name: str
    wish: WishLevel | None
    score: CompanyInterest | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    companies: tuple[Preference, ...]
    courses: tuple[Preference, ...]

    @property
    def said(self) -> bool:
        return any(one.wish or one.score for one in (*self.companies, *self.courses))

    @property
    def wishes(self) -> dict[str, WishLevel]:
        """What the form of wishes opens with, by field name: what nothing was said about is fine."""
        return {one.field: one.wish or WishLevel.FINE for one in (*self.companies, *self.courses)}

    def scores_of(self, company_ids: Collection[int]) -> dict[str, CompanyInterest | None]:
        """What the form of what these companies say opens with, by field name."""
        return {one.field: one.score for one in self.companies if one.id in company_ids}


def preferences(*, project_id: int, candidacy_id: int) -> Preferences:
    """Of all the project's companies, and of its courses that are still to be held or that something was said of, unless
    they are cancelled. Four SQL statements."""
    wishes = list(Wish.objects.filter(candidacy=candidacy_id))
    of_companies = {row.company_id: WishLevel(row.level) for row in wishes}
    of_courses = {row.course_id: WishLevel(row.level) for row in wishes}
    said_of = [row.course_id for row in wishes if row.course_id is not None]
    scores = {
        row.company_id: CompanyInterest(row.level)
        for row in CompanyScore.objects.filter(candidacy=candidacy_id)
    }
    companies = (
        Party.objects.filter(project=project_id, organisation__kind__in=WORKPLACES)
        .order_by(DanishSortKey("organisation__name"), "organisation_id")
        .values_list("organisation_id", "organisation__name")
    )
    courses = (
        Course.objects.filter(Q(status=CourseStatus.PLANNED) | Q(pk__in=said_of), project=project_id)
        .exclude(status=CourseStatus.CANCELLED)
        .order_by(F("starts_on").asc(nulls_last=True), "id")
        .values_list("id", "title")
    )
    return Preferences(
        tuple(
            Preference(id_, f"company_{id_}", name, of_companies.get(id_), scores.get(id_))
            for id_, name in companies
        ),
        tuple(Preference(id_, f"course_{id_}", name, of_courses.get(id_)) for id_, name in courses),
    )
