"""The history of a record on its page: in words, by whoever may see the record, and no more of it than the page shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.functional import Promise

from jobveu.candidates.models import Screening
from jobveu.common.history import changes_by, keeping_of, tracked
from jobveu.projects.models import Task
from jobveu.web.staff.history import words
from jobveu.web.staff.history.records import RECORDS, WITHIN
from tests.candidates.scene import TODAY, Scene, make_scene
from tests.web.query_counts import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def rooms_on_pages() -> set[str]:
    """Every room whose changes are read somewhere."""
    found = {record.room for record in RECORDS} | {within.room for within in WITHIN.values()}
    for record in RECORDS:
        if record.url_name != "candidacy":  # its parts depend on the reader
            found |= {part.room for part in record.parts(None)}
    return found | {f"candidates.{room}" for room in OF_A_CANDIDATE}


OF_A_CANDIDATE = (
    *("screening", "screeninganswer", "presentation", "enrolment", "followup", "outcome", "courseday"),
    *("activity", "statement", "waitingplace", "wish", "companyscore", "proposalperson"),
)
_OWN = "One's own choice or key, which nobody else is shown."
_ADDED = "Rows are added and never changed: its page shows each with who and when."
_SHIPPED = "Loaded from shipped or official tables, which say themselves what has held since when."
READ_ELSEWHERE = {
    "actors.apitoken": _OWN,
    "journeys.calendaraddress": _OWN,
    "journeys.reminderchoice": _OWN,
    "actors.merge": "The list of merges shows each, and what undoing it would do.",
    "actors.notduplicate": "Said once of two records, and shown with them where it is taken back.",
    "delivery.outgoingmail": "The list of mails shows what became of each; nobody changes one.",
    "insight.goal": "A goal has no page but the form that sets it; the audit record tells who did.",
    "insight.texttheme": _ADDED,
    "insight.themedtext": "Which answer got which theme and from whom would tell answers apart.",
    "legacy.columnmapping": "Shown by the import that used it; replaced by its name, or removed.",
    "privacy.retentionperiod": _ADDED,
    "privacy.retentionrun": _ADDED,
    "solving.solverrun": "A calculation is shown by what it was ordered for.",
    "solving.solverreplay": "A calculation is shown by what it was ordered for.",
    "surveys.roundstratum": "How many of a small kind were asked, beside who has answered, would tell of few.",
    "surveys.surveyinvitation": "When somebody's invitation changed would tell who has answered.",
    **dict.fromkeys(
        [
            "insight.labourforcenumber",
            "reference.council",
            "reference.councilmunicipality",
            "reference.industry",
            "reference.municipality",
            "reference.municipalitypoint",
            "reference.office",
            "reference.region",
        ],
        _SHIPPED,
    ),
}
"""What is kept of these is read by whoever runs the site, and on no page, with the reason."""


def test_every_history_that_is_kept_is_read_on_a_page_or_not_with_a_reason() -> None:
    assert set(tracked()) - rooms_on_pages() == set(READ_ELSEWHERE)
    assert not rooms_on_pages() - set(tracked())


@pytest.mark.parametrize("room", sorted(rooms_on_pages()))
def test_every_column_that_is_shown_has_its_words(room: str) -> None:
    assert room in words.ROOMS
    model = tracked()[room]
    parent = getattr(keeping_of(model), "parent", "")
    for field in model._meta.concrete_fields:
        if field.column in words.NOT_SHOWN or field.name == parent:
            continue
        has_own = isinstance(field.__dict__.get("verbose_name"), Promise)
        assert has_own or field.column in words.COLUMNS, f"{room}.{field.column}"


def page(scene: Scene, who: str, name: str, *args: int, **query: Any) -> Any:
    return scene.client(who).get(reverse(name, args=args), query)


def test_a_change_is_told_in_words_with_who_from_what_to_what(scene: Scene) -> None:
    task = Task.objects.create(
        project=scene.project, title="Ring", phase=1, responsible=scene.company, due_on=TODAY
    )
    with changes_by(user_id=7, user_name="Karla Koordinator", origin="site"):
        Task.objects.filter(pk=task.pk).update(
            title="Ring igen", phase=2, responsible=scene.provider, due_on=None
        )
    shown = page(
        scene, "coordinator", "project_history", scene.project.pk, part="projects.task", number=task.pk
    ).content.decode()
    assert "Karla Koordinator" in shown
    assert f"Opgave nr. {task.pk} ændret" in shown
    assert "<del>Ring</del>" in shown
    assert "<ins>Ring igen</ins>" in shown
    assert "<del>Prøvefirmaet</del>" in shown
    assert "<ins>Prøvestad Skole</ins>" in shown
    assert "<del>24-11-2026</del>" in shown
    assert "<ins>tom</ins>" in shown
    assert f"Opgave nr. {task.pk} oprettet" in shown
    as_file = page(scene, "coordinator", "project_history", scene.project.pk, format="csv")
    assert "Ring → Ring igen" in b"".join(as_file.streaming_content).decode("utf-8-sig")


def test_the_number_of_queries_does_not_grow_with_the_changes(scene: Scene) -> None:
    client = scene.client("coordinator")
    address = reverse("project_history", args=[scene.project.pk])
    Task.objects.create(project=scene.project, title="En", phase=1, responsible=scene.company)
    client.get(address)
    few = len(queries_of(lambda: client.get(address)))
    for number in range(50):
        Task.objects.create(project=scene.project, title=f"Nr. {number}", phase=1, responsible=scene.provider)
    assert len(queries_of(lambda: client.get(address))) == few


def test_reasons_are_hidden_where_the_page_hides_them(scene: Scene) -> None:
    candidacy = scene.candidate()
    Screening.objects.create(
        candidacy=candidacy,
        result="passed",
        reason="Kun for jobcentret",
        screened_on=TODAY,
        screened_by=scene.users["caseworker"],
    )
    own = page(scene, "caseworker", "candidacy_history", candidacy.pk).content.decode()
    assert "Kun for jobcentret" in own
    office = page(scene, "coordinator", "candidacy_history", candidacy.pk)
    assert office.status_code == 200
    assert "Screening" in office.content.decode()
    assert "Kun for jobcentret" not in office.content.decode()
    exported = page(scene, "coordinator", "candidacy_history", candidacy.pk, format="csv")
    assert "Kun for jobcentret" not in b"".join(exported.streaming_content).decode("utf-8-sig")
    for other in ("other_caseworker", "provider", "company", "analyst", "administrator"):
        assert page(scene, other, "candidacy_history", candidacy.pk).status_code in (403, 404)


def test_the_history_of_a_person_says_that_the_name_changed_and_not_what_it_was(scene: Scene) -> None:
    person = scene.person("Hemmeligt Navn")
    type(person).objects.filter(pk=person.pk).update(name_encrypted=b"x", situation="employed")
    shown = page(scene, "caseworker", "person_history", person.pk).content.decode()
    assert "(værdien gemmes ikke i historikken)" in shown
    assert "Hemmeligt" not in shown
    assert page(scene, "other_caseworker", "person_history", person.pk).status_code == 404


def test_each_page_of_a_record_leads_to_its_history(scene: Scene) -> None:
    task = Task.objects.create(project=scene.project, title="Ring", phase=1)
    for name, args, target in (
        ("project", [scene.project.pk], f"/projekter/{scene.project.pk}/historik/"),
        (
            "task_edit",
            [scene.project.pk, task.pk],
            f"/projekter/{scene.project.pk}/historik/?part=projects.task&amp;number={task.pk}",
        ),
        ("organisation", [scene.company.pk], f"/organisationer/{scene.company.pk}/historik/"),
    ):
        assert f'href="{target}"' in page(scene, "coordinator", name, *args).content.decode()
    assert "historik/" not in scene.client("coordinator").get("/projekter/").content.decode()
