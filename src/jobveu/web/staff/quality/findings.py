"""Each office's list of what to see to; one finding with what it rests on; accepting it, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    Initiative,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.queries.header import project_header
from jobveu.quality import operations
from jobveu.quality.queries import Finding, State, finding, findings
from jobveu.quality.rules import PAGE_OF_COUNCIL, PAGE_OF_PROJECT, PAGE_OF_STATUS, RULES
from jobveu.reference.models import Council, Industry
from jobveu.reference.queries import offices
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.ui import Crumb, Row

BADGES = {State.OPEN: "warning", State.ACCEPTED: "success", State.LAPSED: "error"}


class FindingFilters(FilterForm):
    office_id = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"))
    rule = ChoiceField(label=gettext_lazy("Regel"), coerce=str)
    state = ChoiceField(
        label=gettext_lazy("Status"),
        coerce=State,
        choices=[(state.value, state.label) for state in State],
    )


class FindingList(ListPage):
    action = Action.VIEW_DATA_QUALITY
    title = gettext_lazy("Det, der skal ses efter")
    intro = gettext_lazy(
        "Projekter, der bryder en af reglerne for registret. Ret dem, eller acceptér dem med en begrundelse, når de er, "
        "som de skal være."
    )
    unit = ngettext_lazy("afvigelse", "afvigelser")
    filters = FindingFilters
    default_sort = "rule"
    export_name = "datakvalitet"
    columns = (
        Column(
            "project_title",
            gettext_lazy("Projekt"),
            sort="project",
            link=lambda row: reverse("finding", args=[row.project_id, row.rule.id]),
            width=40,
        ),
        Column("rule", gettext_lazy("Regel"), sort="rule", value=lambda row: str(row.rule.title), width=40),
        Column(
            "office_name",
            gettext_lazy("Arbejdsmarkedskontor"),
            sort="office",
            value=lambda row: row.office_name or _("Uden kontor"),
            width=30,
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            sort="state",
            value=lambda row: str(row.state.label),
            badge=lambda row: BADGES[row.state],
        ),
        Column("accepted_by", gettext_lazy("Accepteret af"), only_export=True, width=25),
        Column("reason", gettext_lazy("Begrundelse"), only_export=True, width=40),
    )
    empty = EmptyState(gettext_lazy("Alt er, som det skal være"))
    empty_when_filtered = EmptyState(gettext_lazy("Her er alt, som det skal være"))

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "office_id": [(row.id, row.name) for row in offices()],
            "rule": [(rule.id, rule.title) for rule in RULES.values()],
        }

    def actions(self) -> Sequence[ActionLink]:
        return (ActionLink(_("Dækning i procent"), reverse("quality"), "secondary"),)

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Datakvalitet"), reverse("quality")), Crumb(str(self.title)))

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Finding]:
        return findings(today=self.today, sort=sort, window=window, **criteria)


class OnFinding(Page):
    """The address holds `project_id` and `rule`. `found` is None where the project keeps the rule by now."""

    action = Action.VIEW_DATA_QUALITY
    found: Finding | None

    def prepare(self) -> None:
        project = project_header(project_id=self.kwargs["project_id"])
        rule = RULES.get(self.kwargs["rule"])
        if project is None or rule is None:
            raise Http404
        self.project, self.rule = project, rule
        self.found = finding(today=self.today, project_id=project.id, rule=rule.id)

    def subject(self) -> Subject | None:
        return self.found.subject if self.found else self.project.subject

    @property
    def finding_url(self) -> str:
        return reverse("finding", args=[self.project.id, self.rule.id])

    @property
    def cancel_url(self) -> str:
        return self.finding_url

    def crumbs(self) -> Sequence[Crumb]:
        way = [
            Crumb(_("Datakvalitet"), reverse("quality")),
            Crumb(_("Det, der skal ses efter"), reverse("finding_list")),
        ]
        own = str(getattr(self, "question", "") or getattr(self, "title", ""))
        if self.request.path == self.finding_url:
            return (*way, Crumb(str(self.rule.title)))
        return (*way, Crumb(str(self.rule.title), self.finding_url), Crumb(own))


class FindingShow(OnFinding):
    def get(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        found = self.found
        may_validate = self.may(Action.VALIDATE_DATA)
        accepted = found is not None and found.state is State.ACCEPTED
        values = {
            "title": self.rule.title,
            "crumbs": self.crumbs(),
            "project": self.project,
            "project_url": reverse("project", args=[self.project.id]),
            "rule": self.rule,
            "found": found,
            "state_badge": BADGES[found.state] if found else "success",
            "facts": _rows_of(found.facts) if found else [],
            "accepted_facts": _rows_of(found.accepted_facts) if found else [],
            "mend_href": mended_at(self.project.id, found) if found and may_validate else "",
            "may_accept": may_validate and found is not None and not accepted,
            "may_withdraw": may_validate and accepted,
        }
        return render(request, "staff/quality/finding.html", values)


def mended_at(project_id: int, found: Finding) -> str:
    """The page where what is wrong is put right."""
    name = found.rule.mended_at
    if name == PAGE_OF_COUNCIL and found.facts.get("council_id") is not None:
        name = PAGE_OF_PROJECT
    query = "?til=gennemfoert" if name == PAGE_OF_STATUS else ""
    return reverse(name, args=[project_id]) + query


class AcceptForm(Form):
    reason = TextField(
        label=gettext_lazy("Hvorfor er det, som det skal være?"),
        help_text=gettext_lazy(
            "F.eks. »Aktøren fandt selv deltagerne; der var ingen andre med«. Skriv ingen navne på deltagere."
        ),
        max_length=500,
        rows=3,
        count_characters=True,
    )


class DeviationAccept(OnFinding, FormPage):
    action = Action.VALIDATE_DATA
    form_class = AcceptForm
    title = gettext_lazy("Acceptér afvigelsen")
    submit_label = gettext_lazy("Acceptér")
    success_message = gettext_lazy("Afvigelsen er accepteret.")

    @property
    def intro(self) -> str:
        return _("%(project)s: %(rule)s. Accepten gælder, til oplysningerne ændres.") % {
            "project": self.project.title,
            "rule": self.rule.title,
        }

    def save(self, form: Form) -> str:
        operations.accept(
            by=self.actor, at=self.now, project_id=self.project.id, rule=self.rule.id, **form.cleaned_data
        )
        return self.finding_url


class AcceptanceWithdraw(OnFinding, ConfirmPage):
    action = Action.VALIDATE_DATA
    question = gettext_lazy("Vil du trække accepten tilbage?")
    submit_label = gettext_lazy("Træk accepten tilbage")
    success_message = gettext_lazy("Accepten er trukket tilbage.")
    consequences = (gettext_lazy("Projektet kommer på listen over det, der skal ses efter."),)

    def save(self, form: Form) -> str:
        operations.withdraw(by=self.actor, at=self.now, project_id=self.project.id, rule=self.rule.id)
        return self.finding_url


_FACTS: Mapping[str, Any] = {
    "council_id": gettext_lazy("Råd"),
    "industry_id": gettext_lazy("Branche"),
    "start_date": gettext_lazy("Startdato"),
    "end_date": gettext_lazy("Slutdato"),
    "status": gettext_lazy("Status"),
    "type": gettext_lazy("Projekttype"),
    "title": gettext_lazy("Titel"),
    "target_groups": gettext_lazy("Målgrupper"),
    "initiative": gettext_lazy("Initiativ fra"),
    "coordinator_role": gettext_lazy("Koordinatorens rolle"),
    "area_kind": gettext_lazy("Mangel- eller indsatsområde"),
    "parties": gettext_lazy("Aktører"),
    "contacts": gettext_lazy("Kontaktpersoner"),
    "contacts_without_email": gettext_lazy("Kontaktpersoner uden e-mail"),
    "courses": gettext_lazy("Kurser"),
    "first_course": gettext_lazy("Første kursus begynder"),
    "last_course": gettext_lazy("Sidste kursus slutter"),
    "courses_out_of_order": gettext_lazy("Kurser, der slutter, før de begynder"),
    "courses_without_provider": gettext_lazy("Afholdte kurser uden udbyder"),
    "courses_reported": gettext_lazy("Deltagere i alt på kurserne"),
    "courses_most": gettext_lazy("Deltagere på det største kursus"),
    "courses_untold": gettext_lazy("Kurser uden deltagertal"),
    "reported_participants": gettext_lazy("Deltagere i projektet"),
    "enrolled": gettext_lazy("Deltagere, der er registreret enkeltvis"),
    "twins": gettext_lazy("Andre projekter med samme titel, råd og startdato"),
}
_ENUMS = {
    "status": ProjectStatus,
    "type": ProjectType,
    "target_groups": TargetGroup,
    "initiative": Initiative,
    "coordinator_role": CoordinatorRole,
    "area_kind": AreaKind,
}


def _rows_of(facts: Mapping[str, Any]) -> list[Row]:
    return [Row(label=str(_FACTS[name]), value=_shown(name, value)) for name, value in facts.items()]


def _shown(name: str, value: Any) -> Any:
    if value in (None, "", []):
        return ""
    if name == "council_id":
        return Council.objects.values_list("name", flat=True).get(pk=value)
    if name == "industry_id":
        return Industry.objects.values_list("title", flat=True).get(pk=value)
    if name in _ENUMS:
        several = value if isinstance(value, list) else [value]
        return ", ".join(str(_ENUMS[name](one).label) for one in several)
    if name in ("start_date", "end_date", "first_course", "last_course"):
        return formats.date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return formats.number_format(value, force_grouping=True) if isinstance(value, int) else value
