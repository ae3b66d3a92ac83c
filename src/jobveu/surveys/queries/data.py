"""A closed round read from the database."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.common.errors import DomainError
from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Disposition, RespondentType, RoundState
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.instruments.parts import Instrument
from jobveu.surveys.models import AnswerSheet as SheetRow
from jobveu.surveys.models import RoundStratum, SurveyRound
from jobveu.surveys.round_data import AnswerSheet, RoundData, Stratum, StratumCount


class ChangedInstrumentError(RuntimeError):
    """The program's text of a version is not the one that the round was answered with."""


def instrument_of(row: SurveyRound) -> Instrument:
    """What the round asks. Raises ChangedInstrumentError where the program's text has become another."""
    instrument = INSTRUMENTS.get(row.instrument)
    if instrument is None or instrument.digest != row.instrument_digest:
        raise ChangedInstrumentError(f"Round {row.pk} was made with another text of {row.instrument}.")
    return instrument


def round_data(*, round_id: int) -> RoundData:
    """A closed round as a value. Three SQL statements. Raises SurveyRound.DoesNotExist, and DomainError while it is not
    closed: until then no answers can be read."""
    row = SurveyRound.objects.get(pk=round_id)
    if row.state != RoundState.CLOSED or row.opened_at is None or row.closed_at is None:
        raise DomainError(_("Runden er ikke lukket endnu. Svarene kan først læses, når den er lukket."))
    instrument = instrument_of(row)
    strata = {
        stratum.pk: stratum
        for stratum in row.strata.select_related("council__office", "office").order_by("pk")
    }
    return RoundData(
        name=row.name,
        instrument=instrument,
        anonymous=row.anonymous,
        opened=localdate(row.opened_at),
        closed=localdate(row.closed_at),
        synthetic=row.synthetic,
        frame=tuple(_count(stratum) for stratum in strata.values()),
        sheets=tuple(_sheet(sheet, strata[sheet.stratum_id], instrument) for sheet in _sheets(row)),
    )


def answers_in_words(sheet: SheetRow) -> str:
    """What was asked and answered, for whoever answered it: a line for each item."""
    asked = instrument_of(sheet.round).by_id
    respondent_type = RespondentType(sheet.stratum.respondent_type)
    return "\n".join(
        f"{asked[item_id].wording[respondent_type]} {asked[item_id].in_words(value)}"
        for item_id, value in sheet.values.items()
    )


def _sheets(row: SurveyRound) -> Iterable[SheetRow]:
    """By id, which is random: the same data give the same order."""
    return row.sheets.order_by("pk")


def _count(row: RoundStratum) -> StratumCount:
    drawn = {disposition: getattr(row, disposition) for disposition in Disposition}
    return StratumCount(_stratum(row), row.population, drawn)


def _stratum(row: RoundStratum) -> Stratum:
    office = row.council.office if row.council else row.office
    return Stratum(
        RespondentType(row.respondent_type),
        row.council.code if row.council else None,
        ProjectType(row.project_type) if row.project_type else None,
        office.code if office else None,
    )


def _sheet(row: SheetRow, stratum: RoundStratum, instrument: Instrument) -> AnswerSheet:
    """With the answers in the order of the questionnaire: the database keeps them in its own."""
    values = {item.id: row.values[item.id] for item in instrument.items() if item.id in row.values}
    return AnswerSheet(_stratum(stratum), row.project_id, row.complete, values)
