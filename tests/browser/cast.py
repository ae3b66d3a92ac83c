"""Who takes part in a journey: organisations, their users, and fictional persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Browser

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from tests import factories
from tests.browser.chromium import DESKTOP, new_context
from tests.browser.people import Person

_cast = count(1)
TOWNS = (
    ("Samsø", "0741"),
    ("Læsø", "0825"),
    ("Fanø", "0563"),
    ("Ærø", "0492"),
    ("Langeland", "0482"),
    ("Lemvig", "0665"),
    ("Struer", "0671"),
    ("Morsø", "0773"),
)
"""None of the demonstration's: a municipality has one job centre. Two for each cast of a test run."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fictional person, with a replacement number for a CPR number (day of birth plus 60)."""

    name: str
    cpr: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that tells who it is, however it is written."""
        return (self.name, self.name.split()[-1], self.cpr, self.cpr.replace("-", ""))


@dataclass(frozen=True, slots=True)
class Cast:
    """A project's people, each in a browser of their own."""

    coordinator: Person
    company: Person
    association: Person
    union: Person
    job_centre: Person
    other_job_centre: Person
    provider: Person
    other_provider: Person
    other_company: Person
    """A party to the project that no candidate is presented to."""
    candidates: tuple[Candidate, ...]

    @property
    def everybody(self) -> dict[str, Person]:
        return {
            name: person
            for name in self.__dataclass_fields__
            if isinstance(person := getattr(self, name), Person)
        }


@contextmanager
def assembled(
    browser: Browser,
    site: str,
    *,
    scripts: bool = True,
    size_of: Callable[[str], tuple[int, int]] = lambda _name: DESKTOP,
) -> Iterator[Cast]:
    """Makes the organisations and log-ins, logs everybody in, and at the end fails if any page complained."""
    number = next(_cast)
    kind = OrganisationKind
    towns = TOWNS[2 * number - 2 : 2 * number]
    roles: dict[str, tuple[Role, Organisation]] = {
        "coordinator": (Role.COORDINATOR, factories.office()),
        "company": (Role.COMPANY, factories.organisation(kind.COMPANY, f"Opdigtet Fiber {number} A/S")),
        "association": (
            Role.SOCIAL_PARTNER,
            factories.organisation(kind.EMPLOYER_ASSOCIATION, f"Opdigtet Brancheforening {number}"),
        ),
        "union": (
            Role.SOCIAL_PARTNER,
            factories.organisation(kind.TRADE_UNION, f"Opdigtet Fagforbund {number}"),
        ),
        "job_centre": (Role.CASEWORKER, _job_centre(towns[0])),
        "other_job_centre": (Role.CASEWORKER, _job_centre(towns[1])),
        "provider": (
            Role.PROVIDER,
            factories.organisation(kind.EDUCATION_PROVIDER, f"Opdigtet Skole {number}"),
        ),
        "other_provider": (
            Role.PROVIDER,
            factories.organisation(kind.EDUCATION_PROVIDER, f"Opdigtet Kursuscenter {number}"),
        ),
        "other_company": (Role.COMPANY, factories.organisation(kind.COMPANY, f"Opdigtet Kabel {number} ApS")),
    }
    first_names = ("Fie", "Folmer", "Freja", "Frode")
    candidates = tuple(
        Candidate(
            name=f"{first} Prøvedeltager{number}{letter}",
            cpr=f"{70 + index}0{index + 1}8{number}-100{index}",
        )
        for index, (first, letter) in enumerate(zip(first_names, "ABCD", strict=True))
    )
    with ExitStack() as stack:
        people: dict[str, Person] = {}
        for name, (role, organisation) in roles.items():
            email = f"{name.replace('_', '-')}-{number}@example.dk"
            factories.user(role, organisation, f"{name.replace('_', ' ').title()} {number}", email)
            context, complaints = new_context(browser, size=size_of(name), scripts=scripts)
            stack.callback(context.close)
            people[name] = person = Person(site, context, complaints, scripts=scripts)
            person.organisation = organisation.name
            person.log_in(email)
        yield Cast(**people, candidates=candidates)
        found = {name: person.complaints.found for name, person in people.items() if person.complaints.found}
        assert found == {}


def _job_centre(town: tuple[str, str]) -> Organisation:
    name, code = town
    fields: dict[str, Any] = {"municipality": factories.municipality(code)}
    return factories.organisation(OrganisationKind.JOB_CENTRE, f"Jobcenter {name}", **fields)
