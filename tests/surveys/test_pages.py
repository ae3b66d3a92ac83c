"""The pages of surveys: a round made, previewed, sent, answered page by page, and who may do what."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.enums import Role
from jobveu.actors.models import Consent, ConsentNotice
from jobveu.common.models import AuditEntry, Submission
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.projects.models import Project
from jobveu.surveys.enums import Disposition, RespondentType, RoundState
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.models import SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import questionnaire
from jobveu.surveys.operations.rounds import close_round, make_round, open_round
from tests import factories
from tests.mails import delivered
from tests.surveys.scene import Scene, a_contact, make, secret_to

pytestmark = pytest.mark.django_db
COMPANY, SCHOOL = RespondentType.WORKPLACE, RespondentType.EDUCATION_PROVIDER


@pytest.fixture
def scene(reference: None) -> Scene:
    cache.clear()
    return make()


@pytest.fixture
def client(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.coordinator)
    return client


def text_of(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def form(scene: Scene, **fields: object) -> dict[str, object]:
    today = timezone.localdate()
    assert scene.project.council is not None
    return {
        "name": "Aktørerne om Job-VEU",
        "office_id": scene.project.council.office_id,
        "council_id": "",
        "statuses": ["completed"],
        "project_types": ProjectType.values,
        "respondent_types": RespondentType.values,
        "anonymous": "on",
        "closes_on": f"{today + timedelta(days=21):%d-%m-%Y}",
        "remind_on": "",
        "started_from": "",
        "started_to": "",
    } | fields


def opened(scene: Scene, **fields: object) -> int:
    """Open from now on, as the pages need it."""
    now = timezone.now()
    facts = scene.facts(closes_on=timezone.localdate(now) + timedelta(days=21), **fields)
    made = make_round(by=scene.by, at=now, facts=facts, instrument=STANDARD)
    open_round(by=scene.by, at=now, round_id=made)
    return made


def test_a_round_is_made_previewed_opened_reminded_and_closed(scene: Scene, client: Client) -> None:
    asked = scene.contacts(COMPANY, 5)
    a_contact(scene.organisations[COMPANY], "Nora Nej", consents=False)
    made = client.post(reverse("survey_create"), form(scene))
    row = SurveyRound.objects.get()
    assert (made.status_code, made["Location"]) == (302, reverse("survey", args=[row.pk]))
    shown = text_of(client.get(reverse("survey", args=[row.pk])))
    assert "Der er ikke sendt noget." in shown
    preview = text_of(client.get(reverse("survey_audience", args=[row.pk])))
    assert asked[0].name in preview
    assert "Er med i 1 af projekterne. Samtykke givet den 02-01-2026." in preview
    assert "Har ikke givet samtykke til spørgeskemaer" in preview
    only = text_of(client.get(reverse("survey_audience", args=[row.pk]) + "?outcome=no_consent"))
    assert "Nora Nej" in only
    assert asked[0].name not in only
    question = text_of(client.get(reverse("survey_open", args=[row.pk])))
    assert "5 kontaktpersoner får hver en mail med et personligt link." in question
    client.post(reverse("survey_open", args=[row.pk]), {})
    assert len(delivered()) == 5
    SurveyRound.objects.update(opened_at=timezone.now() - timedelta(days=4))
    client.post(reverse("survey_remind", args=[row.pk]), {})
    assert len(delivered()) == 10
    client.post(reverse("survey_close", args=[row.pk]), {})
    row.refresh_from_db()
    assert row.state == RoundState.CLOSED
    shown = text_of(client.get(reverse("survey", args=[row.pk])))
    assert re.search(r"Virksomhed eller offentlig arbejdsplads\s+0\s+0\s+0\s+0\s+5\s+5\s+0\s%", shown)
    history = text_of(client.get(reverse("survey_history", args=[row.pk])))
    assert scene.coordinator.name in history
    listed = text_of(client.get(reverse("survey_list")))
    assert "Aktørerne om Job-VEU" in listed
    for step in ("open", "remind", "close", "edit"):
        assert client.get(reverse(f"survey_{step}", args=[row.pk])).status_code in (200, 404)
        client.post(reverse(f"survey_{step}", args=[row.pk]), form(scene))
    row.refresh_from_db()
    assert row.state == RoundState.CLOSED


def test_an_office_runs_its_own_rounds_and_the_agency_the_whole_countrys(
    scene: Scene, client: Client
) -> None:
    other = factories.council(office_code="syd").office_id
    assert client.post(reverse("survey_create"), form(scene, office_id=other)).status_code == 200
    assert client.post(reverse("survey_create"), form(scene, office_id="")).status_code == 403
    assert not SurveyRound.objects.exists()
    analyst = Client()
    analyst.force_login(scene.analyst)
    assert analyst.post(reverse("survey_create"), form(scene, office_id="")).status_code == 302
    national = SurveyRound.objects.get()
    assert national.office is None
    assert client.get(reverse("survey", args=[national.pk])).status_code == 200
    for step in ("audience", "edit", "open", "discard"):
        assert client.get(reverse(f"survey_{step}", args=[national.pk])).status_code == 403


def test_what_is_wrong_with_a_round_is_said_at_its_field(scene: Scene, client: Client) -> None:
    today = timezone.localdate()
    answer = client.post(reverse("survey_create"), form(scene, closes_on=f"{today:%d-%m-%Y}", statuses=[]))
    assert "Vælg mindst én mulighed." in text_of(answer)
    answer = client.post(reverse("survey_create"), form(scene, closes_on=f"{today:%d-%m-%Y}"))
    assert "mellem tre og 90 dage frem" in text_of(answer)
    client.post(reverse("survey_create"), form(scene))
    answer = client.post(reverse("survey_create"), form(scene))
    assert "Der er allerede en runde med det navn." in text_of(answer)


def test_a_contact_answers_page_by_page_rests_and_goes_on_elsewhere(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = opened(scene)
    secret = secret_to(contacts[0], made)
    at_work, on_the_phone = Client(), Client()
    start = at_work.get(reverse("survey_start", args=[secret]))
    assert "Fiberteknikere" in text_of(start)
    assert "Svarene er anonyme" in text_of(start)
    assert "Det tager omkring 10 minutter at svare." in text_of(start)
    assert contacts[0].name not in text_of(start)
    assert start["Referrer-Policy"] == "strict-origin"
    assert start["Cache-Control"] == "private, no-store"
    first = at_work.get(reverse("survey_questions", args=[secret, 1]))
    assert "<fieldset" in first.content.decode()
    assert "som I konkret havde" in text_of(first)
    gone_on = at_work.post(
        reverse("survey_questions", args=[secret, 1]), {"principle-1": "5", "principle-2": "dont_know"}
    )
    assert gone_on["Location"] == reverse("survey_questions", args=[secret, 2])
    rested = on_the_phone.post(
        reverse("survey_questions", args=[secret, 2]), {"principle-3": "both", "way": "later"}
    )
    assert "Dine svar er gemt" in text_of(rested)
    assert questionnaire(secret=secret).draft.values == {
        "principle-1": 5,
        "principle-2": "dont_know",
        "principle-3": "both",
    }
    assert SurveyInvitation.objects.get(contact=contacts[0]).disposition == Disposition.PARTIAL
    resumed = on_the_phone.get(reverse("survey_start", args=[secret]))
    assert reverse("survey_questions", args=[secret, 3]) in resumed.content.decode()
    kept = on_the_phone.get(reverse("survey_questions", args=[secret, 1])).content.decode()
    assert re.search(r'name="principle-1" value="5"[^>]*checked', kept)
    back = on_the_phone.post(reverse("survey_questions", args=[secret, 2]), {"way": "back"})
    assert back["Location"] == reverse("survey_questions", args=[secret, 1])
    assert "principle-3" not in questionnaire(secret=secret).draft.values
    last = len(questionnaire(secret=secret).pages)
    sent = on_the_phone.post(
        reverse("survey_questions", args=[secret, last]),
        {"satisfaction": "9", "text-advice": "Begynd tidligere."},
    )
    assert sent["Location"] == reverse("survey_start", args=[secret])
    assert "Tak for dine svar" in text_of(at_work.get(sent["Location"]))
    # Sent is sent.
    again = at_work.post(reverse("survey_questions", args=[secret, 1]), {"principle-1": "1"})
    assert again["Location"] == reverse("survey_start", args=[secret])
    assert questionnaire(secret=secret).draft.values["principle-1"] == 5
    assert at_work.get(reverse("survey_questions", args=[secret, 1])).status_code == 302
    assert not Submission.objects.exists()


def test_answers_that_are_none_are_refused(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    secret = secret_to(contacts[0], opened(scene))
    client = Client()
    pages = len(questionnaire(secret=secret).pages)
    wrong = client.post(reverse("survey_questions", args=[secret, 1]), {"principle-1": "6"})
    assert "Vælg en af mulighederne." in text_of(wrong)
    empty = client.post(reverse("survey_questions", args=[secret, pages]), {})
    assert "Svar på mindst ét spørgsmål" in text_of(empty)
    cpr = client.post(
        reverse("survey_questions", args=[secret, pages]), {"text-advice": "Spørg 070761-4285 om det"}
    )
    assert "Skriv ikke CPR-numre." in text_of(cpr)
    assert client.get(reverse("survey_questions", args=[secret, pages + 1])).status_code == 404
    assert questionnaire(secret=secret).draft.values == {}
    # What one is not asked is not taken.
    client.post(reverse("survey_questions", args=[secret, 1]), {"phase-2-own": "5", "principle-1": "4"})
    assert questionnaire(secret=secret).draft.values == {"principle-1": 4}


def test_english_is_asked_in_english(scene: Scene) -> None:
    contacts = scene.contacts(SCHOOL, 5)
    secret = secret_to(contacts[0], opened(scene))
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    shown = text_of(client.get(reverse("survey_questions", args=[secret, 1])))
    assert "To what degree did the project rest on a need for labour" in shown
    assert "To a very high degree" in shown


def test_no_is_an_answer_once_or_for_good(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = opened(scene)
    client = Client()
    once, for_good = (secret_to(contact, made) for contact in contacts[:2])
    assert "Vil du ikke svare?" in text_of(client.get(reverse("survey_refuse", args=[once])))
    assert not SurveyInvitation.objects.filter(disposition=Disposition.REFUSED).exists()
    client.post(reverse("survey_refuse", args=[once]), {"never": "0"})
    assert SurveyInvitation.objects.get(contact=contacts[0]).disposition == Disposition.REFUSED
    assert Consent.objects.get(contact=contacts[0]).withdrawn_on is None
    client.post(reverse("survey_refuse", args=[for_good]), {"never": "1"})
    assert Consent.objects.get(contact=contacts[1]).withdrawn_on is not None
    assert AuditEntry.objects.get(action="consent.withdrawn_by_contact").user_name == "Kontaktpersonen selv"
    assert not ConsentNotice.objects.exists()  # the project has no coordinator to tell
    # Whoever thinks better of it may still answer.
    client.post(reverse("survey_questions", args=[once, 1]), {"principle-1": "4"})
    assert SurveyInvitation.objects.get(contact=contacts[0]).disposition == Disposition.PARTIAL


def test_links_that_are_nobodys_and_closed_rounds_say_so(scene: Scene) -> None:
    contacts = scene.contacts(COMPANY, 5)
    made = opened(scene)
    secret = secret_to(contacts[0], made)
    client = Client()
    for name, address in (("survey_start", []), ("survey_questions", [1]), ("survey_refuse", [])):
        unknown = client.get(reverse(name, args=["x" * 32, *address]))
        assert (unknown.status_code, "Linket virker ikke" in text_of(unknown)) == (404, True)
    close_round(by=scene.by, at=timezone.now() + timedelta(days=1), round_id=made)
    for name, address in (("survey_start", []), ("survey_questions", [1]), ("survey_refuse", [])):
        assert "Undersøgelsen er lukket" in text_of(client.get(reverse(name, args=[secret, *address])))
        assert "Undersøgelsen er lukket" in text_of(client.post(reverse(name, args=[secret, *address])))


def test_links_cannot_be_guessed_at_leisure(scene: Scene) -> None:
    secret = secret_to(scene.contacts(COMPANY, 5)[0], opened(scene))
    client = Client()
    for _time in range(20):
        client.get(reverse("survey_start", args=["x" * 32]))
    assert client.get(reverse("survey_start", args=[secret])).status_code == 429


def test_the_instruments_are_shown_with_whom_they_ask_and_what_they_compare_with(client: Client) -> None:
    assert "Standardskemaet" in text_of(client.get(reverse("instrument_list")))
    whole = text_of(client.get(reverse("instrument", args=["standard-1"])))
    assert "93 pct. svarer i høj eller meget høj grad (Jobcenter)" in whole
    assert "Evaluering af Job-VEU-modellen (2021), figur 5.1" in whole
    company = text_of(
        client.get(reverse("instrument", args=["standard-1"]) + "?svargruppe=workplace&projekttype=employed")
    )
    assert "fik I én indgang til opkvalificering" in company
    assert "mødte I de ledige" not in company
    assert client.get(reverse("instrument", args=["standard-9"])).status_code == 404


def test_the_pulse_of_a_completed_project(scene: Scene, client: Client) -> None:
    contact = a_contact(scene.organisations[COMPANY], "Pia Puls")
    address = reverse("project_pulse", args=[scene.project.pk])
    assert address in client.get(reverse("project", args=[scene.project.pk])).content.decode()
    assert "1 kontaktperson har givet samtykke og bliver spurgt." in text_of(client.get(address))
    client.post(address, {})
    row = SurveyRound.objects.get()
    assert (row.instrument, row.anonymous, row.project_id, row.state) == (
        "pulse-1",
        False,
        scene.project.pk,
        RoundState.OPEN,
    )
    assert [mail.to for mail in delivered()] == [[contact.email]]
    secret = secret_to(contact, row.pk)
    asked = Client()
    [(_section, items)] = questionnaire(secret=secret).pages
    assert len(items) == 3
    asked.post(reverse("survey_questions", args=[secret, 1]), {"satisfaction": "10"})
    assert questionnaire(secret=secret).draft.complete
    page = text_of(client.get(address))
    assert "først derefter kan der sendes en ny" in page
    assert "Send pulsmålingen" not in page
    assert "allerede en åben pulsmåling" in text_of(client.post(address, {}))
    Project.objects.update(status=ProjectStatus.ACTIVE)
    assert "når projektet er meldt gennemført" in text_of(client.post(address, {}))
    assert address not in client.get(reverse("project", args=[scene.project.pk])).content.decode()


def test_the_list_costs_the_same_with_many_rounds(
    scene: Scene, client: Client, django_assert_max_num_queries
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("survey_list"))
        return len(captured)

    facts = {"by": scene.by, "at": timezone.now(), "instrument": STANDARD}
    closes_on = timezone.localdate() + timedelta(days=10)
    make_round(facts=scene.facts(name="Nr. 0", closes_on=closes_on), **facts)
    statements()
    one = statements()
    for number in range(1, 20):
        make_round(facts=scene.facts(name=f"Nr. {number}", closes_on=closes_on), **facts)
    assert statements() == one


def test_roles_without_a_part_in_surveys_see_none(scene: Scene) -> None:
    caseworker = Client()
    caseworker.force_login(factories.user(Role.CASEWORKER, scene.organisations[RespondentType.JOB_CENTRE]))
    assert caseworker.get(reverse("survey_list")).status_code in (302, 403)
