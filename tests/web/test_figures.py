"""The pages of the programme's figures: nothing on them tells of few persons, and what they lead to is what they say."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pikepdf
import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.models import AuditEntry
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.models import Goal, Snapshot
from jobveu.insight.operations import take_snapshot
from jobveu.insight.sources import source_of
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.models import Council
from tests import factories
from tests.documents.pdf_ua import faults
from tests.insight.world import NOW, make_world


@pytest.fixture
def manager(reference: None) -> Client:
    """In a register with two snapshots, a quarter between them."""
    make_world(7, projects=30, candidates=200)
    take_snapshot(by=COMMAND_LINE, at=NOW - timedelta(days=90), name="2026-k3")
    first = Project.objects.filter(status=ProjectStatus.ACTIVE, source_key="").order_by("pk")[:2]
    Project.objects.filter(pk__in=[row.pk for row in first]).update(
        status=ProjectStatus.COMPLETED, end_date=F("start_date")
    )
    take_snapshot(by=COMMAND_LINE, at=NOW, name="2026-k4")
    client = Client()
    client.force_login(factories.user(Role.OFFICE_MANAGER, factories.office()))
    return client


def test_the_pages_of_figures(manager: Client) -> None:
    shown = manager.get(reverse("figure_list"))
    assert shown.context["source"].name == "2026-k4"
    projects = next(one for one in shown.context["headlines"] if one.title == "Projekter")
    assert projects.change == "+2 siden 2026-k3"
    for figure in FIGURES.values():
        assert f'href="{reverse("figure", args=[figure.id])}"' in shown.content.decode()

    source = source_of(name="2026-k4")
    assert source is not None
    for figure in FIGURES.values():
        true = draw(figure, source.counts)
        page = manager.get(reverse("figure", args=[figure.id]))
        assert page.status_code == 200
        assert page.context["words"]
        for row, line in zip(true.rows, page.context["lines"], strict=True):
            for measure, count, text in zip(true.measures, row.numbers, line.numbers, strict=True):
                assert not (measure.persons and count and count < 5) or text == "*"

    _leads_to_the_projects_that_it_counts(manager)
    _stands_beside_what_the_evaluation_published(manager)
    _needs_lead_to_no_projects(manager)
    _files_hold_what_the_page_shows(manager)
    _pictures_fit_the_page_or_say_what_the_page_says(manager)
    _compares(manager)
    _reports(manager)
    _the_evaluation(manager)
    _what_there_is_not(manager)


def _leads_to_the_projects_that_it_counts(client: Client) -> None:
    """Each of them is followed in test_drill_down.py."""
    page = client.get(reverse("figure", args=["types-over-time"]), {"snapshot": "nu"})
    assert page.context["leads_to_projects"]
    line = page.context["lines"][-1]
    [number], [href] = line.numbers, line.hrefs
    assert f'<a href="{href.replace("&", "&amp;")}">{number}<' in page.content.decode()
    assert f"{number} projekter" in client.get(href).content.decode()


def _stands_beside_what_the_evaluation_published(client: Client) -> None:
    grants = client.get(reverse("figure", args=["grants"])).context["baseline"]
    assert [(one.published, one.ours, one.agrees) for one in grants][-1] == ("40,9", "40,9", "ja")
    # The register goes on after 2020, so its total is another number than the evaluation's 395.
    published = client.get(reverse("figure", args=["projects-over-time"])).context["baseline"]
    assert {one.published for one in published} <= {"35", "85", "275"}
    assert {one.agrees for one in published} == {"nej"}


def _needs_lead_to_no_projects(client: Client) -> None:
    page = client.get(reverse("figure", args=["needs"]), {"by": "industry"})
    assert page.context["lines"]
    assert not page.context["leads_to_projects"]


def _files_hold_what_the_page_shows(client: Client) -> None:
    address = {"by": "office", "snapshot": "2026-k4"}
    page = client.get(reverse("figure", args=["funnel"]), address)
    starts: Mapping[str, bytes] = {"svg": b"<svg", "png": b"\x89PNG", "xlsx": b"PK"}
    for kind, start in starts.items():
        file = client.get(reverse("figure_file", args=["funnel", kind]), address)
        assert b"".join(file).startswith(start)
    text = client.get(reverse("figure_file", args=["funnel", "csv"]), address).content.decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert len(rows) > len(page.context["lines"])
    for line, row in zip(page.context["lines"], rows[1:], strict=False):
        assert row[:2] == list(line.place)
        assert [cell == "*" for cell in row[2:]] == [number == "*" for number in line.numbers]
    text = client.get(reverse("figure_file", args=["projects-over-time", "csv"])).content.decode("utf-8-sig")
    head, *rows = csv.reader(text.splitlines(), delimiter=";")
    assert head[2:] == ["Projekter, offentliggjort 2021", "Projekter, nøjagtighed"]
    published = {"2018": "35", "2019": "85", "2020": "275"}
    told = [row for row in rows if row[0] in published]
    assert told
    for row in told:
        assert row[2:] == [published[row[0]], "udledt af andre tal i evalueringen"]


def _pictures_fit_the_page_or_say_what_the_page_says(client: Client) -> None:
    address = {"council": "rar-fyn", "snapshot": "2026-k4"}
    page = client.get(reverse("figure", args=["projects-over-time"]), address)
    chart, shown = page.context["chart"], page.content.decode().replace("&amp;", "&")
    assert f'<source media="screen and (max-width: 47.99em)" srcset="{chart.narrow}">' in shown
    assert f'<img src="{chart.wide}"' in shown
    of = "Job-VEU · RAR Fyn · Opgjort den"
    for url, narrow in ((chart.wide, False), (chart.narrow, True)):
        inside = client.get(url)
        assert inside["Content-Disposition"].startswith("inline")
        assert of not in inside.content.decode()
        width = re.search(r' width="(\d+)', inside.content.decode())
        assert width
        assert (int(width[1]) <= 320) is narrow
    file = reverse("figure_file", args=["projects-over-time", "svg"])
    taken = client.get(file, address)
    assert taken["Content-Disposition"].startswith("attachment")
    assert f"{of} 24. november 2026, øjebliksbilledet »2026-k4«<" in taken.content.decode()
    now = client.get(file, {"snapshot": "nu"}).content.decode()
    assert re.search(r">Job-VEU · Hele landet · Opgjort den [^<]* kl\. [^<]*<", now)
    for wrong in (f"{file}?plads=skæv", file.replace(".svg", ".png") + "?plads=smal"):
        assert client.get(wrong).status_code == 404


def _compares(client: Client) -> None:
    page = client.get(reverse("figure_compare", args=["projects-over-time"]))
    [total] = [changes for place, changes in page.context["lines"] if place == ("I alt",)]
    assert total[0].difference == "+2"
    page = client.get(reverse("figure_compare", args=["participants-over-time"]))
    for _place, [change] in page.context["lines"]:
        assert change.difference.lstrip("+-−") not in ("1", "2", "3", "4")


def _reports(client: Client) -> None:
    code, name = (
        Project.objects.filter(council__isnull=False)
        .order_by("pk")
        .values_list("council__code", "council__name")[0]
    )
    for address, query, title in (
        ("figure_report", {"council": code}, f"Kvartalsrapport for {name}"),
        ("figure_report", {}, "Kvartalsrapport for hele landet"),
        ("figure_presentation", {}, "Til den nationale følgegruppe: Job-VEU i tal for hele landet"),
    ):
        file = client.get(reverse(address, args=["pdf"]), query)
        with pikepdf.open(BytesIO(file.content)) as document:
            assert str(document.docinfo["/Title"]).startswith(title)
            assert document.Root.MarkInfo.Marked
            _left, _low, width, height = document.pages[0].MediaBox
            assert (width > height) is (address == "figure_presentation")
        assert not faults(file.content, language="da")
    assert client.get(reverse("figure_presentation", args=["docx"])).status_code == 404

    # What has changed, and how far the council is with its goals, stands before the figures.
    council = Council.objects.get(code=code)
    Goal.objects.create(council=council, year=NOW.year, projects=40)
    words = _words(client.get(reverse("figure_report", args=["docx"]), {"council": code}).content)
    assert words.index("Siden sidst") < words.index("Mål og resultater") < words.index("Projekter over tid")
    assert any("2026-k3" in word for word in words)
    goal = words[words.index(f"Mål og resultater for {NOW.year}") :]
    assert goal[goal.index(name) + 1] == "40"
    national = _words(client.get(reverse("figure_report", args=["docx"])).content)
    assert "Evalueringen fra 2021 ved siden af vores tal" in national
    assert "udledt af andre tal i evalueringen" in national


def _words(content: bytes) -> list[str]:
    """The paragraphs of a Word file, those in tables too."""
    with ZipFile(BytesIO(content)) as file:
        text = file.read("word/document.xml").decode()
    paragraphs = ("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one)) for one in text.split("</w:p>"))
    return [one for one in paragraphs if one]


def _the_evaluation(client: Client) -> None:
    page = client.get(reverse("evaluation"), {"snapshot": "2026-k4"})
    assert "Evaluering af Job-VEU-modellen: hele landet" in page.content.decode()
    links = re.findall(r'href="([^"]*evaluering/rapport[^"]*)"', page.content.decode())
    starts = {".pdf": b"%PDF", ".docx": b"PK", ".html": b"<!DOCTYPE html>"}
    assert len(links) == len(starts)
    for link, start in zip(links, starts.values(), strict=True):
        file = client.get(link.replace("&amp;", "&"))
        assert file.content.startswith(start)
        assert file["Content-Disposition"].startswith("attachment")
    of_council = client.get(reverse("evaluation"), {"office": "syd", "council": "rar-fyn"})
    assert "Evaluering af Job-VEU-modellen: RAR Fyn" in of_council.content.decode()
    wrong = client.get(reverse("evaluation_file", args=["pdf"]), {"council": "atlantis"})
    assert wrong.status_code == 404


def _what_there_is_not(client: Client) -> None:
    assert client.get(reverse("figure", args=["ingenting"])).status_code == 404
    assert client.get(reverse("figure_list"), {"snapshot": "ingenting"}).status_code == 404
    assert client.get(reverse("figure_file", args=["funnel", "exe"])).status_code == 404
    # A page says what it does not understand; a file would not.
    wrong = {"council": "atlantis"}
    assert client.get(reverse("figure", args=["funnel"]), wrong).context["summary"]
    assert client.get(reverse("figure_file", args=["funnel", "csv"]), wrong).status_code == 404
    assert client.get(reverse("figure_report", args=["pdf"]), wrong).status_code == 404


def test_goals_against_actuals(manager: Client) -> None:
    council = factories.council()
    address = reverse("goal_set", args=[council.pk, 2025])
    page = manager.get(address)
    token = {"submission": page.context["submission"]}
    done = manager.post(address, {**token, "projects": "4", "participants": "1.200"}, follow=True)
    line = next(one for one in done.context["lines"] if one.name == council.name)
    source = source_of(name="2026-k4")
    assert source is not None
    of_council = Project.objects.filter(
        status=ProjectStatus.COMPLETED, council=council, start_date__year=2025, source_key=""
    )
    number = of_council.count()
    assert line.measures[0].goal == "4"
    assert line.measures[0].actual == str(number)
    assert line.measures[0].reached == f"{25 * number} pct."
    assert line.measures[1].goal == "1.200"
    assert AuditEntry.objects.filter(action="goal.set").count() == 1

    # Two change it at the same time: the second is told.
    page = manager.get(address)
    first = {"submission": page.context["submission"], "version": page.context["version"], "projects": "5"}
    second = {"submission": str(uuid4()), "version": page.context["version"], "projects": "6"}
    manager.post(address, first)
    told = manager.post(address, second)
    assert told.context["conflict"]
    assert Goal.objects.get().projects == 5

    others = factories.council(office_code="syd")
    assert manager.get(reverse("goal_set", args=[others.pk, 2025])).status_code == 403
    assert reverse("goal_set", args=[others.pk, 2025]) not in done.content.decode()


def test_an_office_and_the_country_have_the_sum_of_the_councils_goals(manager: Client) -> None:
    councils = list(Council.objects.select_related("office"))
    for row in councils:
        Goal.objects.create(council=row, year=2026, projects=10, participants=None)
    lines = manager.get(reverse("goal_list"), {"goal_year": "2026"}).context["lines"]
    sums = {line.name: line for line in lines if line.is_sum}
    assert [line.is_sum for line in lines] == sorted(line.is_sum for line in lines)
    for name, of in (("Arbejdsmarkedskontor Syd", "syd"), ("Hele landet", "")):
        number = sum(of in ("", row.office.code) for row in councils)
        projects, participants = sums[name].measures
        assert (projects.goal, participants.goal) == (str(10 * number), "–")
        own = [line for line in lines if not line.is_sum and (not of or line.name in _names(of))]
        assert int(projects.actual) == sum(int(line.measures[0].actual) for line in own)
    Goal.objects.filter(council=next(row for row in councils if row.office.code == "syd")).delete()
    lines = manager.get(reverse("goal_list"), {"goal_year": "2026"}).context["lines"]
    goals = {line.name: line.measures[0].goal for line in lines}
    assert goals["Arbejdsmarkedskontor Syd"] == goals["Hele landet"] == "–"
    assert goals["Arbejdsmarkedskontor Øst"] == sums["Arbejdsmarkedskontor Øst"].measures[0].goal


def _names(office: str) -> set[str]:
    return set(Council.objects.filter(office__code=office).values_list("name", flat=True))


def test_taking_a_snapshot(reference: None) -> None:
    client = Client()
    client.force_login(factories.user(Role.OFFICE_MANAGER, factories.office()))
    page = client.get(reverse("snapshot_take"))
    token = {"submission": page.context["submission"]}
    wrong = client.post(reverse("snapshot_take"), {**token, "name": "Efterår"})
    assert "små bogstaver" in wrong.content.decode()
    done = client.post(reverse("snapshot_take"), {**token, "name": "2026-k4"}, follow=True)
    assert "2026-k4" in done.content.decode()
    assert Snapshot.objects.get().name == "2026-k4"
    assert AuditEntry.objects.filter(action="snapshot.taken").exists()
    consultant = factories.user(Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE))
    client.force_login(consultant)
    assert reverse("snapshot_take") not in client.get(reverse("snapshot_list")).content.decode()
    assert client.get(reverse("snapshot_take")).status_code == 403
