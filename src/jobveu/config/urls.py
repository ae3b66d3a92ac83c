"""Every address of the site, by part; the pages themselves are in jobveu.web."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from jobveu.web.staff.actors import agreed_tasks
from jobveu.web.staff.actors.approach import ContactNoticePage
from jobveu.web.staff.actors.dialogue import AllDialogues
from jobveu.web.staff.desk.feed import CalendarFeed

urlpatterns = [
    path("", include("jobveu.web.public.urls")),
    path("konto/", include("jobveu.web.account.urls")),
    path("konto/", include("jobveu.accounts.urls")),
    path("konto/api/", include("jobveu.web.api.token_urls")),
    path("api/v1/", include("jobveu.web.api.urls")),
    path("soeg/", include("jobveu.web.search.urls")),
    path("sprog/", set_language, name="set_language"),
    path("mit-bord/", include("jobveu.web.staff.desk.urls")),
    path("kalender/<str:secret>.ics", CalendarFeed.as_view(), name="calendar_feed"),
    path("organisationer/", include("jobveu.web.staff.actors.urls")),
    path("opgaver/<int:task_id>/", agreed_tasks.AgreedTaskShow.as_view(), name="agreed_task"),
    path("opgaver/<int:task_id>/udfoert/", agreed_tasks.AgreedTaskDone.as_view(), name="agreed_task_done"),
    path("opgaver/<int:task_id>/aabn/", agreed_tasks.AgreedTaskReopen.as_view(), name="agreed_task_reopen"),
    path("opgaver/<int:task_id>/ret/", agreed_tasks.AgreedTaskEdit.as_view(), name="agreed_task_edit"),
    path("opgaver/<int:task_id>/slet/", agreed_tasks.AgreedTaskDelete.as_view(), name="agreed_task_delete"),
    path("dialog/", AllDialogues.as_view(), name="all_dialogues"),
    path("dialog/beskeder/<int:notice_id>/", ContactNoticePage.as_view(), name="contact_notice"),
    path("", include("jobveu.web.staff.privacy.urls")),
    path("", include("jobveu.web.staff.projects.urls")),
    path("projekter/<int:project_id>/", include("jobveu.web.staff.planning.urls")),
    path("projekter/<int:project_id>/", include("jobveu.web.staff.screening.urls")),
    path("projekter/<int:project_id>/", include("jobveu.web.staff.procurement.urls")),
    path("projekter/<int:project_id>/", include("jobveu.web.staff.documents.urls")),
    path("projekter/<int:project_id>/", include("jobveu.web.staff.attachments.urls")),
    path("", include("jobveu.web.staff.candidates.urls")),
    path("", include("jobveu.web.staff.assessment.urls")),
    path("tal/", include("jobveu.web.staff.insight.urls")),
    path("undersoegelser/", include("jobveu.web.staff.survey_results.urls")),
    path("", include("jobveu.web.staff.matching.urls")),
    path("udbud/", include("jobveu.web.staff.procurement.top_urls")),
    path("", include("jobveu.web.staff.course_plans.urls")),
    path("", include("jobveu.web.staff.surveys.urls")),
    path("", include("jobveu.web.staff.quality.urls")),
    path("import/", include("jobveu.web.staff.legacy.urls")),
    path("administration/", include("jobveu.web.staff.administration.urls")),
    path("", include("jobveu.web.staff.history.urls")),
]

handler400 = "jobveu.web.errors.bad_request"
handler403 = "jobveu.web.errors.permission_denied"
handler404 = "jobveu.web.errors.page_not_found"
handler500 = "jobveu.web.errors.server_error"
handler429 = "jobveu.web.errors.too_many_requests"
