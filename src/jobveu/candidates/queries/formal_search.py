"""Finding a job centre's own persons by what criteria can be looked up in: projects.formal_facts in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import Purpose, Situation, SkillLevel
from jobveu.candidates.identity import own_job_centres, reveal_names
from jobveu.candidates.models import Candidacy, Person
from jobveu.candidates.queries.answers import formal_facts_of
from jobveu.common.paging import RowPage, Window, page_of
from jobveu.projects.formal_facts import (
    ASKABLE_LICENCES,
    Asked,
    FormalFact,
    LanguageLevel,
    LicenceCategory,
    holds_licence,
    is_met,
    months_before,
)
from jobveu.projects.models import Party, Project
from jobveu.projects.queries.screening_tool import CriterionRow


class Meets(Enum):
    """Which persons are looked for."""

    ALL_MUSTS = "all_musts"
    NONE_BROKEN = "none_broken"
    """All that is registered fits; some may not be registered."""
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """`met`, `not_met` and `unknown` are the criteria that can be looked up, as the person is registered."""

    id: int
    name: str
    situation: Situation
    vulnerable: bool
    skill_level: SkillLevel
    municipality: str
    available_from: date | None
    met: tuple[CriterionRow, ...]
    not_met: tuple[CriterionRow, ...]
    unknown: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class OwnLeftOut:
    """How many of the job centre's own unemployed a criterion leaves out, as they are registered."""

    criterion: CriterionRow
    everybody: int
    vulnerable: int


def met_condition(asked: Asked, *, today: date) -> Q:
    """Of which persons it is registered that they meet it: is_met is True."""
    match asked.fact:
        case FormalFact.DRIVING_LICENCE:
            wanted = LicenceCategory(asked.value)
            enough = [held.value for held in ASKABLE_LICENCES if holds_licence(wanted, {held})]
            return Q(driving_licences__overlap=enough)
        case FormalFact.DANISH_LEVEL:
            levels = LanguageLevel.values
            return Q(danish_level__in=levels[levels.index(asked.value) :])
        case FormalFact.UNEMPLOYED_AT_LEAST:
            return Q(unemployed_since__lte=months_before(today, int(asked.value)))
        case FormalFact.UNEMPLOYED_AT_MOST:
            return Q(unemployed_since__gte=months_before(today, int(asked.value)))
        case FormalFact.CERTIFICATE:
            return Q(certificates__contains=[asked.value])


def unknown_condition(asked: Asked) -> Q:
    """Of which persons it is not registered whether they meet it: is_met is None."""
    match asked.fact:
        case FormalFact.DRIVING_LICENCE:
            return Q(driving_licences__isnull=True)
        case FormalFact.DANISH_LEVEL:
            return Q(danish_level="")
        case FormalFact.UNEMPLOYED_AT_LEAST | FormalFact.UNEMPLOYED_AT_MOST:
            return Q(unemployed_since__isnull=True)
        case FormalFact.CERTIFICATE:
            return Q(certificates__isnull=True)


def find_persons(
    *,
    by: Actor,
    at: datetime,
    today: date,
    project_id: int,
    criteria: Sequence[CriterionRow],
    meets: Meets,
    vulnerable: bool | None,
    window: Window,
) -> RowPage[FoundPerson]:
    """Those of the actor's own job centres' persons who could become candidates of the project, those who meet most
    first; with their names (each look is recorded). `criteria` are those that can be looked up. Five SQL
    statements."""
    rows = _could_become(by, project_id)
    musts = [row for row in criteria if row.is_must]
    if meets is not Meets.ANYBODY:
        for row in musts:
            rows = rows.filter(_allowed(row, meets, today))
    if vulnerable is not None:
        rows = rows.filter(vulnerable=vulnerable)
    found = page_of(
        _by_fit(rows, criteria, today).select_related("municipality"),
        window=window,
    )
    names = reveal_names(
        by=by, at=at, purpose=Purpose.CRITERIA_SEARCH, person_ids=[row.pk for row in found.rows]
    )
    return RowPage(
        rows=[_found(row, names[row.pk], criteria, today) for row in found.rows if row.pk in names],
        total=found.total,
        capped=found.capped,
    )


def own_left_out(*, by: Actor, today: date, criteria: Sequence[CriterionRow]) -> tuple[OwnLeftOut, ...]:
    """How many unemployed persons of the actor's own job centres each of the musts that can be looked up leaves out,
    as they are registered. One SQL statement for each must."""
    own = Person.objects.filter(
        job_centre_id__in=own_job_centres(by, Action.LIST_PERSONS), situation=Situation.UNEMPLOYED
    )
    found = []
    for row in criteria:
        if row.asked is None or not row.is_must:
            continue
        broken = own.exclude(met_condition(row.asked, today=today)).exclude(unknown_condition(row.asked))
        flags = list(broken.values_list("vulnerable", flat=True))
        found.append(OwnLeftOut(row, len(flags), sum(flags)))
    return tuple(found)


def _could_become(by: Actor, project_id: int) -> QuerySet[Person]:
    coordinating = Project.objects.filter(pk=project_id, coordinating_organisation=OuterRef("job_centre"))
    return Person.objects.filter(
        Exists(Party.objects.filter(project=project_id, organisation=OuterRef("job_centre")))
        | Exists(coordinating),
        job_centre_id__in=own_job_centres(by, Action.EDIT_PERSON),
    ).exclude(
        Exists(
            Candidacy.objects.filter(person=OuterRef("pk"), project_id=project_id, withdrawn_on__isnull=True)
        )
    )


def _allowed(row: CriterionRow, meets: Meets, today: date) -> Q:
    if row.asked is None:
        raise ValueError("only what can be looked up is searched for")
    met = met_condition(row.asked, today=today)
    return met if meets is Meets.ALL_MUSTS else met | unknown_condition(row.asked)


def _by_fit(rows: QuerySet[Person], criteria: Collection[CriterionRow], today: date) -> QuerySet[Person]:
    """Ordered by the weight of what is met, a must counting most; then by name."""
    points: list[Any] = [
        Case(
            When(met_condition(row.asked, today=today), then=Value(10 if row.is_must else row.weight or 0)),
            default=Value(0),
            output_field=IntegerField(),
        )
        for row in criteria
        if row.asked is not None
    ]
    total: Any = reduce(add, points, Value(0))
    return rows.annotate(points=total).order_by(F("points").desc(), "job_centre_id", "name_position", "id")


def _found(row: Person, name: str, criteria: Sequence[CriterionRow], today: date) -> FoundPerson:
    facts = formal_facts_of(row)
    by_answer: dict[bool | None, list[CriterionRow]] = {True: [], False: [], None: []}
    for criterion in criteria:
        if criterion.asked is not None:
            by_answer[is_met(criterion.asked, facts, today=today)].append(criterion)
    return FoundPerson(
        id=row.pk,
        name=name,
        situation=Situation(row.situation),
        vulnerable=row.vulnerable,
        skill_level=SkillLevel(row.skill_level),
        municipality=row.municipality.name if row.municipality else "",
        available_from=row.available_from,
        met=tuple(by_answer[True]),
        not_met=tuple(by_answer[False]),
        unknown=tuple(by_answer[None]),
    )
