"""The people of a project, and what each does: one method for each thing done, from one's own log-in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.browser.hands import Hands
from tests.factories import PASSWORD

Answers = Mapping[str, Any]
NO_ANSWERS: Answers = {}


class Person(Hands):
    """Somebody with a log-in. `organisation` is the name of whom they act for."""

    organisation: str = ""
    email: str = ""

    def log_in(self, email: str) -> None:
        self.email = email
        self.open("/konto/log-ind/")
        self.fill_in({"E-mailadresse": email, "Adgangskode": PASSWORD})
        self.press("Log ind")
        assert self.path == "/", self.text

    # The project

    def open_project(self, project: str, tab: str = "") -> None:
        """Opens the project's page at this address, or one of its parts by its tab."""
        if not tab or not self.page.locator(f'.jv-subnav a[href="{project}"]').count():
            self.open(project)
        if tab:
            self.follow(tab, within=".jv-subnav")

    def parts(self, project: str) -> list[str]:
        """The addresses of the parts of the project that are offered; none where it is refused."""
        if self.ask(project) is None:
            return []
        self.open_project(project)
        links = self.page.locator(".jv-subnav a").all()
        return [str(link.get_attribute("href")) for link in links]

    def phase(self, project: str) -> str:
        """The phase that the project page says the project is in."""
        self.open_project(project)
        step = self.page.locator('.jv-phases [aria-current="step"]')
        return " ".join(step.inner_text().split()) if step.count() else ""

    def indicator(self, key: str) -> str:
        """What the project page, which is open, says of an indicator, with its evidence."""
        return " ".join((self.page.locator(f"#{key}").text_content() or "").split())

    def indicators(self, *, met: Sequence[str] = (), missing: Sequence[str] = ()) -> None:
        for word, keys in (("På plads", met), ("Mangler", missing)):
            for key in keys:
                heading = " ".join((self.page.locator(f"#{key} h4").text_content() or "").split())
                assert heading.endswith(word), f"{key}: {heading}"

    # Phase 1

    def record_need(self, answers: Answers) -> str:
        """Returns the need's address."""
        self.open("/")
        self.follow("Registrér behov")
        self.fill_in(answers)
        self.press("Gem behovet")
        self.sees("Behovet er gemt.")
        return self.path

    def create_project(self, *, need: str = "", industry: str = "", answers: Answers) -> str:
        """Creates a project from a need, or from what is open; returns its address."""
        if need:
            self.open(need)
            self.follow("Opret projekt ud fra behovet")
        self.fill_in(answers)
        if industry:
            self.pick("Branche (DB07)", industry)
        self.press("Opret projektet")
        self.sees("Projektet er oprettet.")
        return self.path

    def add_party(self, project: str, organisation: str, answers: Answers = NO_ANSWERS) -> None:
        self.open_project(project, "Parter")
        self.follow("Tilføj part")
        self.pick("Organisation", organisation)
        self.fill_in(answers)
        self.press(self.submit_label)
        self.sees(organisation)

    @property
    def submit_label(self) -> str:
        """What the page's own form is sent by."""
        return self.main.locator(".jv-form .jv-actions button[type=submit]").last.inner_text().strip()

    def set_aside(self, project: str, indicator: str, reason: str) -> None:
        self.open_project(project)
        link = self.page.locator(f"#{indicator}").get_by_role("link", name=re.compile("^Sæt til side"))
        self._leave_by(link)
        self.fill_in({"Begrundelse": reason})
        self.press("Sæt til side")

    # Phase 2

    def write_partner_agreement(self, project: str, text: str, signatories: Sequence[str]) -> str:
        self.open_project(project, "Partsaftale")
        self.follow("Skriv partsaftale")
        self.fill_in({"Aftaletekst": text, "Hvem skal underskrive?": tuple(signatories)})
        self.press("Gem, og bed om underskrifter")
        return self.path

    def revise_agreement(self, agreement: str, answers: Answers) -> None:
        self.open(agreement)
        self.follow("Skriv ny version")
        self.fill_in(answers)
        self.press("Gem ny version")

    def sign(self, agreement: str) -> None:
        """Finds the agreement among what waits, reads it and signs it."""
        self.open("/")
        assert self.main.locator(f'a[href="{agreement}"]').count(), f"{agreement} does not wait: {self.text}"
        self.open(agreement)
        self.follow("Læs og underskriv")
        box = self.main.locator("label").filter(has_text=re.compile("Jeg har læst hele teksten"))
        box.click()
        self.press("Underskriv")
        self.sees("Underskriften er registreret")

    def endorse(self, project: str, form: str, shown_by: str, partner: str = "") -> None:
        self.open_project(project, "Partsaftale")
        self.follow("Registrér blåstempling")
        if partner:
            self.write("Part", partner)
        self.fill_in({"Hvordan bakker parten op?": (form,), "Hvad viser det?": shown_by})
        self.press(self.submit_label)
        self.sees("Blåstemplingen er registreret.")

    # Phase 3

    def call_meeting(self, project: str, answers: Answers) -> str:
        self.open_project(project, "Møder")
        self.follow(self.main.get_by_role("link", name=re.compile("^Indkald til")).inner_text().strip())
        self.fill_in(answers)
        self.press(self.submit_label)
        self.sees("Mødet er gemt.")
        return self.path

    def write_minutes(self, meeting: str, text: str) -> None:
        self.open(meeting)
        self.follow("Skriv referat")
        self.fill_in({"Referat": text})
        self.press("Gem referat")

    def seat_in_steering_group(self, project: str, organisation: str) -> None:
        self.open_project(project, "Plan")
        self.follow("Tilføj til styregruppen")
        self.fill_in({"Part": organisation})
        self.press("Tilføj")

    def write_plan(self, project: str, answers: Answers) -> None:
        self.open_project(project, "Plan")
        new = self.main.get_by_role("link", name="Skriv projektplanen").count()
        self.follow("Skriv projektplanen" if new else "Ret planen")
        self.fill_in(answers)
        self.press("Gem ny version")
        self.sees("Projektplanen er gemt.")

    def add_task(self, project: str, answers: Answers) -> None:
        self.open_project(project, "Opgaver")
        self.follow("Opret opgave")
        self.fill_in(answers)
        self.press(self.submit_label)
        self.sees("Opgaven er oprettet.")

    def finish_task(self, project: str, title: str) -> None:
        self.open_project(project, "Opgaver")
        self.press(f"Markér som udført {title}")
        self.sees("Opgaven er markeret som udført.")

    def give_commitment(self, project: str, answers: Answers) -> None:
        self.open_project(project, "Tilsagn")
        self.follow("Registrér tilsagn")
        self.fill_in(answers)
        self.press(self.submit_label)
        self.sees("Tilsagnet er registreret.")

    def open_tender(self, project: str, providers: Sequence[str], answers: Answers) -> str:
        self.open_project(project, "Udbyder")
        self.follow("Find udbyder")
        self.choose("Hvordan findes udbyderen?", "Udbud")
        self.fill_in(answers)
        self.pick("Inviterede udbydere", *providers)
        self.press(self.submit_label)
        return self.path

    def offer(self, subject: str, answers: Answers) -> None:
        self.open("/")
        self.go_to_section("Udbud")
        self.follow(subject)
        self.follow("Giv tilbud")
        self.fill_in(answers)
        self.press("Send tilbud")
        self.sees("Tilbuddet er sendt.")

    def decline_to_offer(self, subject: str, reason: str) -> None:
        self.open("/")
        self.go_to_section("Udbud")
        self.follow(subject)
        self.follow("Vi giver ikke tilbud")
        self.fill_in({"Hvorfor ikke?": reason})
        self.press("Giv ikke tilbud")

    def choose_provider(self, procurement: str, provider: str, reason: str) -> None:
        self.open(procurement)
        self.follow("Vælg udbyder")
        self.choose("Hvem vælger I?", provider)
        self.fill_in({"Begrundelse": reason})
        self.press("Gem valget")
        self.sees("Valget er gemt")

    def create_course(self, project: str, provider: str, answers: Answers) -> str:
        self.open_project(project, "Kurser")
        self.follow("Opret kursus")
        self.fill_in(answers)
        self.pick("Udbyder", provider)
        self.press("Opret kursus")
        self.sees("Kurset er oprettet.")
        return self.path

    def arrange_course(self, course: str, answers: Answers) -> None:
        self.open(course)
        self.follow("Ret kursus")
        self.fill_in(answers)
        self.press(self.submit_label)
        self.sees("Kurset er gemt.")

    def hold_course(self, course: str) -> None:
        self.open(course)
        self.follow("Meld afholdt")
        self.press("Meld kurset afholdt")
        self.sees("Kurset er meldt afholdt.")

    # Phase 4

    def propose_contribution(self, project: str, answers: Answers) -> str:
        self.open_project(project, "Jobcentre")
        self.follow("Skriv aftale om bidrag")
        self.fill_in(answers)
        self.press("Gem, og bed om underskrifter")
        return self.path

    def register_person(self, answers: Answers) -> str:
        self.open("/")
        self.follow("Registrér person")
        self.fill_in(answers)
        self.press("Registrér")
        self.sees("Personen er registreret.")
        return self.path

    def add_candidates(self, project: str, *names: str) -> None:
        self.open_project(project, "Kandidater")
        self.follow("Tilføj kandidater")
        self.pick("Personer", *names)
        self.press("Tilføj")
        self.sees(*names)

    def open_candidate(self, project: str, shown_as: str) -> str:
        self.open_project(project, "Kandidater")
        self.follow(shown_as)
        return self.path

    def add_criterion(self, project: str, text: str) -> None:
        """One that has to be met."""
        self.open_project(project, "Screening")
        self.follow("Tilføj krav")
        self.fill_in(
            {"Krav": text, "Art": ("Fagligt",), "Hvor vigtigt er det?": ("Skal være opfyldt",)},
        )
        self.press("Tilføj kravet")
        self.sees("Kravet er tilføjet kladden.")

    def issue_screening_tool(self, project: str) -> None:
        self.open_project(project, "Screening")
        self.follow("Tag i brug")
        self.press("Tag i brug")
        self.sees("Screeningsværktøjet er taget i brug.")

    def screen(self, candidacy: str, *, passed: bool, reason: str, answers: Mapping[str, str]) -> None:
        """`answers`: to each criterion, by its text."""
        self.open(candidacy)
        self.follow("Registrér screening")
        result = "Egnet til forløbet" if passed else "Ikke egnet til forløbet"
        self.fill_in({f"{text} (skal)": (answer,) for text, answer in answers.items()})
        self.fill_in({"Resultat": (result,), "Begrundelse": reason})
        self.press(self.submit_label)
        self.sees("Screeningen er registreret.")

    def present(self, candidacy: str, company: str) -> None:
        self.open(candidacy)
        self.follow("Præsentér for virksomhed")
        self.choose("Virksomheder", company)
        self.press("Præsentér")
        self.sees("Kandidaten er præsenteret.")

    def enrol(self, candidacy: str, course: str) -> None:
        self.open(candidacy)
        self.follow("Tilmeld kursus")
        option = self.question("Kursus").locator("label").filter(has_text=course)
        option.first.click()
        self.press("Tilmeld")
        self.sees("Kandidaten er tilmeldt kurset.")

    def start(self, candidacy: str, course: str, on: date) -> None:
        self.open(candidacy)
        self.follow(f"Begyndt {course}")
        self.fill_in({"Første dag": on})
        self.press(self.submit_label)

    def complete(self, candidacy: str, course: str, on: date) -> None:
        self.open(candidacy)
        self.follow(f"Gennemført {course}")
        self.fill_in({"Sidste dag": on})
        self.press(self.submit_label)

    def drop_out(self, candidacy: str, course: str, on: date, reason: str) -> None:
        self.open(candidacy)
        self.follow(f"Faldet fra {course}")
        self.fill_in({"Sidste dag på kurset": on, "Årsag": (reason,)})
        self.press(self.submit_label)
        self.sees("Frafaldet er registreret.")

    def follow_up(self, candidacy: str, *, channel: str, note: str) -> None:
        self.open(candidacy)
        self.follow("Registrér opfølgning")
        self.fill_in({"Form": (channel,), "Notat": note})
        self.press(self.submit_label)
        self.sees("Opfølgningen er registreret.")

    def record_outcome(
        self, candidacy: str, when: str, kind: str, answers: Answers, *, employer: str = ""
    ) -> None:
        self.open(candidacy)
        self.follow(f"Registrér {when}")
        self.choose("Resultat", kind)
        if employer:
            self.pick("Arbejdsgiver i registret", employer)
        self.fill_in(answers)
        self.press(self.submit_label)
        self.sees("Resultatet er gemt.")

    # Phase 5

    def write_lesson(self, project: str, tags: str, answers: Answers) -> None:
        self.open_project(project, "Erfaringer")
        self.follow("Skriv en erfaring")
        self.fill_in({**answers, "Emneord": tags})
        self.press("Gem erfaringen")
        self.sees("Erfaringen er gemt.")

    def complete_project(self, project: str, on: date) -> None:
        self.open_project(project)
        self.follow("Meld projektet gennemført")
        self.fill_in({"Projektet sluttede den": on})
        self.press("Meld projektet gennemført")
        self.sees("Projektet er meldt gennemført.")

    def propose_handover(self, project: str, answers: Answers) -> str:
        self.open_project(project, "Jobcentre")
        self.main.get_by_role("link", name=re.compile("overdragelse")).first.wait_for()
        self._leave_by(self.main.get_by_role("link", name=re.compile("^(Foreslå|Overdrag)")).first)
        self.fill_in(answers)
        self.press("Gem, og bed om underskrifter")
        return self.path
