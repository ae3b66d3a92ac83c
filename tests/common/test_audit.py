"""The audit record: written with the change it tells of, read by its indexes, and in words for every code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import translation

from jobveu.common import audit, audit_log
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from jobveu.web.staff.administration import words

SOURCE = Path(audit.__file__).parents[1]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEWEST_FIRST = Sort("at", descending=True)
FIRST_PAGE = Window(0, 25)

_CODE = re.compile(r"[a-z_]+\.[a-z_]+")
_RECORDS = re.compile(r"\baudit\.record\(|\baudit import record\b")


@dataclass(frozen=True, slots=True)
class Somebody:
    user_id: int | None = 7
    name: str = "Karla Koordinator"


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    with translation.override("da"):
        yield


def record(at: datetime = NOW, by: Somebody = Somebody(), **fields: object) -> None:
    values = {"action": "project.edited", "room": "projects.project", "record_id": 7} | fields
    with transaction.atomic():
        audit.record(by=by, at=at, **values)


def ids(window: Window = FIRST_PAGE, sort: Sort = NEWEST_FIRST, **criteria: object) -> list[int]:
    page = audit_log.audit_rows(sort=sort, window=window, **criteria)
    return [row.record_id for row in page.rows]


# Writing


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        audit.record(by=Somebody(), at=NOW, action="need.closed", room="projects.need", record_id=1)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_record_goes_with_a_change_that_is_rolled_back() -> None:
    with transaction.atomic():
        audit.record(by=Somebody(), at=NOW, action="need.closed", room="projects.need", record_id=1)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


# Reading


@pytest.mark.django_db
def test_entries_stand_newest_first_and_the_other_way_round() -> None:
    for number in range(3):
        record(at=NOW + timedelta(hours=number), record_id=number)
    record(at=NOW + timedelta(hours=2), record_id=9)
    assert ids() == [9, 2, 1, 0]
    assert ids(sort=Sort("at")) == [0, 1, 2, 9]


@pytest.mark.django_db
def test_days_are_danish_days_both_included() -> None:
    record(at=datetime(2026, 6, 1, 21, 59, tzinfo=UTC), record_id=1)
    record(at=datetime(2026, 6, 1, 22, 0, tzinfo=UTC), record_id=2)
    record(at=datetime(2026, 6, 2, 21, 59, tzinfo=UTC), record_id=3)
    record(at=datetime(2026, 6, 2, 22, 0, tzinfo=UTC), record_id=4)
    assert ids(first_day=date(2026, 6, 2), last_day=date(2026, 6, 2)) == [3, 2]
    assert ids(first_day=date(2026, 6, 3)) == [4]
    assert ids(last_day=date(2026, 6, 1)) == [1]


@pytest.mark.django_db
def test_entries_are_found_by_user_action_and_project() -> None:
    record(record_id=1, project_id=5)
    record(record_id=2, by=Somebody(8, "Åse Øst"), action="need.closed")
    assert ids(user="ÅSE") == [2]
    assert ids(user="karla") == [1]
    assert ids(action="need.closed") == [2]
    assert ids(action="need") == []
    assert ids(project=5) == [1]
    assert ids(project=5, action="need.closed") == []


@pytest.mark.django_db
def test_a_long_record_is_counted_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "COUNTED_TO", 3)
    for number in range(3):
        record(record_id=number)
    page = audit_log.audit_rows(sort=NEWEST_FIRST, window=Window(0, 2))
    assert (len(page.rows), page.total, page.capped) == (2, 3, False)
    record()
    page = audit_log.audit_rows(sort=NEWEST_FIRST, window=Window(0, 2))
    assert (len(page.rows), page.total, page.capped) == (2, 3, True)


@pytest.mark.django_db
def test_a_file_ends_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "EXPORTED_TO", 3)
    for number in range(5):
        record(record_id=number)
    assert ids(Window(0, 2, with_total=False), sort=Sort("at")) == [0, 1]
    assert ids(Window(2, 2, with_total=False), sort=Sort("at")) == [2]
    assert ids(Window(4, 2, with_total=False), sort=Sort("at")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        ("", "audit_at"),
        ("WHERE project_id = 5", "audit_project"),
        ("WHERE action = 'need.closed'", "audit_action"),
        ("WHERE at >= '2026-01-01' AND at < '2026-01-02'", "audit_at"),
    ],
)
@pytest.mark.parametrize("order", ["at DESC, id DESC", "at, id"])
def test_each_filter_reads_in_the_order_of_an_index(criteria: str, index: str, order: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN SELECT * FROM common_auditentry {criteria} ORDER BY {order} LIMIT 25")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"using {index}" in plan
    assert "Sort" not in plan


# In words


def recording_modules() -> list[tuple[str, ast.Module]]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text()
        if _RECORDS.search(text) and path.name != "audit.py":
            found.append((path.relative_to(SOURCE).as_posix(), ast.parse(text)))
    return found


MODULES = recording_modules()


def strings(tree: ast.Module) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=[name for name, _tree in MODULES])
def test_every_code_that_is_recorded_has_its_words(name: str, tree: ast.Module) -> None:
    """Every "thing.verb" in a module that writes audit records is an action or a kind of record."""
    codes = {text for text in strings(tree) if _CODE.fullmatch(text) and not text.startswith("jobveu.")}
    assert codes - words.ACTION_WORDS.keys() - words.RECORDS.keys() == set()


def test_no_code_is_put_together_where_nobody_can_find_it() -> None:
    """Codes are written out: a test, or a person, searching for one finds it."""
    for name, tree in MODULES:
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "action":
                assert not isinstance(node.value, (ast.JoinedStr, ast.BinOp)), f"{name}:{node.value.lineno}"


def helpers(tree: ast.Module) -> set[str]:
    """The module's functions that record whatever named details they are given."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {node.name for node in functions if node.args.kwarg and node.args.kwarg.arg == "details"}


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=[name for name, _tree in MODULES])
def test_every_detail_that_is_recorded_has_its_words(name: str, tree: ast.Module) -> None:
    keys: set[str] = set()
    takes_any = helpers(tree) | {"record_on"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in {"record", "_record", *takes_any}:
            continue
        if called in takes_any:
            keys |= {keyword.arg for keyword in node.keywords if keyword.arg}
        given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "details")]
        for value in given:
            for part in ast.walk(value):
                if isinstance(part, ast.Dict):
                    keys |= {key.value for key in part.keys if isinstance(key, ast.Constant)}
    assert keys - words.DETAILS.keys() - {"by", "at"} == set()


@pytest.mark.parametrize(
    ("room", "key", "value", "said"),
    [
        ("projects.agreement", "kind", "partner", "Partsaftale"),
        ("actors.organisation", "kind", "company", "Virksomhed"),
        ("actors.membership", "role", "coordinator", "VEU-koordinator"),
        ("actors.membership", "last_day", "2026-11-23", "23-11-2026"),
        ("projects.meeting", "starts_at", "2026-11-24T09:00:00+00:00", "24-11-2026 10.00"),
        ("education.course", "fields", ["place", "starts_on"], "Sted, Første dag"),
        ("projects.project", "changed", ["no_such_field"], "no such field"),
        ("candidates.person", "how", "cpr", "CPR-nummer"),
        ("candidates.person", "cpr_replaced", True, "Ja"),
        ("reference", "councils", {"created": 13, "updated": 0}, "Nye: 13, Ændrede: 0"),
        ("projects.task", "title", "Ring til A", "Ring til A"),
        ("projects.task", "title", "2026-99-99", "2026-99-99"),
        ("projects.task", "reason", "", ""),
    ],
)
def test_details_are_said_as_people_say_them(room: str, key: str, value: object, said: str) -> None:
    assert words.detail_words(room, key, value) == said
    assert words.detail_label(key)


def test_a_code_that_is_recorded_no_longer_is_shown_as_it_is() -> None:
    assert words.action_words("old.thing") == "old.thing"
    assert words.record_words("old.room", 3) == "old.room nr. 3"
    assert words.detail_label("old_key") == "Old key"
