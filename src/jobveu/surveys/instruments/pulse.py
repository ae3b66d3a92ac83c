"""The pulse: three questions when a project has ended."""

from __future__ import annotations

from jobveu.surveys.instruments.parts import Instrument, Item, Section, Words
from jobveu.surveys.instruments.standard.model import PARTICIPANTS
from jobveu.surveys.instruments.standard.results import ADVICE, SATISFACTION

MATCH: Item = next(item for item in PARTICIPANTS.items if item.id == "principle-5")

PULSE_1 = Instrument(
    "pulse",
    1,
    Words("Pulsmålingen", "The pulse survey"),
    Words(
        "Tre spørgsmål, når et projekt er slut. Det tager et minut at svare.",
        "Three questions when a project has ended. It takes a minute to answer.",
    ),
    (Section("pulse", Words("Tre spørgsmål", "Three questions"), (SATISFACTION, MATCH, ADVICE)),),
)
