"""What is held about somebody who has been asked: shown to them, and let go when its time has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.errors import DomainError
from jobveu.journeys.merging.operations import CONTACT, merge
from jobveu.privacy.enums import DataKind
from jobveu.privacy.operations.retention import carry_out, order_run
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.models import AnswerSheet, SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import questionnaire, save_page
from jobveu.surveys.operations.rounds import close_round
from tests import factories
from tests.surveys.scene import LATER, NOW, Scene, a_contact, answer_all, make, secret_to

pytestmark = pytest.mark.django_db
COMPANY, SCHOOL = RespondentType.WORKPLACE, RespondentType.EDUCATION_PROVIDER


@pytest.fixture
def scene(reference: None) -> Scene:
    return make()


def let_go(after: timedelta) -> dict[DataKind, int]:
    """What a run of the retention rules lets go so long after the rounds were closed."""
    at = LATER + after
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY)
    by = factories.actor(factories.user(Role.ADMINISTRATOR, agency))
    run = order_run(by=by, at=at, decision="Besluttet i en prøve")
    return dict(carry_out(run_id=run, at=at).numbers)


def test_a_contact_is_shown_what_is_held_and_what_they_answered_only_where_it_is_theirs(scene: Scene) -> None:
    contact = scene.contacts(COMPANY, 5)[0]
    for anonymous, name in ((True, "Den anonyme"), (False, "Den åbne")):
        made = scene.opened(name=name, anonymous=anonymous)
        secret = secret_to(contact, made)
        last = len(questionnaire(secret=secret).pages)
        save_page(secret=secret, page=last, values={"text-advice": f"Råd til {name.lower()}"}, send=True)
        close_round(by=scene.by, at=LATER, round_id=made)
    client = Client()
    client.force_login(scene.coordinator)
    shown = client.get(
        reverse("contact_insight", args=[contact.organisation_id, contact.pk])
    ).content.decode()
    assert "Den anonyme" in shown
    assert "Råd til den åbne" in shown
    assert "Hvad skal vi gøre anderledes næste gang?" in shown
    assert "Råd til den anonyme" not in shown


def test_who_was_asked_goes_after_a_year_and_answers_in_words_after_five(scene: Scene) -> None:
    contact = a_contact(scene.organisations[SCHOOL], "Eneste")
    made = scene.opened(anonymous=False)
    answer_all(secret_to(contact, made))
    close_round(by=scene.by, at=LATER, round_id=made)
    assert DataKind.SURVEY_INVITATION not in let_go(timedelta(days=360))
    assert SurveyInvitation.objects.count() == 1
    assert let_go(timedelta(days=370))[DataKind.SURVEY_INVITATION] == 1
    assert not SurveyInvitation.objects.exists()
    sheet = AnswerSheet.objects.get()
    assert (sheet.invitation, sheet.values["text-advice"]) == (None, "Alt gik godt.")
    assert let_go(timedelta(days=5 * 366))[DataKind.SURVEY_ANSWER] == 1
    sheet.refresh_from_db()
    assert "text-advice" not in sheet.values
    assert sheet.values["satisfaction"] == 8
    assert SurveyRound.objects.get().texts_erased_at is not None
    assert DataKind.SURVEY_ANSWER not in let_go(timedelta(days=5 * 366 + 1))


def test_two_contacts_in_an_open_round_are_not_merged(scene: Scene) -> None:
    first, second = scene.contacts(COMPANY, 5)[:2]
    made = scene.opened()
    with pytest.raises(DomainError, match="Begge er spurgt i samme undersøgelse"):
        merge(by=scene.by, at=NOW, room=CONTACT, kept_id=first.pk, gone_id=second.pk)
    close_round(by=scene.by, at=LATER, round_id=made)
    assert merge(by=scene.by, at=LATER, room=CONTACT, kept_id=first.pk, gone_id=second.pk)
    assert SurveyInvitation.objects.filter(contact=first).count() == 2


def test_an_open_round_is_never_due(scene: Scene) -> None:
    scene.contacts(COMPANY, 5)
    scene.opened()
    gone = let_go(timedelta(days=10_000))
    assert {DataKind.SURVEY_INVITATION, DataKind.SURVEY_ANSWER}.isdisjoint(gone)
