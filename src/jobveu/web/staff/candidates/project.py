"""A project's candidates: the list with its numbers, and adding to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.enums import Role
from jobveu.candidates import identity
from jobveu.candidates.enums import CandidacyState, Purpose
from jobveu.candidates.operations import persons as person_operations
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.queries import candidates as queries
from jobveu.candidates.queries import persons as person_queries
from jobveu.candidates.queries.courses import courses_to_follow
from jobveu.candidates.queries.reach import vulnerable_reach
from jobveu.candidates.small_counts import Share
from jobveu.common.choices import Choice
from jobveu.common.cpr import parse_cpr
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys.candidates import (
    NumbersSideBySide,
    project_numbers,
    register_candidate,
    side_by_side,
)
from jobveu.projects.enums import ProjectStatus
from jobveu.reference.queries import municipality_choices
from jobveu.web.forms import ChoiceSource, Form, FormPage
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.lists.export import CONTENT_TYPES
from jobveu.web.lists.filters import FORMAT
from jobveu.web.staff.candidates.forms import (
    CandidateAddForm,
    CandidateFilters,
    PersonForm,
    PresentedFilters,
    TeamFilters,
)
from jobveu.web.staff.candidates.persons import pairs, registration_of
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb

STATE_BADGES = {
    CandidacyState.ADDED: "",
    CandidacyState.SCREENED_OUT: "error",
    CandidacyState.SCREENED: "info",
    CandidacyState.PRESENTED: "info",
    CandidacyState.ENROLLED: "info",
    CandidacyState.STARTED: "info",
    CandidacyState.COMPLETED: "success",
    CandidacyState.DROPPED_OUT: "warning",
    CandidacyState.OUTCOME: "success",
    CandidacyState.WITHDRAWN: "",
}


def _next_outcome(row: queries.CandidateRow) -> str:
    outcome = row.next_outcome
    if outcome is None:
        return ""
    day = date_format(outcome.due_on, "SHORT_DATE_FORMAT")
    if outcome.overdue:
        return _("%(when)s: overskredet %(day)s") % {"when": outcome.milestone.label, "day": day}
    return _("%(when)s: %(day)s") % {"when": outcome.milestone.label, "day": day}


def _unbroken(row: queries.CandidateRow) -> SafeString:
    """The pseudonym, which must not be split at its dash."""
    return format_html('<span class="jv-nowrap">{}</span>', row.pseudonym)


_STATE = Column(
    "state",
    gettext_lazy("Trin"),
    sort="state",
    value=lambda row: row.state.label if row.state else "",
    badge=lambda row: STATE_BADGES[row.state] if row.state else "",
    width=20,
)


class ProjectCandidates(OnProject, ListPage):
    """The candidates whom the actor may see one by one, and for the project's team the numbers of all."""

    action = Action.LIST_CANDIDATES
    tab = "project_candidates"
    template_name = "staff/candidates/project_candidates.html"
    title = gettext_lazy("Kandidater")
    unit = ngettext_lazy("kandidat", "kandidater")
    default_sort = "candidate"
    export_name = "kandidater"

    @cached_property
    def visible(self) -> queries.Visible:
        return queries.visible_to(by=self.actor, project_id=self.project.id, subject=self.project.subject)

    @property
    def in_team(self) -> bool:
        """Whether the actor is shown the numbers: whoever drives the project, and its job centres."""
        return self.visible.drives or bool(
            self.visible.job_centre_ids & self.project.subject.party_organisation_ids
        )

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]  # may be a property, see ListPage
        visible = self.visible
        by_name = not visible.drives or bool(visible.job_centre_ids)
        whole = visible.drives or bool(visible.job_centre_ids)
        return (
            Column(
                "shown_as",
                _("Kandidat"),
                sort="candidate",
                link=lambda row: reverse("candidacy", args=[row.id]),
                width=30,
            ),
            *((Column("pseudonym", _("Betegnelse"), value=_unbroken),) if by_name else ()),
            *((_STATE,) if whole or visible.provider_ids else ()),
            Column("job_centre", _("Jobcenter"), sort="job_centre", width=25),
            *((Column("courses", _("Kurser"), width=40),) if whole or visible.provider_ids else ()),
            *((Column("presented_on", _("Præsenteret")),) if visible.company_ids else ()),
            *(
                (Column("next_outcome", _("Næste resultat"), value=_next_outcome, width=30),)
                if self.in_team
                else ()
            ),
            *((Column("added_on", _("Tilføjet"), sort="added"),) if whole else ()),
            Column("synthetic", _("Opdigtet"), value=lambda _row: self.project.synthetic, only_export=True),
        )

    @property
    def filters(self) -> type[FilterForm]:  # type: ignore[override]  # may be a property, see ListPage
        """A company is not told how far a candidate has come or on which course, by a filter either."""
        visible = self.visible
        if visible.drives or visible.job_centre_ids:
            return TeamFilters
        if visible.provider_ids:
            return CandidateFilters
        return PresentedFilters

    @property
    def empty(self) -> EmptyState:  # type: ignore[override]  # may be a property, see ListPage
        if self._may_add:
            return EmptyState(
                _("Dit jobcenter har ingen kandidater i projektet endnu"),
                _("Tilføj personer, som jobcentret har registreret, eller registrér en ny."),
                _("Tilføj kandidater"),
                reverse("candidate_add", args=[self.project.id]),
            )
        if self.actor.has_role(Role.PROVIDER) and not self.in_team:
            text = _("Du ser deltagerne her, når et jobcenter har tilmeldt dem et af jeres kurser.")
        elif self.actor.has_role(Role.COMPANY) and not self.in_team:
            text = _("Du ser kandidaterne her, når et jobcenter har præsenteret dem for jer.")
        else:
            text = _("Jobcentrene tilføjer kandidater, når de har fundet dem.")
        return EmptyState(_("Her er ingen kandidater endnu"), text)

    @property
    def _may_add(self) -> bool:
        return self.project.status == ProjectStatus.ACTIVE and self.may(Action.ADD_CANDIDATE)

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        if self.filters is PresentedFilters:
            return {"job_centre": pairs(queries.job_centre_filter(visible=self.visible))}
        return {
            "course": pairs(queries.course_filter(project_id=self.project.id, visible=self.visible)),
            "job_centre": pairs(queries.job_centre_filter(visible=self.visible)),
        }

    def actions(self) -> Sequence[ActionLink]:
        if not self._may_add:
            return ()
        return (
            ActionLink(_("Find kandidater"), reverse("candidate_find", args=[self.project.id])),
            ActionLink(
                _("Registrér for flere"), reverse("candidates_several", args=[self.project.id]), "secondary"
            ),
            ActionLink(_("Tilføj kandidater"), reverse("candidate_add", args=[self.project.id]), "secondary"),
            ActionLink(
                _("Registrér ny person"), reverse("candidate_register", args=[self.project.id]), "secondary"
            ),
        )

    def rows(
        self, *, criteria: Mapping[str, Any], sort: Sort, window: Window
    ) -> RowPage[queries.CandidateRow]:
        as_file = self.request.GET.get(FORMAT) in CONTENT_TYPES
        return queries.candidates(
            by=self.actor,
            at=self.now,
            today=self.today,
            purpose=Purpose.CANDIDATE_LIST_FILE if as_file else Purpose.CANDIDATE_LIST,
            project_id=self.project.id,
            subject=self.project.subject,
            sort=sort,
            window=window,
            **criteria,
        )

    def context(self) -> Mapping[str, Any]:
        numbers: NumbersSideBySide | None = None
        reach: Share | None = None
        if self.in_team:
            numbers = side_by_side(
                project_numbers(project_id=self.project.id),
                own_ids=self.visible.job_centre_ids,
                whole=self.visible.drives,
            )
            reach = vulnerable_reach(project_id=self.project.id, own_ids=self.visible.job_centre_ids)
        return {
            **self.project_context(),
            "numbers": numbers,
            "reach": reach,
            "courses": courses_to_follow(by=self.actor, project_id=self.project.id),
            "own_job_centres": self.visible.job_centre_ids,
            "drives": self.visible.drives,
        }


class BelowCandidates(OnProject):
    """A form page below the list of candidates."""

    tab = "project_candidates"

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Kandidater"), self.cancel_url),
            Crumb(str(getattr(self, "title", ""))),
        )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class CandidateAdd(BelowCandidates, FormPage):
    """Chooses among the job centre's persons who are not candidates in the project."""

    action = Action.ADD_CANDIDATE
    form_class = CandidateAddForm
    template_name = "staff/candidates/candidate_add.html"
    title = gettext_lazy("Tilføj kandidater")
    intro = gettext_lazy("Vælg en eller flere personer. Det registreres, hvem du får vist.")
    submit_label = gettext_lazy("Tilføj")
    success_message = gettext_lazy("Kandidaterne er tilføjet.")

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"identity_persons": ChoiceSource(search=self._search, lookup=self._lookup)}

    @sensitive_variables()
    def _search(self, *, query: str, limit: int) -> Sequence[Choice]:
        try:
            cpr = parse_cpr(query)
        except ValidationError:
            # More than are asked for: some may be candidates in the project already.
            ids, _more = identity.find_by_name(by=self.actor, at=self.now, name=query, limit=limit * 10)
        else:
            ids = identity.find_by_cpr(by=self.actor, at=self.now, cpr=cpr)
        return self._choices(ids, limit)

    def _lookup(self, *, ids: Sequence[int]) -> Sequence[Choice]:
        return self._choices(ids, len(ids))

    def _choices(self, ids: Sequence[int], limit: int) -> Sequence[Choice]:
        addable = set(person_queries.addable_ids(by=self.actor, project_id=self.project.id, person_ids=ids))
        rows = person_queries.persons_by_id(
            by=self.actor,
            at=self.now,
            today=self.today,
            purpose=Purpose.CANDIDATE_CHOICE,
            ids=[id_ for id_ in ids if id_ in addable][:limit],
        )
        return [
            Choice(
                id=row.id,
                label=row.name,
                hint=", ".join(
                    filter(None, (str(row.situation.label), str(row.skill_level.label), row.municipality))
                ),
            )
            for row in rows
        ]

    def save(self, form: Form) -> str:
        add_candidates(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            person_ids=form.cleaned_data["identity_persons"],
        )
        return self.cancel_url

    def context(self) -> Mapping[str, Any]:
        return {"register_url": reverse("candidate_register", args=[self.project.id])}


@method_decorator(sensitive_post_parameters(), name="dispatch")
class CandidateRegister(BelowCandidates, FormPage):
    """Registers a person and makes them a candidate in one go."""

    action = Action.ADD_CANDIDATE
    form_class = PersonForm
    template_name = "staff/candidates/person_form.html"
    title = gettext_lazy("Registrér ny person som kandidat")
    submit_label = gettext_lazy("Registrér og tilføj")
    success_message = gettext_lazy("Personen er registreret og tilføjet som kandidat.")
    registered_before: int | None = None

    def job_centres(self) -> list[tuple[int, str]]:
        """Those of the actor's job centres that take part in the project."""
        parties = self.project.subject.party_organisation_ids | {
            self.project.subject.coordinating_organisation_id
        }
        return [
            (membership.organisation_id, membership.organisation_name)
            for membership, scope in grants(Action.REGISTER_PERSON, self.actor)
            if scope is Scope.REGISTERED
            and membership.organisation_id is not None
            and membership.organisation_id in parties
        ]

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "job_centre": self.job_centres(),
            "municipality": pairs(municipality_choices(include_special_areas=True)),
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if len(self.job_centres()) == 1:
            del form.fields["job_centre"]
        return form

    @sensitive_variables()
    def save(self, form: Form) -> str:
        values = registration_of(form, self.job_centres())
        try:
            candidacy_id = register_candidate(
                by=self.actor, at=self.now, project_id=self.project.id, **values
            )
        except person_operations.AlreadyRegistered as error:
            self.registered_before = error.person_id
            raise
        return reverse("candidacy", args=[candidacy_id])

    def context(self) -> Mapping[str, Any]:
        before = self.registered_before
        return {
            "registered_url": reverse("person", args=[before]) if before else "",
            "add_url": reverse("candidate_add", args=[self.project.id]) if before else "",
        }
