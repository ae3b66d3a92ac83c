"""What goes when: each kind by its rule, the dry run and the run alike, with a human's decision behind it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import get_default_timezone, now
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from jobveu.accounts.models import User
from jobveu.actors.models import Consent, ConsentLink, Contact, Dialogue, Membership
from jobveu.actors.operations.contacts import remove_contact
from jobveu.actors.operations.users import deactivate_user
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.candidates.models import Candidacy, Enrolment, IdentityView, Person
from jobveu.common.errors import DomainError
from jobveu.common.history import erasing
from jobveu.common.models import AuditEntry, Submission
from jobveu.journeys.enrolment import enrol
from jobveu.privacy.enums import DataKind
from jobveu.privacy.jobs import by_night
from jobveu.privacy.models import RetentionItem, RetentionRun
from jobveu.privacy.operations import retention
from jobveu.privacy.operations.retention import (
    SCHEDULE,
    carry_out,
    current_periods,
    decide_period,
    order_run,
)
from jobveu.privacy.queries.due import due_records, numbers_due
from jobveu.privacy.rules import RULES, Period, periods_in_force
from jobveu.search.models import Word
from tests.candidates.scene import NOW, TODAY, Scene
from tests.privacy.histories import a_whole_history, long_ago

pytestmark = pytest.mark.django_db

LONG_AGO = date(2020, 5, 17)
DECISION = "Byrådets beslutning af 2. november 2026, punkt 7"


def ids_due(kind: DataKind) -> list[int]:
    found = due_records(kind=kind, period=current_periods()[kind], today=TODAY, limit=100)
    return [row.record_id for row in found]


def run(scene: Scene, at_once: int = retention.AT_ONCE) -> retention.Ran:
    ordered = order_run(by=scene.actor("administrator"), at=NOW, decision=DECISION)
    return carry_out(run_id=ordered, at=NOW, at_once=at_once)


# Persons


def test_a_person_goes_five_years_after_the_last_that_happened(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    long_ago(candidacy, date(2021, 11, 25))
    assert ids_due(DataKind.PERSON) == []
    long_ago(candidacy, date(2021, 11, 24))
    assert ids_due(DataKind.PERSON) == [candidacy.person_id]


LAST = {
    "screening": lambda row: row.screenings.update(screened_on=TODAY),
    "presentation": lambda row: row.presentations.update(ended_on=TODAY),
    "enrolment": lambda row: row.enrolments.update(ended_on=TODAY),
    "follow-up": lambda row: row.follow_ups.update(held_on=TODAY),
    "next follow-up": lambda row: row.follow_ups.update(next_on=TODAY),
    "outcome": lambda row: row.outcomes.update(as_of=TODAY),
    "withdrawal": lambda row: Candidacy.objects.filter(pk=row.pk).update(withdrawn_on=TODAY),
    "registration": lambda row: Person.objects.filter(pk=row.person_id).update(registered_at=NOW),
}


@pytest.mark.parametrize("what", LAST)
def test_anything_that_happened_lately_keeps_the_person(scene: Scene, what: str) -> None:
    candidacy = a_whole_history(scene)
    long_ago(candidacy, LONG_AGO)
    LAST[what](candidacy)
    assert ids_due(DataKind.PERSON) == []


def test_a_project_that_runs_keeps_its_candidates_and_one_that_has_ended_lately_too(scene: Scene) -> None:
    candidacy = scene.candidate()
    long_ago(candidacy, LONG_AGO)
    assert ids_due(DataKind.PERSON) == [candidacy.person_id]
    scene.project.__class__.objects.update(end_date=None)
    assert ids_due(DataKind.PERSON) == []
    scene.project.__class__.objects.update(end_date=TODAY - timedelta(days=700))
    assert ids_due(DataKind.PERSON) == []


def test_nobody_on_a_course_is_due(scene: Scene) -> None:
    candidacy = scene.candidate()
    course = scene.course()
    enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=candidacy.pk, course_id=course.pk)
    long_ago(candidacy, LONG_AGO)
    assert Enrolment.objects.get().status == EnrolmentStatus.ENROLLED
    assert ids_due(DataKind.PERSON) == []


def test_a_person_never_made_a_candidate_goes_after_a_year(scene: Scene) -> None:
    person = scene.person()
    Person.objects.update(registered_at=NOW - timedelta(days=364))
    assert ids_due(DataKind.PERSON_UNUSED) == []
    Person.objects.update(registered_at=NOW - timedelta(days=366))
    assert ids_due(DataKind.PERSON_UNUSED) == [person.pk]
    run(scene)
    assert not Person.objects.exists()


# The others


def test_contacts_consents_links_and_notes_go_by_their_own_rules(scene: Scene) -> None:
    coordinator = scene.users["coordinator"]
    left = Contact.objects.create(organisation=scene.company, name="Gået", email="gaaet@example.dk")
    remove_contact(by=scene.actor("coordinator"), at=NOW - timedelta(days=800), contact_id=left.pk)
    stays = Contact.objects.create(organisation=scene.company, name="Bliver", email="bliver@example.dk")
    consents = [
        Consent.objects.create(
            contact=stays, kind="survey", given_on=LONG_AGO, withdrawn_on=withdrawn, shown_by="Mail"
        ).pk
        for withdrawn in (TODAY - timedelta(days=200), TODAY - timedelta(days=20), None)
    ]
    ConsentLink.objects.create(
        contact=stays, secret_hash="x" * 64, made_at=NOW - timedelta(days=400), made_by=coordinator
    )
    talks = [
        Dialogue.objects.create(
            organisation=scene.company,
            contact=stays,
            spoken_by=coordinator,
            spoken_for=coordinator.memberships.get().organisation,
            held_on=held_on,
            channel="phone",
            subject="Behov",
            notes="Noter",
        )
        for held_on in (LONG_AGO, TODAY)
    ]
    ran = run(scene)
    assert ran.numbers == {
        DataKind.CONTACT: 1,
        DataKind.CONSENT: 1,
        DataKind.CONSENT_LINK: 1,
        DataKind.DIALOGUE: 1,
    }
    assert list(Contact.objects.all()) == [stays]
    assert sorted(Consent.objects.values_list("pk", flat=True)) == consents[1:]
    assert [Dialogue.objects.get(pk=talk.pk).notes for talk in talks] == ["", "Noter"]
    assert Dialogue.objects.get(pk=talks[0].pk).contact is None
    assert not ConsentLink.objects.exists()


def test_a_user_who_left_long_ago_becomes_a_former_user_everywhere(scene: Scene) -> None:
    person = scene.person()
    gone = scene.users["colleague"]
    scene.client("colleague").get(f"/personer/{person.pk}/")
    deactivate_user(by=scene.actor("administrator"), at=NOW, user_id=gone.pk, reason="Stoppet")
    with erasing():
        IdentityView.objects.update(at=NOW)
    assert ids_due(DataKind.USER) == []
    User.objects.filter(pk=gone.pk).update(
        closed_on=LONG_AGO, created_at=datetime(2019, 1, 1, tzinfo=NOW.tzinfo)
    )
    Membership.objects.filter(user=gone).update(valid_from=LONG_AGO, valid_to=LONG_AGO)
    AuditEntry.objects.create(
        at=NOW, user_id=gone.pk, user_name=gone.name, action="person.edited", room="x", record_id=1
    )
    assert ids_due(DataKind.USER) == [gone.pk]
    run(scene)
    gone.refresh_from_db()
    assert (gone.name, gone.email) == ("Tidligere bruger", f"{gone.pk}@slettet.invalid")
    assert IdentityView.objects.get(user_id=gone.pk).user_name == "Tidligere bruger"
    assert set(AuditEntry.objects.filter(user_id=gone.pk).values_list("user_name", flat=True)) == {
        "Tidligere bruger"
    }
    assert ids_due(DataKind.USER) == []


def test_a_user_who_can_log_in_or_still_coordinates_is_not_due(scene: Scene) -> None:
    user = scene.users["coordinator"]
    past = datetime(2019, 1, 1, tzinfo=NOW.tzinfo)
    User.objects.filter(pk=user.pk).update(created_at=past)
    assert ids_due(DataKind.USER) == []
    User.objects.filter(pk=user.pk).update(is_active=False, closed_on=LONG_AGO)
    assert ids_due(DataKind.USER) == [user.pk]
    scene.project.__class__.objects.update(coordinator=user)
    assert ids_due(DataKind.USER) == []


def test_log_entries_looks_sessions_and_receipts_go_in_one_stroke(scene: Scene) -> None:
    person = scene.person()
    past = datetime(2020, 5, 17, 12, tzinfo=get_default_timezone())
    for at in (past, NOW):
        AuditEntry.objects.create(
            at=at, user_id=None, user_name="N", action="a.b", room="projects.project", record_id=1
        )
        IdentityView.objects.create(
            person=person,
            user_id=1,
            user_name="N",
            organisation_id=1,
            organisation_name="O",
            part="name",
            purpose="person_list",
            at=at,
        )
        Session.objects.create(session_key=f"{at:%Y}", session_data="", expire_date=at)
        Submission.objects.create(
            token=f"00000000-0000-0000-0000-00000000{at:%Y}", path="/", result_url="/", at=at
        )
    audits = AuditEntry.objects.count()
    ran = run(scene)
    assert ran.numbers == {DataKind.AUDIT: 1, DataKind.LOOK: 1, DataKind.SESSION: 1, DataKind.FORM_RECEIPT: 1}
    assert AuditEntry.objects.count() == audits - 1 + 1  # the old one gone, the run's own come
    assert [IdentityView.objects.count(), Session.objects.count(), Submission.objects.count()] == [1, 1, 1]


# The run


def test_the_dry_run_says_what_the_run_then_does(scene: Scene) -> None:
    long_ago(a_whole_history(scene), LONG_AGO)
    with erasing():
        IdentityView.objects.update(at=NOW)
    periods = current_periods()
    foreseen = {kind: number for kind, number in numbers_due(periods=periods, today=TODAY).items() if number}
    assert foreseen[DataKind.PERSON] == 1
    ran = run(scene)
    assert ran.numbers == foreseen
    row = RetentionRun.objects.get()
    assert (row.decision, row.decided_by) == (DECISION, scene.users["administrator"])
    assert row.finished_at is not None
    assert run(scene).numbers == {}


def test_a_run_takes_so_many_at_once_and_says_that_there_is_more(scene: Scene) -> None:
    for _number in range(3):
        scene.person()
    Person.objects.update(registered_at=NOW - timedelta(days=1000))
    assert run(scene, at_once=2).more
    assert Person.objects.count() == 1
    assert not run(scene, at_once=2).more
    assert list(RetentionItem.objects.values_list("kind", "number")) == [("person_unused", 1)] * 3


def test_somebody_who_comes_into_use_after_the_list_was_made_stays(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidacy = a_whole_history(scene)
    long_ago(candidacy, LONG_AGO)
    erase_if = retention.erase_if

    def in_use(**what: object) -> bool:
        candidacy.follow_ups.update(next_on=TODAY)
        return erase_if(**what)  # type: ignore[arg-type]

    monkeypatch.setattr(retention, "erase_if", in_use)
    assert DataKind.PERSON not in run(scene).numbers
    assert Person.objects.filter(pk=candidacy.person_id).exists()


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "analyst"])
def test_only_a_system_administrator_decides(scene: Scene, who: str) -> None:
    with pytest.raises(PermissionDenied):
        order_run(by=scene.actor(who), at=NOW, decision=DECISION)
    with pytest.raises(PermissionDenied):
        decide_period(by=scene.actor(who), at=NOW, kind=DataKind.PERSON, months=1, decision=DECISION)


def test_a_run_without_a_decision_is_refused(scene: Scene) -> None:
    with pytest.raises(DomainError, match="besluttet"):
        order_run(by=scene.actor("administrator"), at=NOW, decision=" ")


# Periods


def test_the_operators_newest_decision_counts(scene: Scene) -> None:
    by = scene.actor("administrator")
    assert current_periods()[DataKind.CONTACT] == Period(months=24)
    for months in (36, 12):
        decide_period(by=by, at=NOW, kind=DataKind.CONTACT, months=months, decision=DECISION)
    assert current_periods()[DataKind.CONTACT] == Period(months=12)


@pytest.mark.parametrize(
    ("kind", "months", "decision", "message"),
    [
        (DataKind.SESSION, 12, DECISION, "ligger fast"),
        (DataKind.PROJECT_RECORD, 12, DECISION, "ligger fast"),
        (DataKind.PERSON, 0, DECISION, "mellem 1 og 240"),
        (DataKind.PERSON, 241, DECISION, "mellem 1 og 240"),
        (DataKind.PERSON, 12, "  ", "hvem der har besluttet"),
    ],
)
def test_what_cannot_be_decided(
    scene: Scene, kind: DataKind, months: int, decision: str, message: str
) -> None:
    with pytest.raises(DomainError, match=message):
        decide_period(by=scene.actor("administrator"), at=NOW, kind=kind, months=months, decision=decision)


@given(
    day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    shorter=st.integers(1, 239),
    longer=st.integers(1, 239),
)
def test_a_longer_period_never_lets_go_earlier(day: date, shorter: int, longer: int) -> None:
    short, long = Period(months=shorter), Period(months=shorter + longer)
    assert long.cut_off(day) < short.cut_off(day) < day


@given(decided=st.dictionaries(st.sampled_from(DataKind), st.integers(1, 240)))
def test_decisions_change_only_what_is_the_operators_to_decide(decided: dict[DataKind, int]) -> None:
    for kind, period in periods_in_force(decided).items():
        rule = RULES[kind]
        expected = Period(months=decided[kind]) if kind in decided and rule.is_open else rule.default
        assert period == expected


def test_each_rule_says_why_and_where_that_is_said() -> None:
    for rule in RULES.values():
        assert all(str(text).strip() for text in (rule.since, rule.effect, rule.why, rule.source))


# The command


def said(*arguments: str, **options: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_command_lists_by_kind_and_record_without_names(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    long_ago(candidacy, LONG_AGO)
    text = said("--dry-run")
    assert "Registrerede personer med forløb (5 år): 1 – gøres anonymt" in text
    assert f"nr. {candidacy.person_id}, Jobcenter Prøvestad, siden 17-05-2020" in text
    assert "Kirsebær" not in text
    assert Person.objects.exists()


def test_the_command_runs_with_a_named_administrators_decision_only(scene: Scene) -> None:
    long_ago(a_whole_history(scene), LONG_AGO)
    administrator, caseworker = scene.users["administrator"].email, scene.users["caseworker"].email
    with pytest.raises(CommandError, match="--decided-by"):
        said("--run")
    with pytest.raises(CommandError, match="Kun en systemadministrator"):
        said("--run", decided_by=caseworker, decision=DECISION)
    with pytest.raises(CommandError, match="--decision"):
        said("--run", decided_by=administrator)
    assert Person.objects.exists()
    assert "Registrerede personer med forløb: 1" in said("--run", decided_by=administrator, decision=DECISION)
    assert not Person.objects.exists()


def test_the_schedule_runs_only_where_it_is_switched_on(scene: Scene, settings: Settings) -> None:
    long_ago(a_whole_history(scene), LONG_AGO)
    with pytest.raises(CommandError, match="JOBVEU_RETENTION_SCHEDULE"):
        said("--scheduled")
    settings.RETENTION_SCHEDULE = True
    said("--scheduled")
    assert not Person.objects.exists()
    assert RetentionRun.objects.get().decided_by is None
    assert AuditEntry.objects.get(action="retention.run").user_name == SCHEDULE.name


def test_by_night_the_worker_runs_only_where_it_is_switched_on(scene: Scene, settings: Settings) -> None:
    long_ago(a_whole_history(scene), LONG_AGO)
    by_night(timestamp=0)
    done_by_the_worker()
    assert Person.objects.exists()
    settings.RETENTION_SCHEDULE = True
    by_night(timestamp=0)
    done_by_the_worker()
    assert not Person.objects.exists()


def done_by_the_worker() -> None:
    for run_id in RetentionRun.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True):
        carry_out(run_id=run_id, at=now())


# The page


def test_the_administrator_orders_a_list_and_then_the_erasure(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    long_ago(candidacy, LONG_AGO)
    client = scene.client("administrator")
    page = reverse("retention")
    assert "ikke lavet en liste" in client.get(page).content.decode()
    client.post(page, {})
    assert "En ny er bestilt." in client.get(page).content.decode()
    done_by_the_worker()
    body = client.get(page).content.decode()
    assert f"Nr. {candidacy.person_id}, regnet fra 17-05-2020" in body
    assert "Kirsebær" not in body
    assert Person.objects.exists()
    client.post(reverse("retention_run"), {"decision": DECISION})
    assert Person.objects.exists()  # not in the request: no user reaches everybody's persons
    done_by_the_worker()
    assert not Person.objects.exists()
    run_id = RetentionRun.objects.get(lists_only=False).pk
    log = client.get(reverse("retention_run_log", args=[run_id])).content.decode()
    assert DECISION in log
    assert "17-05-2020" in log


def test_the_list_erases_nothing_and_replaces_the_one_before(scene: Scene) -> None:
    scene.person()
    Person.objects.update(registered_at=NOW - timedelta(days=1000))
    by = scene.actor("administrator")
    for _time in range(2):
        ran = carry_out(run_id=order_run(by=by, at=NOW, lists_only=True), at=NOW)
        assert ran.numbers == {DataKind.PERSON_UNUSED: 1}
    assert RetentionRun.objects.count() == RetentionItem.objects.count() == 1
    assert not AuditEntry.objects.filter(action="retention.run").exists()


def test_carrying_out_again_does_nothing(scene: Scene) -> None:
    scene.person()
    Person.objects.update(registered_at=NOW - timedelta(days=1000))
    ordered = order_run(by=scene.actor("administrator"), at=NOW, decision=DECISION)
    assert carry_out(run_id=ordered, at=NOW).numbers == {DataKind.PERSON_UNUSED: 1}
    assert carry_out(run_id=ordered, at=NOW).numbers == {}
    assert RetentionItem.objects.count() == 1


def test_the_name_of_an_erased_contact_is_found_by_no_search(scene: Scene) -> None:
    left = Contact.objects.create(organisation=scene.company, name="Sjældentnavn", email="s@example.dk")
    assert Word.objects.filter(text__contains="sjældentnavn").exists()
    remove_contact(by=scene.actor("coordinator"), at=NOW - timedelta(days=800), contact_id=left.pk)
    run(scene)
    assert not Word.objects.filter(text__contains="sjældentnavn").exists()
