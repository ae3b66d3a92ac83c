"""What is mended on pages of its own: the council of a project without one, and how many took part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.projects.operations.reporting import choose_council, report_participants
from jobveu.projects.queries.project_page import ProjectFacts, council_options, project_facts
from jobveu.quality.queries import finding
from jobveu.web.forms import ChoiceField, Form, FormPage, IntegerField
from jobveu.web.staff.projects.base import Below


class OnFacts(Below):
    facts: ProjectFacts

    def prepare(self) -> None:
        super().prepare()
        found = project_facts(project_id=self.project.id)
        if found is None:
            raise Http404
        self.facts = found


class ParticipantsForm(Form):
    number = IntegerField(
        label=gettext_lazy("Hvor mange deltog i mindst ét af projektets kurser?"),
        help_text=gettext_lazy(
            "Tæl hver person én gang, og tæl ikke dem med, som et jobcenter har registreret. Lad feltet stå tomt, hvis "
            "kun kursernes egne tal er kendt."
        ),
        min_value=0,
        max_value=100_000,
        required=False,
    )


class ProjectParticipants(OnFacts, FormPage):
    action = Action.WORK_ON_PROJECT
    form_class = ParticipantsForm
    title = gettext_lazy("Antal deltagere i projektet")
    success_message = gettext_lazy("Deltagertallet er gemt.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.facts.version
        return {"number": self.facts.reported_participants}

    def save(self, form: Form) -> str:
        report_participants(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.project_url


class CouncilForm(Form):
    council_id = ChoiceField(label=gettext_lazy("Råd"))


class ProjectCouncil(OnFacts, FormPage):
    """For a project that an import brought in without a council: its office is the one that imported it."""

    action = Action.VALIDATE_DATA
    form_class = CouncilForm
    title = gettext_lazy("Vælg projektets råd")
    intro = gettext_lazy("Vælg det råd, der fandtes, da projektet begyndte, og hvor det blev oprettet.")
    success_message = gettext_lazy("Rådet er gemt.")

    def prepare(self) -> None:
        super().prepare()
        self.found = finding(today=self.today, project_id=self.project.id, rule="council-missing")

    def subject(self) -> Subject | None:
        return self.found.subject if self.found else self.project.subject

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        office_id = self.found.office_id if self.found else None
        rows = council_options(office_ids=[] if office_id is None else [office_id])
        return {
            "council_id": [(row.id, _with_years(row.name, row.valid_from.year, row.valid_to)) for row in rows]
        }

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.facts.version
        return {}

    def save(self, form: Form) -> str:
        choose_council(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return reverse("project", args=[self.project.id])


def _with_years(name: str, first: int, valid_to: Any) -> str:
    if valid_to is None:
        return _("%(name)s (fra %(first)d)") % {"name": name, "first": first}
    return f"{name} ({first}–{valid_to.year})"
