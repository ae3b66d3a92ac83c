"""Inviting, answering, attending; what candidates say; several at once; and the numbers that are told of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.candidates.enums import (
    ActivityKind,
    Attendance,
    CriterionAnswer,
    InvitationAnswer,
    Motivation,
    ScreeningResult,
)
from jobveu.candidates.models import Activity, Candidacy, Person, Screening, Statement
from jobveu.candidates.operations.activities import Invitation, invite, record_answer, record_statement
from jobveu.candidates.operations.candidacies import withdraw_candidate
from jobveu.candidates.operations.formal_facts import Registered, record_formal_facts
from jobveu.candidates.operations.screening import record_screening
from jobveu.candidates.operations.several import Invite, ScreenOut, Withdraw, outlook, take_step
from jobveu.candidates.queries.activities import activities_of, invitation_numbers, statements_of
from jobveu.candidates.queries.answers import formal_facts_of
from jobveu.candidates.queries.formal_search import met_condition, unknown_condition
from jobveu.candidates.queries.reach import vulnerable_left_out, vulnerable_reach
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.journeys.enrolment import enrol
from jobveu.projects.enums import CriterionKind, MeetingKind
from jobveu.projects.formal_facts import (
    ASKABLE_CERTIFICATES,
    ASKABLE_LICENCES,
    Asked,
    Certificate,
    FormalFact,
    LanguageLevel,
    LicenceCategory,
    is_met,
)
from jobveu.projects.models import Meeting
from jobveu.projects.operations.meetings import delete_meeting
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, a_demand, an_issued_tool, make_scene
from tests.editing import opened

pytestmark = pytest.mark.django_db
INTERVIEW = Invitation(kind=ActivityKind.INTERVIEW, starts_on=TODAY)


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def step(scene: Scene, who: str = "caseworker") -> dict[str, Any]:
    return {"by": scene.actor(who), "at": NOW}


def a_meeting(
    scene: Scene, starts_at: datetime = NOW, kind: MeetingKind = MeetingKind.INFORMATION
) -> Meeting:
    return Meeting.objects.create(project=scene.project, kind=kind, starts_at=starts_at, place="Salen")


def test_an_invitation_is_answered_and_attended(scene: Scene) -> None:
    candidacy, meeting = scene.candidate(), a_meeting(scene)
    invitation = Invitation(kind=ActivityKind.INFORMATION_MEETING, meeting_id=meeting.pk)
    activity_id = invite(**step(scene), candidacy_id=candidacy.pk, invitation=invitation)
    with pytest.raises(DomainError, match="allerede inviteret"):
        invite(**step(scene), candidacy_id=candidacy.pk, invitation=invitation)
    answer: dict[str, Any] = {"activity_id": activity_id, "answer": InvitationAnswer.ACCEPTED, "note": ""}
    record_answer(**step(scene), **answer, version=1, attendance=Attendance.CAME)
    with pytest.raises(StaleEdit):
        record_answer(**step(scene), **answer, version=1, attendance=None)
    [row] = activities_of(candidacy_id=candidacy.pk, with_notes=True)
    assert (row.answer, row.attendance, row.starts_on) == (InvitationAnswer.ACCEPTED, Attendance.CAME, TODAY)
    Meeting.objects.update(starts_at=NOW + timedelta(days=7))
    [row] = activities_of(candidacy_id=candidacy.pk, with_notes=True)
    assert row.starts_on == TODAY + timedelta(days=7), "a meeting that is moved takes its invitations along"
    with pytest.raises(DomainError, match="på dagen"):
        record_answer(**step(scene), **answer, version=2, attendance=Attendance.ABSENT)
    with pytest.raises(DomainError, match="inviteret kandidater"):
        delete_meeting(**step(scene, "coordinator"), meeting_id=meeting.pk)


@pytest.mark.parametrize(
    ("invitation", "field"),
    [
        (Invitation(kind=ActivityKind.INTERVIEW), "starts_on"),
        (Invitation(kind=ActivityKind.INFORMATION_MEETING), "meeting_id"),
        (Invitation(kind=ActivityKind.COMPANY_MEETING, starts_on=TODAY), "company_id"),
        (Invitation(kind=ActivityKind.INTERVIEW, starts_on=TODAY, note="CPR 010190-1234"), "note"),
    ],
)
def test_an_invitation_says_where_and_when(scene: Scene, invitation: Invitation, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        invite(**step(scene), candidacy_id=scene.candidate().pk, invitation=invitation)
    assert caught.value.field == field
    assert not Activity.objects.exists()


def test_only_the_projects_own_meetings_and_companies(scene: Scene) -> None:
    candidacy = scene.candidate()
    stranger = factories.organisation(scene.company.kind, "Uden for projektet")
    kick_off = a_meeting(scene, kind=MeetingKind.KICK_OFF)
    for invitation in (
        Invitation(kind=ActivityKind.WORK_PLACEMENT, company_id=stranger.pk, starts_on=TODAY),
        Invitation(kind=ActivityKind.INFORMATION_MEETING, meeting_id=kick_off.pk),
        Invitation(
            kind=ActivityKind.WORK_PLACEMENT,
            company_id=scene.company.pk,
            starts_on=TODAY,
            ends_on=TODAY - timedelta(days=1),
        ),
    ):
        with pytest.raises(DomainError):
            invite(**step(scene), candidacy_id=candidacy.pk, invitation=invitation)
    for who in ("consultant", "other_caseworker", "company", "coordinator"):
        with pytest.raises(PermissionDenied):
            invite(**step(scene, who), candidacy_id=candidacy.pk, invitation=INTERVIEW)


def test_the_newest_statement_counts(scene: Scene) -> None:
    candidacy = scene.candidate()
    for motivation, agrees in ((Motivation.UNSURE, False), (Motivation.WANTS, True)):
        record_statement(
            **step(scene), candidacy_id=candidacy.pk, motivation=motivation, agrees=agrees, stated_on=TODAY
        )
    said = statements_of(candidacy_id=candidacy.pk, with_notes=True)
    assert [(row.motivation, row.agrees) for row in said] == [
        (Motivation.WANTS, True),
        (Motivation.UNSURE, False),
    ]
    with pytest.raises(DomainError, match="fremtiden"):
        record_statement(
            **step(scene),
            candidacy_id=candidacy.pk,
            motivation=Motivation.WANTS,
            agrees=True,
            stated_on=date(2027, 1, 1),
        )


# Several at once


def on_course(scene: Scene) -> Candidacy:
    row = scene.candidate()
    enrol(**step(scene), candidacy_id=row.pk, course_id=scene.course().pk)
    return row


def test_the_preview_says_what_happens_to_each_and_changes_nothing(scene: Scene) -> None:
    free, busy, gone = scene.candidate(), on_course(scene), scene.candidate()
    withdraw_candidate(**step(scene), candidacy_id=gone.pk, reason="Flyttet")
    ids = [free.pk, busy.pk, gone.pk]
    found = {
        one.candidacy_id: one.fits
        for one in outlook(
            by=scene.actor("caseworker"),
            project_id=scene.project.pk,
            candidacy_ids=ids,
            step=ScreenOut("Nej"),
        )
    }
    assert found == {free.pk: True, busy.pk: False, gone.pk: False}
    assert not Screening.objects.exists()
    with pytest.raises(DomainError, match="ændret sig"):
        take_step(**step(scene), project_id=scene.project.pk, candidacy_ids=ids, step=ScreenOut("Nej"))
    assert not Screening.objects.exists(), "all or none"
    theirs = scene.candidate(who="other_caseworker")
    with pytest.raises(PermissionDenied):
        take_step(**step(scene), project_id=scene.project.pk, candidacy_ids=[theirs.pk], step=Withdraw("Nej"))


def test_several_are_invited_screened_out_and_withdrawn(scene: Scene) -> None:
    rows = [scene.candidate() for _ in range(3)]
    common: dict[str, Any] = {**step(scene), "project_id": scene.project.pk}
    ids = [row.pk for row in rows]
    assert take_step(**common, candidacy_ids=ids, step=Invite(INTERVIEW)) == 3
    assert Activity.objects.count() == 3
    assert take_step(**common, candidacy_ids=ids[:2], step=ScreenOut("Kan ikke møde kl. 6")) == 2
    assert Screening.objects.filter(result=ScreeningResult.FAILED).count() == 2
    assert take_step(**common, candidacy_ids=ids[:1], step=Withdraw("Fik job")) == 1
    assert Candidacy.objects.filter(withdrawn_on__isnull=False).count() == 1


def test_a_caseworker_invites_several_in_the_browser_after_a_preview(scene: Scene) -> None:
    rows = [scene.candidate("Opdigtet Anna"), scene.candidate("Opdigtet Bo")]
    other = scene.candidate("Opdigtet Fremmed", who="other_caseworker")
    meeting = a_meeting(scene)
    client, address = scene.client("caseworker"), reverse("candidates_several", args=[scene.project.pk])
    page = client.get(address).content.decode()
    assert "Opdigtet Anna" in page
    assert "Opdigtet Fremmed" not in page
    data = {
        "identity_candidates": [row.pk for row in rows],
        "step": "invite",
        "kind": "information_meeting",
        "timing": "before",
        "meeting_id": meeting.pk,
    }
    preview = client.post(address, data).content.decode()
    assert "Inviteres: Informationsmøde" in preview
    assert "Registrér for 2 kandidater" in preview
    assert not Activity.objects.exists()
    foreign = client.post(address, {**data, "identity_candidates": [other.pk]}).content.decode()
    assert "Listen har ændret sig" in foreign
    missing = client.post(address, {**data, "step": "withdraw"}).content.decode()
    assert "Skriv begrundelsen" in missing
    assert client.post(address, {**data, "confirmed": "1"}).status_code == 302
    assert Activity.objects.filter(meeting=meeting).count() == 2
    invited = reverse("meeting_invited", args=[scene.project.pk, meeting.pk])
    first, second = Activity.objects.order_by("candidacy_id")
    sent = opened(client, invited) | {
        f"answer_{first.pk}": "accepted",
        f"came_{first.pk}": "came",
        f"answer_{second.pk}": "declined",
        f"came_{second.pk}": "",
    }
    assert client.post(invited, sent).status_code == 302
    first.refresh_from_db()
    assert (first.answer, first.attendance) == ("accepted", "came")
    shown = client.get(reverse("meeting", args=[scene.project.pk, meeting.pk])).content.decode()
    assert "2 er inviteret, 1 har sagt ja, og 1 er mødt frem" in shown
    other_page = scene.client("other_caseworker").get(invited).content.decode()
    assert "Opdigtet Anna" not in other_page
    assert "– er inviteret" in other_page, "two of another job centre are too few to tell"


# Finding by criteria


LICENCE_SETS = st.none() | st.sets(st.sampled_from(ASKABLE_LICENCES), min_size=1, max_size=3)
CERTIFICATE_SETS = st.none() | st.sets(st.sampled_from(ASKABLE_CERTIFICATES), min_size=1, max_size=3)
ASKED = st.one_of(
    st.builds(Asked, st.just(FormalFact.DRIVING_LICENCE), st.sampled_from(ASKABLE_LICENCES)),
    st.builds(Asked, st.just(FormalFact.DANISH_LEVEL), st.sampled_from(LanguageLevel)),
    st.builds(Asked, st.just(FormalFact.UNEMPLOYED_AT_LEAST), st.integers(1, 40).map(str)),
    st.builds(Asked, st.just(FormalFact.UNEMPLOYED_AT_MOST), st.integers(1, 40).map(str)),
    st.builds(Asked, st.just(FormalFact.CERTIFICATE), st.sampled_from(ASKABLE_CERTIFICATES)),
)


def test_the_search_finds_whom_the_rule_finds(scene: Scene) -> None:
    person = scene.person()

    @settings(max_examples=120, deadline=None)
    @given(
        ASKED,
        LICENCE_SETS,
        st.none() | st.sampled_from(LanguageLevel),
        st.none() | st.integers(0, 1500),
        CERTIFICATE_SETS,
    )
    def check(
        asked: Asked,
        licences: set[LicenceCategory] | None,
        level: LanguageLevel | None,
        days: int | None,
        certificates: set[Certificate] | None,
    ) -> None:
        Person.objects.filter(pk=person.pk).update(
            driving_licences=None if licences is None else sorted(licences),
            danish_level=level or "",
            unemployed_since=None if days is None else TODAY - timedelta(days=days),
            certificates=None if certificates is None else sorted(certificates),
        )
        row = Person.objects.get(pk=person.pk)
        met = is_met(asked, formal_facts_of(row), today=TODAY)
        own = Person.objects.filter(pk=person.pk)
        assert own.filter(met_condition(asked, today=TODAY)).exists() == (met is True)
        assert own.filter(unknown_condition(asked)).exists() == (met is None)

    check()


def test_own_persons_are_found_by_the_criteria_and_become_candidates(scene: Scene) -> None:
    drives, walks, unasked = (scene.person(f"Opdigtet {name}") for name in ("Kører", "Går", "Uspurgt"))
    scene.person("Opdigtet Fremmed", who="other_caseworker")
    for person, licence in ((drives, LicenceCategory.CAR), (walks, LicenceCategory.NONE)):
        record_formal_facts(
            **step(scene), person_id=person.pk, version=1, registered=Registered(driving_licences=(licence,))
        )
    an_issued_tool(
        scene,
        a_demand(
            text="Kørekort B", kind=CriterionKind.FORMAL, fact=FormalFact.DRIVING_LICENCE, fact_value="B"
        ),
    )
    client, address = scene.client("caseworker"), reverse("candidate_find", args=[scene.project.pk])

    def shown(query: str) -> list[str]:
        return [row.name for row in client.get(address + query).context["people"]]

    assert shown("") == ["Opdigtet Kører", "Opdigtet Uspurgt"]
    assert shown("?krav=alle") == ["Opdigtet Kører"]
    assert shown("?side=999") == shown(""), "beyond the last page is the last"
    assert set(shown("?krav=uanset")) == {"Opdigtet Kører", "Opdigtet Går", "Opdigtet Uspurgt"}
    assert [(row.everybody, row.vulnerable) for row in client.get(address).context["left_out"]] == [(1, 0)]
    assert "Vælg mindst én person" in client.post(address, {}).content.decode()
    assert client.post(address, {"identity_persons": [drives.pk, unasked.pk]}).status_code == 302
    assert Candidacy.objects.filter(project=scene.project).count() == 2
    assert shown("?krav=uanset") == ["Opdigtet Går"]
    assert scene.client("consultant").get(address).status_code == 403


# Numbers


def screened(scene: Scene, who: str, count: int, key: Any, answer: CriterionAnswer, **fields: Any) -> None:
    for _ in range(count):
        row = scene.candidate(who=who, **fields)
        record_screening(
            **step(scene, who),
            candidacy_id=row.pk,
            result=ScreeningResult.PASSED,
            reason="Vurderet",
            screened_on=TODAY,
            tool_number=1,
            answers={key: (answer, "")},
        )


def test_the_vulnerable_are_counted_and_what_leaves_them_out_is_pointed_out(scene: Scene) -> None:
    [key] = an_issued_tool(scene, a_demand())
    screened(scene, "caseworker", 2, key, CriterionAnswer.NOT_MET, vulnerable=True)
    screened(scene, "caseworker", 1, key, CriterionAnswer.MET)
    screened(scene, "other_caseworker", 5, key, CriterionAnswer.NOT_MET, vulnerable=True)
    screened(scene, "other_caseworker", 5, key, CriterionAnswer.MET)
    own, other = scene.centre.pk, scene.other_centre.pk
    reach = vulnerable_reach(project_id=scene.project.pk, own_ids=[own])
    assert reach is not None
    assert (reach.part, reach.whole, reach.own_only) == (7, 13, False)
    told_other = vulnerable_reach(project_id=scene.project.pk, own_ids=[other])
    assert told_other is not None
    assert (told_other.part, told_other.whole, told_other.own_only) == (5, 10, True)
    share = vulnerable_left_out(project_id=scene.project.pk, own_ids=[own])[key]
    assert (share.part, share.whole, share.own_only) == (7, 7, False)
    page = scene.client("caseworker").get(reverse("screening_tool", args=[scene.project.pk])).content.decode()
    assert "7 af 7 screenede udsatte ledige opfylder det ikke" in page
    company = scene.client("company").get(reverse("screening_tool", args=[scene.project.pk])).content.decode()
    assert "udsatte ledige opfylder" not in company
    listed = reverse("project_candidates", args=[scene.project.pk])
    theirs = scene.client("other_caseworker").get(listed).content.decode()
    assert "færre end 5" in theirs, "three of another job centre are too few to tell"
    assert "af jeres egne 10 kandidater" in theirs
    assert "færre end 5" not in scene.client("coordinator").get(listed).content.decode()
    assert "færre end 5" not in scene.client("caseworker").get(listed).content.decode()


def test_invitations_are_counted_over_all_job_centres(scene: Scene) -> None:
    meeting = a_meeting(scene)
    invitation = Invitation(kind=ActivityKind.INFORMATION_MEETING, meeting_id=meeting.pk)
    for who, count in (("caseworker", 1), ("other_caseworker", 5)):
        for _ in range(count):
            invite(**step(scene, who), candidacy_id=scene.candidate(who=who).pk, invitation=invitation)
    own = invitation_numbers(meeting_id=meeting.pk, own_ids=[scene.centre.pk], whole=False)
    other = invitation_numbers(meeting_id=meeting.pk, own_ids=[scene.other_centre.pk], whole=False)
    everybody = invitation_numbers(meeting_id=meeting.pk, own_ids=[], whole=True)
    assert (own.invited, other.invited, everybody.invited) == (6, None, 6)
    assert Statement.objects.count() == 0
