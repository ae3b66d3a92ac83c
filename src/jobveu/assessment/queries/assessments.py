"""Assessments of a project, of councils and of the whole country, as they are now or were when a snapshot was taken."""

from __future__ import annotations

from datetime import date

from jobveu.assessment.assessing import Assessment, assess_project, assess_several
from jobveu.assessment.judging import Answers
from jobveu.assessment.queries.facts import facts_of_project
from jobveu.assessment.queries.overrulings import Judged, histories_of
from jobveu.assessment.record import Part, Record


def assessment_of_project(
    *, project_id: int, on: date, answers: Answers | None = None, round_name: str = ""
) -> Assessment | None:
    """None where there is no such project. `answers` are those of the survey round of that name (assessment.answers). A fixed
    number of SQL statements."""
    one = facts_of_project(project_id=project_id, on=on)
    if one is None:
        return None
    histories = histories_of(judged=Judged(project_id=project_id))
    return assess_project(one, answers=answers, round_name=round_name, histories=histories)


def assessment_of(
    *,
    record: Record,
    part: Part,
    council_id: int | None = None,
    answers: Answers | None = None,
    round_name: str = "",
) -> Assessment:
    """Of a part of the record's projects. `council_id`: whose overrulings hold for it; None for those of the whole country,
    which hold for nothing less."""
    whole = not part.office and not part.council
    histories = (
        histories_of(judged=Judged(council_id=council_id), until=record.at)
        if whole or council_id is not None
        else {}
    )
    return assess_several(record, part, answers=answers, round_name=round_name, histories=histories)
