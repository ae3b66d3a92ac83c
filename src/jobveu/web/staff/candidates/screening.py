"""Screening a candidate: by the criteria of the project's tool where there is one in force, and a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import CriterionAnswer
from jobveu.candidates.fit import answer_from_facts
from jobveu.candidates.operations.screening import record_screening
from jobveu.candidates.queries.answers import ScreenedBy, newest_answers, registered_facts
from jobveu.projects.formal_facts import FormalFacts, registered_words
from jobveu.projects.queries.screening_tool import CriterionRow, Tool, in_groups, tool_in_force
from jobveu.web.forms import ChoiceField, Form, TextField
from jobveu.web.forms.base import Text
from jobveu.web.staff.candidates.candidacy import CandidacyForm
from jobveu.web.staff.candidates.forms import NO_NAMES, ScreeningForm


def screening_form(tool: Tool, facts: FormalFacts) -> type[Form]:
    """ScreeningForm with a question for each criterion before the decision, in groups by company."""
    fields: dict[str, Any] = {}
    fieldsets: list[tuple[Text, Text, list[str]]] = []
    for group in in_groups(tool.criteria):
        heading = (
            _("Krav til kandidater til %(company)s") % {"company": group.company}
            if group.company
            else _("Krav til alle kandidater")
        )
        names = []
        for criterion in group.criteria:
            answer, note = f"answer_{criterion.key.hex}", f"note_{criterion.key.hex}"
            fields[answer] = ChoiceField(
                label=_label(criterion), help_text=_help(criterion, facts), enum=CriterionAnswer, radio=True
            )
            fields[note] = TextField(
                label=_("Uddybning: %(criterion)s") % {"criterion": criterion.text},
                max_length=300,
                required=False,
            )
            names += [answer, note]
        fieldsets.append((heading, "", names))
    fieldsets.append((_("Samlet vurdering"), NO_NAMES, ["result", "reason", "screened_on"]))
    return type("ToolScreeningForm", (ScreeningForm,), {**fields, "fieldsets": fieldsets})


def _label(criterion: CriterionRow) -> str:
    if criterion.is_must:
        return _("%(criterion)s (skal)") % {"criterion": criterion.text}
    return _("%(criterion)s (gerne, vægt %(weight)d)") % {
        "criterion": criterion.text,
        "weight": criterion.weight,
    }


def _help(criterion: CriterionRow, facts: FormalFacts) -> str:
    parts = [criterion.guidance]
    if criterion.asked is not None:
        registered = registered_words(criterion.asked, facts)
        parts.append(
            _("Registreret: %(what)s.") % {"what": registered} if registered else _("Ikke registreret.")
        )
    return " ".join(filter(None, parts))


class ScreeningRecord(CandidacyForm):
    action = Action.WORK_ON_CANDIDACY
    title = gettext_lazy("Registrér screening")
    intro = gettext_lazy(
        "Det er din faglige vurdering. Den nyeste screening gælder, og de tidligere bliver stående."
    )
    success_message = gettext_lazy("Screeningen er registreret.")

    @cached_property
    def tool(self) -> Tool | None:
        return tool_in_force(project_id=self.place.project_id)

    @cached_property
    def facts(self) -> FormalFacts:
        return registered_facts(person_id=self.place.person_id)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        made = ScreeningForm if self.tool is None else screening_form(self.tool, self.facts)
        return made(data=data, files=files, initial=self.initial())

    def initial(self) -> Mapping[str, Any]:
        values: dict[str, Any] = {"screened_on": self.today}
        if self.tool is not None:
            self.current_version = self.tool.number
            earlier = newest_answers(candidacy_ids=[self.place.id]).get(self.place.id)
            values |= self._answers(self.tool, earlier)
        return values

    def _answers(self, tool: Tool, earlier: ScreenedBy | None) -> dict[str, Any]:
        """What was answered before, or else what is registered of the person: a proposal, to be looked at."""
        before = earlier.by_key() if earlier else {}
        values: dict[str, Any] = {}
        for criterion in tool.criteria:
            told = before.get(criterion.key)
            answer = answer_from_facts(criterion.asked, self.facts, today=self.today)
            if told is not None and told.answer is not CriterionAnswer.UNKNOWN:
                answer = told.answer
            if answer is not None:
                values[f"answer_{criterion.key.hex}"] = answer.value
            if told is not None:
                values[f"note_{criterion.key.hex}"] = told.note
        return values

    def save(self, form: Form) -> str:
        data = form.cleaned_data
        answers: dict[UUID, tuple[CriterionAnswer, str]] | None = None
        if self.tool is not None:
            answers = {
                criterion.key: (data[f"answer_{criterion.key.hex}"], data[f"note_{criterion.key.hex}"])
                for criterion in self.tool.criteria
            }
        record_screening(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            result=data["result"],
            reason=data["reason"],
            screened_on=data["screened_on"],
            tool_number=self.edited_version if self.tool is not None else None,
            answers=answers,
        )
        return self.candidacy_url
