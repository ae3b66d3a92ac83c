from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobveu.actors.enums import OrganisationKind
from jobveu.projects.agreement_rules import (
    Refusal,
    Standing,
    Terms,
    after_revision,
    after_signing,
    differing_terms,
    may_leave,
    refusal,
    signatories_objection,
)
from jobveu.projects.enums import AgreementKind, AgreementStatus, JobSearchDuty

A, B, C, STRANGER = 1, 2, 3, 9
THREE = Standing(signatories=frozenset({A, B, C}))


@given(st.permutations([A, B, C]))
def test_signed_in_any_order_it_is_in_force_with_the_last_signature_and_not_before(order: list[int]) -> None:
    standing = THREE
    for signer in order:
        assert standing.status is AgreementStatus.AWAITING
        standing = after_signing(standing, organisation=signer)
    assert standing.status is AgreementStatus.IN_FORCE
    assert not standing.missing


def test_a_changed_text_asks_everybody_again_and_keeps_the_old_signatures() -> None:
    standing = after_signing(after_signing(THREE, organisation=A), organisation=B)
    revised = after_revision(standing)
    assert revised.missing == {A, B, C}
    assert revised.signed[1] == {A, B}
    assert not revised.in_force
    assert after_signing(revised, organisation=A).signed[2] == {A}


def test_nobody_signs_twice_but_does_sign_again_under_a_new_text() -> None:
    signed = after_signing(THREE, organisation=A)
    assert refusal(signed, organisation=A, number=1) is Refusal.ALREADY_SIGNED
    assert refusal(after_revision(signed), organisation=A, number=2) is None


def test_a_replaced_text_cannot_be_signed() -> None:
    assert refusal(after_revision(THREE), organisation=A, number=1) is Refusal.REPLACED


def test_a_version_that_does_not_exist_cannot_be_signed() -> None:
    assert refusal(THREE, organisation=A, number=2) is Refusal.REPLACED


def test_only_signatories_sign() -> None:
    assert refusal(THREE, organisation=STRANGER, number=1) is Refusal.NOT_SIGNATORY
    with pytest.raises(ValueError, match="not_signatory"):
        after_signing(THREE, organisation=STRANGER)


def test_a_withdrawn_agreement_is_neither_signed_nor_in_force() -> None:
    withdrawn = Standing(signatories=frozenset({A, B}), signed={1: frozenset({A, B})}, withdrawn=True)
    assert refusal(withdrawn, organisation=A, number=1) is Refusal.WITHDRAWN
    assert withdrawn.status is AgreementStatus.WITHDRAWN
    assert not withdrawn.in_force


def test_an_agreement_without_signatories_is_never_in_force() -> None:
    assert not Standing(signatories=frozenset()).in_force


def test_the_signature_of_one_who_is_no_longer_a_signatory_counts_for_nothing() -> None:
    standing = Standing(signatories=frozenset({A, B}), signed={1: frozenset({A, C})})
    assert standing.missing == {B}


def test_a_signatory_leaves_only_before_signing_the_newest_text() -> None:
    signed = after_signing(THREE, organisation=A)
    assert not may_leave(signed, organisation=A)
    assert may_leave(signed, organisation=B)
    assert may_leave(after_revision(signed), organisation=A)
    assert not may_leave(signed, organisation=STRANGER)


@pytest.mark.parametrize(
    ("kinds", "fine"),
    [
        ([OrganisationKind.TRADE_UNION, OrganisationKind.JOB_CENTRE], True),
        ([OrganisationKind.UNEMPLOYMENT_FUND, OrganisationKind.EMPLOYER_ASSOCIATION], True),
        ([OrganisationKind.TRADE_UNION], False),
        ([OrganisationKind.COMPANY, OrganisationKind.JOB_CENTRE], False),
        ([], False),
    ],
)
def test_a_partner_agreement_has_two_signatories_with_a_social_partner_among_them(
    kinds: list[OrganisationKind], fine: bool
) -> None:
    assert (signatories_objection(kind=AgreementKind.PARTNER, kinds=kinds) is None) is fine


def contribution(**changes: object) -> Terms:
    values = {
        "head_count": 5,
        "by_date": date(2027, 1, 1),
        "job_search_duty": JobSearchDuty.NONE,
        "transport_paid": True,
        "benefit_kept": True,
    }
    return Terms(**(values | changes))


def test_terms_that_differ_are_named_and_head_counts_and_dates_may_differ() -> None:
    assert differing_terms([]) == ()
    assert differing_terms([contribution()]) == ()
    assert differing_terms([contribution(), contribution(head_count=9, by_date=date(2027, 3, 1))]) == ()
    assert differing_terms(
        [contribution(), contribution(transport_paid=False), contribution(other_terms="Buskort")]
    ) == ("transport_paid", "other_terms")


def test_free_text_is_the_same_whatever_its_case_and_spaces() -> None:
    assert differing_terms([contribution(other_terms="Fri  bus"), contribution(other_terms="fri bus")]) == ()
