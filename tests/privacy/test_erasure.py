"""A person is erased whole or not at all, once, also while others work with them; and the figures stay."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from jobveu.candidates.enums import EnrolmentStatus, FollowUpChannel, Purpose
from jobveu.candidates.identity import reveal_names
from jobveu.candidates.models import Candidacy, Enrolment, FollowUp, IdentityView, Outcome, Person
from jobveu.candidates.operations import erasure, outcomes
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.erasure import erase_person
from jobveu.candidates.queries.candidacy import candidacy_place
from jobveu.candidates.queries.candidates import candidates
from jobveu.candidates.queries.counted import numbers_by_job_centre
from jobveu.candidates.queries.evidence import evidence_of
from jobveu.common.audit import UNTIED
from jobveu.common.errors import DomainError
from jobveu.common.history import erasing
from jobveu.common.models import AuditEntry, Change
from jobveu.common.paging import Sort, Window
from jobveu.journeys.enrolment import enrol
from jobveu.projects.queries.header import project_header
from tests.candidates.scene import NOW, TODAY, Scene, make_scene
from tests.concurrency import at_once
from tests.privacy.histories import WORDS, a_whole_history

ONE = pytest.mark.django_db
SEVERAL = pytest.mark.django_db(transaction=True)


def everything_in_the_database() -> str:
    """Every value of every table as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found)


@ONE
def test_no_word_written_of_the_person_is_left_anywhere(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    assert candidacy.person is not None
    told = [
        *WORDS,
        str(candidacy.pseudonym),
        str(candidacy.person.key),
        bytes(candidacy.person.cpr_hash).hex(),
    ]
    before = everything_in_the_database()
    assert [word for word in told if word not in before] == []
    erase_person(by=scene.actor("caseworker"), at=NOW, person_id=candidacy.person.pk, ground="not_needed")
    after = everything_in_the_database()
    assert [word for word in told if word in after] == []


@ONE
def test_a_caseworker_erases_on_the_page_within_the_wall(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    assert candidacy.person is not None
    told = [*WORDS, str(candidacy.pseudonym), str(candidacy.person.key)]
    address = reverse("person_erase", args=[candidacy.person.pk])
    client = scene.client("caseworker")
    sent = {"ground": "objection", "sure": "on", "submission": "11111111-1111-1111-1111-111111111111"}
    refused = client.post(address, {**sent, "sure": "", "submission": ""})
    assert refused.status_code in (200, 400)
    assert Person.objects.exists()
    for _click in range(2):
        assert client.post(address, sent).status_code == 302
    assert not Person.objects.exists()
    after = everything_in_the_database()
    assert [word for word in told if word in after] == []
    assert not Change.objects.filter(person_id=candidacy.person.pk).exists()
    assert AuditEntry.objects.filter(action="person.erased").count() == 1


@ONE
def test_the_history_of_somebody_who_is_there_is_not_forgotten(scene: Scene) -> None:
    candidacy = scene.candidate()
    with connection.cursor() as cursor, erasing():
        for person_id, candidacies in ((candidacy.person_id, []), (0, [candidacy.pk])):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute("SELECT forget_erased(%s, %s::bigint[])", [person_id, candidacies])


@ONE
def test_what_the_figures_count_stays(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    numbers = numbers_by_job_centre(project_id=scene.project.pk)
    evidence = [row.what for row in evidence_of(project_ids=[scene.project.pk])[scene.project.pk]]
    erase_person(
        by=scene.actor("caseworker"), at=NOW, person_id=candidacy.person_id or 0, ground="not_needed"
    )
    assert numbers_by_job_centre(project_id=scene.project.pk) == numbers
    assert [row.what for row in evidence_of(project_ids=[scene.project.pk])[scene.project.pk]] == evidence
    assert Enrolment.objects.get().status == EnrolmentStatus.DROPPED_OUT
    assert Outcome.objects.get().kind == "ordinary_job"


@ONE
def test_two_candidacies_of_one_person_are_no_longer_known_to_be_the_same_persons(scene: Scene) -> None:
    from tests import factories

    person = scene.person()
    other = factories.project(scene.centre)
    scene.add([person])
    scene.add([person], project=other)
    erase_person(by=scene.actor("caseworker"), at=NOW, person_id=person.pk, ground="objection")
    rows = list(Candidacy.objects.all())
    assert len(rows) == 2
    assert {(row.person_id, row.pseudonym) for row in rows} == {(None, None)}


@ONE
def test_nobody_sees_the_candidate_any_longer_and_nothing_can_be_recorded(scene: Scene) -> None:
    candidacy = scene.candidate()
    by = scene.actor("caseworker")
    erase_person(by=by, at=NOW, person_id=candidacy.person_id or 0, ground="not_needed")
    assert candidacy_place(candidacy_id=candidacy.pk) is None
    for who in ("caseworker", "coordinator"):
        header = project_header(project_id=scene.project.pk)
        assert header is not None
        page = candidates(
            by=scene.actor(who),
            at=NOW,
            today=TODAY,
            purpose=Purpose.CANDIDATE_LIST,
            project_id=scene.project.pk,
            subject=header.subject,
            sort=Sort("candidate"),
            window=Window(0, 25),
        )
        assert page.rows == []
    with pytest.raises(DomainError, match="slettet"):
        outcomes.record_follow_up(
            by=by,
            at=NOW,
            candidacy_id=candidacy.pk,
            held_on=TODAY,
            channel=FollowUpChannel.PHONE,
            note="For sent",
        )


@ONE
def test_the_record_keeps_who_did_what_and_no_longer_about_whom(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    person_id = candidacy.person_id or 0
    actions = sorted(AuditEntry.objects.values_list("action", flat=True))
    erase_person(by=scene.actor("caseworker"), at=NOW, person_id=person_id, ground="unlawful")
    left = AuditEntry.objects.exclude(action="person.erased")
    assert sorted(left.values_list("action", flat=True)) == actions
    tied = left.filter(room__startswith="candidates.").exclude(record_id=UNTIED)
    tied = tied.exclude(room="candidates.matching_proposal")  # of nobody, and of the whole project
    assert list(tied) == []
    erased = AuditEntry.objects.get(action="person.erased")
    assert (erased.record_id, erased.details) == (person_id, {"ground": "unlawful", "kept": 1})


@ONE
def test_erasing_again_does_nothing(scene: Scene) -> None:
    person = scene.person()
    for _time in range(2):
        erase_person(by=scene.actor("caseworker"), at=NOW, person_id=person.pk, ground="not_needed")
    assert AuditEntry.objects.filter(action="person.erased").count() == 1


@ONE
@pytest.mark.parametrize(
    "who", ["consultant", "other_caseworker", "coordinator", "administrator", "provider"]
)
def test_only_the_persons_own_caseworkers_erase(scene: Scene, who: str) -> None:
    person = scene.person()
    with pytest.raises(PermissionDenied):
        erase_person(by=scene.actor(who), at=NOW, person_id=person.pk, ground="not_needed")
    assert Person.objects.filter(pk=person.pk).exists()


@ONE
def test_nobody_who_is_on_a_course_is_erased(scene: Scene) -> None:
    candidacy = scene.candidate()
    by = scene.actor("caseworker")
    enrol(by=by, at=NOW, candidacy_id=candidacy.pk, course_id=scene.course().pk)
    with pytest.raises(DomainError, match="tilmeldt et kursus"):
        erase_person(by=by, at=NOW, person_id=candidacy.person_id or 0, ground="not_needed")
    assert candidacy_place(candidacy_id=candidacy.pk) is not None


@ONE
def test_an_erasure_that_fails_halfway_has_erased_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidacy = a_whole_history(scene)
    before = everything_in_the_database()

    def fail(**_what: object) -> None:
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr(erasure.audit, "record", fail)
    with pytest.raises(RuntimeError):
        erase_person(
            by=scene.actor("caseworker"), at=NOW, person_id=candidacy.person_id or 0, ground="objection"
        )
    assert everything_in_the_database() == before


@SEVERAL
def test_two_who_erase_at_once_erase_once(reference: None) -> None:
    scene = make_scene()
    person_id = a_whole_history(scene).person_id or 0
    actors = [scene.actor("caseworker"), scene.actor("colleague")]
    at_once(
        *(
            lambda by=by: erase_person(by=by, at=NOW, person_id=person_id, ground="not_needed")
            for by in actors
        )
    )
    assert AuditEntry.objects.filter(action="person.erased").count() == 1
    assert not Person.objects.filter(pk=person_id).exists()


@SEVERAL
def test_whoever_records_at_the_same_moment_comes_before_or_is_told(reference: None) -> None:
    scene = make_scene()
    candidacy = scene.candidate()
    person_id = candidacy.person_id or 0
    by, colleague = scene.actor("caseworker"), scene.actor("colleague")
    results = at_once(
        lambda: erase_person(by=by, at=NOW, person_id=person_id, ground="not_needed"),
        lambda: outcomes.record_follow_up(
            by=colleague,
            at=NOW,
            candidacy_id=candidacy.pk,
            held_on=TODAY,
            channel=FollowUpChannel.PHONE,
            note="Samtidigord",
        ),
    )
    assert results[0] is None
    assert "Samtidigord" not in everything_in_the_database()
    came_first = not isinstance(results[1], DomainError)
    assert FollowUp.objects.count() == came_first


@SEVERAL
def test_nobody_is_erased_while_they_become_a_candidate_elsewhere(reference: None) -> None:
    from tests import factories

    scene = make_scene()
    person = scene.person()
    scene.add([person])
    other = factories.project(scene.centre)
    by, colleague = scene.actor("caseworker"), scene.actor("colleague")

    def join() -> object:
        try:
            return add_candidates(by=colleague, at=NOW, project_id=other.pk, person_ids=[person.pk])
        except PermissionDenied as error:
            return error  # there is no such person any longer

    at_once(
        lambda: erase_person(by=by, at=NOW, person_id=person.pk, ground="not_needed"),
        join,
    )
    assert not Person.objects.filter(pk=person.pk).exists()
    assert not Candidacy.objects.filter(person__isnull=False).exists()


@SEVERAL
def test_whoever_looks_at_the_same_moment_sees_the_name_or_nobody(reference: None) -> None:
    scene = make_scene()
    person = scene.person("Opdigtet Set")
    by, colleague = scene.actor("caseworker"), scene.actor("colleague")
    results = at_once(
        lambda: erase_person(by=by, at=NOW, person_id=person.pk, ground="not_needed"),
        lambda: reveal_names(by=colleague, at=NOW, purpose=Purpose.PERSON_LIST, person_ids=[person.pk]),
    )
    assert results[1] in ({}, {person.pk: "Opdigtet Set"})
    assert IdentityView.objects.count() == 0


@SEVERAL
def test_one_who_waits_for_the_lock_finds_the_candidacy_that_came_meanwhile(reference: None) -> None:
    """The erasure reads the projects, waits for the person, and finds a project it hasn't locked."""
    from tests import factories

    scene = make_scene()
    person = scene.person()
    other = factories.project(scene.centre)
    by = scene.actor("caseworker")
    holds, done = Barrier(2), []

    def erase() -> None:
        holds.wait()
        try:
            erase_person(by=by, at=NOW, person_id=person.pk, ground="not_needed")
            done.append(True)
        finally:
            connection.close()

    thread = Thread(target=erase)
    with transaction.atomic():
        add_candidates(by=by, at=NOW, project_id=other.pk, person_ids=[person.pk])
        thread.start()
        holds.wait()
        wait_until_somebody_waits()
    thread.join()
    assert done == [True]
    assert list(Candidacy.objects.values_list("person", "pseudonym")) == [(None, None)]


def wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        for _try in range(10_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits for a lock.")
