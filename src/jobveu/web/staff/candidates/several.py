"""One step for several candidates at once, after a preview of what happens to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import ActivityTiming
from jobveu.candidates.operations import several as operations
from jobveu.candidates.queries import activities as queries
from jobveu.common.errors import DomainError
from jobveu.web.forms import ChoiceField, ChoicesField, Form, FormPage, TextField
from jobveu.web.staff.candidates.activities import WhatForm, invitation_choices, invitation_of
from jobveu.web.staff.candidates.project import BelowCandidates

INVITE, SCREEN_OUT, WITHDRAW = "invite", "screen_out", "withdraw"


class SeveralForm(WhatForm):
    fieldsets = [
        ("", "", ["identity_candidates", "step"]),
        (
            gettext_lazy("Hvis de skal inviteres"),
            "",
            ["kind", "meeting_id", "company_id", "starts_on", "ends_on", "timing", "note"],
        ),
        (gettext_lazy("Hvis de er uegnede eller tages ud"), "", ["reason"]),
    ]
    identity_candidates = ChoicesField(
        label=gettext_lazy("Kandidater"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "Listen har ændret sig, mens du valgte. Se den igennem, og vælg igen."
            )
        },
    )
    step = ChoiceField(
        label=gettext_lazy("Hvad skal der ske?"),
        choices=[
            (INVITE, gettext_lazy("De inviteres til møde, samtale eller praktik")),
            (SCREEN_OUT, gettext_lazy("De screenes som ikke egnede")),
            (WITHDRAW, gettext_lazy("De tages ud af projektet")),
        ],
        coerce=str,
        radio=True,
    )
    reason = TextField(
        label=gettext_lazy("Begrundelse"),
        help_text=gettext_lazy("Den samme for alle, du har valgt. Skriv hverken navn eller CPR-nummer."),
        max_length=300,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "timing"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        step = values.get("step")
        if step == INVITE and not values.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Vælg, hvad der inviteres til."))
        if step in (SCREEN_OUT, WITHDRAW) and not values.get("reason"):
            self.add_error("reason", _("Skriv begrundelsen."))
        return values


@dataclass(frozen=True, slots=True)
class PreviewLine:
    shown_as: str
    outlook: operations.Outlook


class SeveralCandidates(BelowCandidates, FormPage):
    action = Action.ADD_CANDIDATE
    form_class = SeveralForm
    template_name = "staff/candidates/several.html"
    title = gettext_lazy("Registrér for flere kandidater")
    intro = gettext_lazy("Du ser, hvad der sker for hver enkelt, før noget bliver gemt.")
    submit_label = gettext_lazy("Se, hvad der sker")
    success_message = gettext_lazy("Det er registreret for dem alle.")
    preview: Sequence[PreviewLine] = ()

    @cached_property
    def candidates(self) -> Sequence[queries.OwnCandidate]:
        """Read, and the look recorded, once for each page."""
        return queries.own_candidates(by=self.actor, at=self.now, project_id=self.project.id)

    def initial(self) -> Mapping[str, Any]:
        return {"timing": ActivityTiming.BEFORE}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            **invitation_choices(self.project.id),
            "identity_candidates": [
                (row.id, f"{row.shown_as} ({row.state.label})") for row in self.candidates
            ],
        }

    def step(self, form: Form) -> operations.Step:
        values = form.cleaned_data
        if values["step"] == INVITE:
            return operations.Invite(
                invitation_of({**values, "timing": values["timing"] or ActivityTiming.BEFORE})
            )
        if values["step"] == SCREEN_OUT:
            return operations.ScreenOut(values["reason"])
        return operations.Withdraw(values["reason"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "confirmed" in request.POST:
            return super().post(request, *args, **kwargs)
        self.submission, self.version, self.marks = uuid4(), None, ""
        form = self.make_form(data=request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            found = operations.outlook(
                by=self.actor,
                project_id=self.project.id,
                candidacy_ids=form.cleaned_data["identity_candidates"],
                step=self.step(form),
            )
        except DomainError as error:
            form.add_domain_error(error)
            return self.show(form)
        if not any(one.fits for one in found):
            form.add_error("identity_candidates", _("Ingen af de valgte kan registreres sådan."))
            return self.show(form)
        outlook = {one.candidacy_id: one for one in found}
        self.preview = [
            PreviewLine(row.shown_as, outlook[row.id]) for row in self.candidates if row.id in outlook
        ]
        return self.show(form)

    def save(self, form: Form) -> str:
        operations.take_step(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            candidacy_ids=form.cleaned_data["identity_candidates"],
            step=self.step(form),
        )
        return reverse("project_candidates", args=[self.project.id])

    def context(self) -> Mapping[str, Any]:
        fitting = [line for line in self.preview if line.outlook.fits]
        sent = [
            (name, value)
            for name in self.request.POST
            if name not in ("csrfmiddlewaretoken", "submission", "identity_candidates", "confirmed")
            for value in self.request.POST.getlist(name)
        ]
        return {
            **self.project_context(),
            "fitting": fitting,
            "others": [line for line in self.preview if not line.outlook.fits],
            "sent": sent if self.preview else [],
            "has_candidates": bool(self.candidates),
        }
