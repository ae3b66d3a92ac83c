"""What may be shown of a snapshot is decided in the background, right after it has been taken."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jobveu.insight import keeping


@app.task(name=keeping.KEEP, queue=keeping.QUEUE)
def keep_disclosure(*, snapshot_id: int) -> None:
    keeping.keep(snapshot_id=snapshot_id)
