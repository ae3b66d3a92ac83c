"""The labour force is loaded from a file, and figure 4.5 counts per 1,000 of it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.labour_force import load
from jobveu.insight.models import LabourForceNumber
from jobveu.insight.queries import counts_now
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.models import Council
from tests.insight.world import NOW, TODAY, make_world

TABLE = "council;year;persons;source\nrar-fyn;2024;240.000;Danmarks Statistik, RAS\nRAR Fyn;2025;250.000;\n"


def loaded(text: str, source: str = "En kilde") -> tuple[int, int, int]:
    found = load(by=COMMAND_LINE, at=NOW, text=text, source=source)
    return found.created, found.updated, found.unchanged


def test_a_file_is_loaded_and_loaded_again(reference: None) -> None:
    Council.objects.filter(code="rar-fyn").update(name="RAR Fyn")
    assert loaded(TABLE) == (2, 0, 0)
    assert loaded(TABLE.replace("240", "241")) == (0, 1, 1)
    rows = LabourForceNumber.objects.order_by("year").values_list("year", "persons", "source")
    assert list(rows) == [(2024, 241_000, "Danmarks Statistik, RAS"), (2025, 250_000, "En kilde")]
    entries = AuditEntry.objects.filter(action="labour_force.loaded")
    assert [entry.details["year"] for entry in entries.order_by("pk")] == [2024, 2025, 2024]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("rar-atlantis;2024;1;x", "der er intet råd"),
        ("rar-fyn;24;1;x", "er ikke et år"),
        ("rar-fyn;2024;1,5;x", "er ikke et antal personer"),
        ("rar-fyn;2024;;x", "er ikke et antal personer"),
        ("rar-fyn;2024;10;", "hvor tallet er fra"),
        ("rar-fyn;2024;10;x\nrar-fyn;2024;11;x", "står der allerede"),
    ],
)
def test_a_file_with_something_wrong_is_not_loaded(reference: None, row: str, fault: str) -> None:
    good = "rar-bornholm;2024;19.000;x"
    with pytest.raises(DomainError, match=fault):
        loaded(f"council;year;persons;source\n{good}\n{row}\n", source="")
    assert not LabourForceNumber.objects.exists()


def test_participants_are_counted_per_thousand_as_soon_as_it_is_there(
    reference: None, tmp_path: Path
) -> None:
    """def.count.per1000"""
    make_world(7, projects=26, candidates=90)
    assert Project.objects.filter(council__code="rar-fyn").exists()
    table = draw(FIGURES["4.5"], counts_now(day=TODAY))
    assert table.number(("rar-fyn",), "per_thousand") is None
    assert any("så snart tallene er indlæst" in note for note in table.notes)
    file = tmp_path / "arbejdsstyrke.csv"
    file.write_text("council;year;persons;source\nrar-fyn;2024;2.000;Danmarks Statistik\n", encoding="utf-8")
    call_command("load_labour_force", file, stdout=(out := StringIO()))
    assert "1 ny," in out.getvalue()
    table = draw(FIGURES["4.5"], counts_now(day=TODAY))
    participants = table.number(("rar-fyn",), "participants") or 0
    assert table.number(("rar-fyn",), "per_thousand") == pytest.approx(participants / 2)
    assert table.sources == ("Danmarks Statistik",)
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("load_labour_force", tmp_path / "nothing.csv")
