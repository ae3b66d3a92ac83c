"""Who came on a day of a course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.candidates.enums import Attendance
from jobveu.candidates.operations.course_days import record_course_day
from jobveu.candidates.queries import course_days as queries
from jobveu.candidates.queries import courses
from jobveu.common.concurrency import version_of
from jobveu.web.forms import ChoiceField, DanishDateField, Form, FormPage
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb


class DayForm(Form):
    is_filter = True

    dag = DanishDateField(label=gettext_lazy("Dag"))


def _form(rows: Sequence[courses.Participant]) -> type[Form]:
    fields = {
        f"came_{row.enrolment_id}": ChoiceField(
            label=row.name or row.pseudonym,
            choices=Attendance.choices,
            coerce=Attendance,
            empty_label=_("Ikke registreret"),
            required=False,
        )
        for row in rows
    }
    return type("CourseDayForm", (Form,), fields)


class CourseDayPage(OnProject, FormPage):
    hidden = True
    action = Action.FOLLOW_PARTICIPANT
    tab = "project_courses"
    template_name = "staff/candidates/course_day.html"
    submit_label = gettext_lazy("Gem fremmøde")
    success_message = gettext_lazy("Fremmødet er gemt.")

    def prepare(self) -> None:
        super().prepare()
        course = courses.course_head(project_id=self.project.id, course_id=self.kwargs["course_id"])
        if course is None:
            raise Http404
        self.course = course

    def subject(self) -> Subject:
        return courses.subject_for(by=self.actor, course=self.course)

    @property
    def title(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return _("Fremmøde på %(course)s") % {"course": self.course.title}

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return date_format(self.day, "DATE_FORMAT")

    @property
    def cancel_url(self) -> str:
        return reverse("course_participants", args=[self.project.id, self.course.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Deltagere på %(course)s") % {"course": self.course.title}, self.cancel_url),
            Crumb(_("Fremmøde")),
        )

    @cached_property
    def day(self) -> date:
        """The day that the address asks for; today, when it asks for none or for one that is no day."""
        try:
            asked = DanishDateField(required=False).clean(self.request.GET.get("dag", ""))
        except ValidationError:
            asked = None
        return asked if isinstance(asked, date) else self.today

    @cached_property
    def rows(self) -> Sequence[courses.Participant]:
        """Those who were on the course on the day. Read, and the look recorded, once for each page."""
        found = courses.participants(by=self.actor, at=self.now, course=self.course)
        return [
            row
            for row in found
            if row.started_on is not None
            and row.started_on <= self.day
            and (row.ended_on is None or self.day <= row.ended_on)
        ]

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        return _form(self.rows)(data=data, files=files, initial=self.initial())

    def initial(self) -> Mapping[str, Any]:
        shown = queries.shown_on(enrolment_ids=[row.enrolment_id for row in self.rows], day=self.day)
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        record_course_day(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            course_id=self.course.id,
            day=self.day,
            attendance={row.enrolment_id: form.cleaned_data[f"came_{row.enrolment_id}"] for row in self.rows},
            version=self.edited_version,
        )
        return f"{self.request.path}?dag={self.day:%d-%m-%Y}"

    def context(self) -> Mapping[str, Any]:
        return {
            **self.project_context(),
            "day_form": DayForm(initial={"dag": self.day}, auto_id="day_%s"),
            "people": self.rows,
            "future": self.day > self.today,
        }
