"""What job centres contribute, and handing the coordination over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobveu.projects.models import Agreement
from tests.projects.planning_setup import Setting, contribution
from tests.web.planning.pages import get, post, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CONTRIBUTION = {
    "head_count": "8",
    "by_date": "01-02-2027",
    "job_search_duty": "reduced",
    "transport_paid": "yes",
    "benefit_kept": "no",
    "work_placement_weeks": "2",
    "other_terms": "",
    "text": "Som aftalt.",
}


def test_a_job_centre_proposes_its_own_contribution_only(one: Setting) -> None:
    own = CONTRIBUTION | {"job_centre_id": one.job_centre.id}
    other = CONTRIBUTION | {"job_centre_id": one.other_job_centre.id}
    assert post(one, one.job_centre, "contribution_create", data=other).status_code == 200
    assert post(one, one.job_centre, "contribution_create", data=own).status_code == 302
    assert post(one, one.coordinator, "contribution_create", data=other).status_code == 302
    assert get(one, one.union, "contribution_create").status_code == 403
    theirs = Agreement.objects.get(counterpart=one.other_job_centre.id).pk
    assert get(one, one.job_centre, "agreement_revise", theirs).status_code == 403
    assert get(one, one.job_centre, "agreement", theirs).status_code == 403
    mine = Agreement.objects.get(counterpart=one.job_centre.id).pk
    revised = post(
        one,
        one.job_centre,
        "agreement_revise",
        mine,
        data=CONTRIBUTION | {"version": "1", "head_count": "9"},
    )
    assert revised.status_code == 302


def test_different_terms_are_said_in_words(one: Setting) -> None:
    contribution(one, one.job_centre)
    assert "Vilkårene er forskellige" not in text_of(get(one, one.company, "project_contributions"))
    contribution(one, one.other_job_centre, transport_paid=False)
    shown = text_of(get(one, one.company, "project_contributions"))
    assert "Vilkårene er forskellige:</strong> betaling af transport." in shown
    assert shown.count("<strong>Forskellige</strong>") == 1


def test_a_handover_is_signed_by_both_and_handed_back_with_a_reason(one: Setting) -> None:
    today = timezone.localdate()
    data = {"job_centre_id": one.job_centre.id, "text": "Møderne", "from_date": f"{today:%d-%m-%Y}"}
    assert post(one, one.job_centre, "handover_create", data=data).status_code == 403
    assert post(one, one.coordinator, "handover_create", data=data).status_code == 302
    agreement_id = Agreement.objects.get().pk
    assert get(one, one.job_centre, "plan_edit").status_code == 403
    for who in (one.job_centre, one.coordinator):
        post(one, who, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert get(one, one.job_centre, "plan_edit").status_code == 200
    assert "har den koordinerende rolle siden" in text_of(get(one, one.company, "project_contributions"))
    assert get(one, one.other_job_centre, "handover_end", agreement_id).status_code == 403
    assert post(one, one.job_centre, "handover_end", agreement_id, data={"reason": "Slut"}).status_code == 302
    assert get(one, one.job_centre, "plan_edit").status_code == 403
    assert "Slut" in text_of(get(one, one.company, "project_contributions"))


def test_a_handover_that_lies_ahead_says_when_the_role_passes(one: Setting) -> None:
    day = timezone.localdate() + timedelta(days=10)
    data = {"job_centre_id": one.job_centre.id, "text": "Møderne", "from_date": f"{day:%d-%m-%Y}"}
    post(one, one.coordinator, "handover_create", data=data)
    agreement_id = Agreement.objects.get().pk
    for who in (one.job_centre, one.coordinator):
        post(one, who, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert get(one, one.job_centre, "plan_edit").status_code == 403
    assert "får den koordinerende rolle den" in text_of(get(one, one.company, "project_contributions"))
    ending = text_of(get(one, one.job_centre, "handover_end", agreement_id))
    assert "beholder den koordinerende rolle" in ending
