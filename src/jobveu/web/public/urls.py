from __future__ import annotations

from django.urls import path, re_path

from jobveu.web.public import survey
from jobveu.web.public.consents import OwnConsentsPage
from jobveu.web.public.showcase import ShowcaseList, ShowcaseProject
from jobveu.web.public.views import About, AccessibilityStatement, Privacy
from jobveu.web.staff.start.views import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("om/", About.as_view(), name="about"),
    re_path(r"^was/?$", AccessibilityStatement.as_view(), name="was"),
    re_path(r"^persondata/?$", Privacy.as_view(), name="privacy"),
    path("samtykker/<str:secret>/", OwnConsentsPage.as_view(), name="own_consents"),
    path("svar/<str:secret>/", survey.SurveyStart.as_view(), name="survey_start"),
    path("svar/<str:secret>/<int:page>/", survey.SurveyQuestions.as_view(), name="survey_questions"),
    path("svar/<str:secret>/nej/", survey.SurveyRefuse.as_view(), name="survey_refuse"),
    path("vist-frem/", ShowcaseList.as_view(), name="showcase_list"),
    path("vist-frem/<int:project_id>/", ShowcaseProject.as_view(), name="showcase_project"),
]
