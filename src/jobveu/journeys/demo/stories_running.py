"""Projects of the demonstration in phase 4 or between phases: contributions, handover, staff on courses."""

from __future__ import annotations

from jobveu.journeys.demo.people import AARHUS, FAVRSKOV, HORSENS, NORDDJURS, RANDERS
from jobveu.journeys.demo.steps import COORDINATOR, Story, need
from jobveu.journeys.demo.world import World
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    CoordinatorRole,
    EndorsementForm,
    Initiative,
    JobSearchDuty,
    MeetingKind,
    PhaseNumber,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.operations.endorsements import record_endorsement
from jobveu.projects.operations.handover import hand_over_due, propose_handover
from jobveu.projects.operations.set_aside import set_aside_indicator


def warehouse(world: World) -> Story:
    """Three job centres whose terms differ, one contribution still unsigned; a handover is proposed."""
    need_id = need(
        world,
        of="lager",
        by="branche",
        told_by="branche",
        days_ago=130,
        occupation="Lagermedarbejder",
        head_count=20,
        competences="Truckcertifikat B, lagerstyring og scanning, kendskab til farligt gods.",
        place=HORSENS,
        needed_in=70,
    )
    story = Story.begin(
        world,
        title="Lager og logistik i Østjylland",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Tre jobcentre finder sammen tyve ledige til et nyt lager i Horsens. De lærer at køre truck og "
            "at styre et lager og møder arbejdspladsen, før kurserne begynder."
        ),
        created=125,
        starts=110,
        initiative=Initiative.SOCIAL_PARTNER,
        initiator="branche",
        industry="52",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.VULNERABLE, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.HELMSMAN,
        area_kind=AreaKind.SHORTAGE,
        area_basis="Virksomhederne på havnen får ikke besat lagerstillinger (opdigtet til demoen).",
        need_ids=[need_id],
    )
    story.party("akasse", "Informerer medlemmer om forløbet", days_ago=120, first=True)
    story.party("fagforbund", "Fastlægger indholdet sammen med virksomheden", days_ago=120, content=True)
    for code in (RANDERS, FAVRSKOV, NORDDJURS):
        story.party(code, "Finder og screener kandidater", days_ago=118)
    record_endorsement(
        project_id=story.project_id,
        organisation_id=world.org("fagforbund"),
        form=EndorsementForm.WORKING_GROUP,
        shown_by="Sidder i arbejdsgruppen om kursernes indhold.",
        given_on=world.ago(112),
        by=world.actor("fagforbund"),
        at=world.when(112),
    )
    story.plan(
        days_ago=98,
        purpose="Tyve ledige får job på det nye lager i Horsens.",
        target_group="Ledige fra tre kommuner, også udsatte ledige, der kan møde stabilt.",
        upskilling_need="Truckcertifikat B, lagerstyring, farligt gods og arbejdsmiljø.",
        matching_model=(
            "Besøg på lageret for alle interesserede, samtale med virksomheden, to ugers praktik og derefter "
            "fem ugers kursus. Virksomheden ansætter løbende."
        ),
    )
    story.task(
        "Aftal ens vilkår på tværs af de tre jobcentre",
        phase=PhaseNumber.KICK_OFF,
        responsible="office",
        due=5,
        added=95,
        description=(
            "Kandidater fra samme hold skal ikke opleve, at nogle får transporten betalt og andre ikke."
        ),
    )
    story.task(
        "Hold informationsmøde på lageret",
        phase=PhaseNumber.SCREENING_AND_MATCH,
        responsible="lager",
        due=-12,
        added=95,
    )
    story.task(
        "Meld antal kandidater til skolen",
        phase=PhaseNumber.SCREENING_AND_MATCH,
        responsible=RANDERS,
        due=-21,
        added=95,
    )
    story.commitment(
        "branche",
        of="lager",
        kind=CommitmentKind.LETTER_OF_INTENT,
        days_ago=90,
        head_count=15,
        conditions="At kandidaterne består truckcertifikatet.",
        shown_by="Referat af møde med virksomhedens driftschef.",
    )
    story.direct_choice(
        "amu",
        days_ago=84,
        subject="Truck og lager, tyve deltagere",
        requirements="Truckcertifikat B skal være bestået inden uge fire.",
        reason=(
            "Det eneste AMU-center i området med både truckbane og lagerhal. Ligger 20 minutter fra lageret."
        ),
    )
    story.course(
        "Gaffeltruck, certifikat B",
        provider="amu",
        place="AMU-centret Prøven",
        municipality=AARHUS,
        starts=world.ahead(40),
        ends=world.ahead(47),
        created=80,
        maximum=20,
    )
    story.course(
        "Lagerstyring med it og farligt gods",
        provider="amu",
        place="AMU-centret Prøven",
        municipality=AARHUS,
        starts=world.ahead(48),
        ends=world.ahead(75),
        created=80,
        maximum=20,
    )
    randers = story.contribution(
        "randers",
        days_ago=40,
        head_count=9,
        by_date=world.ahead(21),
        text="Jobcenter Randers finder ni kandidater og følger dem, til de har haft job i tre måneder.",
        duty=JobSearchDuty.NONE,
        transport_paid=True,
        work_placement_weeks=2,
    )
    story.sign(randers, COORDINATOR, days_ago=38)
    story.sign(randers, "randers", days_ago=36)
    favrskov = story.contribution(
        "favrskov",
        days_ago=33,
        head_count=6,
        by_date=world.ahead(21),
        text="Jobcenter Favrskov finder seks kandidater og holder kontakten til dem under kurserne.",
        duty=JobSearchDuty.REDUCED,
        transport_paid=False,
        work_placement_weeks=2,
    )
    story.sign(favrskov, COORDINATOR, days_ago=31)
    norddjurs = story.contribution(
        "norddjurs",
        days_ago=28,
        head_count=5,
        by_date=world.ahead(28),
        text="Jobcenter Norddjurs finder fem kandidater.",
        duty=JobSearchDuty.FULL,
        transport_paid=True,
        work_placement_weeks=4,
        other_terms="Kandidaterne låner en cykel, hvis der er under 15 km til bussen.",
    )
    story.sign(norddjurs, COORDINATOR, days_ago=26)
    story.sign(norddjurs, "norddjurs", days_ago=22)
    propose_handover(
        project_id=story.project_id,
        job_centre_id=world.org(RANDERS),
        text=(
            "Jobcenter Randers overtager at indkalde styregruppen, følge op på tidsplanen og være indgang "
            "for virksomheden. Plan, aftaler og kontaktoplysninger følger med."
        ),
        from_date=world.ahead(21),
        still_done="Koordinatoren deltager i styregruppen og hjælper med puljer og positivlister.",
        by=world.actor(COORDINATOR),
        at=world.when(10),
    )
    return story


def drivers(world: World) -> Story:
    """Handed over to a job centre, which coordinates it now."""
    need_id = need(
        world,
        of="transport",
        by="konsulent",
        told_by=RANDERS,
        days_ago=300,
        occupation="Chauffør med kørekort C",
        head_count=8,
        competences="Kørekort C, grunduddannelse for godschauffører, køre- og hviletid.",
        place=RANDERS,
        needed_in=-90,
    )
    story = Story.begin(
        world,
        title="Lastbilchauffører i Randers, tredje hold",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Ledige får kørekort C og grunduddannelsen for godschauffører. De to første hold blev "
            "koordineret af arbejdsmarkedskontoret; nu kører jobcentret det selv."
        ),
        created=295,
        starts=280,
        initiative=Initiative.JOB_CENTRE,
        initiator=RANDERS,
        industry="49",
        target_groups=(TargetGroup.UNEMPLOYED,),
        coordinator_role=CoordinatorRole.INITIATOR,
        area_kind=AreaKind.SHORTAGE,
        area_basis="Mangel på chauffører i tre halvår i træk (opdigtet til demoen).",
        need_ids=[need_id],
    )
    story.party("fagforbund", "Organiserer chaufførerne", days_ago=290, first=True, content=True)
    record_endorsement(
        project_id=story.project_id,
        organisation_id=world.org("fagforbund"),
        form=EndorsementForm.STEERING_GROUP,
        shown_by="Har haft et sæde i styregruppen siden første hold.",
        given_on=world.ago(285),
        by=world.actor("fagforbund"),
        at=world.when(285),
    )
    story.seat(RANDERS, days_ago=285, chairs=True)
    story.seat("fagforbund", days_ago=285)
    story.seat("transport", days_ago=285)
    story.plan(
        days_ago=270,
        purpose="Otte ledige bliver chauffører hos virksomheder i Randers.",
        target_group="Ledige over 21 år med kørekort B og ren straffeattest.",
        upskilling_need="Kørekort C, grunduddannelsen for godschauffører og surring af gods.",
        matching_model=(
            "En prøvedag som medchauffør, før kurset begynder, og praktik i en uge midt i forløbet."
        ),
    )
    story.task(
        "Find otte kandidater til tredje hold",
        phase=PhaseNumber.SCREENING_AND_MATCH,
        responsible=RANDERS,
        due=-16,
        added=60,
    )
    story.task(
        "Indgå aftale om prøvedage",
        phase=PhaseNumber.KICK_OFF,
        responsible="transport",
        due=40,
        added=60,
        done=44,
        done_by="konsulent",
    )
    story.commitment(
        COORDINATOR,
        of="transport",
        kind=CommitmentKind.HIRING_GUARANTEE,
        days_ago=260,
        head_count=5,
        conditions="Bestået køreprøve og godkendt prøvedag.",
        shown_by="Underskrevet garanti, gemt hos jobcentret.",
    )
    story.direct_choice(
        "skole",
        days_ago=250,
        subject="Kørekort C og grunduddannelse for godschauffører",
        requirements="Otte pladser, kørebane på stedet.",
        reason="Har kørt de to første hold og fik gode vurderinger af deltagerne.",
    )
    story.course(
        "Grunduddannelse for godschauffører",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ahead(26),
        ends=world.ahead(75),
        created=58,
        minimum=6,
        maximum=8,
    )
    handover = propose_handover(
        project_id=story.project_id,
        job_centre_id=world.org(RANDERS),
        text=(
            "Jobcenter Randers koordinerer projektet fra tredje hold: indkalder styregruppen, holder "
            "tidsplanen og aftaler hold med skolen."
        ),
        from_date=world.ago(62),
        still_done="Kontoret kan spørges om kurser på positivlisten.",
        by=world.actor(COORDINATOR),
        at=world.when(75),
    )
    story.sign(handover, "konsulent", days_ago=70)
    story.sign(handover, COORDINATOR, days_ago=66)
    hand_over_due(at=world.when(62))
    story.candidate(1, "randers", days_ago=12)
    story.candidate(2, "randers", days_ago=12)
    story.candidate(3, "randers", days_ago=9)
    story.screen(1, days_ago=8, reason="Kørekort B i fire år, har kørt varevogn. Glad efter prøvedagen.")
    story.screen(
        2,
        days_ago=8,
        passed=False,
        reason="Kan ikke køre om natten, og alle ruter begynder kl. 4. Vil hellere prøve lager.",
    )
    story.lesson(
        PhaseNumber.SCREENING_AND_MATCH,
        "Lad kandidaterne køre med en dag, før de siger ja",
        "På de første hold kom mødetiden bag på nogle. Nu kører alle med en chauffør en hel "
        "dag først. Den, der ikke har lyst, siger nej tak, før der er betalt for et kørekort.",
        ("match", "prøvedag", "frafald"),
        days_ago=7,
        by="randers",
    )
    return story


def cleaners(world: World) -> Story:
    """Staff upskilled at work: several indicators set aside, with the reasons."""
    need_id = need(
        world,
        of="rengoering",
        by=COORDINATOR,
        told_by="fagforbund",
        days_ago=95,
        occupation="Serviceassistent",
        head_count=12,
        competences="Hygiejne på hospitaler, ergonomi, faglig læsning af instrukser på dansk.",
        place=AARHUS,
        needed_in=50,
    )
    story = Story.begin(
        world,
        title="Fra rengøring til serviceassistent",
        type=ProjectType.EMPLOYED,
        description=(
            "Tolv ansatte hos Prøve Rengøring tager de første kurser mod uddannelsen til serviceassistent. "
            "Undervisningen foregår i arbejdstiden, en dag om ugen."
        ),
        created=90,
        starts=75,
        initiative=Initiative.SOCIAL_PARTNER,
        initiator="fagforbund",
        industry="81",
        target_groups=(TargetGroup.EMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.NONE,
        need_ids=[need_id],
    )
    story.defines_content("fagforbund", "Har aftalt forløbet i overenskomsten", days_ago=88)
    for indicator, reason in (
        (
            "shortage-or-focus-area",
            "Projektet fastholder ansatte, der ellers ville mangle kvalifikationer, når kontrakten skifter. "
            "Rengøring er ikke et mangelområde.",
        ),
        (
            "agreement-or-endorsement",
            "Fagforbundet tog selv initiativet og har aftalt forløbet med virksomheden i overenskomsten. En "
            "særskilt partsaftale ville gentage den.",
        ),
        ("screening", "Alle deltagere er ansat i virksomheden, som selv har spurgt, hvem der vil med."),
        ("matched", "Deltagerne er i job og skal blive der."),
    ):
        set_aside_indicator(
            by=world.actor(COORDINATOR),
            at=world.when(72),
            project_id=story.project_id,
            indicator=indicator,
            reason=reason,
        )
    story.dialogue(
        "rengoering",
        days_ago=86,
        subject="En fast undervisningsdag om ugen",
        notes="Driftslederen kan undvære halvdelen af holdet om onsdagen, når afløserne er planlagt.",
        agreed="To hold af seks, onsdage i ulige og lige uger.",
    )
    return story


def metal_crisis(world: World) -> Story:
    """A project that softens a crisis: staff counted by the provider, none registered one by one."""
    need_id = need(
        world,
        of="metal",
        by="branche",
        told_by="branche",
        days_ago=170,
        occupation="CNC-operatør",
        head_count=20,
        competences="CNC-betjening, kvalitetsstyring og grundlæggende it, når ordrerne vender.",
        place=RANDERS,
        needed_in=-20,
    )
    story = Story.begin(
        world,
        title="Opkvalificering under ordrenedgang hos Eksempel Metalvarefabrik",
        type=ProjectType.CRISIS,
        description=(
            "Fabrikken mistede en stor kunde. I stedet for at blive hjemsendt tog 38 medarbejdere kurser, og "
            "de elleve opsagte fik et certifikat med sig videre."
        ),
        created=165,
        starts=150,
        initiative=Initiative.COMPANY,
        initiator="metal",
        industry="25",
        target_groups=(TargetGroup.EMPLOYED, TargetGroup.UNDER_NOTICE),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.NONE,
        need_ids=[need_id],
    )
    story.party(
        "fagforbund", "Tillidsrepræsentanterne valgte kurserne", days_ago=160, first=True, content=True
    )
    agreement_id = story.partner_agreement(
        title="Aftale om uddannelse under ordrenedgang",
        text=(
            "1. Medarbejderne vælger selv mellem de kurser, som tillidsrepræsentanterne har sat på "
            "listen.\n\n"
            "2. Fabrikken betaler løn under kurserne og søger VEU-godtgørelse.\n\n"
            "3. Opsagte medarbejdere har samme ret til kurser som andre."
        ),
        signatories=("metal", "branche", "fagforbund"),
        days_ago=158,
    )
    story.sign(agreement_id, "branche", days_ago=157)
    story.sign(agreement_id, "fagforbund", days_ago=156)
    record_endorsement(
        project_id=story.project_id,
        organisation_id=world.org("fagforbund"),
        form=EndorsementForm.MARKETING,
        shown_by="Omtalt i klubbens nyhedsbrev til alle medlemmer på fabrikken.",
        given_on=world.ago(152),
        by=world.actor("fagforbund"),
        at=world.when(152),
    )
    story.plan(
        days_ago=155,
        purpose="Medarbejderne bruger ordrenedgangen på at blive bedre og mere alsidige.",
        target_group="Alle timelønnede, også dem, der er opsagt.",
        upskilling_need="CNC-betjening, kvalitetsstyring og it, efter eget valg.",
        matching_model="Fabrikken kalder folk tilbage, når ordrerne vender. Opsagte får hjælp af a-kassen.",
    )
    story.task(
        "Saml ønsker fra alle afdelinger",
        phase=PhaseNumber.KICK_OFF,
        responsible="metal",
        due=148,
        added=154,
        done=149,
    )
    story.commitment(
        "branche",
        of="metal",
        kind=CommitmentKind.LETTER_OF_INTENT,
        days_ago=150,
        conditions="Indholdet passer til de maskiner, fabrikken får næste år.",
        shown_by="Mail fra HR-chefen.",
    )
    story.direct_choice(
        "skole",
        days_ago=146,
        subject="CNC, kvalitet og it for 38 medarbejdere",
        requirements="Kan begynde inden for to uger.",
        reason="Fabrikken skulle bruge kurser inden for to uger, og skolen var den eneste, der kunne.",
    )
    cnc = story.course(
        "CNC-betjening",
        provider="skole",
        place="Erhvervsskolen Eksempel",
        municipality=RANDERS,
        starts=world.ago(130),
        ends=world.ago(100),
        created=144,
        minimum=None,
        maximum=24,
    )
    quality = story.course(
        "Kvalitetsstyring og it",
        provider="skole",
        place="På fabrikken",
        municipality=RANDERS,
        starts=world.ago(98),
        ends=world.ago(80),
        created=144,
        merit_giving=False,
        minimum=None,
        maximum=24,
    )
    story.held(cnc, "skole", days_ago=99, reported=21)
    story.held(quality, "skole", days_ago=79, reported=23)
    set_aside_indicator(
        by=world.actor(COORDINATOR),
        at=world.when(140),
        project_id=story.project_id,
        indicator="shortage-or-focus-area",
        reason="Projektet er valgt efter faldet i ordrer, ikke efter mangel på arbejdskraft.",
    )
    set_aside_indicator(
        by=world.actor(COORDINATOR),
        at=world.when(140),
        project_id=story.project_id,
        indicator="screening",
        reason="Alle, der ville med, kom med.",
    )
    story.meeting(
        MeetingKind.STEERING_GROUP,
        days_ago=-6,
        attendees=("metal", "branche", "fagforbund", "office"),
        place="Eksempel Metalvarefabrik, kantinen",
        agenda="1. Hvem er kaldt tilbage?\n2. Hvad lærte vi, som andre fabrikker kan bruge?",
    )
    return story
