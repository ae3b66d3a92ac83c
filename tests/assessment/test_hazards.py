"""What came before what: the pure counting, and the days read from the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.assessment.barriers import BARRIERS, DRIVERS, MEASURES
from jobveu.assessment.freezing import freeze, thaw
from jobveu.assessment.hazards import SIGNALS, Event, Hazard, hazard, preceded
from jobveu.assessment.models import RiskAnswer, RiskCheck
from jobveu.assessment.queries.hazards import hazards_of_all
from jobveu.assessment.ratios import Ratio
from jobveu.assessment.words import told_difference, told_rate
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.common.models import AuditEntry
from jobveu.education.models import Course
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Meeting, Project
from tests import factories
from tests.assessment import scene as scenes
from tests.assessment.made import ON
from tests.assessment.scene import FIRST_COURSE, Scene

DAY = timedelta(days=1)
keys = st.sampled_from(list(BARRIERS))
days = st.integers(0, 9).map(lambda number: ON - number * DAY)


@st.composite
def hazards(draw: st.DrawFn) -> tuple[Hazard, dict, dict]:
    """A hazard, with the days it was made of."""
    events = {
        event: (happened := draw(st.sampled_from([None, False, True])), draw(days) if happened else None)
        for event in Event
    }
    seen = draw(st.dictionaries(keys, days, max_size=4))
    made = hazard(
        project_id=1,
        council="",
        office="",
        year=2020,
        events=events,
        noted=draw(st.dictionaries(keys, days, max_size=2)),
        shown=seen,
    )
    return made, events, seen


@settings(max_examples=60, deadline=None)
@given(st.lists(hazards(), max_size=12))
def test_with_and_without_are_everybody_whose_event_is_known(drawn) -> None:
    made = [one for one, _events, _seen in drawn]
    for row in preceded(made):
        known = [one for one in made if one.happened[row.event.value] is not None]
        sides = [side for side in (row.with_, row.without) if side is not None]
        assert sum(side.lower for side in sides) == len(known)
        assert sum(side.upper for side in sides) == sum(bool(one.happened[row.event.value]) for one in known)
        assert row.noted <= (row.with_.lower if row.with_ else 0)
    for one, events, seen in drawn:
        for event, (happened, day) in events.items():
            for key, first in seen.items():
                assert (key in one.shown[event.value]) == (not happened or first < day)
    assert thaw(freeze([], made)) == ((), tuple(made))


def test_a_share_is_told_of_five_projects_on_both_sides() -> None:
    def one(number: int, *shown: str) -> Hazard:
        return Hazard(
            number,
            happened={event.value: number % 2 == 0 for event in Event},
            noted={event.value: frozenset() for event in Event},
            shown={event.value: frozenset(shown) for event in Event},
        )

    made = [*(one(number, "terms") for number in range(4)), *(one(number) for number in range(10, 16))]
    [row] = [row for row in preceded(made) if (row.barrier, row.event) == ("terms", Event.DROPOUTS)]
    assert (row.with_, row.without, row.enough) == (Ratio(2, 4), Ratio(3, 6), False)
    made.append(one(5, "terms"))
    [row] = [row for row in preceded(made) if (row.barrier, row.event) == ("terms", Event.DROPOUTS)]
    assert (row.with_, row.enough) == (Ratio(2, 5), True)


def test_the_lists_are_the_evaluations() -> None:
    assert len([one for one in BARRIERS.values() if any(r[-1].isdigit() for r in one.rules)]) >= 6
    assert len(DRIVERS) == 10
    assert set(SIGNALS) == set(BARRIERS) - {"vulnerable"}
    assert all(barrier.measures for barrier in BARRIERS.values())
    assert len(MEASURES) == sum(len(barrier.measures) for barrier in BARRIERS.values())


def written(project: Project, day, action: str = "project.edited") -> None:
    AuditEntry.objects.create(
        at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        user_name="A",
        action=action,
        room="projects.project",
        record_id=project.pk,
        project_id=project.pk,
        details={},
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
class TestTheRecord:
    def test_a_project_that_went_well(self) -> None:
        scene = scenes.make()
        project = scenes.full(scene)
        for _number in range(5):
            scenes.candidate(scene, project, screened=FIRST_COURSE - DAY)
        for weeks in range(14):
            written(project, project.start_date + timedelta(weeks=weeks))
        [one] = hazards_of_all(on=ON)
        assert one.happened == {"dropouts": False, "cancelled": False, "standstill": False}
        # No company has given a commitment.
        assert one.shown["dropouts"] == {"unclear-gain"}
        assert not any(one.noted.values())

    def test_a_project_that_went_wrong(self) -> None:
        scene = scenes.make()
        project = scenes.full(scene)
        project.parties.filter(organisation=scene.job_centre).update(joined_on=FIRST_COURSE)
        Course.objects.filter(project=project).update(merit_giving=False, min_participants=9)
        other = Course.objects.filter(project=project).order_by("-pk")[0]
        other.provider = factories.organisation("education_provider")
        other.save()
        Project.objects.filter(pk=project.pk).update(start_date=FIRST_COURSE - timedelta(days=200))
        for number in range(5):
            scenes.candidate(
                scene,
                project,
                screened=FIRST_COURSE - timedelta(days=90),
                status=EnrolmentStatus.DROPPED_OUT if number == 0 else EnrolmentStatus.COMPLETED,
            )
        written(project, FIRST_COURSE - timedelta(days=200))
        written(project, FIRST_COURSE - timedelta(days=100))
        self.noted(scene, project, FIRST_COURSE + timedelta(days=10), "terms")
        self.noted(scene, project, FIRST_COURSE + timedelta(days=30), "vulnerable")
        [one] = hazards_of_all(on=ON)
        assert one.happened == {"dropouts": True, "cancelled": False, "standstill": True}
        # The first who left did so 20 days into the course: one of five.
        assert one.shown["dropouts"] == {
            "involvement",
            "credit",
            "too-few",
            "resources",
            "long-process",
            "unclear-gain",
        }
        assert one.noted["dropouts"] == {"terms"}
        assert one.noted["cancelled"] == {"terms", "vulnerable"}
        # It stood still from 170 days before the course: nothing but the start had happened by then.
        assert one.shown["standstill"] == frozenset()

    def test_what_was_given_up_is_known_by_its_day(self) -> None:
        project = scenes.bare(status=ProjectStatus.CANCELLED, status_reason="Opgivet")
        written(project, FIRST_COURSE, "project.cancelled")
        scenes.bare(status=ProjectStatus.CANCELLED, status_reason="Opgivet", end_date=None)
        scenes.bare(source_key="case-1", source_note="En publikation")
        first, second = hazards_of_all(on=ON)
        assert (first.happened["cancelled"], second.happened["cancelled"]) == (True, None)
        assert (first.happened["dropouts"], first.happened["standstill"]) == (None, None)
        assert first.shown["cancelled"] == frozenset()

    def noted(self, scene: Scene, project: Project, day, barrier: str) -> None:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        meeting = Meeting.objects.create(project=project, kind="steering_group", starts_at=at)
        check = RiskCheck.objects.create(
            project=project, meeting=meeting, checked_by=scene.coordinator, checked_at=at
        )
        RiskAnswer.objects.create(risk_check=check, barrier=barrier, state="present")


def test_rates_have_intervals_and_differences_are_told_from_chance() -> None:
    def made(number: int, *, seen: bool, happened: bool) -> Hazard:
        return Hazard(
            project_id=number,
            happened={event.value: happened if event is Event.CANCELLED else None for event in Event},
            noted={event.value: frozenset() for event in Event},
            shown={event.value: frozenset({"credit"} if seen else ()) for event in Event},
        )

    def found(having: tuple[int, int], others: tuple[int, int]):
        every = [made(n, seen=True, happened=n < having[0]) for n in range(having[1])]
        every += [made(99, seen=False, happened=n < others[0]) for n in range(others[1])]
        return next(row for row in preceded(every) if (row.event, row.barrier) == (Event.CANCELLED, "credit"))

    clear, chance, few = found((18, 20), (2, 20)), found((3, 8), (2, 12)), found((4, 4), (0, 20))
    assert (clear.differs, told_difference(clear)) == (True, "Større, end tilfældet giver")
    assert (chance.differs, told_difference(chance)) == (False, "Kan være tilfældig")
    assert (few.probability, told_difference(few)) == (None, "For få til at sige noget")
    # Wilson's interval of 18 of 20, as published tables have it.
    assert told_rate(clear.with_) == "90 pct. (70–97)"
    assert told_rate(few.with_) == "For få"
