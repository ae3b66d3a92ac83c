"""The pages of duplicates: suggesting, comparing, merging, undoing, and where old addresses lead."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact, Merge, NotDuplicate, Organisation
from jobveu.journeys.merging.graph import pointing_to
from jobveu.web.staff.actors.duplicates import KINDS
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def client() -> Client:
    made = Client()
    made.force_login(factories.user(Role.COORDINATOR, factories.office()))
    return made


@pytest.fixture
def two() -> tuple[Organisation, Organisation]:
    place = factories.municipality()
    kept = factories.organisation(OrganisationKind.COMPANY, "Smedjen A/S", municipality=place)
    gone = factories.organisation(
        OrganisationKind.COMPANY, "Smedjen", municipality=place, cvr="12345674", website="https://a.example"
    )
    factories.project(gone, title="Svejsere")
    return kept, gone


def test_from_the_list_to_the_merge_and_back(client: Client, two: tuple[Organisation, Organisation]) -> None:
    kept, gone = two
    page = reverse("organisation_merge", args=[kept.pk, gone.pk])
    assert page in client.get(reverse("duplicate_list")).content.decode()
    text = client.get(page).content.decode()
    assert "1 deltagelse i projekt" in text
    assert "12 34 56 74" in text
    assert Organisation.objects.count() == Organisation.objects.filter(pk__gt=0).count()
    answer = client.post(page, {"name": "kept", "cvr": "gone", "website": "kept"})
    assert answer["Location"] == reverse("organisation", args=[kept.pk])
    kept.refresh_from_db()
    assert (kept.name, kept.cvr, kept.website) == ("Smedjen A/S", "12345674", "")
    assert "Svejsere" in client.get(answer["Location"]).content.decode()
    # The old addresses lead on, whatever page it is.
    for name in ("organisation", "organisation_edit", "dialogue_list"):
        assert client.get(reverse(name, args=[gone.pk]))["Location"] == reverse(name, args=[kept.pk])
    [merged] = Merge.objects.all()
    undo = reverse("merge_undo", args=[merged.pk])
    assert undo in client.get(reverse("merge_list")).content.decode()
    assert client.post(undo).status_code == 302
    assert client.get(reverse("organisation", args=[gone.pk])).status_code == 200
    assert "Svejsere" in client.get(reverse("organisation", args=[gone.pk])).content.decode()
    assert "allerede fortrudt" in client.post(undo).content.decode()


def test_a_preview_changes_nothing_and_says_what_stands_in_the_way(
    client: Client, two: tuple[Organisation, Organisation]
) -> None:
    kept, gone = two
    factories.user(Role.COMPANY, gone)
    page = reverse("organisation_merge", args=[kept.pk, gone.pk])
    assert "systemadministrator" in client.get(page).content.decode()
    assert (
        "systemadministrator"
        in client.post(page, {"name": "kept", "cvr": "kept", "website": "kept"}).content.decode()
    )
    assert Organisation.objects.filter(pk=gone.pk).exists()
    swapped = reverse("organisation_merge", args=[gone.pk, kept.pk])
    assert swapped in client.get(page).content.decode()
    assert client.get(swapped).status_code == 200
    assert client.get(reverse("organisation_merge", args=[kept.pk, kept.pk])).status_code == 404


def test_not_a_duplicate(client: Client, two: tuple[Organisation, Organisation]) -> None:
    kept, gone = two
    page = reverse("organisation_not_duplicate", args=[kept.pk, gone.pk])
    assert client.get(page).status_code == 200
    assert client.post(page)["Location"] == reverse("duplicate_list")
    assert NotDuplicate.objects.count() == 1
    assert "Ingen mulige dubletter" in client.get(reverse("duplicate_list")).content.decode()


def test_contacts(client: Client, two: tuple[Organisation, Organisation]) -> None:
    kept, _gone = two
    first = Contact.objects.create(organisation=kept, name="Åse Prøve", email="aase@example.dk")
    second = Contact.objects.create(organisation=kept, name="Aase Prøve", phone="12345678")
    page = reverse("contact_merge", args=[kept.pk, first.pk, second.pk])
    assert page in client.get(reverse("contact_duplicates", args=[kept.pk])).content.decode()
    assert client.get(page).status_code == 200
    answer = client.post(page, {"name": "kept", "email": "kept", "phone": "gone"})
    assert answer["Location"] == reverse("organisation", args=[kept.pk])
    assert Contact.objects.get(organisation=kept).phone == "12345678"
    moved_on = client.get(reverse("contact_edit", args=[kept.pk, second.pk]))
    assert moved_on["Location"] == reverse("contact_edit", args=[kept.pk, first.pk])
    other = factories.organisation(OrganisationKind.COMPANY)
    assert client.get(reverse("contact_merge", args=[other.pk, first.pk, second.pk])).status_code == 404


def test_two_who_are_called_the_same_are_told_apart(
    client: Client, two: tuple[Organisation, Organisation]
) -> None:
    kept, _gone = two
    first = Contact.objects.create(organisation=kept, name="Åse Prøve", email="aase@example.dk")
    second = Contact.objects.create(organisation=kept, name="Åse Prøve", email="prøve@example.dk")
    text = client.get(reverse("contact_merge", args=[kept.pk, first.pk, second.pk])).content.decode()
    assert "»Åse Prøve (E-mail: aase@example.dk)« beholdes." in text
    assert "»Åse Prøve (E-mail: prøve@example.dk)« lægges ind i den" in text


def test_everything_that_can_move_has_words() -> None:
    tables = {
        column.model._meta.label_lower
        for model in (Organisation, Contact)
        for column in pointing_to(model)
        if column.model._meta.app_label != "candidates"  # never moved
    }
    assert tables <= KINDS.keys()
