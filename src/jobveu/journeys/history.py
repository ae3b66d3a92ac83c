"""The history of a record and of what hangs on it, with names for what it points to by id.

Every room's changes are in one table (jobveu.common.history); this crosses the rooms only to find the names.
Persons are never named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.timezone import make_aware

from jobveu.common.models import AuditEntry, Change, Operation
from jobveu.common.paging import RowPage, Sort, Window, page_of

COUNTED_TO = 10_000

NAMED_BY: Mapping[str, str] = {
    "accounts.user": "name",
    "actors.contact": "name",
    "actors.dialogue": "subject",
    "actors.organisation": "name",
    "candidates.candidacy": "pseudonym",
    "education.course": "title",
    "projects.need": "occupation",
    "projects.project": "title",
    "reference.council": "name",
    "reference.industry": "title",
    "reference.municipality": "name",
    "reference.office": "name",
}
"""By which of its columns people know a record; others they know by number."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to a record's history: those of `room` that hang on the record itself, or on the rows of
    another part (`under`). `only`: no others than these, by id; `elsewhere`: these, though they hang on another
    record."""

    room: str
    under: str = ""
    only: Collection[int] | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What a row points to. `name` is "" for what is gone or has no name."""

    room: str
    id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One change to one row. `acts` are the codes of what was done in the same transaction (the audit record);
    `about` names the row where it has a name."""

    id: int
    at: datetime
    user_name: str
    origin: str
    operation: Operation
    room: str
    record_id: int
    acts: tuple[str, ...]
    fields: tuple[FieldChange, ...]
    about: str = ""


def history_of(
    *,
    room: str,
    record_id: int,
    parts: Sequence[Part],
    itself: bool = True,
    person_id: int | None = None,
    sort: Sort,
    window: Window,
    first_day: date | None = None,
    last_day: date | None = None,
    user: str = "",
    part: str = "",
    number: int | None = None,
) -> RowPage[Entry]:
    """The changes to the record (`itself`) and its parts, by time only, newest first when `sort` is descending.

    With `person_id`, parts are the rows about that person. `part` and `number` narrow it down to a room, and to
    one row of it. Days are Danish, both included. At most four SQL statements.
    """
    wanted = Q(room=room, record_id=record_id) if itself else Q(pk__in=())
    for held in parts:
        wanted |= _rows_of(held, parts, room, record_id, person_id)
    rows = Change.objects.filter(wanted)
    if first_day is not None:
        rows = rows.filter(at__gte=make_aware(datetime.combine(first_day, time.min)))
    if last_day is not None:
        rows = rows.filter(at__lt=make_aware(datetime.combine(last_day + timedelta(days=1), time.min)))
    if user:
        rows = rows.filter(user_name__icontains=user)
    if part:
        rows = rows.filter(room=part)
    if number is not None:
        rows = rows.filter(record_id=number)
    page = page_of(rows.order_by("-id" if sort.descending else "id"), window=window, cap=COUNTED_TO)
    return RowPage(rows=_entries(page.rows), total=page.total, capped=page.capped)


def rows_under(*, room: str, parent_room: str, parent_id: int) -> tuple[tuple[int, Mapping[str, Any]], ...]:
    """The rows of `room` that hang or have hung on a record: each one's id, and the values that it was made with, for
    whoever is shown only some of them. One SQL statement."""
    found = Change.objects.filter(room=room, parent_room=parent_room, parent_id=parent_id).exclude(
        operation=Operation.UPDATE
    )
    values = {row.record_id: row.after or row.before or {} for row in found.order_by("id")}
    return tuple(values.items())


def _rows_of(held: Part, parts: Sequence[Part], room: str, record_id: int, person_id: int | None) -> Q:
    if person_id is not None:
        rows = Q(room=held.room, person_id=person_id)
    elif held.elsewhere:
        rows = Q(room=held.room)
    elif not held.under:
        rows = Q(room=held.room, parent_room=room, parent_id=record_id)
    else:
        over = next(part for part in parts if part.room == held.under)
        ids = Change.objects.filter(_rows_of(over, parts, room, record_id, None)).values("record_id")
        rows = Q(room=held.room, parent_room=held.under, parent_id__in=ids)
    return rows if held.only is None else rows & Q(record_id__in=held.only)


def _entries(rows: Iterable[Change]) -> tuple[Entry, ...]:
    rows = list(rows)
    acts = _acts(rows)
    names = _names(rows)
    return tuple(_entry(row, acts, names) for row in rows)


def _entry(
    row: Change, acts: Mapping[Any, list[tuple[str, str]]], names: Mapping[tuple[str, int], str]
) -> Entry:
    before, after = row.before or {}, row.after or {}
    targets = _targets(row.room)

    def value(column: str, found: Any) -> Any:
        if column not in targets or not isinstance(found, int):
            return found
        room = targets[column]
        return Reference(room, found, names.get((room, found), ""))

    done = acts.get(row.transaction, [])
    users = {by for _code, by in done}
    return Entry(
        id=row.pk,
        at=row.at,
        # What a command did for somebody is known by the audit record it wrote with it, unless it did things for
        # several in one transaction.
        user_name=row.user_name or (users.pop() if len(users) == 1 else ""),
        origin=row.origin,
        operation=Operation(row.operation),
        room=row.room,
        record_id=row.record_id,
        acts=tuple(dict.fromkeys(code for code, _by in done)),
        fields=tuple(
            FieldChange(column, value(column, before.get(column)), value(column, after.get(column)))
            for column in {**before, **after}
        ),
        about=names.get((row.room, row.record_id), ""),
    )


def _acts(rows: Iterable[Change]) -> dict[Any, list[tuple[str, str]]]:
    """What was done, and by whom, in each of the rows' transactions, in order."""
    found: dict[Any, list[tuple[str, str]]] = {}
    keys = {row.transaction for row in rows}
    for key, action, by in (
        AuditEntry.objects.filter(transaction__in=keys)
        .order_by("id")
        .values_list("transaction", "action", "user_name")
        if keys
        else ()
    ):
        found.setdefault(key, []).append((action, by))
    return found


def _targets(room: str) -> dict[str, str]:
    """The columns that point to another record, with its room."""
    try:
        model = apps.get_model(room)
    except LookupError:
        return {}  # of a table that is no more
    return {
        field.column: field.related_model._meta.label_lower
        for field in model._meta.concrete_fields
        if field.is_relation
    }


def _names(rows: Iterable[Change]) -> dict[tuple[str, int], str]:
    """The names of everything that the rows are about or point to. One SQL statement."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.room, set()).add(row.record_id)
        targets = _targets(row.room)
        for values in (row.before or {}, row.after or {}):
            for column in targets.keys() & values.keys():
                if isinstance(values[column], int):
                    wanted.setdefault(targets[column], set()).add(values[column])
    queries: list[QuerySet[Any, Any]] = [
        apps.get_model(room)
        ._default_manager.order_by()
        .filter(pk__in=ids)
        .values_list(
            Value(room, CharField()), Cast("pk", BigIntegerField()), Cast(F(NAMED_BY[room]), CharField())
        )
        for room, ids in sorted(wanted.items())
        if room in NAMED_BY
    ]
    if not queries:
        return {}
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return {(room, id_): name for room, id_, name in found}
