from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from jobveu.accounts.access import Action
from jobveu.web.access import Page


class Placeholder(Page):
    """Being written right now; replaced within the hour."""

    action = Action.VIEW_START

    def get(self, request: HttpRequest, **kwargs: int) -> HttpResponse:
        return HttpResponse("…")


urlpatterns: list[URLPattern] = [
    path("brugere/", Placeholder.as_view(), name="user_list"),
    path("brugere/ny/", Placeholder.as_view(), name="user_create"),
    path("brugere/<int:user_id>/", Placeholder.as_view(), name="user"),
    path("brugere/<int:user_id>/ret/", Placeholder.as_view(), name="user_edit"),
    path("brugere/<int:user_id>/link/", Placeholder.as_view(), name="user_send_link"),
    path("brugere/<int:user_id>/medlemskaber/nyt/", Placeholder.as_view(), name="membership_add"),
    path("brugere/<int:user_id>/medlemskaber/<int:membership_id>/afslut/", Placeholder.as_view(), name="membership_end"),
    path("brugere/<int:user_id>/luk/", Placeholder.as_view(), name="user_deactivate"),
    path("brugere/<int:user_id>/aabn/", Placeholder.as_view(), name="user_reactivate"),
    path("haendelseslog/", Placeholder.as_view(), name="audit_list"),
]
