"""Who is invited to an information meeting: the numbers of all, and one's own candidates' answers and attendance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import Attendance, InvitationAnswer
from jobveu.candidates.identity import own_job_centres
from jobveu.candidates.operations.several import record_answers
from jobveu.candidates.queries import activities as queries
from jobveu.common.concurrency import version_of
from jobveu.web.forms import ChoiceField, Form, FormPage
from jobveu.web.forms.base import Text
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb


def _form(rows: Sequence[queries.InvitedRow], *, held: bool) -> type[Form]:
    """A question about the answer of each, and, once the meeting has been held, about who came."""
    fields: dict[str, Any] = {}
    fieldsets: list[tuple[Text, Text, list[str]]] = []
    for row in rows:
        answer, came = f"answer_{row.activity.id}", f"came_{row.activity.id}"
        fields[answer] = ChoiceField(
            label=_("Svar fra %(name)s") % {"name": row.shown_as},
            choices=InvitationAnswer.choices,
            coerce=InvitationAnswer,
        )
        if held:
            fields[came] = ChoiceField(
                label=_("Fremmøde for %(name)s") % {"name": row.shown_as},
                choices=Attendance.choices,
                coerce=Attendance,
                empty_label=_("Ikke registreret"),
                required=False,
            )
        fieldsets.append((row.shown_as, "", [answer, came]))
    return type("InvitedForm", (Form,), {**fields, "fieldsets": fieldsets})


class MeetingInvited(OnProject, FormPage):
    action = Action.ADD_CANDIDATE
    tab = "project_meetings"
    template_name = "staff/candidates/meeting_invited.html"
    title = gettext_lazy("Inviterede kandidater")
    submit_label = gettext_lazy("Gem svar og fremmøde")
    success_message = gettext_lazy("Svar og fremmøde er gemt.")

    def prepare(self) -> None:
        super().prepare()
        meetings = queries.information_meetings(project_id=self.project.id)
        found = next((row for row in meetings if row.id == self.kwargs["meeting_id"]), None)
        if found is None:
            raise Http404
        self.meeting = found

    @property
    def meeting_url(self) -> str:
        return reverse("meeting", args=[self.project.id, self.meeting.id])

    @property
    def cancel_url(self) -> str:
        return self.meeting_url

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        when = date_format(self.meeting.starts_at, "DATETIME_FORMAT")
        return ", ".join(filter(None, (when, self.meeting.place)))

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Møder"), reverse("project_meetings", args=[self.project.id])),
            Crumb(_("Informationsmøde"), self.meeting_url),
            Crumb(str(self.title)),
        )

    @cached_property
    def invited(self) -> Sequence[queries.InvitedRow]:
        """Read, and the look recorded, once for each page."""
        return queries.own_invited(
            by=self.actor, at=self.now, project_id=self.project.id, meeting_id=self.meeting.id
        )

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        held = self.meeting.starts_at.date() <= self.today
        return _form(self.invited, held=held)(data=data, files=files, initial=self.initial())

    def initial(self) -> Mapping[str, Any]:
        shown = queries.shown_answers(activity_ids=[row.activity.id for row in self.invited])
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        data = form.cleaned_data
        record_answers(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            answers={
                row.activity.id: (data[f"answer_{row.activity.id}"], data.get(f"came_{row.activity.id}"))
                for row in self.invited
            },
            version=self.edited_version,
        )
        return self.request.path

    def context(self) -> Mapping[str, Any]:
        return {
            **self.project_context(),
            "numbers": queries.invitation_numbers(
                meeting_id=self.meeting.id,
                own_ids=own_job_centres(self.actor, Action.LIST_PERSONS),
                whole=self.may(Action.WORK_ON_PROJECT),
            ),
            "invited": self.invited,
            "several_url": reverse("candidates_several", args=[self.project.id]),
        }
