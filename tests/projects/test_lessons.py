"""Lessons: written per phase, tagged, found by everybody, changed by few."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from jobveu.projects.enums import PhaseNumber, ProjectType, TargetGroup
from jobveu.projects.models import Lesson, Project
from jobveu.projects.operations import lessons as operations
from jobveu.projects.queries import lessons as queries
from jobveu.reference.models import Industry
from tests.projects import scene as scenes
from tests.projects.scene import NOW, Scene
from tests.web.query_counts import assert_page_has_same_number_of_queries


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


@pytest.fixture
def project(scene: Scene) -> Project:
    return scene.project(initiative_organisation_id=scene.company.pk)


def write(scene: Scene, project: Project, **fields: Any) -> Lesson:
    values = {
        "phase": PhaseNumber.NEED,
        "title": "Tal med værkførerne",
        "text": "De kender opgaverne.",
    } | fields
    return operations.record_lesson(by=scene.by, at=NOW, project_id=project.pk, **values)


def found(**criteria: Any) -> list[str]:
    return [row.title for row in queries.lessons(sort=Sort("title"), window=Window(0, 50), **criteria).rows]


def test_tags_are_stored_in_one_way(scene: Scene, project: Project) -> None:
    lesson = write(scene, project, tags=["  Opsøgende   Arbejde", "opsøgende arbejde", "SMV", ""])
    assert lesson.tags == ["opsøgende arbejde", "smv"]
    assert AuditEntry.objects.get(action="lesson.recorded").project_id == project.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"tags": ["x" * 51]}, "tags"),
        ({"tags": [str(number) for number in range(21)]}, "tags"),
    ],
)
def test_a_lesson_says_something(scene: Scene, project: Project, wrong: dict, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        write(scene, project, **wrong)
    assert caught.value.field == field


def test_a_lesson_is_edited_unless_somebody_else_did_so_first_and_removed(
    scene: Scene, project: Project
) -> None:
    lesson = write(scene, project)
    values = {"phase": PhaseNumber.LEARNING, "title": "Ny", "text": "Tekst", "tags": ["smv"]}
    edited = operations.edit_lesson(by=scene.by, at=NOW, lesson_id=lesson.pk, version=1, **values)
    assert (edited.phase, edited.tags) == (PhaseNumber.LEARNING, ["smv"])
    with pytest.raises(StaleEdit):
        operations.edit_lesson(by=scene.by, at=NOW, lesson_id=lesson.pk, version=1, **values)
    operations.remove_lesson(by=scene.by, at=NOW, lesson_id=lesson.pk)
    with pytest.raises(DomainError, match="findes ikke"):
        operations.remove_lesson(by=scene.by, at=NOW, lesson_id=lesson.pk)
    assert AuditEntry.objects.get(action="lesson.removed").details["title"] == "Ny"


def test_lessons_are_found_by_danish_words_phase_tag_type_and_industry(
    scene: Scene, project: Project
) -> None:
    section = Industry.objects.get(code="I")
    division = Industry.objects.filter(parent=section).first()
    other = scene.project(
        type=ProjectType.EMPLOYED, target_groups=[TargetGroup.EMPLOYED], industry_id=division.pk
    )
    write(scene, project, tags=["smv"])
    write(
        scene, other, title="Åbent hus", text="Virksomhederne mødte kandidaterne", phase=PhaseNumber.LEARNING
    )
    assert found() == ["Tal med værkførerne", "Åbent hus"]
    assert found(text="kandidater") == ["Åbent hus"]
    assert found(text="værkfører") == ["Tal med værkførerne"]
    assert found(text="ent hu") == ["Åbent hus"]
    assert found(phase=PhaseNumber.LEARNING) == ["Åbent hus"]
    assert found(tag=" SMV ") == ["Tal med værkførerne"]
    assert found(type=ProjectType.EMPLOYED) == ["Åbent hus"]
    assert found(section_id=section.pk) == ["Åbent hus"]


def test_everybody_who_works_with_the_model_reads_lessons_but_not_every_project(
    client: Client, scene: Scene, project: Project
) -> None:
    lesson = write(scene, project, tags=["smv"])
    url = reverse("lesson", args=[lesson.pk])
    client.force_login(scene.teacher)
    text = client.get(url).content.decode()
    assert "De kender opgaverne." in text
    assert reverse("project", args=[project.pk]) not in text
    assert "?skabelon=" not in text
    client.force_login(scene.coordinator)
    text = client.get(url).content.decode()
    assert reverse("project", args=[project.pk]) in text
    assert f"?skabelon={project.pk}" in text
    assert "?tag=smv" in text
    client.logout()
    assert client.get(url).status_code == 302


def test_a_party_writes_a_lesson_and_changes_only_its_own(
    client: Client, scene: Scene, project: Project
) -> None:
    others = write(scene, project)
    client.force_login(scene.company_user)
    url = reverse("lesson_create", args=[project.pk])
    assert client.get(url).status_code == 200
    data = {"phase": "4", "title": "Mød kandidaterne tidligt", "text": "Det virkede.", "tags": "Match, SMV"}
    assert client.post(url, data).status_code == 302
    own = Lesson.objects.get(phase=4)
    assert (own.organisation, own.tags) == (scene.company, ["match", "smv"])
    assert client.get(reverse("lesson_edit", args=[others.pk])).status_code == 403
    assert client.post(reverse("lesson_remove", args=[others.pk])).status_code == 403
    edit = reverse("lesson_edit", args=[own.pk])
    assert "match, smv" in client.get(edit).content.decode()
    assert client.post(edit, data | {"title": "Ny", "version": 1}).status_code == 302
    text = client.get(reverse("project_lessons", args=[project.pk])).content.decode()
    assert text.index("Fase 1") < text.index("Fase 4")
    assert edit in text
    assert reverse("lesson_edit", args=[others.pk]) not in text
    assert client.get(reverse("lesson_remove", args=[own.pk])).status_code == 200
    assert client.post(reverse("lesson_remove", args=[own.pk])).status_code == 302
    client.force_login(scene.teacher)
    assert client.get(url).status_code == 403


def test_the_pages_keep_their_number_of_queries(client: Client, scene: Scene, project: Project) -> None:
    client.force_login(scene.coordinator)
    for url in (f"{reverse('lesson_list')}?vis=100", reverse("project_lessons", args=[project.pk])):
        assert_page_has_same_number_of_queries(
            client, url, add_rows=lambda number: [write(scene, project) for _ in range(number)]
        )


def test_empty_pages_say_what_to_do(client: Client, scene: Scene, project: Project) -> None:
    client.force_login(scene.company_user)
    assert "Der er ingen erfaringer endnu" in client.get(reverse("lesson_list")).content.decode()
    text = client.get(reverse("project_lessons", args=[project.pk])).content.decode()
    assert reverse("lesson_create", args=[project.pk]) in text
