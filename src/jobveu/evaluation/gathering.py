"""Everything a report is written from, read by names: a snapshot's figures and record, a closed round of the survey."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jobveu.assessment.answers import answers_of
from jobveu.assessment.assessing import Assessment
from jobveu.assessment.hazards import preceded
from jobveu.assessment.queries.assessments import assessment_of
from jobveu.assessment.queries.records import record_now, record_of
from jobveu.assessment.record import Part, Record
from jobveu.common.errors import DomainError
from jobveu.evaluation.report import Report, report
from jobveu.evaluation.scope import Scope, scope_of
from jobveu.insight.sources import Source
from jobveu.insight.surveys import Analysis
from jobveu.insight.surveys.queries import ClosedRound, analysis_of, closed_rounds
from jobveu.reference.queries import councils


def gathered(
    source: Source, *, at: datetime, office: str = "", council: str = "", round_: ClosedRound | None = None
) -> Report:
    """`at`: the time now, for a report of the register as it is; a snapshot's report does not depend on it. Raises
    DomainError for an office or a council that there is not."""
    scope = scope_of(source.counts.facts, office=office, council=council)
    part = Part(office=office, council=council)
    record = record_now(at=at) if source.snapshot is None else record_of(snapshot=source.snapshot.name)
    analysis = None if round_ is None else analysis_of(round_)
    return report(
        source,
        scope,
        assessment=None if record is None else _assessment(record, part, scope, analysis),
        came_before=() if record is None else preceded(one for one in record.hazards if one in part),
        analysis=analysis,
    )


def round_named(name: str) -> ClosedRound:
    """Raises DomainError where there is no closed round of that name, or more than one."""
    found = [row for row in closed_rounds() if row.name == name]
    if not found:
        raise DomainError(_("Der er ingen lukket runde med navnet »%(name)s«.") % {"name": name})
    if len(found) > 1:
        raise DomainError(_("Der er flere lukkede runder med navnet »%(name)s«.") % {"name": name})
    return found[0]


def _assessment(record: Record, part: Part, scope: Scope, analysis: Analysis | None) -> Assessment:
    """A council's overrulings are its own, and nobody has any for an office. The answers are those about its projects."""
    council_id = (
        next((row.id for row in councils() if row.code == part.council), None) if part.council else None
    )
    return assessment_of(
        record=record,
        part=part,
        council_id=council_id,
        answers=None if analysis is None else answers_of(analysis, scope.group),
        round_name="" if analysis is None else analysis.name,
    )
