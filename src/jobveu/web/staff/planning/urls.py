"""Addresses below one project: agreements, endorsements, contributions, plan, tasks and meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.planning import agreements, contributions, meetings, plan, tasks

urlpatterns: list[URLPattern] = [
    path("partsaftale/", agreements.ProjectEndorsement.as_view(), name="project_endorsement"),
    path("partsaftale/ny/", agreements.PartnerAgreementCreate.as_view(), name="partner_agreement_create"),
    path("blaastempling/ny/", agreements.EndorsementCreate.as_view(), name="endorsement_create"),
    path(
        "blaastempling/<int:endorsement_id>/fjern/",
        agreements.EndorsementRemove.as_view(),
        name="endorsement_remove",
    ),
    path("aftaler/<int:agreement_id>/", agreements.ShowAgreement.as_view(), name="agreement"),
    path(
        "aftaler/<int:agreement_id>/versioner/<int:number>/",
        agreements.AgreementVersion.as_view(),
        name="agreement_version",
    ),
    path(
        "aftaler/<int:agreement_id>/sammenlign/",
        agreements.AgreementCompare.as_view(),
        name="agreement_compare",
    ),
    path("aftaler/<int:agreement_id>/ret/", contributions.Revise.as_view(), name="agreement_revise"),
    path("aftaler/<int:agreement_id>/underskriv/", agreements.AgreementSign.as_view(), name="agreement_sign"),
    path(
        "aftaler/<int:agreement_id>/traek-tilbage/",
        agreements.AgreementWithdraw.as_view(),
        name="agreement_withdraw",
    ),
    path(
        "aftaler/<int:agreement_id>/underskrivere/tilfoej/",
        agreements.SignatoryAdd.as_view(),
        name="signatory_add",
    ),
    path(
        "aftaler/<int:agreement_id>/underskrivere/<int:organisation_id>/fjern/",
        agreements.SignatoryRemove.as_view(),
        name="signatory_remove",
    ),
    path("jobcentre/", contributions.ProjectContributions.as_view(), name="project_contributions"),
    path("jobcentre/ny/", contributions.ContributionCreate.as_view(), name="contribution_create"),
    path("overdragelse/ny/", contributions.HandoverCreate.as_view(), name="handover_create"),
    path("overdragelse/<int:agreement_id>/afslut/", contributions.HandoverEnd.as_view(), name="handover_end"),
    path("plan/", plan.ProjectPlan.as_view(), name="project_plan"),
    path("plan/ret/", plan.PlanEdit.as_view(), name="plan_edit"),
    path("plan/versioner/<int:number>/", plan.PlanVersionPage.as_view(), name="plan_version"),
    path("plan/sammenlign/", plan.PlanCompare.as_view(), name="plan_compare"),
    path("styregruppe/ny/", plan.SteeringSeatCreate.as_view(), name="steering_seat_create"),
    path("styregruppe/<int:seat_id>/ret/", plan.SteeringSeatEdit.as_view(), name="steering_seat_edit"),
    path("styregruppe/<int:seat_id>/fjern/", plan.SteeringSeatRemove.as_view(), name="steering_seat_remove"),
    path("opgaver/", tasks.ProjectTasks.as_view(), name="project_tasks"),
    path("opgaver/ny/", tasks.TaskCreate.as_view(), name="task_create"),
    path("opgaver/<int:task_id>/ret/", tasks.TaskEdit.as_view(), name="task_edit"),
    path("opgaver/<int:task_id>/udfoert/", tasks.TaskDone.as_view(), name="task_done"),
    path("opgaver/<int:task_id>/genaabn/", tasks.TaskReopen.as_view(), name="task_reopen"),
    path("opgaver/<int:task_id>/slet/", tasks.TaskDelete.as_view(), name="task_delete"),
    path("moeder/", meetings.ProjectMeetings.as_view(), name="project_meetings"),
    path("moeder/nyt/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("moeder/<int:meeting_id>/", meetings.ShowMeeting.as_view(), name="meeting"),
    path("moeder/<int:meeting_id>/ret/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("moeder/<int:meeting_id>/slet/", meetings.MeetingDelete.as_view(), name="meeting_delete"),
    path("moeder/<int:meeting_id>/referat/", meetings.MinutesEdit.as_view(), name="minutes_edit"),
    path(
        "moeder/<int:meeting_id>/referat/versioner/",
        meetings.MinutesCompare.as_view(),
        name="minutes_versions",
    ),
]
