"""What the pages of a project's matching share."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action
from jobveu.journeys.matching.shown import ProposalPlace, find_proposal
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb


class BelowMatching(OnProject):
    """A page below the project's matching."""

    action = Action.VIEW_MATCHING
    tab = "project_matching"

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Match"), reverse(self.tab, args=[self.project.id])),
            *self.between(),
            Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))),
        )

    def between(self) -> Sequence[Crumb]:
        """The steps between the matching and the page itself."""
        return ()


class OnProposal(BelowMatching):
    """A page about one proposal."""

    proposal: ProposalPlace

    def prepare(self) -> None:
        super().prepare()
        found = find_proposal(project_id=self.project.id, proposal_id=self.kwargs["proposal_id"])
        if found is None:
            raise Http404
        self.proposal = found

    @property
    def proposal_url(self) -> str:
        return reverse("proposal", args=[self.project.id, self.proposal.id])

    @property
    def cancel_url(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return self.proposal_url
