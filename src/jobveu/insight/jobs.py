"""What may be shown is decided in the background: of a snapshot right after it has been taken, of the register as it is now
every few minutes, whether anybody looks or not."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from jobveu.insight import keeping
from jobveu.insight.readings import EVERY_MINUTES, RENEW, renew


@app.task(name=keeping.KEEP, queue=keeping.QUEUE)
def keep_disclosure(*, snapshot_id: int) -> None:
    keeping.keep(snapshot_id=snapshot_id)


@app.periodic(cron=f"*/{EVERY_MINUTES} * * * *")
@app.task(name=RENEW, queue=keeping.QUEUE, queueing_lock=RENEW)
def renew_reading(timestamp: int) -> None:
    """Never two that wait, however late the worker is; that no two are done at a time `renew` sees to."""
    renew(at=timezone.now())
