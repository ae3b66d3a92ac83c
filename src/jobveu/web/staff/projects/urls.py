"""Addresses of needs, projects, their parties and lessons."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.projects import editing, lessons, needs, overview, parties, project_list

_PROJECT = "projekter/<int:project_id>/"

urlpatterns: list[URLPattern] = [
    path("behov/", needs.NeedList.as_view(), name="need_list"),
    path("behov/nyt/", needs.NeedCreate.as_view(), name="need_create"),
    path("behov/<int:need_id>/", needs.NeedShow.as_view(), name="need"),
    path("behov/<int:need_id>/ret/", needs.NeedEdit.as_view(), name="need_edit"),
    path("behov/<int:need_id>/luk/", needs.NeedClose.as_view(), name="need_close"),
    path("behov/<int:need_id>/genaabn/", needs.NeedReopen.as_view(), name="need_reopen"),
    path("projekter/", project_list.ProjectList.as_view(), name="project_list"),
    path("projekter/nyt/", editing.ProjectCreate.as_view(), name="project_create"),
    path(_PROJECT, overview.ProjectShow.as_view(), name="project"),
    path(_PROJECT + "ret/", editing.ProjectEdit.as_view(), name="project_edit"),
    path(_PROJECT + "status/", editing.ProjectStatusPage.as_view(), name="project_status"),
    path(_PROJECT + "offentliggoer/", editing.ProjectPublish.as_view(), name="project_publish"),
    path(_PROJECT + "behov/", parties.ProjectNeeds.as_view(), name="project_needs"),
    path(_PROJECT + "behov/tilknyt/", parties.ProjectNeedTie.as_view(), name="project_need_tie"),
    path(
        _PROJECT + "behov/<int:need_id>/fjern/", parties.ProjectNeedUntie.as_view(), name="project_need_untie"
    ),
    path(_PROJECT + "parter/", parties.ProjectParties.as_view(), name="project_parties"),
    path(_PROJECT + "parter/ny/", parties.PartyAdd.as_view(), name="party_add"),
    path(_PROJECT + "parter/<int:party_id>/ret/", parties.PartyEdit.as_view(), name="party_edit"),
    path(_PROJECT + "parter/<int:party_id>/fjern/", parties.PartyRemove.as_view(), name="party_remove"),
    path(
        _PROJECT + "indikatorer/<slug:key>/", overview.IndicatorSetAside.as_view(), name="indicator_set_aside"
    ),
    path(
        _PROJECT + "indikatorer/<slug:key>/fortryd/",
        overview.IndicatorResume.as_view(),
        name="indicator_resume",
    ),
    path(_PROJECT + "erfaringer/", lessons.ProjectLessons.as_view(), name="project_lessons"),
    path(_PROJECT + "erfaringer/ny/", lessons.LessonCreate.as_view(), name="lesson_create"),
    path("erfaringer/", lessons.LessonList.as_view(), name="lesson_list"),
    path("erfaringer/<int:lesson_id>/", lessons.LessonShow.as_view(), name="lesson"),
    path("erfaringer/<int:lesson_id>/ret/", lessons.LessonEdit.as_view(), name="lesson_edit"),
    path("erfaringer/<int:lesson_id>/fjern/", lessons.LessonRemove.as_view(), name="lesson_remove"),
]
