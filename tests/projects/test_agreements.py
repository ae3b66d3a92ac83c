"""Agreements, endorsements, contributions and handovers: what is written, and what it does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from jobveu.accounts.access import Action, may
from jobveu.actors.enums import OrganisationKind
from jobveu.common.errors import DomainError, StaleEdit, constraint_error
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.enums import AgreementStatus, EndorsementForm
from jobveu.projects.jobs import hand_over
from jobveu.projects.models import Agreement, Endorsement, Signature
from jobveu.projects.operations import agreements, contributions, handover
from jobveu.projects.operations.endorsements import record_endorsement, remove_endorsement
from jobveu.projects.phases import IndicatorState
from jobveu.projects.queries.agreements import AgreementPage, agreement_page, contributions_of
from jobveu.projects.queries.header import project_header
from tests import factories
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import (
    Setting,
    Side,
    audited,
    contribution,
    partner_agreement,
    setting,
    sign,
    terms,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def page(one: Setting, agreement_id: int) -> AgreementPage:
    found = agreement_page(agreement_id=agreement_id, project_id=one.project.pk)
    assert found is not None
    return found


def endorsement_state(one: Setting) -> IndicatorState:
    phases = progress_of_project(project_id=one.project.pk).phases
    (status,) = [row for row in phases[1].indicators if row.indicator.key == "agreement-or-endorsement"]
    return status.state


def revise(one: Setting, agreement_id: int, text: str, version: int = 1) -> None:
    agreements.revise_agreement(
        agreement_id=agreement_id, version=version, text=text, by=one.coordinator.actor, at=NOW
    )


# Signing


@pytest.mark.parametrize("backwards", [False, True])
def test_an_agreement_is_in_force_when_all_have_signed_in_any_order(one: Setting, backwards: bool) -> None:
    agreement_id = partner_agreement(one)
    order = [one.association, one.union]
    first, second = reversed(order) if backwards else order
    assert sign(agreement_id, first) is AgreementStatus.AWAITING
    assert endorsement_state(one) is IndicatorState.MISSING
    assert sign(agreement_id, second) is AgreementStatus.IN_FORCE
    assert endorsement_state(one) is IndicatorState.MET
    assert page(one, agreement_id).in_force_since == NOW
    assert audited(one.project) == ["agreement.created", "agreement.signed", "agreement.signed"]


def test_a_new_text_asks_for_new_signatures_and_keeps_the_old_ones_where_they_were(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    sign(agreement_id, one.association)
    sign(agreement_id, one.union)
    revise(one, agreement_id, "Vi er enige om behovet og om forløbet.")
    found = page(one, agreement_id)
    assert found.status is AgreementStatus.AWAITING
    assert [row.name for row in found.missing] == ["Byggeriets Brancheforening", "Fagforbundet Fiktiv"]
    assert [(version.number, len(version.signatures)) for version in found.versions] == [(2, 0), (1, 2)]
    assert endorsement_state(one) is IndicatorState.MISSING
    assert sign(agreement_id, one.union, version=2) is AgreementStatus.AWAITING


def test_a_replaced_text_cannot_be_signed_and_the_new_one_is_handed_back(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    revise(one, agreement_id, "Noget andet.")
    with pytest.raises(StaleEdit) as caught:
        sign(agreement_id, one.union, version=1)
    assert caught.value.version == 2
    assert caught.value.current == {"text": "Noget andet."}
    assert caught.value.changed_by == "Karen Koordinator"
    assert not Signature.objects.exists()


def test_nobody_signs_the_same_text_twice(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    sign(agreement_id, one.union)
    with pytest.raises(DomainError, match="allerede underskrevet"):
        sign(agreement_id, one.union)
    assert Signature.objects.count() == 1


def test_only_signatories_sign_and_only_for_their_own_organisation(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    with pytest.raises(DomainError, match="ikke underskriver"):
        sign(agreement_id, one.company)
    with pytest.raises(DomainError, match="din egen organisation"):
        agreements.sign_agreement(
            agreement_id=agreement_id,
            version=1,
            organisation_id=one.union.id,
            by=one.coordinator.actor,
            at=NOW,
        )


def test_a_withdrawn_agreement_is_not_signed_revised_or_withdrawn_again(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    sign(agreement_id, one.union)
    agreements.withdraw_agreement(
        agreement_id=agreement_id, reason="Parterne blev uenige", by=one.coordinator.actor, at=NOW
    )
    with pytest.raises(DomainError, match="trukket tilbage"):
        sign(agreement_id, one.association)
    with pytest.raises(DomainError, match="trukket tilbage"):
        revise(one, agreement_id, "Nyt")
    with pytest.raises(DomainError, match="allerede trukket tilbage"):
        agreements.withdraw_agreement(
            agreement_id=agreement_id, reason="Igen", by=one.coordinator.actor, at=NOW
        )
    assert page(one, agreement_id).withdrawn_reason == "Parterne blev uenige"
    assert partner_agreement(one) != agreement_id, "a new agreement may be written"


def test_a_withdrawal_needs_a_reason(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    with pytest.raises(DomainError) as caught:
        agreements.withdraw_agreement(agreement_id=agreement_id, reason=" ", by=one.coordinator.actor, at=NOW)
    assert caught.value.field == "reason"
    with transaction.atomic(), pytest.raises(IntegrityError) as broken:
        Agreement.objects.filter(pk=agreement_id).update(withdrawn_on=TODAY)
    assert "hvorfor" in str(constraint_error(broken.value))


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_the_same_moment_both_count_and_put_it_in_force(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    both_ready = Barrier(2, timeout=10)

    def sign_in_own_connection(signer: Side) -> AgreementStatus:
        try:
            both_ready.wait()
            return sign(agreement_id, signer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(sign_in_own_connection, [one.association, one.union]))
    close_old_connections()
    assert sorted(results) == sorted([AgreementStatus.AWAITING, AgreementStatus.IN_FORCE])
    assert page(one, agreement_id).status is AgreementStatus.IN_FORCE
    one.project.refresh_from_db()
    assert endorsement_state(one) is IndicatorState.MET


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_sign_at_the_same_moment_leave_one_signature(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    both_ready = Barrier(2, timeout=10)

    def attempt(_number: int) -> str:
        try:
            both_ready.wait()
            sign(agreement_id, one.union)
        except DomainError as error:
            return str(error)
        else:
            return "signed"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = sorted(threads.map(attempt, range(2)))
    assert results == ["Organisationen har allerede underskrevet denne tekst.", "signed"]
    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_revise_at_the_same_moment_make_one_version_and_the_other_is_told(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    both_ready = Barrier(2, timeout=10)

    def attempt(text: str) -> str:
        try:
            both_ready.wait()
            revise(one, agreement_id, text)
        except StaleEdit as stale:
            return f"stale: {stale.current['text']}"
        else:
            return "saved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = sorted(threads.map(attempt, ["Første tekst", "Anden tekst"]))
    newest = page(one, agreement_id).newest
    assert newest.number == 2
    assert results == ["saved", f"stale: {newest.text}"]


# Text and signatories


def test_a_second_partner_agreement_is_refused_by_the_database_in_words(one: Setting) -> None:
    partner_agreement(one)
    with transaction.atomic(), pytest.raises(IntegrityError) as caught:
        partner_agreement(one)
    assert "allerede en partsaftale" in str(constraint_error(caught.value))


def test_the_same_text_is_no_new_version(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    with pytest.raises(DomainError, match="ikke ændret"):
        revise(one, agreement_id, " Vi er enige om behovet. ")


def test_signatories_take_part_in_the_project_and_a_social_partner_is_among_them(one: Setting) -> None:
    with pytest.raises(DomainError, match="parter og arbejdsmarkedskontoret"):
        partner_agreement(one, one.union, one.stranger)
    with pytest.raises(DomainError, match="mindst to"):
        partner_agreement(one, one.union)
    with pytest.raises(DomainError, match="Mindst én"):
        partner_agreement(one, one.company, one.coordinator)
    assert not Agreement.objects.exists()


def test_a_signatory_can_be_added_any_time_and_then_it_waits_for_them(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    sign(agreement_id, one.association)
    sign(agreement_id, one.union)
    agreements.add_signatory(
        agreement_id=agreement_id, organisation_id=one.company.id, by=one.coordinator.actor, at=NOW
    )
    assert page(one, agreement_id).status is AgreementStatus.AWAITING
    assert sign(agreement_id, one.company) is AgreementStatus.IN_FORCE
    with pytest.raises(DomainError, match="allerede underskriver"):
        agreements.add_signatory(
            agreement_id=agreement_id, organisation_id=one.company.id, by=one.coordinator.actor, at=NOW
        )


def test_a_signatory_is_removed_only_before_it_signs_and_not_below_two(one: Setting) -> None:
    agreement_id = partner_agreement(one, one.association, one.union, one.company)

    def remove(who: Side) -> None:
        agreements.remove_signatory(
            agreement_id=agreement_id, organisation_id=who.id, by=one.coordinator.actor, at=NOW
        )

    sign(agreement_id, one.association)
    with pytest.raises(DomainError, match="har underskrevet"):
        remove(one.association)
    remove(one.company)
    with pytest.raises(DomainError, match="ikke længere"):
        remove(one.company)
    with pytest.raises(DomainError, match="mindst to"):
        remove(one.union)
    assert audited(one.project)[-1] == "agreement.signatory_removed"


# Endorsements


def endorse(one: Setting, who: Side, **changes: object) -> int:
    values = {"form": EndorsementForm.LOGO, "shown_by": "Pjecen til virksomhederne", "given_on": TODAY}
    return record_endorsement(
        project_id=one.project.pk, organisation_id=who.id, by=who.actor, at=NOW, **(values | changes)
    )


def test_an_endorsement_in_another_form_meets_the_indicator_until_it_is_removed(one: Setting) -> None:
    endorsement_id = endorse(one, one.union)
    assert endorsement_state(one) is IndicatorState.MET
    remove_endorsement(endorsement_id=endorsement_id, by=one.union.actor, at=NOW)
    assert endorsement_state(one) is IndicatorState.MISSING
    assert audited(one.project) == ["endorsement.recorded", "endorsement.removed"]
    with pytest.raises(DomainError, match="allerede fjernet"):
        remove_endorsement(endorsement_id=endorsement_id, by=one.union.actor, at=NOW)


def test_only_social_partners_of_the_project_endorse_and_not_ahead_of_time(one: Setting) -> None:
    for who in (one.stranger, one.company):
        with pytest.raises(DomainError, match="part i projektet"):
            endorse(one, who)
    with pytest.raises(DomainError, match="fremtiden"):
        endorse(one, one.union, given_on=TODAY + timedelta(days=1))
    assert not Endorsement.objects.exists()


def test_the_same_form_is_recorded_once_for_a_partner(one: Setting) -> None:
    endorse(one, one.union)
    with transaction.atomic(), pytest.raises(IntegrityError) as caught:
        endorse(one, one.union)
    assert "allerede registreret" in str(constraint_error(caught.value))


# Contributions


def test_a_contribution_is_signed_by_the_job_centre_and_the_office(one: Setting) -> None:
    agreement_id = contribution(one, one.job_centre)
    assert page(one, agreement_id).signatory_ids == {one.job_centre.id, one.coordinator.id}
    assert contributions_of(project_id=one.project.pk).proposed == 12
    sign(agreement_id, one.job_centre)
    sign(agreement_id, one.coordinator)
    found = contributions_of(project_id=one.project.pk)
    assert (found.agreed, found.proposed, found.needed) == (12, 0, 0)


def test_a_changed_term_needs_new_signatures(one: Setting) -> None:
    agreement_id = contribution(one, one.job_centre)
    text = page(one, agreement_id).newest.text
    sign(agreement_id, one.job_centre)
    by = {"by": one.job_centre.actor, "at": NOW}
    with pytest.raises(DomainError, match="Hverken"):
        contributions.revise_contribution(
            agreement_id=agreement_id, version=1, text=text, terms=terms(), **by
        )
    contributions.revise_contribution(
        agreement_id=agreement_id, version=1, text=text, terms=terms(transport_paid=False), **by
    )
    found = page(one, agreement_id)
    assert len(found.missing) == 2
    assert found.newest.terms == terms(transport_paid=False)
    assert found.versions[1].terms == terms()
    with pytest.raises(StaleEdit) as caught:
        contributions.revise_contribution(
            agreement_id=agreement_id, version=1, text="Nyt", terms=terms(), **by
        )
    assert caught.value.current["transport_paid"] is False


def test_differences_of_terms_between_job_centres_are_named(one: Setting) -> None:
    contribution(one, one.job_centre)
    contribution(one, one.other_job_centre, transport_paid=False, head_count=3)
    assert contributions_of(project_id=one.project.pk).differing == ("transport_paid",)


def test_only_job_centres_that_are_parties_contribute_and_each_once(one: Setting) -> None:
    with pytest.raises(DomainError, match="jobcenter"):
        contribution(one, one.union)
    contribution(one, one.job_centre)
    with transaction.atomic(), pytest.raises(IntegrityError) as caught:
        contribution(one, one.job_centre)
    assert "allerede en aftale" in str(constraint_error(caught.value))


def test_nobody_contributes_without_candidates(one: Setting) -> None:
    with pytest.raises(DomainError) as caught:
        contribution(one, one.job_centre, head_count=0)
    assert caught.value.field == "head_count"


# Handover


def propose(one: Setting, to: Side, from_date: date = TODAY) -> int:
    return handover.propose_handover(
        project_id=one.project.pk,
        job_centre_id=to.id,
        text="Jobcentret indkalder til møder og følger op på opgaver.",
        from_date=from_date,
        still_done="Rådgiver om puljer.",
        by=one.coordinator.actor,
        at=NOW,
    )


def drives(one: Setting, who: Side) -> bool:
    header = project_header(project_id=one.project.pk)
    assert header is not None
    return may(Action.WORK_ON_PROJECT, who.actor, header.subject)


def test_the_role_passes_when_both_sides_have_signed_and_not_before(one: Setting) -> None:
    agreement_id = propose(one, one.job_centre)
    sign(agreement_id, one.job_centre)
    assert not drives(one, one.job_centre)
    sign(agreement_id, one.coordinator)
    assert drives(one, one.job_centre)
    assert not drives(one, one.other_job_centre)
    header = project_header(project_id=one.project.pk)
    assert header is not None
    assert may(Action.VIEW_PROJECT, one.coordinator.actor, header.subject)
    assert audited(one.project)[-1] == "handover.in_force"


def test_the_role_passes_on_the_day_that_is_written(one: Setting) -> None:
    day = TODAY + timedelta(days=30)
    agreement_id = propose(one, one.job_centre, day)
    for side in (one.job_centre, one.coordinator):
        sign(agreement_id, side)
    assert page(one, agreement_id).status is AgreementStatus.IN_FORCE
    assert handover.hand_over_due(at=NOW + timedelta(days=29)) == 0
    assert not drives(one, one.job_centre)
    assert audited(one.project)[-1] == "agreement.signed"
    assert handover.hand_over_due(at=NOW + timedelta(days=30)) == 1
    assert drives(one, one.job_centre)
    assert audited(one.project)[-1] == "handover.in_force"
    hand_over(0)
    assert audited(one.project).count("handover.in_force") == 1, "the job may be done twice"


def test_the_role_does_not_pass_without_both_signatures_or_when_it_was_ended_before_its_day(
    one: Setting,
) -> None:
    agreement_id = propose(one, one.job_centre, TODAY + timedelta(days=1))
    sign(agreement_id, one.job_centre)
    assert handover.hand_over_due(at=NOW + timedelta(days=9)) == 0
    sign(agreement_id, one.coordinator)
    handover.end_handover(agreement_id=agreement_id, reason="Fortrudt", by=one.coordinator.actor, at=NOW)
    assert handover.hand_over_due(at=NOW + timedelta(days=9)) == 0
    assert not drives(one, one.job_centre)


def test_either_side_hands_the_role_back_with_a_reason(one: Setting) -> None:
    agreement_id = propose(one, one.job_centre)
    sign(agreement_id, one.job_centre)
    sign(agreement_id, one.coordinator)
    handover.end_handover(
        agreement_id=agreement_id, reason="Ny medarbejder mangler", by=one.job_centre.actor, at=NOW
    )
    assert not drives(one, one.job_centre)
    with pytest.raises(DomainError, match="allerede"):
        handover.end_handover(agreement_id=agreement_id, reason="x", by=one.coordinator.actor, at=NOW)
    propose(one, one.other_job_centre)


def test_a_declined_handover_changes_nothing_else(one: Setting) -> None:
    agreement_id = propose(one, one.job_centre)
    handover.end_handover(agreement_id=agreement_id, reason="For tidligt", by=one.job_centre.actor, at=NOW)
    one.project.refresh_from_db()
    assert one.project.coordinating_organisation_id is None


def test_one_handover_at_a_time(one: Setting) -> None:
    propose(one, one.job_centre)
    with transaction.atomic(), pytest.raises(IntegrityError) as caught:
        propose(one, one.other_job_centre)
    assert "allerede en overdragelse" in str(constraint_error(caught.value))


def test_a_handover_is_revised_until_it_is_in_force(one: Setting) -> None:
    agreement_id = propose(one, one.job_centre)
    sign(agreement_id, one.job_centre)
    change = {"text": "Alt.", "from_date": date(2027, 2, 1), "by": one.coordinator.actor, "at": NOW}
    handover.revise_handover(agreement_id=agreement_id, version=1, **change)
    assert len(page(one, agreement_id).missing) == 2
    sign(agreement_id, one.job_centre, version=2)
    sign(agreement_id, one.coordinator, version=2)
    with pytest.raises(DomainError, match="i kraft"):
        handover.revise_handover(agreement_id=agreement_id, version=2, **(change | {"text": "Andet"}))


def test_after_a_handover_the_job_centre_is_the_other_side_of_contributions(one: Setting) -> None:
    agreement_id = propose(one, one.job_centre)
    sign(agreement_id, one.job_centre)
    sign(agreement_id, one.coordinator)
    theirs = page(one, contribution(one, one.other_job_centre))
    assert theirs.signatory_ids == {one.other_job_centre.id, one.job_centre.id}
    own = page(one, contribution(one, one.job_centre))
    assert own.signatory_ids == {one.job_centre.id, one.coordinator.id}


def test_a_project_whose_office_is_no_organisation_is_told_so(one: Setting) -> None:
    # A party's own project elsewhere: council of another office, whose organisation nobody has made.
    job_centre = factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Syd")
    project = factories.project(job_centre, council=factories.council(office_code="syd"))
    with pytest.raises(DomainError, match="ikke oprettet"):
        contributions.propose_contribution(
            project_id=project.pk,
            job_centre_id=job_centre.pk,
            text="Tekst",
            terms=terms(),
            by=one.coordinator.actor,
            at=NOW,
        )
