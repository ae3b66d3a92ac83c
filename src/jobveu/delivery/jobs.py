"""The jobs that a worker does with mails."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from jobveu.delivery.operations import QUEUE, SEND_MAIL, erase_old
from jobveu.delivery.sending import deliver

RETRIES = 8
RETRY = RetryStrategy(max_attempts=RETRIES, exponential_wait=4)
"""After 4 s, 16 s, 1 min, 4 min, 17 min, 1 h 8 min, 4½ h and 18 h: a day in all, which a mail server may well be
away."""


@app.task(name=SEND_MAIL, queue=QUEUE, retry=RETRY, pass_context=True)
def send_mail(context: JobContext, *, mail_id: int) -> None:
    deliver(mail_id=mail_id, at=timezone.now(), last=context.job.attempts >= RETRIES)


@app.periodic(cron="20 2 * * *")
@app.task(name="delivery.erase_old", queue=QUEUE)
def erase_old_mails(timestamp: int) -> None:
    erase_old(at=timezone.now())
