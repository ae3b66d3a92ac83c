"""Finding candidates among the job centre's own persons by what the project's criteria can be looked up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters

from jobveu.accounts.access import Action
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.queries import formal_search as queries
from jobveu.candidates.queries.formal_search import Meets
from jobveu.common.paging import RowPage, Window
from jobveu.projects.queries.screening_tool import CriterionRow, tool_in_force
from jobveu.web.forms import ChoiceField, ChoicesField, Form, FormPage
from jobveu.web.lists.paging import page_at
from jobveu.web.staff.candidates.project import BelowCandidates

ROWS_ON_A_PAGE = 50
MEETS: Mapping[str, Meets] = {"": Meets.NONE_BROKEN, "alle": Meets.ALL_MUSTS, "uanset": Meets.ANYBODY}
"""How they are called in addresses."""


class FindFilters(Form):
    is_filter = True

    krav = ChoiceField(
        label=gettext_lazy("Skal-krav, der kan slås op"),
        empty_label=gettext_lazy("Opfyldt eller ikke registreret"),
        choices=[
            ("alle", gettext_lazy("Alle er opfyldt")),
            ("uanset", gettext_lazy("Vis alle personer")),
        ],
        coerce=str,
        required=False,
    )
    virksomhed = ChoiceField(
        label=gettext_lazy("Krav fra"), empty_label=gettext_lazy("Kun krav til alle"), required=False
    )
    udsatte = ChoiceField(
        label=gettext_lazy("Udsat ledig"),
        choices=[("ja", gettext_lazy("Ja")), ("nej", gettext_lazy("Nej"))],
        coerce=str,
        empty_label=gettext_lazy("Alle"),
        required=False,
    )


class FindForm(Form):
    identity_persons = ChoicesField(
        label=gettext_lazy("Personer"),
        error_messages={"required": gettext_lazy("Vælg mindst én person.")},
    )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class CandidateFind(BelowCandidates, FormPage):
    action = Action.ADD_CANDIDATE
    form_class = FindForm
    template_name = "staff/candidates/find.html"
    title = gettext_lazy("Find kandidater")
    intro = gettext_lazy(
        "Jobcentrets egne personer, ordnet efter hvor godt de opfylder de krav, der kan slås op. Det registreres, "
        "hvem du får vist. Du afgør, hvem der skal spørges."
    )
    submit_label = gettext_lazy("Tilføj de valgte som kandidater")
    success_message = gettext_lazy("Kandidaterne er tilføjet.")

    @cached_property
    def tool_criteria(self) -> Sequence[CriterionRow]:
        """Of the version in force, those that can be looked up."""
        tool = tool_in_force(project_id=self.project.id)
        return [row for row in tool.criteria if row.asked is not None] if tool else []

    @cached_property
    def filters(self) -> FindFilters:
        companies = {row.company_id: row.company for row in self.tool_criteria if row.company_id is not None}
        form = FindFilters(
            data=self.request.GET, auto_id="filter_%s", choices={"virksomhed": list(companies.items())}
        )
        form.is_valid()
        return form

    @cached_property
    def criteria(self) -> Sequence[CriterionRow]:
        """Those for everybody, and of the company that is chosen."""
        company = self.filters.cleaned_data.get("virksomhed")
        return [row for row in self.tool_criteria if row.company_id in (None, company)]

    @cached_property
    def page(self) -> tuple[RowPage[queries.FoundPerson], int, int]:
        """Read, and the look recorded, once for each page; with its number, and of how many."""
        return page_at(self._found, asked=self.request.GET.get("side", ""), size=ROWS_ON_A_PAGE)

    def _found(self, window: Window) -> RowPage[queries.FoundPerson]:
        chosen = self.filters.cleaned_data
        return queries.find_persons(
            by=self.actor,
            at=self.now,
            today=self.today,
            project_id=self.project.id,
            criteria=self.criteria,
            meets=MEETS[chosen.get("krav") or ""],
            vulnerable={"ja": True, "nej": False}.get(chosen.get("udsatte") or ""),
            window=window,
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"identity_persons": [(row.id, row.name) for row in self.page[0].rows]}

    def save(self, form: Form) -> str:
        add_candidates(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            person_ids=form.cleaned_data["identity_persons"],
        )
        return reverse("project_candidates", args=[self.project.id])

    def context(self) -> Mapping[str, Any]:
        found, number, pages = self.page
        return {
            **self.project_context(),
            "filters": self.filters,
            "criteria": self.criteria,
            "has_tool": bool(self.tool_criteria),
            "people": found.rows,
            "chosen": self.request.POST.getlist("identity_persons"),
            "total_text": ngettext("%(count)d person", "%(count)d personer", found.total)
            % {"count": found.total},
            "number": number,
            "pages": pages,
            "left_out": queries.own_left_out(by=self.actor, today=self.today, criteria=self.criteria),
            "add_url": reverse("candidate_add", args=[self.project.id]),
            "tool_url": reverse("screening_tool", args=[self.project.id]),
        }
