from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.candidates import (
    activities,
    candidacy,
    corrections,
    course,
    course_day,
    facts,
    find,
    identity_log,
    meeting,
    persons,
    project,
    screening,
    search,
    several,
    steps,
    waiting_list,
)

_ENROLMENT = "kandidater/<int:candidacy_id>/tilmeldinger/<int:enrolment_id>/"

urlpatterns: list[URLPattern] = [
    path("personer/", persons.PersonList.as_view(), name="person_list"),
    path("personer/soeg/", search.PersonSearch.as_view(), name="person_search"),
    path("personer/soeg/<slug:token>/", search.PersonSearchResult.as_view(), name="person_search_result"),
    path("personer/ny/", persons.PersonCreate.as_view(), name="person_create"),
    path("personer/<int:person_id>/", persons.PersonDetail.as_view(), name="person"),
    path("personer/<int:person_id>/identitet/", persons.PersonIdentity.as_view(), name="person_identity"),
    path("personer/<int:person_id>/opslag/", identity_log.IdentityLog.as_view(), name="identity_log"),
    path("personer/opslag/", identity_log.LookList.as_view(), name="look_list"),
    path(
        "personer/<int:person_id>/opslag/opslag.<slug:file_format>",
        identity_log.LookLetter.as_view(),
        name="look_letter",
    ),
    path("personer/<int:person_id>/formelt/", facts.PersonFacts.as_view(), name="person_facts"),
    path("personer/<int:person_id>/ret/", persons.PersonEdit.as_view(), name="person_edit"),
    path(
        "projekter/<int:project_id>/kandidater/",
        project.ProjectCandidates.as_view(),
        name="project_candidates",
    ),
    path(
        "projekter/<int:project_id>/kandidater/tilfoej/", project.CandidateAdd.as_view(), name="candidate_add"
    ),
    path("projekter/<int:project_id>/kandidater/find/", find.CandidateFind.as_view(), name="candidate_find"),
    path(
        "projekter/<int:project_id>/kandidater/flere/",
        several.SeveralCandidates.as_view(),
        name="candidates_several",
    ),
    path(
        "projekter/<int:project_id>/moeder/<int:meeting_id>/inviterede/",
        meeting.MeetingInvited.as_view(),
        name="meeting_invited",
    ),
    path(
        "projekter/<int:project_id>/kandidater/ny/",
        project.CandidateRegister.as_view(),
        name="candidate_register",
    ),
    path(
        "projekter/<int:project_id>/kurser/<int:course_id>/deltagere/",
        course.CourseParticipants.as_view(),
        name="course_participants",
    ),
    path(
        "projekter/<int:project_id>/kurser/<int:course_id>/fremmoede/",
        course_day.CourseDayPage.as_view(),
        name="course_day",
    ),
    path("kandidater/<int:candidacy_id>/", candidacy.CandidacyDetail.as_view(), name="candidacy"),
    path(
        "kandidater/<int:candidacy_id>/udgaar/",
        steps.CandidacyWithdraw.as_view(),
        name="candidacy_withdraw",
    ),
    path(
        "kandidater/<int:candidacy_id>/screening/",
        screening.ScreeningRecord.as_view(),
        name="screening_record",
    ),
    path(
        "kandidater/<int:candidacy_id>/inviter/",
        activities.ActivityInvite.as_view(),
        name="activity_invite",
    ),
    path(
        "kandidater/<int:candidacy_id>/aktiviteter/<int:activity_id>/",
        activities.ActivityAnswer.as_view(),
        name="activity_answer",
    ),
    path(
        "kandidater/<int:candidacy_id>/tilkendegivelse/",
        activities.StatementRecord.as_view(),
        name="statement_record",
    ),
    path("kandidater/<int:candidacy_id>/venteliste/", waiting_list.LineJoin.as_view(), name="line_join"),
    path(
        "kandidater/<int:candidacy_id>/venteliste/<int:place_id>/ja/",
        waiting_list.PlaceAccept.as_view(),
        name="place_accept",
    ),
    path(
        "kandidater/<int:candidacy_id>/venteliste/<int:place_id>/af/",
        waiting_list.PlaceLeave.as_view(),
        name="place_leave",
    ),
    path(
        "kandidater/<int:candidacy_id>/praesenter/",
        steps.PresentationRecord.as_view(),
        name="presentation_record",
    ),
    path(
        "kandidater/<int:candidacy_id>/praesentationer/<int:presentation_id>/afslut/",
        steps.PresentationEnd.as_view(),
        name="presentation_end",
    ),
    path(
        "kandidater/<int:candidacy_id>/tilmeld/",
        steps.EnrolmentCreate.as_view(),
        name="enrolment_create",
    ),
    path(_ENROLMENT + "begyndt/", steps.EnrolmentStart.as_view(), name="enrolment_start"),
    path(_ENROLMENT + "gennemfoert/", steps.EnrolmentComplete.as_view(), name="enrolment_complete"),
    path(_ENROLMENT + "frafald/", steps.EnrolmentDropOut.as_view(), name="enrolment_drop_out"),
    path(_ENROLMENT + "fortryd/", steps.EnrolmentUndo.as_view(), name="enrolment_undo"),
    path(
        "kandidater/<int:candidacy_id>/<slug:what>/<int:record_id>/ret/",
        corrections.RecordCorrect.as_view(),
        name="record_correct",
    ),
    path(
        "kandidater/<int:candidacy_id>/<slug:what>/<int:record_id>/fjern/",
        corrections.RecordRemove.as_view(),
        name="record_remove",
    ),
    path(
        "kandidater/<int:candidacy_id>/opfoelgning/",
        steps.FollowUpRecord.as_view(),
        name="follow_up_record",
    ),
    path(
        "kandidater/<int:candidacy_id>/resultat/<slug:milestone>/",
        steps.OutcomeRecord.as_view(),
        name="outcome_record",
    ),
]
