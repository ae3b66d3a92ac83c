"""The project page as one frozen value: what the project is, where it stands, and how the numbers compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES, OrganisationKind
from jobveu.candidates.models import Candidacy
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.journeys.phases import assess_project
from jobveu.journeys.waiting import WaitingItem, waiting_for
from jobveu.projects.enums import AgreementKind, ProjectStatus
from jobveu.projects.models import Agreement, Commitment, ContributionTerms, Project, ProjectNeed
from jobveu.projects.phases import Assessment, IndicatorStatus
from jobveu.projects.queries.agreements import in_force_condition, with_signing
from jobveu.projects.queries.project_page import ProjectFacts, project_facts

NEXT_STEPS = 3
COMMITS = (*WORKPLACES, OrganisationKind.EMPLOYER_ASSOCIATION)
"""Those that a project hopes for a letter of intent or a hiring guarantee from (def.phase3.ind3)."""


@dataclass(frozen=True, slots=True)
class HeadCounts:
    """Numbers of people, to be held against each other."""

    needed: int
    committed: int
    contributed: int
    """In job centres' agreements that are in force."""
    candidates: int
    places: int
    """On courses that are not cancelled and say how many they take."""
    courses_without_limit: int


@dataclass(frozen=True, slots=True)
class ProjectPage:
    facts: ProjectFacts
    assessment: Assessment
    heads: HeadCounts
    waiting: tuple[WaitingItem, ...]
    """What the project waits for the actor's own organisation to do."""
    commitment_expected: bool
    """Whether the actor's company, or association, is asked for its first commitment."""

    @property
    def next_steps(self) -> tuple[IndicatorStatus, ...]:
        """The first things that are missing in the current phase; none once the project has ended."""
        if self.facts.status is not ProjectStatus.ACTIVE or self.assessment.all_done:
            return ()
        current = self.assessment.phases[self.assessment.current - 1]
        return current.missing[:NEXT_STEPS]


def project_page(
    *, by: Actor, on: date, project_id: int, party_organisation_ids: frozenset[int]
) -> ProjectPage | None:
    """The page as the actor is shown it; a fixed number of SQL statements. None when there is no such
    project. `party_organisation_ids` are the project's parties (its header has them)."""
    facts = project_facts(project_id=project_id)
    if facts is None:
        return None
    return ProjectPage(
        facts=facts,
        assessment=assess_project(project_id=project_id),
        heads=head_counts(project_id=project_id),
        waiting=waiting_for(by=by, on=on, project_id=project_id, limit=10),
        commitment_expected=facts.status is ProjectStatus.ACTIVE
        and _commitment_expected(by, project_id, party_organisation_ids),
    )


def head_counts(*, project_id: int) -> HeadCounts:
    """The five numbers side by side; one SQL statement."""
    in_force = with_signing(
        Agreement.objects.filter(project=OuterRef(OuterRef("pk")), kind=AgreementKind.CONTRIBUTION)
    ).filter(in_force_condition())
    courses = Course.objects.filter(project=OuterRef("pk")).exclude(status=CourseStatus.CANCELLED)
    found = (
        Project.objects.filter(pk=project_id)
        .values("pk")
        .annotate(
            needed=_total(
                ProjectNeed.objects.filter(project=OuterRef("pk")), "project", Sum("need__head_count")
            ),
            committed=_total(
                Commitment.objects.filter(project=OuterRef("pk"), withdrawn_on__isnull=True),
                "project",
                Sum("head_count"),
            ),
            contributed=_total(
                ContributionTerms.objects.filter(text__in=in_force.values("newest_id")),
                "text__agreement__project",
                Sum("head_count"),
            ),
            candidates=_total(
                Candidacy.objects.filter(project=OuterRef("pk"), withdrawn_on__isnull=True),
                "project",
                Count("pk"),
            ),
            places=_total(courses, "project", Sum("max_participants")),
            courses_without_limit=_total(
                courses.filter(max_participants__isnull=True), "project", Count("pk")
            ),
        )
        .values("needed", "committed", "contributed", "candidates", "places", "courses_without_limit")
        .get()
    )
    return HeadCounts(**found)


def _total(rows: QuerySet[Any], group: str, aggregate: Sum | Count) -> Coalesce:
    totals = rows.order_by().values(group).annotate(total=aggregate).values("total")
    return Coalesce(Subquery(totals, output_field=IntegerField()), 0)


def _commitment_expected(by: Actor, project_id: int, parties: frozenset[int]) -> bool:
    own = {
        membership.organisation_id
        for membership, scope in grants(Action.GIVE_COMMITMENT, by)
        if scope is Scope.PARTY and membership.organisation_kind in COMMITS
    } & parties
    if not own:
        return False
    given = Commitment.objects.filter(project=project_id, organisation__in=own, withdrawn_on__isnull=True)
    return not given.exists()
