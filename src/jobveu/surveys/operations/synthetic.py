"""Keeping the made-up round in the database, as a round that has been closed."""

from __future__ import annotations

from datetime import date, datetime, time
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.reference.models import Council, Office
from jobveu.surveys.enums import RespondentType, RoundState
from jobveu.surveys.models import AnswerSheet, RoundStratum, SurveyRound
from jobveu.surveys.operations.rounds import ROOM
from jobveu.surveys.round_data import RoundData, Stratum


def keep_made_up(*, by: Actor, at: datetime, data: RoundData, seed: int) -> int | None:
    """Writes the round with its strata and sheets, and returns its id; None when it is there already.

    Nobody is in it: it has no invitations. Raises ValueError for a round that is not marked as made up.
    """
    if not data.synthetic:
        raise ValueError("Only a round that is marked as made up is written without having been asked.")
    with transaction.atomic():
        if SurveyRound.objects.filter(name=data.name).exists():
            return None
        row = SurveyRound.objects.create(
            name=data.name,
            instrument=data.instrument.name,
            instrument_digest=data.instrument.digest,
            statuses=[ProjectStatus.COMPLETED],
            project_types=list(ProjectType),
            respondent_types=list(RespondentType),
            anonymous=data.anonymous,
            synthetic=True,
            state=RoundState.CLOSED,
            closes_on=data.closed,
            made_by_id=by.user_id,
            made_at=at,
            opened_at=_noon(data.opened),
            closed_at=_noon(data.closed),
        )
        strata = _strata(row, data)
        random = Random(seed)  # noqa: S311  the same register each time, and nobody to hide
        AnswerSheet.objects.bulk_create(
            AnswerSheet(
                id=UUID(int=random.getrandbits(128), version=4),
                round=row,
                stratum=strata[sheet.stratum],
                complete=sheet.complete,
                values=dict(sheet.values),
            )
            for sheet in data.sheets
        )
        audit.record(
            by=by,
            at=at,
            action="survey.made_up",
            room=ROOM,
            record_id=row.pk,
            details={"seed": seed, "sheets": len(data.sheets)},
        )
    return row.pk


def _strata(row: SurveyRound, data: RoundData) -> dict[Stratum, RoundStratum]:
    councils, offices = (dict(each.objects.values_list("code", "pk")) for each in (Council, Office))
    rows = {
        count.stratum: RoundStratum(
            round=row,
            respondent_type=count.stratum.respondent_type,
            council_id=councils[count.stratum.council] if count.stratum.council else None,
            office_id=offices[count.stratum.office]
            if count.stratum.office and not count.stratum.council
            else None,
            project_type=count.stratum.project_type or "",
            population=count.population,
            **{str(disposition): number for disposition, number in count.drawn.items()},
        )
        for count in data.frame
    }
    RoundStratum.objects.bulk_create(rows.values())
    return rows


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), get_current_timezone())
