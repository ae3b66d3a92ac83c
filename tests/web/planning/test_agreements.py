"""The partner agreement and its signatures, and endorsements."""

from __future__ import annotations

import pytest

from jobveu.projects.enums import AgreementStatus
from jobveu.projects.models import Agreement, Endorsement, Signature
from jobveu.projects.operations import agreements
from jobveu.projects.queries.agreements import agreement_page
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, partner_agreement, sign
from tests.web.planning.pages import SECRET, get, post, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


# The partner agreement


def test_a_partner_agreement_is_written_signed_and_in_force(one: Setting) -> None:
    response = post(
        one,
        one.coordinator,
        "partner_agreement_create",
        data={"title": "Aftale", "text": SECRET, "signatory_ids": [one.union.id, one.association.id]},
    )
    agreement_id = Agreement.objects.get().pk
    assert response.headers["Location"] == url(one, "agreement", agreement_id)
    shown = text_of(get(one, one.union, "project_endorsement"))
    assert url(one, "agreement_sign", agreement_id) in shown
    assert "0 af 2 har underskrevet" in shown
    signing = text_of(get(one, one.union, "agreement_sign", agreement_id))
    assert SECRET in signing
    assert "på vegne af Fagforbundet Fiktiv" in signing
    for who in (one.union, one.association):
        response = post(one, who, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
        assert response.status_code == 302
    shown = text_of(get(one, one.association, "project_endorsement"))
    assert "I kraft" in shown
    assert "Frank Forbund" in shown
    assert url(one, "agreement_sign", agreement_id) not in shown


def test_parties_who_do_not_sign_see_that_the_agreement_exists_but_not_its_text(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    shown = text_of(get(one, one.company, "project_endorsement"))
    assert SECRET not in shown
    assert "Fagforbundet Fiktiv" in shown
    assert "kan kun læses af dem, der skal underskrive den" in shown
    for name in ("agreement", "agreement_compare", "agreement_sign"):
        assert get(one, one.company, name, agreement_id).status_code == 403
    assert get(one, one.company, "agreement_version", agreement_id, 1).status_code == 403
    assert SECRET in text_of(get(one, one.union, "agreement", agreement_id))


def test_only_coordinators_write_change_and_withdraw_a_partner_agreement(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    for who in (one.union, one.job_centre, one.company, one.stranger):
        assert get(one, who, "partner_agreement_create").status_code == 403
        for name in ("agreement_revise", "agreement_withdraw", "signatory_add"):
            assert get(one, who, name, agreement_id).status_code == 403
            assert post(one, who, name, agreement_id, data={"text": "x", "reason": "x"}).status_code == 403
    found = agreement_page(agreement_id=agreement_id, project_id=one.project.pk)
    assert found is not None
    assert (found.status, len(found.versions)) == (AgreementStatus.AWAITING, 1)


def test_whoever_signs_a_replaced_text_is_shown_the_new_one_and_has_to_confirm_again(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    agreements.revise_agreement(
        agreement_id=agreement_id,
        version=1,
        text="Vi er enige om behovet og forløbet.",
        by=one.coordinator.actor,
        at=NOW,
    )
    response = post(one, one.union, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert response.status_code == 200
    shown = text_of(response)
    assert "Du har ikke underskrevet: teksten er ændret" in shown
    assert "Vi er enige om behovet og forløbet." in shown
    assert '<input type="hidden" name="version" value="2"' in shown
    assert "checked" not in shown
    assert "<ins>" in shown
    assert not Signature.objects.exists()


def test_the_signature_needs_its_confirmation(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    response = post(one, one.union, "agreement_sign", agreement_id, data={"version": "1"})
    assert response.status_code == 200
    assert "jv-error-summary" in text_of(response)
    assert not Signature.objects.exists()


def test_who_has_signed_is_led_back_to_the_agreement(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    sign(agreement_id, one.union)
    response = one.union.client().get(url(one, "agreement_sign", agreement_id), follow=True)
    assert "allerede underskrevet" in text_of(response)
    again = post(one, one.union, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert again.status_code == 200
    assert Signature.objects.count() == 1


def test_two_clicks_on_sign_are_one_signature(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    client = one.union.client()
    data = {
        "version": "1",
        "confirmed": "on",
        "submission": "6f3c2b6e-9f5f-4a59-8f0e-1a2b3c4d5e6f",
    }
    for _click in range(2):
        assert client.post(url(one, "agreement_sign", agreement_id), data).status_code == 302
    assert Signature.objects.count() == 1


def test_two_who_write_a_new_version_are_told_and_both_texts_are_shown(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    client = one.coordinator.client()
    address = url(one, "agreement_revise", agreement_id)
    assert client.post(address, {"version": "1", "text": "Den første"}).status_code == 302
    response = client.post(address, {"version": "1", "text": "Den anden"})
    assert response.status_code == 200
    shown = text_of(response)
    assert "har gemt ændringer, mens du skrev" in shown
    assert "Den første" in shown
    assert "Den anden" in shown
    assert client.post(address, {"version": "2", "text": "Den tredje"}).status_code == 302


def test_versions_are_compared_in_words_and_mark_up_in_a_text_stays_text(one: Setting) -> None:
    agreement_id = partner_agreement(one, text="Vi finder ti kandidater")
    agreements.revise_agreement(
        agreement_id=agreement_id,
        version=1,
        text="Vi finder <b>tolv</b> kandidater",
        by=one.coordinator.actor,
        at=NOW,
    )
    shown = text_of(get(one, one.union, "agreement_compare", agreement_id))
    assert '<del><span class="sr-only">Fjernet: </span>ti' in shown
    assert '<ins><span class="sr-only">Tilføjet: </span>&lt;b&gt;tolv&lt;/b&gt;' in shown
    same = one.union.client().get(url(one, "agreement_compare", agreement_id) + "?fra=1&til=1")
    assert "Vælg to forskellige versioner" in text_of(same)
    odd = one.union.client().get(url(one, "agreement_compare", agreement_id) + "?fra=x&til=99")
    assert odd.status_code == 200


def test_a_withdrawn_agreement_shows_its_reason_and_makes_room_for_a_new_one(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    response = post(one, one.coordinator, "agreement_withdraw", agreement_id, data={"reason": ""})
    assert response.status_code == 200
    post(one, one.coordinator, "agreement_withdraw", agreement_id, data={"reason": "Uenighed om indhold"})
    shown = text_of(get(one, one.company, "project_endorsement"))
    assert "Uenighed om indhold" in shown
    assert url(one, "partner_agreement_create") in text_of(get(one, one.coordinator, "project_endorsement"))
    assert one.union.client().get(url(one, "agreement_sign", agreement_id)).status_code == 302


# Endorsements


def test_a_social_partner_endorses_for_itself_and_nobody_else(one: Setting) -> None:
    data = {
        "organisation_id": one.union.id,
        "form": "logo",
        "shown_by": "Pjecen",
        "given_on": f"{TODAY:%d-%m-%Y}",
    }
    assert post(one, one.union, "endorsement_create", data=data).status_code == 302
    wrong = post(one, one.union, "endorsement_create", data=data | {"organisation_id": one.association.id})
    assert wrong.status_code == 200
    assert post(one, one.company, "endorsement_create", data=data).status_code == 403
    twice = post(one, one.coordinator, "endorsement_create", data=data)
    assert twice.status_code == 200
    assert "allerede registreret" in text_of(twice)
    row = Endorsement.objects.get()
    assert get(one, one.association, "endorsement_remove", row.pk).status_code == 403
    assert post(one, one.union, "endorsement_remove", row.pk, data={}).status_code == 302
    assert not Endorsement.objects.exists()
