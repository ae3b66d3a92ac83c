"""What hangs on a record stands in its history, for those who are shown it on the record's pages and no others."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from jobveu.actors.enums import DialogueChannel
from jobveu.actors.models import AgreedTask, MemberInvitation
from jobveu.assessment.models import RiskAnswer, RiskCheck
from jobveu.attachments.models import Attachment
from jobveu.journeys.dialogue import record_dialogue
from jobveu.projects.enums import AgreementKind, MeetingKind, ProcurementKind
from jobveu.projects.models import Agreement, AgreementText, Invitation, Meeting, Offer, Procurement
from jobveu.quality.models import Acceptance
from tests.candidates.scene import NOW, TODAY, Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def told(scene: Scene, who: str, name: str, *args: int) -> str:
    answer = scene.client(who).get(reverse(f"{name}_history", args=args))
    assert answer.status_code == 200, (who, name, answer.status_code)
    return answer.content.decode()


def a_file(scene: Scene, name: str, **owner: Any) -> None:
    Attachment.objects.create(
        project=scene.project,
        stored_as=uuid4(),
        name=name,
        kind="pdf",
        size=1,
        sha256="0" * 64,
        scan="clean",
        uploaded_by=scene.users["coordinator"],
        uploaded_at=NOW,
        **owner,
    )


def test_a_file_is_told_of_where_its_record_is_shown(scene: Scene) -> None:
    meeting = Meeting.objects.create(project=scene.project, kind=MeetingKind.KICK_OFF, starts_at=NOW)
    course = scene.course()
    agreement = Agreement.objects.create(project=scene.project, kind=AgreementKind.PARTNER, title="Aftale")
    AgreementText.objects.create(
        agreement=agreement,
        number=1,
        text="Vi er enige",
        written_by=scene.users["coordinator"],
        written_at=NOW,
    )
    tender = Procurement.objects.create(
        project=scene.project, kind=ProcurementKind.TENDER, subject="Kurser", opened_on=TODAY, deadline=TODAY
    )
    offers = [
        Offer.objects.create(
            invitation=Invitation.objects.create(procurement=tender, provider=school, invited_on=TODAY),
            description="Kurset",
            price=1,
            earliest_start=TODAY,
            min_participants=1,
            max_participants=9,
            merit_giving=True,
            submitted_at=NOW,
            submitted_by=scene.users[who],
        )
        for school, who in ((scene.provider, "provider"), (scene.other_provider, "other_provider"))
    ]
    a_file(scene, "projektets.pdf")
    a_file(scene, "kursets.pdf", course=course)
    a_file(scene, "aftalens.pdf", agreement=agreement)
    a_file(scene, "udbuddets.pdf", procurement=tender)
    a_file(scene, "foerste-tilbud.pdf", offer=offers[0])
    a_file(scene, "andens-tilbud.pdf", offer=offers[1])
    a_file(scene, "fjernet.pdf", meeting=meeting)
    Attachment.objects.filter(meeting=meeting).delete()

    project = scene.project.pk
    names = ("projektets", "kursets", "aftalens", "udbuddets", "foerste-tilbud", "andens-tilbud", "fjernet")
    for who, page, args, shown in (
        ("coordinator", "project", [project], {"projektets", "kursets", "fjernet"}),
        ("provider", "project", [project], {"projektets", "kursets", "fjernet"}),
        ("coordinator", "course", [project, course.pk], {"kursets"}),
        ("coordinator", "meeting", [project, meeting.pk], {"fjernet"}),
        ("coordinator", "agreement", [project, agreement.pk], {"aftalens"}),
        (
            "coordinator",
            "procurement",
            [project, tender.pk],
            {"udbuddets", "foerste-tilbud", "andens-tilbud"},
        ),
        ("provider", "invitation", [project, tender.pk], {"udbuddets", "foerste-tilbud"}),
        ("other_provider", "invitation", [project, tender.pk], {"udbuddets", "andens-tilbud"}),
    ):
        text = told(scene, who, page, *args)
        assert {name for name in names if f"{name}.pdf" in text} == shown, (who, page)


def test_what_was_judged_of_a_project_stands_in_its_history(scene: Scene) -> None:
    meeting = Meeting.objects.create(project=scene.project, kind=MeetingKind.KICK_OFF, starts_at=NOW)
    check = RiskCheck.objects.create(
        project=scene.project, meeting=meeting, checked_by=scene.users["coordinator"], checked_at=NOW
    )
    answer = RiskAnswer.objects.create(
        risk_check=check, barrier="involvement", state="present", note="Få møder op"
    )
    RiskAnswer.objects.filter(pk=answer.pk).update(note="Ingen møder op")
    Acceptance.objects.create(
        project=scene.project,
        rule="council-missing",
        facts={},
        reason="Rådet er nedlagt",
        accepted_by=scene.users["coordinator"],
        accepted_at=NOW,
    )
    seen = told(scene, "coordinator", "project", scene.project.pk)
    for words in ("<del>Få møder op</del>", "<ins>Ingen møder op</ins>", "Rådet er nedlagt"):
        assert words in seen, words
    assert "involvement" not in seen
    assert "council-missing" not in seen
    party = told(scene, "company", "project", scene.project.pk)
    assert "Ingen møder op" in party
    assert "Rådet er nedlagt" not in party, "the register's quality is for offices and analysts"


def test_a_conversation_is_read_by_all_who_speak_with_companies_and_its_notes_are_not(scene: Scene) -> None:
    coordinator = scene.actor("coordinator")
    dialogue_id = record_dialogue(
        by=coordinator,
        at=NOW,
        organisation_id=scene.company.pk,
        spoken_for_id=next(iter(coordinator.organisation_ids())),
        held_on=TODAY,
        channel=DialogueChannel.PHONE,
        subject="Ansættelser",
        notes="Direktøren er ny",
        agreed="Vi ringer i januar",
    )
    AgreedTask.objects.create(
        dialogue_id=dialogue_id, title="Ring i januar", responsible=scene.company, due_on=TODAY
    )
    address = reverse("dialogue", args=[scene.company.pk, dialogue_id])
    edit = reverse("dialogue_edit", args=[scene.company.pk, dialogue_id])
    for who, own in (("coordinator", True), ("consultant", False), ("other_coordinator", False)):
        page = scene.client(who).get(address).content.decode()
        history = told(scene, who, "dialogue", scene.company.pk, dialogue_id)
        for text in (page, history):
            assert "Ansættelser" in text
            assert "Vi ringer i januar" in text
            assert "Ring i januar" in text
            assert ("Direktøren er ny" in text) == own, who
        assert (edit in page) == own
        assert f'href="{address}historik/"' in page
    assert scene.client("company").get(address).status_code == 403
    assert scene.client("company").get(f"{address}historik/").status_code == 403
    listed = scene.client("consultant").get(reverse("dialogue_list", args=[scene.company.pk]))
    assert f'href="{address}"' in listed.content.decode()


def test_who_was_invited_is_told_to_those_who_administer(scene: Scene) -> None:
    MemberInvitation.objects.create(
        organisation=scene.company,
        role="company",
        name="Opdigtet Ny",
        email="ny@example.dk",
        language="da",
        token_hash="0" * 64,
        invited_by=scene.users["administrator"],
        sent_at=NOW,
        expires_at=NOW,
    )
    assert "ny@example.dk" in told(scene, "administrator", "organisation", scene.company.pk)
    assert "ny@example.dk" not in told(scene, "coordinator", "organisation", scene.company.pk)
