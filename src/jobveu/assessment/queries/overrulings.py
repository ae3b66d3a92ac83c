"""Who has set a level against what was computed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jobveu.assessment.assessing import Histories, OverruledLevel
from jobveu.assessment.models import Overruling
from jobveu.assessment.scale import Element, Level


@dataclass(frozen=True, slots=True)
class Judged:
    """What is judged: a project, a council's projects, or (neither) those of the whole country."""

    project_id: int | None = None
    council_id: int | None = None

    def rows(self) -> QuerySet[Overruling]:
        return Overruling.objects.filter(project=self.project_id, council=self.council_id)


def histories_of(*, judged: Judged, until: datetime | None = None) -> Histories:
    """The overrulings by element, newest first; with `until` those of before (1 SQL statement)."""
    rows = judged.rows().select_related("by").order_by("-number")
    if until is not None:
        rows = rows.filter(at__lte=until)
    found: dict[Element, list[OverruledLevel]] = {}
    for row in rows:
        found.setdefault(Element(row.element), []).append(_told(row))
    return found


def histories_of_councils(
    *, council_ids: Collection[int], until: datetime | None = None
) -> dict[int, Histories]:
    """The same of several councils, by id (1 SQL statement)."""
    rows = Overruling.objects.filter(council__in=council_ids).select_related("by").order_by("-number")
    if until is not None:
        rows = rows.filter(at__lte=until)
    found: dict[int, dict[Element, list[OverruledLevel]]] = {id_: {} for id_ in council_ids}
    for row in rows:
        if row.council_id is not None:
            found[row.council_id].setdefault(Element(row.element), []).append(_told(row))
    return dict(found)


def _told(row: Overruling) -> OverruledLevel:
    return OverruledLevel(
        element=Element(row.element),
        number=row.number,
        level=None if row.level is None else Level(row.level),
        reason=row.reason,
        computed=None if row.computed is None else Level(row.computed),
        yardstick=row.yardstick,
        by=row.by.name,
        at=row.at,
    )
