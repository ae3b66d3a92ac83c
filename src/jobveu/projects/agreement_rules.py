"""The rules of agreements in writing, without a database.

An agreement has a text in versions and a list of signatories. Each signatory signs once under each version,
in any order. The agreement is in force when every signatory has signed the newest version; a new version
asks for new signatures, and the old ones stay under the old text. Nothing can be signed once the agreement
is withdrawn, and nobody can sign a text that has been replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.actors.enums import SOCIAL_PARTNERS, OrganisationKind
from jobveu.projects.enums import AgreementKind, AgreementStatus, JobSearchDuty


class Refusal(Enum):
    """Why an organisation cannot sign a version of a text."""

    NOT_SIGNATORY = "not_signatory"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ALREADY_SIGNED = "already_signed"


REFUSAL_MESSAGES: Mapping[Refusal, Promise] = {
    Refusal.NOT_SIGNATORY: _("Organisationen er ikke underskriver af aftalen."),
    Refusal.WITHDRAWN: _("Aftalen er trukket tilbage og kan ikke underskrives."),
    Refusal.REPLACED: _("Teksten er erstattet af en nyere version. Læs den nye tekst, før du underskriver."),
    Refusal.ALREADY_SIGNED: _("Organisationen har allerede underskrevet denne tekst."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as far as signing depends on it. Organisations are ids; `signed` holds who has signed
    each version, by its number."""

    signatories: frozenset[int]
    newest: int = 1
    signed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    withdrawn: bool = False

    @property
    def signed_newest(self) -> frozenset[int]:
        return self.signed.get(self.newest, frozenset())

    @property
    def missing(self) -> frozenset[int]:
        """Signatories that have not signed the newest version."""
        return self.signatories - self.signed_newest

    @property
    def in_force(self) -> bool:
        return not self.withdrawn and bool(self.signatories) and not self.missing

    @property
    def status(self) -> AgreementStatus:
        if self.withdrawn:
            return AgreementStatus.WITHDRAWN
        return AgreementStatus.IN_FORCE if self.in_force else AgreementStatus.AWAITING


def refusal(standing: Standing, *, organisation: int, number: int) -> Refusal | None:
    """Why the organisation cannot sign version `number`, or None when it can."""
    if standing.withdrawn:
        return Refusal.WITHDRAWN
    if organisation not in standing.signatories:
        return Refusal.NOT_SIGNATORY
    if number != standing.newest:
        return Refusal.REPLACED
    if organisation in standing.signed_newest:
        return Refusal.ALREADY_SIGNED
    return None


def after_signing(standing: Standing, *, organisation: int) -> Standing:
    """The agreement once the organisation has signed the newest version. Raises ValueError when it cannot."""
    why_not = refusal(standing, organisation=organisation, number=standing.newest)
    if why_not is not None:
        raise ValueError(why_not.value)
    signed = {**standing.signed, standing.newest: standing.signed_newest | {organisation}}
    return replace(standing, signed=signed)


def after_revision(standing: Standing) -> Standing:
    """The agreement once a new version of the text is written: nobody has signed that yet."""
    return replace(standing, newest=standing.newest + 1)


def may_leave(standing: Standing, *, organisation: int) -> bool:
    """Whether a signatory can be taken off the list: only before it has signed the newest version."""
    return organisation in standing.missing and not standing.withdrawn


def signatories_objection(*, kind: AgreementKind, kinds: Collection[OrganisationKind]) -> Promise | None:
    """What is wrong with a list of signatories, given by the kinds of organisations on it, or None.

    A partner agreement is made with the social partners (def.phase2.ind2).
    """
    if len(kinds) < 2:
        return _("En aftale skal have mindst to underskrivere.")
    if kind == AgreementKind.PARTNER and not any(one in SOCIAL_PARTNERS for one in kinds):
        return _(
            "Mindst én af underskriverne skal være en brancheorganisation, en faglig organisation "
            "eller en a-kasse."
        )
    return None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a job centre contributes, and the terms its candidates get (def.phase4.terms)."""

    head_count: int
    by_date: date
    job_search_duty: JobSearchDuty
    transport_paid: bool
    benefit_kept: bool
    work_placement_weeks: int = 0
    other_terms: str = ""


CANDIDATE_TERMS = tuple(item.name for item in fields(Terms) if item.name not in {"head_count", "by_date"})
"""The terms that candidates get: those that should be alike between job centres (def.counter.6)."""


def differing_terms(contributions: Iterable[Terms]) -> tuple[str, ...]:
    """Names of the candidates' terms that are not the same in all contributions. Free text differs when its
    words do, whatever their case."""
    rows = list(contributions)
    return tuple(
        name for name in CANDIDATE_TERMS if len({_comparable(getattr(row, name)) for row in rows}) > 1
    )


def _comparable(value: object) -> object:
    return " ".join(value.split()).casefold() if type(value) is str else value
