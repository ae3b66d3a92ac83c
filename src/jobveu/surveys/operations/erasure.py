"""Letting go of what has been kept long enough (privacy.rules says when)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jobveu.surveys.instruments.parts import Scale
from jobveu.surveys.models import SurveyRound
from jobveu.surveys.queries.data import instrument_of


def erase_texts(*, at: datetime, round_id: int) -> None:
    """Takes the answers in words out of a closed round's sheets. What was ticked stays."""
    with transaction.atomic():
        row = SurveyRound.objects.select_for_update(of=("self",)).get(pk=round_id)
        texts = {item.id for item in instrument_of(row).items() if item.scale is Scale.TEXT}
        changed = []
        for sheet in row.sheets.filter(values__has_any_keys=sorted(texts)):
            sheet.values = {key: value for key, value in sheet.values.items() if key not in texts}
            changed.append(sheet)
        row.sheets.bulk_update(changed, ["values"], batch_size=500)
        SurveyRound.objects.filter(pk=round_id).update(texts_erased_at=at)
