"""Every kind of document, as PDF and as Word, from the register's data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

import pikepdf
import pytest
import typst
from django.test import Client
from django.urls import reverse
from docx import Document as read_docx
from pytest_django import DjangoDbBlocker

from jobveu.accounts.access import Subject
from jobveu.accounts.enums import Role
from jobveu.actors.models import Contact
from jobveu.candidates.enums import EnrolmentStatus, Purpose
from jobveu.candidates.models import Enrolment, IdentityView
from jobveu.candidates.queries.courses import Participant
from jobveu.documents import pdf, word
from jobveu.documents.value import Bullets, Document, Paragraph, Picture, Section, Table, prose
from jobveu.projects import models
from jobveu.projects.enums import AgreementKind, JobSearchDuty, PhaseNumber, ProjectStatus, ProjectType
from jobveu.projects.queries.header import ProjectHeader
from jobveu.web.staff.documents import procurement
from tests import factories, reference_tables
from tests.architecture.side import Side
from tests.architecture.world import make_side
from tests.documents.pdf_ua import faults
from tests.kept import kept

NOW, TODAY = factories.NOW, factories.TODAY
NAMES = (
    "plan_document",
    "agreement_document",
    "handover",
    "contribution",
    "minutes_document",
    "commitment_document",
    "tender_document",
    "certificate_list",
)
MARK_UP = '#import "x" \\ $a$ *b* @ref <lbl> = _c_ [d] // e 😀\x00'
LONG = "Sammenslutningen af speciallægepraksissekretærerne i Midt- og Nordjylland " * 2


@pytest.fixture(scope="module")
def _side(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Side]:
    with kept(django_db_blocker):
        reference_tables.put_in()
        yield _made()


@pytest.fixture
def side(_side: Side, db: None) -> Side:
    return deepcopy(_side)


def _made() -> Side:
    made = make_side("midt-nord", "0730")
    agreement = models.Agreement.objects.create(
        project_id=made.ids["project_id"],
        kind=AgreementKind.CONTRIBUTION,
        title="Bidrag",
        counterpart=made.job_centre,
    )
    models.Signatory.objects.create(agreement=agreement, organisation=made.job_centre)
    text = models.AgreementText.objects.create(
        agreement=agreement,
        number=1,
        text="- et\n- to",
        written_by=made.users[Role.COORDINATOR],
        written_at=NOW,
    )
    models.ContributionTerms.objects.create(
        text=text,
        head_count=12,
        by_date=TODAY,
        job_search_duty=JobSearchDuty.values[0],
        transport_paid=True,
        benefit_kept=True,
    )
    made.ids["contribution_id"] = agreement.pk
    return made


def address(side: Side, name: str, ending: str) -> str:
    project = side.ids["project_id"]
    arguments: dict[str, list[Any]] = {
        "plan_document": [1],
        "agreement_document": [side.ids["agreement_id"], 2],
        "handover": [side.ids["handover_id"], 2],
        "contribution": [side.ids["contribution_id"], 1],
        "minutes_document": [side.ids["meeting_id"], 2],
        "commitment_document": [side.ids["commitment_id"]],
        "tender_document": [side.ids["procurement_id"]],
        "certificate_list": [side.ids["course_id"]],
    }
    real = "agreement_document" if name in ("handover", "contribution") else name
    return reverse(real, args=[project, *arguments[name], ending])


def reader(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.users[Role.PROVIDER if name == "certificate_list" else Role.COORDINATOR])
    return client


def words_of_docx(data: bytes) -> str:
    file = read_docx(io.BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_is_an_accessible_pdf_in_both_languages(side: Side, name: str, language: str) -> None:
    client = reader(side, name)
    client.cookies["django_language"] = language
    first = client.get(address(side, name, "pdf"), headers={"accept-language": language})
    assert first.status_code == 200
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"].startswith("attachment")
    assert faults(first.content, language=language) == []
    assert (
        client.get(address(side, name, "pdf"), headers={"accept-language": language}).content == first.content
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_is_a_word_file_with_real_styles(side: Side, name: str) -> None:
    client = reader(side, name)
    answer = client.get(address(side, name, "docx"))
    file = read_docx(io.BytesIO(answer.content))
    styles = [paragraph.style.name for paragraph in file.paragraphs if paragraph.text]
    assert "Title" in styles
    assert "Heading 1" in styles
    assert file.core_properties.title
    assert file.core_properties.language == "da-DK"
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in file.tables)
    assert "PAGE" in file.sections[0].footer.paragraphs[0]._p.xml
    assert client.get(address(side, name, "docx")).content == answer.content


@pytest.mark.django_db
def test_an_invented_project_is_marked_so_on_every_page(side: Side) -> None:
    client = reader(side, "plan_document")
    assert "Opdigtet" not in client.get(address(side, "plan_document", "docx"))["Content-Disposition"]
    models.Project.objects.filter(pk=side.ids["project_id"]).update(synthetic=True)
    answer = client.get(address(side, "plan_document", "docx"))
    assert "(Opdigtet)" in unquote(answer["Content-Disposition"])
    assert "Projektet er opdigtet" in words_of_docx(answer.content)
    header = read_docx(io.BytesIO(answer.content)).sections[0].header
    assert "OPDIGTET" in header.paragraphs[0].text
    with pikepdf.open(io.BytesIO(client.get(address(side, "plan_document", "pdf")).content)) as file:
        assert "Opdigtet" in str(file.docinfo["/Title"])


@pytest.mark.django_db
def test_an_agreement_says_who_signed_and_is_a_draft_until_all_have(side: Side) -> None:
    text = models.AgreementText.objects.get(agreement=side.ids["handover_id"], number=2)
    client = reader(side, "handover")
    models.Signature.objects.create(
        text=text, organisation=side.office, user=side.users[Role.COORDINATOR], at=NOW
    )
    shown = words_of_docx(client.get(address(side, "handover", "docx")).content)
    assert "Ikke alle parter har underskrevet" in shown
    assert "Har ikke underskrevet" in shown
    assert side.users[Role.COORDINATOR].name in shown
    models.Signature.objects.create(
        text=text, organisation=side.job_centre, user=side.users[Role.CASEWORKER], at=NOW + timedelta(hours=1)
    )
    answer = client.get(address(side, "handover", "docx"))
    shown = words_of_docx(answer.content)
    assert "udkast" not in shown.lower()
    assert "Har ikke underskrevet" not in shown
    assert "Udkast" not in answer["Content-Disposition"]


@pytest.mark.django_db
def test_an_older_version_says_that_it_was_replaced(side: Side) -> None:
    shown = words_of_docx(reader(side, "plan_document").get(address(side, "plan_document", "docx")).content)
    assert "erstattet af version 2" in shown


@pytest.mark.django_db
def test_the_file_name_keeps_danish_letters(side: Side) -> None:
    models.Project.objects.filter(pk=side.ids["project_id"]).update(title='Ærø: "Åben" / sø')
    answer = reader(side, "plan_document").get(address(side, "plan_document", "pdf"))
    assert quote("Projektplan for Ærø Åben sø.pdf") in answer["Content-Disposition"]
    assert "filename*=utf-8''" in answer["Content-Disposition"]


@pytest.mark.django_db
def test_names_on_the_certificate_list_are_revealed_and_recorded_for_those_who_may(side: Side) -> None:
    Enrolment.objects.update(status=EnrolmentStatus.COMPLETED, started_on=TODAY, ended_on=TODAY)
    before = IdentityView.objects.count()
    shown = words_of_docx(
        reader(side, "certificate_list").get(address(side, "certificate_list", "docx")).content
    )
    assert "Opdigtet Person" in shown
    looks = IdentityView.objects.order_by("-pk")[: IdentityView.objects.count() - before]
    assert [look.purpose for look in looks] == [Purpose.CERTIFICATE_LIST]
    coordinator = reader(side, "plan_document")
    assert coordinator.get(address(side, "certificate_list", "pdf")).status_code == 404


@pytest.mark.django_db
def test_an_invitation_names_its_own_provider_and_no_other(side: Side) -> None:
    other = factories.organisation(side.provider.kind, name="Den Anden Skole")
    models.Invitation.objects.create(
        procurement_id=side.ids["procurement_id"], provider=other, invited_on=TODAY
    )
    client = Client()
    client.force_login(side.users[Role.PROVIDER])
    shown = words_of_docx(client.get(address(side, "tender_document", "docx")).content)
    assert side.provider.name in shown
    assert "Den Anden Skole" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "document"),
    [
        ("project_plan", "plan_document"),
        ("project_commitments", "commitment_document"),
        ("project_endorsement", "agreement_document"),
    ],
)
def test_the_pages_link_to_their_documents(side: Side, page: str, document: str) -> None:
    found = reader(side, page).get(reverse(page, args=[side.ids["project_id"]])).content.decode()
    links = re.findall(r'href="([^"]+\.(?:pdf|docx))"', found)
    assert len(links) >= 2
    assert all(reader(side, page).get(link).status_code == 200 for link in links)
    assert "Hent som PDF" in found


@pytest.mark.django_db
def test_another_ending_is_no_document(side: Side) -> None:
    assert reader(side, "plan_document").get(address(side, "plan_document", "exe")).status_code == 404


HEADER = ProjectHeader(
    id=1,
    title=LONG + MARK_UP,
    type=ProjectType.UNEMPLOYED,
    status=ProjectStatus.ACTIVE,
    current_phase=PhaseNumber.NEED,
    synthetic=True,
    council_name="",
    subject=Subject(),
)


def a_long_list(count: int) -> Document:
    course = SimpleNamespace(
        title=LONG,
        status="planned",
        version=1,
        starts_on=None,
        ends_on=None,
        provider_name="",
        course_code="",
        where="",
        merit_giving=False,
    )
    rows = [
        Participant(
            enrolment_id=number,
            candidacy_id=number,
            pseudonym=f"K-{number}",
            name=LONG + MARK_UP if number % 7 == 0 else "",
            job_centre=LONG,
            status=EnrolmentStatus.COMPLETED,
            started_on=None,
            ended_on=date(2026, 3, 1),
            version=1,
        )
        for number in range(count)
    ]
    return procurement.certificate_list(project=HEADER, course=course, participants=rows)  # type: ignore[arg-type]  # a stand-in row


def test_two_hundred_rows_long_names_and_empty_fields_stay_accessible() -> None:
    made = a_long_list(200)
    data = pdf.to_pdf(made)
    assert faults(data, language="da") == []
    with pikepdf.open(io.BytesIO(data)) as file:
        assert len(file.pages) > 5
    table = max(read_docx(io.BytesIO(word.to_docx(made))).tables, key=lambda one: len(one.rows))
    assert len(table.rows) == 201


def test_a_slide_of_many_words_is_one_page() -> None:
    """As the funnel's: a tall drawing, a number in words for each of its bars, and remarks below."""
    words = "Voksenlærling efter 12 måneder: vises ikke, " * 20
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="560"></svg>'
    blocks = (
        Paragraph("Hvor mange når hvert trin?"),
        Paragraph(words),
        Picture(caption="", alternative="Et diagram.", svg=drawing),
        Bullets((LONG, LONG * 2)),
    )
    chapters = (Section("Fra behov til job", blocks),)
    made = replace(a_long_list(1), details=(), sections=chapters, slides=True)
    with pikepdf.open(io.BytesIO(pdf.to_pdf(made))) as file:
        assert len(file.pages) == 2, "the title's and the slide's"


def test_nothing_in_the_data_is_read_as_mark_up() -> None:
    made = a_long_list(7)
    assert "[grinning face]" in pdf.shown(MARK_UP)
    assert '#import "x" \\ $a$ *b* @ref <lbl> = _c_ [d]' in words_of_docx(word.to_docx(made))
    pdf.to_pdf(made)  # Typst would refuse the unknown file and reference


def test_the_check_fails_on_a_page_without_tags() -> None:
    untagged = typst.compile(b'#set text(lang: "da")\nUden tags', format="pdf", pdf_tags=False)
    found = faults(untagged, language="da")
    assert "there is no structure tree" in found
    assert "the file does not say that it is tagged" in found
    with pikepdf.open(io.BytesIO(pdf.to_pdf(a_long_list(1)))) as file:
        page = file.pages[0]
        page.contents_add(b"BT (x) Tj ET")
        written = io.BytesIO()
        file.save(written)
    assert any(
        "neither tagged nor an artifact" in fault for fault in faults(written.getvalue(), language="da")
    )


def test_what_is_written_as_a_list_becomes_one() -> None:
    found = prose("Vi aftalte:\n- en ting\n- en til\n\n1. først\n2. så\nog slut")
    assert found == (
        Paragraph("Vi aftalte:"),
        Bullets(("en ting", "en til")),
        Bullets(("først", "så"), numbered=True),
        Paragraph("og slut"),
    )


@pytest.mark.django_db
def test_terms_of_a_job_centre_are_in_both_formats(side: Side) -> None:
    client = reader(side, "contribution")
    shown = words_of_docx(client.get(address(side, "contribution", "docx")).content)
    assert "Antal kandidater\t12" in shown
    assert side.job_centre.name in shown
    assert "Har ikke underskrevet" in shown


@pytest.mark.django_db
def test_plan_minutes_and_invitation_say_who_stands_behind_them(side: Side) -> None:
    coordinator = side.users[Role.COORDINATOR]
    contact = Contact.objects.create(organisation=side.partner, name="Frida Formand", phone="1")
    models.SteeringSeat.objects.update(contact=contact, chairs=True)
    models.Meeting.objects.filter(pk=side.ids["meeting_id"]).update(kind="steering_group")
    shown = {
        name: words_of_docx(reader(side, name).get(address(side, name, "docx")).content)
        for name in ("plan_document", "minutes_document", "tender_document")
    }
    for name, words in shown.items():
        assert coordinator.name in words, name
    assert "Formand" in shown["plan_document"]
    assert side.partner.name in shown["plan_document"]
    assert "Frida Formand" in shown["plan_document"]
    assert f"Formand\tFrida Formand, {side.partner.name}" in shown["minutes_document"]
    assert f"Referent\t{coordinator.name}" in shown["minutes_document"]
    assert f"Fra\tArbejdsmarkedskontor Midt-Nord, {coordinator.name}" in shown["tender_document"]
    models.SteeringSeat.objects.all().delete()
    models.Project.objects.update(coordinating_organisation=side.job_centre)
    client = reader(side, "tender_document")
    handed_over = words_of_docx(client.get(address(side, "tender_document", "docx")).content)
    assert f"Fra\t{side.job_centre.name}" in handed_over
    client = reader(side, "plan_document")
    without = words_of_docx(client.get(address(side, "plan_document", "docx")).content)
    assert "Projektet har ingen styregruppe endnu." in without
    assert f"overdraget til\t{side.job_centre.name}" in without


def test_a_table_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="a cell for each"):
        Table(caption="", columns=("a", "b"), rows=(("1",),), widths=(1, 1))
