"""What pages and files call the register as it is now: one reading, which says when it is from and stands until the next."""

from __future__ import annotations

import csv
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from jobveu.accounts.enums import Role
from jobveu.insight.jobs import renew_reading
from jobveu.insight.models import RegisterReading
from jobveu.insight.operations import take_snapshot
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from tests import factories
from tests.insight.world import NOW, make_world

NOW_IN_ADDRESS = {"snapshot": "nu"}


@pytest.fixture
def manager(reference: None) -> Client:
    make_world(7, projects=12, candidates=40)
    take_snapshot(by=COMMAND_LINE, at=NOW, name="2026-k4")
    client = Client()
    client.force_login(factories.user(Role.OFFICE_MANAGER, factories.office()))
    return client


def completed(client: Client) -> int:
    page = client.get(reverse("figure", args=["projects-over-time"]), NOW_IN_ADDRESS)
    return int(page.context["lines"][-1].numbers[0])


def in_words(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())


def test_pages_and_files_say_when_the_register_was_read(manager: Client) -> None:
    before = completed(manager)
    Project.objects.filter(status=ProjectStatus.ACTIVE, source_key="").update(status=ProjectStatus.COMPLETED)
    assert completed(manager) == before  # it stands, however often somebody looks

    read = localtime(RegisterReading.objects.get().read_at)
    with translation.override("da"):
        danish = f"{date_format(read, 'j. F Y')} kl. {read:%H.%M}"
    with translation.override("en"):
        english = f"{date_format(read, 'j F Y')} at {read:%H:%M}"
    figure = [reverse(name, args=["projects-over-time"]) for name in ("figure", "figure_compare")]
    others = [reverse(name) for name in ("figure_list", "goal_list", "evaluation", "success_criteria")]
    for address in (*figure, *others):
        told = in_words(manager.get(address, NOW_IN_ADDRESS).content)
        assert (
            f"{danish}. Senere ændringer i registret er med ved næste opgørelse, normalt inden for 10" in told
        )
        manager.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        told = in_words(manager.get(address, NOW_IN_ADDRESS).content)
        del manager.cookies[settings.LANGUAGE_COOKIE_NAME]
        assert f"{english}. Later changes to the register are included the next time it is counted" in told
        assert "Senere ændringer" not in in_words(manager.get(address).content)  # of the snapshot

    page = manager.get(figure[0], NOW_IN_ADDRESS)
    assert "som de står i registret nu" in page.content.decode()
    file = manager.get(reverse("figure_file", args=["projects-over-time", "csv"]), NOW_IN_ADDRESS)
    assert f'filename="projects-over-time-{read:%Y-%m-%d-%H%M}.csv"' in file["Content-Disposition"]
    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [f"Opgjort den {danish}."] in rows
    assert ["I alt", str(before)] in [row[:2] for row in rows]
    report = manager.get(reverse("figure_report", args=["docx"]), NOW_IN_ADDRESS)
    with ZipFile(BytesIO(report.content)) as word:
        assert f"registret, som det var den {danish}" in word.read("word/document.xml").decode()

    renew_reading(timestamp=0)
    assert completed(manager) > before
