"""What was recorded wrongly is corrected or removed, with a reason, by the candidate's own caseworkers alone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from jobveu.candidates.models import Candidacy, FollowUp, Outcome
from jobveu.candidates.operations.corrections import correct_text, remove_record
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry, Change
from tests.candidates.scene import NOW, Scene
from tests.editing import carried
from tests.privacy.histories import a_whole_history

pytestmark = pytest.mark.django_db


def whole(scene: Scene) -> Candidacy:
    candidacy = a_whole_history(scene)
    Candidacy.objects.filter(pk=candidacy.pk).update(withdrawn_on=None, withdrawn_reason="")
    return candidacy


def record_of(candidacy: Candidacy, what: str) -> int:
    related = {
        "screening": candidacy.screenings,
        "praesentation": candidacy.presentations,
        "opfoelgning": candidacy.follow_ups,
        "resultat": candidacy.outcomes,
    }
    return related[what].get().pk


@pytest.mark.parametrize("what", ["screening", "praesentation", "opfoelgning"])
def test_a_text_is_corrected_with_the_reason_recorded(scene: Scene, what: str) -> None:
    candidacy = whole(scene)
    address = reverse("record_correct", args=[candidacy.pk, what, record_of(candidacy, what)])
    client = scene.client("caseworker")
    page = client.get(address).content.decode()
    assert "ord" in page
    client.post(address, carried(page) | {"text": "Sådan var det", "reason": "Skrevet forkert"})
    assert "Sådan var det" in client.get(reverse("candidacy", args=[candidacy.pk])).content.decode()
    entry = AuditEntry.objects.get(action__endswith=".corrected")
    assert entry.details == {"candidacy": candidacy.pk, "reason": "Skrevet forkert"}
    assert Change.objects.filter(
        room=f"candidates.{entry.room.split('.')[1].replace('_', '')}", operation="U"
    ).exists()


def test_a_note_about_the_wrong_person_goes_from_the_history_too(scene: Scene) -> None:
    candidacy = whole(scene)
    address = reverse(
        "record_remove", args=[candidacy.pk, "opfoelgning", record_of(candidacy, "opfoelgning")]
    )
    sent = {"reason": "Skrevet om den forkerte", "submission": "22222222-2222-2222-2222-222222222222"}
    for _click in range(2):
        assert scene.client("caseworker").post(address, sent).status_code == 302
    assert not FollowUp.objects.exists()
    assert not Change.objects.filter(room="candidates.followup").exists()
    assert AuditEntry.objects.filter(action="follow_up.removed").count() == 1


def test_an_outcome_that_never_was_is_removed_and_can_be_recorded_anew(scene: Scene) -> None:
    candidacy = whole(scene)
    remove_record(
        by=scene.actor("caseworker"),
        at=NOW,
        what="resultat",
        candidacy_id=candidacy.pk,
        record_id=record_of(candidacy, "resultat"),
        reason="Forvekslet",
    )
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason", "message"),
    [
        ("", "Fejl", "må ikke være tom"),
        ("Tekst", " ", "hvorfor det rettes"),
        ("Tekst 010150-4000", "Fejl", "CPR"),
        ("Tekst", "Fejl med 010150-4000", "CPR"),
    ],
)
def test_what_is_refused(scene: Scene, text: str, reason: str, message: str) -> None:
    candidacy = whole(scene)
    with pytest.raises(DomainError, match=message):
        correct_text(
            by=scene.actor("caseworker"),
            at=NOW,
            what="opfoelgning",
            candidacy_id=candidacy.pk,
            record_id=record_of(candidacy, "opfoelgning"),
            text=text,
            reason=reason,
        )


@pytest.mark.parametrize("who", ["consultant", "provider", "coordinator", "other_caseworker"])
def test_nobody_else_corrects(scene: Scene, who: str) -> None:
    candidacy = whole(scene)
    with pytest.raises(PermissionDenied):
        remove_record(
            by=scene.actor(who),
            at=NOW,
            what="opfoelgning",
            candidacy_id=candidacy.pk,
            record_id=record_of(candidacy, "opfoelgning"),
            reason="Fejl",
        )


def test_a_screening_is_not_removed_and_another_candidates_record_not_found(scene: Scene) -> None:
    candidacy, other = whole(scene), scene.candidate("Opdigtet Anden")
    with pytest.raises(DomainError, match="kun rettes"):
        remove_record(
            by=scene.actor("caseworker"),
            at=NOW,
            what="screening",
            candidacy_id=candidacy.pk,
            record_id=record_of(candidacy, "screening"),
            reason="Fejl",
        )
    address = reverse("record_correct", args=[other.pk, "screening", record_of(candidacy, "screening")])
    assert scene.client("caseworker").get(address).status_code == 404
