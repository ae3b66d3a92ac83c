"""Reads of needs: the list, one need, the needs of a project, and the search for one to tie to a project."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import AffiliationKind, OrganisationKind
from jobveu.actors.models import Affiliation, Organisation
from jobveu.common.choices import Choice
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey, danish_sort_key
from jobveu.projects.models import Need, Party, ProjectNeed
from jobveu.projects.rules import HAS_NEEDS


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as a line of a list. `projects` is how many projects answer it."""

    id: int
    occupation: str
    head_count: int
    competences: str
    organisation_id: int
    organisation_name: str
    stated_by_id: int
    stated_by_name: str
    municipality_name: str
    needed_by: date
    stated_on: date
    closed_on: date | None
    projects: int

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def told_by_another(self) -> bool:
        return self.stated_by_id != self.organisation_id


@dataclass(frozen=True, slots=True)
class NeedOwner:
    """An organisation whose need somebody may state, and the organisation that would be stating it."""

    id: int
    name: str
    stated_by_id: int


@dataclass(frozen=True, slots=True)
class TiedProject:
    id: int
    title: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class NeedPage:
    """One need with the projects that answer it."""

    id: int
    version: int
    occupation: str
    head_count: int
    competences: str
    organisation_id: int
    organisation_name: str
    stated_by_id: int
    stated_by_name: str
    stated_by_kind: OrganisationKind
    municipality_id: int
    municipality_name: str
    needed_by: date
    stated_on: date
    closed_on: date | None
    closed_reason: str
    projects: tuple[TiedProject, ...]
    subject: Subject

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def told_by_another(self) -> bool:
        return self.stated_by_id != self.organisation_id


def needs_for(*, by: Actor, action: Action = Action.LIST_NEEDS) -> QuerySet[Need]:
    """The needs that the matrix lets the actor list. Raises ValueError for a scope that is not of needs."""
    own: set[int] = set()
    for membership, scope in grants(action, by):
        match scope:
            case Scope.ALL:
                return Need.objects.all()
            case Scope.OWN_ORGANISATION:
                if membership.organisation_id is not None:
                    own.add(membership.organisation_id)
            case _:
                raise ValueError(f"{scope} does not say which needs {action} is about")
    return Need.objects.filter(Q(organisation__in=own) | Q(stated_by__in=own))


def need_owners(*, organisation_ids: Collection[int], on: date) -> tuple[NeedOwner, ...]:
    """Those whose needs members of these organisations may state: themselves where they have needs, and the
    workplaces that are members of the associations among them on the day. By name, two SQL statements."""
    own = Organisation.objects.filter(pk__in=list(organisation_ids), kind__in=HAS_NEEDS, active=True)
    owners = [NeedOwner(id=row.pk, name=row.name, stated_by_id=row.pk) for row in own.order_by("pk")]
    members = (
        Affiliation.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            kind=AffiliationKind.ASSOCIATION_MEMBER,
            body__in=list(organisation_ids),
            member__active=True,
            valid_from__lte=on,
        )
        .select_related("member")
        .order_by("pk")
    )
    owners += [NeedOwner(id=row.member_id, name=row.member.name, stated_by_id=row.body_id) for row in members]
    once: dict[int, NeedOwner] = {}
    for owner in owners:
        once.setdefault(owner.id, owner)
    return tuple(sorted(once.values(), key=lambda owner: (danish_sort_key(owner.name), owner.id)))


def needs(
    *,
    by: Actor,
    sort: Sort,
    window: Window,
    text: str = "",
    is_open: bool | None = None,
    has_project: bool | None = None,
    municipality_id: int | None = None,
) -> RowPage[NeedRow]:
    """The needs that the actor may list: three SQL statements whatever the number of rows.

    `text` is found in the occupation and in the organisation's name. Sort keys: occupation, organisation,
    head_count, needed_by, stated_on.
    """
    rows = needs_for(by=by)
    if text := " ".join(text.split()).lower():
        rows = rows.alias(
            lower_occupation=Lower("occupation"), lower_name=Lower("organisation__name")
        ).filter(Q(lower_occupation__contains=text) | Q(lower_name__contains=text))
    if is_open is not None:
        rows = rows.filter(closed_on__isnull=is_open)
    if has_project is not None:
        rows = rows.filter(answered=has_project)
    if municipality_id is not None:
        rows = rows.filter(municipality=municipality_id)
    rows = ordered(
        rows,
        sort=sort,
        columns={
            "occupation": DanishSortKey("occupation"),
            "organisation": DanishSortKey("organisation__name"),
            "head_count": "head_count",
            "needed_by": "needed_by",
            "stated_on": "stated_on",
        },
    )
    page = page_of(rows.select_related("organisation", "stated_by", "municipality"), window=window)
    return RowPage(rows=_rows(page.rows), total=page.total, capped=page.capped)


def needs_of_project(*, project_id: int) -> tuple[NeedRow, ...]:
    """The needs that the project answers, oldest first; two SQL statements."""
    rows = (
        Need.objects.filter(projects__project=project_id)
        .select_related("organisation", "stated_by", "municipality")
        .order_by("stated_on", "id")
    )
    return _rows(list(rows))


def need_page(*, need_id: int) -> NeedPage | None:
    """One need; two SQL statements. None when there is none."""
    need = Need.objects.filter(pk=need_id).select_related("organisation", "stated_by", "municipality").first()
    if need is None:
        return None
    parties = ArrayAgg(
        "project__parties__organisation_id",
        filter=Q(project__parties__isnull=False),
        default=[],
        distinct=True,
    )
    tied = (
        ProjectNeed.objects.filter(need=need)
        .select_related("project__council")
        .annotate(party_ids=parties)
        .order_by("project__start_date", "project_id")
    )
    projects = tuple(
        TiedProject(
            id=row.project_id,
            title=row.project.title,
            subject=Subject(
                office_id=row.project.council.office_id if row.project.council else None,
                council_id=row.project.council_id,
                coordinating_organisation_id=row.project.coordinating_organisation_id,
                party_organisation_ids=frozenset(row.party_ids),
            ),
        )
        for row in tied
    )
    return NeedPage(
        id=need.pk,
        version=need.version,
        occupation=need.occupation,
        head_count=need.head_count,
        competences=need.competences,
        organisation_id=need.organisation_id,
        organisation_name=need.organisation.name,
        stated_by_id=need.stated_by_id,
        stated_by_name=need.stated_by.name,
        stated_by_kind=OrganisationKind(need.stated_by.kind),
        municipality_id=need.municipality_id,
        municipality_name=need.municipality.name,
        needed_by=need.needed_by,
        stated_on=need.stated_on,
        closed_on=need.closed_on,
        closed_reason=need.closed_reason,
        projects=projects,
        subject=Subject(
            organisation_ids=frozenset({need.organisation_id, need.stated_by_id}),
            party_organisation_ids=frozenset().union(
                *(project.subject.party_organisation_ids for project in projects)
            ),
        ),
    )


def search_open_needs(*, query: str, limit: int, by: Actor, not_in_project: int) -> Sequence[Choice]:
    """Open needs whose occupation or organisation has the text in it, the most urgent first: those the actor
    may list, and those of the project's own parties."""
    text = " ".join(query.split()).lower()
    rows = (
        _open_needs(by=by, not_in_project=not_in_project)
        .alias(lower_occupation=Lower("occupation"), lower_name=Lower("organisation__name"))
        .filter(Q(lower_occupation__contains=text) | Q(lower_name__contains=text))
    )
    return _choices(rows.order_by("needed_by", "id")[:limit])


def open_needs_by_ids(*, ids: Sequence[int], by: Actor, not_in_project: int) -> Sequence[Choice]:
    """Those of the ids that the search could have found."""
    rows = _open_needs(by=by, not_in_project=not_in_project).filter(pk__in=list(ids))
    return _choices(rows.order_by("needed_by", "id"))


def open_need_source(
    *, by: Actor, not_in_project: int
) -> tuple[partial[Sequence[Choice]], partial[Sequence[Choice]]]:
    """Search and lookup for a picker: `ChoiceSource(*open_need_source(…))`."""
    return (
        partial(search_open_needs, by=by, not_in_project=not_in_project),
        partial(open_needs_by_ids, by=by, not_in_project=not_in_project),
    )


def _open_needs(*, by: Actor, not_in_project: int) -> QuerySet[Need]:
    tied = ProjectNeed.objects.filter(need=OuterRef("pk"), project=not_in_project)
    of_parties = Party.objects.filter(project=not_in_project).values("organisation")
    may_list = Q(pk__in=needs_for(by=by).order_by().values("pk"))
    return Need.objects.filter(
        ~Exists(tied), may_list | Q(organisation__in=of_parties), closed_on__isnull=True
    )


def _choices(rows: QuerySet[Need]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=row.pk,
            label=f"{row.head_count} × {row.occupation}",
            hint=_("%(organisation)s, senest %(day)s")
            % {
                "organisation": row.organisation.name,
                "day": date_format(row.needed_by, "SHORT_DATE_FORMAT"),
            },
        )
        for row in rows.select_related("organisation")
    )


def _rows(found: Sequence[Need]) -> tuple[NeedRow, ...]:
    tied: dict[int, int] = {}
    for need_id in ProjectNeed.objects.filter(need__in=[row.pk for row in found]).values_list(
        "need", flat=True
    ):
        tied[need_id] = tied.get(need_id, 0) + 1
    return tuple(
        NeedRow(
            id=row.pk,
            occupation=row.occupation,
            head_count=row.head_count,
            competences=row.competences,
            organisation_id=row.organisation_id,
            organisation_name=row.organisation.name,
            stated_by_id=row.stated_by_id,
            stated_by_name=row.stated_by.name,
            municipality_name=row.municipality.name,
            needed_by=row.needed_by,
            stated_on=row.stated_on,
            closed_on=row.closed_on,
            projects=tied.get(row.pk, 0),
        )
        for row in found
    )
