"""Agreements with their versions, signatories and signatures; and other forms of endorsement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone

from jobveu.actors.enums import OrganisationKind
from jobveu.common.sorting import danish_sort_key
from jobveu.projects.agreement_rules import Standing, Terms, differing_terms
from jobveu.projects.enums import AgreementKind, AgreementStatus, EndorsementForm, JobSearchDuty
from jobveu.projects.models import (
    Agreement,
    AgreementText,
    ContributionTerms,
    Endorsement,
    HandoverTerms,
    ProjectNeed,
    Signatory,
    Signature,
)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    organisation_id: int
    organisation_name: str
    user_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverPart:
    from_date: date
    still_done: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """`terms` are set in a job centre's contribution, `handover` in a handover."""

    number: int
    text: str
    written_by: str
    written_at: datetime
    terms: Terms | None
    handover: HandoverPart | None
    signatures: tuple[SignatureRow, ...]


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    """`signature` is the one under the newest text, or None; `last_signed` the number of the newest version
    the organisation has signed, be it an old one."""

    organisation_id: int
    name: str
    kind: OrganisationKind
    signature: SignatureRow | None
    last_signed: int | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """`versions` are newest first and never empty; signatories stand in Danish alphabetical order."""

    id: int
    project_id: int
    kind: AgreementKind
    title: str
    counterpart_id: int | None
    counterpart_name: str
    withdrawn_on: date | None
    withdrawn_reason: str
    versions: tuple[TextVersion, ...]
    signatories: tuple[SignatoryRow, ...]
    standing: Standing

    @property
    def newest(self) -> TextVersion:
        return self.versions[0]

    @property
    def status(self) -> AgreementStatus:
        return self.standing.status

    @property
    def signatory_ids(self) -> frozenset[int]:
        return self.standing.signatories

    @property
    def missing(self) -> tuple[SignatoryRow, ...]:
        return tuple(row for row in self.signatories if row.signature is None)

    @property
    def in_force_since(self) -> datetime | None:
        """When the last signature under the newest text was given; None unless in force."""
        if self.status is not AgreementStatus.IN_FORCE:
            return None
        return max(row.signature.at for row in self.signatories if row.signature)

    @property
    def role_passes_on(self) -> date | None:
        """The day on which the coordinating role passes, or has passed, by a handover that both sides have signed."""
        since, terms = self.in_force_since, self.newest.handover
        return None if since is None or terms is None else max(terms.from_date, timezone.localdate(since))

    def version(self, number: int) -> TextVersion | None:
        return next((version for version in self.versions if version.number == number), None)


def agreement_page(*, agreement_id: int, project_id: int) -> AgreementPage | None:
    """One agreement of the project, None when there is no such one; four SQL statements."""
    rows = _loaded(Agreement.objects.filter(pk=agreement_id, project=project_id))
    return rows[0] if rows else None


def agreements_of(*, project_id: int, kinds: Collection[AgreementKind]) -> tuple[AgreementPage, ...]:
    """The project's agreements of these kinds, withdrawn ones too, oldest first; four SQL statements."""
    return _loaded(Agreement.objects.filter(project=project_id, kind__in=kinds))


def _loaded(agreements: QuerySet[Agreement]) -> tuple[AgreementPage, ...]:
    rows = list(agreements.select_related("counterpart").order_by("pk"))
    ids = [row.pk for row in rows]
    texts: dict[int, list[AgreementText]] = defaultdict(list)
    for text in (
        AgreementText.objects.filter(agreement__in=ids)
        .select_related("written_by", "terms", "handover")
        .order_by("agreement", "-number")
    ):
        texts[text.agreement_id].append(text)
    signatories: dict[int, list[Signatory]] = defaultdict(list)
    for signatory in (
        Signatory.objects.filter(agreement__in=ids).select_related("organisation").order_by("pk")
    ):
        signatories[signatory.agreement_id].append(signatory)
    signatures: dict[int, list[SignatureRow]] = defaultdict(list)
    for signature in (
        Signature.objects.filter(text__agreement__in=ids)
        .select_related("organisation", "user")
        .order_by("at", "pk")
    ):
        signatures[signature.text_id].append(
            SignatureRow(
                organisation_id=signature.organisation_id,
                organisation_name=signature.organisation.name,
                user_name=signature.user.name,
                at=signature.at,
            )
        )
    return tuple(_page(row, texts[row.pk], signatories[row.pk], signatures) for row in rows)


def _page(
    row: Agreement,
    texts: list[AgreementText],
    signatories: list[Signatory],
    signatures: dict[int, list[SignatureRow]],
) -> AgreementPage:
    versions = tuple(_version(text, signatures[text.pk]) for text in texts)
    standing = Standing(
        signatories=frozenset(signatory.organisation_id for signatory in signatories),
        newest=versions[0].number,
        signed={
            version.number: frozenset(signature.organisation_id for signature in version.signatures)
            for version in versions
        },
        withdrawn=row.withdrawn_on is not None,
    )
    return AgreementPage(
        id=row.pk,
        project_id=row.project_id,
        kind=AgreementKind(row.kind),
        title=row.title,
        counterpart_id=row.counterpart_id,
        counterpart_name=row.counterpart.name if row.counterpart else "",
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        versions=versions,
        signatories=tuple(
            sorted((_signatory(signatory, versions) for signatory in signatories), key=_by_name)
        ),
        standing=standing,
    )


def _by_name(row: SignatoryRow) -> tuple[str, int]:
    return danish_sort_key(row.name), row.organisation_id


def _signatory(row: Signatory, versions: tuple[TextVersion, ...]) -> SignatoryRow:
    given = [
        (version.number, signature)
        for version in versions
        for signature in version.signatures
        if signature.organisation_id == row.organisation_id
    ]
    return SignatoryRow(
        organisation_id=row.organisation_id,
        name=row.organisation.name,
        kind=OrganisationKind(row.organisation.kind),
        signature=next((signature for number, signature in given if number == versions[0].number), None),
        last_signed=given[0][0] if given else None,
    )


def _version(row: AgreementText, signatures: Iterable[SignatureRow]) -> TextVersion:
    return TextVersion(
        number=row.number,
        text=row.text,
        written_by=row.written_by.name,
        written_at=row.written_at,
        terms=terms_of(getattr(row, "terms", None)),
        handover=handover_part_of(getattr(row, "handover", None)),
        signatures=tuple(signatures),
    )


def terms_of(row: ContributionTerms | None) -> Terms | None:
    if row is None:
        return None
    return Terms(
        head_count=row.head_count,
        by_date=row.by_date,
        job_search_duty=JobSearchDuty(row.job_search_duty),
        transport_paid=row.transport_paid,
        benefit_kept=row.benefit_kept,
        work_placement_weeks=row.work_placement_weeks,
        other_terms=row.other_terms,
    )


def handover_part_of(row: HandoverTerms | None) -> HandoverPart | None:
    return None if row is None else HandoverPart(from_date=row.from_date, still_done=row.still_done)


@dataclass(frozen=True, slots=True)
class Contributions:
    """The job centres' contributions side by side. Counts are of candidates: `agreed` in agreements that are
    in force, `proposed` in those that wait for signatures, `needed` in the needs of the project that are
    not closed."""

    open: tuple[AgreementPage, ...]
    withdrawn: tuple[AgreementPage, ...]
    differing: tuple[str, ...]
    agreed: int
    proposed: int
    needed: int

    @property
    def lacking(self) -> int:
        return max(0, self.needed - self.agreed)


def contributions_of(*, project_id: int) -> Contributions:
    """Five SQL statements. Differences are those between the newest versions of open agreements."""
    rows = agreements_of(project_id=project_id, kinds=[AgreementKind.CONTRIBUTION])
    open_rows = tuple(
        sorted(
            (row for row in rows if row.status is not AgreementStatus.WITHDRAWN),
            key=lambda row: (danish_sort_key(row.counterpart_name), row.id),
        )
    )
    needed = ProjectNeed.objects.filter(project=project_id, need__closed_on__isnull=True).aggregate(
        n=Sum("need__head_count")
    )["n"]
    return Contributions(
        open=open_rows,
        withdrawn=tuple(row for row in rows if row.status is AgreementStatus.WITHDRAWN),
        differing=differing_terms(row.newest.terms for row in open_rows if row.newest.terms),
        agreed=_heads(row for row in open_rows if row.status is AgreementStatus.IN_FORCE),
        proposed=_heads(row for row in open_rows if row.status is AgreementStatus.AWAITING),
        needed=needed or 0,
    )


def _heads(rows: Iterable[AgreementPage]) -> int:
    return sum(row.newest.terms.head_count for row in rows if row.newest.terms)


@dataclass(frozen=True, slots=True)
class EndorsementRow:
    id: int
    project_id: int
    organisation_id: int
    organisation_name: str
    form: EndorsementForm
    shown_by: str
    given_on: date | None


def endorsements_of(*, project_id: int) -> tuple[EndorsementRow, ...]:
    """Endorsements in other forms than an agreement, oldest first; one SQL statement."""
    rows = Endorsement.objects.filter(project=project_id).select_related("organisation")
    return tuple(_endorsement(row) for row in rows.order_by("given_on", "pk"))


def endorsement(*, endorsement_id: int, project_id: int) -> EndorsementRow | None:
    row = (
        Endorsement.objects.filter(pk=endorsement_id, project=project_id)
        .select_related("organisation")
        .first()
    )
    return None if row is None else _endorsement(row)


def _endorsement(row: Endorsement) -> EndorsementRow:
    return EndorsementRow(
        id=row.pk,
        project_id=row.project_id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        form=EndorsementForm(row.form),
        shown_by=row.shown_by,
        given_on=row.given_on,
    )
