"""The project's screening tool in its versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.common.sorting import danish_sort_key
from jobveu.projects.enums import CriterionKind, Strength
from jobveu.projects.formal_facts import Asked, FormalFact, asked_words
from jobveu.projects.models import Criterion, ProjectDialogue, ScreeningTool
from jobveu.projects.queries.visibility import projects_for

PROJECTS_TO_CHOOSE = 50
"""Whose criteria can be taken over: the newest."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    id: int
    key: UUID
    kind: CriterionKind
    text: str
    guidance: str
    strength: Strength
    weight: int | None
    company_id: int | None
    company: str
    dialogue_id: int | None
    dialogue_on: date | None
    asked: Asked | None
    wording_reason: str
    version: int

    @property
    def is_must(self) -> bool:
        return self.strength is Strength.MUST

    @property
    def asked_words(self) -> str:
        return asked_words(self.asked) if self.asked else ""

    @property
    def says(self) -> tuple[object, ...]:
        """What two versions of a criterion are compared by."""
        return (
            self.kind,
            self.text,
            self.guidance,
            self.strength,
            self.weight,
            self.company_id,
            self.asked,
            self.wording_reason,
        )


@dataclass(frozen=True, slots=True)
class Tool:
    """One version with its criteria: those for everybody first, then by company; musts first in each."""

    id: int
    number: int
    issued_by: str
    issued_at: datetime | None
    change_note: str
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """The criteria for everybody (`company` is ""), or those of one company."""

    company_id: int | None
    company: str
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """`draft`: the one being written; `issued`: the versions that are or were in force, newest first."""

    draft: Tool | None
    issued: tuple[Tool, ...]

    @property
    def in_force(self) -> Tool | None:
        return self.issued[0] if self.issued else None


@dataclass(frozen=True, slots=True)
class ToolChange:
    """What happened to one criterion between two versions: `before` None when it was added, `after` None when
    it was removed."""

    before: CriterionRow | None
    after: CriterionRow | None


def tools_of(*, project_id: int) -> Tools:
    """All versions; two SQL statements."""
    rows = [_tool(row) for row in _loaded().filter(project=project_id).order_by("-number")]
    return Tools(
        draft=next((row for row in rows if row.issued_at is None), None),
        issued=tuple(row for row in rows if row.issued_at is not None),
    )


def tool_in_force(*, project_id: int) -> Tool | None:
    """What the job centres screen by now; two SQL statements."""
    row = _loaded().filter(project=project_id, issued_at__isnull=False).order_by("-number").first()
    return _tool(row) if row else None


def tools_with(*, tool_ids: Collection[int]) -> dict[int, Tool]:
    """By id; two SQL statements."""
    return {row.pk: _tool(row) for row in _loaded().filter(pk__in=tool_ids).order_by("pk")}


def in_groups(criteria: Sequence[CriterionRow]) -> tuple[CriterionGroup, ...]:
    """The criteria for everybody, then those of each company, in the order in which they are given."""
    groups: dict[int | None, list[CriterionRow]] = {}
    for row in criteria:
        groups.setdefault(row.company_id, []).append(row)
    return tuple(CriterionGroup(id_, rows[0].company, tuple(rows)) for id_, rows in groups.items())


def changes_between(old: Tool | None, new: Tool) -> tuple[ToolChange, ...]:
    """What the newer version changes in the older, criterion by criterion; pure."""
    before: Mapping[UUID, CriterionRow] = {row.key: row for row in old.criteria} if old else {}
    after = {row.key: row for row in new.criteria}
    changed = [
        ToolChange(before.get(key), row)
        for key, row in after.items()
        if key not in before or before[key].says != row.says
    ]
    return (*changed, *(ToolChange(row, None) for key, row in before.items() if key not in after))


@dataclass(frozen=True, slots=True)
class DialogueOption:
    id: int
    organisation: str
    held_on: date
    subject: str


def dialogues_of_project(*, project_id: int) -> tuple[DialogueOption, ...]:
    """The conversations that belong to the project, newest first; one SQL statement."""
    rows = (
        ProjectDialogue.objects.filter(project=project_id)
        .select_related("dialogue__organisation")
        .order_by("-dialogue__held_on", "-dialogue_id")
    )
    return tuple(
        DialogueOption(
            row.dialogue_id, row.dialogue.organisation.name, row.dialogue.held_on, row.dialogue.subject
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class SourceProject:
    """A project whose criteria can be taken over, and how many are for everybody."""

    id: int
    title: str
    criteria: int


def source_projects(*, by: Actor, project_id: int) -> tuple[SourceProject, ...]:
    """Other projects that the actor may see and whose tool is in use: the newest first. One SQL statement."""
    newer = ScreeningTool.objects.filter(
        project=OuterRef("project"), issued_at__isnull=False, number__gt=OuterRef("number")
    )
    rows = (
        ScreeningTool.objects.filter(
            ~Exists(newer),
            issued_at__isnull=False,
            project__in=projects_for(by, Action.VIEW_PROJECT).values("pk"),
        )
        .exclude(project=project_id)
        .annotate(shared=Count("criteria", filter=Q(criteria__company__isnull=True)))
        .filter(shared__gt=0)
        .order_by("-issued_at", "-pk")
        .values_list("project_id", "project__title", "shared")[:PROJECTS_TO_CHOOSE]
    )
    found = [SourceProject(*row) for row in rows]
    return tuple(sorted(found, key=lambda row: (danish_sort_key(row.title), row.id)))


def shared_criteria(*, project_id: int) -> int:
    """How many criteria for everybody are in force: what others could take over. Two SQL statements."""
    issued = ScreeningTool.objects.filter(project=project_id, issued_at__isnull=False)
    newest = issued.order_by("-number").first()
    return newest.criteria.filter(company__isnull=True).count() if newest else 0


def _loaded() -> QuerySet[ScreeningTool]:
    criteria = Criterion.objects.select_related("company", "dialogue")
    return ScreeningTool.objects.select_related("issued_by").prefetch_related(
        Prefetch("criteria", queryset=criteria.order_by("company_id", "pk"))
    )


_KINDS = list(CriterionKind)


def _tool(row: ScreeningTool) -> Tool:
    rows = [_criterion(criterion) for criterion in row.criteria.all()]
    rows.sort(
        key=lambda one: (
            one.company_id is not None,
            danish_sort_key(one.company),
            one.company_id or 0,
            not one.is_must,
            _KINDS.index(one.kind),
            -(one.weight or 0),
            one.id,
        )
    )
    return Tool(
        id=row.pk,
        number=row.number,
        issued_by=row.issued_by.name if row.issued_by else "",
        issued_at=row.issued_at,
        change_note=row.change_note,
        criteria=tuple(rows),
    )


def _criterion(row: Criterion) -> CriterionRow:
    return CriterionRow(
        id=row.pk,
        key=row.key,
        kind=CriterionKind(row.kind),
        text=row.text,
        guidance=row.guidance,
        strength=Strength(row.strength),
        weight=row.weight,
        company_id=row.company_id,
        company=row.company.name if row.company else "",
        dialogue_id=row.dialogue_id,
        dialogue_on=row.dialogue.held_on if row.dialogue else None,
        asked=Asked(FormalFact(row.fact), row.fact_value) if row.fact else None,
        wording_reason=row.wording_reason,
        version=row.version,
    )
