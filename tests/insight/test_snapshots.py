"""Snapshots: what is frozen stays as it is, and says the same for ever."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.candidates.models import Candidacy
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.insight import operations
from jobveu.insight.comparison import compare
from jobveu.insight.facts.packing import Damaged, pack, unpack
from jobveu.insight.facts.reading import read_facts
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.models import Snapshot, SnapshotPart
from jobveu.insight.operations import take_snapshot
from jobveu.insight.queries import counts_now, counts_of, snapshots
from jobveu.insight.sources import source_of
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.wall.acting import acting_as, of_request
from tests.factories import actor, organisation, user
from tests.insight.made import Made
from tests.insight.made import counts as made
from tests.insight.published import published
from tests.insight.world import NOW, TODAY, make_world


@pytest.fixture
def world(reference: None) -> None:
    make_world(7, projects=26, candidates=90)


def everything(name: str) -> list[object]:
    counts = counts_of(name=name)
    return [draw(figure, counts, by=by) for figure in FIGURES.values() for by in (None, *figure.cuts)]


def test_a_snapshot_says_the_same_whatever_becomes_of_the_register(world: None) -> None:
    take_snapshot(by=COMMAND_LINE, at=NOW, name="2026-k4")
    before = everything("2026-k4")
    now = counts_now(day=TODAY)
    assert before == [draw(figure, now, by=by) for figure in FIGURES.values() for by in (None, *figure.cuts)]
    active = Project.objects.filter(status=ProjectStatus.ACTIVE, source_key="")
    changed = active.update(status=ProjectStatus.COMPLETED, end_date=F("start_date"))
    assert changed
    assert everything("2026-k4") == before
    take_snapshot(by=COMMAND_LINE, at=NOW + timedelta(days=90), name="2027-k1")
    figure = FIGURES["4.1"]
    tables = [published(draw(figure, counts_of(name=name))) for name in ("2026-k4", "2027-k1")]
    total = compare(*tables).rows[-1]
    assert total.changes[0].difference == changed
    assert [row.name for row in snapshots()] == ["2027-k1", "2026-k4"]


def test_nobody_changes_or_deletes_a_snapshot(world: None) -> None:
    id_ = take_snapshot(by=COMMAND_LINE, at=NOW, name="fast")
    for change in (
        lambda: Snapshot.objects.filter(pk=id_).update(name="andet"),
        lambda: SnapshotPart.objects.filter(snapshot_id=id_, number=0).update(content=b""),
        lambda: SnapshotPart.objects.filter(snapshot_id=id_).delete(),
        lambda: Snapshot.objects.filter(pk=id_).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_part_too_many_is_found_out(world: None) -> None:
    id_ = take_snapshot(by=COMMAND_LINE, at=NOW, name="fast")
    SnapshotPart.objects.create(snapshot_id=id_, number=9_999, content=b"x")
    with pytest.raises(DomainError, match="ikke, som det blev skrevet"):
        counts_of(name="fast")


def test_parts_come_back_as_they_were(world: None) -> None:
    facts = read_facts(day=TODAY)
    parts = list(pack(facts))
    assert list(pack(facts)) == parts
    again = unpack(parts)
    assert list(pack(again)) == parts
    with pytest.raises(Damaged):
        unpack(parts[:-1])


def test_facts_hold_nothing_that_names_a_person(world: None) -> None:
    pseudonyms = Candidacy.objects.exclude(pseudonym=None).values_list("pseudonym", flat=True)
    facts = read_facts(day=TODAY)
    assert set(facts.participations) == {
        "path",
        "outcomes",
        "person",
        "merit",
        "invited",
        "screened",
        "presented",
        "started",
        "ended",
    }
    take_snapshot(by=COMMAND_LINE, at=NOW, name="fast")
    import zlib

    content = b"".join(
        zlib.decompress(bytes(one)) for one in SnapshotPart.objects.values_list("content", flat=True)
    )
    for pseudonym in pseudonyms:
        assert pseudonym.encode() not in content


def test_who_may_take_a_snapshot(world: None) -> None:
    agency = organisation(OrganisationKind.NATIONAL_AGENCY)
    analyst = actor(user(Role.NATIONAL_ANALYST, agency))
    id_ = take_snapshot(by=analyst, at=NOW, name="min")
    entry = AuditEntry.objects.get(action="snapshot.taken")
    assert (entry.record_id, entry.user_id, entry.details["name"]) == (id_, analyst.user_id, "min")
    company = actor(user(Role.COMPANY, organisation(OrganisationKind.COMPANY)))
    with pytest.raises(PermissionDenied):
        take_snapshot(by=company, at=NOW, name="din")
    with pytest.raises(DomainError, match="findes allerede"):
        take_snapshot(by=analyst, at=NOW, name="min")
    with pytest.raises(DomainError, match="små bogstaver"):
        take_snapshot(by=analyst, at=NOW, name="Store Ord")


def test_a_request_counts_everybody_and_sees_nobody(world: None) -> None:
    everything_there = read_facts(day=TODAY)
    with acting_as(of_request(user_id=None, reach={})):
        assert not Candidacy.objects.exists()
        facts = read_facts(day=TODAY)
    assert int(facts.first[-1]) == int(everything_there.first[-1]) == 90
    assert list(pack(facts)) == list(pack(everything_there))


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_how_few_have_come_is_not_told_and_neither_is_what_is_calculated_from_it() -> None:
    """30 participants become 32, 30 become 40, and 3 (withheld) become 10."""
    tables = [
        published(
            draw(
                FIGURES["project-size"],
                made(
                    *(Made(type=type_, reported=number) for type_, number in zip(types, numbers, strict=True))
                ),
            )
        )
        for types in [("unemployed", "employed", "both")]
        for numbers in ((30, 30, 3), (32, 40, 10))
    ]
    found = compare(*tables)
    told = {row.place[0].code: found.told(row) for row in found.rows}
    assert [one.difference for one in told["unemployed"]] == ["0", "*", "*"]
    assert [(one.before, one.after) for one in told["unemployed"][1:]] == [("30", "*"), ("30,0", "*")]
    assert [one.difference for one in told["employed"]] == ["0", "+10", "+10,0"]
    assert [(one.before, one.after, one.difference) for one in told["both"][1:]] == [
        ("*", "10", "*"),
        ("*", "10,0", "*"),
    ]


def test_a_snapshot_of_other_counting_rules_says_so(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    take_snapshot(by=COMMAND_LINE, at=NOW, name="nu")
    monkeypatch.setattr(operations, "RULES", "1")
    take_snapshot(by=COMMAND_LINE, at=NOW, name="dengang")
    for name, said in (("nu", False), ("dengang", True)):
        source = source_of(name=name)
        assert source is not None
        notes = source.table(FIGURES["4.1"]).notes
        assert any("tællereglerne var nr. 1" in note for note in notes) is said


def test_the_commands(world: None, tmp_path: object) -> None:
    assert "Der er endnu ikke taget" in run("snapshot", "list")
    assert "26 projekter, 90 forløb" in run("snapshot", "take", "2026-k4")
    assert json.loads(run("snapshot", "list", "--json"))[0]["name"] == "2026-k4"
    assert run("snapshot", "compare", "2026-k4", "--figure", "4.2") == "Intet er ændret.\n"
    listed = run("figures", "--list")
    assert len(listed.splitlines()) == len(FIGURES)
    completed = Project.objects.filter(status=ProjectStatus.COMPLETED, source_key="").count()
    lines = run(
        "figures", "projects-over-time", "--snapshot", "2026-k4", "--by", "council", "--format", "csv"
    )
    assert lines.splitlines()[0] == "Råd;År;Projekter;Projekter, offentliggjort 2021;Projekter, nøjagtighed"
    assert f"I alt;I alt;{completed};;" in lines.splitlines()
    published = {"2018": "35", "2019": "85", "2020": "275"}
    told = {line.split(";")[1]: line for line in lines.splitlines() if line.startswith("I alt;20")}
    assert told.keys() & published.keys()
    for year, value in published.items():
        assert told.get(year, f";{value};udledt af andre tal i evalueringen").endswith(
            f";{value};udledt af andre tal i evalueringen"
        )
    drawn = json.loads(run("figures", "4.1", "--now", "--format", "json"))
    assert drawn["rows"][-1] == {
        "place": {"year": "total"},
        "numbers": {"projects": completed},
        "withheld": [],
        "published": [],
    }
    besides = [
        (row["place"]["year"], one)
        for row in drawn["rows"]
        for one in row["published"]
        if one["id"].removeprefix("act.projects.") in published
    ]
    assert {year for year, _one in besides} == told.keys() & published.keys()
    for year, one in besides:
        assert (one["value"], one["exactness"]) == (float(published[year]), "derived")
        assert one["agrees"] is (one["ours"] == one["value"])
    svg = run("figures", "4.2", "--now", "--since", "2019-05-01", "--by", "type", "--format", "svg")
    assert svg.startswith("<svg ")
    assert ">Job-VEU · fra og med 2. kvartal 2019 · Opgjort den " in svg
    assert "<title" in svg
    assert "style=" not in svg
    for words, problem in (
        (("figures", "4.10", "--now"), "findes ikke"),
        (("figures", "4.1"), "Vælg et øjebliksbillede"),
        (("figures", "grants", "--now", "--by", "type"), "opdeles ikke efter type"),
        (("figures", "4.1", "--snapshot", "intet"), "intet øjebliksbillede"),
    ):
        with pytest.raises(CommandError, match=problem):
            run(*words)
