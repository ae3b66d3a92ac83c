"""What may be shown of a snapshot is decided once, by the job that taking it orders, and kept with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jobveu.insight import disclosure as deciding
from jobveu.insight import keeping, sources
from jobveu.insight.disclosure import disclosure
from jobveu.insight.jobs import keep_disclosure
from jobveu.insight.models import SnapshotDisclosure
from jobveu.insight.operations import take_snapshot
from jobveu.insight.queries import counts_of
from jobveu.reference.management.reports import COMMAND_LINE
from tests.insight.world import NOW, make_world


@pytest.fixture
def snapshot(reference: None) -> Iterator[int]:
    make_world(7, projects=26, candidates=90)
    sources._frozen.cache_clear()
    yield take_snapshot(by=COMMAND_LINE, at=NOW, name="2026-k4")
    sources._frozen.cache_clear()


def test_whoever_looks_waits_for_nothing(snapshot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    [job] = ProcrastinateJob.objects.filter(task_name=keeping.KEEP)
    assert job.args == {"snapshot_id": snapshot}
    keep_disclosure(**job.args)
    wanted = disclosure(counts_of(name="2026-k4"))
    assert wanted.shown

    def decided_again(_counts: Any) -> Any:
        raise AssertionError("decided once more")

    monkeypatch.setattr(keeping, "disclosure", decided_again)
    found = sources.source_of(name="2026-k4")
    assert found is not None
    assert found.disclosure == wanted
    keep_disclosure(**job.args)  # once done as good as twice
    assert SnapshotDisclosure.objects.count() == 1


def test_whoever_looks_before_the_job_has_run_decides_and_keeps_it(snapshot: int) -> None:
    found = sources.source_of(name="2026-k4")
    assert found is not None
    assert keeping.kept(snapshot_id=snapshot) == found.disclosure == disclosure(found.counts)


def test_another_way_of_deciding_is_another_version(snapshot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    keeping.keep(snapshot_id=snapshot)
    monkeypatch.setattr(deciding, "VERSION", deciding.VERSION + 1)
    assert keeping.kept(snapshot_id=snapshot) is None
    keeping.keep(snapshot_id=snapshot)
    assert SnapshotDisclosure.objects.count() == 2


def test_what_was_decided_is_never_changed(snapshot: int) -> None:
    keeping.keep(snapshot_id=snapshot)
    with pytest.raises(IntegrityError), transaction.atomic():
        SnapshotDisclosure.objects.update(version="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        SnapshotDisclosure.objects.all().delete()
