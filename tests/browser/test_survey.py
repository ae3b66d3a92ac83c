"""A whole round as people meet it: made in a browser, sent through a real mail server to 332 contacts, answered on a desk
and on a phone, reminded, closed, analysed, and in the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.actors.enums import ConsentKind, OrganisationKind
from jobveu.actors.models import Consent, Contact
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.sending import deliver
from jobveu.insight.operations import take_snapshot
from jobveu.insight.surveys import Division, analyse
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments.parts import Scale
from jobveu.surveys.links import secret_of
from jobveu.surveys.models import SurveyInvitation, SurveyRound
from jobveu.surveys.operations.answering import questionnaire, save_page
from jobveu.surveys.queries.data import round_data
from jobveu.surveys.synthetic.targets import ASKED
from tests import factories
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.conftest import Visit
from tests.browser.faults import faults
from tests.browser.people import Person
from tests.delivery.server import Postman, serving
from tests.documents.pdf_ua import faults as faults_of_pdf
from tests.surveys.scene import KINDS

ROUND = "Alle aktører, prøvet fra ende til anden"
LINK = re.compile(r"http\S+/svar/[\w-]{32}/(?=\s)")
NUMBER = 332


@pytest.fixture
def postman(settings: Settings, site: str) -> Iterator[Postman]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "Job-VEU <post@job-veu.dk>"
    settings.SITE_ADDRESS = site
    with serving(Postman()) as server:
        settings.EMAIL_PORT = server.port
        yield server


@dataclass
class Asked:
    """The contacts of each respondent type, and the mails they have got."""

    contacts: dict[RespondentType, list[Contact]]
    postman: Postman

    def link(self, contact: Contact) -> str:
        """In the newest mail to the contact."""
        mail = [mail for mail in self.postman.received if mail["To"] == contact.email][-1]
        found = LINK.search(mail.get_content())
        assert found is not None, mail.get_content()
        return found[0]


def contacts_of_projects() -> dict[RespondentType, list[Contact]]:
    """As many as the evaluation asked, on completed projects of every type, each with consent."""
    made: dict[RespondentType, list[Contact]] = {}
    for respondent_type, number in ASKED.items():
        organisation = factories.organisation(
            KINDS[respondent_type], f"{respondent_type.label} fra ende til anden"
        )
        for project_type in ProjectType:
            factories.project(
                organisation,
                title=f"Prøve, {project_type.label}, {respondent_type.label}",
                type=project_type,
                status=ProjectStatus.COMPLETED,
                start_date=date(2019, list(ProjectType).index(project_type) + 1, 1),
                end_date=date(2019, 12, 1),
            )
        made[respondent_type] = Contact.objects.bulk_create(
            Contact(
                organisation=organisation,
                name=f"Person {at} {respondent_type.label}",
                email=f"{respondent_type.value}.{at}@example.dk",
            )
            for at in range(number)
        )
        Consent.objects.bulk_create(
            Consent(contact=contact, kind=ConsentKind.SURVEY, given_on=date(2019, 1, 2), shown_by="Mail")
            for contact in made[respondent_type]
        )
    return made


def send_what_waits() -> None:
    """What the worker does, one mail after the other, through the server."""
    waiting = OutgoingMail.objects.filter(sent_at=None, failed_at=None, given_up_at=None).order_by("pk")
    for mail_id in list(waiting.values_list("pk", flat=True)):
        deliver(mail_id=mail_id, at=timezone.now() + timedelta(seconds=1), last=True)


def answer_in(page: Page, link: str, *, fits: Callable[[], None]) -> None:
    """Answers everything that is asked, as somebody with a mouse or a finger does."""
    page.goto(link)
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Begynd").click()
    while page.get_by_role("heading", name="Tak for dine svar").count() == 0:
        fits()
        for group in page.locator("form.jv-form fieldset").all():
            group.get_by_role("radio").nth(1).check(force=True)
        for box in page.locator("form.jv-form textarea").all():
            box.fill("Det gik godt.")
        with page.expect_navigation(wait_until="load"):
            page.locator("form.jv-form button.button-primary").click()


def answer_in_short(secret: str) -> None:
    """A few questions, sent as the last page: most who answer are many, and what they do is all alike."""
    asked = questionnaire(secret=secret)
    last, (_section, items) = len(asked.pages), asked.pages[-1]
    first = next(item for item in asked.pages[0][1] if item.scale is Scale.DEGREE)
    save_page(secret=secret, page=1, values={first.id: 4})
    values = {
        item.id: 8 if item.scale is Scale.SCORE else "Godt."
        for item in items
        if item.scale in (Scale.SCORE, Scale.TEXT)
    }
    save_page(secret=secret, page=last, values=values, send=True)


def test_a_round_from_the_first_form_to_the_report(
    visit: Callable[..., Visit], site: str, postman: Postman, tmp_path: Path
) -> None:
    asked = Asked(contacts_of_projects(), postman)
    OutgoingMail.objects.filter(sent_at=None).update(given_up_at=timezone.now(), content=None)
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen fra ende til anden")
    factories.user(Role.NATIONAL_ANALYST, agency, email="analytiker.ende@example.dk")
    desk = visit()
    analyst = Person(site, desk.context, desk.complaints, scripts=True)
    analyst.log_in("analytiker.ende@example.dk")

    # Made, looked at, opened.
    analyst.open(reverse("survey_create"))
    page = analyst.page
    page.get_by_label("Navn", exact=True).fill(ROUND)
    page.get_by_label("Begyndt senest").fill("31-12-2019")
    page.get_by_role("button", name="Gem kladden").click()
    page.get_by_role("heading", name=ROUND).wait_for()
    page.get_by_role("link", name="Se, hvem der bliver spurgt, og hvorfor").click()
    page.get_by_text(f"{NUMBER} kontaktpersoner").first.wait_for()
    row = SurveyRound.objects.get(name=ROUND)
    analyst.open(reverse("survey_open", args=[row.pk]))
    page.get_by_text(f"{NUMBER} kontaktpersoner får hver en mail").wait_for()
    page.get_by_role("button", name="Åbn og send").click()
    page.get_by_text("Undersøgelsen er åben, og mailene er på vej.").wait_for()

    # Sent.
    send_what_waits()
    assert Counter(postman.recipients) == Counter(
        contact.email for contacts in asked.contacts.values() for contact in contacts
    )
    assert len(postman.received) == NUMBER
    assert (
        len({asked.link(contact) for contacts in asked.contacts.values() for contact in contacts}) == NUMBER
    )

    # Answered on a desk, and on a phone.
    company, school = (
        asked.contacts[RespondentType.WORKPLACE],
        asked.contacts[RespondentType.EDUCATION_PROVIDER],
    )
    on_a_desk = visit(size=DESKTOP).context.new_page()
    answer_in(on_a_desk, asked.link(company[0]), fits=lambda: None)
    on_a_phone = visit(size=PHONE).context.new_page()

    def fits() -> None:
        assert on_a_phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert faults(on_a_phone) == []
        on_a_phone.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    answer_in(on_a_phone, asked.link(school[0]), fits=fits)

    # Begun on the phone, without scripts, and put off.
    without_scripts = visit(size=PHONE, scripts=False)
    resting = without_scripts.context.new_page()
    resting.goto(asked.link(company[1]))
    resting.get_by_role("link", name="Begynd").click()
    resting.locator("form.jv-form fieldset").first.get_by_label("I meget høj grad").check(force=True)
    resting.get_by_role("button", name="Gem, og fortsæt senere").click()
    resting.get_by_role("heading", name="Dine svar er gemt").wait_for()

    # Many answer in the same way, and one says no.
    many = [*company[3:23], *school[2:14], *asked.contacts[RespondentType.JOB_CENTRE][:12]]
    for contact in many:
        answer_in_short(_secret(row, contact))
    refusing = visit().context.new_page()
    refusing.goto(asked.link(company[2]))
    refusing.get_by_role("link", name="Jeg vil ikke svare").click()
    refusing.get_by_role("button", name="Jeg svarer ikke denne gang").click()
    refusing.get_by_role("heading", name="Det er noteret").wait_for()

    # Reminded: those who have not answered, with the link they had; whoever answers meanwhile is left alone.
    SurveyRound.objects.filter(pk=row.pk).update(opened_at=timezone.now() - timedelta(days=5))
    analyst.open(reverse("survey_remind", args=[row.pk]))
    page.get_by_text(f"{NUMBER - 3 - len(many)} kontaktpersoner").wait_for()
    page.get_by_role("button", name="Send påmindelsen").click()
    page.get_by_text("Påmindelsen er på vej.").wait_for()
    first = asked.link(school[1])
    answer_in_short(_secret(row, school[1]))
    send_what_waits()
    reminded = postman.recipients[NUMBER:]
    assert len(reminded) == NUMBER - 4 - len(many)
    assert {company[0].email, school[0].email, company[2].email, school[1].email}.isdisjoint(reminded)
    assert company[1].email in reminded
    assert asked.link(school[1]) == first

    # Gone on with from the reminder.
    resting.goto(asked.link(company[1]))
    resting.get_by_role("link", name="Fortsæt, hvor du slap").click()
    resting.get_by_text("Side 2 af").wait_for()

    # Closed.
    analyst.open(reverse("survey_close", args=[row.pk]))
    page.get_by_role("button", name="Luk undersøgelsen").click()
    page.get_by_text("Undersøgelsen er lukket.").wait_for()
    data = round_data(round_id=row.pk)
    drawn = Counter[Disposition]()
    for count in data.frame:
        drawn.update(count.drawn)
    assert drawn == {
        Disposition.COMPLETE: 3 + len(many),
        Disposition.PARTIAL: 1,
        Disposition.REFUSED: 1,
        Disposition.NO_ANSWER: NUMBER - 5 - len(many),
        Disposition.NOT_REACHED: 0,
    }
    assert len(data.sheets) == 4 + len(many)
    assert {sheet.values["satisfaction"] for sheet in data.sheets if sheet.complete} == {2, 8}
    resting.goto(first)
    resting.get_by_role("heading", name="Undersøgelsen er lukket").wait_for()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_answerdraft")
        assert cursor.fetchone() == (0,)

    # Analysed: who answered, and what they said.
    analyst.open(reverse("survey_results", args=[row.pk]))
    page.get_by_role("link", name="Hvem der svarede").first.click()
    page.get_by_text(f"{NUMBER}").first.wait_for()
    found = analyse(data)
    assert (found.response.total.asked, found.response.total.answered) == (NUMBER, 4 + len(many))
    satisfied = found.table("satisfaction", Division.RESPONDENTS).total
    assert satisfied.answers == 3 + len(many)

    # And in the report, from the page where one asks for it.
    snapshot = "fra-ende-til-anden"
    take_snapshot(by=COMMAND_LINE, at=timezone.now(), name=snapshot)
    analyst.open(f"{reverse('evaluation')}?snapshot={snapshot}&round={row.pk}")
    page.get_by_text(f"(n = {satisfied.answers})").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    file = tmp_path / "rapport.pdf"
    download.value.save_as(file)
    assert faults_of_pdf(file.read_bytes(), language="da") == []
    html = tmp_path / "rapport.html"
    call_command(
        *("report", "evaluation", "--snapshot", snapshot, "--round", ROUND, "--format", "html"),
        *("--output", str(html)),
    )
    text = html.read_text()
    assert f"på en skala fra 1 til 10 (n = {satisfied.answers})" in text
    assert f"{NUMBER} svarpersoner er spurgt" in text


def _secret(row: SurveyRound, contact: Contact) -> str:
    link_key = SurveyInvitation.objects.get(round=row, contact=contact).link_key
    assert link_key is not None
    return secret_of(link_key)
