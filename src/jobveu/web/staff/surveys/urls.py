"""Addresses of the surveys."""

from __future__ import annotations

from django.urls import path

from jobveu.web.staff.surveys import audience, instruments, on_behalf, pulse, rounds

_ROUND = "undersoegelser/<int:round_id>/"
_ASKED = f"{_ROUND}hvem/<int:invitation_id>/"

urlpatterns = [
    path("undersoegelser/", rounds.RoundList.as_view(), name="survey_list"),
    path("undersoegelser/ny/", rounds.RoundCreate.as_view(), name="survey_create"),
    path("undersoegelser/skemaer/", instruments.InstrumentList.as_view(), name="instrument_list"),
    path("undersoegelser/skemaer/<slug:name>/", instruments.InstrumentShow.as_view(), name="instrument"),
    path(_ROUND, rounds.RoundShow.as_view(), name="survey"),
    path(f"{_ROUND}ret/", rounds.RoundEdit.as_view(), name="survey_edit"),
    path(f"{_ROUND}hvem/", audience.RoundAudience.as_view(), name="survey_audience"),
    path(f"{_ASKED}svar/", on_behalf.AnswerFor.as_view(), name="survey_answer_for"),
    path(f"{_ASKED}svarer-ikke/", on_behalf.RefuseFor.as_view(), name="survey_refuse_for"),
    path(f"{_ROUND}aabn/", rounds.RoundOpen.as_view(), name="survey_open"),
    path(f"{_ROUND}paamind/", rounds.RoundRemind.as_view(), name="survey_remind"),
    path(f"{_ROUND}luk/", rounds.RoundClose.as_view(), name="survey_close"),
    path(f"{_ROUND}slet/", rounds.RoundDiscard.as_view(), name="survey_discard"),
    path("projekter/<int:project_id>/pulsmaaling/", pulse.ProjectPulse.as_view(), name="project_pulse"),
]
