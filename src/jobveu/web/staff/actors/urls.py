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
    path("", Placeholder.as_view(), name="organisation_list"),
    path("ny/", Placeholder.as_view(), name="organisation_create"),
    path("<int:organisation_id>/", Placeholder.as_view(), name="organisation"),
    path("<int:organisation_id>/ret/", Placeholder.as_view(), name="organisation_edit"),
    path("<int:organisation_id>/tilknytninger/ny/", Placeholder.as_view(), name="affiliation_add"),
    path("<int:organisation_id>/tilknytninger/<int:affiliation_id>/afslut/", Placeholder.as_view(), name="affiliation_end"),
    path("<int:organisation_id>/kontakter/ny/", Placeholder.as_view(), name="contact_create"),
    path("<int:organisation_id>/kontakter/<int:contact_id>/ret/", Placeholder.as_view(), name="contact_edit"),
    path("<int:organisation_id>/kontakter/<int:contact_id>/fjern/", Placeholder.as_view(), name="contact_remove"),
    path("<int:organisation_id>/kontakter/<int:contact_id>/samtykker/nyt/", Placeholder.as_view(), name="consent_give"),
    path("<int:organisation_id>/kontakter/<int:contact_id>/samtykker/<int:consent_id>/traek-tilbage/", Placeholder.as_view(), name="consent_withdraw"),
    path("<int:organisation_id>/samtaler/", Placeholder.as_view(), name="dialogue_list"),
    path("<int:organisation_id>/samtaler/ny/", Placeholder.as_view(), name="dialogue_create"),
    path("<int:organisation_id>/samtaler/<int:dialogue_id>/ret/", Placeholder.as_view(), name="dialogue_edit"),
]
