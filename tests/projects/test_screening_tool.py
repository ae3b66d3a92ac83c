"""The screening tool: a draft that becomes a version, what may not be a criterion, and taking over from others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jobveu.actors.enums import DialogueChannel
from jobveu.actors.models import Dialogue
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import FormalFact
from jobveu.projects.models import Criterion, ProjectDialogue, ScreeningTool
from jobveu.projects.operations.screening_tool import (
    LONGEST_TOOL,
    Demand,
    add_criterion,
    discard_draft,
    edit_criterion,
    issue_tool,
    remove_criterion,
    take_over_criteria,
)
from jobveu.projects.queries.screening_tool import (
    changes_between,
    in_groups,
    source_projects,
    tool_in_force,
    tools_of,
)
from tests import factories
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, audited, setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PUNCTUAL = Demand(kind=CriterionKind.PERSONAL, text="Møder til tiden", strength=Strength.MUST)
DIGS = Demand(kind=CriterionKind.PROFESSIONAL, text="Har gravet", strength=Strength.NICE, weight=2)


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def a_dialogue(one: Setting) -> Dialogue:
    return Dialogue.objects.create(
        organisation=one.company.organisation,
        spoken_by=one.coordinator.user,
        spoken_for=one.coordinator.organisation,
        held_on=TODAY,
        channel=DialogueChannel.VISIT,
        subject="Hvad kræver I?",
    )


def step(one: Setting, **more: Any) -> dict[str, Any]:
    return {"by": one.coordinator.actor, "at": NOW, "project_id": one.project.pk, **more}


def added(one: Setting, *demands: Demand) -> list[UUID]:
    return [add_criterion(**step(one), demand=demand) for demand in demands]


def test_criteria_are_a_draft_until_somebody_takes_it_into_use(one: Setting) -> None:
    added(one, PUNCTUAL, DIGS)
    assert tool_in_force(project_id=one.project.pk) is None
    assert issue_tool(**step(one)) == 1
    tool = tool_in_force(project_id=one.project.pk)
    assert tool is not None
    assert [row.text for row in tool.criteria] == ["Møder til tiden", "Har gravet"]
    assert tools_of(project_id=one.project.pk).draft is None
    assert audited(one.project) == ["criterion.added", "criterion.added", "screening_tool.issued"]


def test_a_change_is_a_new_version_under_the_same_key_and_the_old_one_stays(one: Setting) -> None:
    [key] = added(one, PUNCTUAL)
    issue_tool(**step(one))
    edit_criterion(**step(one), key=key, version=1, demand=replace(PUNCTUAL, text="Møder kl. 6.30"))
    in_force = tool_in_force(project_id=one.project.pk)
    assert in_force is not None
    assert in_force.criteria[0].text == "Møder til tiden"
    with pytest.raises(DomainError, match="hvad der er ændret"):
        issue_tool(**step(one))
    assert issue_tool(**step(one), change_note="Busserne går først kl. 6") == 2
    tools = tools_of(project_id=one.project.pk)
    assert [(row.number, row.criteria[0].text, row.criteria[0].key) for row in tools.issued] == [
        (2, "Møder kl. 6.30", key),
        (1, "Møder til tiden", key),
    ]
    [change] = changes_between(tools.issued[1], tools.issued[0])
    assert change.before is not None
    assert change.after is not None


def test_what_is_added_and_removed_is_told(one: Setting) -> None:
    [key] = added(one, PUNCTUAL)
    issue_tool(**step(one))
    added(one, DIGS)
    remove_criterion(**step(one), key=key)
    tools = tools_of(project_id=one.project.pk)
    assert tools.draft is not None
    changes = changes_between(tools.in_force, tools.draft)
    assert [(row.before and row.before.text, row.after and row.after.text) for row in changes] == [
        (None, "Har gravet"),
        ("Møder til tiden", None),
    ]
    discard_draft(**step(one))
    assert ScreeningTool.objects.count() == 1
    with pytest.raises(DomainError, match="allerede slettet"):
        discard_draft(**step(one))


def test_a_draft_that_changes_nothing_or_holds_nothing_is_not_taken_into_use(one: Setting) -> None:
    with pytest.raises(DomainError, match="ingen kladde"):
        issue_tool(**step(one))
    [key] = added(one, PUNCTUAL)
    issue_tool(**step(one))
    edit_criterion(**step(one), key=key, version=1, demand=PUNCTUAL)
    with pytest.raises(DomainError, match="de samme"):
        issue_tool(**step(one), change_note="Intet")
    remove_criterion(**step(one), key=key)
    with pytest.raises(DomainError, match="mindst ét krav"):
        issue_tool(**step(one), change_note="Alt")


def test_whoever_edits_second_is_shown_what_the_first_saved(one: Setting) -> None:
    [key] = added(one, PUNCTUAL)
    edit_criterion(**step(one), key=key, version=1, demand=replace(PUNCTUAL, text="Mit"))
    with pytest.raises(StaleEdit) as caught:
        edit_criterion(**step(one), key=key, version=1, demand=replace(PUNCTUAL, text="Dit"))
    assert caught.value.current["text"] == "Mit"
    remove_criterion(**step(one), key=key)
    with pytest.raises(DomainError, match="fjernet kravet"):
        remove_criterion(**step(one), key=key)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "Kvinde under 40 år"}, "text"),
        ({"guidance": "Spørg til helbredet"}, "text"),
        ({"strength": Strength.NICE}, "weight"),
        ({"strength": Strength.NICE, "weight": 6}, "weight"),
        ({"fact": FormalFact.DRIVING_LICENCE, "fact_value": "B"}, "fact"),
        ({"kind": CriterionKind.FORMAL, "fact": FormalFact.DRIVING_LICENCE, "fact_value": "Z"}, "fact_value"),
        (
            {"kind": CriterionKind.FORMAL, "fact": FormalFact.UNEMPLOYED_AT_LEAST, "fact_value": "0"},
            "fact_value",
        ),
        ({"fact_value": "B"}, "fact"),
    ],
)
def test_a_demand_that_cannot_be_screened_by_is_refused(
    one: Setting, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        added(one, replace(PUNCTUAL, **changes))
    assert caught.value.field == field
    assert not Criterion.objects.exists()
    assert not ScreeningTool.objects.exists()


def test_a_word_that_means_something_else_is_let_through_with_the_reason(one: Setting) -> None:
    added(one, replace(PUNCTUAL, text="Har plejet ældre", wording_reason="Arbejdet er pleje af beboere"))
    assert Criterion.objects.get().wording_reason == "Arbejdet er pleje af beboere"


def test_companies_and_conversations_are_the_projects_own(one: Setting) -> None:
    stranger = factories.organisation(one.company.organisation.kind, "En anden virksomhed")
    for changes, field in (
        ({"company_id": stranger.pk}, "company_id"),
        ({"company_id": one.union.id}, "company_id"),
        ({"dialogue_id": a_dialogue(one).pk}, "dialogue_id"),
    ):
        with pytest.raises(DomainError) as caught:
            added(one, replace(PUNCTUAL, **changes))
        assert caught.value.field == field
    dialogue = a_dialogue(one)
    ProjectDialogue.objects.create(project=one.project, dialogue=dialogue)
    added(one, DIGS, replace(PUNCTUAL, company_id=one.company.id, dialogue_id=dialogue.pk))
    draft = tools_of(project_id=one.project.pk).draft
    assert draft is not None
    groups = in_groups(draft.criteria)
    assert [(group.company, len(group.criteria)) for group in groups] == [("", 1), ("Opdigtet Byg A/S", 1)]
    assert groups[1].criteria[0].dialogue_on == dialogue.held_on


def test_a_tool_that_nobody_could_answer_is_refused(one: Setting) -> None:
    for number in range(LONGEST_TOOL):
        added(one, replace(PUNCTUAL, text=f"Krav {number}"))
    with pytest.raises(DomainError, match="Saml nogle af dem"):
        added(one, PUNCTUAL)


def test_criteria_are_taken_over_from_another_project_but_not_those_of_its_companies(one: Setting) -> None:
    added(one, PUNCTUAL, replace(DIGS, company_id=one.company.id))
    other = factories.project(one.job_centre.organisation, title="Næste projekt")
    with pytest.raises(DomainError, match="intet screeningsværktøj"):
        take_over_criteria(by=one.coordinator.actor, at=NOW, project_id=other.pk, source_id=one.project.pk)
    issue_tool(**step(one))
    assert [row.id for row in source_projects(by=one.job_centre.actor, project_id=other.pk)] == [
        one.project.pk
    ]
    assert source_projects(by=one.stranger.actor, project_id=other.pk) == ()
    for copied in (1, 0):  # what is there already doesn't come twice
        assert (
            take_over_criteria(
                by=one.coordinator.actor, at=NOW, project_id=other.pk, source_id=one.project.pk
            )
            == copied
        )
    row = Criterion.objects.get(tool__project=other)
    assert (row.text, row.company, row.tool.issued_at) == ("Møder til tiden", None, None)
    assert row.key != Criterion.objects.get(tool__project=one.project, text="Møder til tiden").key


def test_the_database_holds_one_draft_and_known_values(one: Setting) -> None:
    added(one, PUNCTUAL)
    user = one.coordinator.user
    with pytest.raises(IntegrityError, match="screening_tool_one_draft"), transaction.atomic():
        ScreeningTool.objects.create(project=one.project, number=2, begun_by=user, begun_at=NOW)
    rows = Criterion.objects.filter(text="Møder til tiden")
    for changes, constraint in (
        ({"weight": 3}, "criterion_weight_of_nice"),
        ({"fact": "driving_licence", "fact_value": "B"}, "criterion_fact_with_value"),
        ({"kind": "formal", "fact": "unemployed_at_most", "fact_value": "x"}, "criterion_fact_with_value"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            rows.update(**changes)


# The pages


def posted(**changes: Any) -> dict[str, Any]:
    return {"text": "Møder til tiden", "kind": "personal", "strength": "must", **changes}


def test_a_job_centre_writes_the_tool_that_all_see(one: Setting) -> None:
    centre, address = one.job_centre.client(), [one.project.pk]
    create = reverse("criterion_create", args=address)
    warned = centre.post(create, posted(text="Dansker under 30 år")).content.decode()
    assert "kan handle om alder" in warned
    assert centre.post(create, posted()).status_code == 302
    assert (
        centre.post(create, posted(text="Kørekort", kind="formal", asked="driving_licence:B")).status_code
        == 302
    )
    late = centre.post(
        create, posted(text="Ledig", kind="formal", asked="unemployed_at_least")
    ).content.decode()
    assert "Skriv antallet af måneder" in late
    show = reverse("screening_tool", args=address)
    assert "Møder til tiden" not in one.company.client().get(show).content.decode(), "a draft is its writers'"
    assert centre.post(reverse("screening_tool_issue", args=address), {}).status_code == 302
    for who in (one.other_job_centre, one.company, one.coordinator):
        text = who.client().get(show).content.decode()
        assert "Møder til tiden" in text
        assert "Kørekort: B (bil)" in text
    assert one.company.client().get(create).status_code == 403
    key = Criterion.objects.get(text="Kørekort").key
    edit = reverse("criterion_edit", args=[*address, key])
    text = centre.get(edit).content.decode()
    assert 'value="driving_licence:B" selected' in text
    changed = posted(
        text="Kørekort",
        kind="formal",
        strength="nice",
        weight="4",
        asked="unemployed_at_most",
        months="24",
        version="1",
    )
    assert centre.post(edit, changed).status_code == 302
    draft = tools_of(project_id=one.project.pk).draft
    assert draft is not None
    assert [row.asked_words for row in draft.criteria if row.key == key] == ["Ledig i højst 24 måneder"]
    text = centre.get(show).content.decode()
    assert "Det ændrer kladden" in text
    assert centre.post(reverse("criterion_remove", args=[*address, key]), {}).status_code == 302
    issue = reverse("screening_tool_issue", args=address)
    assert centre.post(issue, {"change_note": "Kørekort er ikke nødvendigt"}).status_code == 302
    version = reverse("screening_tool_version", args=[*address, 2])
    assert "Fjernet: Kørekort" in centre.get(version).content.decode()
    assert centre.get(reverse("screening_tool_version", args=[*address, 9])).status_code == 404
