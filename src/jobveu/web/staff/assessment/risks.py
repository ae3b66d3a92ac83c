"""A project's risks: the barriers gone through at its meetings, and the counter-measures made tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.assessment.barriers import BARRIERS, DRIVERS, MEASURES, Barrier, RiskState
from jobveu.assessment.operations.risks import Answer, check_risks, counter
from jobveu.assessment.queries.risks import CheckRow, CounterRow, check_of, checks_of, counters_of
from jobveu.web.forms import ChoiceField, DanishDateField, Form, FormPage, TextField
from jobveu.web.staff.planning.base import Below, ShowPage

VARIANTS = {RiskState.ABSENT: "success", RiskState.POSSIBLE: "warning", RiskState.PRESENT: "error"}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A counter-measure and the newest task that it has become; `href` makes it one."""

    title: str
    task: CounterRow | None
    task_href: str
    href: str


@dataclass(frozen=True, slots=True)
class BarrierLine:
    """What the newest check says of a barrier; `before` are the answers of the checks before, newest first."""

    barrier: Barrier
    state: RiskState | None
    variant: str
    note: str
    before: tuple[str, ...]
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    row: CheckRow
    href: str


class ProjectRisks(ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_risks"
    title = gettext_lazy("Risici")
    template_name = "staff/assessment/risks.html"

    def context(self) -> Mapping[str, Any]:
        meetings = checks_of(project_id=self.project.id)
        checked = [row for row in meetings if row.answers is not None]
        counters: dict[tuple[str, str], CounterRow] = {}
        for row in counters_of(project_id=self.project.id):
            counters[row.barrier, row.measure] = row
        self.may_work = self.may(Action.WORK_ON_PROJECT)
        lines = [self._line(barrier, checked, counters) for barrier in BARRIERS.values()]
        return {
            "newest": checked[0] if checked else None,
            "seen": [line for line in lines if line.state in (RiskState.PRESENT, RiskState.POSSIBLE)],
            "lines": lines,
            "checks": checked,
            "meetings": [
                MeetingLine(
                    row,
                    reverse("risk_check", args=[self.project.id, row.meeting_id]) if self.may_work else "",
                )
                for row in meetings
            ],
            "drivers": DRIVERS,
            "meeting_url": reverse("meeting_create", args=[self.project.id]) if self.may_work else "",
            "now": self.now,
        }

    def _line(
        self, barrier: Barrier, checked: list[CheckRow], counters: Mapping[tuple[str, str], CounterRow]
    ) -> BarrierLine:
        answers = [(row.answers or {}).get(barrier.key) for row in checked]
        newest = answers[0] if answers else None
        return BarrierLine(
            barrier=barrier,
            state=None if newest is None else newest.state,
            variant="" if newest is None else VARIANTS[newest.state],
            note="" if newest is None else newest.note,
            before=tuple("–" if one is None else str(one.state.label) for one in answers[1:]),
            measures=tuple(
                self._measure(barrier.key, measure.key, str(measure.title), counters)
                for measure in barrier.measures
            ),
        )

    def _measure(
        self, barrier: str, measure: str, title: str, counters: Mapping[tuple[str, str], CounterRow]
    ) -> MeasureLine:
        task = counters.get((barrier, measure))
        is_open = task is not None and task.done_on is None
        return MeasureLine(
            title=title,
            task=task,
            task_href=reverse("project_tasks", args=[self.project.id]) if task is not None else "",
            href=reverse("counter_create", args=[self.project.id, barrier, measure])
            if self.may_work and not is_open
            else "",
        )


def _questions() -> dict[str, Any]:
    """For each barrier whether it is a risk, and a note. Nothing has to be answered: what a meeting did not come to has no
    answer."""
    fields: dict[str, Any] = {}
    for barrier in BARRIERS.values():
        fields[barrier.key] = ChoiceField(
            label=barrier.title, help_text=barrier.asks, enum=RiskState, radio=True, required=False
        )
        fields[f"{barrier.key}-note"] = TextField(
            label=format_lazy("{}: {}", barrier.title, gettext_lazy("hvad ser I?")),
            max_length=500,
            rows=2,
            required=False,
        )
    return fields


RiskForm: type[Form] = type("RiskForm", (Form,), _questions())


class RiskCheckPage(Below, FormPage):
    """The address holds `meeting_id`."""

    action = Action.WORK_ON_PROJECT
    tab = "project_risks"
    tab_title = gettext_lazy("Risici")
    form_class = RiskForm
    title = gettext_lazy("Gennemgå risici")
    submit_label = gettext_lazy("Gem risikotjek")
    success_message = gettext_lazy("Risikotjekket er gemt. Se, hvad I kan gøre ved det, I fandt.")

    def prepare(self) -> None:
        super().prepare()
        found = check_of(meeting_id=self.kwargs["meeting_id"], project_id=self.project.id)
        if found is None:
            raise Http404
        self.row = found

    @property
    def intro(self) -> str:
        return _(
            "Svar for hvert punkt, om det er en risiko for projektet lige nu. Spring over, hvad I ikke nåede."
        )

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.row.version
        found: dict[str, Any] = {}
        for key, answer in (self.row.answers or {}).items():
            found[key] = answer.state
            found[f"{key}-note"] = answer.note
        return found

    def save(self, form: Form) -> str:
        values = form.cleaned_data
        answers = {
            key: Answer(values[key], values[f"{key}-note"]) for key in BARRIERS if values[key] is not None
        }
        check_risks(
            meeting_id=self.row.meeting_id,
            version=self.edited_version,
            answers=answers,
            by=self.actor,
            at=self.now,
        )
        return reverse("project_risks", args=[self.project.id])


class CounterForm(Form):
    title = TextField(label=gettext_lazy("Opgave"), max_length=200, width="width-xl")
    description = TextField(label=gettext_lazy("Beskrivelse"), rows=3, required=False)
    responsible_id = ChoiceField(label=gettext_lazy("Ansvarlig part"), required=False)
    due_on = DanishDateField(label=gettext_lazy("Frist"), required=False)


class CounterCreate(Below, FormPage):
    """The address holds `barrier` and `measure`."""

    action = Action.WORK_ON_PROJECT
    tab = "project_risks"
    tab_title = gettext_lazy("Risici")
    form_class = CounterForm
    title = gettext_lazy("Gør modtrækket til en opgave")
    submit_label = gettext_lazy("Opret opgave")
    success_message = gettext_lazy("Opgaven er oprettet i proces- og tidsplanen.")

    def prepare(self) -> None:
        super().prepare()
        self.key = (self.kwargs["barrier"], self.kwargs["measure"])
        if self.key not in MEASURES:
            raise Http404

    @property
    def intro(self) -> str:
        return _("Mod barrieren »%(barrier)s«.") % {"barrier": BARRIERS[self.key[0]].title}

    def initial(self) -> Mapping[str, Any]:
        return {"title": str(MEASURES[self.key].title)}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"responsible_id": [(row.id, row.name) for row in self.participants()]}

    def save(self, form: Form) -> str:
        barrier, measure = self.key
        counter(
            project_id=self.project.id,
            barrier=barrier,
            measure=measure,
            by=self.actor,
            at=self.now,
            **form.cleaned_data,
        )
        return reverse("project_risks", args=[self.project.id])
