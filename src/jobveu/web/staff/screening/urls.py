"""Addresses below one project: the screening tool."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.screening import tool

urlpatterns: list[URLPattern] = [
    path("screening/", tool.ShowTool.as_view(), name="screening_tool"),
    path("screening/krav/nyt/", tool.CriterionCreate.as_view(), name="criterion_create"),
    path("screening/krav/hent/", tool.CriteriaTakeOver.as_view(), name="criteria_take_over"),
    path("screening/krav/<uuid:criterion_key>/ret/", tool.CriterionEdit.as_view(), name="criterion_edit"),
    path(
        "screening/krav/<uuid:criterion_key>/fjern/", tool.CriterionRemove.as_view(), name="criterion_remove"
    ),
    path("screening/tag-i-brug/", tool.ToolIssue.as_view(), name="screening_tool_issue"),
    path("screening/slet-kladde/", tool.DraftDiscard.as_view(), name="screening_draft_discard"),
    path("screening/versioner/<int:number>/", tool.ToolVersion.as_view(), name="screening_tool_version"),
]
