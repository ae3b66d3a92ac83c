"""A made-up round in the database, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.reference.models import Council, Office
from jobveu.surveys.enums import Disposition, RespondentType, RoundState
from jobveu.surveys.models import AnswerSheet, RoundStratum, SurveyRound
from jobveu.surveys.round_data import RoundData, Stratum
from tests.factories import NOW


def store(
    data: RoundData,
    *,
    name: str = "Prøve",
    office: Office | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
    number: int | None = None,
) -> SurveyRound:
    """`texts`: answers in words by item id, one for each of the first sheets. `number`: the round's own, where it is not to
    be the next."""
    row = SurveyRound.objects.create(
        pk=number,
        name=name,
        instrument=data.instrument.name,
        instrument_digest=data.instrument.digest,
        office=office,
        statuses=[ProjectStatus.COMPLETED],
        project_types=list(ProjectType),
        respondent_types=list(RespondentType),
        anonymous=data.anonymous,
        synthetic=data.synthetic,
        state=RoundState.CLOSED,
        closes_on=NOW.date(),
        made_at=NOW - timedelta(days=40),
        opened_at=NOW - timedelta(days=30),
        closed_at=NOW,
    )
    councils, offices = (dict(each.objects.values_list("code", "pk")) for each in (Council, Office))
    strata: dict[Stratum, RoundStratum] = {}
    for one in data.frame:
        strata[one.stratum] = RoundStratum.objects.create(
            round=row,
            respondent_type=one.stratum.respondent_type,
            council_id=councils[one.stratum.council] if one.stratum.council else None,
            office_id=offices.get(one.stratum.office) if not one.stratum.council else None,
            project_type=one.stratum.project_type or "",
            population=one.population,
            **{each.value: one.drawn[each] for each in Disposition},
        )
    words = texts or {}
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            round=row,
            stratum=strata[sheet.stratum],
            complete=sheet.complete,
            values={
                **sheet.values,
                **{item: written[at] for item, written in words.items() if at < len(written)},
            },
        )
        for at, sheet in enumerate(data.sheets)
    )
    return row
