"""Screening, and presenting candidates to companies. A named human decides, with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import CriterionAnswer, ScreeningResult
from jobveu.candidates.facts import facts_of
from jobveu.candidates.guards import change_candidacy, check_not_future, check_text
from jobveu.candidates.models import Candidacy, Presentation, Screening, ScreeningAnswer
from jobveu.candidates.rules import CandidacyStep, allowed_steps
from jobveu.common import audit
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.models import Party
from jobveu.projects.queries.screening_tool import Tool, tool_in_force


def record_screening(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    result: ScreeningResult,
    reason: str,
    screened_on: date,
    tool_number: int | None = None,
    answers: Mapping[UUID, tuple[CriterionAnswer, str]] | None = None,
) -> int:
    """Records a decision on a candidate; a later one replaces it without deleting it. Returns its id.

    `answers` says of each criterion of the screening tool, by its key, whether it is met, with words;
    `tool_number` is the version that they answer. The decision is the caseworker's, whatever they come to.
    Raises DomainError without a reason, for a day in the future, for a withdrawn candidate, and when a criterion
    is not answered; StaleEdit when another version has come into force.
    """
    reason = check_text(reason, field="reason")
    if not reason:
        raise DomainError(_("Skriv begrundelsen for screeningens resultat."), field="reason")
    check_not_future(screened_on, today=timezone.localdate(at), field="screened_on")
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        _require(candidacy, CandidacyStep.SCREEN)
        tool = None
        if answers is not None:
            tool = _tool_to_answer(candidacy.project_id, tool_number)
            _check_answers(tool, answers)
        screening = Screening.objects.create(
            candidacy=candidacy,
            tool_id=tool.id if tool else None,
            result=result,
            reason=reason,
            screened_on=screened_on,
            screened_by_id=by.user_id,
        )
        if tool is not None and answers is not None:
            ScreeningAnswer.objects.bulk_create(
                ScreeningAnswer(
                    candidacy=candidacy,
                    screening=screening,
                    criterion_id=criterion.id,
                    answer=answers[criterion.key][0],
                    note=check_text(answers[criterion.key][1], field=f"note_{criterion.key.hex}"),
                )
                for criterion in tool.criteria
            )
        audit.record(
            by=by,
            at=at,
            action="screening.recorded",
            room="candidates.screening",
            record_id=screening.pk,
            project_id=candidacy.project_id,
            details={"candidacy": candidacy.pk, "result": str(result)},
        )
    return screening.pk


def _tool_to_answer(project_id: int, number: int | None) -> Tool:
    tool = tool_in_force(project_id=project_id)
    if tool is None:
        raise DomainError(_("Projektet har intet screeningsværktøj, der er taget i brug."))
    if tool.number != number:
        raise StaleEdit(current={}, changed_by=tool.issued_by, changed_at=tool.issued_at, version=tool.number)
    return tool


def _check_answers(tool: Tool, answers: Mapping[UUID, tuple[CriterionAnswer, str]]) -> None:
    for criterion in tool.criteria:
        if criterion.key not in answers:
            raise DomainError(
                _("Svar på, om »%(criterion)s« er opfyldt.") % {"criterion": criterion.text},
                field=f"answer_{criterion.key.hex}",
            )


def present_candidate(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    company_ids: Collection[int],
    presented_on: date,
    note: str = "",
) -> list[int]:
    """Presents a candidate to companies that are parties to the project: from now on they see the name.

    Returns the presentations' ids. Raises DomainError for a company that isn't a party or that the candidate
    is presented to already, for one who is screened out or withdrawn, and for a day in the future.
    """
    note = check_text(note, field="note")
    check_not_future(presented_on, today=timezone.localdate(at), field="presented_on")
    if not company_ids:
        raise DomainError(_("Vælg mindst én virksomhed."), field="companies")
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        _require(candidacy, CandidacyStep.PRESENT)
        parties = Party.objects.filter(
            project=candidacy.project_id, organisation__in=company_ids, organisation__kind__in=WORKPLACES
        )
        if parties.count() != len(set(company_ids)):
            raise DomainError(
                _("Kandidaten kan kun præsenteres for virksomheder, der er parter i projektet."),
                field="companies",
            )
        if Presentation.objects.filter(
            candidacy=candidacy, company__in=company_ids, ended_on__isnull=True
        ).exists():
            raise DomainError(_("Kandidaten er allerede præsenteret for virksomheden."), field="companies")
        made = Presentation.objects.bulk_create(
            Presentation(
                candidacy=candidacy,
                company_id=company_id,
                presented_on=presented_on,
                presented_by_id=by.user_id,
                note=note,
            )
            for company_id in dict.fromkeys(company_ids)
        )
        for row in made:
            _record_presentation(by, at, "presentation.recorded", row, candidacy)
    return [row.pk for row in made]


def end_presentation(*, by: Actor, at: datetime, presentation_id: int) -> None:
    """From now on the company no longer sees the name. Raises DomainError when it has ended already."""
    row = Presentation.objects.filter(pk=presentation_id).first()
    if row is None:
        raise DomainError(_("Præsentationen findes ikke længere."))
    with change_candidacy(row.candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        ended = Presentation.objects.filter(pk=row.pk, ended_on__isnull=True).update(
            ended_on=max(row.presented_on, timezone.localdate(at))
        )
        if not ended:
            raise DomainError(_("Præsentationen er allerede afsluttet."))
        _record_presentation(by, at, "presentation.ended", row, candidacy)


def _require(candidacy: Candidacy, step: CandidacyStep) -> None:
    facts = facts_of(candidacy)
    if step in allowed_steps(facts):
        return
    if facts.withdrawn:
        raise DomainError(_("Kandidaten er udgået af projektet."))
    raise DomainError(
        _("Kandidaten er screenet som ikke egnet. Registrér en ny screening, hvis det har ændret sig.")
    )


def _record_presentation(
    by: Actor, at: datetime, action: str, row: Presentation, candidacy: Candidacy
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room="candidates.presentation",
        record_id=row.pk,
        project_id=candidacy.project_id,
        details={"candidacy": candidacy.pk, "company": row.company_id},
    )
