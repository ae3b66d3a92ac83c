"""The project's matching: what there is to match, and the proposals so far; ordering a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import MatchingMode
from jobveu.journeys.matching.choices import WEIGHTS, QuotaUse, as_values, from_values, usual
from jobveu.journeys.matching.ordering import order_proposal
from jobveu.journeys.matching.people import numbers
from jobveu.journeys.matching.places import places
from jobveu.journeys.matching.shown import newest_choices, proposals, seen_by
from jobveu.projects.enums import ProjectStatus
from jobveu.solving.limits import LONGEST, SHORTEST, USUAL
from jobveu.web.forms import CheckField, ChoiceField, Form, FormPage, IntegerField
from jobveu.web.lists.paging import page_of_all
from jobveu.web.staff.matching.base import BelowMatching
from jobveu.web.staff.procurement.shown import ProjectPart
from jobveu.web.staff.solving.shown import BADGES
from jobveu.web.staff.solving.travel import estimate


class ProjectMatching(ProjectPart):
    action = Action.VIEW_MATCHING
    tab = "project_matching"
    title = gettext_lazy("Match")
    template_name = "staff/matching/overview.html"

    def context(self) -> Mapping[str, Any]:
        drives = self.may(Action.WORK_ON_PROJECT)
        seen = seen_by(by=self.actor, project_id=self.project.id, subject=self.project.subject)
        found, number, pages = page_of_all(
            proposals(project_id=self.project.id), asked=self.request.GET.get("side", "")
        )
        return {
            "proposals": [(row, BADGES[row.run.state]) for row in found],
            "number": number,
            "pages": pages,
            "places": places(project_id=self.project.id, on=self.today),
            "numbers": numbers(seen.rows),
            "sees_all": seen.drives,
            "drives": drives,
            "travel": estimate(),
            "may_order": drives and self.project.status == ProjectStatus.ACTIVE,
        }


_HELP = {
    False: gettext_lazy("Point %(words)s. Fra %(least)d til %(most)d; normalt %(usual)d."),
    True: gettext_lazy("Minuspoint %(words)s. Fra %(least)d til %(most)d; normalt %(usual)d."),
}


class ProposalForm(Form):
    mode = ChoiceField(label=gettext_lazy("Hvordan skal der vælges?"), enum=MatchingMode, radio=True)
    quotas = ChoiceField(
        label=gettext_lazy("Hvad betyder aftalerne om jobcentrenes bidrag?"), enum=QuotaUse, radio=True
    )
    vulnerable_share = IntegerField(
        label=gettext_lazy("Mindste andel udsatte ledige"),
        help_text=gettext_lazy("I procent af alle, der får noget. 0 er intet mindstekrav."),
        min_value=0,
        max_value=100,
        suffix="%",
    )
    again = CheckField(
        label=gettext_lazy("Foreslå også det, der er afvist tidligere"),
        help_text=gettext_lazy(
            "Ellers foreslås en kandidat ikke igen den stilling eller det kursus, som sagsbehandleren har afvist."
        ),
    )
    time_limit = IntegerField(
        label=gettext_lazy("Tidsgrænse i sekunder"),
        help_text=gettext_lazy("Er det bedste ikke fundet til den tid, bruges det bedste indtil da."),
        min_value=SHORTEST,
        max_value=LONGEST,
    )
    fieldsets = [
        (gettext_lazy("Valget"), "", ["mode"]),
        (
            gettext_lazy("Point"),
            gettext_lazy(
                "Der vælges det forslag, som giver flest point i alt. Du kan ændre, hvad der vejer tungt."
            ),
            [rule.name for rule in WEIGHTS],
        ),
        (gettext_lazy("Krav"), "", ["quotas", "vulnerable_share", "again"]),
        (gettext_lazy("Beregningen"), "", ["time_limit"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in WEIGHTS:
            self.fields[rule.name] = IntegerField(
                label=rule.label,
                help_text=_HELP[rule.takes_off]
                % {"words": rule.words, "least": rule.least, "most": rule.most, "usual": rule.usual},
                min_value=rule.least,
                max_value=rule.most,
            )


class ProposalOrder(BelowMatching, FormPage):
    action = Action.WORK_ON_PROJECT
    form_class = ProposalForm
    title = gettext_lazy("Beregn et forslag")
    intro = gettext_lazy(
        "Programmet foreslår, hvem der får hvilken stilling og hvilket kursus, og begrunder det. Det afgør intet: "
        "Jobcentrene tager stilling til hver enkelt kandidat bagefter."
    )
    submit_label = gettext_lazy("Beregn")
    success_message = gettext_lazy("Beregningen er bestilt.")

    def initial(self) -> Mapping[str, Any]:
        newest = newest_choices(project_id=self.project.id)
        return {
            "mode": MatchingMode.BEST,
            "time_limit": USUAL,
            **as_values(usual() if newest is None else newest),
        }

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        proposal_id = order_proposal(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            mode=values.pop("mode"),
            time_limit=values.pop("time_limit"),
            choices=from_values(values),
        )
        return reverse("proposal", args=[self.project.id, proposal_id])
