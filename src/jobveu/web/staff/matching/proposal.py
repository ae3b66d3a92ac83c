"""One proposal: how far its calculation is, what it says, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import PlacementDecision
from jobveu.journeys.matching.ordering import replay_proposal, stop_proposal
from jobveu.journeys.matching.shown import proposal
from jobveu.solving.queries import run
from jobveu.web.staff.matching.base import OnProposal
from jobveu.web.staff.planning.base import PostOnly
from jobveu.web.staff.solving.shown import answer_to_progress, shown
from jobveu.web.templatetags.components import moment
from jobveu.web.ui import Crumb

DECISION_BADGES = {
    PlacementDecision.ACCEPTED: "success",
    PlacementDecision.CHANGED: "info",
    PlacementDecision.REJECTED: "warning",
}


class ProposalShown(OnProposal):
    @property
    def title(self) -> str:
        return _("Forslag fra %(when)s") % {"when": moment(self.proposal.ordered_at)}

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        drives = self.may(Action.WORK_ON_PROJECT)
        address = [self.project.id, self.proposal.id]
        progress = shown(
            run(run_id=self.proposal.run_id),
            now=self.now,
            stop_href=reverse("proposal_stop", args=address) if drives else "",
            replay_href=reverse("proposal_replay", args=address) if drives else "",
        )
        if answer := answer_to_progress(request, progress):
            return answer
        found = proposal(
            proposal_id=self.proposal.id, by=self.actor, at=self.now, subject=self.project.subject
        )
        values: Mapping[str, Any] = {
            "title": self.title,
            **self.project_context(),
            "proposal": found,
            "lines": [
                (
                    line,
                    reverse("placement", args=[*address, line.candidacy_id]),
                    DECISION_BADGES[line.decision] if line.decision else "",
                )
                for line in found.lines
            ],
            "drives": drives,
            "shown": progress,
        }
        return render(request, "staff/matching/proposal.html", values)


class _Post(OnProposal, PostOnly):
    action = Action.WORK_ON_PROJECT

    def next_url(self) -> str:
        return self.proposal_url

    def crumbs(self) -> Sequence[Crumb]:
        return ()


class ProposalStop(_Post):
    success_message = gettext_lazy("Beregningen bliver stoppet om et øjeblik.")

    def do(self) -> None:
        stop_proposal(by=self.actor, at=self.now, proposal_id=self.proposal.id)


class ProposalReplay(_Post):
    success_message = gettext_lazy("Forslaget bliver beregnet igen.")

    def do(self) -> None:
        replay_proposal(by=self.actor, at=self.now, proposal_id=self.proposal.id)
