"""How a round stands, as it may be shown to those who follow it: by the same rule as its results, also while it is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from jobveu.insight.disclosure import RULE
from jobveu.insight.surveys import response
from jobveu.insight.surveys.groups import ALL, Division
from jobveu.insight.surveys.queries import ClosedRound, analysis_of
from jobveu.kernels.disclosure import Impossible, protect, proves
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.queries.rounds import Standing
from jobveu.surveys.round_data import RoundData, Stratum, StratumCount

Withheld = frozenset[RespondentType | None]
"""The respondent types of which no numbers are shown; None stands for everybody."""


def withheld_while_open(instrument: str, lines: Iterable[Standing]) -> Withheld:
    """One to four who have answered are not told, nor what they could be reckoned from. Everybody where fewer than five of a
    kind are asked: then nothing could hide them."""
    data = RoundData(
        name="",
        instrument=INSTRUMENTS[instrument],
        anonymous=True,
        opened=date.min,
        closed=date.min,
        synthetic=False,
        frame=tuple(
            StratumCount(Stratum(line.respondent_type, None, None), line.population, line.drawn)
            for line in lines
        ),
        sheets=(),
    )
    tables = response.tables(data)
    try:
        protection = protect(tables, rule=RULE)
    except Impossible:
        return frozenset({None, *RespondentType})
    if not proves(tables, protection):
        raise RuntimeError("What is withheld is not proven to be enough.")
    places = {tuple(key[1:]) for key in protection.withheld if key[0] in response.SHOWN}
    return frozenset(
        None if group == ALL else RespondentType(group.code)
        for group in response.groups(data)
        if group.division in (None, Division.RESPONDENTS) and response.place(group) in places
    )


def withheld_when_closed(found: ClosedRound) -> Withheld:
    """As the page of who answered withholds it."""
    shown = analysis_of(found).response
    rows: Collection[response.ResponseRow] = (*shown.rows[Division.RESPONDENTS], shown.total)
    return frozenset(
        None if row.group == ALL else RespondentType(row.group.code) for row in rows if row.withheld
    )
