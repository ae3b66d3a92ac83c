"""The formal facts that a criterion can ask for and a person can be registered with: which there are, how each is
written, and whether what is registered meets what is asked for. Pure.

The lists are short on purpose: they hold what can be looked up. What cannot is a criterion in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class LicenceCategory(TextChoices):
    """Driving licences that companies ask for."""

    NONE = "none", gettext_lazy("Intet kørekort")
    MOPED = "AM", gettext_lazy("AM (knallert)")
    CAR = "B", gettext_lazy("B (bil)")
    CAR_TRAILER = "BE", gettext_lazy("BE (bil med stor påhængsvogn)")
    LORRY = "C", gettext_lazy("C (lastbil)")
    LORRY_TRAILER = "CE", gettext_lazy("CE (vogntog)")
    BUS = "D", gettext_lazy("D (bus)")
    TRACTOR = "TM", gettext_lazy("TM (traktor og motorredskab)")


class LanguageLevel(TextChoices):
    """Danish, by the common European framework, from the lowest to the highest."""

    A1 = "A1", gettext_lazy("A1 (begynder)")
    A2 = "A2", gettext_lazy("A2 (enkel hverdagssamtale)")
    B1 = "B1", gettext_lazy("B1 (klarer sig på en arbejdsplads)")
    B2 = "B2", gettext_lazy("B2 (følger undervisning)")
    C1 = "C1", gettext_lazy("C1 (flydende)")
    C2 = "C2", gettext_lazy("C2 (som modersmål)")


class Certificate(TextChoices):
    """Proofs of a course that the work may not be done without, or that companies ask for."""

    NONE = "none", gettext_lazy("Ingen certifikater")
    FORKLIFT_A = "forklift_a", gettext_lazy("Truckcertifikat A")
    FORKLIFT_B = "forklift_b", gettext_lazy("Truckcertifikat B")
    CRANE = "crane", gettext_lazy("Krancertifikat")
    SCAFFOLD = "scaffold", gettext_lazy("Stilladsuddannelse")
    WELDING = "welding", gettext_lazy("Svejsecertifikat")
    HOT_WORK = "hot_work", gettext_lazy("Varmt arbejde")
    EPOXY = "epoxy", gettext_lazy("Epoxy og isocyanater (§ 17-kursus)")
    ROAD_WORK = "road_work", gettext_lazy("Vejen som arbejdsplads")
    ADR = "adr", gettext_lazy("ADR (farligt gods)")
    HYGIENE = "hygiene", gettext_lazy("Fødevarehygiejne")
    FIRST_AID = "first_aid", gettext_lazy("Førstehjælp")


class FormalFact(TextChoices):
    """What a formal criterion can be looked up in."""

    DRIVING_LICENCE = "driving_licence", gettext_lazy("Kørekort")
    DANISH_LEVEL = "danish_level", gettext_lazy("Dansk på mindst dette niveau")
    UNEMPLOYED_AT_LEAST = "unemployed_at_least", gettext_lazy("Ledig i mindst så mange måneder")
    UNEMPLOYED_AT_MOST = "unemployed_at_most", gettext_lazy("Ledig i højst så mange måneder")
    CERTIFICATE = "certificate", gettext_lazy("Certifikat")


MONTHS = re.compile(r"[1-9][0-9]?", re.ASCII)
"""1 to 99."""

ASKABLE_LICENCES = tuple(one for one in LicenceCategory if one is not LicenceCategory.NONE)
ASKABLE_CERTIFICATES = tuple(one for one in Certificate if one is not Certificate.NONE)

INCLUDES: Mapping[LicenceCategory, frozenset[LicenceCategory]] = {
    LicenceCategory.CAR: frozenset({LicenceCategory.MOPED, LicenceCategory.TRACTOR}),
    LicenceCategory.CAR_TRAILER: frozenset(
        {LicenceCategory.CAR, LicenceCategory.MOPED, LicenceCategory.TRACTOR}
    ),
    LicenceCategory.LORRY: frozenset({LicenceCategory.CAR, LicenceCategory.MOPED, LicenceCategory.TRACTOR}),
    LicenceCategory.LORRY_TRAILER: frozenset(
        {
            LicenceCategory.LORRY,
            LicenceCategory.CAR_TRAILER,
            LicenceCategory.CAR,
            LicenceCategory.MOPED,
            LicenceCategory.TRACTOR,
        }
    ),
    LicenceCategory.BUS: frozenset({LicenceCategory.CAR, LicenceCategory.MOPED, LicenceCategory.TRACTOR}),
}
"""Whoever may drive the one may drive the others (kørekortbekendtgørelsen)."""


@dataclass(frozen=True, slots=True)
class FormalFacts:
    """What a person is registered with. None, or "" for the level: nobody has asked."""

    driving_licences: frozenset[LicenceCategory] | None = None
    danish_level: LanguageLevel | None = None
    unemployed_since: date | None = None
    certificates: frozenset[Certificate] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a criterion asks for. `value` is as it is stored: a category, a level, a number of months, a
    certificate."""

    fact: FormalFact
    value: str = field(default="")


def is_known_value(asked: Asked) -> bool:
    """Whether the value is one that the fact can have."""
    match asked.fact:
        case FormalFact.DRIVING_LICENCE:
            return asked.value in ASKABLE_LICENCES
        case FormalFact.DANISH_LEVEL:
            return asked.value in LanguageLevel.values
        case FormalFact.UNEMPLOYED_AT_LEAST | FormalFact.UNEMPLOYED_AT_MOST:
            return MONTHS.fullmatch(asked.value) is not None
        case FormalFact.CERTIFICATE:
            return asked.value in ASKABLE_CERTIFICATES


def is_met(asked: Asked, facts: FormalFacts, *, today: date) -> bool | None:
    """Whether what is registered meets what is asked for; None when it isn't registered."""
    return _CHECKS[asked.fact](asked.value, facts, today)


def asked_words(asked: Asked) -> str:
    """ "Kørekort: B (bil)"."""
    match asked.fact:
        case FormalFact.DRIVING_LICENCE:
            return _("Kørekort: %(which)s") % {"which": LicenceCategory(asked.value).label}
        case FormalFact.DANISH_LEVEL:
            return _("Dansk på mindst niveau %(level)s") % {"level": LanguageLevel(asked.value).label}
        case FormalFact.UNEMPLOYED_AT_LEAST:
            return _("Ledig i mindst %(months)s måneder") % {"months": asked.value}
        case FormalFact.UNEMPLOYED_AT_MOST:
            return _("Ledig i højst %(months)s måneder") % {"months": asked.value}
        case FormalFact.CERTIFICATE:
            return _("Certifikat: %(which)s") % {"which": Certificate(asked.value).label}


def registered_words(asked: Asked, facts: FormalFacts) -> str:
    """What is registered of that fact, in words; "" when nothing is."""
    match asked.fact:
        case FormalFact.DRIVING_LICENCE:
            return _listed(facts.driving_licences, LicenceCategory)
        case FormalFact.DANISH_LEVEL:
            return str(facts.danish_level.label) if facts.danish_level else ""
        case FormalFact.UNEMPLOYED_AT_LEAST | FormalFact.UNEMPLOYED_AT_MOST:
            since = facts.unemployed_since
            return _("Ledig siden %(day)s") % {"day": f"{since:%d-%m-%Y}"} if since else ""
        case FormalFact.CERTIFICATE:
            return _listed(facts.certificates, Certificate)


def _listed(held: Collection[TextChoices] | None, enum: type[TextChoices]) -> str:
    return ", ".join(str(one.label) for one in enum if one in (held or ()))


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a day 28")


def holds_licence(wanted: LicenceCategory, held: Collection[LicenceCategory]) -> bool:
    """Whether somebody with those licences may drive what the wanted one is for."""
    return wanted in held or any(wanted in INCLUDES.get(one, ()) for one in held)


def _licence(value: str, facts: FormalFacts, _today: date) -> bool | None:
    held = facts.driving_licences
    return None if held is None else holds_licence(LicenceCategory(value), held)


def _danish(value: str, facts: FormalFacts, _today: date) -> bool | None:
    levels = list(LanguageLevel)
    level = facts.danish_level
    return None if level is None else levels.index(level) >= levels.index(LanguageLevel(value))


def _at_least(value: str, facts: FormalFacts, today: date) -> bool | None:
    since = facts.unemployed_since
    return None if since is None else since <= months_before(today, int(value))


def _at_most(value: str, facts: FormalFacts, today: date) -> bool | None:
    since = facts.unemployed_since
    return None if since is None else since >= months_before(today, int(value))


def _certificate(value: str, facts: FormalFacts, _today: date) -> bool | None:
    held = facts.certificates
    return None if held is None else Certificate(value) in held


_CHECKS: Mapping[FormalFact, Callable[[str, FormalFacts, date], bool | None]] = {
    FormalFact.DRIVING_LICENCE: _licence,
    FormalFact.DANISH_LEVEL: _danish,
    FormalFact.UNEMPLOYED_AT_LEAST: _at_least,
    FormalFact.UNEMPLOYED_AT_MOST: _at_most,
    FormalFact.CERTIFICATE: _certificate,
}

FACT_VALUES: Mapping[FormalFact, tuple[tuple[str, str | Promise], ...]] = {
    FormalFact.DRIVING_LICENCE: tuple((one.value, one.label) for one in ASKABLE_LICENCES),
    FormalFact.DANISH_LEVEL: tuple((one.value, one.label) for one in LanguageLevel),
    FormalFact.CERTIFICATE: tuple((one.value, one.label) for one in ASKABLE_CERTIFICATES),
}
"""Those that are chosen from a list; months are written."""
