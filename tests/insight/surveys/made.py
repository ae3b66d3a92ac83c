"""Made-up rounds: a frame of persons, what became of asking them, and their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.instruments.parts import CHOICES, DONT_KNOW, Instrument, Item, Scale, Value
from jobveu.surveys.round_data import AnswerSheet, RoundData, Stratum, StratumCount

STANDARD = INSTRUMENTS["standard-1"]
COUNCILS = ("rbr-nordjylland", "rbr-midtjylland", "rbr-syddanmark")
OFFICES = {
    "rbr-nordjylland": "nord",
    "rbr-midtjylland": "vest",
    "rbr-syddanmark": "vest",
    **dict.fromkeys(("rar-fyn", "rar-sydjylland"), "syd"),
    "rar-bornholm": "oest",
}
_RATES = {
    RespondentType.JOB_CENTRE: 0.35,
    RespondentType.SOCIAL_PARTNER: 0.82,
    RespondentType.WORKPLACE: 0.48,
    RespondentType.EDUCATION_PROVIDER: 0.56,
}


def made_round(
    seed: int,
    *,
    mean: float = 6.0,
    councils: Sequence[str | None] = COUNCILS,
    project_types: Sequence[ProjectType | None] = tuple(ProjectType),
    instrument: Instrument = STANDARD,
    skipped: float = 0.05,
) -> RoundData:
    """`mean`: persons in a stratum, unevenly spread; `skipped`: of the items a sheet leaves out or does not know."""
    random = np.random.default_rng(seed)
    frame, sheets = [], []
    for respondent_type in RespondentType:
        for council in councils:
            for project_type in project_types:
                stratum = Stratum(respondent_type, council, project_type, OFFICES.get(council or ""))
                asked = int(random.poisson(random.gamma(1, mean)))
                answered = int(random.binomial(asked, _RATES[respondent_type]))
                partial = int(random.binomial(answered, 0.1))
                refused = int(random.binomial(asked - answered, 0.1))
                not_reached = int(random.binomial(asked - answered - refused, 0.1))
                drawn = {
                    Disposition.COMPLETE: answered - partial,
                    Disposition.PARTIAL: partial,
                    Disposition.REFUSED: refused,
                    Disposition.NOT_REACHED: not_reached,
                    Disposition.NO_ANSWER: asked - answered - refused - not_reached,
                }
                frame.append(StratumCount(stratum, asked + int(random.poisson(asked / 8)), drawn))
                sheets += [
                    sheet(stratum, answers(instrument, stratum, random, skipped), complete=at >= partial)
                    for at in range(answered)
                ]
    return round_of(frame, sheets, instrument=instrument)


def of_projects(data: RoundData, *, seed: int) -> RoundData:
    """The same, not anonymous: each council has a large project and some small ones."""
    random = np.random.default_rng(seed)
    first = {council: 100 * (at + 1) for at, council in enumerate(COUNCILS)}
    return replace(
        data,
        anonymous=False,
        sheets=tuple(
            replace(one, project_id=first[one.stratum.council or ""] + int(random.geometric(0.5)))
            for one in data.sheets
        ),
    )


def answers(
    instrument: Instrument, stratum: Stratum, random: np.random.Generator, skipped: float
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for item in instrument.items():
        if item.scale is Scale.TEXT or not item.is_asked(stratum.respondent_type, stratum.project_type):
            continue
        drawn = random.random()
        if drawn < skipped / 2:
            continue
        found[item.id] = DONT_KNOW if drawn < skipped else answer(item, random)
    return found


def answer(item: Item, random: np.random.Generator) -> Value:
    choices = list(CHOICES[item.scale])
    best = 8 if item.scale is Scale.SCORE else 1
    at = int(np.clip(round(random.normal(best, 1.2)), 0, len(choices) - 1))
    return choices[at]


def sheet(stratum: Stratum, values: Mapping[str, Value], *, complete: bool = True) -> AnswerSheet:
    return AnswerSheet(stratum, None, complete, values)


def round_of(
    frame: Sequence[StratumCount], sheets: Sequence[AnswerSheet], *, instrument: Instrument = STANDARD
) -> RoundData:
    return RoundData(
        name="Prøve",
        instrument=instrument,
        anonymous=True,
        opened=date(2026, 2, 1),
        closed=date(2026, 3, 1),
        synthetic=True,
        frame=tuple(frame),
        sheets=tuple(sheets),
    )


def of_one_type(
    counts: Mapping[ProjectType | None, Sequence[Value | None]],
    item_id: str,
    *,
    respondent_type: RespondentType = RespondentType.WORKPLACE,
    silent: int = 5,
) -> RoundData:
    """Answers to one item by project type; None is a sheet that has not answered it."""
    frame, sheets = [], []
    for project_type, values in counts.items():
        stratum = Stratum(respondent_type, None, project_type)
        sheets += [sheet(stratum, {} if value is None else {item_id: value}) for value in values]
        drawn = dict.fromkeys(Disposition, 0) | {
            Disposition.COMPLETE: len(values),
            Disposition.NO_ANSWER: silent,
        }
        frame.append(StratumCount(stratum, len(values) + silent, drawn))
    return round_of(frame, sheets)
