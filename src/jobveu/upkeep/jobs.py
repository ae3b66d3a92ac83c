"""The jobs that workers do: picking up those whose worker died, and saying how they fare."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import UniqueViolation
from prometheus_client.core import GaugeMetricFamily

from jobveu.upkeep.doctor.findings import Finding, ok, warning
from jobveu.upkeep.lasting import being_done
from jobveu.upkeep.logs import fields
from jobveu.upkeep.reports import CHECKS, FIGURES

RESCUE = "upkeep.rescue"
logger = logging.getLogger(__name__)
SILENT = timedelta(seconds=30)
"""A worker tells every ten seconds that it lives."""
LONGEST = timedelta(minutes=15)
"""No job takes so long but those that are `lasting`: another that still runs has lost its end, when the database was
away as it ended."""
LATE = timedelta(minutes=10)
FAILED_JOBS_KEPT_HOURS = 30 * 24


def rescue(*, at: datetime) -> int:
    """Puts back in the queue what was begun by workers that have died, and what has taken longer than jobs do, unless
    somebody is doing it still (`lasting`); returns how many jobs. Every job can be done twice, but not at once. Where another
    of the same waits already, of those that wait only once, that one is done first."""
    lost = (
        ProcrastinateJob.objects.filter(status="doing")
        .annotate(began=Max("procrastinateevent__at", filter=Q(procrastinateevent__type="started")))
        .filter(
            Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=at - SILENT) | Q(began__lt=at - LONGEST)
        )
    )
    begun = list(lost.values_list("pk", flat=True))
    alive = being_done(begun) if begun else frozenset()
    jobs = 0
    for job in begun:
        if job in alive:
            continue
        with suppress(UniqueViolation), transaction.atomic():
            app.job_manager.retry_job_by_id(job, retry_at=at)
            jobs += 1
    if jobs:
        logger.warning("jobs of a worker that died are done again", extra=fields(jobs=jobs))
    return jobs


@app.periodic(cron="* * * * *")
@app.task(name=RESCUE, queue="upkeep", queueing_lock=RESCUE)
def rescue_each_minute(timestamp: int) -> None:
    rescue(at=timezone.now())


@app.periodic(cron="40 2 * * *")
@app.task(name="upkeep.clean_up", queue="upkeep", pass_context=True)
async def clean_up(context: JobContext, timestamp: int) -> None:
    """Removes sessions that have run out, and what is known of jobs that failed long ago."""
    await sync_to_async(call_command)("clearsessions")
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_JOBS_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def job_figures() -> Iterator[GaugeMetricFamily]:
    """Two statements."""
    now = timezone.now()
    counted = ProcrastinateJob.objects.aggregate(
        late=Count("pk", filter=Q(pk__in=_late(now).values("pk"))),
        failed=Count("pk", filter=Q(status="failed")),
    )
    family = GaugeMetricFamily("jobveu_jobs", "Background jobs that are late or failed.", labels=["state"])
    family.add_metric(["late"], counted["late"])
    family.add_metric(["failed"], counted["failed"])
    yield family
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - SILENT).count()
    yield GaugeMetricFamily("jobveu_workers", "Background workers that live.", alive)


def check_jobs() -> Iterator[Finding]:
    """That somebody does the jobs. A site that does not run has no worker, and is not late before it has jobs."""
    late = _late(timezone.now()).aggregate(number=Count("pk"))
    if late["number"]:
        yield warning(
            "worker",
            f"{late['number']} jobs should have been done by now; nobody sends mail or reminders.",
            "jobveu run starts a worker itself, unless --no-worker says otherwise; then run jobveu worker.",
        )
    else:
        yield ok("worker", "No background job is late.")


def _late(now: datetime) -> QuerySet[ProcrastinateJob]:
    """Jobs that should have been begun some time ago."""
    late: QuerySet[ProcrastinateJob] = (
        ProcrastinateJob.objects.alias(due=Coalesce("scheduled_at", Min("procrastinateevent__at")))
        .filter(status="todo", due__lt=now - LATE)
        .exclude(task_name=RESCUE)  # one may be left from when the site was stopped
    )
    return late


CHECKS["worker"] = check_jobs
FIGURES["jobs"] = job_figures
