"""The standard instrument: what the evaluation of 2021 measured, asked in our own words."""

from __future__ import annotations

from jobveu.surveys.instruments.parts import Instrument, Words
from jobveu.surveys.instruments.standard.model import COOPERATION, COURSES, NEED_AND_PARTNERS, PARTICIPANTS
from jobveu.surveys.instruments.standard.results import ALL_IN_ALL, BARRIERS, DRIVERS, RESULTS

STANDARD_1 = Instrument(
    "standard",
    1,
    Words("Standardskemaet", "The standard questionnaire"),
    Words(
        "Måler det, som evalueringen i 2021 målte: principperne, faserne, resultaterne, tilfredsheden, og hvad der "
        "hjalp og stod i vejen. Det tager omkring ti minutter at svare.",
        "Measures what the evaluation of 2021 measured: the principles, the phases, the results, satisfaction, and what "
        "helped and stood in the way. It takes about ten minutes to answer.",
    ),
    (
        NEED_AND_PARTNERS,
        COURSES,
        COOPERATION,
        PARTICIPANTS,
        RESULTS,
        DRIVERS,
        BARRIERS,
        ALL_IN_ALL,
    ),
)
