"""The words of dimensions and their values, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.actors.enums import OrganisationKind
from jobveu.candidates.enums import DropoutReason, Milestone, SkillLevel
from jobveu.insight.data_words import translated
from jobveu.insight.facts import Facts
from jobveu.insight.table import OTHER, TOTAL, UNKNOWN, Value
from jobveu.projects.enums import AreaKind, CoordinatorRole, Initiative, ProjectType, TargetGroup

DIMENSIONS: Mapping[str, Promise] = {
    "office": gettext_lazy("Arbejdsmarkedskontor"),
    "council": gettext_lazy("Råd"),
    "type": gettext_lazy("Projekttype"),
    "industry": gettext_lazy("Branche"),
    "year": gettext_lazy("År"),
    "target_group": gettext_lazy("Målgruppe"),
    "initiative": gettext_lazy("Initiativtager"),
    "role": gettext_lazy("Koordinatorens rolle"),
    "area": gettext_lazy("Mangel- eller indsatsområde"),
    "actor": gettext_lazy("Aktørtype"),
    "step": gettext_lazy("Trin"),
    "milestone": gettext_lazy("Tidspunkt"),
    "dropout_reason": gettext_lazy("Årsag til frafald"),
    "situation": gettext_lazy("Deltagerens situation"),
    "skill": gettext_lazy("Uddannelsesniveau"),
    "quarter": gettext_lazy("Kvartal"),
}

_SITUATIONS: Mapping[str, Promise] = {
    "unemployed": gettext_lazy("Ledig"),
    "vulnerable": gettext_lazy("Udsat ledig"),
    "under_notice": gettext_lazy("Opsagt"),
    "employed": gettext_lazy("Beskæftiget"),
}

_CHOICES: Mapping[str, type[TextChoices]] = {
    "type": ProjectType,
    "target_group": TargetGroup,
    "initiative": Initiative,
    "role": CoordinatorRole,
    "area": AreaKind,
    "actor": OrganisationKind,
    "milestone": Milestone,
    "dropout_reason": DropoutReason,
    "skill": SkillLevel,
}


def total() -> Value:
    return Value(TOTAL, _("I alt"))


def value(facts: Facts, dimension: str, code: str) -> Value:
    """A value by its code. One that this version no longer knows is shown by its code."""
    if code == UNKNOWN:
        return Value(UNKNOWN, _("Ikke oplyst"))
    if dimension == "industry" and code == OTHER:
        return Value(OTHER, _("Øvrige brancher"))
    return Value(code, _label(facts, dimension, code))


def _label(facts: Facts, dimension: str, code: str) -> str:
    if dimension == "office":
        return next(office.name for office in facts.offices if office.code == code)
    if dimension == "council":
        return next(council.name for council in facts.councils if council.code == code)
    if dimension == "industry":
        return translated(next(title for known, title in facts.industries if known == code))
    if dimension == "situation":
        return str(_SITUATIONS.get(code, code))
    if dimension in _CHOICES:
        return str(dict(_CHOICES[dimension].choices).get(code, code))
    return code


def quarter(number: int, first_year: int) -> Value:
    """A quarter by its number (facts.codes), such as "3. kvartal 2020"."""
    year, part = divmod(number - 1, 4)
    code = f"{first_year + year}k{part + 1}"
    return Value(code, _("%(quarter)d. kvartal %(year)d") % {"quarter": part + 1, "year": first_year + year})


def decimal(number: float, decimals: int) -> str:
    """As people read it: "14.086", "2,5" and "−3" in Danish; halves are rounded up, as people do."""
    found = rounded(number, decimals)
    text = number_format(abs(found), decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"−{text}" if found < 0 else text


def rounded(number: float, decimals: int) -> Decimal:
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def signed(number: float, decimals: int) -> str:
    """A change as people read it: "+2", "−2", and "0,0" for one that is too small to be told."""
    text = decimal(abs(number), decimals)
    if not any(digit in text for digit in "123456789"):
        return text
    return f"+{text}" if number > 0 else f"−{text}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a og b", "a, b og c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s og %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
