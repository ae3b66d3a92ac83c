"""Each step on a candidate's way: a form or a question of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action, Subject
from jobveu.actors.queries.search import organisation_source
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.candidates.operations import candidacies, enrolments, outcomes, screening
from jobveu.candidates.queries import candidacy as queries
from jobveu.candidates.queries.activities import statements_of
from jobveu.candidates.queries.courses import CourseOption, open_courses
from jobveu.candidates.rules import (
    status_before,
)
from jobveu.journeys.enrolment import enrol
from jobveu.web.forms import ChoiceSource, Form
from jobveu.web.staff.candidates.candidacy import MILESTONE_PATHS, CandidacyConfirm, CandidacyForm
from jobveu.web.staff.candidates.forms import (
    CompleteForm,
    DropOutForm,
    EnrolmentForm,
    FollowUpForm,
    OutcomeForm,
    PresentationForm,
    StartForm,
    WithdrawForm,
)
from jobveu.web.staff.candidates.persons import pairs


class CandidacyWithdraw(CandidacyConfirm):
    action = Action.WORK_ON_CANDIDACY
    form_class = WithdrawForm
    question = gettext_lazy("Skal kandidaten tages ud af projektet?")
    consequences = (
        gettext_lazy("Virksomheder, som kandidaten er præsenteret for, kan ikke længere se navnet."),
        gettext_lazy("Det, der er registreret, bliver stående, og kandidaten kan tilføjes igen."),
    )
    submit_label = gettext_lazy("Ja, tag ud af projektet")
    success_message = gettext_lazy("Kandidaten er taget ud af projektet.")

    def save(self, form: Form) -> str:
        candidacies.withdraw_candidate(
            by=self.actor, at=self.now, candidacy_id=self.place.id, reason=form.cleaned_data["reason"]
        )
        return self.candidacy_url


class PresentationRecord(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = PresentationForm
    title = gettext_lazy("Præsentér kandidaten for en virksomhed")
    submit_label = gettext_lazy("Præsentér")
    success_message = gettext_lazy("Kandidaten er præsenteret.")

    @cached_property
    def companies(self) -> Sequence[Any]:
        return queries.presentable_companies(project_id=self.place.project_id, candidacy_id=self.place.id)

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        if not self.companies:
            return _(
                "Der er ingen virksomheder at vælge: Kandidaten er præsenteret for alle projektets "
                "virksomheder, eller der er endnu ingen virksomheder blandt parterne."
            )
        seen = _("Virksomheden kan se kandidatens navn, indtil præsentationen afsluttes.")
        said = statements_of(candidacy_id=self.place.id, with_notes=False)
        if said and said[0].agrees:
            return seen
        if said:
            no = _("Kandidaten har sagt nej til at blive præsenteret. Tal med kandidaten først.")
            return f"{seen} {no}"
        unknown = _("Det er ikke registreret, at kandidaten har sagt ja til det.")
        return f"{seen} {unknown}"

    def initial(self) -> Mapping[str, Any]:
        return {"presented_on": self.today}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"companies": pairs(self.companies)}

    def save(self, form: Form) -> str:
        data = form.cleaned_data
        screening.present_candidate(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            company_ids=data["companies"],
            presented_on=data["presented_on"],
            note=data["note"],
        )
        return self.candidacy_url


class PresentationEnd(CandidacyConfirm):
    action = Action.WORK_ON_CANDIDACY
    submit_label = gettext_lazy("Ja, afslut præsentationen")
    success_message = gettext_lazy("Præsentationen er afsluttet.")
    consequences = gettext_lazy("Virksomheden kan ikke længere se kandidatens navn.")

    def prepare(self) -> None:
        super().prepare()
        company = queries.presentation_company(
            candidacy_id=self.place.id, presentation_id=self.kwargs["presentation_id"]
        )
        if company is None and self.request.method != "POST":
            raise Http404
        self.company = company or ""

    @property
    def question(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        return _("Skal præsentationen for %(company)s afsluttes?") % {"company": self.company}

    def save(self, form: Form) -> str:
        screening.end_presentation(by=self.actor, at=self.now, presentation_id=self.kwargs["presentation_id"])
        return self.candidacy_url


class EnrolmentCreate(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = EnrolmentForm
    title = gettext_lazy("Tilmeld til kursus")
    submit_label = gettext_lazy("Tilmeld")
    success_message = gettext_lazy("Kandidaten er tilmeldt kurset.")

    @cached_property
    def courses(self) -> Sequence[CourseOption]:
        return open_courses(project_id=self.place.project_id, candidacy_id=self.place.id, today=self.today)

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        if not self.courses:
            return _("Projektet har ingen kurser, som kandidaten kan tilmeldes.")
        return _("Uddannelsesinstitutionen kan derefter se kandidatens navn.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"course": [(course.id, course_label(course)) for course in self.courses]}

    def save(self, form: Form) -> str:
        enrol(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            course_id=form.cleaned_data["course"],
        )
        return self.candidacy_url


def course_label(course: CourseOption) -> str:
    """Title, provider, days, and how many places are left."""
    parts = [course.title, course.provider]
    if course.starts_on:
        first = date_format(course.starts_on, "SHORT_DATE_FORMAT")
        last = date_format(course.ends_on, "SHORT_DATE_FORMAT") if course.ends_on else ""
        parts.append(f"{first} – {last}" if last else first)
    if course.left == 0:
        parts.append(_("fyldt"))
    elif course.left is not None:
        parts.append(
            ngettext("%(count)d plads tilbage", "%(count)d pladser tilbage", course.left)
            % {"count": course.left}
        )
    return ", ".join(filter(None, parts))


class OnEnrolment(CandidacyForm):
    """A step of one enrolment."""

    action = Action.FOLLOW_PARTICIPANT
    gone_is_answered = False
    """Whether a POST about an enrolment that is gone is let through: the second of a double click."""
    enrolment: queries.EnrolmentRow

    def prepare(self) -> None:
        super().prepare()
        row = queries.enrolment_row(place=self.place, enrolment_id=self.kwargs["enrolment_id"])
        self.is_gone = row is None
        if row is None and not (self.gone_is_answered and self.request.method == "POST"):
            raise Http404
        if row is not None:
            self.enrolment = row

    def subject(self) -> Subject:
        return self.enrolment.subject

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return ", ".join(filter(None, (self.enrolment.course, self.enrolment.provider)))

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.enrolment.version
        return {}

    @property
    def step(self) -> dict[str, Any]:
        """What each operation on the enrolment is told."""
        return {
            "by": self.actor,
            "at": self.now,
            "enrolment_id": self.kwargs["enrolment_id"],
            "version": self.edited_version,
        }


class EnrolmentStart(OnEnrolment):
    form_class = StartForm
    title = gettext_lazy("Deltageren er begyndt på kurset")
    success_message = gettext_lazy("Det er registreret, at deltageren er begyndt.")

    def initial(self) -> Mapping[str, Any]:
        return {**super().initial(), "started_on": self.today}

    def save(self, form: Form) -> str:
        enrolments.start_enrolment(**self.step, **form.cleaned_data)
        return self.candidacy_url


class EnrolmentComplete(OnEnrolment):
    form_class = CompleteForm
    title = gettext_lazy("Deltageren har gennemført kurset")
    success_message = gettext_lazy("Det er registreret, at deltageren har gennemført kurset.")

    def initial(self) -> Mapping[str, Any]:
        return {**super().initial(), "ended_on": self.today}

    def save(self, form: Form) -> str:
        enrolments.complete_enrolment(**self.step, **form.cleaned_data)
        return self.candidacy_url


class EnrolmentDropOut(OnEnrolment):
    form_class = DropOutForm
    title = gettext_lazy("Deltageren er faldet fra kurset")
    success_message = gettext_lazy("Frafaldet er registreret.")

    def initial(self) -> Mapping[str, Any]:
        return {**super().initial(), "ended_on": self.today}

    def save(self, form: Form) -> str:
        enrolments.drop_out_enrolment(**self.step, **form.cleaned_data)
        return self.candidacy_url


class EnrolmentUndo(OnEnrolment, CandidacyConfirm):
    submit_label = gettext_lazy("Ja, fortryd")
    gone_is_answered = True

    @property
    def intro(self) -> str:
        return "" if self.is_gone else super().intro

    def initial(self) -> Mapping[str, Any]:
        return {} if self.is_gone else super().initial()

    @property
    def success_message(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return _("Tilmeldingen er fjernet.") if self._removes else _("Det seneste trin er fortrudt.")

    def subject(self) -> Subject:
        if self._removes:
            # A candidate's place is given up by the job centre alone.
            return Subject(registered_by_id=self.place.job_centre_id)
        return super().subject()

    @property
    def _removes(self) -> bool:
        return self._before is None

    @property
    def _before(self) -> EnrolmentStatus | None:
        if self.is_gone:
            return None
        return status_before(self.enrolment.status, started=self.enrolment.started_on is not None)

    @property
    def question(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        if self._removes:
            return _("Skal tilmeldingen fjernes?")
        return _("Skal »%(status)s« fortrydes?") % {"status": self.enrolment.status.label}

    @property
    def consequences(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        before = self._before
        if before is None:
            return _(
                "Kandidaten er ikke længere tilmeldt kurset, og uddannelsesinstitutionen kan ikke længere "
                "se navnet."
            )
        return _("Deltageren står derefter som »%(status)s«.") % {"status": before.label}

    def save(self, form: Form) -> str:
        enrolments.undo_enrolment_step(**self.step)
        return self.candidacy_url


class FollowUpRecord(CandidacyForm):
    action = Action.FOLLOW_PARTICIPANT
    form_class = FollowUpForm
    title = gettext_lazy("Registrér opfølgning")
    intro = gettext_lazy("Jobcentret kan se alle opfølgninger. Uddannelsesinstitutionen ser sine egne.")
    success_message = gettext_lazy("Opfølgningen er registreret.")

    def initial(self) -> Mapping[str, Any]:
        return {"held_on": self.today}

    def save(self, form: Form) -> str:
        outcomes.record_follow_up(by=self.actor, at=self.now, candidacy_id=self.place.id, **form.cleaned_data)
        return self.candidacy_url


class OutcomeRecord(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = OutcomeForm
    success_message = gettext_lazy("Resultatet er gemt.")

    def prepare(self) -> None:
        super().prepare()
        if self.kwargs["milestone"] not in MILESTONE_PATHS:
            raise Http404
        self.milestone = MILESTONE_PATHS[self.kwargs["milestone"]]

    @property
    def title(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return _("Resultat: %(when)s") % {"when": self.milestone.label.lower()}

    def initial(self) -> Mapping[str, Any]:
        found = queries.recorded_outcome(candidacy_id=self.place.id, milestone=self.milestone)
        if found is None:
            return {"as_of": self.today}
        self.current_version = found.version
        return {
            "kind": found.kind,
            "as_of": found.as_of,
            "employer": found.employer_id,
            "employer_name": found.employer_name,
        }

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"employer": ChoiceSource(*organisation_source())}

    def save(self, form: Form) -> str:
        data = form.cleaned_data
        outcomes.record_outcome(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            milestone=self.milestone,
            kind=data["kind"],
            as_of=data["as_of"],
            employer_id=data["employer"],
            employer_name=data["employer_name"],
            version=self.version,
        )
        return self.candidacy_url
