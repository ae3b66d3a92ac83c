"""Pages of the project's screening tool: the criteria that every job centre of the project screens by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.identity import own_job_centres
from jobveu.candidates.queries.reach import vulnerable_left_out
from jobveu.candidates.small_counts import Share
from jobveu.common.errors import StaleEdit
from jobveu.projects.formal_facts import Asked
from jobveu.projects.operations import screening_tool as operations
from jobveu.projects.queries import screening_tool as queries
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.staff.planning.base import Below, ShowPage
from jobveu.web.staff.screening import forms

TAB = "screening_tool"


class ShowTool(Below, ShowPage):
    action = Action.VIEW_PROJECT
    tab = TAB
    title = gettext_lazy("Screeningsværktøj")
    template_name = "staff/screening/tool.html"

    def context(self) -> Mapping[str, Any]:
        tools = queries.tools_of(project_id=self.project.id)
        may_shape = self.may(Action.SHAPE_SCREENING)
        draft = tools.draft if may_shape else None
        return {
            "draft": draft,
            "draft_groups": queries.in_groups(draft.criteria) if draft else (),
            "changes": queries.changes_between(tools.in_force, draft) if draft and tools.in_force else (),
            "tool": tools.in_force,
            "groups": queries.in_groups(tools.in_force.criteria) if tools.in_force else (),
            "issued": tools.issued,
            "may_shape": may_shape,
            "left_out": self._left_out(tools.in_force) if self.in_team else (),
        }

    @property
    def in_team(self) -> bool:
        """Whether the actor drives the project or is one of its job centres: those who can do something about it."""
        return self.may(Action.SHAPE_SCREENING)

    def _left_out(self, tool: queries.Tool | None) -> list[tuple[queries.CriterionRow, Share]]:
        """The musts in force that leave many of the vulnerable out, those that leave most out first."""
        if tool is None:
            return []
        shares = vulnerable_left_out(
            project_id=self.project.id, own_ids=own_job_centres(self.actor, Action.LIST_PERSONS)
        )
        found = [(row, shares[row.key]) for row in tool.criteria if row.is_must and row.key in shares]
        return sorted(found, key=lambda pair: -pair[1].part)


class ToolVersion(Below, ShowPage):
    action = Action.VIEW_PROJECT
    tab = TAB
    template_name = "staff/screening/tool_version.html"

    def context(self) -> Mapping[str, Any]:
        issued = queries.tools_of(project_id=self.project.id).issued
        place = next((at for at, row in enumerate(issued) if row.number == self.kwargs["number"]), None)
        if place is None:
            raise Http404
        tool = issued[place]
        before = issued[place + 1] if place + 1 < len(issued) else None
        self.title = _("Version %(number)s") % {"number": tool.number}
        return {
            "tool": tool,
            "groups": queries.in_groups(tool.criteria),
            "changes": queries.changes_between(before, tool) if before else (),
            "in_force": place == 0,
        }


class CriterionForms(Below, FormPage):
    action = Action.SHAPE_SCREENING
    tab = TAB
    form_class = forms.CriterionForm

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        companies = [
            (row.id, row.name) for row in self.participants() if row.is_party and row.kind in WORKPLACES
        ]
        dialogues = [
            (row.id, f"{row.organisation}, {date_format(row.held_on, 'SHORT_DATE_FORMAT')}: {row.subject}")
            for row in queries.dialogues_of_project(project_id=self.project.id)
        ]
        return {"company_id": companies, "dialogue_id": dialogues}

    def demand(self, form: Form) -> operations.Demand:
        values = dict(form.cleaned_data)
        return operations.Demand(**forms.asked_of(values), **values)


class CriterionCreate(CriterionForms):
    title = gettext_lazy("Tilføj krav")
    intro = gettext_lazy(
        "Kravet kommer med i kladden. Jobcentrene screener efter det, når kladden er taget i brug."
    )
    submit_label = gettext_lazy("Tilføj kravet")
    success_message = gettext_lazy("Kravet er tilføjet kladden.")

    def save(self, form: Form) -> str:
        operations.add_criterion(
            by=self.actor, at=self.now, project_id=self.project.id, demand=self.demand(form)
        )
        return self.cancel_url


class OnCriterion(Below):
    """A page of one criterion: as the draft has it, or else the version in force."""

    tab = TAB

    def prepare(self) -> None:
        super().prepare()
        tools = queries.tools_of(project_id=self.project.id)
        newest = tools.draft or tools.in_force
        rows = newest.criteria if newest else ()
        found = next((row for row in rows if row.key == self.kwargs["criterion_key"]), None)
        if found is None:
            raise Http404
        self.criterion = found


class CriterionEdit(OnCriterion, CriterionForms):
    title = gettext_lazy("Ret krav")
    intro = gettext_lazy("Ændringen kommer med i kladden. Det, der gælder nu, står ved magt imens.")
    success_message = gettext_lazy("Kravet er rettet i kladden.")

    def initial(self) -> Mapping[str, Any]:
        row = self.criterion
        self.current_version = row.version
        return {
            "kind": row.kind,
            "text": row.text,
            "strength": row.strength.value,
            "weight": row.weight,
            "guidance": row.guidance,
            "company_id": row.company_id,
            "dialogue_id": row.dialogue_id,
            "wording_reason": row.wording_reason,
            **forms.lookup_of(row.asked),
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        choices = {name: list(rows) for name, rows in super().choices().items()}
        row = self.criterion
        if row.company_id and row.company_id not in dict(choices["company_id"]):
            choices["company_id"].append((row.company_id, row.company))
        return choices

    def saved_values(self, stale: StaleEdit) -> Mapping[str, Any]:
        saved = dict(stale.current)
        fact, value = saved.pop("fact"), saved.pop("fact_value")
        return {**saved, **forms.lookup_of(Asked(fact, value) if fact else None)}

    def save(self, form: Form) -> str:
        operations.edit_criterion(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            key=self.criterion.key,
            version=self.edited_version,
            demand=self.demand(form),
        )
        return self.cancel_url


class CriterionRemove(OnCriterion, ConfirmPage):
    action = Action.SHAPE_SCREENING
    submit_label = gettext_lazy("Ja, fjern kravet")
    success_message = gettext_lazy("Kravet er fjernet fra kladden.")

    @property
    def question(self) -> str:
        return _("Fjern kravet »%(text)s«?") % {"text": self.criterion.text}

    @property
    def consequences(self) -> str:
        return _("Kravet er ikke med, når kladden tages i brug. Svar, der allerede er givet, bliver stående.")

    def save(self, form: Form) -> str:
        operations.remove_criterion(
            by=self.actor, at=self.now, project_id=self.project.id, key=self.criterion.key
        )
        return self.cancel_url


class OnDraft(Below):
    """A page about the whole draft."""

    action = Action.SHAPE_SCREENING
    tab = TAB

    def prepare(self) -> None:
        super().prepare()
        self.tools = queries.tools_of(project_id=self.project.id)
        if self.tools.draft is None and self.request.method != "POST":
            raise Http404


class ToolIssue(OnDraft, FormPage):
    title = gettext_lazy("Tag screeningsværktøjet i brug")
    submit_label = gettext_lazy("Tag i brug")
    success_message = gettext_lazy("Screeningsværktøjet er taget i brug.")
    form_class = forms.IssueForm

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        count = len(self.tools.draft.criteria) if self.tools.draft else 0
        return ngettext(
            "Fra nu af screener alle projektets jobcentre efter det ene krav i kladden.",
            "Fra nu af screener alle projektets jobcentre efter de %(count)d krav i kladden.",
            count,
        ) % {"count": count}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data=data, files=files)
        if self.tools.in_force is None:
            del form.fields["change_note"]
        return form

    def save(self, form: Form) -> str:
        operations.issue_tool(by=self.actor, at=self.now, project_id=self.project.id, **form.cleaned_data)
        return self.cancel_url


class DraftDiscard(OnDraft, ConfirmPage):
    question = gettext_lazy("Slet kladden?")
    submit_label = gettext_lazy("Ja, slet kladden")
    success_message = gettext_lazy("Kladden er slettet.")

    @property
    def consequences(self) -> str:
        if self.tools.in_force is None:
            return _("Alle krav i kladden forsvinder. Det kan ikke fortrydes.")
        return _("Ændringerne i kladden forsvinder. De krav, der gælder nu, står ved magt.")

    def save(self, form: Form) -> str:
        operations.discard_draft(by=self.actor, at=self.now, project_id=self.project.id)
        return self.cancel_url


class CriteriaTakeOver(Below, FormPage):
    action = Action.SHAPE_SCREENING
    tab = TAB
    title = gettext_lazy("Hent krav fra et tidligere projekt")
    submit_label = gettext_lazy("Hent kravene")
    success_message = gettext_lazy("Kravene er hentet ind i kladden. Se dem igennem, og ret dem til.")
    form_class = forms.TakeOverForm

    @cached_property
    def sources(self) -> Sequence[queries.SourceProject]:
        return queries.source_projects(by=self.actor, project_id=self.project.id)

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        if not self.sources:
            return _("Ingen af de andre projekter, du kan se, har et screeningsværktøj endnu.")
        return _("Kravene kommer med i kladden, hvor I kan rette dem til, før de tages i brug.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "source_id": [
                (
                    row.id,
                    ngettext("%(title)s (%(count)d krav)", "%(title)s (%(count)d krav)", row.criteria)
                    % {"title": row.title, "count": row.criteria},
                )
                for row in self.sources
            ]
        }

    def save(self, form: Form) -> str:
        operations.take_over_criteria(
            by=self.actor, at=self.now, project_id=self.project.id, **form.cleaned_data
        )
        return self.cancel_url
