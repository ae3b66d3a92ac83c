"""The made-up survey: asked where the made-up register's projects are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jobveu.accounts.actor import Actor
from jobveu.journeys.programme.totals import COUNCILS, OFFICES, TYPES
from jobveu.projects.enums import ProjectType
from jobveu.surveys.operations.synthetic import keep_made_up
from jobveu.surveys.round_data import RoundData
from jobveu.surveys.synthetic import SEED, made_up_round


@dataclass(frozen=True, slots=True)
class LoadedSurvey:
    round_id: int
    asked: int
    answered: int


def survey(*, seed: int = SEED) -> RoundData:
    """The made-up round as a value."""
    places = {
        (council, ProjectType(each)): number
        for council, numbers in COUNCILS.items()
        for each, number in zip(TYPES, numbers, strict=True)
    }
    return made_up_round(places, offices=OFFICES, seed=seed)


def load_survey(*, by: Actor, at: datetime, seed: int = SEED) -> LoadedSurvey | None:
    """Keeps it in the database; None when it is there already."""
    data = survey(seed=seed)
    made = keep_made_up(by=by, at=at, data=data, seed=seed)
    if made is None:
        return None
    return LoadedSurvey(made, sum(count.asked for count in data.frame), len(data.sheets))
