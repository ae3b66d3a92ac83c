"""One candidate in one project: the way so far, and which steps may be taken now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Subject
from jobveu.candidates.enums import CandidacyState, EnrolmentStatus, Milestone, Purpose
from jobveu.candidates.identity import reveal_names
from jobveu.candidates.queries import candidacy as queries
from jobveu.candidates.queries.preferences import preferences
from jobveu.candidates.rules import (
    EARLIEST_BEFORE_DUE,
    CandidacyStep,
    EnrolmentStep,
    enrolment_steps,
)
from jobveu.web.access import Page
from jobveu.web.forms import ConfirmPage, FormPage
from jobveu.web.staff.candidates.project import STATE_BADGES
from jobveu.web.ui import Crumb

MILESTONE_PATHS: Mapping[str, Milestone] = {
    "slut": Milestone.END,
    "3-maaneder": Milestone.MONTHS_3,
    "6-maaneder": Milestone.MONTHS_6,
    "12-maaneder": Milestone.MONTHS_12,
}
"""How milestones are called in addresses."""
_PATH_OF = {milestone: path for path, milestone in MILESTONE_PATHS.items()}

NEXT_STEP: Mapping[CandidacyState, CandidacyStep] = {
    CandidacyState.ADDED: CandidacyStep.SCREEN,
    CandidacyState.SCREENED_OUT: CandidacyStep.SCREEN,
    CandidacyState.SCREENED: CandidacyStep.ENROL,
    CandidacyState.PRESENTED: CandidacyStep.ENROL,
    CandidacyState.ENROLLED: CandidacyStep.FOLLOW_UP,
    CandidacyState.STARTED: CandidacyStep.FOLLOW_UP,
}
"""What most often comes next: the button that stands out. Any step that the record allows may be taken."""
_NAMES: Mapping[CandidacyStep | None, str] = {
    CandidacyStep.SCREEN: "screening_record",
    CandidacyStep.ENROL: "enrolment_create",
    CandidacyStep.FOLLOW_UP: "follow_up_record",
}
"""The URL names of those steps."""


class OnCandidacy(Page):
    """A page about one candidacy: there is no such page for those who may not see it."""

    hidden = True
    place: queries.CandidacyPlace

    def prepare(self) -> None:
        place = queries.candidacy_place(candidacy_id=self.kwargs["candidacy_id"])
        if place is None:
            raise Http404
        self.place = place

    def subject(self) -> Subject | None:
        return self.place.subject

    @property
    def candidacy_url(self) -> str:
        return reverse("candidacy", args=[self.place.id])

    def name(self, purpose: Purpose) -> str:
        """The candidate's name, "" for those who may not see it; the look is recorded."""
        names = reveal_names(
            by=self.actor,
            at=self.now,
            purpose=purpose,
            person_ids=[self.place.person_id],
            project_id=self.place.project_id,
        )
        return names.get(self.place.person_id, "")

    def way(self) -> tuple[Crumb, ...]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.place.project_title, reverse("project", args=[self.place.project_id])),
            Crumb(_("Kandidater"), reverse("project_candidates", args=[self.place.project_id])),
        )


class CandidacyForm(OnCandidacy, FormPage):
    """A form about a candidate, with the candidate's name or pseudonym above it."""

    template_name = "staff/candidates/step.html"

    @property
    def cancel_url(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return self.candidacy_url

    def crumbs(self) -> Sequence[Crumb]:
        return (
            *self.way(),
            Crumb(self.place.pseudonym, self.candidacy_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "place": self.place, "name": self.name(Purpose.CANDIDACY_STEP)}


class CandidacyConfirm(CandidacyForm, ConfirmPage):
    template_name = "staff/candidates/step_confirm.html"


@dataclass(frozen=True, slots=True)
class Link:
    """A step that may be taken. `about` tells it from its likes to those who hear the page."""

    text: str
    href: str
    about: str = ""
    variant: str = "secondary"


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    row: queries.EnrolmentRow
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PresentationLine:
    row: queries.PresentationRow
    end_href: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One milestone: what is recorded, or when it is due."""

    label: str
    outcome: queries.OutcomeRow | None
    due_on: date | None
    due: bool
    overdue: bool
    href: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline, newest first."""

    on: date
    title: str
    text: str = ""
    by: str = ""
    rank: int = 0
    what: str = ""
    """What the record is called in addresses where it can be corrected (operations.corrections)."""
    record_id: int = 0
    has_text: bool = False
    removable: bool = False


class CandidacyDetail(OnCandidacy):
    action = Action.VIEW_CANDIDACY

    def crumbs(self) -> Sequence[Crumb]:
        return (*self.way(), Crumb(self.place.pseudonym))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = queries.candidacy_page(by=self.actor, place=self.place, today=self.today)
        works = self.may(Action.WORK_ON_CANDIDACY)
        insight = page.insight
        values = {
            "page": page,
            "place": self.place,
            "name": self.name(Purpose.CANDIDACY_PAGE),
            "state_badge": STATE_BADGES[page.state] if page.state else "",
            "person_url": reverse("person", args=[self.place.person_id]) if insight.own else "",
            "links": self._links(page, works),
            "presentations": [
                PresentationLine(
                    row,
                    reverse("presentation_end", args=[self.place.id, row.id])
                    if works and row.ended_on is None
                    else "",
                )
                for row in page.presentations
            ],
            "enrolments": [EnrolmentLine(row, self._enrolment_links(row, works)) for row in page.enrolments],
            "outcomes": self._outcomes(page, works),
            "sees_activities": insight.whole or page.activities,
            "events": timeline(page),
            "may_correct": works,
            "sees_courses": insight.whole or insight.provider_ids,
            "sees_presentations": insight.whole or insight.company_ids,
            "sees_outcomes": insight.whole,
            **self._preferences(insight),
            "crumbs": self.crumbs(),
        }
        return render(request, "staff/candidates/candidacy.html", values)

    def _preferences(self, insight: queries.Insight) -> dict[str, Any]:
        """What the candidate wishes and what companies say; to companies what they have said themselves."""
        if not insight.whole and not insight.company_ids:
            return {}
        found = preferences(project_id=self.place.project_id, candidacy_id=self.place.id)
        own = [one for one in found.companies if one.id in insight.company_ids and one.score]
        return {
            "preferences": found if insight.whole else None,
            "own_scores": own,
            "may_score": self.may(Action.SCORE_CANDIDATE),
        }

    def _links(self, page: queries.CandidacyPage, works: bool) -> list[Link]:
        """The steps that the record allows and the actor may take."""
        follows = self.may(Action.FOLLOW_PARTICIPANT)
        steps: tuple[tuple[CandidacyStep, str, str, bool], ...] = (
            (CandidacyStep.SCREEN, _("Registrér screening"), "screening_record", works),
            (CandidacyStep.SCREEN, _("Invitér"), "activity_invite", works),
            (CandidacyStep.SCREEN, _("Registrér motivation"), "statement_record", works),
            (CandidacyStep.PRESENT, _("Præsentér for virksomhed"), "presentation_record", works),
            (CandidacyStep.ENROL, _("Tilmeld kursus"), "enrolment_create", works),
            (CandidacyStep.ENROL, _("Sæt på venteliste"), "line_join", works),
            (CandidacyStep.FOLLOW_UP, _("Registrér opfølgning"), "follow_up_record", follows),
            (CandidacyStep.WITHDRAW, _("Tag ud af projektet"), "candidacy_withdraw", works),
        )
        return [
            Link(
                text,
                reverse(name, args=[self.place.id]),
                variant="primary"
                if page.state and name == _NAMES.get(NEXT_STEP.get(page.state))
                else "secondary",
            )
            for step, text, name, allowed in steps
            if allowed and step in page.steps
        ]

    def _enrolment_links(self, row: queries.EnrolmentRow, works: bool) -> tuple[Link, ...]:
        if not self.may(Action.FOLLOW_PARTICIPANT, row.subject):
            return ()
        steps = enrolment_steps(row.status)
        texts: tuple[tuple[EnrolmentStep, str, str], ...] = (
            (EnrolmentStep.START, _("Begyndt"), "enrolment_start"),
            (EnrolmentStep.COMPLETE, _("Gennemført"), "enrolment_complete"),
            (EnrolmentStep.DROP_OUT, _("Faldet fra"), "enrolment_drop_out"),
            (EnrolmentStep.UNDO, _("Fortryd"), "enrolment_undo"),
        )
        removes = row.status == EnrolmentStatus.ENROLLED
        return tuple(
            Link(text, reverse(name, args=[self.place.id, row.id]), about=row.course)
            for step, text, name in texts
            if step in steps
            and (step is EnrolmentStep.UNDO or not row.cancelled)
            and (step is not EnrolmentStep.UNDO or not removes or works)
        )

    def _outcomes(self, page: queries.CandidacyPage, works: bool) -> list[OutcomeLine]:
        recorded = {row.milestone: row for row in page.outcomes}
        due = {outcome.milestone: outcome for outcome in page.due}
        may_record = works and CandidacyStep.RECORD_OUTCOME in page.steps
        lines = []
        for milestone in Milestone:
            found = due.get(milestone)
            too_soon = (
                found is not None
                and milestone != Milestone.END
                and self.today < found.due_on - EARLIEST_BEFORE_DUE
            )
            lines.append(
                OutcomeLine(
                    label=str(milestone.label),
                    outcome=recorded.get(milestone),
                    due_on=found.due_on if found else None,
                    due=bool(found and found.due),
                    overdue=bool(found and found.overdue),
                    href=reverse("outcome_record", args=[self.place.id, _PATH_OF[milestone]])
                    if may_record and not too_soon
                    else "",
                )
            )
        return lines


def timeline(page: queries.CandidacyPage) -> list[Event]:
    """What has happened, newest first, as far as the reader of the page may see it."""
    place = page.place
    events = []
    if page.insight.whole:
        events.append(Event(place.added_on, _("Tilføjet som kandidat"), by=place.job_centre))
    events += [
        Event(
            row.on,
            _("Screening: %(result)s") % {"result": row.result.label},
            row.reason,
            row.by,
            1,
            "screening",
            row.id,
            True,
        )
        for row in page.screenings
    ]
    events += _said_and_done(page)
    for presentation in page.presentations:
        company = {"company": presentation.company}
        events.append(
            Event(
                presentation.on,
                _("Præsenteret for %(company)s") % company,
                presentation.note,
                rank=2,
                what="praesentation",
                record_id=presentation.id,
                has_text=True,
            )
        )
        if presentation.ended_on:
            events.append(
                Event(
                    presentation.ended_on, _("Præsentationen for %(company)s er afsluttet") % company, rank=3
                )
            )
    for row in page.enrolments:
        events += _course_events(row)
    for follow_up in page.follow_ups:
        events.append(
            Event(
                follow_up.on,
                _("Opfølgning: %(channel)s") % {"channel": follow_up.channel.label},
                follow_up.note,
                f"{follow_up.by}, {follow_up.organisation}",
                5,
                "opfoelgning",
                follow_up.id,
                has_text=True,
                removable=True,
            )
        )
    for outcome in page.outcomes:
        values = {"when": outcome.milestone.label, "kind": outcome.kind.label}
        events.append(
            Event(
                outcome.as_of,
                _("%(when)s: %(kind)s") % values,
                outcome.employer,
                outcome.by,
                6,
                "resultat",
                outcome.id,
                removable=True,
            )
        )
    if place.withdrawn_on and page.insight.whole:
        why = place.withdrawn_reason if page.insight.own else ""
        events.append(Event(place.withdrawn_on, _("Taget ud af projektet"), why, rank=7))
    return sorted(events, key=lambda event: (event.on, event.rank), reverse=True)


def _said_and_done(page: queries.CandidacyPage) -> Iterable[Event]:
    for said in page.statements:
        agrees = _("Ja til at blive præsenteret") if said.agrees else _("Nej til at blive præsenteret")
        yield Event(
            said.on,
            str(said.motivation.label),
            ". ".join(filter(None, (agrees, said.note))),
            said.by,
            1,
            "tilkendegivelse",
            said.id,
            has_text=True,
            removable=True,
        )
    for row in page.activities:
        what = f"{row.kind.label}: {row.company}" if row.company else str(row.kind.label)
        how = row.attendance or row.answer
        yield Event(
            row.starts_on,
            what,
            ". ".join(filter(None, (str(how.label), row.note))),
            row.invited_by if page.insight.whole else "",
            2,
            "aktivitet",
            row.id,
            has_text=True,
            removable=True,
        )


def _course_events(row: queries.EnrolmentRow) -> Iterable[Event]:
    course = {"course": row.course}
    yield Event(row.enrolled_on, _("Tilmeldt %(course)s") % course, rank=4)
    if row.started_on:
        yield Event(row.started_on, _("Begyndt på %(course)s") % course, rank=4)
    if row.ended_on and row.status == EnrolmentStatus.COMPLETED:
        yield Event(row.ended_on, _("Gennemført %(course)s") % course, rank=4)
    if row.ended_on and row.status == EnrolmentStatus.DROPPED_OUT:
        reason = row.dropout_reason.label if row.dropout_reason else ""
        text = ". ".join(filter(None, (str(reason), row.dropout_note)))
        yield Event(row.ended_on, _("Faldet fra %(course)s") % course, text, rank=4)
