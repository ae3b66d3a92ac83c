"""Made-up facts and values for the tests of the rules: no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from jobveu.assessment.facts import GROUPS, Counted, ProjectFacts
from jobveu.assessment.judging import Value
from jobveu.assessment.ratios import Missing, Ratio, Unit
from jobveu.projects.enums import AreaKind, ProjectStatus, ProjectType
from jobveu.projects.phases import INDICATORS as PHASE_INDICATORS
from jobveu.projects.phases import EvidenceKind

ON = date(2026, 11, 24)


def ended(**fields: Any) -> ProjectFacts:
    """A completed project of last year that has nothing, so that all is due and nothing is there."""
    last = ON - timedelta(days=400)
    plain = ProjectFacts(
        id=1,
        on=ON,
        type=ProjectType.UNEMPLOYED.value,
        status=ProjectStatus.COMPLETED.value,
        started_on=last - timedelta(days=60),
        first_course_on=last - timedelta(days=40),
        last_course_on=last,
        area=AreaKind.NONE.value,
    )
    return replace(plain, **fields)


ratios = st.integers(1, 60).flatmap(lambda lower: st.builds(Ratio, st.integers(0, lower), st.just(lower)))
yes_or_no = st.builds(Ratio, st.integers(0, 1), st.just(1))
several_values = st.one_of(
    st.builds(Value, ratios, st.sampled_from(Unit), st.just(9), st.just(12)),
    st.builds(Value, st.sampled_from(Missing), st.sampled_from(Unit), st.just(0), st.just(12)),
)
project_values = st.one_of(
    st.builds(Value, yes_or_no, st.just(Unit.PROJECTS), st.just(1), st.just(1)),
    st.builds(Value, ratios, st.just(Unit.COURSE_DAYS), st.just(1), st.just(1)),
    st.builds(Value, st.sampled_from(Missing), st.just(Unit.PROJECTS), st.just(0), st.just(1)),
)

_days = st.one_of(st.none(), st.dates(date(2018, 4, 1), date(2027, 6, 1)))


@st.composite
def facts(draw: st.DrawFn) -> ProjectFacts:
    """Any project that there could be."""
    courses = draw(st.integers(0, 4))
    days = draw(st.integers(0, 50)) if courses else 0
    companies = draw(st.integers(0, 3))
    begun = draw(st.integers(0, 30))
    conversations = draw(st.integers(0, 8))
    repeats = draw(st.integers(0, 3))
    return ProjectFacts(
        id=draw(st.integers(1, 99)),
        on=ON,
        type=draw(st.sampled_from(ProjectType.values)),
        status=draw(st.sampled_from([ProjectStatus.ACTIVE.value, ProjectStatus.COMPLETED.value])),
        area=draw(st.sampled_from(["", *AreaKind.values])),
        kept_here=draw(st.booleans()),
        started_on=draw(_days),
        kick_off_on=draw(_days),
        first_course_on=draw(_days) if courses else None,
        last_course_on=draw(_days) if courses else None,
        shown={kind.value: draw(_days) for kind in draw(st.sets(st.sampled_from(EvidenceKind)))},
        set_aside=frozenset(draw(st.sets(st.sampled_from(list(PHASE_INDICATORS)), max_size=3))),
        groups=frozenset(draw(st.sets(st.sampled_from(list(GROUPS))))),
        partner_since=draw(_days),
        companies=companies,
        companies_with_contact=draw(st.integers(0, companies)),
        courses=courses,
        merit_courses=draw(st.integers(0, courses)),
        course_days=days,
        merit_days=draw(st.integers(0, days)),
        met_together=draw(st.booleans()),
        information_meeting_on=draw(_days),
        conversations=conversations,
        uncoordinated=draw(st.integers(0, conversations)),
        handed_over=draw(st.booleans()),
        repeats=repeats,
        repeats_alone=draw(st.integers(0, repeats)),
        counted=Counted(begun, *(draw(st.integers(0, begun)) for _ in range(3))),
    )
