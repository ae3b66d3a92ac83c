"""Answers that come by telephone or on paper: written down by whoever runs the round, and stopping reminders as any other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.models import Consent, Contact
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.journeys.desk import desk
from jobveu.journeys.waiting import WaitingKind, waiting_for
from jobveu.surveys.enums import AnswerRoute, Disposition, RespondentType
from jobveu.surveys.instruments import PULSE
from jobveu.surveys.models import AnswerDraft, AnswerSheet, SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import questionnaire, save_page
from jobveu.surveys.operations.on_behalf import answer_for, refuse_for
from jobveu.surveys.operations.rounds import close_round, number_to_remind, remind
from jobveu.web.staff.waiting import waiting_links
from tests import factories
from tests.mails import delivered
from tests.surveys.scene import LATER, NOW, TODAY, Scene, answer_all, make, secret_to

pytestmark = pytest.mark.django_db
COMPANY = RespondentType.WORKPLACE


@pytest.fixture
def scene(reference: None) -> Scene:
    return make()


@pytest.fixture
def client(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.coordinator)
    return client


def invitation(contact, round_id: int) -> SurveyInvitation:
    return SurveyInvitation.objects.get(contact=contact, round=round_id)


def test_an_answer_on_the_telephone_counts_and_stops_reminders(scene: Scene, client: Client) -> None:
    by_phone, by_link, silent = scene.contacts(COMPANY, 3)
    round_id = scene.opened(anonymous=False)
    answer_all(secret_to(by_link, round_id))
    row = invitation(by_phone, round_id)
    address = reverse("survey_answer_for", args=[round_id, row.pk])
    listed = client.get(reverse("survey_audience", args=[round_id])).content.decode()
    assert listed.count("Registrér svar</a>") == 2
    page = client.get(address)
    assert by_phone.name in page.content.decode()
    unsaid = client.post(address, {"principle-1": "5", "satisfaction": "9"})
    assert "route" in unsaid.context["form"].errors
    sent = client.post(address, {"route": "phone", "principle-1": "5", "satisfaction": "9"})
    assert sent.status_code == 302
    row.refresh_from_db()
    assert (row.disposition, row.route) == (Disposition.COMPLETE, AnswerRoute.PHONE)
    entry = AuditEntry.objects.get(action="survey.answered_for")
    assert (entry.user_id, entry.record_id) == (scene.coordinator.pk, round_id)
    assert entry.details == {"invitation": row.pk, "route": "phone"}
    assert client.get(address).status_code == 404  # answered: nobody is asked twice
    assert "Har svaret (i telefonen)" in client.get(sent["Location"]).content.decode()
    assert questionnaire(secret=secret_to(by_phone, round_id)).draft.complete

    assert number_to_remind(round_id=round_id) == 1
    remind(by=scene.by, at=LATER, round_id=round_id)
    assert [mail.to[0] for mail in delivered()][-1] == silent.email
    close_round(by=scene.by, at=LATER, round_id=round_id)
    sheet = AnswerSheet.objects.get(invitation=row)
    assert (sheet.complete, sheet.values) == (True, {"principle-1": 5, "satisfaction": 9})
    assert client.get(address).status_code == 404


def test_what_was_answered_by_the_link_stands_where_nothing_else_is_said(scene: Scene) -> None:
    [contact] = scene.contacts(COMPANY, 1)
    round_id = scene.opened(anonymous=False)
    save_page(secret=secret_to(contact, round_id), page=1, values={"principle-1": 2, "phase-1-need": 4})
    row = invitation(contact, round_id)
    with pytest.raises(DomainError, match="Vælg et af svarene"):
        answer_for(
            by=scene.by, at=NOW, invitation_id=row.pk, route=AnswerRoute.PAPER, values={"satisfaction": 11}
        )
    answer_for(
        by=scene.by,
        at=NOW,
        invitation_id=row.pk,
        route=AnswerRoute.PAPER,
        values={"principle-1": 5, "satisfaction": 9},
    )
    draft = questionnaire(secret=secret_to(contact, round_id)).draft
    assert draft.values == {"principle-1": 5, "phase-1-need": 4, "satisfaction": 9}
    assert draft.complete
    with pytest.raises(DomainError, match="allerede svaret"):
        answer_for(by=scene.by, at=NOW, invitation_id=row.pk, route=AnswerRoute.PHONE, values={})


def test_nothing_to_write_down_is_refused(scene: Scene) -> None:
    [contact] = scene.contacts(COMPANY, 1)
    round_id = scene.opened(PULSE, anonymous=False)
    with pytest.raises(DomainError, match="mindst ét spørgsmål"):
        answer_for(
            by=scene.by,
            at=NOW,
            invitation_id=invitation(contact, round_id).pk,
            route=AnswerRoute.PHONE,
            values={},
        )
    assert not AnswerDraft.objects.exists()


def test_nobody_writes_answers_down_in_an_anonymous_round_but_a_no_can_be_noted(
    scene: Scene, client: Client
) -> None:
    contacts = scene.contacts(COMPANY, 5)
    round_id = scene.opened()
    row = invitation(contacts[0], round_id)
    with pytest.raises(DomainError, match="anonyme"):
        answer_for(
            by=scene.by,
            at=NOW,
            invitation_id=row.pk,
            route=AnswerRoute.PHONE,
            values={"principle-1": 5},
        )
    assert client.get(reverse("survey_answer_for", args=[round_id, row.pk])).status_code == 404
    listed = client.get(reverse("survey_audience", args=[round_id])).content.decode()
    assert "kan ingen skrive svar ind for en anden" in listed
    assert listed.count("Vil ikke svare</a>") == 5  # also beside whoever has answered
    address = reverse("survey_refuse_for", args=[round_id, row.pk])
    assert "bliver ikke påmindet" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    row.refresh_from_db()
    assert row.disposition == Disposition.REFUSED
    assert number_to_remind(round_id=round_id) == 4
    assert AuditEntry.objects.get(action="survey.refused_for").details == {"invitation": row.pk}

    # Of somebody who has answered to the end it changes nothing, and doesn't tell either.
    answer_all(secret_to(contacts[1], round_id))
    refuse_for(by=scene.by, at=NOW, invitation_id=invitation(contacts[1], round_id).pk)
    assert invitation(contacts[1], round_id).disposition == Disposition.COMPLETE


def test_a_survey_that_closes_soon_stands_on_the_desk_with_those_to_call(
    scene: Scene, client: Client
) -> None:
    called, silent, gone = scene.contacts(COMPANY, 3)
    Contact.objects.filter(pk=called.pk).update(phone="11 22 33 44")
    round_id = scene.opened(anonymous=False)
    closes_on = SurveyRound.objects.get(pk=round_id).closes_on

    def waits(day: date, who: User = scene.coordinator) -> list[tuple[int, int, date | None]]:
        found = desk(by=factories.actor(who), on=day, kind=WaitingKind.SURVEYS)
        return [(item.record_id, item.number, item.due) for items in found.items.values() for item in items]

    last_week = closes_on - timedelta(days=7)
    assert waits(last_week - timedelta(days=1)) == []
    assert waits(last_week) == waits(closes_on) == [(round_id, 3, closes_on)]
    assert waits(closes_on + timedelta(days=1)) == []
    assert waits(last_week, scene.analyst) == [(round_id, 3, closes_on)]
    other = factories.user(Role.COORDINATOR, factories.office("syd"))
    assert waits(last_week, other) == []

    answer_all(secret_to(silent, round_id))
    Consent.objects.filter(contact=gone).update(withdrawn_on=TODAY)
    assert waits(last_week) == [(round_id, 1, closes_on)]
    [link] = waiting_links(waiting_for(by=scene.by, on=last_week))
    assert link.title == "1 kontaktperson har ikke svaret"
    page = client.get(link.href).content.decode()
    assert called.name in page
    assert "11 22 33 44" in page
    assert silent.name not in page


def test_nobody_is_to_call_in_an_anonymous_survey(scene: Scene, client: Client) -> None:
    people = scene.contacts(COMPANY, 5)
    round_id = scene.opened(anonymous=True)
    answer_all(secret_to(people[0], round_id))
    day = SurveyRound.objects.get(pk=round_id).closes_on
    assert desk(by=scene.by, on=day, kind=WaitingKind.SURVEYS).items == {}
    address = reverse("survey_audience", args=[round_id])
    page = client.get(address, {"outcome": "unanswered"}).content.decode()
    assert all(one.name in page for one in people), "who has answered is not to be found out"
    assert 'name="outcome"' not in page
    headers = client.get(address).context["headers"]
    assert "Telefon" not in [str(header.label) for header in headers]
