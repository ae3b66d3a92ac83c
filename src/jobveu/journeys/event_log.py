"""The audit record as people can read it: with the names of the organisations and users it tells of by id.

Persons are never named: who may know who a person is, is told on the person's own page, and every look at it
is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobveu.accounts.models import User
from jobveu.actors.models import Organisation
from jobveu.common.audit_log import AuditRow, audit_rows
from jobveu.common.paging import RowPage, Sort, Window

ORGANISATIONS = "actors.organisation"
USERS = "accounts.user"
ORGANISATION_KEYS = frozenset(
    {
        "organisation",
        "provider",
        "job_centre",
        "job_centres",
        "company",
        "member",
        "body",
        "stated_by",
        "signatories",
        "before",
    }
)
"""The details that hold organisations' ids."""
USER_KEYS = frozenset({"user"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that an audit record tells besides the action; ids are replaced by names where `is_name`."""

    key: str
    value: Any
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """`record_name` is the name of the organisation or user that the entry is about, "" for others."""

    entry: AuditRow
    record_name: str
    details: tuple[Detail, ...]


def events(
    *,
    sort: Sort,
    window: Window,
    first_day: date | None = None,
    last_day: date | None = None,
    user: str = "",
    action: str = "",
    project: int | None = None,
) -> RowPage[Event]:
    """The entries that common.audit_log.audit_rows answers with. Four SQL statements."""
    page = audit_rows(
        sort=sort,
        window=window,
        first_day=first_day,
        last_day=last_day,
        user=user,
        action=action,
        project=project,
    )
    organisations = dict(
        Organisation.objects.filter(pk__in=_ids(page.rows, ORGANISATIONS, ORGANISATION_KEYS)).values_list(
            "id", "name"
        )
    )
    users = dict(User.objects.filter(pk__in=_ids(page.rows, USERS, USER_KEYS)).values_list("id", "name"))
    rows = tuple(_event(row, organisations, users) for row in page.rows)
    return RowPage(rows=rows, total=page.total, capped=page.capped)


def _ids(rows: Iterable[AuditRow], room: str, keys: frozenset[str]) -> set[int]:
    found = {row.record_id for row in rows if row.room == room}
    for row in rows:
        for key in keys & row.details.keys():
            found |= {value for value in _as_list(row.details[key]) if isinstance(value, int)}
    return found


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _event(row: AuditRow, organisations: Mapping[int, str], users: Mapping[int, str]) -> Event:
    names = {ORGANISATIONS: organisations, USERS: users}.get(row.room, {})
    details = []
    for key, value in row.details.items():
        known = organisations if key in ORGANISATION_KEYS else users if key in USER_KEYS else {}
        named = [known.get(item) if isinstance(item, int) else None for item in _as_list(value)]
        if named and all(named):
            details.append(Detail(key, named if isinstance(value, list) else named[0], is_name=True))
        else:
            details.append(Detail(key, value))
    return Event(entry=row, record_name=names.get(row.record_id, ""), details=tuple(details))
