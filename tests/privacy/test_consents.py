"""A contact changes consents by a link of their own: no log-in, nothing kept of the secret, told to those who
coordinate."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jobveu.actors.models import Consent, ConsentLink, ConsentNotice, Contact, PrimaryContact
from jobveu.actors.operations.consent_links import make_link
from jobveu.actors.operations.contacts import remove_contact
from jobveu.common.models import AuditEntry, Submission
from jobveu.delivery.content import opened
from jobveu.delivery.models import OutgoingMail
from jobveu.journeys.consents import who_is_told
from tests.candidates.scene import NOW, TODAY, Scene
from tests.privacy.test_erasure import everything_in_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def contact(scene: Scene) -> Contact:
    made = Contact.objects.create(organisation=scene.company, name="Karla Kontakt", email="karla@example.dk")
    Consent.objects.create(
        contact=made, kind="survey", given_on=TODAY - timedelta(days=9), shown_by="Mail af 15. november"
    )
    return made


@pytest.fixture
def secret(scene: Scene, contact: Contact) -> str:
    return make_link(by=scene.actor("coordinator"), at=NOW, contact_id=contact.pk)


def page(secret: str) -> str:
    return reverse("own_consents", args=[secret])


def change(secret: str, kind: str, given: str):
    return Client().post(page(secret), {"kind": kind, "given": given}, follow=True)


def test_the_page_needs_no_log_in_and_shows_organisation_and_consents(secret: str) -> None:
    answer = Client().get(page(secret))
    body = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Prøvefirmaet",
        "Må få spørgeskemaer om projektet",
        "15. november 2026",
        "Du har ikke sagt ja",
    ):
        assert words in body
    assert "Karla" not in body


def test_the_page_is_kept_nowhere_and_found_by_no_search_engine(secret: str) -> None:
    for answer in (Client().get(page(secret)), Client().get(page("forkert"))):
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert b'<meta name="robots" content="noindex' in answer.content


def test_one_press_withdraws_and_one_gives_again(secret: str, contact: Contact) -> None:
    answer = change(secret, "survey", "0")
    assert "Dit samtykke er trukket tilbage." in answer.content.decode()
    first = Consent.objects.get()
    assert first.withdrawn_on is not None
    change(secret, "survey", "1")
    second = Consent.objects.get(withdrawn_on__isnull=True)
    assert second.pk != first.pk
    assert second.shown_by.startswith("Givet af kontaktpersonen selv på sin egen side den ")


def test_doing_it_twice_is_doing_it_once(secret: str) -> None:
    for _time in range(2):
        change(secret, "survey", "0")
    assert AuditEntry.objects.filter(action="consent.withdrawn_by_contact").count() == 1
    assert Consent.objects.count() == 1


def test_it_is_recorded_as_done_by_the_contact_without_the_name(secret: str, scene: Scene) -> None:
    change(secret, "survey", "0")
    entry = AuditEntry.objects.get(action="consent.withdrawn_by_contact")
    assert (entry.user_id, entry.user_name) == (None, "Kontaktpersonen selv")
    assert entry.details == {"organisation": scene.company.pk}
    assert ConsentLink.objects.get().used_at is not None


def test_the_coordinator_is_told_on_the_start_page_until_it_is_seen(
    secret: str, scene: Scene, contact: Contact
) -> None:
    scene.project.coordinator = scene.users["manager"]
    scene.project.save()
    PrimaryContact.objects.create(
        organisation=scene.company, user=scene.users["consultant"], valid_from=TODAY - timedelta(days=1)
    )
    told = {scene.users[who].pk for who in ("coordinator", "manager", "consultant")}
    assert who_is_told(contact_id=contact.pk, at=NOW) == told
    change(secret, "survey", "0")
    assert set(ConsentNotice.objects.values_list("told", flat=True)) == told
    client = scene.client("manager")
    assert "Kontaktpersonen har selv ændret et samtykke." in client.get("/").content.decode()
    desk = client.get(reverse("desk"), {"slags": "consent_notice"}).content.decode()
    assert "Kontaktpersoner, der selv har ændret et samtykke (1)" in desk
    notice = ConsentNotice.objects.get(told=scene.users["manager"])
    address = reverse("consent_notice", args=[notice.pk])
    assert "har trukket et samtykke tilbage" in client.get(address).content.decode()
    client.post(address, {"submission": "11111111-1111-1111-1111-111111111111"})
    assert "Kontaktpersonen har selv ændret" not in client.get("/").content.decode()
    assert scene.client("union").get(address).status_code == 404


def test_a_new_link_ends_the_old_one(secret: str, scene: Scene, contact: Contact) -> None:
    newer = make_link(by=scene.actor("coordinator"), at=NOW, contact_id=contact.pk)
    assert Client().get(page(secret)).status_code == 404
    assert change(secret, "survey", "0").status_code == 404
    assert Client().get(page(newer)).status_code == 200
    assert Consent.objects.get().withdrawn_on is None


def test_the_link_of_a_removed_contact_is_nobodys(secret: str, scene: Scene, contact: Contact) -> None:
    remove_contact(by=scene.actor("coordinator"), at=NOW, contact_id=contact.pk)
    assert Client().get(page(secret)).status_code == 404


def test_whoever_tries_links_is_stopped_and_the_right_one_too_from_there(secret: str) -> None:
    client = Client()
    codes = [client.get(page(f"forkert{number}")).status_code for number in range(22)]
    assert codes[:20] == [404] * 20
    assert codes[20:] == [429, 429]
    assert client.get(page(secret)).status_code == 429


def test_using_the_right_link_often_stops_nobody(secret: str) -> None:
    assert {Client().get(page(secret)).status_code for _time in range(25)} == {200}


def test_the_secret_is_nowhere_in_the_database(secret: str) -> None:
    change(secret, "survey", "0")
    assert secret not in everything_in_the_database()
    assert not Submission.objects.exists()


def test_surveys_need_an_address_to_go_to(secret: str, contact: Contact) -> None:
    Consent.objects.all().delete()
    Contact.objects.filter(pk=contact.pk).update(email="", phone="12345678")
    answer = change(secret, "survey", "1")
    assert "Vi har ikke din e-mail" in answer.content.decode()
    assert not Consent.objects.exists()


def test_anything_else_that_is_sent_changes_nothing(secret: str) -> None:
    assert change(secret, "alt", "1").status_code == 200
    assert Consent.objects.get().withdrawn_on is None


def link_page(contact: Contact) -> str:
    return reverse("consent_link", args=[contact.organisation_id, contact.pk])


def test_the_coordinator_sends_the_link_by_mail(scene: Scene, contact: Contact) -> None:
    scene.client("coordinator").post(link_page(contact), {"way": "mail"})
    mail = OutgoingMail.objects.get()
    assert mail.content is not None
    assert mail.hides_recipient
    content = opened(mail.content, key=mail.key)
    assert content.recipient == "karla@example.dk"
    assert "Karla" not in content.subject + content.text
    found = re.search(r"https?://[^/]+(/samtykker/\S+/)", content.text)
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert AuditEntry.objects.filter(action="consent_link.sent").count() == 1


def test_or_copies_it_the_one_time_it_is_shown(scene: Scene, contact: Contact) -> None:
    client = scene.client("coordinator")
    shown = client.post(link_page(contact), {"way": "show"}, follow=True).content.decode()
    found = re.search(r"https?://[^/]+(/samtykker/[^/]+/)", shown)
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert "/samtykker/" not in client.get(link_page(contact)).content.decode()


def test_one_without_an_address_is_given_it_by_hand(scene: Scene, contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).update(email="", phone="12345678")
    client = scene.client("coordinator")
    assert "med mail" not in client.get(link_page(contact)).content.decode()
    client.post(link_page(contact), {"way": "mail"})
    assert not OutgoingMail.objects.exists()
    assert not ConsentLink.objects.exists()
