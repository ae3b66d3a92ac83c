"""Two people editing the same record: the second one is told, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
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
    raise stale(
        current=current(row) if current else {name: getattr(row, name) for name in changes},
        version=row.version,  # type: ignore[attr-defined]  # every versioned model has it; Model has not
        told_by=Q(room=room, record_id=pk),
    )


def version_of(shown: Mapping[str, Any]) -> int:
    """Stands for the version of what counts none of its own: several rows that one form shows, or a row that is
    replaced whole.

    `shown` are the stored values by form field name; the number is another one as soon as a value is. What is empty
    is as if it were not there, and the order of several values does not count.
    """
    values = sorted((name, _as_text(value)) for name, value in shown.items())
    digest = sha256(repr([pair for pair in values if pair[1]]).encode()).digest()
    return int.from_bytes(digest[:4]) >> 3  # 29 bits: nine digits, as long as a page's version may be


def check_shown(*, version: int | None, shown: Mapping[str, Any], told_by: Q | None = None) -> None:
    """Raises StaleEdit when `shown`, read under the lock of the change, is no longer what the form was filled from
    that carries `version` (`version_of`). Nothing is compared for None: whoever writes has been shown nothing.

    `told_by` finds the audit entries of the change, of which the newest says who made it.
    """
    if version is not None and version != (now := version_of(shown)):
        raise stale(current=shown, version=now, told_by=told_by)


def stale(*, current: Mapping[str, Any], version: int, told_by: Q | None) -> StaleEdit:
    """The conflict with what was saved in the meantime, by whoever the newest of the audit entries `told_by` names."""
    last = AuditEntry.objects.filter(told_by).order_by("-at", "-id").first() if told_by else None
    return StaleEdit(
        current=current,
        changed_by=last.user_name if last else "",
        changed_at=last.at if last else None,
        version=version,
    )


def _as_text(value: Any) -> str:
    if isinstance(value, Collection) and not isinstance(value, str):
        return "\n".join(sorted(str(one) for one in value))
    return "" if value is None else str(value)
