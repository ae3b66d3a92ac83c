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


P = Placeholder.as_view()
urlpatterns: list[URLPattern] = [
    path("personer/", P, name="person_list"),
    path("personer/soeg/", P, name="person_search"),
    path("personer/ny/", P, name="person_create"),
    path("personer/<int:person_id>/", P, name="person"),
    path("personer/<int:person_id>/identitet/", P, name="person_identity"),
    path("personer/<int:person_id>/ret/", P, name="person_edit"),
    path("projekter/<int:project_id>/kandidater/", P, name="project_candidates"),
    path("projekter/<int:project_id>/kandidater/tilfoej/", P, name="candidate_add"),
    path("projekter/<int:project_id>/kandidater/registrer/", P, name="candidate_register"),
    path("projekter/<int:project_id>/kurser/<int:course_id>/deltagere/", P, name="course_participants"),
    path("kandidater/<int:candidacy_id>/", P, name="candidacy"),
    path("kandidater/<int:candidacy_id>/udgaar/", P, name="candidacy_withdraw"),
    path("kandidater/<int:candidacy_id>/screening/", P, name="screening_record"),
    path("kandidater/<int:candidacy_id>/praesenter/", P, name="presentation_record"),
    path("kandidater/<int:candidacy_id>/praesentationer/<int:presentation_id>/afslut/", P, name="presentation_end"),
    path("kandidater/<int:candidacy_id>/tilmeld/", P, name="enrolment_create"),
    path("kandidater/<int:candidacy_id>/tilmeldinger/<int:enrolment_id>/begynd/", P, name="enrolment_start"),
    path("kandidater/<int:candidacy_id>/tilmeldinger/<int:enrolment_id>/gennemfoert/", P, name="enrolment_complete"),
    path("kandidater/<int:candidacy_id>/tilmeldinger/<int:enrolment_id>/frafald/", P, name="enrolment_drop_out"),
    path("kandidater/<int:candidacy_id>/tilmeldinger/<int:enrolment_id>/fortryd/", P, name="enrolment_undo"),
    path("kandidater/<int:candidacy_id>/opfoelgning/", P, name="follow_up_record"),
    path("kandidater/<int:candidacy_id>/resultat/<slug:milestone>/", P, name="outcome_record"),
]
