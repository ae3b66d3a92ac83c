"""One project through all five phases, from the company's need to the handover, each from their own log-in.

The same journey is made with scripts and without. `Journey` has one method for each phase, which ends with
what the project page then says; who sees what is asked in between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from playwright.sync_api import Browser

from tests.browser.cast import Cast, assembled
from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.people import Person

TODAY = date.today()
PHASE_1 = ("partners-in-first-dialogue", "dialogue-with-companies", "shortage-or-focus-area")
PHASE_2 = ("partners-define-content", "agreement-or-endorsement")
PHASE_3 = ("project-plan", "process-and-time-plan", "letters-of-intent", "provider-chosen")
PHASE_4 = ("screening", "matched")
PHASE_5 = ("lessons",)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass
class Journey:
    cast: Cast
    project: str = ""
    need: str = ""
    agreement: str = ""
    contribution: str = ""
    courses: dict[str, str] = field(default_factory=dict)
    candidacies: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"Fiberteknikere til {self.cast.company.organisation}"

    def stands(self, phase: str, *, met: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> None:
        """What the project page says to the one who drives the project, and to one of its parties."""
        for person in (self.cast.coordinator, self.cast.union):
            assert phase in person.phase(self.project)
            person.indicators(met=met, missing=missing)

    # Phase 1

    def a_company_has_a_need(self) -> None:
        company = self.cast.company
        self.need = company.record_need(
            {
                "Stilling eller fag": "Fibertekniker",
                "Antal medarbejdere": 8,
                "Kompetencer": "Fibersplejsning og vejen som arbejdsplads. Kørekort til bil.",
                "Arbejdssted (kommune)": "Randers",
                "Medarbejderne skal være klar senest": TODAY + timedelta(days=60),
            }
        )
        company.sees("8 medarbejdere til", company.organisation)

    def a_project_is_created_from_it(self) -> None:
        cast = self.cast
        self.project = cast.coordinator.create_project(
            need=self.need,
            industry="Anlægsarbejder (42)",
            answers={
                "Titel": self.title,
                "Kort beskrivelse": "Ledige bliver fiberteknikere.",
                "Projekttype": ("Opkvalificerer ledige, så de kan få job, hvor der mangler arbejdskraft",),
                "Målgrupper": ("Ledige", "Ufaglærte"),
                "Regionalt råd": "RBR Midtjylland – Arbejdsmarkedskontor Midt-Nord",
                "Startdato": days_ago(200),
                "Hvor kom initiativet fra?": "Virksomhed eller offentlig arbejdsplads",
                "Koordinatorens rolle": (
                    "Koordinator: andre tager initiativet; "
                    "samler aktørerne og får samarbejdet til at fungere",
                ),
            },
        )
        page = cast.coordinator
        assert page.heading == self.title
        page.sees("Anlægsarbejde", "Ledige, Ufaglærte", "Opkvalificerer ledige", "Koordinator", "8")
        assert "Fase 1" in page.phase(self.project)
        page.indicators(
            met=("dialogue-with-companies",),
            missing=("partners-in-first-dialogue", "shortage-or-focus-area", *PHASE_2, *PHASE_3, *PHASE_4),
        )
        # Its company is a party from the first day, and nobody else has a way in.
        cast.company.open_project(self.project)
        cast.company.sees(self.title)
        for stranger in (cast.union, cast.provider, cast.job_centre, cast.other_company):
            stranger.is_refused(self.project)

    def the_parties_come_in(self) -> None:
        cast = self.cast
        coordinator = cast.coordinator
        coordinator.add_party(
            self.project,
            cast.association.organisation,
            {
                "Var med i den første dialog om behovet": True,
                "Er med til at fastlægge det faglige indhold": True,
            },
        )
        coordinator.add_party(
            self.project, cast.union.organisation, {"Er med til at fastlægge det faglige indhold": True}
        )
        for person in (cast.job_centre, cast.other_job_centre, cast.other_company):
            coordinator.add_party(self.project, person.organisation)
        coordinator.open_project(self.project)
        coordinator.indicators(met=("partners-in-first-dialogue", "partners-define-content"))
        assert cast.association.organisation in coordinator.indicator("partners-in-first-dialogue")
        coordinator.set_aside(
            self.project,
            "shortage-or-focus-area",
            "Behovet er virksomhedens eget.",
        )
        said = coordinator.indicator("shortage-or-focus-area")
        assert "Sat til side" in said
        assert "Behovet er virksomhedens eget." in said
        self.stands("Fase 2", met=PHASE_1[:2], missing=PHASE_2[1:])
        # Then it turns out to lie in a shortage area all the same: evidence counts for more than a reason.
        coordinator.open_project(self.project)
        coordinator.follow("Ret projektet")
        coordinator.fill_in(
            {"Mangel- eller indsatsområde": "Mangelområde", "Hvad bygger det på?": "Rekrutteringssurvey"}
        )
        coordinator.press("Gem")
        coordinator.indicators(met=PHASE_1)

    # Phase 2

    def the_partners_endorse_it(self) -> None:
        cast = self.cast
        coordinator, union, company = cast.coordinator, cast.union, cast.company
        association = cast.association
        self.agreement = coordinator.write_partner_agreement(
            self.project,
            "Vi uddanner otte fiberteknikere.",
            [union.organisation, association.organisation, company.organisation],
        )
        for person in (union, company, association):
            assert "Venter på underskrifter" in person.read(self.agreement)
            person.sign(self.agreement)
        association.sees("I kraft")
        coordinator.open_project(self.project)
        coordinator.indicators(met=PHASE_2)
        # A changed text has to be signed again, by all, in any order.
        coordinator.revise_agreement(self.agreement, {"Aftaletekst": "Vi uddanner ti fiberteknikere."})
        coordinator.open_project(self.project)
        coordinator.indicators(missing=PHASE_2[1:])
        for person in (association, union, company):
            person.sign(self.agreement)
        assert "I kraft" in company.read(self.agreement)
        # Who is no signatory sees that there is an agreement, never what it says.
        cast.job_centre.open_project(self.project, "Partsaftale")
        cast.job_centre.sees("I kraft")
        cast.job_centre.sees_nothing_of("Vi uddanner ti fiberteknikere.")
        cast.job_centre.is_refused(self.agreement)
        union.endorse(self.project, "Logo på informationsmateriale", "Pjecen fra september")
        self.stands("Fase 3", met=(*PHASE_1, *PHASE_2), missing=PHASE_3)
        assert "Pjecen fra september" in union.indicator("agreement-or-endorsement")

    # Phase 3

    def it_is_kicked_off(self) -> None:
        cast = self.cast
        coordinator, company = cast.coordinator, cast.company
        coordinator.seat_in_steering_group(self.project, cast.union.organisation)
        meeting = coordinator.call_meeting(
            self.project,
            {
                "Mødetype": ("Opstartsmøde",),
                "Dato": days_ago(3),
                "Klokkeslæt": "9.30",
                "Sted": "Opdigtet mødested",
                "Deltagere": (cast.union.organisation, company.organisation),
            },
        )
        coordinator.write_minutes(meeting, "Vi begynder efter påske.")
        assert "Vi begynder efter påske." in cast.union.read(meeting)
        plan = {
            "Formål": "Ledige bliver fiberteknikere.",
            "Målgruppe": "Ledige ufaglærte",
            "Opkvalificeringsbehov": "Fibersplejsning",
            "Match- og indslusningsmodel": "Praktik, derefter job",
        }
        coordinator.write_plan(self.project, plan)
        coordinator.write_plan(
            self.project, {"Målgruppe": "Ledige ufaglærte og nyledige", "Hvad er ændret?": "Flere med"}
        )
        coordinator.sees("Version 2", "Version 1", "Flere med")
        coordinator.follow("Se, hvad der er ændret mellem versionerne")
        coordinator.sees("nyledige")
        coordinator.add_task(
            self.project,
            {
                "Opgave": "Find praktikpladser",
                "Fase": "Opstart og valg af udbyder",
                "Ansvarlig part": company.organisation,
                "Frist": TODAY + timedelta(days=14),
            },
        )
        coordinator.add_task(self.project, {"Opgave": "Skriv til alle kandidater"})
        company.finish_task(self.project, "Find praktikpladser")
        company.give_commitment(
            self.project,
            {
                "Hvad gives der tilsagn om?": ("Hensigtserklæring",),
                "Antal personer": 4,
            },
        )
        company.give_commitment(
            self.project,
            {
                "Hvad gives der tilsagn om?": ("Ansættelsesgaranti",),
                "Antal personer": 6,
                "Betingelser": "Kurset er gennemført, og kørekortet er i orden.",
            },
        )
        company.sees("Ansættelsesgaranti", "Hensigtserklæring")
        coordinator.open_project(self.project)
        coordinator.indicators(met=PHASE_3[:3], missing=PHASE_3[3:])

    def a_provider_is_found(self) -> None:
        cast = self.cast
        coordinator, provider, other = cast.coordinator, cast.provider, cast.other_provider
        subject = f"Fiberkurser {cast.company.organisation}"
        tender = coordinator.open_tender(
            self.project,
            [provider.organisation, other.organisation],
            {
                "Hvad skal udbyderen levere?": subject,
                "Krav": "To kurser i Randers",
                "Frist for tilbud": TODAY + timedelta(days=10),
            },
        )
        provider.is_refused(self.project)
        provider.offer(
            subject,
            {
                "Indhold": "Fem ugers kursus i fibersplejsning",
                "Pris i alt": "245.000",
                "Kan begynde tidligst": TODAY + timedelta(days=20),
                "Mindste antal deltagere": 6,
                "Største antal deltagere": 12,
                "Giver forløbet merit?": ("Ja",),
            },
        )
        other.decline_to_offer(subject, "Vi har ingen ledige lærere.")
        provider.sees_nothing_of("Vi har ingen ledige lærere.", other.organisation)
        coordinator.choose_provider(tender, provider.organisation, "Stærk på området og tæt på.")
        provider.open_project(self.project)
        provider.sees(self.title)
        other.is_refused(self.project)
        cast.company.is_refused(tender)
        first = {
            "Kursus": "Fibersplejsning",
            "Fagnummer": "47669",
            "Giver kurset merit?": ("Ja",),
            "Sted": "Skolen",
            "Mindste antal deltagere": 2,
            "Største antal deltagere": 12,
        }
        second = {"Kursus": "Vejen som arbejdsplads", "Giver kurset merit?": ("Nej",)}
        for answers in (first, second):
            course = coordinator.create_course(self.project, provider.organisation, answers)
            self.courses[str(answers["Kursus"])] = course
        self.stands("Fase 4", met=(*PHASE_1, *PHASE_2, *PHASE_3), missing=PHASE_4)
        assert provider.organisation in coordinator.indicator("provider-chosen")

    # Phase 4

    def job_centres_agree_their_contribution(self) -> None:
        cast = self.cast
        self.contribution = cast.job_centre.propose_contribution(
            self.project,
            {
                "Antal kandidater": 6,
                "Kandidaterne er fundet senest": TODAY + timedelta(days=30),
                "Pligt til at søge job under forløbet": ("Nedsat pligt til at søge job",),
                "Betaler jobcentret transport?": ("Ja",),
                "Fortsætter ydelsen under forløbet?": ("Ja",),
                "Uger i praktik": 4,
            },
        )
        cast.coordinator.sign(self.contribution)
        cast.job_centre.sign(self.contribution)
        cast.job_centre.sees("I kraft")
        other = cast.coordinator.propose_contribution(
            self.project,
            {
                "Jobcenter": cast.other_job_centre.organisation,
                "Antal kandidater": 4,
                "Kandidaterne er fundet senest": TODAY + timedelta(days=30),
                "Pligt til at søge job under forløbet": ("Fuld pligt til at søge job",),
                "Betaler jobcentret transport?": ("Nej",),
                "Fortsætter ydelsen under forløbet?": ("Ja",),
                "Uger i praktik": 4,
            },
        )
        cast.other_job_centre.sign(other)
        cast.coordinator.sign(other)
        cast.coordinator.open_project(self.project, "Jobcentre")
        cast.coordinator.sees("Vilkårene er forskellige:", "betaling af transport", "Nedsat pligt")

    def persons_become_candidates(self) -> None:
        cast = self.cast
        caseworker = cast.job_centre
        for person in cast.candidates:
            self.persons.append(
                caseworker.register_person(
                    {
                        "Navn": person.name,
                        "CPR-nummer": person.cpr,
                        "Telefon": "00 00 00 00",
                        "Situation": ("Ledig",),
                        "Uddannelsesniveau": ("Ufaglært",),
                        "Bopælskommune": "Randers",
                    }
                )
            )
            caseworker.sees(person.name)
            caseworker.sees_nothing_of(person.cpr)
        caseworker.add_candidates(self.project, *(person.name for person in cast.candidates))
        for person in cast.candidates:
            self.candidacies.append(caseworker.open_candidate(self.project, person.name))
        # Until a candidate is presented or enrolled, only their own job centre knows who they are.
        self.nobody_else_sees(cast.candidates[0].secrets, but=())

    def candidates_are_screened_and_presented(self) -> None:
        cast = self.cast
        caseworker = cast.job_centre
        heights = "Kan arbejde i højden"
        caseworker.add_criterion(self.project, heights)
        cast.coordinator.issue_screening_tool(self.project)
        for candidacy in self.candidacies[:3]:
            caseworker.screen(
                candidacy,
                passed=True,
                reason="Har kørekort og lyst til arbejdet.",
                answers={heights: "Opfyldt"},
            )
        caseworker.screen(
            self.candidacies[3],
            passed=False,
            reason="Kan ikke arbejde i højden.",
            answers={heights: "Ikke opfyldt"},
        )
        caseworker.sees("Ikke egnet")
        caseworker.sees("0 af 1 skal-krav er opfyldt.")
        caseworker.present(self.candidacies[0], cast.company.organisation)
        assert cast.candidates[0].name in cast.company.read(self.candidacies[0])
        self.nobody_else_sees(cast.candidates[0].secrets, but=(cast.company,))
        cast.company.is_refused(self.candidacies[1])
        cast.other_company.is_refused(self.candidacies[0])
        cast.coordinator.open_project(self.project)
        cast.coordinator.indicators(met=("screening",), missing=("matched",))

    def courses_are_run(self) -> None:
        cast = self.cast
        caseworker, provider = cast.job_centre, cast.provider
        course = "Fibersplejsning"
        for candidacy in self.candidacies[:3]:
            caseworker.enrol(candidacy, course)
        # The school sees the names of those on its course, and only theirs; never a CPR number.
        provider.open_project(self.project, "Kandidater")
        provider.sees(*(person.name for person in cast.candidates[:3]))
        provider.sees_nothing_of(*cast.candidates[3].secrets, *(person.cpr for person in cast.candidates))
        provider.is_refused(self.candidacies[3])
        provider.arrange_course(
            self.courses[course], {"Første dag": days_ago(150), "Sidste dag": days_ago(120)}
        )
        for candidacy in self.candidacies[:3]:
            provider.start(candidacy, course, days_ago(150))
        provider.follow_up(self.candidacies[0], channel="Besøg på kurset", note="Det går godt.")
        caseworker.follow_up(self.candidacies[0], channel="Telefon", note="Glad for kurset.")
        caseworker.complete(self.candidacies[0], course, days_ago(120))
        provider.complete(self.candidacies[1], course, days_ago(120))
        provider.drop_out(
            self.candidacies[2], course, days_ago(140), "Praktiske forhold, f.eks. transport eller pasning"
        )
        provider.hold_course(self.courses[course])
        self.nobody_else_sees(cast.candidates[1].secrets, but=(provider,))

    def it_ends_in_jobs(self) -> None:
        cast = self.cast
        caseworker, company = cast.job_centre, cast.company
        caseworker.record_outcome(
            self.candidacies[0],
            "ved afslutning",
            "Ordinært job",
            {"Opgjort den": days_ago(118)},
            employer=company.organisation,
        )
        caseworker.record_outcome(
            self.candidacies[0],
            "efter 3 måneder",
            "Ordinært job",
            {"Opgjort den": days_ago(25)},
            employer=company.organisation,
        )
        caseworker.record_outcome(
            self.candidacies[1], "ved afslutning", "Ordinær uddannelse", {"Opgjort den": days_ago(118)}
        )
        caseworker.record_outcome(
            self.candidacies[2], "ved afslutning", "Fortsat ledig", {"Opgjort den": days_ago(118)}
        )
        self.stands("Fase 5", met=(*PHASE_1, *PHASE_2, *PHASE_3, *PHASE_4), missing=PHASE_5)
        cast.coordinator.open_project(self.project, "Kandidater")
        cast.coordinator.sees("1 faldet fra", "heraf 3 egnede")

    # Phase 5

    def others_can_learn_from_it(self) -> None:
        cast = self.cast
        cast.coordinator.write_lesson(
            self.project,
            "transport, jobcentre",
            {"Overskrift": "Aftal transport tidligt", "Hvad lærte I?": "Aftal den, før kurset begynder."},
        )
        cast.union.write_lesson(
            self.project,
            "merit",
            {
                "Fase": "1. Arbejdsmarkedets behov",
                "Overskrift": "Spørg virksomhederne først",
                "Hvad lærte I?": "Så passer kurserne.",
            },
        )
        everything = (*PHASE_1, *PHASE_2, *PHASE_3, *PHASE_4, *PHASE_5)
        for person in (cast.coordinator, cast.provider):
            person.open_project(self.project)
            person.indicators(met=everything)
            person.sees("Alle faser er på plads")

    def a_job_centre_takes_over(self) -> None:
        cast = self.cast
        handover = cast.coordinator.propose_handover(
            self.project,
            {
                "Jobcenter": cast.job_centre.organisation,
                "Hvad overdrages?": "Opfølgning og kontakt med virksomhederne.",
                "Overdrages fra": TODAY,
            },
        )
        cast.job_centre.open_project(self.project)
        cast.job_centre.sees_nothing_of("Meld projektet gennemført")
        cast.coordinator.sign(handover)
        cast.job_centre.sign(handover)
        cast.job_centre.sees("I kraft")
        cast.job_centre.open_project(self.project)
        cast.job_centre.sees(f"{cast.job_centre.organisation}, som har overtaget koordineringen")
        cast.job_centre.complete_project(self.project, days_ago(10))
        cast.coordinator.open_project(self.project)
        cast.coordinator.sees("Projektet er gennemført")

    def the_next_one_starts_from_it(self) -> None:
        cast = self.cast
        coordinator = cast.coordinator
        coordinator.open_project(self.project)
        coordinator.follow("Start et nyt projekt med dette som skabelon")
        coordinator.sees("Personer, parter, aftaler og underskrifter overtages aldrig.")
        new = coordinator.create_project(
            answers={
                "Titel": f"{self.title}, næste hold",
                "Regionalt råd": "RBR Midtjylland – Arbejdsmarkedskontor Midt-Nord",
                "Startdato": TODAY,
                "Hvor kom initiativet fra?": "Arbejdsmarkedskontor eller VEU-koordinator",
            },
        )
        assert new != self.project
        for tab, kept in (
            ("Plan", "Ledige ufaglærte og nyledige"),
            ("Opgaver", "Find praktikpladser"),
            ("Kurser", "Vejen som arbejdsplads"),
        ):
            coordinator.open_project(new, tab)
            coordinator.sees(kept)
        coordinator.open_project(new, "Kandidater")
        coordinator.sees("Her er ingen kandidater endnu")
        for person in cast.everybody.values():
            if person is not coordinator:
                person.is_refused(new)
        assert "Fase 1" in coordinator.phase(new)

    # Who sees what

    def nobody_else_sees(self, secrets: tuple[str, ...], *, but: tuple[Person, ...]) -> None:
        """Nobody but the candidate's own job centre and these is told who a candidate is, on the project's
        pages or on the candidate's own."""
        places = [self.project, f"{self.project}kandidater/", f"{self.project}kurser/"]
        for person in self.cast.everybody.values():
            if person is not self.cast.job_centre and person not in but:
                for address in (*places, *self.courses.values(), *self.candidacies, *self.persons):
                    source = person.ask(address)
                    assert source is None or not [secret for secret in secrets if secret in source]

    def every_page_is_as_each_may_see_it(self) -> None:
        """Once more, at the end: every part of the project for everybody."""
        cast = self.cast
        names = {person.name for person in cast.candidates}
        numbers = {person.cpr for person in cast.candidates}
        knows = {
            "job_centre": names,
            "provider": {person.name for person in cast.candidates[:3]},
            "company": {cast.candidates[0].name},
        }
        for role, person in cast.everybody.items():
            parts = person.parts(self.project)
            assert bool(parts) is (role != "other_provider")
            offers_candidates = f"{self.project}kandidater/" in parts
            assert offers_candidates is (role not in ("association", "union", "other_provider"))
            for address in parts:
                source = str(person.ask(address))
                assert "<h1" in source
                told = {secret for secret in names | numbers if secret in source}
                assert told <= knows.get(role, set())
                if address.endswith("/kandidater/"):
                    assert told == knows.get(role, set())
        # The whole number is shown to the own caseworker alone, who says why, and is on record for it.
        caseworker = cast.job_centre
        caseworker.open(self.persons[0])
        caseworker.choose("Hvad skal du bruge oplysningerne til?", "Jeg skal kontakte personen")
        caseworker.press("Vis CPR-nummer og kontaktoplysninger")
        caseworker.sees(cast.candidates[0].cpr, "Jeg skal kontakte personen")
        for role, person in cast.everybody.items():
            if role != "job_centre":
                person.is_refused(self.persons[0])

    def travel(self) -> None:
        self.a_company_has_a_need()
        self.a_project_is_created_from_it()
        self.the_parties_come_in()
        self.the_partners_endorse_it()
        self.it_is_kicked_off()
        self.a_provider_is_found()
        self.job_centres_agree_their_contribution()
        self.persons_become_candidates()
        self.candidates_are_screened_and_presented()
        self.courses_are_run()
        self.it_ends_in_jobs()
        self.others_can_learn_from_it()
        self.every_page_is_as_each_may_see_it()
        self.a_job_centre_takes_over()
        self.the_next_one_starts_from_it()


def test_a_project_goes_from_a_companys_need_to_people_in_jobs(chromium: Browser, site: str) -> None:
    with assembled(chromium, site) as cast:
        Journey(cast).travel()


def test_it_goes_there_without_scripts_and_on_phones_too(chromium: Browser, site: str) -> None:
    on_a_phone = {"company", "job_centre", "provider", "union"}
    with assembled(
        chromium, site, scripts=False, size_of=lambda name: PHONE if name in on_a_phone else DESKTOP
    ) as cast:
        Journey(cast).travel()
