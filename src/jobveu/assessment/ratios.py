"""What an indicator gives: a share as numerator and denominator, or why it cannot be judged yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Ratio:
    """`upper` of `lower`. `early`: what a project has before it must be there; it counts for the project itself, but not
    among several, where those that do not have it yet would be left out. Raises ValueError for anything but
    0 ≤ upper ≤ lower, 0 < lower."""

    upper: int
    lower: int
    early: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.upper <= self.lower or not self.lower:
            raise ValueError(f"{self.upper} of {self.lower} is no share")

    def reaches(self, per_cent: int) -> bool:
        return 100 * self.upper >= per_cent * self.lower


class Missing(TextChoices):
    """Why something cannot be judged yet. None of them is the same as "not at all"."""

    NOT_DUE = "not_due", _("projektet er ikke nået så langt")
    NOT_REGISTERED = "not_registered", _("det blev ikke registreret, da projektet blev oprettet")
    NOT_RELEVANT = "not_relevant", _("det er ikke relevant for projektet")
    SET_ASIDE = "set_aside", _("projektet har sat det til side med en begrundelse")
    NOTHING_RECORDED = "nothing_recorded", _("der er intet registreret, som kan tælles")
    TOO_FEW = "too_few", _("der er for få til, at det kan vises")
    WITHHELD = "withheld", _("svarene vises ikke: der er for få, eller andres kunne regnes ud af dem")
    NO_PROJECTS = "no_projects", _("ingen projekter kan vurderes endnu")
    NO_ANSWERS = "no_answers", _("ingen har svaret, eller svarene er talt sammen med andres")
    NOT_ASKED = "not_asked", _("der er ingen spørgeskemarunde at bygge på")


class Unit(Enum):
    """What the numbers of a ratio count."""

    PROJECTS = "projects"
    COMPANIES = "companies"
    KINDS = "kinds"
    COURSE_DAYS = "course_days"
    CONVERSATIONS = "conversations"
    PERSONS = "persons"
    ANSWERS = "answers"
