"""`jobveu report evaluation`, from a snapshot and a closed round of the database."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jobveu.insight.operations import take_snapshot
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from tests.insight.surveys.made import made_round
from tests.insight.surveys.stored import store
from tests.insight.world import NOW, make_world


def report(file: Path, *words: str) -> bytes:
    call_command("report", "evaluation", *words, "--output", str(file))
    return file.read_bytes()


@pytest.mark.usefixtures("reference")
@pytest.mark.django_db
def test_the_report_is_of_the_snapshot_whatever_the_register_becomes(tmp_path: Path) -> None:
    make_world(7, projects=20, candidates=100)
    take_snapshot(by=COMMAND_LINE, at=NOW - timedelta(days=1), name="2026-k4")
    words = ("--snapshot", "2026-k4", "--format", "html")
    first = report(tmp_path / "first.html", *words)
    Project.objects.filter(status=ProjectStatus.COMPLETED).update(status=ProjectStatus.ACTIVE)
    assert report(tmp_path / "again.html", *words) == first
    assert "Øjebliksbillede" in first.decode()
    assert "vurderet på fem trin" in first.decode()
    english = report(tmp_path / "english.html", *words, "--language", "en", "--council", "rar-fyn")
    assert "Evaluation of the Job-VEU model: RAR Fyn" in english.decode()

    store(made_round(3, councils=(None,)), name="Runde 1")
    answered = report(tmp_path / "answered.html", *words, "--round", "Runde 1").decode()
    assert "Spørgeskemarunde" in answered
    assert re.search(r"af svarene \(\d+ pct\., n = \d+\) er »i høj grad«", answered)
    assert "Adspurgte: Projektet byggede på et konkret behov" in answered

    for wrong in (("--snapshot", "ingen"), ("--snapshot", "2026-k4", "--round", "Ingen")):
        with pytest.raises(CommandError, match=r"intet øjebliksbillede|ingen lukket runde"):
            report(tmp_path / "wrong.html", *wrong)
    with pytest.raises(CommandError, match="atlantis"):
        report(tmp_path / "wrong.html", *words, "--office", "atlantis")
