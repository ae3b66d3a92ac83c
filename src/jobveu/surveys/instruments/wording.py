"""Short ways of saying whom an item is asked and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping

from jobveu.surveys.enums import Closeness, RespondentType
from jobveu.surveys.instruments.parts import Statistic, Tie, Words

JOB_CENTRE = RespondentType.JOB_CENTRE
SOCIAL_PARTNER = RespondentType.SOCIAL_PARTNER
WORKPLACE = RespondentType.WORKPLACE
EDUCATION_PROVIDER = RespondentType.EDUCATION_PROVIDER


def everybody(
    words: Words, *, workplace: Words | None = None, social_partner: Words | None = None
) -> Mapping[RespondentType, Words]:
    """All are asked; those who have words of their own are asked with these."""
    own = {WORKPLACE: workplace or words, SOCIAL_PARTNER: social_partner or words}
    return {each: own.get(each, words) for each in RespondentType}


def only(to: RespondentType | tuple[RespondentType, ...], words: Words) -> Mapping[RespondentType, Words]:
    return dict.fromkeys((to,) if isinstance(to, RespondentType) else to, words)


def near(measure: str, statistic: Statistic = Statistic.HIGH) -> Tie:
    return Tie(measure, statistic, Closeness.NEAR)
