"""What closed rounds of surveys say (under /undersoegelser/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.survey_results import results, texts

_ROUND = "<int:round_id>/resultater/"

urlpatterns: list[URLPattern] = [
    path("resultater/", results.RoundList.as_view(), name="survey_result_list"),
    path(_ROUND, results.RoundResults.as_view(), name="survey_results"),
    path(f"{_ROUND}alle.<str:file_format>", results.RoundFile.as_view(), name="survey_results_file"),
    path(f"{_ROUND}svarprocent/", results.RoundResponse.as_view(), name="survey_response"),
    path(f"{_ROUND}aendringer/", results.RoundChanges.as_view(), name="survey_changes"),
    path(f"{_ROUND}svar-i-ord/", texts.TextList.as_view(), name="survey_texts"),
    path(f"{_ROUND}svar-i-ord/nyt-tema/", texts.ThemeMake.as_view(), name="survey_theme_make"),
    path(f"{_ROUND}svar-i-ord/<slug:text_key>/", texts.TextCode.as_view(), name="survey_text_code"),
    path(
        f"{_ROUND}svar-i-ord/<slug:text_key>/fjern/", texts.TextTakeOut.as_view(), name="survey_text_take_out"
    ),
    path(f"{_ROUND}spoergsmaal/<slug:item>/", results.ItemResults.as_view(), name="survey_item"),
    path(
        f"{_ROUND}spoergsmaal/<slug:item>/efter-<slug:division>.<str:file_format>",
        results.ItemFile.as_view(),
        name="survey_item_file",
    ),
]
