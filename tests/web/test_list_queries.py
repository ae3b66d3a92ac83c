"""No list takes more SQL statements with fifty rows more than with its first.

One world for all lists, grown once by fifty of each thing in bulk, so that a new list costs two requests: an entry in
`LISTS`, and in `GROW` what it shows, where nothing there makes more of it yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import models, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import (
    Affiliation,
    ApiToken,
    Consent,
    Contact,
    Dialogue,
    MemberInvitation,
    Membership,
    Merge,
    Organisation,
)
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.models import Activity, Enrolment, IdentityView, MatchingProposal
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.common.models import AuditEntry
from jobveu.common.sorting import by_label, danish_sort_key
from jobveu.course_plans.models import CoursePlan, OfferedHold
from jobveu.delivery.models import OutgoingMail
from jobveu.insight.models import Goal, Snapshot
from jobveu.insight.operations import take_snapshot
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem
from jobveu.privacy.models import RetentionItem
from jobveu.projects.models import Criterion, Invitation, Lesson, Need, Party, Procurement, Project, Task
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.solving.models import SolverRun
from jobveu.surveys.models import AnswerSheet, SurveyRound
from jobveu.web.lists import ListPage
from tests import factories, reference_tables
from tests.architecture.side import Side
from tests.architecture.test_access_matrix import PATTERNS
from tests.architecture.world import NOW, make_side
from tests.candidates.scene import a_cpr
from tests.web.query_counts import queries_of

MORE = 50


@dataclass(frozen=True)
class Visit:
    """Who reads the list. What the address holds is found in the world by its names."""

    role: Role
    query: Mapping[str, Any] = field(default_factory=dict)


LISTS: Mapping[str, Visit] = {
    "showcase_list": Visit(Role.PUBLIC),
    "finding_list": Visit(Role.COORDINATOR),
    "duplicate_list": Visit(Role.ADMINISTRATOR),
    "merge_list": Visit(Role.ADMINISTRATOR),
    "member_list": Visit(Role.PROVIDER),
    "all_dialogues": Visit(Role.COORDINATOR),
    "dialogue_list": Visit(Role.COORDINATOR),
    "member_invitation_list": Visit(Role.PROVIDER),
    "organisation_projects": Visit(Role.COORDINATOR),
    "organisation_needs": Visit(Role.COORDINATOR),
    "affiliation_list": Visit(Role.COORDINATOR),
    "organisation_list": Visit(Role.COORDINATOR),
    "course_plan_list": Visit(Role.COORDINATOR),
    "offered_hold_list": Visit(Role.PROVIDER),
    "user_list": Visit(Role.ADMINISTRATOR),
    "mail_list": Visit(Role.ADMINISTRATOR),
    "audit_list": Visit(Role.ADMINISTRATOR),
    "lesson_list": Visit(Role.COORDINATOR),
    "project_list": Visit(Role.COORDINATOR),
    "need_list": Visit(Role.COORDINATOR),
    "project_history": Visit(Role.COORDINATOR),
    "own_invitations": Visit(Role.PROVIDER),
    "project_candidates": Visit(Role.CASEWORKER),
    "person_list": Visit(Role.CASEWORKER),
    "identity_log": Visit(Role.CASEWORKER),
    "look_list": Visit(Role.CASEWORKER),
    "survey_list": Visit(Role.COORDINATOR),
    "survey_audience": Visit(Role.COORDINATOR),
    "retention_run_log": Visit(Role.ADMINISTRATOR),
    "mapping_list": Visit(Role.COORDINATOR),
    "import_list": Visit(Role.COORDINATOR),
    "import_problems": Visit(Role.COORDINATOR),
}
"""By the name of the address. What is read of several records alike (the history) is visited on one of them."""
PAGES: Mapping[str, Visit] = {
    "contact_duplicates": Visit(Role.COORDINATOR),
    "snapshot_list": Visit(Role.COORDINATOR),
    "goal_list": Visit(Role.OFFICE_MANAGER),
    "survey_result_list": Visit(Role.COORDINATOR),
    "survey_texts": Visit(Role.COORDINATOR),
    "api_token_list": Visit(Role.COORDINATOR),
    "project_matching": Visit(Role.COORDINATOR),
    "screening_tool": Visit(Role.COORDINATOR),
    "candidate_find": Visit(Role.CASEWORKER),
    "candidates_several": Visit(Role.CASEWORKER),
    "meeting_invited": Visit(Role.CASEWORKER),
    "course_day": Visit(Role.CASEWORKER),
}
"""Lists on pages of their own kind, which are not ListPages and are counted in no other test."""


def copies(
    row: models.Model, change: Callable[[int], Mapping[str, Any]] = lambda number: {}
) -> list[models.Model]:
    """`MORE` rows like this one, in one statement; `change` says in what the one with a number differs."""
    plain = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key and not getattr(column, "generated", False)
    }
    model = type(row)
    made: list[models.Model] = model._base_manager.bulk_create(
        model(**plain | dict(change(number))) for number in range(MORE)
    )
    return made


def one_of(model: type[models.Model], key: Any) -> Any:
    return model._base_manager.get(pk=key)


# How the world grows


def more_projects(side: Side) -> None:
    made = copies(one_of(Project, side.ids["project_id"]))
    Party.objects.bulk_create(
        Party(project=one, organisation=organisation, joined_on=factories.TODAY)
        for one in made
        for organisation in (side.company, side.job_centre, side.provider, side.partner)
    )
    procurement = one_of(Procurement, side.ids["procurement_id"])
    tenders = copies(procurement, lambda number: {"project_id": made[number].pk})
    invitation = Invitation.objects.get(procurement=procurement, provider=side.provider)
    copies(invitation, lambda number: {"procurement_id": tenders[number].pk})
    copies(one_of(Lesson, side.ids["lesson_id"]), lambda number: {"project_id": made[number].pk})
    copies(one_of(Need, side.ids["need_id"]))
    copies(one_of(Task, side.ids["task_id"]))  # of one project, whose history it is


def more_organisations(side: Side) -> None:
    """Each of them twice, and the company affiliated with one of the two."""
    kind = OrganisationKind.EMPLOYER_ASSOCIATION
    once, again = (
        Organisation.objects.bulk_create(
            Organisation(kind=kind, name=f"Tvillingerne {number}", municipality=side.job_centre.municipality)
            for number in range(MORE)
        )
        for _time in range(2)
    )
    copies(one_of(Affiliation, side.ids["affiliation_id"]), lambda number: {"body_id": once[number].pk})
    copies(
        one_of(Merge, side.ids["merge_id"]),
        lambda number: {"kept_id": again[number].pk, "gone_id": 20_000_000 + number},
    )
    contacts = copies(
        Contact.objects.get(organisation=side.provider),
        lambda number: {"name": f"Svarperson {number}", "email": f"flere.{number}@example.dk"},
    )
    Consent.objects.bulk_create(
        Consent(contact_id=contact.pk, kind="survey", given_on=factories.TODAY, shown_by="Mail")
        for contact in contacts
    )
    copies(one_of(Dialogue, side.ids["dialogue_id"]))


def more_users(side: Side) -> None:
    made = copies(side.users[Role.PROVIDER], lambda number: {"email": f"flere{number}@example.dk"})
    membership = Membership.objects.get(user=side.users[Role.PROVIDER])
    copies(membership, lambda number: {"user_id": made[number].pk})
    copies(
        one_of(MemberInvitation, side.ids["member_invitation_id"]),
        lambda number: {"email": f"inviteret{number}@example.dk", "token_hash": f"{number:064}"},
    )


def a_person(side: Side, name: str) -> int:
    return register_person(
        by=factories.actor(side.users[Role.CASEWORKER]),
        at=NOW,
        job_centre_id=side.job_centre.pk,
        name=name,
        cpr=a_cpr(),
        situation=Situation.UNEMPLOYED,
        skill_level=SkillLevel.UNSKILLED,
        synthetic=True,
    )


def more_persons(side: Side) -> None:
    by = factories.actor(side.users[Role.CASEWORKER])
    persons = [a_person(side, f"Påfund {number}") for number in range(2 * MORE)]
    added = add_candidates(
        by=by, at=NOW, project_id=side.ids["project_id"], person_ids=persons[:MORE]
    )  # the others can be found
    copies(one_of(Enrolment, side.ids["enrolment_id"]), lambda number: {"candidacy_id": added[number]})
    copies(
        Activity.objects.get(meeting=side.ids["information_meeting_id"]),
        lambda number: {"candidacy_id": added[number]},
    )
    look = IdentityView.objects.order_by("pk")[0]
    copies(look, lambda number: {"at": NOW - timedelta(days=number)})


def more_of_the_rest(side: Side) -> None:
    plan = one_of(CoursePlan, side.ids["plan_id"])
    runs = copies(one_of(SolverRun, plan.run_id))
    copies(plan, lambda number: {"run_id": runs[number].pk})
    copies(one_of(OfferedHold, side.ids["hold_id"]))
    copies(one_of(OutgoingMail, side.ids["mail_id"]), lambda _number: {"key": uuid4()})
    # With names, as the first page had, and above what came since.
    named = {
        "at": NOW,
        "room": "accounts.user",
        "record_id": plan.run.ordered_by_id,
        "details": {"company": side.company.pk},
    }
    copies(AuditEntry.objects.order_by("pk")[0], lambda _number: named)
    copies(one_of(SurveyRound, side.ids["draft_round_id"]), lambda number: {"name": f"Endnu en {number}"})
    copies(RetentionItem.objects.get(run=side.ids["run_id"]), lambda number: {"record_id": number + 1})
    copies(one_of(ColumnMapping, side.ids["mapping_id"]), lambda number: {"name": f"Endnu en {number}"})
    copies(one_of(Import, side.ids["import_id"]))
    copies(ImportProblem.objects.get(of_import=side.ids["import_id"]), lambda number: {"row": number + 1})


def more_of_the_pages(side: Side) -> None:
    copies(one_of(Contact, side.ids["contact_id"]), lambda number: {"email": f"kontakt.{number}@example.dk"})
    # Older than the one there is: figures are read of the newest.
    copies(
        Snapshot.objects.get(),
        lambda number: {"name": f"2025-k1-{number}", "day": factories.TODAY - timedelta(days=number + 1)},
    )
    copies(Goal.objects.get(), lambda number: {"year": 2026 + number})
    closed = one_of(SurveyRound, side.ids["closed_round_id"])
    copies(closed, lambda number: {"name": f"Lukket {number}"})
    copies(AnswerSheet.objects.filter(round=closed, values__has_key="text-advice")[0])
    copies(one_of(ApiToken, side.ids["token_id"]), lambda number: {"digest": f"{number:064}"})
    proposal = one_of(MatchingProposal, side.ids["proposal_id"])
    runs = copies(one_of(SolverRun, proposal.run_id))
    copies(proposal, lambda number: {"run_id": runs[number].pk})
    for criterion in Criterion.objects.filter(tool__project=side.ids["project_id"]):
        copies(criterion, lambda _number: {"key": uuid4()})


GROW = (more_projects, more_organisations, more_users, more_persons, more_of_the_rest, more_of_the_pages)


def first_of_what_the_others_have_no_use_for(side: Side) -> None:
    for _time in range(2):
        factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION, "Tvillingerne")
    Membership.objects.filter(user=side.users[Role.CASEWORKER]).update(administers=True)
    RetentionItem.objects.create(run_id=side.ids["run_id"], kind="contact", record_id=1, since=NOW.date())
    a_person(side, "Påfund som kan findes")
    caseworker = side.users[Role.CASEWORKER]
    Activity.objects.create(
        candidacy_id=side.ids["candidacy_id"],
        kind="information_meeting",
        timing="before",
        meeting_id=side.ids["information_meeting_id"],
        invited_on=factories.TODAY,
        invited_by=caseworker,
    )
    take_snapshot(by=COMMAND_LINE, at=NOW, name="2026-k1")
    Goal.objects.create(council_id=side.ids["council_id"], year=2025, projects=10)
    ImportProblem.objects.create(
        of_import_id=side.ids["import_id"], row=1, column="title", code="unknown_type", is_error=True
    )
    IdentityView.objects.create(
        person_id=side.ids["person_id"],
        user_id=side.users[Role.CASEWORKER].pk,
        user_name="Opdigtet",
        organisation_id=side.job_centre.pk,
        organisation_name=side.job_centre.name,
        part="name",
        purpose="casework",
        at=NOW,
    )


# The lists


@dataclass(frozen=True)
class Counted:
    """What a list answered before the world grew and after: its rows (of a page its bytes), and its statements."""

    page: Page
    rows: tuple[int, int]
    statements: tuple[list[str], list[str]]

    def assert_no_more_statements(self) -> None:
        """Fewer is no growth: what is asked for one kind of rows only is not asked where the page is full of others."""
        few, many = self.statements
        assert len(many) <= len(few), "\n".join(["few:", *few, "many:", *many])


def addresses() -> dict[str, type[ListPage]]:
    """Every list that has an address, by the address's name."""
    found = {}
    for pattern in PATTERNS:
        view = getattr(pattern.callback, "view_class", None)
        if view is not None and issubclass(view, ListPage):
            found[str(pattern.name)] = view
    return found


def subclasses(view: type[ListPage]) -> Iterator[type[ListPage]]:
    for below in view.__subclasses__():
        yield below
        yield from subclasses(below)


def test_every_list_is_counted() -> None:
    """A list of the site that nobody visits here fails, and so does one that has no address."""
    known = addresses()
    assert LISTS.keys() <= known.keys()
    visited = {one for name in LISTS for one in known[name].__mro__}
    missing = {
        f"{view.__module__}.{view.__qualname__}"
        for view in subclasses(ListPage)
        if view.__module__.startswith("jobveu.")
        and not {view, *subclasses(view)} & visited
        and not any(issubclass(base, ListPage) and base is not ListPage for base in view.__mro__[1:])
    }
    assert missing == set()


@pytest.fixture(scope="module")
def counted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Counted]]:
    """Each list once before, to have read what is read once and kept, then counted; then grown, then counted."""
    with django_db_blocker.unblock(), transaction.atomic():
        reference_tables.put_in()
        side = make_side("midt-nord", "0730")
        first_of_what_the_others_have_no_use_for(side)
        side.log_in()
        pages = {name: Page(side, name, visit) for name, visit in {**LISTS, **PAGES}.items()}
        for page in pages.values():
            page.read()
        before = {name: page.read() for name, page in pages.items()}
        for grow in GROW:
            grow(side)
        after = {name: page.read() for name, page in pages.items()}
        yield {
            name: Counted(pages[name], (before[name][0], after[name][0]), (before[name][1], after[name][1]))
            for name in pages
        }
        transaction.set_rollback(True)


class Page:
    def __init__(self, side: Side, name: str, visit: Visit) -> None:
        own = {"organisation_id": side.provider.pk} if visit.role is Role.PROVIDER else {}
        own |= {"round_id": side.ids["closed_round_id" if name == "survey_texts" else "draft_round_id"]}
        if name == "meeting_invited":
            own |= {"meeting_id": side.ids["information_meeting_id"]}
        # Of the whole address: a part may stand where its room's addresses are included.
        [(_form, keys)] = get_resolver().reverse_dict.getlist(name)[0][0]
        self.url = reverse(name, kwargs={key: (side.ids | own)[key] for key in keys})
        self.client: Client = side.client(visit.role)
        self.is_list = name in LISTS
        self.query = {"vis": 100, **visit.query}

    def get(self, **query: str) -> Any:
        answer = self.client.get(self.url, {**self.query, **query})
        assert answer.status_code == 200, (self.url, query)
        return answer

    def read(self) -> tuple[int, list[str]]:
        answers: list[Any] = []
        statements = queries_of(lambda: answers.append(self.get()))
        shown = answers[0].context.get("rows") if self.is_list else answers[0].content
        return (shown.count("<tr>") if self.is_list else len(shown)), statements


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_no_more_statements_for_fifty_rows_more(counted: dict[str, Counted], name: str) -> None:
    one = counted[name]
    assert one.rows[0] >= 1
    assert one.rows[1] >= min(one.rows[0] + MORE, 100)
    one.assert_no_more_statements()


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_a_list_takes_no_more_statements_for_fifty_rows_more(
    counted: dict[str, Counted], name: str
) -> None:
    one = counted[name]
    assert one.rows[1] > one.rows[0], "there is more on it"
    one.assert_no_more_statements()


WITHOUT_FILE = {"survey_audience"}
"""Why, the list itself says."""


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_by_each_of_its_columns_paged_and_fetched_whole(
    counted: dict[str, Counted], name: str
) -> None:
    page = counted[name].page
    shown = page.get().context
    first = counted[name].rows[1]
    for option in shown["sort_options"]:
        assert page.get(sorter=option.value).context["rows"].count("<tr>") >= first, option.value
    last = page.get(vis="25", side="999").context
    assert last["number"] == last["pages"] > 1
    assert [option.value for option in shown["exports"]] == ([] if name in WITHOUT_FILE else ["xlsx", "csv"])
    for option in shown["exports"]:
        lines = b"".join(page.get(format=option.value))
        assert option.value != "csv" or lines.count(b"\r\n") > first


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
def test_kinds_are_sorted_by_what_they_are_called(counted: dict[str, Counted], language: str) -> None:
    assert counted  # in its world
    with translation.override(language):
        rows = Organisation.objects.order_by(by_label("kind", OrganisationKind))
        keys = [danish_sort_key(str(OrganisationKind(row.kind).label)) for row in rows]
    assert len(set(keys)) > 5
    assert keys == sorted(keys)
