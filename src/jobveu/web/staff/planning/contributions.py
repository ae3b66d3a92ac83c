"""The job centres' contributions side by side, and the handover of the coordinating role to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.projects.agreement_rules import CANDIDATE_TERMS, Terms
from jobveu.projects.enums import AgreementKind, AgreementStatus
from jobveu.projects.operations import contributions as operations
from jobveu.projects.operations import handover as handovers
from jobveu.projects.queries import agreements as queries
from jobveu.projects.queries.participants import Participant
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.staff.planning import agreements, forms
from jobveu.web.staff.planning.base import Below, ShowPage
from jobveu.web.staff.planning.on_agreement import (
    AgreementView,
    OnAgreement,
    agreement_view,
    revising_subject,
    terms_rows,
)


@dataclass(frozen=True, slots=True)
class TermsLine:
    """One term across all job centres. `differs` is None for what need not be alike."""

    label: str
    values: tuple[object, ...]
    differs: bool | None


TOPICS = {
    "job_search_duty": gettext_lazy("pligt til at søge job"),
    "transport_paid": gettext_lazy("betaling af transport"),
    "benefit_kept": gettext_lazy("ydelse under forløbet"),
    "work_placement_weeks": gettext_lazy("uger i praktik"),
    "other_terms": gettext_lazy("andre vilkår"),
}
"""What a term is about, as it stands in a sentence."""


def side_by_side(found: queries.Contributions) -> tuple[TermsLine, ...]:
    columns = [terms_rows(row.newest.terms) for row in found.open if row.newest.terms]
    if not columns:
        return ()
    names = ("head_count", "by_date", *CANDIDATE_TERMS)
    return tuple(
        TermsLine(
            label=columns[0][at].label,
            values=tuple(column[at].value for column in columns),
            differs=name in found.differing if name in CANDIDATE_TERMS and len(columns) > 1 else None,
        )
        for at, name in enumerate(names)
    )


class ProjectContributions(Below, ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_contributions"
    title = gettext_lazy("Jobcentrenes bidrag")
    template_name = "staff/planning/contributions.html"

    def context(self) -> Mapping[str, Any]:
        found = queries.contributions_of(project_id=self.project.id)
        handover_rows = queries.agreements_of(project_id=self.project.id, kinds=[AgreementKind.HANDOVER])
        views = [self._view(row) for row in found.open]
        lines = side_by_side(found)
        having = {row.counterpart_id for row in found.open}
        job_centres = [row for row in self.participants() if row.is_party and row.is_job_centre]
        without = [row for row in job_centres if row.id not in having]
        proposable = [row for row in without if may_propose(self, row)]
        handover_views = [self._view(row) for row in handover_rows]
        handover = next((view for view in handover_views if not view.agreement.standing.withdrawn), None)
        may_work = self.may(Action.WORK_ON_PROJECT)
        return {
            "found": found,
            "views": views,
            "withdrawn": [self._view(row) for row in found.withdrawn],
            "lines": lines,
            "differing": [str(TOPICS[name]) for name in found.differing],
            "without": without,
            "has_job_centres": bool(job_centres),
            "create_url": reverse("contribution_create", args=[self.project.id]) if proposable else "",
            "parties_url": reverse("project_parties", args=[self.project.id]) if may_work else "",
            "handover": handover,
            "handover_ahead": handover is not None and self._lies_ahead(handover.agreement),
            "earlier_handovers": [view for view in handover_views if view.agreement.standing.withdrawn],
            "handover_url": reverse("handover_create", args=[self.project.id])
            if may_work and handover is None and job_centres
            else "",
        }

    def _lies_ahead(self, handover: queries.AgreementPage) -> bool:
        return handover.role_passes_on is not None and handover.role_passes_on > self.today

    def _view(self, row: queries.AgreementPage) -> AgreementView:
        return agreement_view(project=self.project, agreement=row, actor=self.actor)


def may_propose(page: Below, job_centre: Participant) -> bool:
    """Whether the actor may write this job centre's contribution: its own, or any as coordinator."""
    project = page.project.subject
    subject = Subject(
        office_id=project.office_id,
        coordinating_organisation_id=project.coordinating_organisation_id,
        party_organisation_ids=frozenset({job_centre.id}),
    )
    return page.may(Action.PROPOSE_CONTRIBUTION, subject)


def _terms(values: dict[str, Any]) -> Terms:
    return Terms(**{name: values.pop(name) for name in ("head_count", "by_date", *CANDIDATE_TERMS)})


class ContributionCreate(Below, FormPage):
    action = Action.PROPOSE_CONTRIBUTION
    tab = "project_contributions"
    title = gettext_lazy("Skriv aftale om jobcentrets bidrag")
    intro = gettext_lazy(
        "Aftalen er i kraft, når både jobcentret og projektets koordinator har underskrevet."
    )
    form_class = forms.ContributionForm
    submit_label = gettext_lazy("Gem, og bed om underskrifter")
    success_message = gettext_lazy("Aftalen er klar til underskrift.")

    def initial(self) -> Mapping[str, Any]:
        options = list(self.choices()["job_centre_id"])
        return {
            "job_centre_id": options[0][0] if len(options) == 1 else None,
            "work_placement_weeks": 0,
            "text": _(
                "Jobcentret finder og screener kandidater til projektet. Kandidaterne deltager på "
                "vilkårene i denne aftale."
            ),
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "job_centre_id": [
                (row.id, row.name)
                for row in self.participants()
                if row.is_party and row.is_job_centre and may_propose(self, row)
            ]
        }

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        agreement_id = operations.propose_contribution(
            project_id=self.project.id, terms=_terms(values), by=self.actor, at=self.now, **values
        )
        return reverse("agreement", args=[self.project.id, agreement_id])


class ContributionRevise(agreements.AgreementRevise):
    form_class = forms.ContributionTextForm

    def initial(self) -> Mapping[str, Any]:
        newest = self.agreement.newest
        self.current_version = newest.number
        return {"text": newest.text, **(asdict(newest.terms) if newest.terms else {})}

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        operations.revise_contribution(
            agreement_id=self.agreement.id,
            version=self.edited_version,
            terms=_terms(values),
            by=self.actor,
            at=self.now,
            **values,
        )
        return self.agreement_url


class HandoverCreate(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_contributions"
    title = gettext_lazy("Foreslå overdragelse")
    intro = gettext_lazy(
        "Jobcentret overtager den koordinerende rolle på den dag, I aftaler, når både jobcentret og "
        "arbejdsmarkedskontoret har underskrevet. Koordinatoren kan stadig læse og rette i projektet."
    )
    form_class = forms.HandoverForm
    submit_label = gettext_lazy("Gem, og bed om underskrifter")
    success_message = gettext_lazy("Overdragelsen er klar til underskrift.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "job_centre_id": [
                (row.id, row.name) for row in self.participants() if row.is_party and row.is_job_centre
            ]
        }

    def save(self, form: Form) -> str:
        agreement_id = handovers.propose_handover(
            project_id=self.project.id, by=self.actor, at=self.now, **form.cleaned_data
        )
        return reverse("agreement", args=[self.project.id, agreement_id])


class HandoverRevise(agreements.AgreementRevise):
    form_class = forms.HandoverTextForm

    def initial(self) -> Mapping[str, Any]:
        newest = self.agreement.newest
        self.current_version = newest.number
        return {"text": newest.text, **(asdict(newest.handover) if newest.handover else {})}

    def save(self, form: Form) -> str:
        handovers.revise_handover(
            agreement_id=self.agreement.id,
            version=self.edited_version,
            by=self.actor,
            at=self.now,
            **form.cleaned_data,
        )
        return self.agreement_url


class HandoverEnd(OnAgreement, ConfirmPage):
    """Either side declines a proposed handover, or ends one that is in force."""

    action = Action.SIGN_AGREEMENT
    form_class = forms.ReasonForm

    def prepare(self) -> None:
        super().prepare()
        if self.agreement.kind is not AgreementKind.HANDOVER:
            raise Http404

    @property
    def _in_force(self) -> bool:
        return self.agreement.status is AgreementStatus.IN_FORCE

    @property
    def question(self) -> str:
        values = {"name": self.agreement.counterpart_name}
        if self._in_force:
            return _("Afslut overdragelsen til %(name)s?") % values
        return _("Afvis overdragelsen til %(name)s?") % values

    @property
    def consequences(self) -> list[str]:
        if self._in_force:
            if self.agreement.role_passes_on is not None and self.agreement.role_passes_on > self.today:
                return [
                    _("Arbejdsmarkedskontoret beholder den koordinerende rolle."),
                    _("Aftalen kan stadig læses sammen med din begrundelse."),
                ]
            return [
                _("Arbejdsmarkedskontoret har igen den koordinerende rolle."),
                _("Jobcentret er fortsat part i projektet."),
                _("Aftalen kan stadig læses sammen med din begrundelse."),
            ]
        return [_("Forslaget kan ikke længere underskrives. I kan lave et nyt.")]

    @property
    def submit_label(self) -> str:
        return _("Ja, afslut") if self._in_force else _("Ja, afvis")

    @property
    def success_message(self) -> str:
        return _("Overdragelsen er afsluttet.") if self._in_force else _("Overdragelsen er afvist.")

    def save(self, form: Form) -> str:
        handovers.end_handover(
            agreement_id=self.agreement.id, by=self.actor, at=self.now, **form.cleaned_data
        )
        return self.agreement_url


class Revise(OnAgreement):
    """One address for three kinds of agreement, each with its own form."""

    action = Action.REVISE_AGREEMENT

    def subject(self) -> Subject | None:
        return revising_subject(self.project, self.agreement)

    def _page(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        pages = {
            AgreementKind.PARTNER: agreements.AgreementRevise,
            AgreementKind.CONTRIBUTION: ContributionRevise,
            AgreementKind.HANDOVER: HandoverRevise,
        }
        return pages[self.agreement.kind].as_view()(request, **kwargs)

    get = post = _page
