"""Two people editing the same record: the second one is told, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry

Row = TypeVar("Row", bound=Model)


def update_versioned(
    *,
    rows: QuerySet[Row],
    pk: int,
    version: int,
    changes: Mapping[str, Any],
    room: str,
    current: Callable[[Row], Mapping[str, Any]] | None = None,
) -> Row:
    """Updates the row `pk` of `rows` if it still has `version`, counts the version up, and returns it fresh.

    `changes` are column names and values, `room` the table's name in the audit record ("projects.need"),
    from which a conflict learns who changed the row. `current` gives the saved values by form field name;
    by default the attributes named in `changes`. Two SQL statements; `auto_now` is not applied.

    Raises StaleEdit with the saved values when the row has another version, and DomainError when the row
    is gone.
    """
    updated = rows.filter(pk=pk, version=version).update(**changes, version=F("version") + 1)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise DomainError(_("Det, du retter i, er blevet fjernet af en anden i mellemtiden."))
    if updated:
        return row
    last = AuditEntry.objects.filter(room=room, record_id=pk).order_by("-at", "-id").first()
    raise StaleEdit(
        current=current(row) if current else {name: getattr(row, name) for name in changes},
        changed_by=last.user_name if last else "",
        changed_at=last.at if last else None,
        version=row.version,  # type: ignore[attr-defined]  # every versioned model has it; Model has not
    )
