"""The demonstration's fullest project: candidates in all states, one group finished, one on its course."""

from __future__ import annotations

from dataclasses import replace

from jobveu.candidates.enums import (
    Attendance,
    DropoutReason,
    FollowUpChannel,
    Milestone,
    OutcomeKind,
    SkillLevel,
)
from jobveu.candidates.operations.candidacies import withdraw_candidate
from jobveu.candidates.operations.formal_facts import Registered
from jobveu.candidates.periods import AwayPeriod
from jobveu.journeys.demo.demands import AT_HEIGHTS, DANISH, DIGGING, EARLY, FIBRE_DEMANDS, LICENCE, PRECISE
from jobveu.journeys.demo.files import offer_files
from jobveu.journeys.demo.people import FAVRSKOV, NORDDJURS, RANDERS
from jobveu.journeys.demo.steps import COORDINATOR, Story, need
from jobveu.journeys.demo.story_fibre_met import ON_COURSE, met_the_company, waiting_for_a_place
from jobveu.journeys.demo.world import World
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    CoordinatorRole,
    Initiative,
    JobSearchDuty,
    MeetingKind,
    PhaseNumber,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.formal_facts import LanguageLevel, LicenceCategory
from jobveu.projects.models import Procurement, ProjectDialogue
from jobveu.projects.operations.procurement import choose_provider

MEASURING = "Måling og dokumentation af fiber"


def fibre(world: World) -> Story:
    """Phase 4 at its fullest: 26 candidates in all states, one group finished, one on its course. Since the
    first group is in work, what is missing are the lessons of phase 5."""
    need_ids = [
        need(
            world,
            of="fiber",
            by="firma",
            days_ago=250,
            occupation="Fibertekniker",
            head_count=12,
            competences="Blæsning og svejsning af fiber, måling, kørekort B, arbejde i private hjem.",
            place=RANDERS,
            needed_in=-110,
        ),
        need(
            world,
            of="kabel",
            by="branche",
            told_by="branche",
            days_ago=246,
            occupation="Kabelmontør",
            head_count=6,
            competences="Gravning, kabellægning, vejen som arbejdsplads.",
            place=NORDDJURS,
            needed_in=-100,
        ),
    ]
    story = Story.begin(
        world,
        title="Fiberteknikere til Østjylland",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Ledige fra Randers, Favrskov og Norddjurs lærer at lægge og svejse fiber og møder "
            "virksomhederne, før kurset begynder. Første hold er færdigt, andet hold er på kursus nu."
        ),
        created=243,
        starts=240,
        initiative=Initiative.COMPANY,
        initiator="fiber",
        industry="42",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.VULNERABLE, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.SHORTAGE,
        area_basis="De to virksomheder har haft stillinger opslået i et halvt år uden ansøgere (opdigtet).",
        need_ids=need_ids,
    )
    _fibre_agreed(story)
    _fibre_planned(story, world)
    _fibre_contributions(story, world)
    first = story.course(
        "Fiberteknik, grundkursus, hold 1",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ago(155),
        ends=world.ago(120),
        created=175,
        maximum=12,
    )
    road = story.course(
        "Vejen som arbejdsplads, hold 1",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ago(117),
        ends=world.ago(112),
        created=175,
        merit_giving=False,
        maximum=12,
    )
    second = story.course(
        "Fiberteknik, grundkursus, hold 2",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ago(21),
        ends=world.ahead(14),
        created=90,
        maximum=12,
    )
    second_road = story.course(
        "Vejen som arbejdsplads, hold 2",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ahead(17),
        ends=world.ahead(21),
        created=90,
        merit_giving=False,
        minimum=5,
        maximum=7,
    )
    story.course(
        MEASURING,
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ahead(33),
        ends=world.ahead(35),
        created=40,
        minimum=2,
        maximum=10,
    )
    _fibre_first_group(story, first, road)
    _fibre_second_group(story, second)
    waiting_for_a_place(story, second_road)
    return story


def _fibre_agreed(story: Story) -> None:
    story.party(
        "fagforbund", "Fastlægger indholdet og rådgiver om vilkår", days_ago=238, first=True, content=True
    )
    for code, days in ((RANDERS, 236), (FAVRSKOV, 230), (NORDDJURS, 230)):
        story.party(code, "Finder, screener og følger kandidater", days_ago=days)
    story.dialogue(
        "fiber",
        days_ago=237,
        subject="Hvad skal en ny medarbejder kunne den første dag?",
        notes="Driftslederen lægger mest vægt på, at folk kan møde kl. 6.30 og tale med en kunde. Resten kan "
        "læres. De har tre makkerpar klar til oplæring.",
        agreed="Virksomheden holder samtaler med alle, der er screenet, inden holdet begynder.",
    )
    story.dialogue(
        "kabel",
        days_ago=231,
        by="konsulent",
        subject="Kabelmontører til strækningen ved Grenaa",
        notes="Mangler folk til gravearbejdet. Vil gerne tage én, der har været ledig længe, hvis der er en "
        "mentor med i starten.",
        agreed="Jobcentret undersøger mulighederne for en mentor.",
    )
    agreement_id = story.partner_agreement(
        title="Partsaftale om fiberteknikere i Østjylland",
        text=(
            "1. Parterne er enige om, at der mangler fiberteknikere i Østjylland, og at ledige kan løse "
            "opgaverne efter et forløb på seks uger.\n\n"
            "2. Grundkurset skal give merit på uddannelsen til elektriker.\n\n"
            "3. Virksomhederne holder samtaler med kandidaterne, før kurset begynder.\n\n"
            "4. Overenskomstens satser gælder fra første arbejdsdag. Praktik varer højst to uger."
        ),
        signatories=("branche", "fagforbund", "fiber", "office"),
        days_ago=226,
    )
    story.sign(agreement_id, COORDINATOR, days_ago=225)
    story.sign(agreement_id, "fagforbund", days_ago=223)
    story.sign(agreement_id, "firma", days_ago=222)
    story.sign(agreement_id, "branche", days_ago=219)
    for key, chairs in (
        ("office", True),
        ("fagforbund", False),
        ("branche", False),
        ("fiber", False),
        (RANDERS, False),
    ):
        story.seat(key, days_ago=215, chairs=chairs)


def _fibre_planned(story: Story, world: World) -> None:
    group = ("office", "fagforbund", "branche", "fiber", RANDERS)
    story.meeting(
        MeetingKind.KICK_OFF,
        days_ago=213,
        attendees=(*group, FAVRSKOV, NORDDJURS),
        place="Jobcenter Randers",
        agenda="1. Behovet\n2. Indholdet\n3. Hvem finder kandidater, og hvor mange?\n4. Tidsplan",
        minutes=(
            "Virksomhederne fortalte, hvad de mangler. Fagforbundet og brancheforeningen sender et udkast "
            "til indholdet i næste uge. De tre jobcentre regner med at kunne finde 26 kandidater i alt og "
            "vil gerne give dem samme vilkår. Koordinatoren sender forløbet i udbud."
        ),
    )
    story.meeting(
        MeetingKind.STEERING_GROUP,
        days_ago=104,
        attendees=group,
        place="Erhvervsskolen Eksempel",
        agenda="1. Første hold er færdigt: hvor er de nu?\n2. Hvad gør vi anderledes på andet hold?",
        minutes=(
            "De fleste gennemførte og er gået videre til job eller uddannelse. Noget af frafaldet "
            "skyldtes, at arbejdet var hårdere end ventet. På andet hold besøger alle en grav, før de "
            "tilmeldes."
        ),
    )
    story.meeting(
        MeetingKind.STEERING_GROUP,
        days_ago=-9,
        attendees=group,
        place="Videomøde",
        agenda="1. Status på andet hold\n2. Skal der være et tredje hold?",
        hour=13,
    )
    for days_ago, version, change_note, matching_model in (
        (
            205,
            0,
            "",
            "Jobcentret screener, virksomheden holder samtale, og den, der får tilsagn, begynder på kurset. "
            "To ugers praktik undervejs. Ansættelse dagen efter sidste kursusdag.",
        ),
        (
            100,
            1,
            "Besøg hos virksomheden før screening, efter første hold.",
            "Alle besøger en grav en formiddag. Derefter screener jobcentret, virksomheden holder samtale, "
            "og den, der får tilsagn, begynder på kurset. To ugers praktik undervejs.",
        ),
    ):
        story.plan(
            days_ago=days_ago,
            version=version,
            change_note=change_note,
            purpose="Ledige får varige job som fiberteknikere og kabelmontører i Østjylland.",
            target_group="Ledige fra tre kommuner, også udsatte ledige. Kørekort B er et krav.",
            upskilling_need="Blæsning, svejsning og måling af fiber, kabellægning, vejen som arbejdsplads.",
            matching_model=matching_model,
        )
    story.commitment(
        "firma",
        of="fiber",
        kind=CommitmentKind.HIRING_GUARANTEE,
        days_ago=200,
        head_count=10,
        conditions="Gennemført kursus, kørekort B og en samtale, hvor vi siger ja til hinanden.",
    )
    story.commitment(
        "branche",
        of="branche",
        kind=CommitmentKind.LETTER_OF_INTENT,
        days_ago=198,
        head_count=4,
        on_behalf_of="Prøve Kabel og Net og to andre medlemmer på Djursland",
        conditions="At der er ordrer på Djursland i sommer.",
    )
    tender_id = story.tender(
        days_ago=199,
        deadline=world.ago(185),
        subject="Fiberteknik på grundniveau, to hold",
        requirements="Seks uger, højst 12 deltagere, eget fiberværksted, merit på elektrikeruddannelsen.",
        invited=("skole", "amu", "sosu"),
    )
    story.offer(
        tender_id,
        "skole",
        days_ago=190,
        description="To hold a seks uger i eget fiberværksted. Giver merit på elektrikeruddannelsen.",
        price=318_000,
        earliest_start=world.ago(160),
        minimum=8,
        maximum=12,
        merit_giving=True,
    )
    story.offer(
        tender_id,
        "amu",
        days_ago=187,
        description="To hold a fem uger. Målekurset foregår i Aarhus.",
        price=274_000,
        earliest_start=world.ago(150),
        minimum=10,
        maximum=14,
        merit_giving=False,
    )
    offer_files(story)
    choose_provider(
        by=world.actor(COORDINATOR),
        at=world.when(180),
        procurement_id=tender_id,
        version=Procurement.objects.get(pk=tender_id).version,
        provider_id=world.org("skole"),
        reason=(
            "Skolens kurser giver merit, og værkstedet ligger, hvor kandidaterne bor. Det opvejer, at "
            "prisen er højere. Styregruppen var enig."
        ),
        chosen_on=world.ago(180),
    )
    for title, phase, responsible, due, added, done, done_by in (
        (
            "Send udkast til kursernes indhold",
            PhaseNumber.KICK_OFF,
            "fagforbund",
            205,
            212,
            206,
            "fagforbund",
        ),
        ("Send forløbet i udbud", PhaseNumber.KICK_OFF, "office", 198, 212, 199, COORDINATOR),
        ("Find 11 kandidater til hold 1", PhaseNumber.SCREENING_AND_MATCH, RANDERS, 160, 205, 161, "randers"),
        (
            "Hold samtaler med kandidaterne, hold 1",
            PhaseNumber.SCREENING_AND_MATCH,
            "fiber",
            156,
            205,
            157,
            "firma",
        ),
        ("Meld kursets første dag til jobcentrene", PhaseNumber.KICK_OFF, "skole", 170, 176, 172, "skole"),
        (
            "Registrér resultater efter 3 måneder, hold 1",
            PhaseNumber.SCREENING_AND_MATCH,
            FAVRSKOV,
            7,
            100,
            None,
            "",
        ),
        ("Tag stilling til et tredje hold", PhaseNumber.LEARNING, "branche", -9, 40, None, ""),
        ("Saml erfaringerne fra begge hold", PhaseNumber.LEARNING, "office", -45, 40, None, ""),
        ("Aftal praktikpladser til hold 2", PhaseNumber.SCREENING_AND_MATCH, "fiber", -3, 40, None, ""),
    ):
        story.task(
            title,
            phase=phase,
            responsible=responsible,
            due=due,
            added=added,
            done=done,
            done_by=done_by or COORDINATOR,
        )


def _fibre_contributions(story: Story, world: World) -> None:
    for caseworker, head_count, transport in (
        ("randers", 12, True),
        ("favrskov", 8, True),
        ("norddjurs", 6, False),
    ):
        agreement_id = story.contribution(
            caseworker,
            days_ago=176,
            head_count=head_count,
            by_date=world.ago(160),
            text=(
                "Jobcentret finder og screener kandidaterne og følger dem, til de har haft job i tre måneder."
            ),
            duty=JobSearchDuty.NONE,
            transport_paid=transport,
        )
        story.sign(agreement_id, COORDINATOR, days_ago=175)
        story.sign(agreement_id, caseworker, days_ago=173)


PASSED_BECAUSE = (
    "Har kørekort B og møder stabilt. Har arbejdet ude før.",
    "Stærk motivation, fingernem. Kører bil og kan møde kl. 6.30.",
    "Har passet en praktik i tre måneder. Taler godt med kunder.",
    "Har gravet og lagt fliser, kender vejen som arbejdsplads.",
)


def _fibre_first_group(story: Story, course: int, road: int) -> None:
    """Candidates 1 to 11: eight complete, three drop out; outcomes at the end and after three months."""
    asked = ProjectDialogue.objects.get(
        project=story.project_id, dialogue__subject="Hvad skal en ny medarbejder kunne den første dag?"
    )
    told = (LICENCE, DANISH, EARLY)
    story.tool(
        (
            replace(demand, dialogue_id=asked.dialogue_id if demand.text in told else None)
            for demand in FIBRE_DEMANDS
        ),
        by="konsulent",
        days_ago=174,
    )
    group = range(1, 12)
    for number in group:
        caseworker = ("randers", "favrskov", "randers", "norddjurs")[number % 4]
        story.candidate(
            number,
            caseworker,
            days_ago=172,
            vulnerable=number in (3, 8),
            skill=SkillLevel.SKILLED if number == 6 else SkillLevel.UNSKILLED,
        )
        story.screen(
            number,
            days_ago=168,
            reason=PASSED_BECAUSE[number % len(PASSED_BECAUSE)],
            not_met={DIGGING: ""} if number % 3 else {},
            unknown=(PRECISE,) if number in (4, 10) else (),
        )
        story.present(number, "kabel" if number in (4, 8) else "fiber", days_ago=166)
    story.enrol(group, course, days_ago=161)
    story.start(group, course, by="skole", days_ago=155)
    story.follow_up(
        3,
        days_ago=150,
        note="Har svært ved at nå bussen. Kører nu med en anden fra holdet.",
        channel=FollowUpChannel.COURSE_VISIT,
    )
    story.follow_up(
        5,
        days_ago=146,
        by="skole",
        channel=FollowUpChannel.MEETING,
        note="Har været væk i fire dage uden at melde afbud. Jobcentret får besked.",
    )
    story.drop_out(5, course, by="skole", days_ago=144, reason=DropoutReason.ILLNESS)
    story.drop_out(
        9,
        course,
        by=story.of_caseworker[9],
        days_ago=139,
        reason=DropoutReason.NEW_JOB,
        note="Fast job i et byggemarked.",
    )
    story.drop_out(
        11,
        course,
        by="skole",
        days_ago=135,
        reason=DropoutReason.MOTIVATION,
        note="Arbejdet ude i al slags vejr kom bag på deltageren.",
    )
    finished = [number for number in group if number not in (5, 9, 11)]
    story.complete(finished, course, by="skole", days_ago=120)
    story.held(course, "skole", days_ago=119)
    story.enrol(finished, road, days_ago=119)
    story.start(finished, road, by="skole", days_ago=117)
    story.complete(finished, road, by="skole", days_ago=112)
    story.held(road, "skole", days_ago=111)
    end, later = Milestone.END, Milestone.MONTHS_3
    for number, kind, employer in (
        (1, OutcomeKind.ORDINARY_JOB, "fiber"),
        (2, OutcomeKind.ORDINARY_JOB, "fiber"),
        (3, OutcomeKind.SUBSIDISED_JOB, "fiber"),
        (4, OutcomeKind.ORDINARY_JOB, "kabel"),
        (6, OutcomeKind.ADULT_APPRENTICESHIP, "fiber"),
        (7, OutcomeKind.ORDINARY_EDUCATION, ""),
        (8, OutcomeKind.UNEMPLOYED, ""),
    ):
        story.outcome(number, end, kind, days_ago=108, employer=employer)
    story.outcome(9, end, OutcomeKind.ORDINARY_JOB, days_ago=108, employer_name="Et byggemarked i Randers")
    for number, kind, employer in (
        (1, OutcomeKind.ORDINARY_JOB, "fiber"),
        (2, OutcomeKind.ORDINARY_JOB, "fiber"),
        (3, OutcomeKind.ORDINARY_JOB, "fiber"),
        (4, OutcomeKind.ORDINARY_JOB, "kabel"),
        (6, OutcomeKind.ADULT_APPRENTICESHIP, "fiber"),
        (7, OutcomeKind.ORDINARY_EDUCATION, ""),
    ):
        story.outcome(number, later, kind, days_ago=15, employer=employer)
    story.outcome(8, later, OutcomeKind.ORDINARY_JOB, days_ago=14, employer_name="Et gartneri ved Auning")


def _fibre_second_group(story: Story, course: int) -> None:
    """Candidates 12 to 26: on the course, and in every state before it."""
    group = range(12, 21)
    for number in range(12, 27):
        story.candidate(
            number,
            ("randers", "favrskov", "norddjurs", "randers", "favrskov")[number % 5],
            days_ago=50 if number < 24 else 6,
            vulnerable=number in (14, 16, 22, 24),
        )
        story.facts(
            number,
            Registered(
                driving_licences=(LicenceCategory.NONE,) if number == 24 else (LicenceCategory.CAR,),
                danish_level=(LanguageLevel.B1, LanguageLevel.B2, LanguageLevel.C2)[number % 3],
                unemployed_since=story.world.ago(120 + 30 * (number % 9)),
                travel_limit_km=30 + 5 * (number % 4),
                travel_limit_minutes=45 if number % 2 else None,
                # Within the days of the measuring course.
                away=(AwayPeriod(story.world.ahead(31), story.world.ahead(37)),) if number == 22 else (),
            ),
            days_ago=49 if number < 24 else 5,
        )
    story.tool(
        [replace(AT_HEIGHTS, company_id=story.world.org("fiber"))],
        by="konsulent",
        days_ago=44,
        change_note="Virksomheden sætter også fiber op på master fra andet hold.",
    )
    for number in (*group, 21, 22, 23):
        story.screen(
            number,
            days_ago=42,
            reason=PASSED_BECAUSE[number % len(PASSED_BECAUSE)],
            not_met={DIGGING: ""} if number % 4 else {},
        )
    met_the_company(story, group)
    for number in (*group, 21, 22):
        story.present(number, "fiber", days_ago=38, note="Samtale i virksomheden i uge 2 før kursus")
    story.enrol(group, course, days_ago=33)
    story.start([number for number in group if number not in (17, 20)], course, by="skole", days_ago=21)
    story.drop_out(17, course, by=story.of_caseworker[17], days_ago=19, reason=DropoutReason.FORMER_JOB)
    story.drop_out(
        15, course, by="skole", days_ago=10, reason=DropoutReason.PRACTICAL, note="Kunne ikke få hentet børn."
    )
    for back, days_ago in enumerate(story.world.working_days(6)):
        marks = dict.fromkeys(ON_COURSE, Attendance.CAME)
        if back in (0, 2):
            marks[13] = Attendance.ABSENT
        if back == 4:
            marks[18] = Attendance.EXCUSED
        story.came(course, marks, by="skole", days_ago=days_ago)
    story.follow_up(12, days_ago=8, note="Går godt. Spørger, om kørsel i egen bil kan betales.", next_in=7)
    story.follow_up(
        14,
        days_ago=5,
        channel=FollowUpChannel.COURSE_VISIT,
        note="Glad for værkstedet. Vil gerne have samme makker i praktikken.",
        next_in=9,
    )
    story.screen(
        24,
        days_ago=3,
        passed=False,
        not_met={LICENCE: "Er ikke begyndt på kørekort"},
        unknown=(PRECISE, DIGGING),
        reason="Har ikke kørekort B og ingen plan om at tage det. Tilbudt lager.",
    )
    story.screen(25, days_ago=2, reason="Møder stabilt i praktik. Skal møde virksomheden på mandag.")
    withdraw_candidate(
        by=story.caseworker(23),
        at=story.world.when(20),
        candidacy_id=story.candidates[23],
        reason="Har selv fundet job og ønsker ikke at være med.",
    )
