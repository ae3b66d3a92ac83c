"""The pages of assessments: what they show to whom, and setting a level against what was computed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.assessment.models import Overruling
from jobveu.assessment.scale import Element, Level
from jobveu.common.models import AuditEntry
from jobveu.insight.operations import take_snapshot
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from tests import factories
from tests.assessment import scene as scenes
from tests.assessment.scene import FIRST_COURSE, Scene
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

ELEMENT = Element.PRINCIPLE_3


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


@pytest.fixture
def project(scene: Scene) -> Project:
    made = scenes.full(scene)
    for _number in range(6):
        scenes.candidate(scene, made, screened=FIRST_COURSE)
    return made


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def element(response, key: Element = ELEMENT):
    return next(
        one for _heading, group in response.context["groups"] for one in group if one.key == key.value
    )


def overrule(client: Client, url: str, level: str, reason: str = "Jeg var der selv", version: int = 0):
    return client.post(url, {"level": level, "reason": reason, "version": version})


def test_the_tab_shows_levels_weights_thresholds_and_ways_up(scene: Scene, project: Project) -> None:
    page = logged_in(scene.coordinator).get(reverse("project_assessment", args=[project.pk]))
    one = element(page)
    assert one.level == "I meget høj grad"
    assert [line.value for line in one.lines] == [
        "20 af 25 kursusdage",
        "Ja",
        "Kan ikke vurderes endnu: der er ingen spørgeskemarunde at bygge på",
    ]
    assert one.lines[0].thresholds == (
        "i mindre grad fra 10 pct.; i nogen grad fra 35 pct.; i høj grad fra 65 pct.; i meget høj grad fra 80 pct."
    )
    text = page.content.decode()
    assert "Målestok 1, der gælder fra den 1. april 2018" in text
    ways = element(page, Element.PHASE_3).ways
    assert ways
    assert all(step.href for way in ways for step in way)
    assert "6 af 6 deltagere" in text


def test_parties_see_levels_and_no_numbers_of_persons(scene: Scene, project: Project) -> None:
    company = factories.user(Role.COMPANY, scene.company)
    page = logged_in(company).get(reverse("project_assessment", args=[project.pk]))
    assert "6 af 6 deltagere" not in page.content.decode()
    screened = element(page, Element.PRINCIPLE_5).lines[0]
    assert (screened.value, screened.level) == ("Vises kun som grad", "I meget høj grad")
    assert not element(page).overrule_href
    assert not any(step.href for way in element(page, Element.PHASE_3).ways for step in way)


def test_both_the_computed_and_the_set_level_are_kept(scene: Scene, project: Project) -> None:
    client = logged_in(scene.coordinator)
    url = reverse("project_overrule", args=[project.pk, ELEMENT.value])
    assert overrule(client, url, "3", reason="  ").status_code == 200
    assert not Overruling.objects.exists()
    done = overrule(client, url, "3")
    assert done.status_code == 302
    one = element(client.get(reverse("project_assessment", args=[project.pk])))
    assert (one.level, one.computed) == ("I nogen grad", "I meget høj grad")
    assert one.overruled is not None
    assert one.overruled.reason == "Jeg var der selv"
    assert scene.coordinator.name in one.overruled.text
    assert "»I nogen grad«; beregnet var »I meget høj grad«" in one.overruled.text

    stale = overrule(client, url, "2", reason="Noget andet", version=0)
    assert "imens" in stale.content.decode() or stale.context["conflict"]
    assert Overruling.objects.count() == 1
    overrule(client, url, "computed", reason="Nu passer det", version=1)
    one = element(client.get(reverse("project_assessment", args=[project.pk])))
    assert (one.level, one.overruled, len(one.history)) == ("I meget høj grad", None, 2)
    again = overrule(client, url, "computed", reason="En gang til", version=2)
    assert "allerede" in again.content.decode()
    rows = AuditEntry.objects.filter(room="assessment.overruling").order_by("pk")
    assert [(row.action, row.details["level"]) for row in rows] == [
        ("assessment.overruled", 3),
        ("assessment.overruling_withdrawn", None),
    ]
    newest = Overruling.objects.order_by("-number")[0]
    assert (newest.number, newest.level, newest.computed) == (2, None, Level.VERY_HIGH)


def test_the_country_and_a_council_are_overruled_by_whoever_answers_for_them(
    scene: Scene, project: Project
) -> None:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY)
    analyst = logged_in(factories.user(Role.NATIONAL_ANALYST, agency))
    coordinator = logged_in(scene.coordinator)
    national = reverse("national_overrule", args=[ELEMENT.value])
    council = reverse("council_overrule", args=[project.council_id, ELEMENT.value])
    assert overrule(coordinator, national, "2").status_code == 403
    assert overrule(analyst, council, "2").status_code == 403
    assert overrule(analyst, national, "2").status_code == 302
    assert overrule(coordinator, council, "4").status_code == 302
    page = analyst.get(reverse("assessment"))
    assert (element(page).level, element(page).published) == ("I mindre grad", "I nogen grad")
    [line] = page.context["councils"]
    assert line.levels[2] == "I høj grad"
    page = analyst.get(reverse("council_assessment", args=[project.council_id]))
    assert element(page).level == "I høj grad"
    assert not element(page).overrule_href
    assert "6 af 6" not in page.content.decode()
    take_snapshot(by=COMMAND_LINE, at=factories.NOW, name="2026-k4")
    kept = analyst.get(reverse("assessment"))
    assert kept.context["record"].snapshot == "2026-k4"
    # Set later than the snapshot was taken.
    assert element(kept).level == "I meget høj grad"
    assert (
        analyst.get(reverse("assessment"), {"snapshot": "nu", "since": "2040"}).context["assessment"].projects
        == 0
    )
    assert analyst.get(reverse("assessment"), {"snapshot": "findes-ikke"}).status_code == 404


def test_what_is_not_an_element_or_council_has_no_page(scene: Scene, project: Project) -> None:
    client = logged_in(scene.coordinator)
    assert client.get(reverse("project_overrule", args=[project.pk, "princip-9"])).status_code == 404
    assert client.get(reverse("council_assessment", args=[0])).status_code == 404


def test_the_country_takes_no_more_statements_for_more_projects(scene: Scene) -> None:
    client = logged_in(scene.coordinator)

    def more(number: int) -> None:
        for _place in range(number):
            scenes.bare()

    assert_page_has_same_number_of_queries(client, reverse("assessment"), add_rows=more)
