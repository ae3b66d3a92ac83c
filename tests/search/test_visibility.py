"""Who finds what: role by role, against the lists themselves; and what is never found by anybody."""

from __future__ import annotations

import pytest

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import ANONYMOUS
from jobveu.accounts.enums import Role
from jobveu.actors.models import Contact, Dialogue
from jobveu.actors.queries.organisations import contacts_of, organisation_header, organisation_rows
from jobveu.common.paging import Sort, Window
from jobveu.education.models import Course
from jobveu.projects.models import Lesson, Project
from jobveu.projects.queries.header import project_header
from jobveu.projects.queries.lessons import lessons
from jobveu.projects.queries.project_list import projects
from jobveu.search.enums import Kind
from jobveu.search.queries import search
from tests import factories
from tests.architecture.world import make_side
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

ALL = Window(0, 10_000)
WORD = "zebrastribe"


def listed(actor) -> dict[Kind, set[int]]:
    """What the lists and pages show the actor, read without the search."""
    seen: dict[Kind, set[int]] = {kind: set() for kind in Kind}
    if may(Action.LIST_PROJECTS, actor):
        seen[Kind.PROJECT] = {row.id for row in projects(by=actor, sort=Sort("title"), window=ALL).rows}
    if may(Action.LIST_ORGANISATIONS, actor):
        for inactive in (False, True):
            found = organisation_rows(by=actor, today=TODAY, sort=Sort("name"), window=ALL, inactive=inactive)
            seen[Kind.ORGANISATION] |= {row.id for row in found.rows}
    for organisation_id in set(Contact.objects.values_list("organisation", flat=True)):
        header = organisation_header(organisation_id=organisation_id)
        if may(Action.VIEW_ORGANISATION, actor, header.subject):
            seen[Kind.CONTACT] |= {row.id for row in contacts_of(organisation_id=organisation_id)}
    for course in Course.objects.all():
        if may(Action.VIEW_PROJECT, actor, project_header(project_id=course.project_id).subject):
            seen[Kind.COURSE].add(course.pk)
    if may(Action.LIST_LESSONS, actor):
        seen[Kind.LESSON] = {row.id for row in lessons(sort=Sort("title"), window=ALL).rows}
    return seen


def found(actor, text: str) -> dict[Kind, set[int]]:
    answer = search(by=actor, text=text, limit=1000)
    hits = {group.kind: {hit.id for hit in group.rows} for group in answer.groups}
    assert {group.kind: group.total for group in answer.groups} == {
        kind: len(ids) for kind, ids in hits.items()
    }
    return {kind: hits.get(kind, set()) for kind in Kind}


def test_each_role_finds_exactly_what_its_lists_show() -> None:
    own, others = make_side("midt-nord", "0730"), make_side("syd", "0461")
    for side in (own, others):
        Contact.objects.create(organisation=side.partner, name="Kontakt hos part", phone="1")
        Contact.objects.create(
            organisation=side.provider, name="Tidligere", active=False, removed_on=factories.TODAY
        )
    for model, field in ((Project, "title"), (Course, "title"), (Lesson, "title"), (Contact, "name")):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{field: f"{getattr(row, field)[:80]} {WORD}"})
    from jobveu.actors.models import Organisation

    for row in Organisation.objects.all():
        Organisation.objects.filter(pk=row.pk).update(name=f"{row.name} {WORD}", active=row.pk % 3 != 0)
    factories.project(title=f"Uden parter {WORD}", council=factories.council(office_code="oest"))
    for side in (own, others):
        for role, user in side.users.items():
            actor = factories.actor(user)
            for text in (WORD, "zebra", "stribe", "zebrastribr"):
                assert found(actor, text) == listed(actor), (role, text)


def test_the_public_and_a_user_without_a_role_find_nothing() -> None:
    factories.project(title=WORD)
    assert search(by=ANONYMOUS, text=WORD).groups == ()
    nobody = factories.user(Role.COMPANY, factories.organisation("company", WORD))
    nobody.memberships.update(valid_to="2021-01-01")
    assert search(by=factories.actor(nobody), text=WORD).groups == ()


def test_dialogue_and_its_notes_are_found_by_nobody() -> None:
    side = make_side("midt-nord", "0730")
    Dialogue.objects.update(subject="hemmeligord", notes="hemmeligord", agreed="hemmeligord")
    Dialogue.objects.create(
        organisation=side.company,
        spoken_by=side.users[Role.COORDINATOR],
        spoken_for=side.office,
        held_on=TODAY,
        channel="phone",
        subject="hemmeligord",
        created_at=NOW,
    )
    for user in side.users.values():
        assert search(by=factories.actor(user), text="hemmeligord").groups == ()


def test_a_misspelling_does_not_tell_of_what_may_not_be_seen() -> None:
    factories.project(title="Kryptonitværket", council=factories.council(office_code="syd"))
    company = factories.user(Role.COMPANY, factories.organisation("company"))
    answer = search(by=factories.actor(company), text="kryptonitverket")
    assert (answer.groups, answer.corrected) == ((), False)
