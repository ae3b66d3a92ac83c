"""Persons as their own job centre sees them. Names come from identity.py, which records each look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Case, DateField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import CandidacyState, Purpose, Situation, SkillLevel
from jobveu.candidates.identity import own_job_centres, reveal_names
from jobveu.candidates.models import Candidacy, Person
from jobveu.candidates.periods import AwayPeriod, from_ranges
from jobveu.candidates.queries.answers import formal_facts_of
from jobveu.candidates.queries.states import with_state
from jobveu.common.choices import Choice
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey, danish_sort_key
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.formal_facts import FormalFacts
from jobveu.projects.models import Party, Project

PROJECTS_TO_CHOOSE = 50
"""In the filter of the list; an older project shows its own candidates."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    job_centre: str
    situation: Situation
    vulnerable: bool
    skill_level: SkillLevel
    municipality: str
    projects: tuple[str, ...]
    next_follow_up: date | None
    follow_up_overdue: bool
    registered_on: date
    synthetic: bool


@dataclass(frozen=True, slots=True)
class PersonPlace:
    """Whose a person is: what a page's access is decided by."""

    id: int
    job_centre_id: int


@dataclass(frozen=True, slots=True)
class PersonCandidacy:
    id: int
    pseudonym: str
    project_id: int
    project: str
    added_on: date
    state: CandidacyState


@dataclass(frozen=True, slots=True)
class PersonPage:
    id: int
    job_centre_id: int
    job_centre: str
    situation: Situation
    vulnerable: bool
    skill_level: SkillLevel
    municipality_id: int | None
    municipality: str
    facts: FormalFacts
    available_from: date | None
    away: tuple[AwayPeriod, ...]
    travel_limit_km: int | None
    travel_limit_minutes: int | None
    synthetic: bool
    registered_at: datetime
    registered_by: str
    version: int
    candidacies: tuple[PersonCandidacy, ...]


_SORTS: Mapping[str, str] = {
    "name": "name_position",
    "situation": "situation_rank",
    "skill_level": "skill_rank",
    "registered": "registered_at",
    "follow_up": "next_follow_up",
}


def persons(
    *,
    by: Actor,
    at: datetime,
    today: date,
    purpose: Purpose,
    sort: Sort,
    window: Window,
    situation: Situation | None = None,
    vulnerable: bool | None = None,
    skill_level: SkillLevel | None = None,
    municipality: int | None = None,
    project: int | None = None,
    overdue: bool = False,
    only: Sequence[int] | None = None,
) -> RowPage[PersonRow]:
    """The persons of the actor's own job centres, with their names (each look is recorded); of those named in
    `only`, when it is given.

    Sorts: name, situation, skill_level, registered, follow_up. Six SQL statements.
    """
    rows = _with_follow_up(Person.objects.filter(job_centre_id__in=own_job_centres(by, Action.LIST_PERSONS)))
    if only is not None:
        rows = rows.filter(pk__in=only)
    if situation:
        rows = rows.filter(situation=situation)
    if vulnerable is not None:
        rows = rows.filter(vulnerable=vulnerable)
    if skill_level:
        rows = rows.filter(skill_level=skill_level)
    if municipality:
        rows = rows.filter(municipality_id=municipality)
    if project:
        rows = rows.filter(Exists(Candidacy.objects.filter(person=OuterRef("pk"), project_id=project)))
    if overdue:
        rows = rows.filter(next_follow_up__lt=today)
    found = page_of(_sorted(rows, sort), window=window)
    return RowPage(
        rows=_rows(found.rows, by=by, at=at, today=today, purpose=purpose),
        total=found.total,
        capped=found.capped,
    )


def persons_by_id(
    *, by: Actor, at: datetime, today: date, purpose: Purpose, ids: Sequence[int]
) -> tuple[PersonRow, ...]:
    """Those of the persons that are the actor's own job centres', in the order of `ids`, with their names."""
    rows = _with_follow_up(
        Person.objects.filter(pk__in=ids, job_centre_id__in=own_job_centres(by, Action.LIST_PERSONS))
    ).select_related("municipality", "job_centre")
    by_id = {row.id: row for row in _rows(list(rows), by=by, at=at, today=today, purpose=purpose)}
    return tuple(by_id[id_] for id_ in ids if id_ in by_id)


def person_place(*, person_id: int) -> PersonPlace | None:
    """One SQL statement; None when there is no such person."""
    found = Person.objects.filter(pk=person_id).values_list("id", "job_centre_id").first()
    return PersonPlace(*found) if found else None


def person_page(*, person_id: int) -> PersonPage:
    """What is known of a person besides the identity. Two SQL statements. Raises Person.DoesNotExist."""
    row = Person.objects.select_related("job_centre", "municipality", "registered_by").get(pk=person_id)
    candidacies = with_state(Candidacy.objects.filter(person=row)).select_related("project")
    return PersonPage(
        id=row.pk,
        job_centre_id=row.job_centre_id,
        job_centre=row.job_centre.name,
        situation=Situation(row.situation),
        vulnerable=row.vulnerable,
        skill_level=SkillLevel(row.skill_level),
        municipality_id=row.municipality_id,
        municipality=row.municipality.name if row.municipality else "",
        facts=formal_facts_of(row),
        available_from=row.available_from,
        away=from_ranges(row.away),
        travel_limit_km=row.travel_limit_km,
        travel_limit_minutes=row.travel_limit_minutes,
        synthetic=row.synthetic,
        registered_at=row.registered_at,
        registered_by=row.registered_by.name,
        version=row.version,
        candidacies=tuple(
            PersonCandidacy(
                id=candidacy.pk,
                pseudonym=candidacy.pseudonym or "",
                project_id=candidacy.project_id,
                project=candidacy.project.title,
                added_on=candidacy.added_on,
                state=CandidacyState(candidacy.state),
            )
            for candidacy in candidacies.order_by("-added_on", "-id")
        ),
    )


_MUNICIPALITIES_SQL = """
SELECT municipality.id, municipality.name
  FROM reference_municipality municipality
 WHERE EXISTS (SELECT FROM candidates_person person
                WHERE person.municipality_id = municipality.id AND person.job_centre_id = ANY(%(job_centres)s))
 ORDER BY danish_sort_key(municipality.name) COLLATE "C", municipality.id
"""
_PROJECTS_SQL = """
SELECT project.id, project.title
  FROM projects_project project
 WHERE project.status = %(active)s
   AND project.id IN (SELECT party.project_id FROM projects_party party
                       WHERE party.organisation_id = ANY(%(job_centres)s))
 ORDER BY project.start_date DESC NULLS FIRST, project.id DESC LIMIT %(most)s
"""
"""Both written out: the list asks for them at every view, and building the querysets takes longer than the answer."""


def municipality_filter(*, by: Actor) -> tuple[Choice, ...]:
    """The municipalities in which the actor's job centres have registered persons. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_MUNICIPALITIES_SQL, {"job_centres": list(own_job_centres(by, Action.LIST_PERSONS))})
        return tuple(Choice(id=id_, label=name) for id_, name in cursor.fetchall())


def project_filter(*, by: Actor) -> tuple[Choice, ...]:
    """The newest of the active projects that the actor's job centres take part in, at most
    `PROJECTS_TO_CHOOSE`: over the years a job centre is in hundreds, too many to choose among. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PROJECTS_SQL,
            {
                "active": ProjectStatus.ACTIVE.value,
                "job_centres": list(own_job_centres(by, Action.LIST_PERSONS)),
                "most": PROJECTS_TO_CHOOSE,
            },
        )
        newest = cursor.fetchall()
    in_order = sorted(newest, key=lambda row: (danish_sort_key(row[1]), row[0]))
    return tuple(Choice(id=id_, label=title) for id_, title in in_order)


def addable_ids(*, by: Actor, project_id: int, person_ids: Sequence[int]) -> list[int]:
    """Those of the persons whom the actor could make candidates of the project: registered by a job centre of
    the actor's that takes part in it, and no candidates now. One SQL statement."""
    coordinating = Project.objects.filter(pk=project_id, coordinating_organisation=OuterRef("job_centre"))
    rows = Person.objects.filter(
        Exists(Party.objects.filter(project=project_id, organisation=OuterRef("job_centre")))
        | Exists(coordinating),
        pk__in=person_ids,
        job_centre_id__in=own_job_centres(by, Action.EDIT_PERSON),
    ).exclude(
        Exists(
            Candidacy.objects.filter(person=OuterRef("pk"), project_id=project_id, withdrawn_on__isnull=True)
        )
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


_NEXT_FOLLOW_UP_SQL = """
(SELECT follow_up.next_on
   FROM candidates_candidacy candidacy JOIN candidates_followup follow_up ON follow_up.candidacy_id = candidacy.id
  WHERE candidacy.person_id = candidates_person.id AND candidacy.withdrawn_on IS NULL
    AND follow_up.next_on IS NOT NULL
    AND NOT EXISTS (SELECT FROM candidates_followup later
                     WHERE later.candidacy_id = follow_up.candidacy_id
                       AND (later.held_on, later.id) > (follow_up.held_on, follow_up.id))
  ORDER BY follow_up.next_on LIMIT 1)
"""


def _with_follow_up(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Annotates `next_follow_up`: the earliest day that the newest follow-up of a candidacy points to."""
    return rows.annotate(next_follow_up=RawSQL(_NEXT_FOLLOW_UP_SQL, [], output_field=DateField()))  # noqa: S611


def _sorted(rows: QuerySet[Person], sort: Sort) -> QuerySet[Person]:
    rows = rows.select_related("municipality", "job_centre")
    if sort.key == "name":
        sign = "-" if sort.descending else ""
        return rows.order_by(f"{sign}job_centre_id", f"{sign}name_position", f"{sign}id")
    ranked = rows.annotate(
        situation_rank=_rank("situation", Situation), skill_rank=_rank("skill_level", SkillLevel)
    )
    return ordered(ranked, sort=sort, columns=_SORTS)


def _rank(field: str, enum: Any) -> Case:
    return Case(*(When(**{field: value}, then=Value(at)) for at, value in enumerate(enum.values)))


def _rows(
    rows: Sequence[Person], *, by: Actor, at: datetime, today: date, purpose: Purpose
) -> list[PersonRow]:
    ids = [row.pk for row in rows]
    titles = dict(
        Candidacy.objects.filter(person__in=ids, withdrawn_on__isnull=True)
        .values("person_id")
        .annotate(
            titles=ArrayAgg(
                F("project__title"),
                order_by=DanishSortKey("project__title"),  # type: ignore[arg-type]  # stubs: names only
            )
        )
        .values_list("person_id", "titles")
    )
    names = reveal_names(by=by, at=at, purpose=purpose, person_ids=ids)
    return [
        PersonRow(
            id=row.pk,
            name=names[row.pk],
            job_centre=row.job_centre.name,
            situation=Situation(row.situation),
            vulnerable=row.vulnerable,
            skill_level=SkillLevel(row.skill_level),
            municipality=row.municipality.name if row.municipality else "",
            projects=tuple(titles.get(row.pk, ())),
            next_follow_up=row.next_follow_up,
            follow_up_overdue=row.next_follow_up is not None and row.next_follow_up < today,
            registered_on=row.registered_at.date(),
            synthetic=row.synthetic,
        )
        for row in rows
        if row.pk in names  # not erased since the rows were read
    ]
