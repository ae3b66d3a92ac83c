"""Pages of meetings and their minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.assessment.queries.risks import check_of
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.candidates.identity import own_job_centres
from jobveu.candidates.queries.activities import invitation_numbers
from jobveu.common.errors import StaleEdit
from jobveu.common.paging import RowPage, Window
from jobveu.projects.enums import MeetingKind
from jobveu.projects.operations import meetings as operations
from jobveu.projects.queries import meetings as queries
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.lists import Column
from jobveu.web.lists.export import all_rows
from jobveu.web.lists.files import AlsoAsFile
from jobveu.web.lists.paging import page_at
from jobveu.web.staff.attachments.shown import files_of
from jobveu.web.staff.planning import forms
from jobveu.web.staff.planning.base import Below, ShowPage, two_versions

ROWS_ON_A_PAGE = 50


class ProjectMeetings(AlsoAsFile, ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_meetings"
    title = gettext_lazy("Møder")
    template_name = "staff/planning/meetings.html"
    file_columns = (
        Column("kind", gettext_lazy("Møde"), value=lambda row: row.kind.label, width=22),
        Column("starts_at", gettext_lazy("Tidspunkt"), width=18),
        Column("place", gettext_lazy("Sted"), width=30),
        Column("attendee_count", gettext_lazy("Deltagere")),
        Column("has_minutes", gettext_lazy("Referat")),
    )

    @property
    def file_name(self) -> str:
        return f"moeder-{self.project.id}"

    def file_rows(self) -> Iterable[queries.MeetingRow]:
        return all_rows(self._rows)

    def _rows(self, window: Window) -> RowPage[queries.MeetingRow]:
        return queries.meetings_of(project_id=self.project.id, window=window)

    def context(self) -> Mapping[str, Any]:
        found, number, pages = page_at(
            self._rows, asked=self.request.GET.get("side", ""), size=ROWS_ON_A_PAGE
        )
        create_url = reverse("meeting_create", args=[self.project.id])
        return {
            "rows": found.rows,
            "total": found.total,
            "number": number,
            "pages": pages,
            "exports": self.exports,
            "create_url": create_url if self.may(Action.WORK_ON_PROJECT) else "",
            "now": self.now,
        }


def _written(form: Form) -> dict[str, Any]:
    """The form's values as the operations take them: day and clock are one point in time."""
    values = dict(form.cleaned_data)
    values["starts_at"] = timezone.make_aware(datetime.combine(values.pop("day"), values.pop("clock")))
    return values


def _filled(starts_at: datetime) -> dict[str, Any]:
    local = timezone.localtime(starts_at)
    return {"day": local.date(), "clock": local.time()}


class MeetingForms(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_meetings"
    form_class = forms.MeetingForm

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"attendee_ids": [(row.id, row.name) for row in self.participants()]}


class MeetingCreate(MeetingForms):
    title = gettext_lazy("Indkald til møde")
    intro = gettext_lazy("Du kan også registrere et møde, der er holdt.")
    success_message = gettext_lazy("Mødet er gemt.")

    def initial(self) -> Mapping[str, Any]:
        first = queries.meetings_of(project_id=self.project.id, window=Window(0, 1, with_total=False))
        return {} if first.rows else {"kind": MeetingKind.KICK_OFF}

    def save(self, form: Form) -> str:
        meeting_id = operations.call_meeting(
            project_id=self.project.id, by=self.actor, at=self.now, **_written(form)
        )
        return reverse("meeting", args=[self.project.id, meeting_id])


class OnMeeting(Below):
    """A page of one meeting; the address holds `meeting_id`."""

    tab = "project_meetings"

    def prepare(self) -> None:
        super().prepare()
        found = queries.meeting_page(meeting_id=self.kwargs["meeting_id"], project_id=self.project.id)
        if found is None:
            raise Http404
        self.meeting = found

    @property
    def meeting_url(self) -> str:
        return reverse("meeting", args=[self.project.id, self.meeting.id])

    @property
    def cancel_url(self) -> str:
        return self.meeting_url


class ShowMeeting(OnMeeting, ShowPage):
    action = Action.VIEW_PROJECT
    template_name = "staff/planning/meeting.html"

    def context(self) -> Mapping[str, Any]:
        self.title = str(self.meeting.kind.label)
        may_work = self.may(Action.WORK_ON_PROJECT)
        return {
            "meeting": self.meeting,
            "may_work": may_work,
            **self._invited(),
            "files": files_of(
                Owner(OwnerKind.MEETING, self.meeting.id, self.project.id),
                address=[self.project.id, self.meeting.id],
                may_change=may_work,
            ),
        }

    def _invited(self) -> Mapping[str, Any]:
        """How many candidates are invited to an information meeting, for the project's team, and the way to one's own
        for those who may invite them."""
        if self.meeting.kind != MeetingKind.INFORMATION or not self.may(Action.SHAPE_SCREENING):
            return {}
        may_invite = self.may(Action.ADD_CANDIDATE)
        return {
            "invited": invitation_numbers(
                meeting_id=self.meeting.id,
                own_ids=own_job_centres(self.actor, Action.LIST_PERSONS),
                whole=self.may(Action.WORK_ON_PROJECT),
            ),
            "invited_url": reverse("meeting_invited", args=[self.project.id, self.meeting.id])
            if may_invite
            else "",
        }


class MeetingEdit(OnMeeting, MeetingForms):
    title = gettext_lazy("Ret mødet")
    success_message = gettext_lazy("Mødet er rettet.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.meeting.version
        return {
            "kind": self.meeting.kind,
            "place": self.meeting.place,
            "agenda": self.meeting.agenda,
            "attendee_ids": tuple(row.id for row in self.meeting.attendees),
            **_filled(self.meeting.starts_at),
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        found = [(row.id, row.name) for row in self.participants()]
        there = dict(found)
        found += [(row.id, row.name) for row in self.meeting.attendees if row.id not in there]
        return {"attendee_ids": found}

    def save(self, form: Form) -> str:
        operations.edit_meeting(
            meeting_id=self.meeting.id,
            version=self.edited_version,
            by=self.actor,
            at=self.now,
            **_written(form),
        )
        return self.meeting_url

    def saved_values(self, stale: StaleEdit) -> Mapping[str, Any]:
        saved = dict(stale.current)
        return saved | _filled(saved.pop("starts_at"))


class MeetingDelete(OnMeeting, ConfirmPage):
    action = Action.WORK_ON_PROJECT
    question = gettext_lazy("Slet mødet?")
    submit_label = gettext_lazy("Ja, slet")
    success_message = gettext_lazy("Mødet er slettet.")

    @property
    def consequences(self) -> str:
        check = check_of(meeting_id=self.meeting.id, project_id=self.project.id)
        if check is None or check.answers is None:
            return _("Mødet forsvinder med dagsorden og deltagerliste. Det kan ikke fortrydes.")
        return _(
            "Mødet forsvinder med dagsorden, deltagerliste og det risikotjek, der blev gjort på mødet. Det kan ikke fortrydes; i "
            "projektets historik kan det stadig ses, hvad tjekket svarede."
        )

    def save(self, form: Form) -> str:
        operations.delete_meeting(meeting_id=self.meeting.id, by=self.actor, at=self.now)
        return reverse("project_meetings", args=[self.project.id])


class MinutesEdit(OnMeeting, FormPage):
    action = Action.WORK_ON_PROJECT
    form_class = forms.MinutesForm
    submit_label = gettext_lazy("Gem referat")
    success_message = gettext_lazy("Referatet er gemt.")

    @property
    def title(self) -> str:
        return _("Ret referatet") if self.meeting.minutes else _("Skriv referat")

    def initial(self) -> Mapping[str, Any]:
        newest = self.meeting.minutes[0] if self.meeting.minutes else None
        self.current_version = newest.number if newest else 0
        return {"text": newest.text if newest else ""}

    def save(self, form: Form) -> str:
        operations.write_minutes(
            meeting_id=self.meeting.id,
            version=self.edited_version,
            by=self.actor,
            at=self.now,
            **form.cleaned_data,
        )
        return self.meeting_url


class MinutesCompare(OnMeeting, ShowPage):
    """Earlier minutes, and what changed."""

    action = Action.VIEW_PROJECT
    title = gettext_lazy("Referatets versioner")
    template_name = "staff/planning/minutes_compare.html"

    def context(self) -> Mapping[str, Any]:
        versions = {row.number: row for row in self.meeting.minutes}
        if not versions:
            raise Http404
        first, second = two_versions(list(versions), self.request.GET)
        return {
            "meeting": self.meeting,
            "meeting_url": self.meeting_url,
            "old": versions[first],
            "new": versions[second],
            "numbers": list(versions),
        }
