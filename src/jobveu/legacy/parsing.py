"""Rows of a file read into what is staged (staging.STAGED), with everything that is wrong in them. Knows no database
but by what has been looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jobveu.actors.enums import OrganisationKind
from jobveu.common.crypto import lookup_hash
from jobveu.common.folding import fold
from jobveu.legacy import values, words
from jobveu.legacy.columns import columns_of
from jobveu.legacy.enums import RowKind, Severity
from jobveu.legacy.lookups import CouncilFound, Lookups
from jobveu.legacy.problems import Fault, Problem, severity_of
from jobveu.legacy.reading.cells import Cell, CellFault, Row, Table, is_empty
from jobveu.projects import rules
from jobveu.projects.enums import (
    CoordinatorRole,
    DatePrecision,
    Initiative,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 200, 10_000, 200
_CACHED = 20_000
_LIST = re.compile(r"\s*[;,/|\n]\s*|\s+og\s+")
_ACTORS = re.compile(r"\s*[;\n|]\s*")
_ACTOR = re.compile(r"(.*?)\s*\(([^()]*)\)")

Staged = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation as the file names it: not one of ours yet."""

    row: int
    column: str
    kind: str
    name: str
    cvr: str


@dataclass(slots=True)
class Parsed:
    staged: Staged
    actors: list[Actor] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for the whole file. `office_id` is None where it may tell of the projects of all offices."""

    kind: RowKind
    system: str
    office_id: int | None
    columns: Mapping[str, str]
    today: date


class RowParser:
    """Reads the rows of one file."""

    def __init__(self, *, frame: Frame, header: Sequence[str], lookups: Lookups) -> None:
        places = {name: at for at, name in enumerate(header)}
        self.frame = frame
        self.lookups = lookups
        self._places = {key: places[name] for key, name in frame.columns.items() if name in places}
        self._labels = columns_of(frame.kind)
        self._known: dict[str, dict[tuple[type, Cell], tuple[Any, Fault | None]]] = {}
        self._parse: Callable[[], None] = {
            RowKind.PROJECTS: self._project,
            RowKind.ACTORS: self._actor,
            RowKind.COURSES: self._course,
            RowKind.PARTICIPANTS: self._participant,
        }[frame.kind]

    def parsed(self, table: Table) -> Iterator[Parsed]:
        for row in table.rows():
            parsed = self.parse(row)
            beyond = row[1][len(table.header) :]
            if (
                beyond and not table.sheet and not is_empty(beyond)
            ):  # in a workbook, notes may stand beside the table
                self._fault("", "moved", cell=next(cell for cell in beyond if values.plain_text(cell)))
            yield parsed

    def parse(self, row: Row) -> Parsed:
        self._number, self._cells = row
        self._now = Parsed({"row": self._number})
        self._parse()
        return self._now

    # One cell at a time

    def _cell(self, key: str) -> Cell:
        place = self._places.get(key)
        if place is None or place >= len(self._cells):
            return None
        return self._cells[place]

    def _fault(self, column: str, code: str, detail: str = "", cell: Cell = None) -> None:
        self._now.problems.append(
            Problem(self._number, column, code, values.shown(cell) if cell is not None else "", detail)
        )

    def _read(self, key: str, read: Callable[[Cell], Any], *, empty: Any = None, cached: bool = False) -> Any:
        """The value of a cell; `empty` where nothing stands, or nothing that can be read. `cached`: the column has
        few different values."""
        cell = self._cell(key)
        if cell is None or (isinstance(cell, str) and not values.plain_text(cell)):
            if key in self._places and self._labels[key].required:
                self._fault(key, "missing")
            return empty
        if cached:
            known = self._known.setdefault(key, {})
            found = known.get((type(cell), cell))
            if found is None:
                found = _tried(read, cell)
                if len(known) < _CACHED:
                    known[type(cell), cell] = found
        else:
            found = _tried(read, cell)
        value, fault = found
        if fault is not None:
            self._fault(key, fault.code, fault.detail, cell)
            return empty
        return value

    def _text(self, key: str, *, longest: int) -> str:
        found = self._read(key, lambda cell: values.read_text(cell, longest=longest), empty="")
        if found and values.is_garbled(found):
            self._fault(key, "garbled", cell=found)
        return str(found)

    def _word(
        self, key: str, known: Mapping[str, Any], enum: Any, *, code: str = "unknown_word", empty: Any = ""
    ) -> Any:
        return self._read(
            key,
            lambda cell: values.read_word(cell, known, code=code, known=words.labels(enum)),
            empty=empty,
            cached=True,
        )

    def _id(self, key: str) -> str:
        return str(self._read(key, values.read_id, empty=""))

    # One row at a time, by kind

    def _project(self) -> None:
        staged = self._now.staged
        old_id = self._id("old_id")
        key = values.id_key(old_id) if old_id else ""
        start, precision = self._read(
            "start", values.read_dated, empty=(None, DatePrecision.DAY), cached=True
        )
        end, _precision = self._read("end", values.read_dated, empty=(None, None), cached=True)
        type_ = self._word("type", words.TYPES, ProjectType, code="unknown_type", empty=None)
        status = self._word("status", words.STATUSES, ProjectStatus, code="unknown_status")
        groups = self._target_groups()
        council = self._council(start)
        staged |= {
            "key": key,
            "old_id": old_id,
            "title": self._text("title", longest=LONGEST_TITLE),
            "type": type_.value if type_ else None,
            "council_id": council.id if council else None,
            "industry_id": self._read("industry", self.lookups.industry, cached=True),
            "start_date": start,
            "start_precision": precision.value,
            "end_date": end,
            "status": (status or self._status_by(end)).value,
            "target_groups": [group.value for group in groups],
            "initiative": str(self._word("initiative", words.INITIATIVES, Initiative)),
            "coordinator_role": str(self._word("role", words.ROLES, CoordinatorRole)),
            "reported_participants": self._read("participants", values.read_count, cached=True),
            "description": self._text("description", longest=LONGEST_TEXT),
        }
        if type_ is not None and rules.target_groups_problem(type=type_, groups=groups):
            self._fault("target_groups", "target_groups_do_not_fit", cell=self._cell("target_groups"))
        if start is None and not self._has_fault("start"):
            self._fault("start", "start_missing")
        if staged["industry_id"] is None and not self._has_fault("industry"):
            self._fault("industry", "industry_missing")
        self._project_actors()

    def _status_by(self, end: date | None) -> ProjectStatus:
        ended = end is not None and end < self.frame.today
        return ProjectStatus.COMPLETED if ended else ProjectStatus.ACTIVE

    def _target_groups(self) -> list[TargetGroup]:
        found, faults = self._read("target_groups", _groups_in, empty=([], []), cached=True)
        for part, code, detail in faults:
            self._fault("target_groups", code, detail, part)
        return list(found)

    def _council(self, start: date | None) -> CouncilFound | None:
        found: list[CouncilFound] = self._read("council", self.lookups.councils, empty=[], cached=True)
        office_id = self.frame.office_id
        if not found:
            if not self._has_fault("council"):
                self._fault("council", "council_missing" if office_id else "council_missing_everywhere")
            return None
        valid = [council for council in found if start is not None and council.is_valid_on(start)]
        chosen = (valid or found)[0]
        if office_id is not None and chosen.office_id != office_id:
            self._fault("council", "other_office", chosen.office_name, self._cell("council"))
        elif start is not None and not valid:
            self._fault("council", "council_not_valid", chosen.name, self._cell("council"))
        return chosen

    def _project_actors(self) -> None:
        if main := self._text("actor", longest=LONGEST_NAME):
            cvr = self._read("actor_cvr", values.read_cvr, empty="")
            self._add_actor("actor", main, self._kind_of(main, "actor_kind"), cvr)
        for part in _ACTORS.split(values.plain_lines(self._cell("actors"))):
            if not part:
                continue
            with_kind = _ACTOR.fullmatch(part)
            name = (with_kind[1] if with_kind else part).strip()
            try:
                name = values.read_text(name, longest=LONGEST_NAME)
            except Fault as fault:
                self._fault("actors", fault.code, fault.detail, name)
                continue
            kind = self._kind_by_word("actors", with_kind[2], name) if with_kind else _kind_by_name(name)
            self._add_actor("actors", name, kind, "")

    def _add_actor(self, column: str, name: str, kind: str, cvr: str) -> None:
        if name:
            self._now.actors.append(Actor(self._number, column, kind, name, cvr))

    def _kind_of(self, name: str, key: str) -> str:
        cell = self._cell(key)
        text = values.plain_text(cell)
        return self._kind_by_word(key, text, name) if text else _kind_by_name(name)

    def _kind_by_word(self, column: str, word: str, name: str) -> str:
        found = words.KINDS.get(fold(word))
        if found is None:
            self._fault(column, "unknown_kind", cell=word)
            return _kind_by_name(name)
        return found.value

    def _actor(self) -> None:
        project = self._id("project")
        key = values.id_key(project) if project else ""
        name = self._text("name", longest=LONGEST_NAME)
        self._now.staged |= {"project_key": key}
        cvr = self._read("cvr", values.read_cvr, empty="")
        self._add_actor("name", name, self._kind_of(name, "kind"), cvr)

    def _course(self) -> None:
        old_id, project = self._id("old_id"), self._id("project")
        key, project_key = (values.id_key(text) if text else "" for text in (old_id, project))
        starts = self._read("starts", values.read_day, cached=True)
        ends = self._read("ends", values.read_day, cached=True)
        participants = self._read("participants", values.read_count, cached=True)
        held = participants is not None or (ends is not None and ends < self.frame.today)
        if ends is not None and starts is None and not self._has_fault("starts"):
            self._fault("starts", "course_start_missing")
        provider = self._text("provider", longest=LONGEST_NAME)
        if provider:
            cvr = self._read("provider_cvr", values.read_cvr, empty="")
            self._add_actor("provider", provider, OrganisationKind.EDUCATION_PROVIDER.value, cvr)
        self._now.staged |= {
            "key": key,
            "old_id": old_id,
            "project_key": project_key,
            "title": self._text("title", longest=LONGEST_TITLE),
            "course_code": self._text("code", longest=20),
            "municipality_id": self._read("municipality", self.lookups.municipality, cached=True),
            "place": self._text("place", longest=LONGEST_NAME),
            "starts_on": starts,
            "ends_on": ends,
            "merit_giving": self._read("merit", values.read_yes_or_no, empty=False, cached=True),
            "status": "held" if held else "planned",
            "reported_participants": participants,
        }

    def _participant(self) -> None:
        system = self.frame.system
        old_id, project, course = self._id("old_id"), self._id("project"), self._id("course")
        person = self._id("person") or old_id
        for column, text in (("old_id", old_id), ("person", person)):
            if values.is_cpr(text) and not self._has_fault(column):
                self._fault(column, "cpr", cell=text)
        key, project_key, course_key = (
            values.id_key(text) if text else "" for text in (old_id, project, course)
        )
        within = f"{project_key}\0{values.id_key(person)}"
        self._now.staged |= {
            "key_hash": lookup_hash(key, purpose=f"legacy.row:{system}")[:16],
            "project_key": project_key,
            "course_key": course_key,
            "person_hash": lookup_hash(within, purpose=f"legacy.person:{system}")[:16],
        }

    def _has_fault(self, column: str) -> bool:
        return any(problem.column == column for problem in self._now.problems)


def is_error(problem: Problem) -> bool:
    return severity_of(problem.code) is Severity.ERROR


def _tried(read: Callable[[Cell], Any], cell: Cell) -> tuple[Any, Fault | None]:
    try:
        return read(cell), None
    except Fault as fault:
        return None, fault


def _groups_in(cell: Cell) -> tuple[list[TargetGroup], list[tuple[str, str, str]]]:
    """The groups that are named, in our order; and each word that is none, with what is wrong with it."""
    if isinstance(cell, CellFault):
        raise Fault("formula")
    found: set[TargetGroup] = set()
    faults = []
    for part in filter(None, _LIST.split(values.plain_text(cell))):
        try:
            known = words.labels(TargetGroup)
            found.add(values.read_word(part, words.TARGET_GROUPS, code="unknown_word", known=known))
        except Fault as fault:
            faults.append((part, fault.code, fault.detail))
    return sorted(found, key=list(TargetGroup).index), faults


def _kind_by_name(name: str) -> str:
    """A job centre says so itself; the kind of others is not told ("")."""
    return OrganisationKind.JOB_CENTRE.value if name.lower().startswith("jobcenter ") else ""
