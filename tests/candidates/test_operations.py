"""From registered to in a job: each step, what it refuses, and the record it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from jobveu.accounts.models import User
from jobveu.candidates.enums import (
    CandidacyState,
    DropoutReason,
    EnrolmentStatus,
    FollowUpChannel,
    Milestone,
    OutcomeKind,
    ScreeningResult,
    Situation,
    SkillLevel,
)
from jobveu.candidates.facts import facts_of
from jobveu.candidates.models import (
    Candidacy,
    Enrolment,
    FollowUp,
    Outcome,
    Person,
    Presentation,
    Screening,
)
from jobveu.candidates.operations import candidacies, enrolments, outcomes, persons, screening
from jobveu.candidates.queries.states import with_state
from jobveu.candidates.rules import Facts, state_of
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.journeys.candidates import project_numbers, register_candidate
from jobveu.journeys.enrolment import complete_several, enrol, start_several
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.enums import AgreementKind, JobSearchDuty, PhaseNumber, ProjectStatus
from jobveu.projects.models import Agreement, AgreementText, ContributionTerms, Project, Signatory, Signature
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, a_cpr

TOMORROW = TODAY + timedelta(days=1)


def audited(action: str) -> AuditEntry:
    return AuditEntry.objects.get(action=action)


def refused(do: Callable[[], object]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        do()
    return caught.value


def test_a_person_is_registered_once_in_a_job_centre(scene: Scene) -> None:
    cpr = a_cpr()
    person = scene.person("Opdigtet Én", cpr=cpr)
    with pytest.raises(persons.AlreadyRegistered) as caught:
        scene.person("Opdigtet Igen", cpr=cpr)
    assert caught.value.person_id == person.pk
    assert scene.person("Opdigtet Én", "other_caseworker", cpr=cpr).pk != person.pk
    assert AuditEntry.objects.filter(action="person.registered").count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "identity_name"),
        ({"name": "x" * 151}, "identity_name"),
        ({"name": "Prøve 610199-1234"}, "identity_name"),
        ({"vulnerable": True, "situation": Situation.EMPLOYED}, "vulnerable"),
    ],
)
def test_what_cannot_be_so_of_a_person_is_refused(
    scene: Scene, fields: dict[str, object], field: str
) -> None:
    assert refused(lambda: scene.person(**fields)).field == field


@pytest.mark.parametrize("who", ["consultant", "coordinator", "provider", "other_caseworker"])
def test_only_caseworkers_register_persons_and_only_for_their_own_job_centre(scene: Scene, who: str) -> None:
    with pytest.raises(PermissionDenied):
        scene.person("Opdigtet", who, job_centre_id=scene.centre.pk)


def test_editing_a_person_notices_another_edit_and_tells_no_name(scene: Scene) -> None:
    person = scene.person("Opdigtet Før")

    def edit(version: int, **fields: object) -> None:
        values = {
            "name": "Opdigtet Efter",
            "situation": Situation.EMPLOYED,
            "skill_level": SkillLevel.SKILLED,
        }
        persons.edit_person(
            by=scene.actor("colleague"), at=NOW, person_id=person.pk, version=version, **(values | fields)
        )

    edit(1, cpr=a_cpr())
    assert audited("person.edited").details == {"cpr_replaced": True}
    with pytest.raises(StaleEdit) as caught:
        edit(1)
    assert caught.value.version == 2
    assert "Opdigtet" not in str(dict(caught.value.current))
    other_cpr = a_cpr()
    scene.person("En anden", cpr=other_cpr)
    with pytest.raises(persons.AlreadyRegistered):
        edit(2, cpr=other_cpr)


def test_adding_candidates_gives_each_a_pseudonym_and_adds_nobody_twice(scene: Scene) -> None:
    people = [scene.person(f"Opdigtet {number}") for number in range(3)]
    made = scene.add(people)
    assert len({row.pseudonym for row in made}) == 3
    assert [row.person_id for row in made] == [person.pk for person in people]
    assert [row.pk for row in scene.add(people)] == [row.pk for row in made]
    assert AuditEntry.objects.filter(action="candidacy.added").count() == 3


def test_a_withdrawn_candidate_can_be_added_again_under_the_same_pseudonym(scene: Scene) -> None:
    row = scene.candidate()
    by = scene.actor("caseworker")
    screening.present_candidate(
        by=by, at=NOW, candidacy_id=row.pk, company_ids=[scene.company.pk], presented_on=TODAY
    )
    candidacies.withdraw_candidate(by=by, at=NOW, candidacy_id=row.pk, reason="Flyttet")
    assert Presentation.objects.get().ended_on == TODAY
    refused(lambda: candidacies.withdraw_candidate(by=by, at=NOW, candidacy_id=row.pk, reason="Igen"))
    [again] = scene.add([row.person])
    assert (again.pk, again.pseudonym, again.withdrawn_on) == (row.pk, row.pseudonym, None)
    assert audited("candidacy.reinstated").record_id == row.pk


def test_candidates_are_added_only_to_projects_that_run_and_by_parties(scene: Scene) -> None:
    person = scene.person()
    scene.project.parties.filter(organisation=scene.centre).delete()
    refused(lambda: scene.add([person]))
    Project.objects.update(coordinating_organisation=scene.centre)
    assert scene.add([person])
    Project.objects.update(status=ProjectStatus.COMPLETED, end_date=TODAY)
    refused(lambda: scene.add([scene.person()]))
    with pytest.raises(PermissionDenied):
        candidacies.add_candidates(
            by=scene.actor("other_caseworker"), at=NOW, project_id=scene.project.pk, person_ids=[person.pk]
        )


def test_a_person_is_registered_and_added_in_one_go_or_not_at_all(scene: Scene) -> None:
    values = {
        "by": scene.actor("caseworker"),
        "at": NOW,
        "project_id": scene.project.pk,
        "job_centre_id": scene.centre.pk,
        "name": "Opdigtet",
        "situation": Situation.UNEMPLOYED,
        "skill_level": SkillLevel.UNSKILLED,
    }
    assert Candidacy.objects.get(pk=register_candidate(**values, cpr=a_cpr()))
    Project.objects.update(status=ProjectStatus.COMPLETED, end_date=TODAY)
    refused(lambda: register_candidate(**values, cpr=a_cpr()))
    assert Person.objects.count() == 1


def test_the_newest_screening_counts_and_the_phase_learns_of_it(scene: Scene) -> None:
    row = scene.candidate()
    by = scene.actor("caseworker")
    for result in (ScreeningResult.FAILED, ScreeningResult.PASSED):
        screening.record_screening(
            by=by, at=NOW, candidacy_id=row.pk, result=result, reason="Vurdering", screened_on=TODAY
        )
    assert Screening.objects.count() == 2
    assert state_of(facts_of(row)) == CandidacyState.SCREENED
    phases = progress_of_project(project_id=scene.project.pk).phases
    phase = next(found for found in phases if found.phase.number == PhaseNumber.SCREENING_AND_MATCH)
    assert phase.indicators[0].evidence
    for bad in (
        {"reason": " "},
        {"reason": "Se 610199-1234"},
        {"screened_on": TOMORROW},
    ):
        values = {"result": ScreeningResult.PASSED, "reason": "Vurdering", "screened_on": TODAY} | bad
        assert (
            refused(
                lambda values=values: screening.record_screening(by=by, at=NOW, candidacy_id=row.pk, **values)
            ).field
            in bad
        )
    for who in ("consultant", "coordinator", "provider", "other_caseworker"):
        with pytest.raises(PermissionDenied):
            screening.record_screening(
                by=scene.actor(who),
                at=NOW,
                candidacy_id=row.pk,
                result=ScreeningResult.PASSED,
                reason="Vurdering",
                screened_on=TODAY,
            )


def test_candidates_are_presented_to_the_projects_companies_once_at_a_time(scene: Scene) -> None:
    row = scene.candidate()
    by = scene.actor("caseworker")

    def present(*companies: int) -> list[int]:
        return screening.present_candidate(
            by=by, at=NOW, candidacy_id=row.pk, company_ids=companies, presented_on=TODAY
        )

    [first] = present(scene.company.pk)
    assert refused(lambda: present(scene.company.pk)).field == "companies"
    assert refused(lambda: present(scene.provider.pk)).field == "companies"
    assert refused(present).field == "companies"
    screening.end_presentation(by=by, at=NOW, presentation_id=first)
    refused(lambda: screening.end_presentation(by=by, at=NOW, presentation_id=first))
    assert present(scene.company.pk, scene.other_company.pk)
    screening.record_screening(
        by=by, at=NOW, candidacy_id=row.pk, result=ScreeningResult.FAILED, reason="Nej", screened_on=TODAY
    )
    screening.end_presentation(by=by, at=NOW, presentation_id=Presentation.objects.last().pk)
    refused(lambda: present(scene.other_company.pk))


def test_an_enrolment_goes_from_place_to_completion_and_each_step_back(scene: Scene) -> None:
    row, course = scene.candidate(), scene.course()
    by = scene.actor("caseworker")
    id_ = enrol(by=by, at=NOW, candidacy_id=row.pk, course_id=course.pk)
    common = {"at": NOW, "enrolment_id": id_}
    provider = {"by": scene.actor("provider"), **common}
    refused(lambda: enrolments.complete_enrolment(**provider, version=1, ended_on=TODAY))
    enrolments.start_enrolment(**provider, version=1, started_on=TODAY - timedelta(days=3))
    with pytest.raises(DomainError):
        enrolments.complete_enrolment(**provider, version=2, ended_on=TODAY - timedelta(days=4))
    with pytest.raises(StaleEdit):
        enrolments.complete_enrolment(**provider, version=1, ended_on=TODAY)
    enrolments.complete_enrolment(**provider, version=2, ended_on=TODAY)
    assert Enrolment.objects.get().status == EnrolmentStatus.COMPLETED
    refused(
        lambda: enrolments.drop_out_enrolment(
            **provider, version=3, ended_on=TODAY, reason=DropoutReason.NEW_JOB
        )
    )
    enrolments.undo_enrolment_step(**provider, version=3)
    assert (
        refused(
            lambda: enrolments.drop_out_enrolment(
                **provider, version=4, ended_on=TODAY, reason=DropoutReason.OTHER
            )
        ).field
        == "note"
    )
    enrolments.drop_out_enrolment(**provider, version=4, ended_on=TODAY, reason=DropoutReason.NEW_JOB)
    assert state_of(facts_of(row)) == CandidacyState.DROPPED_OUT
    enrolments.undo_enrolment_step(**provider, version=5)
    enrolments.undo_enrolment_step(**provider, version=6)
    assert Enrolment.objects.get().started_on is None
    with pytest.raises(PermissionDenied):
        enrolments.undo_enrolment_step(**provider, version=7)
    refused(lambda: candidacies.withdraw_candidate(by=by, at=NOW, candidacy_id=row.pk, reason="Nej"))
    refused(lambda: enrolments.undo_enrolment_step(by=by, **common, version=6))
    enrolments.undo_enrolment_step(by=by, **common, version=7)
    assert not Enrolment.objects.exists()
    assert audited("enrolment.removed").details == {"candidacy": row.pk, "course": course.pk}


@pytest.mark.parametrize("who", ["other_provider", "other_caseworker", "coordinator", "company"])
def test_only_the_job_centre_and_the_courses_provider_move_a_participant(scene: Scene, who: str) -> None:
    row = scene.candidate()
    id_ = enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, course_id=scene.course().pk)
    with pytest.raises(PermissionDenied):
        enrolments.start_enrolment(by=scene.actor(who), at=NOW, enrolment_id=id_, version=1, started_on=TODAY)


def test_courses_that_take_nobody_refuse(scene: Scene) -> None:
    row = scene.candidate()

    def try_course(**fields: object) -> DomainError:
        course = scene.course(**fields)
        return refused(
            lambda: enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, course_id=course.pk)
        )

    assert "aflyst" in str(try_course(status=CourseStatus.CANCELLED, cancelled_reason="For få"))
    assert "afholdt" in str(try_course(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)))
    assert "afholdt" in str(try_course(status=CourseStatus.HELD))
    assert "projektets" in str(try_course(project=factories.project()))
    full = scene.course(max_participants=1)
    enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=scene.candidate().pk, course_id=full.pk)
    assert "fyldt" in str(
        refused(lambda: enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, course_id=full.pk))
    )


def test_a_place_that_was_given_away_is_not_taken_back(scene: Scene) -> None:
    by = scene.actor("caseworker")
    course = scene.course(max_participants=1)
    first = enrol(by=by, at=NOW, candidacy_id=scene.candidate().pk, course_id=course.pk)
    enrolments.drop_out_enrolment(
        by=by, at=NOW, enrolment_id=first, version=1, ended_on=TODAY, reason=DropoutReason.ILLNESS
    )
    enrol(by=by, at=NOW, candidacy_id=scene.candidate().pk, course_id=course.pk)
    refused(lambda: enrolments.undo_enrolment_step(by=by, at=NOW, enrolment_id=first, version=2))


def test_candidates_screened_out_withdrawn_or_enrolled_already_are_refused(scene: Scene) -> None:
    by = scene.actor("caseworker")
    course = scene.course()
    row = scene.candidate()
    enrol(by=by, at=NOW, candidacy_id=row.pk, course_id=course.pk)
    refused(lambda: enrol(by=by, at=NOW, candidacy_id=row.pk, course_id=course.pk))
    screening.record_screening(
        by=by, at=NOW, candidacy_id=row.pk, result=ScreeningResult.FAILED, reason="Nej", screened_on=TODAY
    )
    assert "egnet" in str(
        refused(lambda: enrol(by=by, at=NOW, candidacy_id=row.pk, course_id=scene.course().pk))
    )
    gone = scene.candidate()
    candidacies.withdraw_candidate(by=by, at=NOW, candidacy_id=gone.pk, reason="Flyttet")
    assert "udgået" in str(refused(lambda: enrol(by=by, at=NOW, candidacy_id=gone.pk, course_id=course.pk)))


def test_a_whole_course_is_moved_on_or_nobody(scene: Scene) -> None:
    by, course = scene.actor("caseworker"), scene.course()
    ids = [enrol(by=by, at=NOW, candidacy_id=scene.candidate().pk, course_id=course.pk) for _ in range(3)]
    common = {"by": scene.actor("provider"), "at": NOW, "project_id": scene.project.pk}
    with pytest.raises(StaleEdit):
        start_several(**common, versions=dict.fromkeys(ids[:2], 1) | {ids[2]: 9}, started_on=TODAY)
    assert set(Enrolment.objects.values_list("status", flat=True)) == {EnrolmentStatus.ENROLLED}
    assert start_several(**common, versions=dict.fromkeys(ids, 1), started_on=TODAY) == 3
    assert complete_several(**common, versions=dict.fromkeys(ids, 2), ended_on=TODAY) == 3
    assert set(Enrolment.objects.values_list("status", flat=True)) == {EnrolmentStatus.COMPLETED}
    refused(lambda: start_several(**common, versions={}, started_on=TODAY))


def test_follow_ups_belong_to_whoever_held_them(scene: Scene) -> None:
    row = scene.candidate()
    enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, course_id=scene.course().pk)
    values = {"at": NOW, "candidacy_id": row.pk, "held_on": TODAY, "channel": FollowUpChannel.PHONE}
    for who, organisation in (("consultant", scene.centre), ("provider", scene.provider)):
        outcomes.record_follow_up(by=scene.actor(who), note="Går godt", **values)
        assert FollowUp.objects.last().organisation == organisation
    with pytest.raises(PermissionDenied):
        outcomes.record_follow_up(by=scene.actor("other_provider"), note="Går godt", **values)
    by = scene.actor("caseworker")
    assert refused(lambda: outcomes.record_follow_up(by=by, note="", **values)).field == "note"
    assert (
        refused(lambda: outcomes.record_follow_up(by=by, note="Ja", next_on=TODAY, **values)).field
        == "next_on"
    )


def test_outcomes_have_an_employer_exactly_when_there_is_a_job(scene: Scene) -> None:
    row = scene.candidate()
    by = scene.actor("caseworker")

    def record(kind: OutcomeKind, version: int | None = None, **fields: object) -> int:
        values = {"milestone": Milestone.END, "as_of": TODAY} | fields
        return outcomes.record_outcome(
            by=by, at=NOW, candidacy_id=row.pk, kind=kind, version=version, **values
        )

    job = OutcomeKind.ORDINARY_JOB
    assert refused(lambda: record(job)).field == "employer"
    assert (
        refused(lambda: record(job, employer_id=scene.company.pk, employer_name="X")).field == "employer_name"
    )
    assert refused(lambda: record(OutcomeKind.UNEMPLOYED, employer_name="X")).field == "employer_name"
    assert refused(lambda: record(OutcomeKind.UNKNOWN, as_of=TOMORROW)).field == "as_of"
    id_ = record(job, employer_id=scene.company.pk)
    refused(lambda: record(OutcomeKind.UNKNOWN))
    with pytest.raises(StaleEdit) as caught:
        record(OutcomeKind.UNKNOWN, version=9)
    assert caught.value.current["employer"] == scene.company.pk
    assert record(OutcomeKind.UNEMPLOYED, version=1) == id_
    assert Outcome.objects.get().version == 2
    assert audited("outcome.edited").details["kind"] == "unemployed"


def test_a_later_outcome_waits_for_its_time(scene: Scene) -> None:
    row = scene.candidate()
    by = scene.actor("caseworker")
    enrol(by=by, at=NOW, candidacy_id=row.pk, course_id=scene.course().pk)
    error = refused(
        lambda: outcomes.record_outcome(
            by=by,
            at=NOW,
            candidacy_id=row.pk,
            milestone=Milestone.MONTHS_3,
            kind=OutcomeKind.UNKNOWN,
            as_of=TODAY,
        )
    )
    assert error.field == "as_of"
    assert "15-02-2027" in str(error)


def test_the_state_in_sql_is_the_state_of_the_facts(scene: Scene) -> None:
    """Every combination of what the state depends on, a candidacy each."""
    courses = [scene.course(), scene.course()]
    cancelled = scene.course(status=CourseStatus.CANCELLED, cancelled_reason="For få")
    combinations = list(
        product(
            [None, TODAY],
            [(), *((result,) for result in ScreeningResult), tuple(ScreeningResult)],
            [None, "stands", "ended"],
            [None, *EnrolmentStatus],
            [None, *EnrolmentStatus],
            [False, True],
        )
    )
    template, by = scene.person(), scene.users["caseworker"]
    people = []
    for number in range(len(combinations)):
        values = {f.attname: getattr(template, f.attname) for f in Person._meta.concrete_fields}
        del values["id"], values["key"]
        people.append(Person(**values | {"cpr_hash": number.to_bytes(4, "big")}))
    Person.objects.bulk_create(people)
    rows = Candidacy.objects.bulk_create(
        Candidacy(
            person=person,
            project=scene.project,
            job_centre=scene.centre,
            pseudonym=f"T-{number}",
            added_by=by,
            added_on=TODAY,
            withdrawn_on=combination[0],
            withdrawn_reason="Flyttet" if combination[0] else "",
        )
        for number, (person, combination) in enumerate(zip(people, combinations, strict=True))
    )
    screenings, presentations, places, results = [], [], [], []
    for row, (_withdrawn, screened, presented, first, second, has_outcome) in zip(
        rows, combinations, strict=True
    ):
        screenings += [
            Screening(candidacy=row, result=result, reason="x", screened_on=TODAY, screened_by=by)
            for result in screened
        ]
        if presented:
            presentations.append(
                Presentation(
                    candidacy=row,
                    company=scene.company,
                    presented_on=TODAY,
                    presented_by=by,
                    ended_on=TODAY if presented == "ended" else None,
                )
            )
        places.append(_place(row, cancelled, EnrolmentStatus.STARTED, by))
        places += [
            _place(row, course, status, by)
            for course, status in zip(courses, (first, second), strict=True)
            if status
        ]
        if has_outcome:
            results.append(
                Outcome(
                    candidacy=row,
                    milestone=Milestone.END,
                    kind=OutcomeKind.UNKNOWN,
                    as_of=TODAY,
                    recorded_by=by,
                )
            )
    for made in (screenings, presentations, places, results):
        type(made[0]).objects.bulk_create(made)

    in_sql = dict(with_state(Candidacy.objects.filter(project=scene.project)).values_list("pk", "state"))
    assert len(in_sql) == len(combinations) == 1200
    for row, (withdrawn, screened, presented, first, second, has_outcome) in zip(
        rows, combinations, strict=True
    ):
        facts = Facts(
            withdrawn=withdrawn is not None,
            screening=screened[-1] if screened else None,
            presented=presented == "stands",
            enrolments=tuple(status for status in (first, second) if status),
            has_outcome=has_outcome,
        )
        assert in_sql[row.pk] == state_of(facts), facts
    assert facts_of(rows[-1]) == facts


def _place(row: Candidacy, course: Course, status: EnrolmentStatus, by: User) -> Enrolment:
    ended = status in {EnrolmentStatus.COMPLETED, EnrolmentStatus.DROPPED_OUT}
    return Enrolment(
        candidacy=row,
        course=course,
        status=status,
        enrolled_on=TODAY,
        enrolled_by=by,
        started_on=None if status == EnrolmentStatus.ENROLLED else TODAY,
        ended_on=TODAY if ended else None,
        dropout_reason=DropoutReason.NEW_JOB if status == EnrolmentStatus.DROPPED_OUT else "",
    )


def test_the_numbers_stand_against_what_is_agreed_in_force(scene: Scene) -> None:
    by = scene.actor("caseworker")
    for _ in range(2):
        scene.candidate()
    row = scene.candidate()
    screening.record_screening(
        by=by, at=NOW, candidacy_id=row.pk, result=ScreeningResult.PASSED, reason="Ja", screened_on=TODAY
    )
    _contribution(scene, signed=False, head_count=9)
    assert [line.agreed for line in project_numbers(project_id=scene.project.pk).job_centres] == [None, None]
    Agreement.objects.all().delete()
    _contribution(scene, signed=True, head_count=5)
    numbers = project_numbers(project_id=scene.project.pk)
    lines = {line.name: line for line in numbers.job_centres}
    mine, theirs = lines[scene.centre.name], lines[scene.other_centre.name]
    assert (mine.agreed, mine.numbers.added, mine.numbers.suitable) == (5, 3, 1)
    assert (theirs.agreed, theirs.numbers.added) == (None, 0)
    assert (numbers.agreed, numbers.total.added, numbers.total.screened) == (5, 3, 1)


def _contribution(scene: Scene, *, signed: bool, head_count: int) -> None:
    agreement = Agreement.objects.create(
        project=scene.project, kind=AgreementKind.CONTRIBUTION, title="Bidrag", counterpart=scene.centre
    )
    Signatory.objects.create(agreement=agreement, organisation=scene.centre)
    by = scene.users["caseworker"]
    text = AgreementText.objects.create(
        agreement=agreement, number=1, text="Aftale", written_by=by, written_at=NOW
    )
    ContributionTerms.objects.create(
        text=text,
        head_count=head_count,
        by_date=TODAY,
        job_search_duty=JobSearchDuty.NONE,
        transport_paid=True,
        benefit_kept=True,
    )
    if signed:
        Signature.objects.create(text=text, organisation=scene.centre, user=by, at=NOW)
