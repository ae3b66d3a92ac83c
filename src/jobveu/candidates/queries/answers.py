"""What screenings say of the criteria, and what a person is registered with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from jobveu.candidates.enums import CriterionAnswer
from jobveu.candidates.fit import Answered, Fit, fit_of
from jobveu.candidates.models import Person, Screening, ScreeningAnswer
from jobveu.projects.formal_facts import Certificate, FormalFacts, LanguageLevel, LicenceCategory
from jobveu.projects.queries.screening_tool import CriterionRow, tools_with


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The answers to the criteria for everybody (`company` is ""), or to those of one company."""

    company_id: int | None
    company: str
    answers: tuple[Answered, ...]
    fit: Fit


@dataclass(frozen=True, slots=True)
class ScreenedBy:
    """The newest screening that answered criteria: by which version, when, and what it said of each."""

    tool_number: int
    on: date
    groups: tuple[AnswerGroup, ...]

    def without_notes(self) -> ScreenedBy:
        groups = tuple(
            replace(group, answers=tuple(replace(one, note="") for one in group.answers))
            for group in self.groups
        )
        return replace(self, groups=groups)

    def by_key(self) -> dict[UUID, Answered]:
        return {one.criterion.key: one for group in self.groups for one in group.answers}


def newest_answers(*, candidacy_ids: Collection[int]) -> dict[int, ScreenedBy]:
    """By candidacy id, of those that have been screened by criteria. Four SQL statements."""
    newest: dict[int, Screening] = {}
    screenings = (
        Screening.objects.filter(candidacy__in=candidacy_ids, tool__isnull=False)
        .order_by("candidacy_id", "-id")
        .distinct("candidacy_id")
    )
    for screening in screenings:
        newest[screening.pk] = screening
    tools = tools_with(tool_ids={row.tool_id for row in newest.values() if row.tool_id is not None})
    answers: dict[int, dict[int, ScreeningAnswer]] = defaultdict(dict)
    for answer in ScreeningAnswer.objects.filter(screening__in=newest).order_by("pk"):
        answers[answer.screening_id][answer.criterion_id] = answer
    found = {}
    for screening in newest.values():
        tool = tools[screening.tool_id or 0]
        found[screening.candidacy_id] = ScreenedBy(
            tool_number=tool.number,
            on=screening.screened_on,
            groups=_grouped(tool.criteria, answers[screening.pk]),
        )
    return found


def _grouped(
    criteria: Sequence[CriterionRow], answers: dict[int, ScreeningAnswer]
) -> tuple[AnswerGroup, ...]:
    groups: dict[int | None, list[Answered]] = {}
    for criterion in criteria:
        if (row := answers.get(criterion.id)) is not None:
            one = Answered(row.pk, criterion, CriterionAnswer(row.answer), row.note)
            groups.setdefault(criterion.company_id, []).append(one)
    return tuple(
        AnswerGroup(company_id, rows[0].criterion.company, tuple(rows), fit_of(rows))
        for company_id, rows in groups.items()
    )


def formal_facts_of(person: Person) -> FormalFacts:
    """What the person is registered with, of what criteria can ask for."""
    licences, certificates = person.driving_licences, person.certificates
    return FormalFacts(
        driving_licences=None if licences is None else frozenset(map(LicenceCategory, licences)),
        danish_level=LanguageLevel(person.danish_level) if person.danish_level else None,
        unemployed_since=person.unemployed_since,
        certificates=None if certificates is None else frozenset(map(Certificate, certificates)),
    )


def registered_facts(*, person_id: int) -> FormalFacts:
    """One SQL statement; nothing known of a person that is gone."""
    person = Person.objects.filter(pk=person_id).first()
    return FormalFacts() if person is None else formal_facts_of(person)
