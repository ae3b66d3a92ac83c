"""Keeps what projects are judged by with each snapshot, in its transaction."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from jobveu.assessment.freezing import FORMAT, freeze
from jobveu.assessment.models import FrozenRecord
from jobveu.assessment.queries.facts import facts_of_all
from jobveu.assessment.queries.hazards import hazards_of_all


def on_snapshot_taken(*, snapshot_id: int, day: date, **_signal: Any) -> None:
    """Receiver of insight.operations.snapshot_taken."""
    content = freeze(facts_of_all(on=day), hazards_of_all(on=day))
    FrozenRecord.objects.create(
        snapshot_id=snapshot_id,
        format=FORMAT,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
    )
