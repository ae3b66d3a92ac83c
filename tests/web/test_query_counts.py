"""The pages where everything comes together take as many SQL statements with 50 of each thing as with one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobveu.actors.enums import OrganisationKind
from jobveu.candidates.models import Enrolment
from jobveu.projects.enums import CommitmentKind, MeetingKind, PhaseNumber
from jobveu.projects.models import Party
from jobveu.projects.operations.agreements import create_partner_agreement
from jobveu.projects.operations.commitments import give_commitment
from jobveu.projects.operations.lessons import record_lesson
from jobveu.projects.operations.meetings import call_meeting
from jobveu.projects.operations.needs import record_need, tie_need
from jobveu.projects.operations.tasks import add_task
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, make_scene
from tests.web.query_counts import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def add_of_everything(scene: Scene) -> None:
    """One more of each thing that a project consists of, each with something that somebody waits for."""
    by, project = scene.actor("coordinator"), scene.project
    office, union = factories.office(), scene.users["union"].memberships.get().organisation
    partner = factories.organisation(OrganisationKind.TRADE_UNION)
    Party.objects.create(project=project, organisation=partner, joined_on=TODAY, in_first_dialogue=True)
    for responsible in (office, scene.centre, scene.company, scene.provider, union):
        add_task(
            project_id=project.pk,
            title="Opdigtet opgave",
            responsible_id=responsible.pk,
            due_on=timezone.localdate() - timedelta(days=3),
            phase=PhaseNumber.KICK_OFF,
            by=by,
            at=NOW,
        )
    call_meeting(
        project_id=project.pk,
        kind=MeetingKind.KICK_OFF,
        starts_at=NOW,
        place="Randers",
        agenda="1. Velkomst",
        attendee_ids=[partner.pk, scene.centre.pk],
        by=by,
        at=NOW,
    )
    give_commitment(
        project_id=project.pk,
        kind=CommitmentKind.HIRING_GUARANTEE,
        organisation_id=scene.company.pk,
        head_count=3,
        given_on=TODAY,
        shown_by="Mail",
        by=by,
        at=NOW,
    )
    answered, _unanswered = (
        record_need(
            by=by,
            at=NOW,
            organisation_id=scene.company.pk,
            stated_by_id=scene.company.pk,
            occupation="Fibertekniker",
            head_count=3,
            competences="Kan svejse fiber",
            municipality_id=factories.municipality().pk,
            needed_by=date(2027, 3, 1),
        )
        for _at in range(2)
    )
    tie_need(by=by, at=NOW, project_id=project.pk, need_id=answered.pk)
    record_lesson(
        by=by,
        at=NOW,
        project_id=project.pk,
        phase=PhaseNumber.NEED,
        title="Tal med værkførerne",
        text="De kender opgaverne.",
    )
    course = scene.course()
    enrolled, _to_be_screened = scene.add([scene.person(), scene.person()])
    Enrolment.objects.create(
        candidacy=enrolled, course=course, enrolled_on=TODAY, enrolled_by=scene.users["caseworker"]
    )
    other = factories.project(
        scene.centre, scene.company, scene.provider, union, published_at=NOW, description="Opdigtet"
    )
    create_partner_agreement(
        project_id=other.pk,
        title="Partsaftale",
        text="Vi er enige.",
        signatory_ids=[union.pk, office.pk],
        by=by,
        at=NOW,
    )


WATCHED = {
    "coordinator": ("home", "project", "project_list", "organisation_projects", "organisation_needs"),
    "caseworker": ("home", "project", "project_list", "organisation_projects"),
    "company": ("home", "project", "need_list"),
    "provider": ("home", "project"),
    "union": ("home", "project"),
    "council": ("home", "project"),
    "analyst": ("home", "project", "project_list"),
    "": ("showcase_list", "showcase_project"),
}
"""Who looks at which pages; "" is the public."""


def test_pages_that_gather_everything_ask_the_same_for_one_as_for_fifty(scene: Scene) -> None:
    add_of_everything(scene)
    published = scene.project
    type(published).objects.filter(pk=published.pk).update(published_at=NOW, description="Opdigtet")
    address = {
        "project": [published.pk],
        "showcase_project": [published.pk],
        "organisation_projects": [scene.company.pk],
        "organisation_needs": [scene.company.pk],
    }

    def statements() -> dict[tuple[str, str], list[str]]:
        found = {}
        for who, names in WATCHED.items():
            client = scene.client(who) if who else Client()
            for name in names:
                url = reverse(name, args=address.get(name)) + "?vis=100"
                assert client.get(url).status_code == 200  # what is read once and kept is not counted
                found[who, name] = queries_of(lambda client=client, url=url: client.get(url))
        return found

    with_one = statements()
    for _row in range(49):
        add_of_everything(scene)
    with_fifty = statements()
    grown = {page: with_fifty[page] for page in with_one if len(with_one[page]) != len(with_fifty[page])}
    assert grown == {}
