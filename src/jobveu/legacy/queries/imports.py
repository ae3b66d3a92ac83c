"""Imports, what is wrong with them, and the mappings that have been saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.common.paging import RowPage, Sort, Window, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.legacy.columns import columns_of
from jobveu.legacy.enums import ImportState, RowKind, Severity
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem
from jobveu.legacy.problems import message_of

LISTED_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """`office_id` is None for an import of all offices. `columns` are the names of the file's columns by the keys of
    ours; `samples` the first cells below each name of `header`, none once the file is gone."""

    id: int
    kind: RowKind
    system: str
    office_id: int | None
    office_name: str
    file_name: str
    sheet: str
    size: int
    header: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    state: ImportState
    progress: int
    rows: int
    errors: int
    warnings: int
    created: int
    updated: int
    unchanged: int
    failure: str
    uploaded_by: str
    uploaded_at: datetime
    ordered_by: str
    finished_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.IMPORTING)

    @property
    def is_over(self) -> bool:
        return self.state in (ImportState.IMPORTED, ImportState.DISCARDED)


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """How often one thing is wrong in one column, the key and the label of ours, both "" for the whole row. `first_row`:
    where it stands first."""

    severity: Severity
    column_key: str
    column: str
    code: str
    message: str
    number: int
    first_row: int


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """`column` is the label of ours, `header` the name of the file's; both "" for the whole row."""

    row: int
    column: str
    header: str
    severity: Severity
    code: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class MappingRow:
    id: int
    name: str
    kind: RowKind
    columns: Mapping[str, str]
    saved_by: str
    saved_at: datetime


def imports(*, by: Actor, sort: Sort, window: Window) -> RowPage[ImportRow]:
    """Those of the offices whose register the actor may import, by number. Two SQL statements."""
    allowed = Q(pk__in=[])
    for membership, scope in grants(Action.IMPORT_REGISTER, by):
        if scope is Scope.ALL:
            allowed = Q()
            break
        allowed |= Q(office_id=membership.office_id, office_id__isnull=False)
    rows = Import.objects.filter(allowed).select_related("office", "uploaded_by", "ordered_by")
    found = page_of(rows.order_by("-pk" if sort.descending else "pk"), window=window)
    return RowPage(rows=[_row(row) for row in found.rows], total=found.total, capped=found.capped)


def import_row(*, import_id: int) -> ImportRow | None:
    """One SQL statement; None when there is no such import."""
    row = Import.objects.filter(pk=import_id).select_related("office", "uploaded_by", "ordered_by").first()
    return _row(row) if row else None


def problem_groups(*, import_id: int, kind: RowKind) -> tuple[ProblemGroup, ...]:
    """What is wrong, the errors first, each in the order in which it comes first. One SQL statement."""
    rows = (
        ImportProblem.objects.filter(of_import=import_id)
        .values_list("is_error", "column", "code")
        .annotate(number=Count("pk"), first=Min("row"), detail=Min("detail"))
        .order_by("-is_error", "first", "column", "code")
    )
    return tuple(
        ProblemGroup(
            severity=_severity(is_error),
            column_key=column,
            column=_label(kind, column),
            code=code,
            message=message_of(code=code, value="", detail=detail),
            number=number,
            first_row=first,
        )
        for is_error, column, code, number, first, detail in rows
    )


def problems(
    *,
    of: ImportRow,
    sort: Sort,
    window: Window,
    severity: Severity | None = None,
    code: str = "",
    column: str = "",
) -> RowPage[ProblemRow]:
    """By `sort` and then in the order of the file's rows. Two SQL statements, one without `with_total`."""
    rows = ImportProblem.objects.filter(of_import=of.id)
    if severity is not None:
        rows = rows.filter(is_error=severity is Severity.ERROR)
    if code:
        rows = rows.filter(code=code)
    if column:
        rows = rows.filter(column=column)
    columns = {"severity": "is_error", "row": "row", "column": "column"}
    order = f"{'-' if sort.descending else ''}{columns[sort.key]}"
    found = page_of(rows.order_by(order, "row", "pk"), window=window, cap=LISTED_AT_MOST)
    return RowPage(
        rows=[problem_row(kind=of.kind, columns=of.columns, row=row) for row in found.rows],
        total=found.total,
        capped=found.capped,
    )


def problem_row(*, kind: RowKind, columns: Mapping[str, str], row: ImportProblem) -> ProblemRow:
    return ProblemRow(
        row=row.row,
        column=_label(kind, row.column),
        header=columns.get(row.column, ""),
        severity=_severity(row.is_error),
        code=row.code,
        value=row.value,
        message=message_of(code=row.code, value=row.value, detail=row.detail),
    )


def mappings(*, kind: RowKind | None = None) -> tuple[MappingRow, ...]:
    """By name. One SQL statement."""
    rows = ColumnMapping.objects.select_related("saved_by").order_by(DanishSortKey("name"), "pk")
    if kind is not None:
        rows = rows.filter(kind=kind)
    return tuple(
        MappingRow(row.pk, row.name, RowKind(row.kind), row.columns, row.saved_by.name, row.saved_at)
        for row in rows
    )


def best_mapping(known: Sequence[MappingRow], header: Sequence[str]) -> MappingRow | None:
    """The saved mapping whose columns the file has all of, the one with most columns; None when there is none."""
    names = set(header)
    fitting = [row for row in known if row.columns and names.issuperset(row.columns.values())]
    return max(fitting, key=lambda row: len(row.columns), default=None)


def _severity(is_error: bool) -> Severity:
    return Severity.ERROR if is_error else Severity.WARNING


def _label(kind: RowKind, column: str) -> str:
    known = columns_of(kind).get(column)
    return str(known.label) if known else ""


def _row(row: Import) -> ImportRow:
    return ImportRow(
        id=row.pk,
        kind=RowKind(row.kind),
        system=row.system,
        office_id=row.office_id,
        office_name=row.office.name if row.office else "",
        file_name=row.file_name,
        sheet=row.sheet,
        size=row.size,
        header=tuple(row.header),
        samples=tuple(tuple(cells) for cells in row.samples),
        columns=row.columns,
        state=ImportState(row.state),
        progress=row.progress,
        rows=row.rows,
        errors=row.errors,
        warnings=row.warnings,
        created=row.created,
        updated=row.updated,
        unchanged=row.unchanged,
        failure=row.failure,
        uploaded_by=row.uploaded_by.name,
        uploaded_at=row.uploaded_at,
        ordered_by=row.ordered_by.name if row.ordered_by else "",
        finished_at=row.finished_at,
    )
