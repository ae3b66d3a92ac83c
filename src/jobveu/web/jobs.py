"""The jobs that write mails people read. Read in every process, so that a mail finds who writes it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import QUEUE
from jobveu.delivery.sending import COMPOSERS
from jobveu.journeys.reminders import forget_digests, is_time, remind, users_to_remind
from jobveu.web.staff.desk.digest import compose
from jobveu.web.staff.surveys.mails import compose_invitation, compose_reminder

COMPOSERS[MailKind.DIGEST] = compose
COMPOSERS[MailKind.SURVEY_INVITATION] = compose_invitation
COMPOSERS[MailKind.SURVEY_REMINDER] = compose_reminder


@app.periodic(cron="*/10 * * * *")
@app.task(name="web.queue_digests", queue=QUEUE, queueing_lock="web.queue_digests")
def queue_digests(timestamp: int) -> None:
    """In the morning of a weekday, once for each user; again every ten minutes, should it have been cut short."""
    now = timezone.now()
    if is_time(now):
        for user_id in users_to_remind(day=timezone.localdate(now)):
            remind(user_id=user_id, at=now)


@app.periodic(cron="30 2 * * *")
@app.task(name="web.forget_digests", queue=QUEUE)
def forget_old_digests(timestamp: int) -> None:
    forget_digests(at=timezone.now())
