"""The tables of the libraries that the site stands on."""

from __future__ import annotations

from collections.abc import Mapping

from jobveu.privacy.fields.declaration import table

FIELDS = (
    table("sessions.Session", session_erased="session_key session_data expire_date"),
    table("account.EmailAddress", plain="id verified primary", user_erased="user email"),
    table("account.EmailConfirmation", plain="id created sent", user_erased="email_address key"),
    table("procrastinate.ProcrastinateWorker", plain="id last_heartbeat"),
    table(
        "procrastinate.ProcrastinateJob",
        plain="id queue_name task_name priority lock status scheduled_at attempts queueing_lock abort_requested "
        "worker",
        job_erased="args",
    ),
    table("procrastinate.ProcrastinateEvent", plain="id job type at"),
    table("procrastinate.ProcrastinatePeriodicDefer", plain="id task_name defer_timestamp job periodic_id"),
    table(
        "search.Entry",
        plain="id kind record_id project_id organisation_id council_id office_id ended day",
        contact_erased="title_key words",
    ),
    table("search.Word", plain="id", contact_erased="text bare"),
    table("mfa.Authenticator", plain="id type created_at last_used_at", user_erased="user data"),
    table("auth.Permission", plain="id name content_type codename"),
    table("auth.Group", plain="id name"),
    table("auth.Group_permissions", plain="id group permission"),
    table("contenttypes.ContentType", plain="id app_label model"),
)

OTHER_TABLES: Mapping[str, str] = {
    "django_migrations": "which migrations have been run",
    "django_cache": "how often somebody has tried to log in, by address and e-mail; each entry expires by itself "
    "within minutes",
}
