"""Records the evaluation's cases and the organisations they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jobveu.accounts.actor import Actor
from jobveu.actors.models import Organisation
from jobveu.actors.operations.organisations import create_organisation
from jobveu.journeys.cases.data import CASES, JOB_7
from jobveu.journeys.cases.model import Case, NamedOrganisation
from jobveu.journeys.public_bodies import ensure_public_bodies
from jobveu.projects.models import Project
from jobveu.projects.operations.cases import CaseCommitment, CaseEndorsement, CaseParty, record_case
from jobveu.reference.models import Council, Industry, Municipality


@dataclass(frozen=True, slots=True)
class CasesReport:
    """How many were created; all that is not was there."""

    public_bodies: int
    organisations: int
    cases: int
    total: int


@transaction.atomic
def load_cases(*, by: Actor, at: datetime) -> CasesReport:
    """Records the cases that are missing, with the public bodies and the organisations named; a second run
    changes nothing. Needs the reference tables."""
    public_bodies = ensure_public_bodies(by=by, at=at)
    there = set(Project.objects.exclude(source_key="").values_list("source_key", flat=True))
    missing = [case for case in CASES if case.key not in there]
    named = {organisation for case in missing for organisation in organisations_of(case)}
    ids, created = _ensure_organisations({*named, JOB_7}, by=by, at=at)
    for case in missing:
        _record(case, ids, by=by, at=at)
    return CasesReport(
        public_bodies=public_bodies, organisations=created, cases=len(missing), total=len(CASES)
    )


def organisations_of(case: Case) -> Iterable[NamedOrganisation]:
    """Every organisation that the case names."""
    if case.initiator is not None:
        yield case.initiator
    yield from (row.organisation for row in case.parties)
    yield from (row.organisation for row in case.endorsements)
    yield from (row.organisation for row in case.commitments)


def _ensure_organisations(
    named: set[NamedOrganisation], *, by: Actor, at: datetime
) -> tuple[dict[NamedOrganisation, int], int]:
    """Ids of the organisations, found by kind and name whatever their case, or else created."""
    existing = {
        (kind, name.casefold()): id_
        for id_, kind, name in Organisation.objects.filter(kind__in={row.kind for row in named})
        .order_by("-id")
        .values_list("id", "kind", "name")
    }
    municipalities = dict(
        Municipality.objects.filter(code__in={row.municipality for row in named}).values_list("code", "id")
    )
    ids: dict[NamedOrganisation, int] = {}
    created = 0
    for row in sorted(named, key=lambda organisation: organisation.name):
        known = existing.get((row.kind, row.name.casefold()))
        if known is None:
            known = create_organisation(
                by=by,
                at=at,
                kind=row.kind,
                name=row.name,
                municipality_id=municipalities[row.municipality] if row.municipality else None,
            )
            created += 1
        ids[row] = known
    return ids, created


def _record(case: Case, ids: dict[NamedOrganisation, int], *, by: Actor, at: datetime) -> None:
    record_case(
        by=by,
        at=at,
        key=case.key,
        source_note=case.source_note,
        title=case.title,
        type=case.type,
        description=case.description,
        council_id=Council.objects.get(code=case.council).pk if case.council else None,
        start_date=case.start,
        start_precision=case.start_precision,
        initiative=case.initiative,
        initiative_organisation_id=ids[case.initiator] if case.initiator else None,
        industry_id=Industry.objects.get(code=case.industry).pk if case.industry else None,
        target_groups=case.target_groups,
        area_kind=case.area_kind,
        area_basis=case.area_basis,
        parties=[
            CaseParty(
                organisation_id=ids[row.organisation],
                note=row.note,
                in_first_dialogue=row.in_first_dialogue,
                defines_content=row.defines_content,
                on_steering_group=row.on_steering_group,
            )
            for row in case.parties
        ],
        endorsements=[
            CaseEndorsement(organisation_id=ids[row.organisation], form=row.form, shown_by=row.shown_by)
            for row in case.endorsements
        ],
        commitments=[
            CaseCommitment(
                organisation_id=ids[row.organisation],
                kind=row.kind,
                head_count=row.head_count,
                on_behalf_of=row.on_behalf_of,
                conditions=row.conditions,
                shown_by=row.shown_by,
            )
            for row in case.commitments
        ],
        lessons=case.lessons,
    )
