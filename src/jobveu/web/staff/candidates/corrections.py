"""Correcting a text about a candidate, and removing a record that should not be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.operations.corrections import (
    CORRECTABLE,
    Correctable,
    correct_text,
    remove_record,
    text_of,
)
from jobveu.common.concurrency import version_of
from jobveu.web.forms import Form, TextField
from jobveu.web.staff.candidates.candidacy import CandidacyConfirm, CandidacyForm

_NO_NAMES = gettext_lazy("Skriv hverken navn eller CPR-nummer.")
_LONGEST = {
    "screening": 500,
    "svar": 300,
    "aktivitet": 300,
    "tilkendegivelse": 300,
    "praesentation": 300,
    "opfoelgning": 4000,
}


class ReasonForm(Form):
    reason = TextField(label=gettext_lazy("Hvorfor rettes det?"), help_text=_NO_NAMES, max_length=300, rows=2)


class TextForm(ReasonForm):
    text = TextField(
        label=gettext_lazy("Teksten"), help_text=_NO_NAMES, max_length=4000, rows=6, required=False
    )
    field_order = ("text", "reason")


class OnRecord(CandidacyForm):
    """The address says which kind of record of the candidate's it is."""

    action = Action.WORK_ON_CANDIDACY
    kind: Correctable

    def prepare(self) -> None:
        super().prepare()
        what = self.kwargs["what"]
        if what not in CORRECTABLE:
            raise Http404
        self.kind = CORRECTABLE[what]
        found = text_of(what=what, record_id=self.kwargs["record_id"], candidacy_id=self.place.id)
        if found is None and self.request.method != "POST":
            raise Http404
        self.text = found or ""

    @property
    def about(self) -> dict[str, Any]:
        return {
            "by": self.actor,
            "at": self.now,
            "what": self.kwargs["what"],
            "candidacy_id": self.place.id,
            "record_id": self.kwargs["record_id"],
        }


class RecordCorrect(OnRecord):
    form_class = TextForm
    title = gettext_lazy("Ret det, der er skrevet")
    intro = gettext_lazy("Den gamle tekst kan ses i historikken, indtil personen slettes.")
    success_message = gettext_lazy("Teksten er rettet.")

    def prepare(self) -> None:
        super().prepare()
        if not self.kind.text:
            raise Http404

    def initial(self) -> Mapping[str, Any]:
        shown = {"text": self.text}
        self.current_version = version_of(shown)
        return shown

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        form.fields["text"].widget.attrs["maxlength"] = _LONGEST[self.kwargs["what"]]
        form.fields["text"].max_length = _LONGEST[self.kwargs["what"]]
        return form

    def save(self, form: Form) -> str:
        correct_text(**self.about, **form.cleaned_data, version=self.edited_version)
        return self.candidacy_url


class RecordRemove(OnRecord, CandidacyConfirm):
    form_class = ReasonForm
    question = gettext_lazy("Skal det fjernes?")
    submit_label = gettext_lazy("Ja, fjern det")
    success_message = gettext_lazy("Det er fjernet.")
    consequences = gettext_lazy(
        "Det forsvinder helt, også fra historikken, f.eks. fordi det blev skrevet om den forkerte. At du har fjernet "
        "det, og hvorfor, bliver noteret."
    )

    def prepare(self) -> None:
        super().prepare()
        if not self.kind.removable:
            raise Http404

    def save(self, form: Form) -> str:
        remove_record(**self.about, **form.cleaned_data)
        return self.candidacy_url
