"""What each job centre contributes, agreed in writing with those who coordinate the project."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.projects.agreement_rules import Terms
from jobveu.projects.changes import change_project
from jobveu.projects.enums import AgreementKind
from jobveu.projects.models import AgreementText, ContributionTerms, Project
from jobveu.projects.operations.agreements import (
    ROOM,
    change_agreement,
    check_revision,
    open_agreement,
    record_revision,
    write_text,
)
from jobveu.projects.queries.participants import Participant, participants_of


def propose_contribution(
    *, project_id: int, job_centre_id: int, text: str, terms: Terms, by: Actor, at: datetime
) -> int:
    """Writes the agreement on a job centre's contribution, for the job centre and those who coordinate the
    project to sign; returns its id (def.phase4.terms).

    The other side is the job centre that the project has been handed over to; the labour market office as
    long as it has not, or when that job centre is the one that contributes.

    Raises DomainError when the job centre isn't a party, or has an agreement already (by the database).
    """
    with change_project(project_id) as project:
        participants = participants_of(project_id=project_id)
        job_centre = job_centre_of(participants, job_centre_id)
        _check_terms(terms)
        agreement_id = open_agreement(
            project_id=project_id,
            kind=AgreementKind.CONTRIBUTION,
            title=_title(job_centre.name),
            counterpart_id=job_centre_id,
            signatory_ids=(job_centre_id, _other_side(project, participants, job_centre_id)),
        )
        written = write_text(agreement_id=agreement_id, number=1, text=text, by=by, at=at)
        _write_terms(written, terms)
        audit.record(
            by=by,
            at=at,
            action="agreement.created",
            room=ROOM,
            record_id=agreement_id,
            project_id=project_id,
            details={
                "kind": AgreementKind.CONTRIBUTION.value,
                "job_centre": job_centre_id,
                "head_count": terms.head_count,
            },
        )
        return agreement_id


def revise_contribution(
    *, agreement_id: int, version: int, text: str, terms: Terms, by: Actor, at: datetime
) -> None:
    """Writes a new version of text and terms; a changed term asks for new signatures as a changed text does.

    Raises StaleEdit when another version has been written meanwhile, DomainError when nothing is changed.
    """
    with change_agreement(agreement_id) as (_project, agreement):
        newest = agreement.newest
        if agreement.kind is not AgreementKind.CONTRIBUTION or newest.terms is None:
            raise ValueError(f"agreement {agreement_id} is no contribution")
        check_revision(agreement, version, {"text": newest.text, **asdict(newest.terms)})
        _check_terms(terms)
        if text.strip() == newest.text.strip() and terms == newest.terms:
            raise DomainError(_("Hverken tekst eller vilkår er ændret."))
        written = write_text(agreement_id=agreement_id, number=version + 1, text=text, by=by, at=at)
        _write_terms(written, terms)
        record_revision(agreement, by=by, at=at)


def job_centre_of(participants: tuple[Participant, ...], job_centre_id: int) -> Participant:
    """The job centre among the project's parties. Raises DomainError when it isn't one of them."""
    for participant in participants:
        if participant.id == job_centre_id and participant.is_party and participant.is_job_centre:
            return participant
    raise DomainError(_("Vælg et jobcenter, der er part i projektet."), field="job_centre_id")


def office_of(participants: tuple[Participant, ...]) -> int:
    """The labour market office's organisation. Raises DomainError when it isn't registered as one."""
    for participant in participants:
        if participant.is_office:
            return participant.id
    raise DomainError(
        _("Projektets arbejdsmarkedskontor er ikke oprettet som organisation. Bed en administrator om det.")
    )


def _other_side(project: Project, participants: tuple[Participant, ...], job_centre_id: int) -> int:
    if project.coordinating_organisation_id not in (None, job_centre_id):
        return project.coordinating_organisation_id
    return office_of(participants)


def _title(job_centre: str) -> str:
    return f"Jobcentrets bidrag: {job_centre}"[:200]


def _check_terms(terms: Terms) -> None:
    if terms.head_count < 1:
        raise DomainError(_("Antallet af kandidater skal være mindst 1."), field="head_count")


def _write_terms(text: AgreementText, terms: Terms) -> None:
    ContributionTerms.objects.create(text=text, **asdict(terms))
