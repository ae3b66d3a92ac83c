from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.matching import overview, placements, positions, preferences, proposal

_MATCH = "projekter/<int:project_id>/match/"
_PROPOSAL = _MATCH + "<int:proposal_id>/"
_PLACEMENT = _PROPOSAL + "kandidater/<int:candidacy_id>/"

urlpatterns: list[URLPattern] = [
    path(_MATCH, overview.ProjectMatching.as_view(), name="project_matching"),
    path(_MATCH + "nyt/", overview.ProposalOrder.as_view(), name="proposal_order"),
    path(_MATCH + "stillinger/ny/", positions.PositionCreate.as_view(), name="position_create"),
    path(
        _MATCH + "stillinger/<int:position_id>/ret/", positions.PositionEdit.as_view(), name="position_edit"
    ),
    path(
        _MATCH + "stillinger/<int:position_id>/fjern/",
        positions.PositionRemove.as_view(),
        name="position_remove",
    ),
    path(_PROPOSAL, proposal.ProposalShown.as_view(), name="proposal"),
    path(_PROPOSAL + "stop/", proposal.ProposalStop.as_view(), name="proposal_stop"),
    path(_PROPOSAL + "genspil/", proposal.ProposalReplay.as_view(), name="proposal_replay"),
    path(_PLACEMENT, placements.PlacementShown.as_view(), name="placement"),
    path(_PLACEMENT + "begrund/", placements.PlacementExplain.as_view(), name="placement_explain"),
    path(_PLACEMENT + "godkend/", placements.PlacementAccept.as_view(), name="placement_accept"),
    path(_PLACEMENT + "aendr/", placements.PlacementChange.as_view(), name="placement_change"),
    path(_PLACEMENT + "afvis/", placements.PlacementReject.as_view(), name="placement_reject"),
    path("kandidater/<int:candidacy_id>/oensker/", preferences.Wishes.as_view(), name="wishes"),
    path(
        "kandidater/<int:candidacy_id>/vurderinger/",
        preferences.CompanyScores.as_view(),
        name="company_scores",
    ),
]
