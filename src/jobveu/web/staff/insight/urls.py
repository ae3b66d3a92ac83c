"""The programme's figures (under /tal/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.insight import comparing, evaluation, figures, goals, reports, snapshots

urlpatterns: list[URLPattern] = [
    path("", figures.FigureList.as_view(), name="figure_list"),
    path("oejebliksbilleder/", snapshots.SnapshotList.as_view(), name="snapshot_list"),
    path("oejebliksbilleder/nyt/", snapshots.SnapshotTake.as_view(), name="snapshot_take"),
    path("maal/", goals.GoalList.as_view(), name="goal_list"),
    path("maal/<int:council_id>/<int:year>/", goals.GoalSet.as_view(), name="goal_set"),
    path("rapport.<str:file_format>", reports.Report.as_view(), name="figure_report"),
    path("praesentation.<str:file_format>", reports.Presentation.as_view(), name="figure_presentation"),
    path("evaluering/", evaluation.EvaluationShow.as_view(), name="evaluation"),
    path("evaluering/rapport.<str:file_format>", evaluation.EvaluationFile.as_view(), name="evaluation_file"),
    path("<slug:figure>/", figures.FigureShow.as_view(), name="figure"),
    path("<slug:figure>/sammenlign/", comparing.FigureCompare.as_view(), name="figure_compare"),
    path("<slug:figure>/fil.<str:file_format>", figures.FigureFile.as_view(), name="figure_file"),
]
