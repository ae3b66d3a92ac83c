"""What has been filled in, the words that it is made of, and which record goes with which."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

PROJECTS, PARTICIPATIONS = 395, 14_086
COORDINATORS, JOB_CENTRES, PROVIDERS, PARTNERS = 45, 94, 60, 40
COMPANIES = 400
"""Companies, for scale 1: as many as projects."""
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
FIRST = ("Prøve", "Test", "Fiktiv", "Opdigtet", "Påfund", "Eksempel", "Model", "Skygge", "Ørkesløs", "Åben")
LAST = ("Eksempelsen", "Testesen", "Fiktivsen", "Påhitsen", "Modelsen", "Ærligsen", "Øvesen", "Ådalsen")
TRADES = (
    "tjenere",
    "svejsere",
    "industrioperatører",
    "sosu-hjælpere",
    "chauffører",
    "tømrere",
    "kabeltrækkere",
)
PLACES = ("Randers", "Esbjerg", "Aalborg", "Odense", "Roskilde", "Herning", "Rønne", "Åbenrå", "Ærø")


@dataclass
class Register:
    """Ids of what has been filled in, for what points to it."""

    scale: int
    random: random.Random
    councils: list[Any] = field(default_factory=list)
    offices: list[int] = field(default_factory=list)
    coordinators: list[int] = field(default_factory=list)
    job_centres: list[int] = field(default_factory=list)
    providers: list[int] = field(default_factory=list)
    partners: list[int] = field(default_factory=list)
    companies: list[int] = field(default_factory=list)
    caseworker: int = 0

    @property
    def projects(self) -> int:
        return PROJECTS * self.scale

    @property
    def participations(self) -> int:
        return PARTICIPATIONS * self.scale


def company_of(register: Register, project: int) -> int:
    return register.companies[project % len(register.companies)]


def provider_of(register: Register, project: int) -> int:
    return register.providers[project % len(register.providers)]


def job_centre_of(register: Register, project: int) -> int:
    return register.job_centres[project % len(register.job_centres)]


def project_parties(register: Register, project: int) -> list[int]:
    partner = project % (len(register.partners) - 1)
    return [
        company_of(register, project),
        provider_of(register, project),
        job_centre_of(register, project),
        job_centre_of(register, project + 1),
        register.partners[partner],
        register.partners[partner + 1],
    ]


def project_of(register: Register, participation: int) -> int:
    """Participations are dealt out evenly: about 36 to a project."""
    return 1 + participation % register.projects
