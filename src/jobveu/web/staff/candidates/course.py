"""The participants of one course, for those who follow them: several moved on at once, after a preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.candidates.queries import courses as queries
from jobveu.candidates.queries.course_days import days_by_enrolment, early_signs_among
from jobveu.candidates.rules import EnrolmentStep, enrolment_steps
from jobveu.journeys.enrolment import complete_several, start_several
from jobveu.web.forms import Form, FormPage
from jobveu.web.staff.candidates.forms import ParticipantsForm
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb

_STEPS = {"start": EnrolmentStep.START, "complete": EnrolmentStep.COMPLETE}


class CourseParticipants(OnProject, FormPage):
    hidden = True
    action = Action.FOLLOW_PARTICIPANT
    tab = "project_courses"
    form_class = ParticipantsForm
    template_name = "staff/candidates/course_participants.html"
    submit_label = gettext_lazy("Se, hvad der bliver registreret")
    success_message = gettext_lazy("Det er registreret.")
    preview: Mapping[str, Any] | None = None

    def prepare(self) -> None:
        super().prepare()
        course = queries.course_head(project_id=self.project.id, course_id=self.kwargs["course_id"])
        if course is None:
            raise Http404
        self.course = course

    def subject(self) -> Subject:
        return queries.subject_for(by=self.actor, course=self.course)

    @property
    def title(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return _("Deltagere på %(course)s") % {"course": self.course.title}

    @property
    def url(self) -> str:
        return reverse("course_participants", args=[self.project.id, self.course.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Kurser"), self.cancel_url),
            Crumb(self.title),
        )

    @cached_property
    def participants(self) -> Sequence[queries.Participant]:
        """Read, and the look recorded, once for each page."""
        return queries.participants(by=self.actor, at=self.now, course=self.course)

    @property
    def movable(self) -> list[queries.Participant]:
        open_statuses = (EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED)
        return (
            [] if self.course.cancelled else [row for row in self.participants if row.status in open_statuses]
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "identity_participants": [
                (key_of(row), f"{row.name or row.pseudonym} ({row.status.label})") for row in self.movable
            ]
        }

    def initial(self) -> Mapping[str, Any]:
        return {"on": self.today}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "confirmed" in request.POST:
            return super().post(request, *args, **kwargs)
        self.submission, self.version, self.marks = uuid4(), None, ""
        form = self.make_form(data=request.POST)
        if not form.is_valid():
            return self.show(form)
        fitting, others = self._sorted_out(form)
        if not fitting:
            form.add_error("identity_participants", _("Ingen af de valgte kan registreres sådan."))
            return self.show(form)
        self.preview = {"fitting": fitting, "others": others, "keys": [key_of(row) for row in fitting]}
        return self.show(form)

    def _sorted_out(self, form: Form) -> tuple[list[queries.Participant], list[queries.Participant]]:
        """The chosen participants: those with whom the step can be taken, and the others."""
        step = _STEPS[form.cleaned_data["step"]]
        chosen = [row for row in self.movable if key_of(row) in form.cleaned_data["identity_participants"]]
        fitting = [row for row in chosen if step in enrolment_steps(row.status)]
        return fitting, [row for row in chosen if row not in fitting]

    def save(self, form: Form) -> str:
        data = form.cleaned_data
        versions: dict[int, int] = {}
        for key in data["identity_participants"]:
            enrolment_id, version = key.split("-")
            versions[int(enrolment_id)] = int(version)
        common: dict[str, Any] = {
            "by": self.actor,
            "at": self.now,
            "project_id": self.project.id,
            "versions": versions,
        }
        if data["step"] == "start":
            start_several(**common, started_on=data["on"])
        else:
            complete_several(**common, ended_on=data["on"])
        return self.url

    def context(self) -> Mapping[str, Any]:
        days = days_by_enrolment(enrolment_ids=[row.enrolment_id for row in self.participants])
        signs = early_signs_among(candidacy_ids=[row.candidacy_id for row in self.participants])
        return {
            **self.project_context(),
            "course": self.course,
            "participants": [
                (row, days.get(row.enrolment_id), row.candidacy_id in signs) for row in self.participants
            ],
            "movable": self.movable,
            "preview": self.preview,
            "url": self.url,
            "day_url": reverse("course_day", args=[self.project.id, self.course.id]),
        }


def key_of(row: queries.Participant) -> str:
    """A participant as a choice: with the version seen, so that a change in between is noticed."""
    return f"{row.enrolment_id}-{row.version}"
