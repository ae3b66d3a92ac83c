"""Projects, needs, organisations, courses and outcomes: read and written by the rules of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership
from jobveu.candidates.models import Candidacy
from jobveu.common.models import AuditEntry
from jobveu.projects.models import Project
from tests import factories, reference_tables
from tests.api.calling import problem, program
from tests.architecture.side import Side
from tests.architecture.world import make_side
from tests.kept import kept
from tests.web.query_counts import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _side(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Side]:
    with kept(django_db_blocker):
        reference_tables.put_in()
        yield make_side("midt-nord", "0730")


@pytest.fixture
def side(_side: Side, db: None) -> Side:
    return deepcopy(_side)


def a_project(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Svejsere til havnen",
        "type": "unemployed",
        "target_groups": ["unemployed"],
        "council_id": factories.council().pk,
        "industry_id": factories.industry().pk,
        "start_date": "2026-11-24",
        "initiative": "company",
    } | changes


def test_a_project_is_created_read_and_corrected(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    made = caller.post("projects", a_project())
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["title"], told["phase"], told["version"]) == ("Svejsere til havnen", 1, 1)
    assert made["Location"] == f"/api/v1/projects/{told['id']}"
    read = caller.get(f"projects/{told['id']}")
    assert read.json() == told
    assert read["ETag"] == '"1"'
    edited = caller.put(f"projects/{told['id']}", a_project(title="Svejsere og smede"), 1)
    assert edited.status_code == 200, edited.content
    assert (edited.json()["title"], edited["ETag"]) == ("Svejsere og smede", '"2"')
    assert AuditEntry.objects.filter(project_id=told["id"], action="project.edited").count() == 1


def test_who_corrects_an_old_version_is_told_and_writes_nothing(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    project_id = caller.post("projects", a_project()).json()["id"]
    caller.put(f"projects/{project_id}", a_project(title="Først"), 1)
    late = caller.put(f"projects/{project_id}", a_project(title="Sidst"), 1)
    problem(late, 412)
    assert late["ETag"] == '"2"'
    assert Project.objects.get(pk=project_id).title == "Først"
    problem(caller.put(f"projects/{project_id}", a_project()), 428)
    problem(caller.put(f"projects/{project_id}", a_project(), If_Match="W/x"), 412)


def test_the_rules_are_the_pages_own(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    told = problem(caller.post("projects", a_project(target_groups=["employed"])), 422)
    assert told["errors"][0]["where"] == "body.target_groups"
    other = factories.council(office_code="syd").pk
    told = problem(caller.post("projects", a_project(council_id=other)), 422)
    assert told["errors"][0]["where"] == "body.council_id"
    told = problem(caller.post("projects", a_project(title=3, colour="red")), 422)
    assert {(error["where"], error["message"]) for error in told["errors"]} == {
        ("body.title", "Feltet skal være en tekst."),
        ("body.colour", "Feltet kendes ikke."),
    }


def test_a_project_is_ended_and_taken_up_again(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    address = f"projects/{caller.post('projects', a_project()).json()['id']}/status"
    problem(caller.put(address, {"status": "cancelled"}, 1), 422)
    done = caller.put(address, {"status": "cancelled", "reason": "Ingen kandidater"}, 1)
    assert (done.json()["status"], done.json()["status_reason"]) == ("cancelled", "Ingen kandidater")
    problem(caller.put(address, {"status": "cancelled", "reason": "Igen"}, 2), 422)
    assert caller.put(address, {"status": "active"}, 2).json()["status"] == "active"
    ended = caller.put(address, {"status": "completed", "end_date": "2026-11-24"}, 3)
    assert ended.json()["end_date"] == "2026-11-24"


def test_a_list_comes_page_by_page_and_only_what_one_may_see(side: Side) -> None:
    caller = program(side.users[Role.COMPANY])
    for _number in range(3):
        factories.project(side.company)
    factories.project()
    seen: list[int] = []
    address: str | None = "projects?limit=2&sort=title"
    while address:
        told = caller.get(address.removeprefix("http://testserver/api/v1/")).json()
        assert told["total"] == 4
        seen += [item["id"] for item in told["items"]]
        address = told["next"]
    assert len(seen) == len(set(seen)) == 4
    assert set(seen) == set(
        Project.objects.filter(parties__organisation=side.company).values_list("pk", flat=True)
    )
    assert caller.get("projects?offset=2&limit=2").json()["previous"].endswith("offset=0")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "offset=-1", "sort=colour", "status=paused", "council_id=1.5"],
)
def test_a_list_refuses_what_it_does_not_understand(side: Side, query: str) -> None:
    told = problem(program(side.users[Role.COORDINATOR]).get(f"projects?{query}"), 422)
    assert told["errors"][0]["where"] == f"query.{query.partition('=')[0]}"


def test_a_list_asks_as_often_for_many_as_for_one(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    caller.get("projects")
    few = len(queries_of(lambda: caller.get("projects")))
    for _number in range(20):
        factories.project()
    assert len(queries_of(lambda: caller.get("projects"))) == few


def test_an_organisation_that_may_be_there_already_is_asked_about(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    sent = {"kind": "company", "name": "Opdigtet Fabrik A/S"}
    made = caller.post("organisations", sent)
    assert made.status_code == 201
    told = problem(caller.post("organisations", sent), 409)
    assert told["candidates"] == [{"id": made.json()["id"], "name": "Opdigtet Fabrik A/S", "reason": "name"}]
    assert caller.post("organisations", sent | {"is_another": True}).status_code == 201
    told = problem(caller.post("organisations", {"kind": "national_agency", "name": "Styrelsen"}), 422)
    assert told["errors"][0]["where"] == "body.kind"


def test_an_organisation_is_corrected(side: Side) -> None:
    caller = program(side.users[Role.COMPANY])
    address = f"organisations/{side.company.pk}"
    edited = caller.put(address, {"name": "Nyt navn A/S", "website": "https://example.dk"}, 1)
    assert edited.status_code == 200, edited.content
    assert caller.get(address).json()["name"] == "Nyt navn A/S"
    problem(caller.get(f"organisations/{side.provider.pk}"), 403)


def a_course(side: Side, **changes: Any) -> dict[str, Any]:
    return {"title": "Svejsning", "provider_id": side.provider.pk, "merit_giving": True} | changes


def test_a_course_is_added_and_its_provider_changes_when_and_where(side: Side) -> None:
    coordinator, provider = program(side.users[Role.COORDINATOR]), program(side.users[Role.PROVIDER])
    courses = f"projects/{side.ids['project_id']}/courses"
    made = coordinator.post(courses, a_course(side))
    assert made.status_code == 201, made.content
    assert coordinator.get(courses).json()["total"] == 2
    address = f"{courses}/{made.json()['id']}"
    moved = provider.put(address, a_course(side, place="Havnen", starts_on="2027-03-01"), 1)
    assert (moved.json()["place"], moved.json()["starts_on"]) == ("Havnen", "2027-03-01")
    told = problem(provider.put(address, a_course(side, title="Andet"), 2), 422)
    assert told["errors"][0]["where"] == "body.title"


def test_a_course_is_said_to_be_held_and_another_called_off(side: Side) -> None:
    """By its provider; by the version that was seen, so that nobody calls off what has just been held."""
    coordinator, provider = program(side.users[Role.COORDINATOR]), program(side.users[Role.PROVIDER])
    courses = f"projects/{side.ids['project_id']}/courses"
    course_id = coordinator.post(courses, a_course(side, starts_on="2026-11-02")).json()["id"]
    address = f"{courses}/{course_id}/status"
    told = problem(provider.put(address, {"status": "planned"}, 1), 422)
    assert told["errors"][0]["where"] == "body.status"
    held = provider.put(address, {"status": "held", "ends_on": "2026-11-20", "reported_participants": 4}, 1)
    assert held.status_code == 200, held.content
    assert (held.json()["status"], held.json()["reported_participants"], held["ETag"]) == ("held", 4, '"2"')
    late = provider.put(address, {"status": "cancelled", "reason": "Ingen tilmeldte"}, 1)
    problem(late, 412)
    assert late["ETag"] == '"2"'
    problem(provider.put(address, {"status": "cancelled", "reason": "Ingen tilmeldte"}, 2), 422)
    other = coordinator.post(courses, a_course(side, title="Kranfører")).json()["id"]
    told = problem(coordinator.put(f"{courses}/{other}/status", {"status": "cancelled"}, 1), 422)
    assert told["errors"][0]["where"] == "body.reason"
    off = coordinator.put(f"{courses}/{other}/status", {"status": "cancelled", "reason": "Intet udstyr"}, 1)
    assert (off.json()["status"], off.json()["cancelled_reason"]) == ("cancelled", "Intet udstyr")
    problem(program(side.users[Role.COMPANY]).put(address, {"status": "held"}, 2), 403)


def a_need(**changes: Any) -> dict[str, Any]:
    return {
        "occupation": "Fibertekniker",
        "head_count": 3,
        "competences": "Splejsning af fiber",
        "municipality_id": factories.municipality().pk,
        "needed_by": "2027-03-01",
        "stated_on": "2026-11-01",
    } | changes


def test_a_need_is_recorded_corrected_closed_and_opened_again(side: Side) -> None:
    company = program(side.users[Role.COMPANY])
    made = company.post("needs", a_need(organisation_id=side.company.pk))
    assert made.status_code == 201, made.content
    need_id = made.json()["id"]
    assert made["Location"] == f"/api/v1/needs/{need_id}"
    assert made.json()["stated_by_id"] == side.company.pk
    edited = company.put(f"needs/{need_id}", a_need(head_count=5), 1)
    assert (edited.json()["head_count"], edited["ETag"]) == (5, '"2"')
    problem(company.put(f"needs/{need_id}", a_need(head_count=6), 1), 412)
    problem(company.put(f"needs/{need_id}/status", {"status": "closed"}, 2), 422)
    closed = company.put(f"needs/{need_id}/status", {"status": "closed", "reason": "Ansat selv"}, 2)
    assert closed.json()["closed_reason"] == "Ansat selv"
    assert need_id not in {row["id"] for row in company.get("needs?is_open=true").json()["items"]}
    assert company.put(f"needs/{need_id}/status", {"status": "open"}, 3).json()["closed_on"] is None
    listed = company.get("needs?sort=-head_count&text=fiber").json()
    assert {row["organisation_id"] for row in listed["items"]} == {side.company.pk}


def test_nobody_tells_of_a_need_in_anothers_name(side: Side) -> None:
    """The rules of the page: a company its own, staff what they were told, by themselves, the workplace or an
    association."""
    company, staff = program(side.users[Role.COMPANY]), program(side.users[Role.COORDINATOR])
    stranger = factories.organisation(OrganisationKind.COMPANY)
    told = problem(company.post("needs", a_need(organisation_id=stranger.pk)), 422)
    assert told["errors"][0]["where"] == "body.organisation_id"
    sent = a_need(organisation_id=side.company.pk, stated_by_id=side.partner.pk)
    told = problem(company.post("needs", sent), 422)
    assert told["errors"][0]["where"] == "body.stated_by_id"
    told = problem(staff.post("needs", sent | {"stated_by_id": side.job_centre.pk}), 422)
    assert told["errors"][0]["where"] == "body.stated_by_id"
    own = Membership.objects.get(user=side.users[Role.COORDINATOR]).organisation_id
    for teller in (None, own, side.company.pk):
        made = staff.post("needs", sent | {"stated_by_id": teller})
        assert made.json()["stated_by_id"] == (teller or side.company.pk), made.content


def test_a_project_answers_a_need_and_no_longer(side: Side) -> None:
    staff = program(side.users[Role.COORDINATOR])
    workplace = factories.organisation(OrganisationKind.COMPANY)
    need_id = staff.post("needs", a_need(organisation_id=workplace.pk)).json()["id"]
    address = f"projects/{side.ids['project_id']}/needs"
    made = staff.post(address, {"need_id": need_id})
    assert made.status_code == 201, made.content
    assert made.json()["project_ids"] == [side.ids["project_id"]]
    told = problem(staff.post(address, {"need_id": need_id}), 422)
    assert told["errors"][0]["where"] == "body.need_id"
    assert need_id in {row["id"] for row in staff.get(address).json()["items"]}
    # The workplace has become a party, and reads what its need has come to.
    factories.user(Role.COMPANY, workplace, email="ny@example.dk")
    reader = program(User.objects.get(email="ny@example.dk"))
    assert reader.get(f"needs/{need_id}").json()["project_ids"] == [side.ids["project_id"]]
    gone = staff("DELETE", f"{address}/{need_id}")
    assert (gone.status_code, gone.content) == (204, b"")
    problem(staff("DELETE", f"{address}/{need_id}"), 404)
    other = factories.project()
    problem(program(side.users[Role.COMPANY]).post(f"projects/{other.pk}/needs", {"need_id": need_id}), 403)


def test_outcomes_tell_of_persons_by_pseudonym_alone(side: Side) -> None:
    caller = program(side.users[Role.CASEWORKER])
    candidacy = Candidacy.objects.get(pk=side.ids["candidacy_id"])
    today = timezone.localdate().isoformat()
    sent = {"milestone": "end", "kind": "ordinary_job", "as_of": today, "employer_name": "Havnen A/S"}
    candidacy.project.end_date = timezone.localdate()
    candidacy.project.save(update_fields=["end_date"])
    candidacy.enrolments.all().delete()
    candidacy.outcomes.all().delete()
    made = caller.post(f"candidacies/{candidacy.pk}/outcomes", sent)
    assert made.status_code == 201, made.content
    problem(caller.post(f"candidacies/{candidacy.pk}/outcomes", sent), 409)
    address = f"candidacies/{candidacy.pk}/outcomes/end"
    edited = caller.put(address, {"kind": "unemployed", "as_of": today}, 1)
    assert (edited.status_code, edited.json()["kind"]) == (200, "unemployed")
    told = caller.get(f"projects/{candidacy.project_id}/outcomes")
    [item] = told.json()["items"]
    assert (item["id"], item["pseudonym"]) == (candidacy.pk, candidacy.pseudonym)
    assert [outcome["kind"] for outcome in item["outcomes"]] == ["unemployed"]
    driving = program(side.users[Role.COORDINATOR])
    assert driving.get(address).json()["pseudonym"] == candidacy.pseudonym
    for answer in (made, edited, told, caller.get(address)):
        assert "Opdigtet Person" not in answer.content.decode()
    for role in (Role.PROVIDER, Role.COMPANY):
        problem(program(side.users[role]).get(address), 404)
        assert program(side.users[role]).get(f"projects/{candidacy.project_id}/outcomes").json()["total"] == 0


# What every request is answered


def test_errors_are_problems_in_the_callers_language(side: Side) -> None:
    caller = program(side.users[Role.COORDINATOR])
    for path, status in (("projects/999999999", 404), ("projekter", 404), ("projects/", 404)):
        problem(caller.get(path), status)
    for language, title in (
        ("da", "Det findes ikke"),
        ("en-GB,en;q=0.9", "There is no such thing"),
        ("fr", "Det findes ikke"),
    ):
        answer = caller.get("projects/999999999", Accept_Language=language)
        assert problem(answer, 404)["title"] == title
        assert answer["Content-Language"] == ("en" if language.startswith("en") else "da")
    answer = caller("DELETE", "projects")
    problem(answer, 405)
    assert answer["Allow"] == "GET, POST"
    problem(
        caller.post(
            "projects",
            "{",
        ),
        400,
    )
    problem(caller.post("projects", "a=1", Content_Type="application/x-www-form-urlencoded"), 415)
    problem(caller.post("projects", " " * (6 << 20)), 413)
    problem(caller.get("projects/" + "9" * 30), 404)


def test_a_fault_of_ours_and_an_absent_database_are_problems_too(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from jobveu.web.api import projects

    caller = program(side.users[Role.COORDINATOR])
    caller.client.raise_request_exception = False
    for error, status in (
        (RuntimeError("hemmeligt"), 500),
        (OperationalError("server closed the connection"), 503),
    ):

        def fail(error: Exception = error, **_how: Any) -> None:
            raise error

        monkeypatch.setattr(projects, "listed", fail)
        answer = caller.get("projects")
        problem(answer, status)
        assert "hemmeligt" not in json.dumps(answer.json())


def test_no_answer_is_kept_by_anybody(side: Side) -> None:
    answer = program(side.users[Role.COORDINATOR]).get("projects")
    assert "no-store" in answer["Cache-Control"]
    assert {"Authorization", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}
