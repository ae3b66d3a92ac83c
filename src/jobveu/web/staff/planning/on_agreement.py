"""What the pages of one agreement share: the agreement, whose it is, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.projects.agreement_rules import Terms, may_leave
from jobveu.projects.enums import AgreementKind, AgreementStatus
from jobveu.projects.queries.agreements import (
    AgreementPage,
    SignatoryRow,
    TextVersion,
    agreement_page,
)
from jobveu.projects.queries.header import ProjectHeader
from jobveu.web.staff.planning.base import Below
from jobveu.web.templatetags.components import yes_no
from jobveu.web.ui import Row

BADGES = {
    AgreementStatus.IN_FORCE: "success",
    AgreementStatus.AWAITING: "warning",
    AgreementStatus.WITHDRAWN: "",
}


def reading_subject(project: ProjectHeader, agreement: AgreementPage) -> Subject:
    """Whose agreement it is for reading and signing: its signatories'."""
    return Subject(
        office_id=project.subject.office_id,
        council_id=project.subject.council_id,
        coordinating_organisation_id=project.subject.coordinating_organisation_id,
        organisation_ids=agreement.signatory_ids,
    )


def revising_subject(project: ProjectHeader, agreement: AgreementPage) -> Subject:
    """Whose it is to change: the coordinators', and the job centre's whose contribution it is about."""
    own = agreement.counterpart_id if agreement.kind is AgreementKind.CONTRIBUTION else None
    return Subject(
        office_id=project.subject.office_id,
        coordinating_organisation_id=project.subject.coordinating_organisation_id,
        organisation_ids=frozenset() if own is None else frozenset({own}),
    )


def own_signatories(agreement: AgreementPage, actor: Actor) -> tuple[SignatoryRow, ...]:
    """The signatories that the actor may sign for."""
    return tuple(
        row
        for row in agreement.signatories
        if may(Action.SIGN_AGREEMENT, actor, Subject(organisation_ids=frozenset({row.organisation_id})))
    )


class OnAgreement(Below):
    """A page of one agreement; the address holds `agreement_id`."""

    agreement: AgreementPage

    def prepare(self) -> None:
        super().prepare()
        found = agreement_page(agreement_id=self.kwargs["agreement_id"], project_id=self.project.id)
        if found is None:
            raise Http404
        self.agreement = found

    def subject(self) -> Subject | None:
        return reading_subject(self.project, self.agreement)

    @property
    def tab(self) -> str:  # type: ignore[override]  # by the agreement's kind
        is_partner = self.agreement.kind is AgreementKind.PARTNER
        return "project_endorsement" if is_partner else "project_contributions"

    @property
    def agreement_url(self) -> str:
        return reverse("agreement", args=[self.project.id, self.agreement.id])

    @property
    def cancel_url(self) -> str:
        return self.agreement_url


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    row: SignatoryRow
    remove_url: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as its reader sees it: without its texts where `may_read` is False; addresses are empty
    where the reader may not do the thing, or it makes no sense now."""

    agreement: AgreementPage
    status: str
    badge: str
    may_read: bool
    signatories: tuple[SignatoryLine, ...]
    signed_count: int
    terms: tuple[Row, ...]
    url: str
    sign_url: str
    revise_url: str
    withdraw_url: str
    withdraw_label: str
    add_signatory_url: str
    compare_url: str


def agreement_view(*, project: ProjectHeader, agreement: AgreementPage, actor: Actor) -> AgreementView:
    may_read = may(Action.VIEW_AGREEMENT, actor, reading_subject(project, agreement))
    may_revise = may(Action.REVISE_AGREEMENT, actor, revising_subject(project, agreement))
    is_open = agreement.status is not AgreementStatus.WITHDRAWN
    is_partner = agreement.kind is AgreementKind.PARTNER
    is_handover = agreement.kind is AgreementKind.HANDOVER
    own = own_signatories(agreement, actor)
    address = [project.id, agreement.id]

    def to(name: str, shown: bool, *more: int) -> str:
        return reverse(name, args=[*address, *more]) if shown else ""

    may_change_list = is_open and is_partner and may_revise
    may_end = is_open and (bool(own) if is_handover else may_revise)
    settled = is_handover and agreement.status is AgreementStatus.IN_FORCE
    return AgreementView(
        agreement=agreement,
        status=status_text(agreement),
        badge=BADGES[agreement.status],
        may_read=may_read,
        signatories=tuple(
            SignatoryLine(
                row=row,
                remove_url=to(
                    "signatory_remove",
                    may_change_list and may_leave(agreement.standing, organisation=row.organisation_id),
                    row.organisation_id,
                ),
            )
            for row in agreement.signatories
        ),
        signed_count=len(agreement.signatories) - len(agreement.missing),
        terms=version_rows(agreement.newest),
        url=to("agreement", may_read),
        sign_url=to("agreement_sign", is_open and any(row.signature is None for row in own)),
        revise_url=to("agreement_revise", is_open and may_revise and not settled),
        withdraw_url=to("handover_end" if is_handover else "agreement_withdraw", may_end),
        withdraw_label=_end_label(agreement),
        add_signatory_url=to("signatory_add", may_change_list),
        compare_url=to("agreement_compare", may_read and len(agreement.versions) > 1),
    )


def status_text(agreement: AgreementPage) -> str:
    if agreement.kind is AgreementKind.HANDOVER and agreement.status is AgreementStatus.WITHDRAWN:
        return _("Afsluttet")
    return str(agreement.status.label)


def _end_label(agreement: AgreementPage) -> str:
    if agreement.kind is not AgreementKind.HANDOVER:
        return _("Træk aftalen tilbage")
    if agreement.status is AgreementStatus.IN_FORCE:
        return _("Afslut overdragelsen")
    return _("Afvis overdragelsen")


def version_rows(version: TextVersion) -> tuple[Row, ...]:
    """The terms of one version, written out; nothing where the agreement has a text only."""
    if version.terms is not None:
        return terms_rows(version.terms)
    if version.handover is not None:
        return (
            Row(_("Overdrages fra"), formats.date_format(version.handover.from_date, "SHORT_DATE_FORMAT")),
            Row(_("Det gør koordinatoren fortsat"), linebreaksbr(version.handover.still_done, True)),
        )
    return ()


def terms_rows(terms: Terms) -> tuple[Row, ...]:
    return (
        Row(_("Antal kandidater"), str(terms.head_count)),
        Row(_("Kandidaterne er fundet senest"), formats.date_format(terms.by_date, "SHORT_DATE_FORMAT")),
        Row(_("Pligt til at søge job"), str(terms.job_search_duty.label)),
        Row(_("Transport betales"), yes_no(terms.transport_paid)),
        Row(_("Ydelsen fortsætter"), yes_no(terms.benefit_kept)),
        Row(_("Uger i praktik"), str(terms.work_placement_weeks)),
        Row(_("Andre vilkår"), linebreaksbr(terms.other_terms, True) or _("Ingen")),
    )


def changed_rows(old: TextVersion, new: TextVersion) -> tuple[dict[str, Any], ...]:
    """The terms that differ between two versions."""
    return tuple(
        {"label": before.label, "old": before.value, "new": after.value}
        for before, after in zip(version_rows(old), version_rows(new), strict=True)
        if before.value != after.value
    )
