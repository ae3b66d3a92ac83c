"""Two records side by side: what they say of the same things, as people read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from jobveu.common.cvr import format_cvr
from jobveu.journeys.merging.operations import FIELDS, MODELS, ORGANISATION


@dataclass(frozen=True, slots=True)
class Side:
    """`labels` and `values` by field name, in the order of FIELDS; "" where nothing is said."""

    id: int
    organisation_id: int
    name: str
    labels: Mapping[str, str]
    values: Mapping[str, str]


def sides(*, room: str, ids: Collection[int]) -> dict[int, Side]:
    """Those of the records that there are, by id; one SQL statement."""
    model = MODELS[room]
    related = [name for name in FIELDS[room] if isinstance(model._meta.get_field(name), models.ForeignKey)]
    rows: Any = model._base_manager.filter(pk__in=list(ids)).select_related(*related)
    return {row.pk: _side(room, row) for row in rows}


def _side(room: str, row: Any) -> Side:
    fields = {name: row._meta.get_field(name) for name in FIELDS[room]}
    return Side(
        id=row.pk,
        organisation_id=row.pk if room == ORGANISATION else row.organisation_id,
        name=row.name,
        labels={name: _capital(str(field.verbose_name)) for name, field in fields.items()},
        values={name: _words(row, name) for name in fields},
    )


def _words(row: Any, name: str) -> str:
    value = getattr(row, name)
    match name:
        case "cvr":
            return format_cvr(value) if value else ""
        case "municipality":
            return value.name if value else ""
        case "industry":
            return f"{value.title} ({value.code})" if value else ""
        case "user":
            return value.name if value else ""
        case "size_band":
            return str(row.get_size_band_display())
        case "active":
            return _("Ja") if value else _("Nej")
    return str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
