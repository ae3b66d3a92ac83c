"""The demonstration's completed project: outcomes, lessons for every phase, shown to the public."""

from __future__ import annotations

from jobveu.candidates.enums import DropoutReason, Milestone, OutcomeKind
from jobveu.journeys.demo.people import AARHUS, FAVRSKOV, RANDERS
from jobveu.journeys.demo.steps import COORDINATOR, Story, need
from jobveu.journeys.demo.world import World
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    CoordinatorRole,
    Initiative,
    PhaseNumber,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.models import Project
from jobveu.projects.operations.projects import complete_project, publish_project


def hotels(world: World) -> Story:
    """Completed, with outcomes and lessons for every phase, shown to the public, used as a template."""
    need_id = need(
        world,
        of="hotel",
        by=COORDINATOR,
        told_by="hotelforening",
        days_ago=440,
        occupation="Tjener og kok",
        head_count=9,
        competences="Servering, hygiejne, allergener, og at kunne arbejde i weekender.",
        place=AARHUS,
        needed_in=-330,
    )
    story = Story.begin(
        world,
        title="Tjenere og kokke til hotellerne i Aarhus",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Ledige fik seks ugers forløb på skole og hotel. De fleste gik videre til job, læreplads eller "
            "uddannelse. Opskriften kan bruges igen af andre."
        ),
        created=435,
        starts=430,
        initiative=Initiative.SOCIAL_PARTNER,
        initiator="hotelforening",
        industry="55",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.HELMSMAN,
        area_kind=AreaKind.SHORTAGE,
        area_basis="Hotelforeningens medlemmer kunne ikke besætte stillinger som tjener (opdigtet).",
        need_ids=[need_id],
    )
    story.party(
        "fagforbund", "Fastlagde indholdet og rådgav om vilkår", days_ago=432, first=True, content=True
    )
    story.party(RANDERS, "Fandt og fulgte kandidater", days_ago=428)
    story.party(FAVRSKOV, "Fandt og fulgte kandidater", days_ago=428)
    agreement_id = story.partner_agreement(
        title="Partsaftale om tjenere og kokke",
        text=(
            "1. Parterne er enige om et forløb på seks uger med merit på grundforløbet.\n\n"
            "2. Praktikken foregår i dagtimerne de første to uger og derefter i hotellets vagter.\n\n"
            "3. Hotellet tilbyder job eller læreplads til dem, der gennemfører."
        ),
        signatories=("fagforbund", "office"),
        days_ago=420,
    )
    story.sign(agreement_id, "fagforbund", days_ago=418)
    story.sign(agreement_id, COORDINATOR, days_ago=417)
    story.plan(
        days_ago=412,
        purpose="Ledige får job eller læreplads på hoteller i Aarhus.",
        target_group="Ledige uden uddannelse, der kan arbejde i weekender.",
        upskilling_need="Servering, hygiejnebevis, allergener og lidt fagengelsk.",
        matching_model=(
            "En prøvevagt, før kandidaten siger ja. Skole og hotel skiftes uge for uge. Samtale om job i "
            "uge fem."
        ),
    )
    for title, responsible, due, phase in (
        ("Hold informationsmøde på hotellet", "hotel", 395, PhaseNumber.SCREENING_AND_MATCH),
        ("Find kandidater, og aftal prøvevagter", RANDERS, 385, PhaseNumber.SCREENING_AND_MATCH),
        ("Tilmeld holdet på skolen", "office", 375, PhaseNumber.SCREENING_AND_MATCH),
        ("Hold samtaler om job i uge fem", "hotel", 340, PhaseNumber.SCREENING_AND_MATCH),
        ("Saml erfaringer fra alle parter", "office", 315, PhaseNumber.LEARNING),
    ):
        story.task(title, phase=phase, responsible=responsible, due=due, added=410, done=due + 1)
    story.commitment(
        COORDINATOR,
        of="hotel",
        kind=CommitmentKind.HIRING_GUARANTEE,
        days_ago=405,
        head_count=5,
        conditions="Gennemført forløb og hygiejnebevis.",
        shown_by="Underskrevet garanti fra hoteldirektøren.",
    )
    story.direct_choice(
        "skole",
        days_ago=400,
        subject="Servering og køkken, seks uger",
        requirements="Skal skifte uge for uge mellem skole og hotel.",
        reason="Skolen er den eneste i området med både restaurant- og køkkenværksted.",
    )
    serving = story.course(
        "Servering, allergener og fagengelsk",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ago(372),
        ends=world.ago(351),
        created=398,
        minimum=6,
        maximum=12,
    )
    kitchen = story.course(
        "Hygiejne og køkken",
        provider="skole",
        place="Hotel Prøvesand",
        municipality=AARHUS,
        starts=world.ago(350),
        ends=world.ago(330),
        created=398,
        minimum=6,
        maximum=12,
    )
    group = range(1, 9)
    for number in group:
        story.candidate(number, "favrskov" if number > 5 else "randers", days_ago=390)
        story.screen(number, days_ago=386, reason="Prøvevagten gik godt, kan arbejde i weekender.")
        story.present(number, "hotel", days_ago=384)
    story.enrol(group, serving, days_ago=378)
    story.enrol(group, kitchen, days_ago=378)
    story.start(group, serving, by="skole", days_ago=372)
    story.complete(group, serving, by="skole", days_ago=351)
    story.held(serving, "skole", days_ago=350)
    story.start(group, kitchen, by="skole", days_ago=350)
    story.drop_out(
        4, kitchen, by="skole", days_ago=340, reason=DropoutReason.EDUCATION, note="Fik læreplads som bager."
    )
    story.complete([number for number in group if number != 4], kitchen, by="skole", days_ago=330)
    story.held(kitchen, "skole", days_ago=329)
    for number in group:
        kind, employer, employer_name = (
            (OutcomeKind.ORDINARY_JOB, "hotel", ""),
            (OutcomeKind.ADULT_APPRENTICESHIP, "hotel", ""),
            (OutcomeKind.ORDINARY_JOB, "", "En café i Randers"),
            (OutcomeKind.ORDINARY_EDUCATION, "", ""),
            (OutcomeKind.ORDINARY_JOB, "hotel", ""),
            (OutcomeKind.ORDINARY_JOB, "hotel", ""),
            (OutcomeKind.ORDINARY_EDUCATION, "", ""),
            (OutcomeKind.UNEMPLOYED, "", ""),
        )[number - 1]
        for milestone, days_ago in (
            (Milestone.END, 328),
            (Milestone.MONTHS_3, 236),
            (Milestone.MONTHS_6, 145),
        ):
            story.outcome(
                number, milestone, kind, days_ago=days_ago, employer=employer, employer_name=employer_name
            )
    _hotel_lessons(story)
    version = Project.objects.get(pk=story.project_id).version
    complete_project(
        by=world.actor(COORDINATOR),
        at=world.when(300),
        project_id=story.project_id,
        version=version,
        end_date=world.ago(310),
    )
    publish_project(by=world.actor(COORDINATOR), at=world.when(298), project_id=story.project_id)
    return story


def _hotel_lessons(story: Story) -> None:
    for phase, title, text, tags in (
        (
            PhaseNumber.NEED,
            "Spørg foreningen, før du spørger hotellerne",
            "Hotelforeningen vidste, hvilke medlemmer der reelt ville ansætte. Det sparede os for at ringe "
            "rundt til tyve hoteller, som alle gerne ville have nogen, men ingen kunne oplære.",
            ("hotel", "brancheorganisation", "behov"),
        ),
        (
            PhaseNumber.PARTNER_AGREEMENT,
            "Aftal praktikkens vagter på forhånd",
            "Fagforbundet var bekymret for, om praktikanter ville overtage aftenvagter. Da aftalen sagde, "
            "hvornår de første vagter ligger, faldt det på plads på ét møde.",
            ("praktik", "vagter", "partsaftale"),
        ),
        (
            PhaseNumber.KICK_OFF,
            "Prøvevagten er den bedste screening",
            "En prøvevagt på fire timer viste mere end samtalen. Nogle trak sig selv, og hotellet vidste, "
            "hvem der kunne blive til noget.",
            ("prøvevagt", "screening", "hotel"),
        ),
        (
            PhaseNumber.SCREENING_AND_MATCH,
            "Skift mellem skole og hotel hver uge",
            "Deltagerne kunne bruge det lærte allerede ugen efter. Læreren fik spørgsmål fra hverdagen med "
            "hjem. Det kræver, at skolen kan ændre skemaet med kort varsel.",
            ("praksisnær", "skole", "skema"),
        ),
        (
            PhaseNumber.LEARNING,
            "Begynd med engelsk fra første uge",
            "Engelsk lå sidst og blev for kort. Gæsterne taler engelsk fra første vagt, så næste hold bør "
            "have en time om dagen hele vejen.",
            ("engelsk", "næste hold"),
        ),
    ):
        story.lesson(phase, title, text, tags, days_ago=312)
