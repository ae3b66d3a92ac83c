"""Who a round asks, and why: consent, the projects' state, and each person once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Consent, ContactPause
from jobveu.education.models import Course
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.projects.models import Party
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.queries.audience import AudienceRule, WhyNot, audience
from tests import factories
from tests.surveys.scene import TODAY, Scene, a_contact, a_project, make

pytestmark = pytest.mark.django_db
COMPANY, SCHOOL = RespondentType.WORKPLACE, RespondentType.EDUCATION_PROVIDER


@pytest.fixture
def scene(reference: None) -> Scene:
    return make()


def rule(**fields: object) -> AudienceRule:
    values = {
        "statuses": frozenset({ProjectStatus.COMPLETED}),
        "project_types": frozenset(ProjectType),
        "respondent_types": frozenset(RespondentType),
    }
    return AudienceRule(**(values | fields))  # type: ignore[arg-type]


def names(**fields: object) -> set[str]:
    return {one.name for one in audience(rule(**fields), on=TODAY).asked}


def why_not(**fields: object) -> dict[str, WhyNot | None]:
    return {one.name: one.why_not for one in audience(rule(**fields), on=TODAY).considered}


def test_contacts_with_consent_on_completed_projects_are_asked(scene: Scene) -> None:
    company = scene.organisations[COMPANY]
    a_contact(company, "Ja")
    a_contact(company, "Nej", consents=False)
    a_contact(company, "Trukket")
    Consent.objects.filter(contact__name="Trukket").update(withdrawn_on=TODAY)
    a_contact(company, "Uden mail")
    company.contacts.filter(name="Uden mail").update(email="", phone="12345678")
    a_contact(company, "Fjernet", active=False, removed_on=TODAY)
    a_contact(factories.organisation(OrganisationKind.COMPANY, "En anden"), "Ikke med")
    assert why_not() == {
        "Ja": None,
        "Nej": WhyNot.NO_CONSENT,
        "Trukket": WhyNot.NO_CONSENT,
        "Uden mail": WhyNot.NO_EMAIL,
    }
    assert sum(audience(rule(), on=TODAY).population.values()) == 4


def test_the_rule_says_which_projects(scene: Scene) -> None:
    company = factories.organisation(OrganisationKind.COMPANY, "Til lige nu")
    running = a_project(
        company,
        status=ProjectStatus.ACTIVE,
        type=ProjectType.CRISIS,
        start_date=date(2026, 9, 1),
        end_date=None,
    )
    a_contact(company, "I gang")
    a_contact(scene.organisations[COMPANY], "Gennemført")
    both = frozenset({ProjectStatus.COMPLETED, ProjectStatus.ACTIVE})
    assert names() == {"Gennemført"}
    assert names(statuses=both) == {"I gang", "Gennemført"}
    assert names(statuses=both, project_types=frozenset({ProjectType.CRISIS})) == {"I gang"}
    assert names(statuses=both, started_from=date(2026, 9, 1)) == {"I gang"}
    assert names(statuses=both, started_to=date(2026, 8, 31)) == {"Gennemført"}
    assert names(statuses=both, project_id=running.pk) == {"I gang"}
    assert running.council is not None
    assert names(statuses=both, office_id=running.council.office_id) == {"I gang", "Gennemført"}
    assert names(statuses=both, office_id=factories.council(office_code="syd").office_id) == set()
    assert names(statuses=both, council_id=running.council_id) == {"I gang", "Gennemført"}
    assert names(statuses=both, respondent_types=frozenset({SCHOOL})) == set()


def test_cases_from_publications_have_nobody_to_ask(scene: Scene) -> None:
    scene.project.source_note = "Evalueringen"
    scene.project.save()
    a_contact(scene.organisations[COMPANY], "Ja")
    assert names() == set()


def test_whoever_runs_a_course_takes_part(scene: Scene) -> None:
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "Kursusstedet")
    Course.objects.create(project=scene.project, provider=school, title="Fiber", merit_giving=True)
    a_contact(school, "Underviser")
    [one] = audience(rule(), on=TODAY).asked
    assert (one.name, one.stratum.respondent_type) == ("Underviser", SCHOOL)


def test_one_person_is_asked_once_however_many_projects_about_the_newest(scene: Scene) -> None:
    company = scene.organisations[COMPANY]
    newest = a_project(company, title="Det nyeste", start_date=date(2026, 5, 1), type=ProjectType.BOTH)
    a_project(company, title="Et ældre", start_date=date(2025, 5, 1))
    a_contact(company, "Travl")
    [one] = audience(rule(), on=TODAY).asked
    assert (one.project_id, one.projects, one.stratum.project_type) == (newest.pk, 3, ProjectType.BOTH)


def test_one_address_is_one_person_in_however_many_organisations(scene: Scene) -> None:
    subsidiary = factories.organisation(OrganisationKind.COMPANY, "Datterselskab")
    newest = a_project(subsidiary, start_date=date(2026, 5, 1))
    a_contact(scene.organisations[COMPANY], "Moderen", "Direktoer@Example.dk")
    a_contact(subsidiary, "Datteren", "direktoer@example.dk")
    found = audience(rule(), on=TODAY)
    assert [(one.name, one.project_id) for one in found.asked] == [("Datteren", newest.pk)]
    assert found.left_out == {WhyNot.SAME_PERSON: 1}
    assert sum(found.population.values()) == 1
    # Whoever consents in one place only is asked there.
    Consent.objects.filter(contact__name="Datteren").update(withdrawn_on=TODAY)
    assert names() == {"Moderen"}


def test_an_organisation_that_has_said_not_now_is_left_alone(scene: Scene) -> None:
    company = scene.organisations[COMPANY]
    a_contact(company, "Ja")
    pause = ContactPause.objects.create(
        organisation=company,
        until=TODAY + timedelta(days=30),
        reason="Travlt",
        noted_by=scene.coordinator,
        noted_on=TODAY,
    )
    assert why_not() == {"Ja": WhyNot.PAUSED}
    pause.lifted_on = TODAY
    pause.save()
    assert names() == {"Ja"}


def test_offices_and_the_agency_are_not_asked(scene: Scene) -> None:
    office = factories.office()
    Party.objects.create(project=scene.project, organisation=office)
    a_contact(office, "Koordinatoren")
    assert why_not() == {}
    assert factories.user(Role.COORDINATOR, office, email="ny@example.dk")


def test_the_number_of_statements_does_not_grow(scene: Scene) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            audience(rule(), on=TODAY)
        return len(captured)

    scene.contacts(COMPANY, 1)
    one = statements()
    scene.contacts(COMPANY, 30, "Flere")
    for number in range(10):
        a_project(scene.organisations[COMPANY], title=f"Projekt {number}")
    assert statements() == one == 6
