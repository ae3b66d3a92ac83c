"""What the made-up register adds up to.

The evaluation published 395 projects, their types, 140 crisis projects in 2020, 14,086 participants and how much was
where; 35, 85 and 275 projects a year follow from it (insight.baseline). What it did not publish is chosen here so that
all of it holds: the types of 2018 and 2019, the councils' numbers behind their order, the industries' behind theirs.

The published averages by type do not add up to the participants (baseline.Contradiction.AVERAGES). Three of them are
kept, and the number of participants, and the crisis projects' share; so projects for the employed have 27
participants on average, not 21.
"""

from __future__ import annotations

from collections.abc import Mapping

TYPES = ("unemployed", "employed", "both", "crisis")

YEARS: Mapping[str, tuple[int, int, int]] = {
    "unemployed": (20, 43, 31),
    "employed": (9, 25, 69),
    "both": (6, 17, 35),
    "crisis": (0, 0, 140),
}
"""Projects that began in 2018, 2019 and 2020."""

COUNCILS: Mapping[str, tuple[int, int, int, int]] = {
    "rar-nordjylland": (11, 12, 7, 15),
    "rar-vestjylland": (10, 11, 6, 13),
    "rar-oestjylland": (14, 15, 8, 18),
    "rar-sydjylland": (26, 28, 16, 40),
    "rar-fyn": (12, 13, 7, 18),
    "rar-hovedstaden": (11, 13, 8, 28),
    "rar-sjaelland": (8, 9, 4, 6),
    "rar-bornholm": (2, 2, 2, 2),
}
"""Projects of each of TYPES."""

OFFICES: Mapping[str, str] = {
    **dict.fromkeys(("rar-nordjylland", "rar-vestjylland", "rar-oestjylland"), "midt-nord"),
    **dict.fromkeys(("rar-sydjylland", "rar-fyn"), "syd"),
    **dict.fromkeys(("rar-hovedstaden", "rar-sjaelland", "rar-bornholm"), "oest"),
}
"""The office of each council."""

INDUSTRIES: Mapping[str, tuple[int, int, int, int]] = {
    "43": (20, 28, 30, 6),
    "52": (18, 18, 4, 32),
    "55": (16, 8, 6, 34),
    "87": (28, 14, 8, 2),
    "25": (8, 22, 6, 12),
    "09": (0, 2, 0, 24),
    "81": (4, 4, 2, 12),
    "47": (0, 2, 0, 12),
    "62": (0, 3, 2, 3),
    "74": (0, 2, 0, 3),
}
"""Projects of each of TYPES, by division of DB07. The three sections with the most (construction, transport, hotels and
restaurants) are short of labour."""

PARTICIPANTS_OF_TYPE = (1_908, 2_771, 1_757, 7_650)
PARTICIPANTS_OF_COUNCIL: Mapping[str, int] = {
    "rar-nordjylland": 1_000,
    "rar-vestjylland": 900,
    "rar-oestjylland": 1_600,
    "rar-sydjylland": 4_996,
    "rar-fyn": 1_250,
    "rar-hovedstaden": 3_800,
    "rar-sjaelland": 410,
    "rar-bornholm": 130,
}
"""Sydjylland has by far the most and Bornholm the fewest; Bornholm's are about 7, Sjælland's about 1 of 1,000."""

LABOUR_FORCE_YEAR = 2020
LABOUR_FORCE: Mapping[str, int] = {
    "rar-nordjylland": 290_000,
    "rar-vestjylland": 215_000,
    "rar-oestjylland": 450_000,
    "rar-sydjylland": 360_000,
    "rar-fyn": 240_000,
    "rar-hovedstaden": 980_000,
    "rar-sjaelland": 400_000,
    "rar-bornholm": 19_000,
}
"""Made up: round numbers of about the size that the areas have."""

SMALLEST = 4
"""A project has at least as many participants as this."""
