"""Who takes part in the tests of needs, projects and lessons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import AffiliationKind, OrganisationKind
from jobveu.actors.models import Affiliation, Organisation
from jobveu.projects.enums import Initiative, ProjectType, TargetGroup
from jobveu.projects.models import Need, Project
from jobveu.projects.operations.needs import record_need
from jobveu.projects.operations.projects import create_project
from tests import factories

NOW = factories.NOW
TODAY = factories.TODAY


@dataclass
class Scene:
    """A coordinator, a company with its association, a union, a job centre and a provider."""

    office: Organisation
    company: Organisation
    association: Organisation
    union: Organisation
    job_centre: Organisation
    provider: Organisation
    coordinator: User
    company_user: User
    partner: User
    caseworker: User
    teacher: User
    analyst: User

    @property
    def by(self) -> Actor:
        return factories.actor(self.coordinator)

    def need(self, **fields: Any) -> Need:
        values = {
            "organisation_id": self.company.pk,
            "stated_by_id": self.company.pk,
            "occupation": "Fibertekniker",
            "head_count": 12,
            "competences": "Kan svejse fiber",
            "municipality_id": factories.municipality().pk,
            "needed_by": date(2027, 3, 1),
        } | fields
        return record_need(by=self.by, at=NOW, **values)

    def values(self, **fields: Any) -> dict[str, Any]:
        """What a project is created with, unless told otherwise."""
        return {
            "title": "Fiberteknikere i Randers",
            "type": ProjectType.UNEMPLOYED,
            "council_id": factories.council().pk,
            "industry_id": factories.industry().pk,
            "start_date": date(2027, 1, 4),
            "initiative": Initiative.COMPANY,
            "target_groups": [TargetGroup.UNEMPLOYED],
            "coordinator_id": self.coordinator.pk,
        } | fields

    def project(self, **fields: Any) -> Project:
        return create_project(by=self.by, at=NOW, **self.values(**fields))


def make() -> Scene:
    """The scene; needs the `reference` fixture."""
    kinds = OrganisationKind
    office = factories.office()
    company = factories.organisation(kinds.COMPANY, "Nordisk Fiber A/S")
    association = factories.organisation(kinds.EMPLOYER_ASSOCIATION, "Fiberbranchen")
    union = factories.organisation(kinds.TRADE_UNION, "Montørernes Forbund")
    job_centre = factories.organisation(kinds.JOB_CENTRE, "Jobcenter Randers")
    provider = factories.organisation(kinds.EDUCATION_PROVIDER, "Tradium")
    agency = factories.organisation(kinds.NATIONAL_AGENCY, "Styrelsen")
    Affiliation.objects.create(
        kind=AffiliationKind.ASSOCIATION_MEMBER,
        member=company,
        body=association,
        valid_from=date(2020, 1, 1),
    )
    return Scene(
        office=office,
        company=company,
        association=association,
        union=union,
        job_centre=job_centre,
        provider=provider,
        coordinator=factories.user(Role.COORDINATOR, office, "Karen Koordinator"),
        company_user=factories.user(Role.COMPANY, company, "Villy Virksomhed"),
        partner=factories.user(Role.SOCIAL_PARTNER, association, "Bente Branche"),
        caseworker=factories.user(Role.CASEWORKER, job_centre, "Sanne Sagsbehandler"),
        teacher=factories.user(Role.PROVIDER, provider, "Ulla Underviser"),
        analyst=factories.user(Role.NATIONAL_ANALYST, agency, "Anders Analytiker"),
    )
