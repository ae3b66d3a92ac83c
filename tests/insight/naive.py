"""The figures once more, row by row in plain Python from the tables: slow, and nothing in common with the real ones but
the definitions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from jobveu.candidates.models import Candidacy
from jobveu.education.models import Course
from jobveu.projects.models import Agreement, Endorsement, Need, Party, Project, ProjectNeed
from jobveu.reference.models import CouncilMunicipality, Industry

Place = tuple[str, ...]
Numbers = dict[Place, dict[str, float]]
JOBS = ("ordinary_job", "subsidised_job")


@dataclass
class Candidate:
    screening: str = ""
    presented: bool = False
    begun: bool = False
    progress: str = ""
    reason: str = ""
    merit: bool = False
    outcomes: dict[str, str] = field(default_factory=dict)
    situation: str = "unknown"
    skill: str = "unknown"
    days: dict[str, date | None] = field(default_factory=dict)

    def at(self, milestone: str, *kinds: str) -> bool:
        return self.outcomes.get(milestone, "") in kinds

    @property
    def steps(self) -> dict[str, int]:
        found = {
            "invited": True,
            "screened": self.screening != "",
            "suitable": self.screening == "passed",
            "matched": self.presented,
            "started": self.begun,
            "completed": self.progress == "completed",
            "dropped": self.progress == "dropped_out" and self.begun,
        }
        for months in (3, 6, 12):
            found[f"job_{months}"] = self.at(f"months_{months}", *JOBS)
            found[f"education_{months}"] = self.at(f"months_{months}", "ordinary_education")
            found[f"apprenticeship_{months}"] = self.at(f"months_{months}", "adult_apprenticeship")
        return {name: int(reached) for name, reached in found.items()}


@dataclass
class Counted:
    """A project as the figures see it. `places`: by dimension, the values it has."""

    completed: bool
    running: bool
    start: date | None
    places: dict[str, list[str]]
    courses: int
    reported: int
    needed: int
    endorsed: bool
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def participants(self) -> int:
        return sum(one.begun for one in self.candidates) + self.reported

    @property
    def crisis(self) -> bool:
        return self.places["type"] == ["crisis"]


def register() -> list[Counted]:
    """Every project that counts for anything."""
    found = {}
    for project in Project.objects.select_related("council__office", "industry"):
        if project.source_key or project.status == "cancelled":
            continue
        industry = project.industry
        while industry is not None and industry.parent_id is not None:
            industry = Industry.objects.get(pk=industry.parent_id)
        courses = [one for one in Course.objects.filter(project=project) if one.status != "cancelled"]
        found[project.pk] = Counted(
            completed=project.status == "completed",
            running=project.status == "active",
            start=project.start_date,
            places={
                "year": [str(project.start_date.year)] if project.start_date else ["unknown"],
                "office": [project.council.office.code] if project.council else ["unknown"],
                "council": [project.council.code] if project.council else ["unknown"],
                "type": [project.type],
                "industry": [industry.code] if industry else ["unknown"],
                "target_group": list(project.target_groups) or ["unknown"],
                "initiative": [project.initiative or "unknown"],
                "role": [project.coordinator_role or "unknown"],
                "area": [project.area_kind or "unknown"],
                "actor": sorted({party.organisation.kind for party in Party.objects.filter(project=project)})
                or ["unknown"],
            },
            courses=len(courses),
            reported=(
                sum(one.reported_participants or 0 for one in courses)
                if project.reported_participants is None
                else project.reported_participants
            ),
            needed=0,
            endorsed=_endorsed(project),
        )
    for need in Need.objects.all():
        links = ProjectNeed.objects.filter(need=need).select_related("project")
        answering = [link.project for link in links if link.project_id in found]
        if answering:
            first = min(answering, key=lambda one: (one.start_date or date.max, one.pk))
            found[first.pk].needed += need.head_count
    for candidacy in Candidacy.objects.select_related("person").all():
        if candidacy.project_id in found:
            found[candidacy.project_id].candidates.append(_candidate(candidacy))
    return list(found.values())


def _endorsed(project: Project) -> bool:
    if Endorsement.objects.filter(project=project).exists():
        return True
    for agreement in Agreement.objects.filter(project=project, kind="partner", withdrawn_on=None):
        newest = agreement.texts.order_by("-number").first()
        signatories = {row.organisation_id for row in agreement.signatories.all()}
        signed = {row.organisation_id for row in newest.signatures.all()} if newest else set()
        if signatories and signatories <= signed:
            return True
    return False


def _candidate(candidacy: Candidacy) -> Candidate:
    one = Candidate(outcomes={row.milestone: row.kind for row in candidacy.outcomes.all()})
    screening = candidacy.screenings.order_by("-id").first()
    presented = sorted(row.presented_on for row in candidacy.presentations.all())
    enrolments = [
        row for row in candidacy.enrolments.select_related("course") if row.course.status != "cancelled"
    ]
    statuses = {row.status for row in enrolments}
    one.screening = screening.result if screening else ""
    one.presented = bool(presented)
    one.begun = any(row.started_on for row in enrolments)
    if "started" in statuses or {"completed", "enrolled"} <= statuses:
        one.progress = "started"
    elif "enrolled" in statuses:
        one.progress = "enrolled"
    elif "completed" in statuses:
        one.progress = "completed"
    elif "dropped_out" in statuses:
        one.progress = "dropped_out"
        left = [row for row in enrolments if row.status == "dropped_out"]
        one.reason = max(left, key=lambda row: (row.ended_on, row.pk)).dropout_reason
    one.merit = any(row.status == "completed" and row.course.merit_giving for row in enrolments)
    if candidacy.person is not None:
        one.situation = "vulnerable" if candidacy.person.vulnerable else candidacy.person.situation
        one.skill = candidacy.person.skill_level
    started = sorted(row.started_on for row in enrolments if row.started_on)
    ended = [row.ended_on for row in enrolments]
    one.days = {
        "invited": candidacy.added_on,
        "screened": screening.screened_on if screening else None,
        "presented": presented[0] if presented else None,
        "started": started[0] if started else None,
        "ended": max(ended) if ended and None not in ended else None,
    }
    return one


def summed(
    projects: Iterable[Counted],
    dimensions: tuple[str, ...],
    of: Callable[[Counted], dict[str, float]],
) -> Numbers:
    """The sum of what each project gives, at each place and total."""
    found: Numbers = defaultdict(lambda: defaultdict(float))
    for project in projects:
        for place in product(*([*project.places[key], "total"] for key in dimensions)):
            for name, number in of(project).items():
                found[place][name] += number
    return found


def of_each(
    projects: Iterable[Counted],
    dimensions: tuple[str, ...],
    of: Callable[[Counted], dict[str, dict[str, float]]],
) -> Numbers:
    """As `summed`, with a further dimension at the end: `of` gives numbers for each of its values."""
    found: Numbers = defaultdict(lambda: defaultdict(float))
    for project in projects:
        for place in product(*([*project.places[key], "total"] for key in dimensions)):
            for value, numbers in of(project).items():
                for name, number in numbers.items():
                    found[(*place, value)][name] += number
    return found


def need_rows() -> list[dict[str, Any]]:
    """The needs with where and when they were stated."""
    rows = []
    for need in Need.objects.all():
        held = [
            row.council
            for row in CouncilMunicipality.objects.filter(municipality=need.municipality).select_related(
                "council__office"
            )
            if row.council.valid_from <= need.stated_on
            and (row.council.valid_to is None or row.council.valid_to >= need.stated_on)
        ]
        links = ProjectNeed.objects.filter(need=need).select_related("project")
        answering = sorted(
            (link.project for link in links),
            key=lambda one: (one.status == "cancelled", one.start_date or date.max, one.pk),
        )
        industry = need.organisation.industry
        while industry is not None and industry.parent_id is not None:
            industry = Industry.objects.get(pk=industry.parent_id)
        rows.append(
            {
                "industry": [industry.code] if industry else ["unknown"],
                "type": [answering[0].type] if answering else ["unknown"],
                "target_group": list(answering[0].target_groups if answering else []) or ["unknown"],
                "year": str(need.stated_on.year),
                "council": [held[0].code] if held else ["unknown"],
                "office": [held[0].office.code] if held else ["unknown"],
                "head_count": need.head_count,
                "answered": ProjectNeed.objects.filter(need=need).exists(),
            }
        )
    return rows
