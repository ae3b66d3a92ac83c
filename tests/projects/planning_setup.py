"""The people of one project: a coordinator, two social partners, two job centres, each with a log-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.models import AuditEntry
from jobveu.projects.agreement_rules import Terms
from jobveu.projects.enums import JobSearchDuty
from jobveu.projects.models import Project
from jobveu.projects.operations import agreements, contributions
from tests import factories
from tests.factories import NOW


@dataclass(frozen=True, slots=True)
class Side:
    """An organisation with one user."""

    organisation: Organisation
    user: User
    actor: Actor

    @property
    def id(self) -> int:
        return self.organisation.pk

    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client


def side(organisation: Organisation, role: Role, name: str) -> Side:
    user = factories.user(role, organisation, name)
    return Side(organisation, user, factories.actor(user))


@dataclass(frozen=True, slots=True)
class Setting:
    project: Project
    coordinator: Side
    association: Side
    union: Side
    job_centre: Side
    other_job_centre: Side
    company: Side
    stranger: Side


def setting() -> Setting:
    kind = OrganisationKind
    association = factories.organisation(kind.EMPLOYER_ASSOCIATION, "Byggeriets Brancheforening")
    union = factories.organisation(kind.TRADE_UNION, "Fagforbundet Fiktiv")
    job_centre = factories.organisation(kind.JOB_CENTRE, "Jobcenter Randers")
    other = factories.organisation(
        kind.JOB_CENTRE, "Jobcenter Aarhus", municipality=factories.municipality("0751")
    )
    company = factories.organisation(kind.COMPANY, "Opdigtet Byg A/S")
    stranger = factories.organisation(kind.TRADE_UNION, "Forbund uden for projektet")
    return Setting(
        project=factories.project(association, union, job_centre, other, company, title="Fibernet i Randers"),
        coordinator=side(factories.office(), Role.COORDINATOR, "Karen Koordinator"),
        association=side(association, Role.SOCIAL_PARTNER, "Bente Branche"),
        union=side(union, Role.SOCIAL_PARTNER, "Frank Forbund"),
        job_centre=side(job_centre, Role.CASEWORKER, "Sara Sagsbehandler"),
        other_job_centre=side(other, Role.CASEWORKER, "Søren Sagsbehandler"),
        company=side(company, Role.COMPANY, "Viggo Virksomhed"),
        stranger=side(stranger, Role.SOCIAL_PARTNER, "Ulla Udenfor"),
    )


def partner_agreement(one: Setting, *signers: Side, text: str = "Vi er enige om behovet.") -> int:
    signers = signers or (one.association, one.union)
    return agreements.create_partner_agreement(
        project_id=one.project.pk,
        title="Partsaftale",
        text=text,
        signatory_ids=[signer.id for signer in signers],
        by=one.coordinator.actor,
        at=NOW,
    )


def sign(agreement_id: int, signer: Side, version: int = 1) -> Any:
    return agreements.sign_agreement(
        agreement_id=agreement_id, version=version, organisation_id=signer.id, by=signer.actor, at=NOW
    )


def terms(**changes: Any) -> Terms:
    values: dict[str, Any] = {
        "head_count": 12,
        "by_date": date(2027, 2, 1),
        "job_search_duty": JobSearchDuty.REDUCED,
        "transport_paid": True,
        "benefit_kept": True,
        "work_placement_weeks": 2,
    }
    return Terms(**(values | changes))


def contribution(one: Setting, job_centre: Side, **changes: Any) -> int:
    return contributions.propose_contribution(
        project_id=one.project.pk,
        job_centre_id=job_centre.id,
        text="Jobcentret finder og screener kandidater.",
        terms=terms(**changes),
        by=one.coordinator.actor,
        at=NOW,
    )


def audited(project: Project) -> list[str]:
    """The actions recorded on the project, oldest first."""
    rows = AuditEntry.objects.filter(project_id=project.pk).order_by("pk")
    return list(rows.values_list("action", flat=True))
