"""The rounds whose results can be read, and their analyses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from jobveu.accounts.access import Subject
from jobveu.insight.surveys.analysis import Analysis, analyse
from jobveu.surveys.enums import RoundState
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.models import AnswerSheet, SurveyRound
from jobveu.surveys.queries.data import round_data


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """`office_id`: of whose projects alone it is about; None for the whole country. `texts_erased`: what was answered in
    words has been kept long enough."""

    id: int
    name: str
    instrument: str
    office_id: int | None
    opened: date
    closed: date
    closed_at: datetime
    synthetic: bool
    texts_erased: bool

    @property
    def subject(self) -> Subject:
        return Subject(office_id=self.office_id)


def closed_rounds() -> tuple[ClosedRound, ...]:
    """The newest first (1 SQL statement)."""
    return tuple(_closed(row) for row in _rows().order_by("-closed_at", "-pk"))


def closed_round(*, round_id: int) -> ClosedRound | None:
    """None where there is no such round, or it is not closed yet (1 SQL statement)."""
    row = _rows().filter(pk=round_id).first()
    return None if row is None else _closed(row)


def analysis_of(found: ClosedRound) -> Analysis:
    """Takes about a second the first time: a closed round does not change, and neither does its analysis (1 SQL statement
    for one that is known)."""
    sheets = AnswerSheet.objects.filter(round=found.id).order_by("pk")
    return _analysis(found, sheets.values_list("pk", flat=True).first())


@lru_cache(maxsize=8)
def _analysis(found: ClosedRound, _first_sheet: UUID | None) -> Analysis:
    """The id of a sheet is random: it tells a round from the one of its number in another database, such as this one put
    back from a backup while this process ran."""
    return analyse(round_data(round_id=found.id))


def _rows() -> QuerySet[SurveyRound]:
    return SurveyRound.objects.filter(state=RoundState.CLOSED).select_related("project__council")


def _closed(row: SurveyRound) -> ClosedRound:
    if row.opened_at is None or row.closed_at is None:
        raise RuntimeError(f"Round {row.pk} is closed without having been open.")
    project = row.project
    of_project = project.council.office_id if project and project.council else None
    return ClosedRound(
        id=row.pk,
        name=row.name,
        instrument=str(INSTRUMENTS[row.instrument].title),
        office_id=row.office_id or of_project,
        opened=localdate(row.opened_at),
        closed=localdate(row.closed_at),
        closed_at=row.closed_at,
        synthetic=row.synthetic,
        texts_erased=row.texts_erased_at is not None,
    )
