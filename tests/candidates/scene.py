"""A project with two job centres, a provider, two companies and a coordinator, and everybody's log-in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.test import Client

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.models import Candidacy, Person
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.common.cpr import Cpr
from jobveu.education.models import Course
from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.models import Project
from jobveu.projects.operations.screening_tool import Demand, add_criterion, issue_tool
from tests import factories

NOW, TODAY = factories.NOW, factories.TODAY
_serial = count(1)


def a_cpr(number: int | None = None) -> Cpr:
    """Another number each time: replacement numbers, which are nobody's."""
    number = next(_serial) if number is None else number
    return Cpr(
        f"{61 + number % 28:02d}{1 + number // 28 % 12:02d}{50 + number // 336 % 40:02d}{number % 4000:04d}"
    )


@dataclass
class Scene:
    centre: Organisation
    other_centre: Organisation
    provider: Organisation
    other_provider: Organisation
    company: Organisation
    other_company: Organisation
    project: Project
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        return factories.actor(self.users[who])

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.users[who])
        return client

    def person(self, name: str = "Opdigtet Person", who: str = "caseworker", **fields: Any) -> Person:
        by = self.actor(who)
        fields.setdefault("job_centre_id", next(iter(by.organisation_ids())))
        fields.setdefault("cpr", a_cpr())
        fields.setdefault("situation", Situation.UNEMPLOYED)
        fields.setdefault("skill_level", SkillLevel.UNSKILLED)
        return Person.objects.get(pk=register_person(by=by, at=NOW, name=name, synthetic=True, **fields))

    def candidate(
        self,
        name: str = "Opdigtet Person",
        who: str = "caseworker",
        project: Project | None = None,
        **fields: Any,
    ) -> Candidacy:
        return self.add([self.person(name, who, **fields)], who, project)[0]

    def add(
        self, persons: Iterable[Person], who: str = "caseworker", project: Project | None = None
    ) -> list[Candidacy]:
        ids = add_candidates(
            by=self.actor(who),
            at=NOW,
            project_id=(project or self.project).pk,
            person_ids=[person.pk for person in persons],
        )
        return [Candidacy.objects.get(pk=id_) for id_ in ids]

    def course(self, **fields: Any) -> Course:
        fields.setdefault("project", self.project)
        fields.setdefault("provider", self.provider)
        fields.setdefault("title", f"Kursus nr. {next(_serial)}")
        fields.setdefault("starts_on", TODAY)
        fields.setdefault("ends_on", date(2026, 12, 18))
        fields.setdefault("merit_giving", True)
        return Course.objects.create(**fields)


def make_scene() -> Scene:
    kinds = OrganisationKind
    centre = factories.organisation(kinds.JOB_CENTRE, "Jobcenter Prøvestad")
    other_centre = factories.organisation(kinds.JOB_CENTRE, "Jobcenter Nabostad")
    provider = factories.organisation(kinds.EDUCATION_PROVIDER, "Prøvestad Skole")
    other_provider = factories.organisation(kinds.EDUCATION_PROVIDER, "Nabostad Skole")
    company = factories.organisation(kinds.COMPANY, "Prøvefirmaet")
    other_company = factories.organisation(kinds.COMPANY, "Nabofirmaet")
    union = factories.organisation(kinds.TRADE_UNION)
    parties = (centre, other_centre, provider, other_provider, company, other_company, union)
    project = factories.project(*parties, end_date=date(2027, 3, 31))
    scene = Scene(centre, other_centre, provider, other_provider, company, other_company, project)
    agency = factories.organisation(kinds.NATIONAL_AGENCY)
    council = factories.council_body(project.council)
    for name, role, of in (
        ("caseworker", Role.CASEWORKER, centre),
        ("colleague", Role.CASEWORKER, centre),
        ("consultant", Role.COMPANY_CONSULTANT, centre),
        ("other_caseworker", Role.CASEWORKER, other_centre),
        ("coordinator", Role.COORDINATOR, factories.office()),
        ("manager", Role.OFFICE_MANAGER, factories.office()),
        ("other_coordinator", Role.COORDINATOR, factories.office("syd")),
        ("provider", Role.PROVIDER, provider),
        ("other_provider", Role.PROVIDER, other_provider),
        ("company", Role.COMPANY, company),
        ("other_company", Role.COMPANY, other_company),
        ("union", Role.SOCIAL_PARTNER, union),
        ("analyst", Role.NATIONAL_ANALYST, agency),
        ("council", Role.COUNCIL_MEMBER, council),
        ("administrator", Role.ADMINISTRATOR, agency),
    ):
        scene.users[name] = factories.user(role, of, name=f"Bruger {name}")
    return scene


def a_demand(**fields: Any) -> Demand:
    values: dict[str, Any] = {
        "kind": CriterionKind.PERSONAL,
        "text": "Møder til tiden",
        "strength": Strength.MUST,
    }
    return Demand(**(values | fields))


def an_issued_tool(scene: Scene, *demands: Demand) -> list[UUID]:
    """A new version of the project's tool with these criteria besides those it has; their keys."""
    step: dict[str, Any] = {"by": scene.actor("coordinator"), "at": NOW, "project_id": scene.project.pk}
    keys = [add_criterion(**step, demand=demand) for demand in demands]
    issue_tool(**step, change_note="Aftalt med virksomhederne")
    return keys


def an_issued_criterion(scene: Scene) -> UUID:
    return an_issued_tool(scene, a_demand())[0]
