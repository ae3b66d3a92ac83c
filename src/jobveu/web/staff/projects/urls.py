from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from jobveu.accounts.access import Action
from jobveu.web.access import Page


class Placeholder(Page):
    """Being written right now; replaced within the hour."""

    action = Action.VIEW_START

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return HttpResponse("…")


urlpatterns: list[URLPattern] = [
    path("behov/", Placeholder.as_view(), name="need_list"),
    path("behov/nyt/", Placeholder.as_view(), name="need_create"),
    path("behov/<int:need_id>/", Placeholder.as_view(), name="need"),
    path("behov/<int:need_id>/ret/", Placeholder.as_view(), name="need_edit"),
    path("behov/<int:need_id>/luk/", Placeholder.as_view(), name="need_close"),
    path("behov/<int:need_id>/genaabn/", Placeholder.as_view(), name="need_reopen"),
    path("projekter/", Placeholder.as_view(), name="project_list"),
    path("projekter/nyt/", Placeholder.as_view(), name="project_create"),
    path("projekter/<int:project_id>/", Placeholder.as_view(), name="project"),
    path("projekter/<int:project_id>/ret/", Placeholder.as_view(), name="project_edit"),
    path("projekter/<int:project_id>/status/", Placeholder.as_view(), name="project_status"),
    path("projekter/<int:project_id>/offentliggoer/", Placeholder.as_view(), name="project_publish"),
    path("projekter/<int:project_id>/behov/", Placeholder.as_view(), name="project_needs"),
    path("projekter/<int:project_id>/behov/tilknyt/", Placeholder.as_view(), name="project_need_tie"),
    path("projekter/<int:project_id>/behov/<int:need_id>/fjern/", Placeholder.as_view(), name="project_need_untie"),
    path("projekter/<int:project_id>/parter/", Placeholder.as_view(), name="project_parties"),
    path("projekter/<int:project_id>/parter/ny/", Placeholder.as_view(), name="party_add"),
    path("projekter/<int:project_id>/parter/<int:party_id>/ret/", Placeholder.as_view(), name="party_edit"),
    path("projekter/<int:project_id>/parter/<int:party_id>/fjern/", Placeholder.as_view(), name="party_remove"),
    path("projekter/<int:project_id>/indikatorer/<slug:key>/", Placeholder.as_view(), name="indicator_set_aside"),
    path("projekter/<int:project_id>/indikatorer/<slug:key>/fortryd/", Placeholder.as_view(), name="indicator_resume"),
    path("projekter/<int:project_id>/erfaringer/", Placeholder.as_view(), name="project_lessons"),
    path("projekter/<int:project_id>/erfaringer/ny/", Placeholder.as_view(), name="lesson_create"),
    path("erfaringer/", Placeholder.as_view(), name="lesson_list"),
    path("erfaringer/<int:lesson_id>/", Placeholder.as_view(), name="lesson"),
    path("erfaringer/<int:lesson_id>/ret/", Placeholder.as_view(), name="lesson_edit"),
    path("erfaringer/<int:lesson_id>/fjern/", Placeholder.as_view(), name="lesson_remove"),
]
