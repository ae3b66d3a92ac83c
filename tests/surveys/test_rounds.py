"""A round: made, opened, reminded and closed, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobveu.actors.models import Consent, Contact
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.delivery.models import OutgoingMail
from jobveu.surveys.enums import Disposition, RespondentType, RoundState
from jobveu.surveys.models import AnswerDraft, AnswerSheet, RoundStratum, SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import ClosedError, questionnaire, refuse, save_page
from jobveu.surveys.operations.rounds import (
    close_due,
    close_round,
    discard_round,
    edit_round,
    open_round,
    remind,
    remind_due,
)
from jobveu.surveys.queries.data import round_data
from jobveu.surveys.queries.rounds import standing
from tests.mails import delivered
from tests.surveys.scene import LATER, NOW, TODAY, Scene, a_contact, answer_all, make, secret_to

pytestmark = pytest.mark.django_db
COMPANY, SCHOOL = RespondentType.WORKPLACE, RespondentType.EDUCATION_PROVIDER


@pytest.fixture
def scene(reference: None) -> Scene:
    return make()


def row(round_id: int) -> SurveyRound:
    return SurveyRound.objects.get(pk=round_id)


def recipients() -> list[str]:
    return [mail.to[0] for mail in delivered()]


def test_a_round_is_made_with_the_newest_version_and_keeps_it(scene: Scene) -> None:
    made = row(scene.round())
    assert (made.state, made.instrument, len(made.instrument_digest)) == (RoundState.DRAFT, "standard-1", 64)
    assert AuditEntry.objects.get(action="survey.made").details == {"instrument": "standard-1"}
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("days", [2, 91])
def test_a_round_is_open_neither_too_short_nor_too_long(scene: Scene, days: int) -> None:
    with pytest.raises(DomainError) as refused:
        scene.round(closes_on=TODAY + timedelta(days=days))
    assert refused.value.field == "closes_on"


def test_the_reminder_lies_between_the_two(scene: Scene) -> None:
    for remind_on in (TODAY, TODAY + timedelta(days=21)):
        with pytest.raises(DomainError) as refused:
            scene.round(remind_on=remind_on)
        assert refused.value.field == "remind_on"


def test_a_draft_is_edited_and_thrown_away_an_open_round_is_not(scene: Scene) -> None:
    made = scene.round()
    edit_round(by=scene.by, at=NOW, round_id=made, version=1, facts=scene.facts(name="Nyt navn"))
    with pytest.raises(StaleEdit):
        edit_round(by=scene.by, at=NOW, round_id=made, version=1, facts=scene.facts(name="For sent"))
    assert row(made).name == "Nyt navn"
    scene.contacts(COMPANY, 5)
    open_round(by=scene.by, at=NOW, round_id=made)
    for refused in (
        lambda: edit_round(by=scene.by, at=NOW, round_id=made, version=3, facts=scene.facts()),
        lambda: discard_round(by=scene.by, at=NOW, round_id=made),
        lambda: open_round(by=scene.by, at=NOW, round_id=made),
    ):
        with pytest.raises(DomainError):
            refused()
    other = scene.round(name="En anden")
    discard_round(by=scene.by, at=NOW, round_id=other)
    assert not SurveyRound.objects.filter(pk=other).exists()


def test_opening_draws_the_audience_and_mails_each_of_them_a_link_of_their_own(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = scene.opened()
    assert row(made).state == RoundState.OPEN
    mails = delivered()
    assert sorted(mail.to[0] for mail in mails) == sorted(contact.email for contact in contacts)
    for contact in contacts:
        [mail] = [mail for mail in mails if mail.to == [contact.email]]
        assert f"/svar/{secret_to(contact, made)}/" in mail.body
        assert "Fiberteknikere" in mail.body
        assert contact.name not in mail.body
    # Who comes to the project afterwards is not asked.
    a_contact(scene.organisations[COMPANY], "Ny")
    assert SurveyInvitation.objects.filter(round=made).count() == 5


def test_nobody_to_ask_and_too_few_to_be_anonymous_are_refused(scene: Scene) -> None:
    made = scene.round()
    with pytest.raises(DomainError, match="ingen at spørge"):
        open_round(by=scene.by, at=NOW, round_id=made)
    scene.contacts(COMPANY, 5)
    scene.contacts(SCHOOL, 4)
    with pytest.raises(DomainError, match="Uddannelsesinstitution"):
        open_round(by=scene.by, at=NOW, round_id=made)
    assert row(made).state == RoundState.DRAFT
    assert not SurveyInvitation.objects.exists()
    open_round(by=scene.by, at=NOW, round_id=scene.round(name="Åben", anonymous=False))
    assert SurveyInvitation.objects.count() == 9


def test_only_those_who_have_not_answered_are_reminded(scene: Scene) -> None:
    done, begun, silent, refused, withdrawn, gone = scene.contacts(COMPANY, 6)
    made = scene.opened()
    delivered()
    answer_all(secret_to(done, made))
    save_page(secret=secret_to(begun, made), page=1, values={"principle-1": 5})
    refuse(secret=secret_to(refused, made))
    Consent.objects.filter(contact=withdrawn).update(withdrawn_on=TODAY)
    Contact.objects.filter(pk=gone.pk).update(active=False, removed_on=TODAY)
    assert remind(by=scene.by, at=LATER, round_id=made) == 2
    mails = delivered()[6:]
    assert {mail.to[0] for mail in mails} == {begun.email, silent.email}
    assert "Det, du har svaret, er gemt." in next(mail.body for mail in mails if mail.to == [begun.email])
    # The same link as before: nobody begins anew.
    assert secret_to(begun, made) in next(mail.body for mail in mails if mail.to == [begun.email])


def test_an_answer_stops_a_reminder_that_is_on_its_way(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = scene.opened()
    delivered()
    remind(by=scene.by, at=LATER, round_id=made)
    answer_all(secret_to(contacts[0], made))
    refuse(secret=secret_to(contacts[1], made))
    Consent.objects.filter(contact=contacts[2]).update(withdrawn_on=TODAY)
    assert sorted(recipients()[5:]) == sorted(contact.email for contact in contacts[3:])


def test_nobody_is_reminded_at_once_or_more_than_three_times(scene: Scene) -> None:
    scene.contacts(COMPANY, 5)
    made = scene.opened(closes_on=TODAY + timedelta(days=60))
    with pytest.raises(DomainError, match="tre dage"):
        remind(by=scene.by, at=NOW + timedelta(days=1), round_id=made)
    for time in range(1, 4):
        remind(by=scene.by, at=NOW + time * timedelta(days=4), round_id=made)
    with pytest.raises(DomainError, match="ingen at påminde"):
        remind(by=scene.by, at=NOW + timedelta(days=20), round_id=made)


def test_the_days_of_a_round_come_by_themselves(scene: Scene) -> None:
    scene.contacts(COMPANY, 5)
    made = scene.opened(remind_on=TODAY + timedelta(days=10))
    morning = NOW.replace(hour=9)
    assert remind_due(at=morning + timedelta(days=9)) == 0
    assert remind_due(at=(NOW + timedelta(days=10)).replace(hour=5)) == 0
    assert remind_due(at=morning + timedelta(days=10)) == 1
    assert remind_due(at=morning + timedelta(days=10, hours=1)) == 0
    assert remind_due(at=morning + timedelta(days=14)) == 0
    assert close_due(at=morning + timedelta(days=21)) == 0
    assert close_due(at=morning + timedelta(days=22)) == 1
    assert row(made).state == RoundState.CLOSED
    assert AuditEntry.objects.get(action="survey.closed").user_name == "Tidsplanen"


def test_closing_counts_everybody_once_and_makes_sheets_of_what_was_answered(scene: Scene) -> None:
    done, begun, silent, refused, withdrawn, unreached = scene.contacts(COMPANY, 6)
    a_contact(scene.organisations[COMPANY], "Uden samtykke", consents=False)
    made = scene.opened()
    delivered()
    answer_all(secret_to(done, made), degree=5)
    save_page(secret=secret_to(begun, made), page=1, values={"principle-1": 2})
    save_page(secret=secret_to(withdrawn, made), page=1, values={"principle-1": 1})
    refuse(secret=secret_to(refused, made))
    Consent.objects.filter(contact=withdrawn).update(withdrawn_on=TODAY)
    OutgoingMail.objects.filter(pk=SurveyInvitation.objects.get(contact=unreached).mail_id).update(
        sent_at=None, failed_at=NOW
    )
    expected = {
        Disposition.COMPLETE: 1,
        Disposition.PARTIAL: 1,
        Disposition.REFUSED: 2,
        Disposition.NOT_REACHED: 1,
        Disposition.NO_ANSWER: 1,
    }
    close_round(by=scene.by, at=LATER, round_id=made)
    data = round_data(round_id=made)
    [count] = data.frame
    assert (dict(count.drawn), count.population, count.asked) == (expected, 7, 6)
    assert sorted((sheet.complete, sheet.values["principle-1"]) for sheet in data.sheets) == [
        (False, 2),
        (True, 5),
    ]
    assert silent.survey_invitations.get().disposition == Disposition.NO_ANSWER
    [shown] = standing(round_id=made, closed=True)
    assert (dict(shown.drawn), shown.rate) == (expected, 1 / 6)
    assert AuditEntry.objects.get(action="survey.closed").details == {"sheets": 2}


def test_how_it_stands_while_it_is_open(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = scene.opened()
    answer_all(secret_to(contacts[0], made))
    OutgoingMail.objects.filter(pk=SurveyInvitation.objects.get(contact=contacts[1]).mail_id).update(
        failed_at=NOW
    )
    [shown] = standing(round_id=made, closed=False)
    assert (shown.drawn[Disposition.COMPLETE], shown.drawn[Disposition.NOT_REACHED]) == (1, 1)
    assert (shown.drawn[Disposition.NO_ANSWER], shown.asked) == (3, 5)


def test_no_answer_can_be_read_before_the_round_is_closed(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = scene.opened()
    answer_all(secret_to(contacts[0], made))
    assert not AnswerSheet.objects.exists()
    with pytest.raises(DomainError, match="ikke lukket"):
        round_data(round_id=made)


def test_a_closed_round_takes_no_more_answers(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = scene.opened()
    secret = secret_to(contacts[0], made)
    close_round(by=scene.by, at=LATER, round_id=made)
    for refused in (
        lambda: questionnaire(secret=secret),
        lambda: save_page(secret=secret, page=1, values={}),
        lambda: refuse(secret=secret),
    ):
        with pytest.raises(ClosedError):
            refused()
    assert not AnswerDraft.objects.exists()


def test_a_round_that_is_not_anonymous_keeps_the_project(scene: Scene) -> None:
    contact = a_contact(scene.organisations[SCHOOL], "Eneste")
    made = scene.opened(anonymous=False)
    answer_all(secret_to(contact, made))
    close_round(by=scene.by, at=LATER, round_id=made)
    [sheet] = round_data(round_id=made).sheets
    assert sheet.project_id == scene.project.pk
    assert AnswerSheet.objects.get().invitation == SurveyInvitation.objects.get()
    assert SurveyInvitation.objects.get().disposition == Disposition.COMPLETE


def test_strata_of_an_anonymous_round_hide_everybody(scene: Scene) -> None:
    scene.contacts(COMPANY, 5)
    scene.contacts(SCHOOL, 6)
    made = scene.opened()
    assert RoundStratum.objects.filter(round=made).count() == 2
    assert all(
        SurveyInvitation.objects.filter(stratum=stratum).count() >= 5
        for stratum in RoundStratum.objects.filter(round=made)
    )
