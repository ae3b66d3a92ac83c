"""The pages of what surveys say: nothing of few, the same numbers on page and in files, words for those who may."""

from __future__ import annotations

import csv
import re
from html import escape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.models import AuditEntry
from jobveu.insight.models import TextTheme, ThemedText
from jobveu.insight.surveys import Division
from jobveu.insight.surveys.items import counted
from jobveu.insight.surveys.queries import analysis_of, closed_round
from jobveu.surveys.models import AnswerSheet, SurveyRound
from tests import factories
from tests.editing import opened
from tests.insight.surveys.made import STANDARD, made_round
from tests.insight.surveys.stored import store

WORDS = {
    "text-worked": ["Skolen var hurtig", "Vi kendte hinanden"],
    "text-advice": ["Begynd tidligere", "Spørg Karen Hansen på jobcentret"],
}


@pytest.fixture
def row(reference: None) -> SurveyRound:
    return store(made_round(3, mean=3), name="Foråret 2026", texts=WORDS)


def posted(client: Client, address: str, **values: object) -> HttpResponse:
    return client.post(address, {**opened(client, address), **values})


def client_of(role: Role, kind: OrganisationKind | None = None) -> Client:
    client = Client()
    of = factories.office() if kind is None else factories.organisation(kind)
    client.force_login(factories.user(role, of))
    return client


@pytest.fixture
def analyst(row: SurveyRound) -> Client:
    return client_of(Role.NATIONAL_ANALYST, OrganisationKind.NATIONAL_AGENCY)


def test_a_round_in_the_place_of_another_is_not_told_with_its_answers(row: SurveyRound) -> None:
    """As where the database has been put back from a backup, and its numbers are given again."""
    found = closed_round(round_id=row.pk)
    assert found is not None
    analysis_of(found)
    number = row.pk
    row.delete()
    other = store(made_round(4, mean=3), name="Foråret 2026", number=number)
    again = closed_round(round_id=number)
    assert again == found
    assert analysis_of(found).response.total.answered == other.sheets.count()


def test_the_pages_show_what_the_analysis_says_and_no_more(row: SurveyRound, analyst: Client) -> None:
    found = closed_round(round_id=row.pk)
    assert found is not None
    analysis = analysis_of(found)
    assert "Foråret 2026" in analyst.get(reverse("survey_result_list")).content.decode()
    page = analyst.get(reverse("survey_results", args=[row.pk]))
    listed = [item for section in page.context["sections"] for item in section.items]
    assert len(listed) == len(counted(STANDARD))
    response = analyst.get(reverse("survey_response", args=[row.pk])).content.decode()
    assert "Arbejdsmarkedskontor Midt-Nord" in response
    assert "midt-nord" not in response
    for name in ("survey_response", "survey_changes"):
        assert analyst.get(reverse(name, args=[row.pk])).status_code == 200
    kept_back = 0
    for item in ("principle-1", "phase-4-equipped", "principle-3", "satisfaction"):
        page = analyst.get(reverse("survey_item", args=[row.pk, item]))
        for division, told in zip(Division, page.context["divisions"], strict=True):
            table = analysis.table(item, division)
            for one, line in zip(table.rows, told["shown"].lines, strict=True):
                kept_back += one.withheld
                assert (line.answers == "*") == one.withheld
                assert all((text == "*") == one.withheld for text in line.shares)
            _files_hold_the_same(analyst, row, item, division, told["shown"].lines)
    assert kept_back


def _files_hold_the_same(
    client: Client, row: SurveyRound, item: str, division: Division, lines: list
) -> None:
    def file(kind: str) -> bytes:
        answer = client.get(reverse("survey_item_file", args=[row.pk, item, division.value, kind]))
        return b"".join(answer) if answer.streaming else answer.content

    read = list(csv.reader(file("csv").decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [(one[0], one[1]) for one in read[1 : len(lines) + 1]] == [
        (line.group, line.answers.replace("–", "")) for line in lines
    ]
    picture = file("svg").decode()
    assert picture.startswith("<svg ")
    assert f">Job-VEU · {escape(row.name)} · Spurgt fra den " in picture
    assert file("xlsx").startswith(b"PK")


def test_all_tables_in_one_file(row: SurveyRound, analyst: Client) -> None:
    text = analyst.get(reverse("survey_results_file", args=[row.pk, "csv"])).content.decode("utf-8-sig")
    assert text.count("Svarprocent RR1") == len(Division)
    assert "Syntetiske data" in text
    found = analyst.get(reverse("survey_results_file", args=[row.pk, "xlsx"]))
    assert b"".join(found).startswith(b"PK")
    assert analyst.get(reverse("survey_results_file", args=[row.pk, "svg"])).status_code == 404


def test_what_there_is_not(row: SurveyRound, analyst: Client) -> None:
    assert analyst.get(reverse("survey_item", args=[row.pk, "text-advice"])).status_code == 404
    assert analyst.get(reverse("survey_item", args=[row.pk, "nothing"])).status_code == 404
    address = reverse("survey_item_file", args=[row.pk, "principle-1", "municipality", "csv"])
    assert analyst.get(address).status_code == 404
    SurveyRound.objects.filter(pk=row.pk).update(state="open", closed_at=None)
    assert analyst.get(reverse("survey_results", args=[row.pk])).status_code == 404


def test_words_are_read_by_those_who_may_and_that_is_recorded(row: SurveyRound, analyst: Client) -> None:
    address = reverse("survey_texts", args=[row.pk])
    page = analyst.get(address)
    assert "Spørg Karen Hansen på jobcentret" in page.content.decode()
    entry = AuditEntry.objects.get(action="survey_texts.read")
    assert (entry.record_id, entry.details) == (row.pk, {"texts": 4})
    # Nothing on the page leads to the sheet, or tells which were written by the same.
    for sheet in AnswerSheet.objects.filter(round=row):
        assert str(sheet.pk) not in page.content.decode()
    # A round of the whole country is no office's, and a caseworker reads numbers only.
    office, job_centre = (
        client_of(Role.OFFICE_MANAGER),
        client_of(Role.CASEWORKER, OrganisationKind.JOB_CENTRE),
    )
    assert office.get(address).status_code == 403
    assert office.get(reverse("survey_results", args=[row.pk])).context["texts_url"] == ""
    assert job_centre.get(address).status_code == 403
    assert AuditEntry.objects.filter(action="survey_texts.read").count() == 1


def test_an_office_reads_the_words_of_its_own_rounds(reference: None) -> None:
    own = factories.office()
    client = Client()
    client.force_login(factories.user(Role.COORDINATOR, own))
    row = store(made_round(1, mean=3), office=own.office, texts=WORDS)
    assert client.get(reverse("survey_texts", args=[row.pk])).status_code == 200
    other = Client()
    other.force_login(factories.user(Role.COORDINATOR, factories.office("syd")))
    assert other.get(reverse("survey_texts", args=[row.pk])).status_code == 403


def test_words_get_themes_from_a_named_person(row: SurveyRound, analyst: Client) -> None:
    first = analyst.get(reverse("survey_texts", args=[row.pk])).context["items"][0].themes[0].texts[0]
    assert "Der er ingen temaer endnu." in analyst.get(first.code_url).content.decode()
    assert posted(analyst, reverse("survey_theme_make", args=[row.pk]), name="Tid").status_code == 302
    again = posted(analyst, reverse("survey_theme_make", args=[row.pk]), name="Tid")
    assert "allerede et tema" in again.content.decode()
    theme = TextTheme.objects.get()
    code_url = _address_of("Begynd tidligere", row, analyst, "code_url")
    earlier = opened(analyst, code_url)
    assert posted(analyst, code_url, themes=[str(theme.pk)]).status_code == 302
    told = analyst.post(code_url, earlier).content.decode()
    assert "En anden har gemt ændringer, mens du skrev" in told
    assert "viser nu det gemte: Temaer." in told
    coded = ThemedText.objects.get()
    assert (coded.item, coded.theme, coded.coded_by_id) == ("text-advice", theme, theme.made_by_id)
    advice = next(
        item
        for item in analyst.get(reverse("survey_texts", args=[row.pk])).context["items"]
        if item.title == "Råd til næste gang"
    )
    assert [(one.name, [text.words for text in one.texts]) for one in advice.themes] == [
        ("Tid", ["Begynd tidligere"]),
        ("Uden tema", ["Spørg Karen Hansen på jobcentret"]),
    ]
    assert posted(analyst, code_url, themes=[]).status_code == 302
    assert not ThemedText.objects.exists()


def test_words_that_tell_who_somebody_is_are_taken_out(row: SurveyRound, analyst: Client) -> None:
    address = _address_of("Spørg Karen Hansen på jobcentret", row, analyst, "take_out_url")
    posted(analyst, reverse("survey_theme_make", args=[row.pk]), name="Navne")
    code_url = re.sub("fjern/$", "", address)
    posted(analyst, code_url, themes=[str(TextTheme.objects.get().pk)])
    assert posted(analyst, address, reason="").status_code == 200
    assert posted(analyst, address, reason="Nævner et navn").status_code == 302
    assert not AnswerSheet.objects.filter(values__icontains="Karen").exists()
    assert not ThemedText.objects.exists()
    entry = AuditEntry.objects.get(action="survey_text.taken_out")
    assert entry.details == {"reason": "Nævner et navn"}
    assert analyst.get(address).status_code == 404
    # The rest of the sheet stands: the numbers are the same.
    found = closed_round(round_id=row.pk)
    assert found is not None
    assert analysis_of(found).response.total.answered == AnswerSheet.objects.filter(round=row).count()


def _address_of(words: str, row: SurveyRound, client: Client, which: str) -> str:
    page = client.get(reverse("survey_texts", args=[row.pk]))
    [found] = {
        getattr(text, which)
        for item in page.context["items"]
        for theme in item.themes
        for text in theme.texts
        if text.words == words
    }
    assert isinstance(found, str)
    return found


def test_in_english(row: SurveyRound, analyst: Client) -> None:
    analyst.cookies["django_language"] = "en"
    page = analyst.get(reverse("survey_results", args=[row.pk]))
    assert "Response rate" in page.content.decode()
