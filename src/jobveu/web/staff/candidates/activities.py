"""Inviting one candidate, what they answer, whether they come, and what they say of taking part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import (
    ActivityKind,
    ActivityTiming,
    Attendance,
    InvitationAnswer,
    Motivation,
)
from jobveu.candidates.operations import activities as operations
from jobveu.candidates.queries import activities as queries
from jobveu.projects.queries.participants import participants_of
from jobveu.web.forms import (
    ChoiceField,
    DanishDateField,
    Form,
    TextField,
    YesNoField,
)
from jobveu.web.staff.candidates.candidacy import CandidacyForm
from jobveu.web.staff.candidates.forms import NO_NAMES


class WhatForm(Form):
    """What somebody is invited to: for one candidate and for several."""

    kind = ChoiceField(label=gettext_lazy("Hvad inviteres der til?"), enum=ActivityKind, radio=True)
    meeting_id = ChoiceField(
        label=gettext_lazy("Informationsmøde"),
        help_text=gettext_lazy("Mødet indkaldes under Møder. Kun ved informationsmøde."),
        required=False,
    )
    company_id = ChoiceField(
        label=gettext_lazy("Virksomhed"),
        help_text=gettext_lazy("Kun ved møde med virksomhed og praktik."),
        required=False,
    )
    starts_on = DanishDateField(
        label=gettext_lazy("Dato, eller første dag"),
        help_text=gettext_lazy("Udfyldes ikke ved informationsmøde. dd-mm-åååå, f.eks. 31-12-2025"),
        required=False,
    )
    ends_on = DanishDateField(
        label=gettext_lazy("Sidste dag"),
        help_text=gettext_lazy("Kun ved praktik. dd-mm-åååå, f.eks. 31-12-2025"),
        required=False,
    )
    timing = ChoiceField(label=gettext_lazy("Hvornår i forløbet?"), enum=ActivityTiming, radio=True)
    note = TextField(
        label=gettext_lazy("Bemærkning"), help_text=NO_NAMES, max_length=300, rows=2, required=False
    )


def invitation_of(values: Mapping[str, Any]) -> operations.Invitation:
    """What the fields of WhatForm say."""
    names = ("kind", "timing", "meeting_id", "company_id", "starts_on", "ends_on", "note")
    return operations.Invitation(**{name: values[name] for name in names})


def invitation_choices(project_id: int) -> dict[str, list[tuple[int, str]]]:
    """The project's information meetings and companies, as options."""
    meetings = queries.information_meetings(project_id=project_id)
    return {
        "meeting_id": [
            (row.id, ", ".join(filter(None, (date_format(row.starts_at, "DATETIME_FORMAT"), row.place))))
            for row in meetings
        ],
        "company_id": [
            (row.id, row.name)
            for row in participants_of(project_id=project_id)
            if row.is_party and row.kind in WORKPLACES
        ],
    }


class ActivityInvite(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = WhatForm
    title = gettext_lazy("Invitér kandidaten")
    intro = gettext_lazy("Invitationen registreres her. Den sendes ikke; tal med kandidaten, som I plejer.")
    submit_label = gettext_lazy("Registrér invitationen")
    success_message = gettext_lazy("Invitationen er registreret.")

    def initial(self) -> Mapping[str, Any]:
        return {"timing": ActivityTiming.BEFORE}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return invitation_choices(self.place.project_id)

    def save(self, form: Form) -> str:
        operations.invite(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            invitation=invitation_of(form.cleaned_data),
        )
        return self.candidacy_url


class AnswerForm(Form):
    answer = ChoiceField(label=gettext_lazy("Svar"), enum=InvitationAnswer, radio=True)
    attendance = ChoiceField(
        label=gettext_lazy("Fremmøde"),
        enum=Attendance,
        empty_label=gettext_lazy("Ikke registreret"),
        required=False,
    )
    note = TextField(
        label=gettext_lazy("Bemærkning"), help_text=NO_NAMES, max_length=300, rows=3, required=False
    )


class ActivityAnswer(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = AnswerForm
    title = gettext_lazy("Svar og fremmøde")
    success_message = gettext_lazy("Svar og fremmøde er gemt.")

    def prepare(self) -> None:
        super().prepare()
        found = queries.activity_of(candidacy_id=self.place.id, activity_id=self.kwargs["activity_id"])
        if found is None:
            raise Http404
        self.activity = found

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        row = self.activity
        day = date_format(row.starts_on, "DATE_FORMAT")
        return ", ".join(filter(None, (str(row.kind.label), row.company, row.place, day)))

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.activity.version
        return {
            "answer": self.activity.answer,
            "attendance": self.activity.attendance,
            "note": self.activity.note,
        }

    def save(self, form: Form) -> str:
        operations.record_answer(
            by=self.actor,
            at=self.now,
            activity_id=self.activity.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.candidacy_url


class StatementForm(Form):
    motivation = ChoiceField(label=gettext_lazy("Hvad siger kandidaten?"), enum=Motivation, radio=True)
    agrees = YesNoField(label=gettext_lazy("Siger ja til at blive præsenteret for projektets virksomheder?"))
    stated_on = DanishDateField(label=gettext_lazy("Dato"))
    note = TextField(
        label=gettext_lazy("Uddybning"), help_text=NO_NAMES, max_length=300, rows=3, required=False
    )


class StatementRecord(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    form_class = StatementForm
    title = gettext_lazy("Kandidatens egen tilkendegivelse")
    intro = gettext_lazy("Det seneste gælder, og det tidligere bliver stående.")
    success_message = gettext_lazy("Tilkendegivelsen er registreret.")

    def initial(self) -> Mapping[str, Any]:
        return {"stated_on": self.today}

    def save(self, form: Form) -> str:
        operations.record_statement(
            by=self.actor, at=self.now, candidacy_id=self.place.id, **form.cleaned_data
        )
        return self.candidacy_url
