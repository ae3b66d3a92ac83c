"""Projects whose contacts may be asked, and what it takes to ask them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import ConsentKind, OrganisationKind
from jobveu.actors.models import Consent, Contact, Organisation
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.projects.models import Project
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.instruments.parts import CHOICES, Scale, Value
from jobveu.surveys.links import secret_of
from jobveu.surveys.models import SurveyInvitation
from jobveu.surveys.operations.answering import questionnaire, save_page
from jobveu.surveys.operations.rounds import RoundFacts, make_round, open_round
from tests import factories

NOW = factories.NOW
TODAY = factories.TODAY
LATER = NOW + timedelta(days=4)
KINDS = {
    RespondentType.JOB_CENTRE: OrganisationKind.JOB_CENTRE,
    RespondentType.SOCIAL_PARTNER: OrganisationKind.TRADE_UNION,
    RespondentType.WORKPLACE: OrganisationKind.COMPANY,
    RespondentType.EDUCATION_PROVIDER: OrganisationKind.EDUCATION_PROVIDER,
}


@dataclass
class Scene:
    """A completed project with one organisation of each respondent type, and who may ask."""

    project: Project
    organisations: dict[RespondentType, Organisation]
    coordinator: User
    analyst: User

    @property
    def by(self) -> Actor:
        return factories.actor(self.coordinator)

    def contacts(self, respondent_type: RespondentType, number: int, begin: str = "Kontakt") -> list[Contact]:
        """So many with consent and an address."""
        organisation = self.organisations[respondent_type]
        return [a_contact(organisation, f"{begin} {respondent_type.value} {at}") for at in range(number)]

    def facts(self, **fields: Any) -> RoundFacts:
        values: dict[str, Any] = {
            "name": "Aktørerne om Job-VEU",
            "statuses": (ProjectStatus.COMPLETED,),
            "project_types": tuple(ProjectType),
            "respondent_types": tuple(RespondentType),
            "closes_on": TODAY + timedelta(days=21),
            "office_id": self.project.council.office_id if self.project.council else None,
        }
        return RoundFacts(**(values | fields))

    def round(self, instrument: str = STANDARD, at: datetime = NOW, **fields: Any) -> int:
        """A draft."""
        return make_round(by=self.by, at=at, facts=self.facts(**fields), instrument=instrument)

    def opened(self, instrument: str = STANDARD, **fields: Any) -> int:
        made = self.round(instrument, **fields)
        open_round(by=self.by, at=NOW, round_id=made)
        return made


def make() -> Scene:
    """Needs the `reference` fixture."""
    office = factories.office()
    organisations = {
        respondent_type: factories.organisation(kind, f"{respondent_type.label} 1")
        for respondent_type, kind in KINDS.items()
    }
    return Scene(
        project=a_project(*organisations.values()),
        organisations=organisations,
        coordinator=factories.user(Role.COORDINATOR, office),
        analyst=factories.user(
            Role.NATIONAL_ANALYST, factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
        ),
    )


def a_project(*parties: Organisation, **fields: Any) -> Project:
    values: dict[str, Any] = {
        "title": "Fiberteknikere",
        "type": ProjectType.UNEMPLOYED,
        "status": ProjectStatus.COMPLETED,
        "start_date": date(2026, 1, 5),
        "end_date": date(2026, 6, 30),
    }
    return factories.project(*parties, **(values | fields))


def a_contact(
    organisation: Organisation, name: str, email: str = "", *, consents: bool = True, **fields: Any
) -> Contact:
    address = email or f"{re.sub('[^a-z0-9]', '.', name.lower())}.{organisation.pk}@example.dk"
    contact = Contact.objects.create(organisation=organisation, name=name, email=address, **fields)
    if consents:
        Consent.objects.create(
            contact=contact, kind=ConsentKind.SURVEY, given_on=date(2026, 1, 2), shown_by="Mail"
        )
    return contact


def secret_to(contact: Contact, round_id: int) -> str:
    invitation = SurveyInvitation.objects.get(contact=contact, round=round_id)
    assert invitation.link_key is not None
    return secret_of(invitation.link_key)


def answers_to(secret: str, degree: int = 4) -> list[dict[str, Value]]:
    """An answer to each item, page by page."""
    by_scale: dict[Scale, Value] = {
        Scale.DEGREE: degree,
        Scale.MERIT: "both",
        Scale.SCORE: 8,
        Scale.TEXT: "Alt gik godt.",
    }
    assert by_scale[Scale.DEGREE] in CHOICES[Scale.DEGREE]
    return [
        {item.id: by_scale[item.scale] for item in items}
        for _section, items in questionnaire(secret=secret).pages
    ]


def answer_all(secret: str, degree: int = 4) -> None:
    """Answers every page and sends them."""
    pages = answers_to(secret, degree)
    for number, values in enumerate(pages, 1):
        save_page(secret=secret, page=number, values=values, send=number == len(pages))
