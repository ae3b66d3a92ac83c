"""The project page, and the indicators that a project sets aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, may
from jobveu.accounts.enums import Role
from jobveu.common.concurrency import version_of
from jobveu.journeys.project_page import HeadCounts, project_page
from jobveu.projects.enums import DatePrecision, ProjectStatus
from jobveu.projects.operations import set_aside as operations
from jobveu.projects.phases import (
    INDICATORS,
    Evidence,
    Indicator,
    IndicatorState,
    IndicatorStatus,
    PhaseState,
    PhaseStatus,
)
from jobveu.projects.queries.evidence import set_aside_of
from jobveu.projects.queries.project_page import ProjectFacts
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.staff.projects.base import Below, ShowPage
from jobveu.web.staff.projects.forms import ReasonForm
from jobveu.web.staff.waiting import waiting_links
from jobveu.web.ui import Step, StepState

EVIDENCE_SHOWN = 5

WHO_DOES: Mapping[str, Action] = {
    # What is missing is done on this page (Indicator.where), by those who may do this.
    "project_edit": Action.WORK_ON_PROJECT,
    "project_needs": Action.WORK_ON_PROJECT,
    "project_parties": Action.WORK_ON_PROJECT,
    "project_endorsement": Action.ENDORSE,
    "project_plan": Action.WORK_ON_PROJECT,
    "project_tasks": Action.WORK_ON_PROJECT,
    "project_commitments": Action.GIVE_COMMITMENT,
    "project_procurement": Action.WORK_ON_PROJECT,
    "project_candidates": Action.ADD_CANDIDATE,
    "project_lessons": Action.RECORD_LESSON,
}

RECORDED_ON: Mapping[str, str] = {
    # Evidence.source: the page of the project where the record stands.
    "project": "project",
    "party": "project_parties",
    "need": "project_needs",
    "dialogue": "project_needs",
    "endorsement": "project_endorsement",
    "agreement": "project_endorsement",
    "plan": "project_plan",
    "task": "project_tasks",
    "commitment": "project_commitments",
    "procurement": "project_procurement",
    "candidates": "project_candidates",
    "lesson": "project_lessons",
}

_STEP_STATES = {
    PhaseState.DONE: StepState.DONE,
    PhaseState.CURRENT: StepState.CURRENT,
    PhaseState.STARTED: StepState.STARTED,
    PhaseState.AHEAD: StepState.AHEAD,
}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as it is shown: `href` leads to where it is recorded."""

    who: str
    what: str
    on: Any
    href: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator of a phase: its state, what it rests on, and what may be done about it."""

    key: str
    title: str
    state: str
    evidence: tuple[EvidenceLine, ...]
    more: int
    more_href: str
    to_do: str
    do_href: str
    reason: str
    set_aside_by: str
    set_aside_on: Any
    set_aside_href: str
    resume_href: str


@dataclass(frozen=True, slots=True)
class PhaseView:
    number: int
    title: str
    enters_with: str
    state: str
    is_open: bool
    status: str
    indicators: tuple[IndicatorView, ...]

    @property
    def anchor(self) -> str:
        return f"fase-{self.number}"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One of the numbers of people, with where it comes from; None where nothing tells it."""

    value: int | None
    label: str
    href: str
    note: str = ""


class ProjectShow(ShowPage):
    """Where the project stands: the heart of the product."""

    action = Action.VIEW_PROJECT
    tab = "project"
    template_name = "staff/projects/project.html"

    def context(self) -> Mapping[str, Any]:
        page = project_page(
            by=self.actor,
            on=self.today,
            project_id=self.project.id,
            party_organisation_ids=self.project.subject.party_organisation_ids,
        )
        if page is None:
            raise Http404
        phases = tuple(self._phase(status) for status in page.progress.phases)
        views = {view.key: view for phase in phases for view in phase.indicators}
        active = page.facts.status is ProjectStatus.ACTIVE
        may_work = self.may(Action.WORK_ON_PROJECT)
        return {
            "facts": page.facts,
            "period": period(page.facts),
            "steps": [
                Step(
                    number=phase.number,
                    title=phase.title,
                    state=_STEP_STATES[status.state],
                    href=f"#{phase.anchor}",
                    note=phase.status,
                )
                for phase, status in zip(phases, page.progress.phases, strict=True)
            ],
            "phases": phases,
            "all_done": page.progress.all_done,
            "next_steps": [views[status.indicator.key] for status in page.next_steps],
            "heads": self._heads(page.heads, page.facts),
            "waiting": waiting_links(page.waiting),
            "commitment_href": self._to("commitment_create")
            if page.commitment_expected and self.may(Action.GIVE_COMMITMENT)
            else "",
            "is_partner": self._is_partner,
            "edit_href": self._to("project_edit") if may_work and active else "",
            "complete_href": self._status("gennemfoert") if may_work and active else "",
            "cancel_href": self._status("opgivet") if may_work and active else "",
            "reopen_href": self._status("i-gang") if may_work and not active else "",
            "publish_href": self._to("project_publish") if self.may(Action.PUBLISH_PROJECT) else "",
            "template_href": f"{reverse('project_create')}?skabelon={self.project.id}"
            if may(Action.CREATE_PROJECT, self.actor)
            else "",
            "pulse_href": self._to("project_pulse")
            if page.facts.status is ProjectStatus.COMPLETED and self.may(Action.RUN_SURVEY)
            else "",
            "area": self._area(page.facts),
        }

    @property
    def _is_partner(self) -> bool:
        """Whether the actor takes part without driving the project: what is expected of them comes first."""
        partners = {
            Role.COMPANY,
            Role.PROVIDER,
            Role.SOCIAL_PARTNER,
            Role.CASEWORKER,
            Role.COMPANY_CONSULTANT,
        }
        return bool(self.actor.roles & partners) and not self.may(Action.WORK_ON_PROJECT)

    def _to(self, name: str) -> str:
        return reverse(name, args=[self.project.id])

    def _status(self, to: str) -> str:
        return f"{self._to('project_status')}?til={to}"

    def _area(self, facts: ProjectFacts) -> str:
        if facts.area_kind is None:
            return ""
        label = str(facts.area_kind.label)
        return f"{label}: {facts.area_basis}" if facts.area_basis else label

    def _phase(self, status: PhaseStatus) -> PhaseView:
        indicators = tuple(self._indicator(one) for one in status.indicators)
        done = sum(one.state is not IndicatorState.MISSING for one in status.indicators)
        number = status.phase.number
        return PhaseView(
            number=number.value,
            title=status.phase.title,
            enters_with=str(status.phase.enters_with),
            state=status.state.value,
            is_open=status.state is PhaseState.CURRENT,
            status=_("%(done)d af %(all)d på plads") % {"done": done, "all": len(indicators)},
            indicators=indicators,
        )

    def _indicator(self, status: IndicatorStatus) -> IndicatorView:
        indicator, aside = status.indicator, status.set_aside
        missing = status.state is IndicatorState.MISSING
        may_work = self.may(Action.WORK_ON_PROJECT) and self.project.status is ProjectStatus.ACTIVE
        key_args = [self.project.id, indicator.key]
        is_aside = status.state is IndicatorState.SET_ASIDE
        return IndicatorView(
            key=indicator.key,
            title=str(indicator.title),
            state=status.state.value,
            evidence=tuple(self._evidence(item) for item in status.evidence[:EVIDENCE_SHOWN]),
            more=max(len(status.evidence) - EVIDENCE_SHOWN, 0),
            more_href=self._evidence_href(status.evidence[-1]) if status.evidence else "",
            to_do=str(indicator.to_do),
            do_href=self._do_href(indicator) if missing else "",
            reason=aside.reason if aside else "",
            set_aside_by=aside.by if aside else "",
            set_aside_on=aside.on if aside else None,
            set_aside_href=reverse("indicator_set_aside", args=key_args)
            if may_work and (missing or is_aside)
            else "",
            resume_href=reverse("indicator_resume", args=key_args) if may_work and aside else "",
        )

    def _evidence(self, item: Evidence) -> EvidenceLine:
        return EvidenceLine(who=item.who, what=item.what, on=item.on, href=self._evidence_href(item))

    def _evidence_href(self, item: Evidence) -> str:
        name = RECORDED_ON.get(item.source, "")
        if not name or (name == "project_candidates" and not self.may(Action.LIST_CANDIDATES)):
            return ""
        anchor = f"#{item.source}-{item.source_id}" if item.source_id is not None else ""
        return "#om-projektet" if name == "project" else self._to(name) + anchor

    def _do_href(self, indicator: Indicator) -> str:
        """Where the missing thing is done, for those who may do it."""
        if self.project.status is not ProjectStatus.ACTIVE or not self.may(WHO_DOES[indicator.where]):
            return ""
        return self._to(indicator.where)

    def _heads(self, heads: HeadCounts, facts: ProjectFacts) -> Iterable[HeadLine]:
        def told(number: int) -> int | None:
            """In a case taken from a source, 0 is what the source doesn't tell."""
            return None if facts.source_note and not number else number

        candidates_href = self._to("project_candidates") if self.may(Action.LIST_CANDIDATES) else ""
        places_note = (
            _("%(number)d uden loft") % {"number": heads.courses_without_limit}
            if heads.courses_without_limit
            else ""
        )
        return (
            HeadLine(told(heads.needed), _("medarbejdere i behov"), self._to("project_needs")),
            HeadLine(told(heads.committed), _("i virksomhedernes tilsagn"), self._to("project_commitments")),
            HeadLine(told(heads.contributed), _("i jobcentrenes aftaler"), self._to("project_contributions")),
            HeadLine(told(heads.candidates), _("kandidater"), candidates_href),
            HeadLine(told(heads.places), _("kursuspladser"), self._to("project_courses"), places_note),
        )


def period(facts: ProjectFacts) -> str:
    """»1. marts 2027 til 30. juni 2027«, as precisely as the start is known; "" when it is not told."""
    if facts.start_date is None:
        return ""
    form = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "F Y"}.get(facts.start_precision, "DATE_FORMAT")
    start = date_format(facts.start_date, form)
    if facts.end_date is None:
        return _("fra %(start)s") % {"start": start}
    return _("%(start)s til %(end)s") % {"start": start, "end": date_format(facts.end_date, "DATE_FORMAT")}


class OnIndicator(Below):
    """Pages of one indicator of a project. The address holds `key`."""

    tab = "project"
    indicator: Indicator

    def prepare(self) -> None:
        super().prepare()
        indicator = INDICATORS.get(self.kwargs["key"])
        if indicator is None:
            raise Http404
        self.indicator = indicator

    @property
    def back(self) -> str:
        return f"{self.project_url}#{self.indicator.key}"


class IndicatorSetAside(OnIndicator, FormPage):
    action = Action.WORK_ON_PROJECT
    title = gettext_lazy("Sæt indikatoren til side")
    form_class = ReasonForm
    submit_label = gettext_lazy("Sæt til side")
    success_message = gettext_lazy("Indikatoren er sat til side.")

    @property
    def intro(self) -> str:
        return _(
            "%(indicator)s. Sæt den til side, hvis projektet ikke bruger den, og skriv hvorfor. "
            "Alle, der kan se projektet, kan se begrundelsen. Kommer der dokumentation, tæller den."
        ) % {"indicator": self.indicator.title}

    @property
    def cancel_url(self) -> str:
        return self.back

    def initial(self) -> Mapping[str, Any]:
        earlier = set_aside_of(project_id=self.project.id).get(self.indicator.key)
        shown = {"reason": earlier.reason if earlier else ""}
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        operations.set_aside_indicator(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            indicator=self.indicator.key,
            reason=form.cleaned_data["reason"],
            version=self.edited_version,
        )
        return self.back


class IndicatorResume(OnIndicator, ConfirmPage):
    action = Action.WORK_ON_PROJECT
    question = gettext_lazy("Skal projektet alligevel bruge indikatoren?")
    submit_label = gettext_lazy("Ja, brug indikatoren")
    success_message = gettext_lazy("Indikatoren er ikke længere sat til side.")
    danger = False

    @property
    def consequences(self) -> str:
        return _(
            "%(indicator)s. Indikatoren er ikke længere sat til side og mangler, indtil der er dokumentation."
        ) % {"indicator": self.indicator.title}

    @property
    def cancel_url(self) -> str:
        return self.back

    def save(self, form: Form) -> str:
        operations.resume_indicator(
            by=self.actor, at=self.now, project_id=self.project.id, indicator=self.indicator.key
        )
        return self.back
