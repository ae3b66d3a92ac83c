"""Which projects break which rules, what has been accepted, and how much of the register is as it should be.

Each of these is asked of all projects at once; the number of statements does not depend on how many there are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Subject
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.common.sorting import danish_sort_key
from jobveu.quality.facts import FACTS
from jobveu.quality.rules import RULES, Rule
from jobveu.reference.models import Office

LISTED_AT_MOST = 10_000


class State(Enum):
    """How a project stands to a rule that it breaks."""

    OPEN = "open"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"

    @property
    def label(self) -> Any:
        return _STATES[self]


_STATES = {
    State.OPEN: _("Skal ses efter"),
    State.ACCEPTED: _("Accepteret"),
    State.LAPSED: _("Accept bortfaldet"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many projects that a rule is about, how many break it, and for how many of those it is accepted."""

    applies: int = 0
    broken: int = 0
    accepted: int = 0

    @property
    def open(self) -> int:
        return self.broken - self.accepted

    @property
    def per_cent(self) -> float | None:
        """How many are in order or accepted; None where the rule is about none."""
        return 100 * (self.applies - self.open) / self.applies if self.applies else None

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.applies + other.applies, self.broken + other.broken, self.accepted + other.accepted
        )


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """`id` is None for the projects that belong to no office."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Overview:
    offices: tuple[OfficeRow, ...]
    by_rule: Mapping[tuple[str, int | None], Coverage]
    """By rule and office."""

    def of(self, rule: str, office_id: int | None) -> Coverage:
        return self.by_rule.get((rule, office_id), Coverage())

    def of_office(self, office_id: int | None) -> Coverage:
        found = (coverage for (_rule, office), coverage in self.by_rule.items() if office == office_id)
        return sum(found, Coverage())

    def of_rule(self, rule: str) -> Coverage:
        return sum((self.of(rule, office.id) for office in self.offices), Coverage())

    @property
    def of_all(self) -> Coverage:
        return sum(self.by_rule.values(), Coverage())


@dataclass(frozen=True, slots=True)
class Finding:
    """A project that breaks a rule. `accepted_by` and so on tell of the acceptance, also of one that has lapsed."""

    project_id: int
    project_title: str
    rule: Rule
    office_id: int | None
    office_name: str
    facts: Mapping[str, Any]
    state: State
    accepted_by: str
    accepted_at: datetime | None
    reason: str
    accepted_facts: Mapping[str, Any]

    @property
    def subject(self) -> Subject:
        """Whose it is to see to: the office's that serves the council or, without one, that imported the project."""
        return Subject(office_id=self.office_id)


def overview(*, today: date) -> Overview:
    """How much of the register is as it should be, by rule and office. Three SQL statements."""
    offices = tuple(
        sorted(
            (OfficeRow(row.pk, row.name) for row in Office.objects.all()),
            key=lambda one: danish_sort_key(one.name),
        )
    )
    rules = list(RULES.values())
    columns = ", ".join(
        f"count(*) FILTER (WHERE {rule.applies}), count(*) FILTER (WHERE ({rule.applies}) AND ({rule.broken}))"
        for rule in rules
    )
    found: dict[tuple[str, int | None], Coverage] = {}
    for office_id, *counts in _rows(
        f"WITH {FACTS} SELECT office_id, {columns} FROM facts GROUP BY office_id", today=today
    ):
        for at, rule in enumerate(rules):
            found[rule.id, office_id] = Coverage(counts[2 * at], counts[2 * at + 1])
    accepted = _rows(
        f"WITH {FACTS}, {_findings(rules)}"
        " SELECT finding.rule, finding.office_id, count(*) FROM finding"
        "  JOIN quality_acceptance acceptance ON acceptance.project_id = finding.id"
        "   AND acceptance.rule = finding.rule AND acceptance.facts = finding.facts"
        " GROUP BY finding.rule, finding.office_id",
        today=today,
        projects=_with_acceptances(),
    )
    for rule_id, office_id, number in accepted:
        held = found[rule_id, office_id]
        found[rule_id, office_id] = Coverage(held.applies, held.broken, number)
    if any(office_id is None and coverage.applies for (_rule, office_id), coverage in found.items()):
        offices = (*offices, OfficeRow(None, ""))
    return Overview(offices, found)


_ORDER = {
    "rule": "array_position(%(order)s, joined.rule)",
    "project": 'danish_sort_key(joined.title) COLLATE "C"',
    "office": 'danish_sort_key(joined.office_name) COLLATE "C"',
    "state": "array_position(%(states)s, joined.state)",
}


def findings(
    *,
    today: date,
    sort: Sort,
    window: Window,
    office_id: int | None = None,
    rule: str = "",
    state: State | None = None,
) -> RowPage[Finding]:
    """The projects that break rules, by `sort`, then by rule and the newest project first. Two SQL statements: which they
    are, asked of all projects at once, and then all of those that are shown. Raises KeyError for a sort that is none."""
    rules = [RULES[rule]] if rule else list(RULES.values())
    first = f"{_ORDER[sort.key]} {'DESC' if sort.descending else 'ASC'}"
    [(total, shown)] = _rows(
        f"WITH {FACTS}, {_findings(rules)}, {_JOINED}, listed AS MATERIALIZED ("
        "  SELECT id, rule, title, office_name, state, start_date FROM joined"
        "   WHERE %(state)s::text IS NULL OR state = %(state)s)"
        f" SELECT (SELECT count(*) FROM (SELECT FROM listed LIMIT {LISTED_AT_MOST + 1}) counted),"
        "  ARRAY(SELECT ARRAY[joined.id::text, joined.rule] FROM listed joined"
        f"   ORDER BY {first}, {_ORDER['rule']}, joined.start_date DESC NULLS FIRST, joined.id DESC"
        "   OFFSET %(offset)s LIMIT %(limit)s)",
        today=today,
        office=office_id,
        state=state.value if state else None,
        states=[one.value for one in State],
        order=[one.id for one in rules],
        offset=window.offset,
        limit=window.limit,
    )
    told = _told(today=today, keys=[(int(id_), name) for id_, name in shown])
    return RowPage(rows=told, total=min(total, LISTED_AT_MOST), capped=total > LISTED_AT_MOST)


def _told(*, today: date, keys: Sequence[tuple[int, str]]) -> list[Finding]:
    """The findings of these projects and rules, in this order."""
    rules = [RULES[name] for name in dict.fromkeys(name for _id, name in keys)]
    if not rules:
        return []
    rows = _rows(
        f"WITH {FACTS}, {_findings(rules)}, {_JOINED} SELECT joined.* FROM joined",
        today=today,
        projects=sorted({id_ for id_, _name in keys}),
    )
    found = {(one.project_id, one.rule.id): one for one in map(_finding, rows)}
    return [found[key] for key in keys if key in found]


def finding(*, today: date, project_id: int, rule: str) -> Finding | None:
    """One project's breach of one rule; None when there is none. One SQL statement."""
    if rule not in RULES:
        return None
    rows = _rows(
        f"WITH {FACTS}, {_findings([RULES[rule]])}, {_JOINED} SELECT joined.* FROM joined",
        today=today,
        projects=[project_id],
    )
    return _finding(rows[0]) if rows else None


def findings_of_project(*, today: date, project_id: int) -> tuple[Finding, ...]:
    """Every rule that the project breaks, in their order. One SQL statement."""
    rows = _rows(
        f"WITH {FACTS}, {_findings(RULES.values())}, {_JOINED} SELECT joined.* FROM joined",
        today=today,
        projects=[project_id],
    )
    order = list(RULES)
    return tuple(sorted(map(_finding, rows), key=lambda row: order.index(row.rule.id)))


def _findings(rules: Collection[Rule]) -> str:
    """A line for each project and rule that it breaks, with the facts that an acceptance rests on."""
    # An array, and no VALUES: for those PostgreSQL prepares each condition anew for each project.
    broken = ", ".join(
        f"CASE WHEN ({rule.applies}) AND ({rule.broken}) THEN '{rule.id}' END" for rule in rules
    )
    facts = " ".join(f"WHEN '{rule.id}' THEN jsonb_build_object({_named(rule.facts)})" for rule in rules)
    return (
        "finding AS (SELECT broken.id, broken.title, broken.office_id, broken.start_date, broken.rule,"
        f" CASE broken.rule {facts} END AS facts"  # made only where it is asked for
        f" FROM (SELECT facts.*, unnest(array_remove(ARRAY[{broken}]::text[], NULL)) AS rule FROM facts) broken)"
    )


def _named(facts: Iterable[str]) -> str:
    return ", ".join(f"'{name}', broken.{name}" for name in facts)


_JOINED = """
joined AS (
    SELECT finding.id, finding.title, finding.rule, finding.office_id, coalesce(office.name, '') AS office_name,
           finding.facts,
           CASE WHEN acceptance.id IS NULL THEN 'open' WHEN acceptance.facts = finding.facts THEN 'accepted'
                ELSE 'lapsed' END AS state,
           coalesce(somebody.name, '') AS accepted_by, acceptance.accepted_at,
           coalesce(acceptance.reason, '') AS reason,
           coalesce(acceptance.facts, '{}'::jsonb) AS accepted_facts, finding.start_date
      FROM finding
      LEFT JOIN reference_office office ON office.id = finding.office_id
      LEFT JOIN quality_acceptance acceptance
             ON acceptance.project_id = finding.id AND acceptance.rule = finding.rule
      LEFT JOIN accounts_user somebody ON somebody.id = acceptance.accepted_by_id
)
"""


def _finding(row: tuple[Any, ...]) -> Finding:
    (id_, title, rule, office_id, office_name, facts, state, by, at, reason, accepted_facts, _start) = row
    return Finding(
        project_id=id_,
        project_title=title,
        rule=RULES[rule],
        office_id=office_id,
        office_name=office_name,
        facts=_object(facts),
        state=State(state),
        accepted_by=by,
        accepted_at=timezone.localtime(at) if at else None,
        reason=reason,
        accepted_facts=_object(accepted_facts),
    )


def _object(value: Any) -> Mapping[str, Any]:
    """What the driver gives for an object: Django has it hand out the text."""
    return dict(json.loads(value) if isinstance(value, str) else value)


def _with_acceptances() -> list[int]:
    return [id_ for (id_,) in _rows("SELECT DISTINCT project_id FROM quality_acceptance")]


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"office": None, "projects": None, "today": None} | values)
        return list(cursor.fetchall())
