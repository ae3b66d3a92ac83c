from __future__ import annotations

from django.urls import path

from jobveu.web.staff.assessment import barriers, country, project, risks, success

urlpatterns = [
    path("tal/succeskriterier/", success.SuccessCriteria.as_view(), name="success_criteria"),
    path("vurdering/", country.CountryAssessment.as_view(), name="assessment"),
    path("vurdering/barrierer/", barriers.BarrierPage.as_view(), name="barriers"),
    path("vurdering/<slug:element>/ret/", country.NationalOverrule.as_view(), name="national_overrule"),
    path("vurdering/raad/<int:council_id>/", country.CouncilAssessment.as_view(), name="council_assessment"),
    path(
        "vurdering/raad/<int:council_id>/<slug:element>/ret/",
        country.CouncilOverrule.as_view(),
        name="council_overrule",
    ),
    path("projekter/<int:project_id>/risici/", risks.ProjectRisks.as_view(), name="project_risks"),
    path(
        "projekter/<int:project_id>/moeder/<int:meeting_id>/risici/",
        risks.RiskCheckPage.as_view(),
        name="risk_check",
    ),
    path(
        "projekter/<int:project_id>/risici/<slug:barrier>/<slug:measure>/",
        risks.CounterCreate.as_view(),
        name="counter_create",
    ),
    path(
        "projekter/<int:project_id>/vurdering/",
        project.ProjectAssessment.as_view(),
        name="project_assessment",
    ),
    path(
        "projekter/<int:project_id>/vurdering/<slug:element>/ret/",
        project.ProjectOverrule.as_view(),
        name="project_overrule",
    ),
]
