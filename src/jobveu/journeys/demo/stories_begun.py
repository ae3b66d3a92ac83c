"""Projects of the demonstration in phases 1 to 3: needs, partner agreements, a tender, one given up."""

from __future__ import annotations

from jobveu.journeys.demo.people import AARHUS, FAVRSKOV, HORSENS, RANDERS, SILKEBORG
from jobveu.journeys.demo.steps import COORDINATOR, Story, need
from jobveu.journeys.demo.world import World
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    CoordinatorRole,
    EndorsementForm,
    Initiative,
    MeetingKind,
    PhaseNumber,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.operations.agreements import revise_agreement
from jobveu.projects.operations.endorsements import record_endorsement
from jobveu.projects.operations.needs import close_need
from jobveu.projects.operations.projects import cancel_project


def fresh_needs(world: World) -> None:
    """Needs that no project answers yet: told by a workplace, by an association, and by a job centre."""
    need(
        world,
        of="fiber",
        by="firma",
        days_ago=2,
        occupation="Montør af ladestandere",
        head_count=6,
        competences="Grundlæggende elsikkerhed, kørekort B og lyst til at arbejde udendørs hele året.",
        place=RANDERS,
        needed_in=120,
    )
    need(
        world,
        of="lager",
        by="branche",
        told_by="branche",
        days_ago=5,
        occupation="Truckfører",
        head_count=8,
        competences="Gaffeltruckcertifikat B, scanning og plukning, og dansk nok til at læse en ordre.",
        place=HORSENS,
        needed_in=75,
    )
    need(
        world,
        of="restaurant",
        by="konsulent",
        told_by=RANDERS,
        days_ago=1,
        occupation="Køkkenmedhjælper",
        head_count=2,
        competences="Hygiejnebevis, og at kunne møde kl. 6 hver anden weekend.",
        place=RANDERS,
        needed_in=30,
    )


def care_workers(world: World) -> Story:
    """Phase 2: a partner agreement that half of its signatories have signed."""
    need_id = need(
        world,
        of="pleje",
        by="pleje",
        days_ago=48,
        occupation="Social- og sundhedshjælper",
        head_count=10,
        competences="Forflytning, hygiejne, dokumentation på dansk, og at kunne arbejde i aftenvagt.",
        place=FAVRSKOV,
        needed_in=170,
    )
    story = Story.begin(
        world,
        title="Social- og sundhedshjælpere til Plejecenter Eksempelhøj",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Plejecentret mangler ti social- og sundhedshjælpere. Ledige uden uddannelse får et forløb, der "
            "både prøver faget af og giver merit på grundforløbet, inden de tager stilling til uddannelsen."
        ),
        created=45,
        starts=40,
        initiative=Initiative.COMPANY,
        initiator="pleje",
        industry="87",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.FOCUS,
        area_basis="Rådet har udpeget social- og sundhedsområdet som indsatsområde (opdigtet til demoen).",
        need_ids=[need_id],
    )
    story.party(
        "fagforbund",
        "Organiserer social- og sundhedshjælperne",
        days_ago=44,
        first=True,
        content=True,
    )
    story.party(FAVRSKOV, "Finder og screener kandidater", days_ago=44)
    story.party("sosu", "Har givet råd om kurser og merit", days_ago=41)
    story.dialogue(
        "pleje",
        days_ago=42,
        subject="Hvilke vagter skal de nye hjælpere kunne tage?",
        notes="Lederen viste rundt. Centret har prøvet at annoncere to gange i år uden at få ansøgere med "
        "erfaring. De kan tage fire i praktik ad gangen.",
        agreed="Centret sender en beskrivelse af en typisk aftenvagt, som jobcentret kan vise kandidaterne.",
    )
    agreement_id = story.partner_agreement(
        title="Partsaftale om social- og sundhedshjælpere i Favrskov",
        text=(
            "1. Parterne er enige om, at Plejecenter Eksempelhøj har brug for ti social- og "
            "sundhedshjælpere, og at de kan uddannes blandt ledige i området.\n\n"
            "2. Forløbet varer otte uger: to uger på skolen, fire ugers praktik på centret og to uger på "
            "skolen igen. Kurserne skal give merit på grundforløb 2.\n\n"
            "3. Praktikanter regnes ikke med i normeringen.\n\n"
            "4. Den, der gennemfører, får en samtale med centret om ansættelse eller elevplads."
        ),
        signatories=("pleje", "fagforbund", FAVRSKOV, "office"),
        days_ago=14,
    )
    story.sign(agreement_id, COORDINATOR, days_ago=13)
    story.sign(agreement_id, "fagforbund", days_ago=9)
    return story


def welders(world: World) -> Story:
    """Phase 2: an agreement that was in force until its text was changed; new signatures are asked for."""
    need_id = need(
        world,
        of="metal",
        by="branche",
        told_by="branche",
        days_ago=80,
        occupation="Svejser",
        head_count=12,
        competences="MAG-svejsning i positionerne PA til PF og arbejdsmiljøkursus for svejsere.",
        place=RANDERS,
        needed_in=90,
    )
    story = Story.begin(
        world,
        title="Svejsere til metalindustrien i Randers",
        type=ProjectType.BOTH,
        description=(
            "Eksempel Metalvarefabrik udvider og skal bruge tolv svejsere. Halvdelen findes blandt ledige, "
            "halvdelen blandt fabrikkens egne ufaglærte, som får et spring frem mod smedeuddannelsen."
        ),
        created=76,
        starts=60,
        initiative=Initiative.SOCIAL_PARTNER,
        initiator="branche",
        industry="25",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.EMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.SHORTAGE,
        area_basis="Fabrikken har opslået stillinger som svejser fire gange uden at besætte dem (opdigtet).",
        need_ids=[need_id],
    )
    story.party(
        "fagforbund",
        "Medlemmer på fabrikken; rådgiver om løn og vilkår",
        days_ago=74,
        first=True,
        content=True,
    )
    story.party(RANDERS, "Finder og screener de ledige", days_ago=74)
    text = (
        "1. Parterne er enige om, at tolv personer opkvalificeres til svejsere: seks ledige og seks "
        "ansatte.\n\n"
        "2. Forløbet består af meritgivende AMU-kurser i MAG-svejsning og varer {weeks} uger.\n\n"
        "3. De ledige kommer i to ugers praktik på fabrikken, før de begynder.\n\n"
        "4. De ansatte får fuld løn under kurserne. Fabrikken søger VEU-godtgørelse."
    )
    agreement_id = story.partner_agreement(
        title="Partsaftale om svejsere i Randers",
        text=text.format(weeks="seks"),
        signatories=("branche", "fagforbund", "office"),
        days_ago=50,
    )
    story.sign(agreement_id, "branche", days_ago=49)
    story.sign(agreement_id, COORDINATOR, days_ago=48)
    story.sign(agreement_id, "fagforbund", days_ago=44)
    revise_agreement(
        agreement_id=agreement_id,
        version=1,
        text=text.format(weeks="otte")
        + "\n\n5. Efter ønske fra begge parter tilføjes to ugers kursus i at læse tekniske tegninger.",
        by=world.actor(COORDINATOR),
        at=world.when(6),
    )
    story.sign(agreement_id, "branche", days_ago=4, version=2)
    return story


def roofers(world: World) -> Story:
    """Phase 3: a tender with two offers, ready to be chosen between."""
    need_id = need(
        world,
        of="tag",
        by=COORDINATOR,
        told_by="branche",
        days_ago=105,
        occupation="Tagdækker",
        head_count=14,
        competences="Tagpap og membraner, arbejde i højden, varmt arbejde.",
        place=SILKEBORG,
        needed_in=60,
    )
    story = Story.begin(
        world,
        title="Tagdækkere: fra ufaglært til faglært",
        type=ProjectType.EMPLOYED,
        description=(
            "Opdigtet Tagdækning vil løfte fjorten ufaglærte medarbejdere mod svendebrev. Kurserne lægges om "
            "vinteren, hvor der er færrest ordrer, og tæller med i uddannelsen til tagdækker."
        ),
        created=100,
        starts=90,
        initiative=Initiative.COMPANY,
        initiator="tag",
        industry="43",
        target_groups=(TargetGroup.EMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.SHORTAGE,
        area_basis="Brancheforeningen Eksempels egen rundspørge blandt medlemmerne (opdigtet til demoen).",
        need_ids=[need_id],
    )
    story.party("fagforbund", "Rådgiver deltagerne om vilkår", days_ago=96, first=True, content=True)
    record_endorsement(
        project_id=story.project_id,
        organisation_id=world.org("branche"),
        form=EndorsementForm.LOGO,
        shown_by="Logo på folderen »Vinterkursus for tagdækkere«, udsendt til medlemmerne.",
        given_on=world.ago(70),
        by=world.actor("branche"),
        at=world.when(70),
    )
    record_endorsement(
        project_id=story.project_id,
        organisation_id=world.org("fagforbund"),
        form=EndorsementForm.STATEMENT,
        shown_by="Mail til koordinatoren med opbakning til forløbet.",
        given_on=world.ago(66),
        by=world.actor("fagforbund"),
        at=world.when(66),
    )
    story.seat("tag", days_ago=80, chairs=True)
    story.seat("fagforbund", days_ago=80)
    story.seat("branche", days_ago=80)
    story.meeting(
        MeetingKind.KICK_OFF,
        days_ago=78,
        attendees=("tag", "fagforbund", "branche", "office"),
        place="Opdigtet Tagdækning, Silkeborg",
        agenda=(
            "1. Hvem skal på kursus?\n2. Hvornår er der færrest ordrer?\n3. Hvad skal kurserne give merit "
            "til?"
        ),
        minutes=(
            "Firmaet peger på fjorten medarbejdere, som har mindst to års erfaring. Januar og februar "
            "passer bedst. Fagforbundet understreger, at realkompetencerne skal vurderes først, så ingen "
            "tager kurser i det, de kan. Koordinatoren sender forløbet i udbud."
        ),
    )
    story.plan(
        days_ago=72,
        purpose="Fjorten ufaglærte tagdækkere kommer et stykke vej mod svendebrevet, mens de er i job.",
        target_group="Ansatte hos Opdigtet Tagdækning med mindst to års erfaring og uden svendebrev.",
        upskilling_need="Membraner, varmt arbejde, tekniske tegninger og et løft i faglig regning.",
        matching_model=(
            "Alle er i job i forvejen. Realkompetencerne vurderes, inden kurserne vælges for den enkelte, og "
            "firmaet giver en voksenlærlingekontrakt til dem, der vil videre."
        ),
    )
    story.task(
        "Vurdér medarbejdernes realkompetencer",
        phase=PhaseNumber.KICK_OFF,
        responsible="tag",
        due=-20,
        added=70,
    )
    story.task(
        "Søg om VEU-godtgørelse for alle fjorten",
        phase=PhaseNumber.SCREENING_AND_MATCH,
        responsible="branche",
        due=-35,
        added=70,
    )
    story.task(
        "Vælg udbyder efter udbuddet",
        phase=PhaseNumber.KICK_OFF,
        responsible="office",
        due=-9,
        added=70,
    )
    story.commitment(
        COORDINATOR,
        of="tag",
        kind=CommitmentKind.LETTER_OF_INTENT,
        days_ago=60,
        head_count=14,
        conditions="At kurserne ligger mellem 5. januar og 1. marts.",
        shown_by="Brev fra direktøren, gemt på sagen.",
    )
    tender_id = story.tender(
        days_ago=30,
        deadline=world.ahead(4),
        subject="Vinterkursus for fjorten tagdækkere",
        requirements=(
            "Ni ugers undervisning fordelt på to perioder. Mindst to tredjedele af kurserne skal give "
            "merit på uddannelsen til tagdækker. Undervisningen skal foregå højst 60 km fra Silkeborg."
        ),
        invited=("skole", "amu"),
    )
    story.offer(
        tender_id,
        "skole",
        days_ago=12,
        description=(
            "Ni uger i Randers med egen taghal. Alle kurser giver merit. Realkompetencevurdering er med i "
            "prisen."
        ),
        price=486_000,
        earliest_start=world.ahead(45),
        minimum=10,
        maximum=16,
        merit_giving=True,
    )
    story.offer(
        tender_id,
        "amu",
        days_ago=8,
        description=(
            "Ni uger i Aarhus, heraf to på byggeplads. Seks af de ni uger giver merit. Kan begynde to uger "
            "før."
        ),
        price=452_500,
        earliest_start=world.ahead(30),
        minimum=12,
        maximum=18,
        merit_giving=True,
    )
    return story


def heat_pumps(world: World) -> Story:
    """Cancelled, with the reason."""
    need_id = need(
        world,
        of="transport",
        by="konsulent",
        told_by=RANDERS,
        days_ago=190,
        occupation="Chauffør med varmepumper på lift",
        head_count=5,
        competences="Kørekort C, kranbevis og håndtering af tunge enheder hos private.",
        place=RANDERS,
        needed_in=-60,
    )
    story = Story.begin(
        world,
        title="Chauffører med kran til udbringning af varmepumper",
        type=ProjectType.UNEMPLOYED,
        description="Fem ledige skulle have kørekort C og kranbevis og begynde hos Tænkt Transport.",
        created=185,
        starts=180,
        initiative=Initiative.JOB_CENTRE,
        initiator=RANDERS,
        industry="49",
        target_groups=(TargetGroup.UNEMPLOYED,),
        coordinator_role=CoordinatorRole.SPARRING_PARTNER,
        area_kind=AreaKind.SHORTAGE,
        area_basis="Virksomheden havde søgt tre gange uden held (opdigtet til demoen).",
        need_ids=[need_id],
    )
    story.party("fagforbund", "Organiserer chaufførerne", days_ago=178, first=True)
    story.lesson(
        PhaseNumber.NEED,
        "Spørg til ordrebogen, før I går i gang",
        "Virksomheden mistede den ordre, som behovet byggede på, fem uger efter at projektet begyndte. Vi "
        "kunne have spurgt, hvor sikker ordren var, og ventet med at finde kandidater, til den var "
        "underskrevet.",
        ("behov", "risiko", "transport"),
        days_ago=138,
    )
    close_need(
        by=world.actor("konsulent"),
        at=world.when(141),
        need_id=need_id,
        version=1,
        reason="Virksomheden har mistet ordren.",
    )
    cancel_project(
        by=world.actor(COORDINATOR),
        at=world.when(137),
        project_id=story.project_id,
        version=1,
        reason=(
            "Tænkt Transport mistede den ordre, som behovet byggede på, og kunne ikke længere love "
            "ansættelser. Ingen kandidater var fundet endnu."
        ),
    )
    return story


def second_hotel_round(world: World, template_id: int) -> Story:
    """Phase 1, though later ones have begun: started from a completed project as template, with a tender that
    waits for offers, but nobody has said yet what shortage it answers."""
    need_id = need(
        world,
        of="hotel",
        by=COORDINATOR,
        told_by="hotelforening",
        days_ago=26,
        occupation="Tjener",
        head_count=8,
        competences="Servering, vin og allergener, engelsk ved bordet.",
        place=AARHUS,
        needed_in=150,
    )
    story = Story.begin(
        world,
        title="Tjenere til hotellerne i Aarhus, hold 2",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Andet hold efter samme opskrift som det første, der gav job eller uddannelse til de fleste. "
            "Denne gang uden kokke og med engelsk fra første uge."
        ),
        created=24,
        starts=-30,
        template_id=template_id,
        initiative=Initiative.SOCIAL_PARTNER,
        initiator="hotelforening",
        industry="55",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.HELMSMAN,
        need_ids=[need_id],
    )
    story.party("fagforbund", "Med igen fra første hold", days_ago=23, first=True, content=True)
    story.party(RANDERS, "Finder og screener kandidater", days_ago=23)
    story.tender(
        days_ago=7,
        deadline=world.ahead(14),
        subject="Tjenerkursus, hold 2",
        requirements=(
            "Seks uger i alt. Engelsk skal indgå hver uge. Mindst 6 og højst 12 deltagere. Servering skal "
            "give merit på grundforløbet for tjenere."
        ),
        invited=("skole", "amu"),
    )
    return story
