"""From a number of a figure to the list of the projects behind it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.insight.counting import Selection
from jobveu.insight.figures import Figure
from jobveu.insight.stages import DRIVES, OF_PERSONS
from jobveu.insight.table import OTHER, TOTAL, UNKNOWN, Row, Table
from jobveu.projects.enums import NotTold, ProjectType
from jobveu.quality.practice import Subject as Practice
from jobveu.reference.enums import IndustryLevel
from jobveu.reference.queries import councils, industry_choices, offices

Asked = dict[str, object]

FILTERS: Mapping[str, str] = {
    "type": "type",
    "year": "start_year",
    "target_group": "target_group",
    "council": "council_id",
    "office": "office_id",
    "industry": "section_id",
    "initiative": "initiative",
    "role": "coordinator_role",
    "area": "area_kind",
    "actor": "actor_kind",
}
"""What the list of projects calls the dimensions of figures."""
COUNTS: Mapping[str, Asked] = {
    "projects": {},
    "participants": {},
    "crisis_projects": {"type": ProjectType.CRISIS.value},
    "other_projects": {"without_crisis": "on"},
}
"""The measures that count projects, or persons in all of them, and which of the projects of the row those are."""
_STEPWISE: Mapping[str, str] = {
    "funnel": "step",
    "outcomes": "milestone",
    "situations": "situation",
    "skill-levels": "skill",
}
"""Figures that count what is on steps of the funnel, and the dimension of theirs that is not of projects."""


class Behind:
    """The links of one table, for one who looks at it.

    A number has one where the list holds exactly the projects that are counted, and whoever looks may list them all.
    """

    def __init__(self, figure: Figure, table: Table, selection: Selection, *, by: Actor) -> None:
        self.figure, self.table, self.by = figure, table, by
        self.limits = {key: next(iter(codes)) for key, codes in selection.limits.items()}
        self.dimensions = [dimension.key for dimension in table.dimensions]
        self.is_listed = (
            Practice.PROJECTS in figure.subjects  # what a need is of is no project's
            and figure.from_register
            and set(self.dimensions) - {_STEPWISE.get(figure.id)} <= set(FILTERS)
            and may(Action.LIST_PROJECTS, by)
        )
        if self.is_listed:
            self._read_places()

    def _read_places(self) -> None:
        rows = councils()
        self.office_of = {row.code: row.office.code for row in rows}
        self.ids: Mapping[str, Mapping[str, int]] = {
            "council": {row.code: row.id for row in rows},
            "office": {row.code: row.id for row in offices()},
            "industry": {row.code: row.id for row in industry_choices(levels=[IndustryLevel.SECTION])},
        }

    def href(self, row: Row, column: int) -> str:
        """Where a number of the table leads; "" where nowhere."""
        if not self.is_listed or not row.numbers[column]:
            return ""
        step = self._step(row, column)
        more = {"step": step} if step else COUNTS.get(self.table.measures[column].key)
        if more is None:
            return ""
        of_row = {
            key: code
            for key, code in zip(self.dimensions, row.codes, strict=True)
            if code != TOTAL and key in FILTERS
        }
        both = of_row.keys() & self.limits.keys()
        if any(of_row[key] not in (self.limits[key], OTHER) for key in both):
            return ""  # of two target groups at once, which the list does not ask for
        limits = {**of_row, **self.limits}
        if not self._may(DRIVES if step in OF_PERSONS else Action.LIST_PROJECTS, limits):
            return ""
        asked: Asked = {"counted": self.figure.counted.value}
        for key, code in limits.items():
            found = self._asked(key, code)
            if found is None:
                return ""
            asked |= found
        return f"{reverse('project_list')}?{urlencode(asked | more, doseq=True)}"

    def _asked(self, key: str, code: str) -> Asked | None:
        """What the list is asked for; None where it knows no such thing."""
        if key == "year" and code == UNKNOWN:
            return {"no_start": "on"}
        if key == "industry" and code == OTHER:
            return {"section_ids": self._other_industries()}
        value = self.ids[key].get(code) if key in self.ids and code != UNKNOWN else code
        return None if value is None else {FILTERS[key]: value}

    def _other_industries(self) -> list[object]:
        """Those that have no row of their own, and whatever has none."""
        at = self.dimensions.index("industry")
        own = {value.code for value in self.table.dimensions[at].values}
        return [
            *(id_ for code, id_ in self.ids["industry"].items() if code not in own),
            NotTold.NOT_TOLD.value,
        ]

    def _step(self, row: Row, column: int) -> str:
        """The step of the funnel that a number counts what is on; "" where it is of none."""
        last, measure = _STEPWISE.get(self.figure.id), self.table.measures[column].key
        if last is None:
            return ""
        code = row.codes[self.dimensions.index(last)]
        if last == "step":
            return code if measure in ("positions", "persons") else ""
        found = f"{measure}_{code.removeprefix('months_')}" if last == "milestone" else measure
        return found if found in OF_PERSONS and (last == "milestone" or code == TOTAL) else ""

    def _may(self, action: Action, limits: Mapping[str, str]) -> bool:
        """Whether it is theirs to do with every project of a place."""
        council = limits.get("council", "")
        office = limits.get("office", "") or self.office_of.get(council, "")
        place = Subject(office_id=self.ids["office"].get(office), council_id=self.ids["council"].get(council))
        return may(action, self.by, place)
