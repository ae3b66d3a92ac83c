"""The survey round that assessments rest on."""

from __future__ import annotations

from datetime import datetime

from jobveu.surveys.enums import RoundState
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.models import SurveyRound
from jobveu.surveys.queries.data import round_data
from jobveu.surveys.round_data import RoundData


def newest_round(*, until: datetime) -> RoundData | None:
    """The newest round of the standard instrument about the whole country that was closed by then; None where there is none.
    Four SQL statements."""
    rows = SurveyRound.objects.filter(
        state=RoundState.CLOSED,
        office=None,
        council=None,
        project=None,
        instrument__startswith=f"{STANDARD}-",
        closed_at__lte=until,
    )
    newest = rows.order_by("-closed_at", "-pk").values_list("pk", flat=True).first()
    return None if newest is None else round_data(round_id=newest)
