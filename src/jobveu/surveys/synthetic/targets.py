"""What the made-up round adds up to.

The evaluation published how many were asked (332) and had answered (169), the response rates of the four respondent
types, and the number of answers behind some figures. Only these numbers by type fit all of it. Of each item it published
shares of some respondents; the counts here are the whole numbers of answers that give them. Where a share cannot be had
of the whole group in any way (67 and 14 per cent of 62 companies), some have answered that they do not know.

What the evaluation did not publish (drivers, barriers, phase 5, how many were not reached or refused) is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import RespondentType

JOB_CENTRE, SOCIAL_PARTNER = RespondentType.JOB_CENTRE, RespondentType.SOCIAL_PARTNER
WORKPLACE, SCHOOL = RespondentType.WORKPLACE, RespondentType.EDUCATION_PROVIDER

ASKED: Mapping[RespondentType, int] = {JOB_CENTRE: 77, SOCIAL_PARTNER: 38, WORKPLACE: 129, SCHOOL: 88}
ANSWERED: Mapping[RespondentType, int] = {JOB_CENTRE: 27, SOCIAL_PARTNER: 31, WORKPLACE: 62, SCHOOL: 49}
OPENED, CLOSED = date(2021, 2, 15), date(2021, 3, 26)
"""The survey was out in February and March 2021 (def.survey.period)."""
JOB_CENTRES_ON = (ProjectType.UNEMPLOYED, ProjectType.BOTH)
"""All 27 job centres answered what is asked about the unemployed: they took part in such projects."""

ALL = (JOB_CENTRE, SOCIAL_PARTNER, WORKPLACE, SCHOOL)
ACTORS = (JOB_CENTRE, SOCIAL_PARTNER, SCHOOL)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of these respondents answer to a high or very high degree, to a low or very low one, or that they do not
    know; the rest answer neither."""

    item: str
    of: tuple[RespondentType, ...]
    high: int
    low: int
    unsure: int = 0


DEGREES: tuple[Quota, ...] = (
    Quota("principle-1", (WORKPLACE,), 47, 3),  # a good 75 and 5 per cent of 62
    Quota("principle-1", (SCHOOL,), 44, 1),  # 90 per cent of 49
    Quota("principle-1", (SOCIAL_PARTNER,), 26, 1),  # 84 per cent of 31
    Quota("principle-1", (JOB_CENTRE,), 25, 0),  # 93 per cent of 27
    Quota("phase-1-need", (WORKPLACE,), 47, 5),  # a good 75 per cent
    Quota("phase-1-need", ACTORS, 71, 12),  # with the companies' 47: 70 per cent of 169
    Quota("phase-1-upskilling", (WORKPLACE,), 35, 8, unsure=1),  # 57 per cent of 61
    Quota("phase-2", ALL, 101, 17),  # 60 and 10 per cent of 169
    Quota("phase-2-own", ACTORS, 85, 6),  # 79 per cent of 107
    Quota("phase-3-content", (SCHOOL,), 29, 6),  # just under 60 per cent of 49
    Quota("phase-3-flexible", (WORKPLACE,), 34, 8),  # 55 and 13 per cent of 62
    Quota("principle-4", ACTORS, 79, 9),  # 74 and 8 per cent
    Quota("principle-6-entrance", (WORKPLACE,), 39, 8, unsure=4),  # 67 and 14 per cent of 58
    Quota("principle-6-coordinated", (WORKPLACE,), 20, 19),  # 32 and 31 per cent of 62
    Quota("principle-7", ACTORS, 64, 13),  # 60 per cent, and 28 per cent neither
    Quota("principle-7-alone", ALL, 41, 79),  # 24 per cent
    Quota("principle-5", ALL, 115, 14),  # 68 per cent
    Quota("phase-4-equipped", (JOB_CENTRE,), 18, 3, unsure=1),  # 69 per cent of 26
    Quota("phase-4-meetings", (JOB_CENTRE,), 13, 6, unsure=1),  # half of 26
    Quota("result-jobs", (JOB_CENTRE,), 16, 3),  # six in ten of 27
    Quota("result-vulnerable", (JOB_CENTRE,), 3, 13),  # 11 per cent, and 41 per cent neither
    Quota("result-skills", (WORKPLACE, SOCIAL_PARTNER), 77, 14),  # 15 per cent low
    Quota("result-skills", (JOB_CENTRE, SCHOOL), 73, 0),  # with those: just under nine in ten of 169
    Quota("result-shortage", ALL, 125, 10),
    Quota("phase-5", ALL, 88, 31),
    Quota("driver-all-from-start", ALL, 142, 6),
    Quota("driver-endorsement", ALL, 128, 11),
    Quota("driver-clear-demand", ALL, 147, 4),
    Quota("driver-everybody-engages", ALL, 132, 9),
    Quota("driver-relations", ALL, 138, 7),
    Quota("driver-flexible-schools", ALL, 121, 14),
    Quota("driver-facilitator", ALL, 140, 8),
    Quota("driver-examples", ALL, 96, 24, unsure=9),
    Quota("driver-positive-stories", ALL, 87, 31, unsure=14),
    Quota("barrier-involvement", ALL, 37, 88),
    Quota("barrier-too-few", ALL, 58, 69, unsure=7),
    Quota("barrier-credit", ALL, 29, 81, unsure=33),
    Quota("barrier-resources", ALL, 66, 57),
)
"""Items that everybody in the group is asked, whatever their project."""

SHARES: Mapping[str, tuple[float, float]] = {
    "phase-4-meetings": (0.50, 0.25),
    "barrier-no-candidates": (0.42, 0.31),
    "barrier-terms": (0.27, 0.44),
}
"""Of those who are asked about their kind of project and are not in DEGREES: the shares that answer to a high and to a
low degree."""

PARTNERS_INVOLVED = (66, 74)
"""Between these per cent of each project type say that the partners took part to a high or very high degree."""
MERIT = (74, 77)
"""Between these per cent of each project type say that courses gave credit, or both; ..."""
MERIT_YES = 0.6
"""... and of those so many say yes: about 45 per cent of all."""
APPRENTICE_NEITHER = {ProjectType.CRISIS: 0.22}
"""Of those in crisis projects 22 per cent say neither; of the others a tenth."""

SATISFACTION: Mapping[RespondentType, int] = {
    WORKPLACE: 533,
    SCHOOL: 436,
    JOB_CENTRE: 230,
    SOCIAL_PARTNER: 239,
}
"""The sum of the scores: means of 8.6, 8.9, 8.5 and 7.7. Together they give 8.5, and no whole numbers give both these and
the published 8.6 of all: that one is not met."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "text-worked": (
        "Opdigtet svar: Vi blev taget med fra begyndelsen.",
        "Opdigtet svar: Der var én person at ringe til.",
        "Opdigtet svar: Skolen flyttede holdet, så det passede med vores vagtplan.",
        "Opdigtet svar: Virksomhederne sagde klart, hvad de manglede.",
    ),
    "text-hindered": (
        "Opdigtet svar: Det tog for lang tid at samle et hold.",
        "Opdigtet svar: Jobcentrene gav forskellige vilkår.",
        "Opdigtet svar: Vi fik henvendelser fra flere på én gang.",
    ),
    "text-advice": (
        "Opdigtet svar: Begynd med de faglige organisationer.",
        "Opdigtet svar: Aftal merit på tværs af skolerne, før kurset udbydes.",
        "Opdigtet svar: Hold et møde, når projektet er slut.",
    ),
}
ONE_IN_TEXT = 5
"""One in so many writes something."""
