"""`python -m bench.history`: what recording every change costs the register's own tables, with the history's triggers and
without them, in turn in one run."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from django.db import connection, transaction
from django.db.models import F

from bench.copying import without_history
from bench.filled import measured
from bench.filling.register import NOW, TODAY

ROWS, SAVES, ROUNDS = 5_000, 200, 7
"""Rows of the bulk insert and the update, single saves, and how often each is measured both ways."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is measured: `do` is timed, `of` is how many rows it writes. What it writes is taken back, unless it
    `commits`: what is saved one by one waits for the disk each time."""

    name: str
    of: int
    do: Callable[[], None]
    commits: bool = False


def measure() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {ROUNDS}\n")
    print(f"{'':<44}{'without':>10}{'with':>10}{'times':>8}   (µs a row)")
    for work in works():
        taken: dict[bool, list[float]] = {False: [], True: []}
        for number in range(ROUNDS + 1):
            for kept in (False, True) if number % 2 else (True, False):
                seconds = timed(work, kept=kept)
                if number:  # the first round fills caches and makes plans
                    taken[kept].append(1e6 * seconds / work.of)
        without, with_ = median(taken[False]), median(taken[True])
        print(f"{work.name:<44}{without:>10.0f}{with_:>10.0f}{with_ / without:>8.2f}", flush=True)


def timed(work: Work, *, kept: bool) -> float:
    """Seconds of `work`, with the history kept or not."""
    with ExitStack() as stack:
        if not work.commits:
            stack.enter_context(transaction.atomic())
            stack.callback(transaction.set_rollback, True)
        if not kept:
            stack.enter_context(without_history())
        began = time.perf_counter()
        work.do()
        if not work.commits:
            with connection.cursor() as cursor:  # foreign keys are looked at now, as they would be at the end
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return time.perf_counter() - began


def works() -> Iterator[Work]:
    from jobveu.accounts.actor import Actor
    from jobveu.accounts.models import User
    from jobveu.actors.models import Contact, Organisation
    from jobveu.candidates.models import Candidacy, FollowUp
    from jobveu.projects.models import Need, Task
    from jobveu.projects.operations.needs import edit_need

    user = User.objects.order_by("pk")[0]
    organisations = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:ROWS])
    candidacies = list(Candidacy.objects.order_by("pk").values_list("pk", "job_centre")[:ROWS])
    tasks = list(Task.objects.order_by("pk").values_list("pk", flat=True)[:ROWS])
    needs = list(Need.objects.filter(closed_on=None).order_by("pk").values_list("pk", flat=True)[:SAVES])

    def add_contacts() -> None:
        Contact.objects.bulk_create(
            Contact(
                organisation_id=organisations[number % len(organisations)], name="Påfund Modelsen", phone="1"
            )
            for number in range(ROWS)
        )

    def add_follow_ups() -> None:
        FollowUp.objects.bulk_create(
            FollowUp(
                candidacy_id=pk,
                held_on=TODAY,
                channel="phone",
                note="Opdigtet notat",
                by=user,
                organisation_id=job_centre,
            )
            for pk, job_centre in candidacies
        )

    def move_tasks() -> None:
        Task.objects.filter(pk__in=tasks).update(due_on=TODAY, version=F("version") + 1)

    def save_needs() -> None:
        by = Actor(user_id=user.pk, name=user.name)
        for row in Need.objects.filter(pk__in=needs):
            edit_need(
                by=by,
                at=NOW,
                need_id=row.pk,
                version=row.version,
                occupation=row.occupation,
                head_count=row.head_count % 90 + 1,
                competences=row.competences,
                municipality_id=row.municipality_id,
                needed_by=row.needed_by,
                stated_on=row.stated_on,
            )

    yield Work(f"{ROWS:,} contacts added by bulk_create", ROWS, add_contacts)
    yield Work(f"{len(candidacies):,} follow-ups (of persons) added so", len(candidacies), add_follow_ups)
    yield Work(f"{len(tasks):,} tasks changed by one update", len(tasks), move_tasks)
    yield Work(f"{len(needs)} needs edited, one by one", len(needs), save_needs, commits=True)


if __name__ == "__main__":
    sys.exit(measured("bench.history", measure, description=__doc__, scale=10))
