"""What is known of a project when it is judged: plain values, read by queries.facts or kept with a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jobveu.actors.enums import OrganisationKind
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.quality.practice import ALL_ACTORS_SINCE

OUTCOMES_KNOWN_AFTER = timedelta(days=92)
"""So long after the last course day it should be known who is in a job: the first milestone that is followed up."""
REPEATED_WITHIN = timedelta(days=365)

GROUPS: Mapping[str, tuple[OrganisationKind, ...]] = {
    "workplace": (OrganisationKind.COMPANY, OrganisationKind.PUBLIC_WORKPLACE),
    "employers": (OrganisationKind.EMPLOYER_ASSOCIATION,),
    "workers": (OrganisationKind.TRADE_UNION, OrganisationKind.UNEMPLOYMENT_FUND),
    "job_centre": (OrganisationKind.JOB_CENTRE, OrganisationKind.RECRUITMENT_COMMUNITY),
    "provider": (OrganisationKind.EDUCATION_PROVIDER,),
}
"""The kinds of actors that the model wants together (def.princ.4): `job_centre` is the employment system's, `provider`
the education system's."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Candidates of a project that have begun on a course, and of these: screened before their first course day; presented
    to a company, or at a meeting or placement with one, no later than their last; dropped out."""

    begun: int = 0
    screened_first: int = 0
    met_company: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project as it was on the day `on`.

    `kept_here`: registered in this system, and so with all that it has pages for; neither imported from an older register
    nor taken from a publication. `shown`: the first day of each kind of evidence of the phases (None: a day is not known).
    `groups`: the GROUPS among the parties. Course days are the weekdays of courses that were not cancelled. Conversations
    are those with the project's workplaces, from half a year before it began. `repeats`: the projects that were started
    from this one, and `repeats_alone` those of them that the coordinator did not drive.
    """

    id: int
    on: date
    type: str
    status: str
    office: str = ""
    council: str = ""
    year: int | None = None
    area: str = ""
    synthetic: bool = False
    kept_here: bool = True
    started_on: date | None = None
    kick_off_on: date | None = None
    first_course_on: date | None = None
    last_course_on: date | None = None
    shown: Mapping[str, date | None] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    partner_since: date | None = None
    """The first day on which a social partner was a party."""
    companies: int = 0
    companies_with_contact: int = 0
    courses: int = 0
    merit_courses: int = 0
    course_days: int = 0
    merit_days: int = 0
    met_together: bool = False
    """A meeting that has been held was attended by both systems."""
    information_meeting_on: date | None = None
    conversations: int = 0
    uncoordinated: int = 0
    handed_over: bool = False
    from_template: bool = False
    repeats: int = 0
    repeats_alone: int = 0
    counted: Counted = Counted()

    @property
    def registered(self) -> bool:
        """Whether what is not recorded of it was not there either: before, less was recorded (quality.practice)."""
        return self.kept_here and self.actors_registered

    @property
    def actors_registered(self) -> bool:
        return self.started_on is not None and self.started_on >= ALL_ACTORS_SINCE

    @property
    def completed(self) -> bool:
        return self.status == ProjectStatus.COMPLETED

    @property
    def kicked_off(self) -> bool:
        return self._past(self.kick_off_on) or self._past(self.started_on) or self.courses_begun

    @property
    def courses_begun(self) -> bool:
        return self.completed or self._past(self.first_course_on)

    @property
    def courses_ended(self) -> bool:
        return self.completed or self._past(self.last_course_on)

    @property
    def outcomes_due(self) -> bool:
        return self.last_course_on is not None and self.last_course_on + OUTCOMES_KNOWN_AFTER <= self.on

    @property
    def repeat_due(self) -> bool:
        return self.last_course_on is not None and self.last_course_on + REPEATED_WITHIN <= self.on

    @property
    def for_unemployed(self) -> bool:
        """Whether unemployed people are to be found and matched."""
        return self.type in (ProjectType.UNEMPLOYED, ProjectType.BOTH)

    def _past(self, day: date | None) -> bool:
        return day is not None and day <= self.on

    def shown_before(self, kind: str, limit: date | None) -> bool:
        """Whether there was such evidence by that day; where either day is not known, whether there is any."""
        if kind not in self.shown:
            return False
        day = self.shown[kind]
        return day is None or limit is None or day <= limit
