"""The survey round that assessments rest on."""

from __future__ import annotations

from datetime import datetime

from jobveu.insight.surveys import Analysis
from jobveu.insight.surveys.queries import analysis_of, closed_round
from jobveu.surveys.enums import RoundState
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.models import SurveyRound


def newest_round(*, until: datetime) -> Analysis | None:
    """The newest round of the standard instrument about the whole country that was closed by then; None where there is none.
    Two SQL statements, and three the first time that a round is asked for."""
    rows = SurveyRound.objects.filter(
        state=RoundState.CLOSED,
        office=None,
        council=None,
        project=None,
        instrument__startswith=f"{STANDARD}-",
        closed_at__lte=until,
    )
    newest = rows.order_by("-closed_at", "-pk").values_list("pk", flat=True).first()
    found = None if newest is None else closed_round(round_id=newest)
    return None if found is None else analysis_of(found)
