"""The project page as one frozen value: what the project is, where it stands, and how the numbers compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES, OrganisationKind
from jobveu.education.enums import CourseStatus
from jobveu.journeys.phases import progress_of_project
from jobveu.journeys.waiting import WaitingItem, waiting_for
from jobveu.projects.enums import AgreementKind, ProjectStatus
from jobveu.projects.models import Commitment
from jobveu.projects.phases import IndicatorStatus, Progress
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
    progress: Progress
    heads: HeadCounts
    waiting: tuple[WaitingItem, ...]
    """What the project waits for the actor's own organisation to do."""
    commitment_expected: bool
    """Whether the actor's company, or association, is asked for its first commitment."""

    @property
    def next_steps(self) -> tuple[IndicatorStatus, ...]:
        """The first things that are missing in the current phase; none once the project has ended."""
        if self.facts.status is not ProjectStatus.ACTIVE or self.progress.all_done:
            return ()
        current = self.progress.phases[self.progress.current - 1]
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
        progress=progress_of_project(project_id=project_id),
        heads=head_counts(project_id=project_id),
        waiting=waiting_for(by=by, on=on, project_id=project_id, limit=10),
        commitment_expected=facts.status is ProjectStatus.ACTIVE
        and _commitment_expected(by, project_id, party_organisation_ids),
    )


_HEAD_COUNTS_SQL = """
SELECT (SELECT coalesce(sum(need.head_count), 0)
          FROM projects_projectneed tie JOIN projects_need need ON need.id = tie.need_id
         WHERE tie.project_id = %(id)s),
       (SELECT coalesce(sum(head_count), 0) FROM projects_commitment
         WHERE project_id = %(id)s AND withdrawn_on IS NULL),
       -- Of the newest texts of the agreements in force: those that every signatory has signed.
       (SELECT coalesce(sum(terms.head_count), 0)
          FROM projects_agreement agreement
          JOIN LATERAL (SELECT id FROM projects_agreementtext text
                         WHERE text.agreement_id = agreement.id ORDER BY number DESC LIMIT 1) newest ON TRUE
          JOIN projects_contributionterms terms ON terms.text_id = newest.id
         WHERE agreement.project_id = %(id)s AND agreement.kind = %(contribution)s
           AND agreement.withdrawn_on IS NULL
           AND (SELECT bool_and(signature.id IS NOT NULL)
                  FROM projects_signatory signatory
                  LEFT JOIN projects_signature signature ON signature.text_id = newest.id
                        AND signature.organisation_id = signatory.organisation_id
                 WHERE signatory.agreement_id = agreement.id)),
       candidates_not_withdrawn(%(id)s),
       (SELECT coalesce(sum(max_participants), 0) FROM education_course
         WHERE project_id = %(id)s AND status <> %(cancelled)s),
       (SELECT count(*) FROM education_course
         WHERE project_id = %(id)s AND status <> %(cancelled)s AND max_participants IS NULL)
"""


def head_counts(*, project_id: int) -> HeadCounts:
    """The numbers side by side; one SQL statement, written out: building it from querysets at every view of
    the project page costs more than the database's answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            _HEAD_COUNTS_SQL,
            {
                "id": project_id,
                "contribution": AgreementKind.CONTRIBUTION.value,
                "cancelled": CourseStatus.CANCELLED.value,
            },
        )
        return HeadCounts(*cursor.fetchone())


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
