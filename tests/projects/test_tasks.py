from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.paging import Window
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Party, Task
from jobveu.projects.operations.tasks import add_task, delete_task, edit_task, finish_task, reopen_task
from jobveu.projects.phases import IndicatorState
from jobveu.projects.queries.tasks import task, task_counts, tasks_of
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, Side, audited, setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

WINDOW = Window(0, 50)


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def add(one: Setting, title: str, who: Side | None = None, due_on: date | None = None, **more: Any) -> int:
    values: dict[str, Any] = {"phase": PhaseNumber.KICK_OFF} | more
    return add_task(
        project_id=one.project.pk,
        title=title,
        responsible_id=who.id if who else None,
        due_on=due_on,
        by=one.coordinator.actor,
        at=NOW,
        **values,
    )


def time_plan(one: Setting) -> IndicatorState:
    kickoff = progress_of_project(project_id=one.project.pk).phases[2]
    (status,) = [row for row in kickoff.indicators if row.indicator.key == "process-and-time-plan"]
    return status.state


def test_a_task_shows_a_time_plan_only_with_party_and_date(one: Setting) -> None:
    add(one, "Uden part", due_on=TODAY)
    add(one, "Uden frist", one.union)
    assert time_plan(one) is IndicatorState.MISSING
    add(one, "Med begge", one.union, TODAY)
    assert time_plan(one) is IndicatorState.MET


def test_tasks_stand_by_phase_open_before_done_and_by_date(one: Setting) -> None:
    add(one, "Senere fase", phase=PhaseNumber.LEARNING)
    add(one, "Uden frist")
    add(one, "Sen", due_on=TODAY + timedelta(days=9))
    done = add(one, "Udført", due_on=TODAY - timedelta(days=30))
    add(one, "Tidlig", due_on=TODAY)
    finish_task(task_id=done, by=one.coordinator.actor, at=NOW)
    found = tasks_of(project_id=one.project.pk, today=TODAY, window=WINDOW)
    assert [row.title for row in found.rows] == ["Tidlig", "Sen", "Uden frist", "Udført", "Senere fase"]


def test_a_task_is_overdue_from_the_day_after_its_date_until_it_is_done(one: Setting) -> None:
    task_id = add(one, "Opgave", due_on=TODAY)

    def overdue(day: date) -> bool:
        found = task(task_id=task_id, project_id=one.project.pk, today=day)
        assert found is not None
        return found.overdue

    assert not overdue(TODAY)
    assert overdue(TODAY + timedelta(days=1))
    finish_task(task_id=task_id, by=one.coordinator.actor, at=NOW)
    assert not overdue(TODAY + timedelta(days=1))


def test_filters_and_counts_agree(one: Setting) -> None:
    add(one, "Forbundets", one.union, TODAY - timedelta(days=1))
    add(one, "Andres", one.association)
    finish_task(task_id=add(one, "Udført", one.union), by=one.union.actor, at=NOW)
    own = one.union.actor.organisation_ids()
    counts = task_counts(project_id=one.project.pk, today=TODAY, responsible_ids=own)
    assert (counts.all, counts.open, counts.overdue, counts.mine) == (3, 2, 1, 1)
    mine = tasks_of(
        project_id=one.project.pk, today=TODAY, only_open=True, responsible_ids=own, window=WINDOW
    )
    assert [row.title for row in mine.rows] == ["Forbundets"]


def test_marking_a_task_twice_says_so(one: Setting) -> None:
    task_id = add(one, "Opgave", one.union)
    finish_task(task_id=task_id, by=one.union.actor, at=NOW)
    row = Task.objects.get(pk=task_id)
    assert (row.done_on, row.done_by_id) == (TODAY, one.union.user.pk)
    with pytest.raises(DomainError, match="allerede markeret"):
        finish_task(task_id=task_id, by=one.union.actor, at=NOW)
    reopen_task(task_id=task_id, by=one.union.actor, at=NOW)
    with pytest.raises(DomainError, match="allerede åben"):
        reopen_task(task_id=task_id, by=one.union.actor, at=NOW)
    assert audited(one.project) == ["task.added", "task.finished", "task.reopened"]


def test_only_participants_are_responsible_but_one_who_left_may_stay_on_the_task(one: Setting) -> None:
    with pytest.raises(DomainError) as caught:
        add(one, "Opgave", one.stranger)
    assert caught.value.field == "responsible_id"
    task_id = add(one, "Opgave", one.union)
    Party.objects.filter(organisation=one.union.id).delete()
    edit(one, task_id, responsible_id=one.union.id)
    with pytest.raises(DomainError):
        edit(one, task_id, 2, responsible_id=one.stranger.id)


def edit(one: Setting, task_id: int, version: int = 1, **changes: Any) -> None:
    values: dict[str, Any] = {
        "title": "Rettet",
        "phase": PhaseNumber.NEED,
        "description": "",
        "responsible_id": None,
        "due_on": None,
    }
    edit_task(task_id=task_id, version=version, by=one.coordinator.actor, at=NOW, **(values | changes))


def test_a_task_changed_by_another_is_told_be_it_only_marked_as_done(one: Setting) -> None:
    task_id = add(one, "Opgave", one.union)
    finish_task(task_id=task_id, by=one.union.actor, at=NOW)
    with pytest.raises(StaleEdit) as caught:
        edit(one, task_id, 1)
    assert caught.value.current["title"] == "Opgave"
    assert caught.value.changed_by == "Frank Forbund"


def test_a_deleted_task_is_gone_and_its_title_recorded(one: Setting) -> None:
    task_id = add(one, "Opgave", one.union, TODAY)
    delete_task(task_id=task_id, by=one.coordinator.actor, at=NOW)
    assert time_plan(one) is IndicatorState.MISSING
    assert audited(one.project)[-1] == "task.deleted"
    with pytest.raises(DomainError, match="slettet"):
        delete_task(task_id=task_id, by=one.coordinator.actor, at=NOW)
