"""The cases that the 2021 evaluation of the Job-VEU model names, with what it says of each, in our own words.

Where the register asks for something that the evaluation leaves open, the case says that it was inferred
(`inferred`) or that it is unknown (`unknown`). Nobody is named: the evaluation names no persons.
"""

from __future__ import annotations

from datetime import date

from jobveu.actors.enums import OrganisationKind
from jobveu.journeys.cases.model import (
    Case,
    NamedCommitment,
    NamedEndorsement,
    NamedOrganisation,
    NamedParty,
)
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    EndorsementForm,
    Initiative,
    PhaseNumber,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.operations.cases import CaseLesson

RANDERS, ESBJERG = "0730", "0561"

OFFICE_MID_NORTH = NamedOrganisation("Arbejdsmarkedskontor Midt-Nord", OrganisationKind.LABOUR_MARKET_OFFICE)
COUNCIL_SOUTH_JUTLAND = NamedOrganisation("RAR Sydjylland", OrganisationKind.REGIONAL_COUNCIL)
JOB_CENTRE_RANDERS = NamedOrganisation("Jobcenter Randers", OrganisationKind.JOB_CENTRE, RANDERS)
JOB_CENTRE_ESBJERG = NamedOrganisation("Jobcenter Esbjerg", OrganisationKind.JOB_CENTRE, ESBJERG)
ESBJERG_MUNICIPALITY = NamedOrganisation("Esbjerg Kommune", OrganisationKind.PUBLIC_WORKPLACE, ESBJERG)
FOA = NamedOrganisation("FOA", OrganisationKind.TRADE_UNION)
SOSU_SCHOOL = NamedOrganisation("SOSU-skolen", OrganisationKind.EDUCATION_PROVIDER)
MESSECENTER_HERNING = NamedOrganisation("Messecenter Herning", OrganisationKind.COMPANY)
HORESTA = NamedOrganisation("HORESTA", OrganisationKind.EMPLOYER_ASSOCIATION)
THREE_F = NamedOrganisation("3F", OrganisationKind.TRADE_UNION)
THREE_F_PSHR = NamedOrganisation("3F PSHR", OrganisationKind.TRADE_UNION)
RYBNERS = NamedOrganisation("Rybners", OrganisationKind.EDUCATION_PROVIDER)
TEKNIQ = NamedOrganisation("TEKNIQ", OrganisationKind.EMPLOYER_ASSOCIATION)
BLIK_ROER = NamedOrganisation("BLIK & RØR", OrganisationKind.TRADE_UNION)
HERNINGSHOLM = NamedOrganisation("Herningsholm", OrganisationKind.EDUCATION_PROVIDER)
INTEGO = NamedOrganisation("Intego", OrganisationKind.COMPANY)
XTERNA = NamedOrganisation("Xterna", OrganisationKind.COMPANY)
TRADIUM = NamedOrganisation("Tradium", OrganisationKind.EDUCATION_PROVIDER)
ELECTRICIANS = NamedOrganisation("Dansk El-Forbund", OrganisationKind.TRADE_UNION)
AIRPORT = NamedOrganisation("Københavns Lufthavn", OrganisationKind.COMPANY)
OIL_GAS_DENMARK = NamedOrganisation("Oil Gas Denmark", OrganisationKind.OTHER)
LETZ_SUSHI = NamedOrganisation("Letz Sushi", OrganisationKind.COMPANY)

JOB_7 = NamedOrganisation("Job 7", OrganisationKind.RECRUITMENT_COMMUNITY)
"""A network of job centres with a strategy for upskilling across them (box 6): an organisation, no project.
Which job centres belong to it isn't told."""

STATUS_UNKNOWN = (
    "Evalueringen bygger på gennemførte projekter, og casen står derfor som gennemført; "
    "det siges ikke udtrykkeligt om netop dette projekt."
)
COVID_YEAR = (
    "Startåret 2020 følger af, at projekterne til at afbøde COVID-19 først begyndte i 2020 (afsnit 4.3)."
)

CASES: tuple[Case, ...] = (
    Case(
        key="sosu-esbjerg",
        title="SOSU-samarbejdet omkring Esbjerg",
        place="boks 6 og afsnit 4.2, 4.3, 6.2 og 7.1",
        type=ProjectType.UNEMPLOYED,
        told=(
            "Det regionale arbejdsmarkedsråd holdt i 2018 en temadag for at sætte initiativer i gang, fordi "
            "det var svært at rekruttere på SOSU-området. "
            "Deltagerne kunne her melde sig til at arbejde sammen om opkvalificering. Det førte til et "
            "samarbejde mellem Esbjerg Kommune, FOA og SOSU-skolen, som flere kommuner siden kom med i."
        ),
        inferred=(
            "Rådet følger af, at Esbjerg ligger i RAR Sydjyllands område. Typen og målgruppen følger "
            "af tabel 4.1, der nævner SOSU blandt projekter for ledige. Startåret er temadagens. Branchen "
            "følger af faget."
        ),
        unknown=(
            "hvilke kommuner der kom til, hvilken SOSU-skole det er, og hvilken del af Esbjerg Kommune der "
            f"deltog. {STATUS_UNKNOWN}"
        ),
        council="rar-sydjylland",
        industry="Q",
        start=date(2018, 1, 1),
        target_groups=(TargetGroup.UNEMPLOYED,),
        initiative=Initiative.COUNCIL,
        initiator=COUNCIL_SOUTH_JUTLAND,
        area_kind=AreaKind.SHORTAGE,
        area_basis=(
            "Rådet holdt temadagen i 2018 med afsæt i, at det var svært at rekruttere på SOSU-området "
            "(boks 6). Evalueringen siger ikke, om rådet havde udpeget det som indsatsområde."
        ),
        parties=(
            NamedParty(ESBJERG_MUNICIPALITY, "Gik ind i samarbejdet efter temadagen i 2018."),
            NamedParty(FOA, "Gik ind i samarbejdet efter temadagen i 2018."),
            NamedParty(SOSU_SCHOOL, "Gik ind i samarbejdet efter temadagen i 2018."),
        ),
        lessons=(
            CaseLesson(
                PhaseNumber.NEED,
                "En temadag kan samle dem, der vil gå i gang",
                "Rådet inviterede bredt og lod deltagerne melde sig på dagen. Af det blev der et fast "
                "samarbejde, som begyndte med tre parter og siden er vokset til flere kommuner.",
                ("sosu", "temadag", "samarbejde"),
            ),
        ),
    ),
    Case(
        key="messecenter-herning",
        title="Messecenter Herning: opkvalificering under COVID-19",
        place="boks 6 og afsnit 4.3",
        type=ProjectType.CRISIS,
        told=(
            "Under COVID-19 henvendte arbejdsmarkedskontoret i Midt/Nord sig til Messecenter Herning og "
            "tilbød at drøfte opkvalificering af både opsagte medarbejdere og dem, der blev fastholdt. "
            "Virksomheden blev derved åben for opkvalificering på en måde, den ikke havde været før."
        ),
        inferred=(
            "Rådet følger af, at Herning ligger i RAR Vestjyllands område. Typen og målgruppen følger af "
            f"anledningen. Branchen følger af virksomhedens navn. {COVID_YEAR}"
        ),
        unknown=f"hvilke kurser det blev til, hvem der udbød dem, og hvor mange der deltog. {STATUS_UNKNOWN}",
        council="rar-vestjylland",
        industry="82",
        start=date(2020, 1, 1),
        target_groups=(TargetGroup.EMPLOYED, TargetGroup.UNDER_NOTICE),
        initiative=Initiative.OFFICE,
        initiator=OFFICE_MID_NORTH,
        parties=(NamedParty(MESSECENTER_HERNING, "Virksomheden, hvis medarbejdere det gjaldt."),),
        lessons=(
            CaseLesson(
                PhaseNumber.NEED,
                "En henvendelse i en krise kan åbne en virksomhed for opkvalificering",
                "Kontoret ventede ikke på, at virksomheden selv spurgte. Tilbuddet om en samtale gjorde det "
                "muligt at tale om opkvalificering, hvor det ikke var lykkedes tidligere.",
                ("covid-19", "opsøgende arbejde"),
            ),
        ),
    ),
    Case(
        key="ja-tak-efteruddannelse",
        title="Ja tak efteruddannelse",
        place="boks 6 og 7",
        type=ProjectType.EMPLOYED,
        told=(
            "HORESTA og 3F begyndte i 2019 at arbejde sammen om, at branchen skulle bruge mere af "
            "kompetencefondens midler. Parterne havde set, at fonden blev brugt lidt. De spurgte en bred "
            "kreds af virksomheder. Svaret var, at de mindre virksomheder ikke vidste, hvor "
            "efteruddannelsen var at finde, og at for mange AMU-forløb blev aflyst. Sammen med udvalgte "
            "uddannelsesinstitutioner gik parterne derfor i gang med ét enkelt regionalt katalog over "
            "branchens mest efterspurgte AMU-forløb."
        ),
        inferred=(
            "Typen og målgruppen følger af, at det gælder efteruddannelse i virksomhederne. Branchen "
            "følger af HORESTA's område. Boks 6 skriver 3F, boks 7 3F PSHR; det er læst som samme part."
        ),
        unknown=(
            "hvilken region kataloget gælder, hvilke uddannelsesinstitutioner der var med, og hvor mange der "
            f"deltog. {STATUS_UNKNOWN}"
        ),
        industry="I",
        start=date(2019, 1, 1),
        target_groups=(TargetGroup.EMPLOYED,),
        initiative=Initiative.SOCIAL_PARTNER,
        parties=(
            NamedParty(
                HORESTA,
                "Begyndte samarbejdet sammen med 3F og har styret udviklingen af forløbene.",
                in_first_dialogue=True,
                defines_content=True,
            ),
            NamedParty(
                THREE_F_PSHR,
                "Begyndte samarbejdet sammen med HORESTA og har styret udviklingen af forløbene.",
                in_first_dialogue=True,
                defines_content=True,
            ),
        ),
        lessons=(
            CaseLesson(
                PhaseNumber.NEED,
                "Parterne kan tale for de små virksomheder",
                "Små og mellemstore virksomheder beder sjældent selv om efteruddannelse. Parterne så på, "
                "hvor lidt fonden blev brugt, spurgte virksomhederne hvorfor og kunne derefter pege på, "
                "hvad der manglede.",
                ("små og mellemstore virksomheder", "kompetencefond"),
            ),
            CaseLesson(
                PhaseNumber.KICK_OFF,
                "Ét kort katalog gør det lettere at finde et kursus",
                "Virksomhederne manglede overblik og oplevede mange aflysninger. Svaret var et regionalt "
                "katalog med de AMU-forløb, som flest spørger efter, lavet sammen med skolerne.",
                ("amu", "kursuskatalog"),
            ),
        ),
    ),
    Case(
        key="koebenhavns-lufthavn",
        title="Københavns Lufthavn: opkvalificering under COVID-19",
        place="boks 6, tabel 4.1 og note 7",
        type=ProjectType.CRISIS,
        told=(
            "Projektet udsprang af, at virksomheden henvendte sig med sit behov for opkvalificering til "
            "arbejdsmarkedskontoret eller et jobcenter. Det var et af projekterne, der skulle afbøde "
            "COVID-19, og gjaldt lufthavnens medarbejdere. Evalueringen nævner lufthavnen som eksempel på "
            "de store virksomheder, der gør, at den slags projekter i gennemsnit har flere kursister."
        ),
        inferred=(
            "Rådet (RAR Hovedstaden) og branchen følger af lufthavnens navn. Målgruppen følger af "
            f"tabel 4.1. {COVID_YEAR}"
        ),
        unknown=(
            "om henvendelsen gik til kontoret eller til et jobcenter, hvilke parter og udbydere der var "
            "med, og "
            f"hvor mange der deltog. {STATUS_UNKNOWN}"
        ),
        council="rar-hovedstaden",
        industry="52",
        start=date(2020, 1, 1),
        target_groups=(TargetGroup.EMPLOYED,),
        initiative=Initiative.COMPANY,
        initiator=AIRPORT,
        parties=(NamedParty(AIRPORT, "Henvendte sig med behovet; dens medarbejdere blev opkvalificeret."),),
    ),
    Case(
        key="oil-gas-denmark",
        title="Oil Gas Denmark: opkvalificering i offshore under COVID-19",
        place="tabel 4.1 og afsnit 4.2",
        type=ProjectType.CRISIS,
        told=(
            "Medarbejdere hos Oil Gas Denmark (offshore) blev opkvalificeret for at afbøde følgerne af "
            "COVID-19. Evalueringen nævner offshorebranchen som et af de områder, der i 2020 fik projekter, "
            "fordi aktiviteten faldt, og ikke fordi der manglede arbejdskraft."
        ),
        inferred=f"Branchen følger af navnet. Målgruppen følger af tabel 4.1. {COVID_YEAR}",
        unknown=(
            "hvor i landet det var, hvem der tog initiativet, og hvilke andre der var med. Heller ikke, om "
            "Oil "
            f"Gas Denmark er virksomhed eller brancheorganisation. {STATUS_UNKNOWN}"
        ),
        industry="B",
        start=date(2020, 1, 1),
        target_groups=(TargetGroup.EMPLOYED,),
        area_kind=AreaKind.NONE,
        area_basis="Valgt efter fald i aktiviteten under COVID-19, ikke efter mangel (afsnit 4.2).",
        parties=(NamedParty(OIL_GAS_DENMARK, "Medarbejderne her blev opkvalificeret."),),
    ),
    Case(
        key="industrioperatoerer-randers",
        title="Industrioperatører i Randers",
        place="boks 6",
        type=ProjectType.UNEMPLOYED,
        told=(
            "Et projekt om opkvalificering til industrioperatør udsprang af et stående netværk i Randers "
            "Kommune mellem arbejdsmarkedets parter, jobcentret og en uddannelsesinstitution. Evalueringen "
            "fremhæver det som et godt eksempel på, at de arbejder systematisk sammen."
        ),
        inferred=(
            "Rådet følger af, at Randers ligger i RAR Østjyllands område. Typen følger af, at "
            "jobcentret er med; jobcentre deltager mest i projekter for ledige (afsnit 4.3). Branchen "
            "følger af faget. Jobcentrets navn følger af kommunen."
        ),
        unknown=(
            "hvilke parter og hvilken uddannelsesinstitution der er i netværket, hvornår projektet begyndte, "
            f"og hvem der var målgruppen. {STATUS_UNKNOWN}"
        ),
        council="rar-oestjylland",
        industry="C",
        initiative=Initiative.INDUSTRY_NETWORK,
        parties=(NamedParty(JOB_CENTRE_RANDERS, "Med i det stående netværk, som projektet udsprang af."),),
        lessons=(
            CaseLesson(
                PhaseNumber.NEED,
                "Et stående netværk gør det lettere at komme i gang",
                "Parter, jobcenter og skole mødtes i forvejen. Derfor kunne behovet tages op og gøres til et "
                "projekt uden først at skulle samle nogen.",
                ("netværk", "industri"),
            ),
        ),
    ),
    Case(
        key="tagdaekkere",
        title="Tagdækkerprojektet",
        place="boks 6",
        type=ProjectType.EMPLOYED,
        told=(
            "Initiativet kom af samtaler mellem en leverandør af materialer og de tagdækkervirksomheder, der "
            "er medlemmer af en stående kundeklub."
        ),
        inferred=(
            "Typen følger af, at initiativet kom fra virksomheder; de fylder mest i projekter for "
            "beskæftigede (afsnit 4.3). Branchen følger af faget."
        ),
        unknown=(
            "navnene på leverandøren og virksomhederne, hvor og hvornår det var, hvem der var målgruppen, og "
            f"hvem der ellers var med. {STATUS_UNKNOWN}"
        ),
        industry="43",
        initiative=Initiative.INDUSTRY_NETWORK,
        lessons=(
            CaseLesson(
                PhaseNumber.NEED,
                "Behovet kan vise sig, hvor virksomhederne mødes i forvejen",
                "Her var det en leverandørs kundeklub, og ikke beskæftigelsessystemet, der samlede "
                "virksomhederne om behovet.",
                ("netværk", "leverandør"),
            ),
        ),
    ),
    Case(
        key="tjenere-esbjerg",
        title="Tjenere og serveringspersonale i Esbjerg",
        place="boks 8 og tabel 4.1",
        type=ProjectType.UNEMPLOYED,
        told=(
            "Jobcentret, 3F, HORESTA og Rybners dannede en styregruppe for et forløb for tjenere og "
            "serveringspersonale. Styregruppen bestemte, hvad forløbet præcis skulle indeholde, ud fra det, "
            "virksomhederne havde meldt ind, og det, jobcentret vidste om de ledige."
        ),
        inferred=(
            "Rådet følger af, at Esbjerg ligger i RAR Sydjyllands område, og jobcentrets navn af byen. "
            "Typen og målgruppen følger af tabel 4.1, der nævner tjeneruddannelse blandt projekter for "
            "ledige. Branchen følger af faget."
        ),
        unknown=(
            "hvilke virksomheder der meldte behov ind, hvem der tog initiativet, hvornår forløbet "
            "begyndte, og "
            f"hvor mange der deltog. {STATUS_UNKNOWN}"
        ),
        council="rar-sydjylland",
        industry="56",
        target_groups=(TargetGroup.UNEMPLOYED,),
        parties=(
            NamedParty(
                JOB_CENTRE_ESBJERG,
                "I styregruppen; bidrog med viden om de ledige.",
                on_steering_group=True,
            ),
            NamedParty(
                THREE_F,
                "I styregruppen, som fastlagde forløbets indhold.",
                defines_content=True,
                on_steering_group=True,
            ),
            NamedParty(
                HORESTA,
                "I styregruppen, som fastlagde forløbets indhold.",
                defines_content=True,
                on_steering_group=True,
            ),
            NamedParty(RYBNERS, "I styregruppen, som fastlagde forløbets indhold.", on_steering_group=True),
        ),
        endorsements=(
            NamedEndorsement(THREE_F, EndorsementForm.STEERING_GROUP, "Sad i styregruppen (boks 8)."),
            NamedEndorsement(HORESTA, EndorsementForm.STEERING_GROUP, "Sad i styregruppen (boks 8)."),
        ),
        lessons=(
            CaseLesson(
                PhaseNumber.PARTNER_AGREEMENT,
                "En styregruppe kan fastlægge indholdet uden en skriftlig partsaftale",
                "Parterne, jobcentret og skolen sad i samme gruppe og holdt virksomhedernes behov op mod "
                "det, jobcentret vidste om de ledige. Sædet i gruppen var deres blåstempling.",
                ("styregruppe", "fagligt indhold"),
            ),
        ),
    ),
    Case(
        key="vvs",
        title="VVS-projektet",
        place="boks 8 og tabel 4.1",
        type=ProjectType.BOTH,
        told=(
            "TEKNIQ og BLIK & RØR har deres logoer på Herningsholms kursusmateriale til virksomheder, "
            "ledige og jobcentre."
        ),
        inferred=(
            "Typen og målgruppen følger af tabel 4.1, der nævner VVS blandt projekter for ledige og "
            "beskæftigede. Branchen følger af faget. Evalueringen staver skolen »Heringsholm«; det er "
            "læst som Herningsholm."
        ),
        unknown=(
            "hvor og hvornår det var, hvem der tog initiativet, og hvilke virksomheder og jobcentre der var "
            f"med. {STATUS_UNKNOWN}"
        ),
        industry="43",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.EMPLOYED),
        parties=(
            NamedParty(TEKNIQ, "Har logo på kursusmaterialet."),
            NamedParty(BLIK_ROER, "Har logo på kursusmaterialet."),
            NamedParty(HERNINGSHOLM, "Udgav kursusmaterialet."),
        ),
        endorsements=(
            NamedEndorsement(TEKNIQ, EndorsementForm.LOGO, "Logo på Herningsholms kursusmateriale (boks 8)."),
            NamedEndorsement(
                BLIK_ROER, EndorsementForm.LOGO, "Logo på Herningsholms kursusmateriale (boks 8)."
            ),
        ),
        lessons=(
            CaseLesson(
                PhaseNumber.PARTNER_AGREEMENT,
                "Parternes logoer viser, at de står bag",
                "I stedet for at underskrive en aftale lod parterne deres logoer stå på det materiale, som "
                "virksomheder, ledige og jobcentre fik.",
                ("logo", "informationsmateriale"),
            ),
        ),
    ),
    Case(
        key="kabeltraekkere",
        title="Kabeltrækkerprojektet",
        place="boks 8 og tabel 4.1",
        type=ProjectType.BOTH,
        told="Parterne har deres logoer på kursusmaterialet ligesom i VVS-projektet.",
        inferred=(
            "Evalueringen skriver kun, at det er det samme som i VVS-projektet; parterne og skolen er "
            "derfor læst som de samme. Typen og målgruppen følger af, at materialet også går til "
            "ledige, og af tabel 4.1, der nævner elbranchen blandt projekter for ledige og beskæftigede. "
            "Branchen følger af faget."
        ),
        unknown=(
            "hvor og hvornår det var, hvem der tog initiativet, og hvilke virksomheder og jobcentre der var "
            f"med. {STATUS_UNKNOWN}"
        ),
        industry="42",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.EMPLOYED),
        parties=(
            NamedParty(TEKNIQ, "Har logo på kursusmaterialet (læst som i VVS-projektet)."),
            NamedParty(BLIK_ROER, "Har logo på kursusmaterialet (læst som i VVS-projektet)."),
            NamedParty(HERNINGSHOLM, "Udgav kursusmaterialet (læst som i VVS-projektet)."),
        ),
        endorsements=(
            NamedEndorsement(
                TEKNIQ, EndorsementForm.LOGO, "Logo på kursusmaterialet, som i VVS-projektet (boks 8)."
            ),
            NamedEndorsement(
                BLIK_ROER, EndorsementForm.LOGO, "Logo på kursusmaterialet, som i VVS-projektet (boks 8)."
            ),
        ),
    ),
    Case(
        key="fiberteknikere-randers",
        title="Fiberteknikerprojektet i Randers",
        place="boks 9",
        type=ProjectType.UNEMPLOYED,
        told=(
            "Tekniske servicevirksomheder havde svært ved at finde kvalificerede folk til at udbygge "
            "fibernettet i hele landet. Jobcenter Randers, erhvervsskolen Tradium, virksomhederne Intego og "
            "Xterna, Styrelsen for Arbejdsmarked og Rekruttering og Dansk El-Forbund lavede sammen et forløb "
            "til branchen. Det første hold var i efteråret 2020 og gav gode resultater. Inden projektet "
            "begyndte, gav virksomheden Intego og rekrutteringsfirmaet Xterna en ansættelsesgaranti på 20 "
            "ledige på den betingelse, at de sammen med jobcentret fandt en uddannelsesinstitution og egnede "
            "kandidater."
        ),
        inferred=(
            "Rådet følger af, at Randers ligger i RAR Østjyllands område. Typen og målgruppen følger "
            "af, at garantien gjaldt ledige. Startåret er det første holds. Branchen følger af faget. "
            "At garantien også bekræfter kursernes indhold, følger af, at den er evalueringens eksempel på "
            "den slags tilsagn."
        ),
        unknown=(
            "om de 20 er fælles for de to eller gælder hver for sig (her er de registreret én gang), hvornår "
            f"garantien blev givet, og hvor mange der blev ansat. {STATUS_UNKNOWN}"
        ),
        council="rar-oestjylland",
        industry="42",
        start=date(2020, 1, 1),
        target_groups=(TargetGroup.UNEMPLOYED,),
        parties=(
            NamedParty(JOB_CENTRE_RANDERS, "Del af det tætte samarbejde om forløbet."),
            NamedParty(INTEGO, "Gav ansættelsesgaranti inden projektet."),
            NamedParty(XTERNA, "Rekrutteringsfirma; gav ansættelsesgaranti inden projektet."),
            NamedParty(TRADIUM, "Erhvervsskolen i samarbejdet."),
            NamedParty(ELECTRICIANS, "Del af det tætte samarbejde om forløbet."),
        ),
        commitments=(
            NamedCommitment(
                INTEGO,
                CommitmentKind.HIRING_GUARANTEE,
                20,
                "Intego og Xterna",
                "At de sammen med jobcentret kan finde en uddannelsesinstitution og egnede kandidater. "
                "Evalueringen siger ikke, om de 20 er fælles eller gælder for hver af de to virksomheder.",
                "Evaluering af Job-VEU-modellen (2021), boks 9.",
            ),
        ),
        lessons=(
            CaseLesson(
                PhaseNumber.KICK_OFF,
                "Tilsagn på forhånd gør alle mere motiverede",
                "Virksomhederne lovede ansættelser, inden der var fundet hverken skole eller kandidater. "
                "Det motiverede alle om bordet, fik virksomhederne til at tage ansvar for hele forløbet og "
                "gav de ledige en grund til at være med.",
                ("ansættelsesgaranti", "motivation"),
            ),
        ),
    ),
    Case(
        key="hotel-restaurant-midt-nord",
        title="Hotel- og restaurationsprojektet i Midt/Nord",
        place="afsnit 7.3",
        type=ProjectType.EMPLOYED,
        told=(
            "HORESTA gav på vegne af branchens virksomheder en hensigtserklæring om, at det faglige "
            "indhold i kurserne kan svare til den arbejdskraft, virksomhederne efterspørger."
        ),
        inferred=(
            "Typen og målgruppen følger af, at evalueringen nævner projektet som eksempel på projekter "
            "for beskæftigede."
        ),
        unknown=(
            "hvilket af de tre råd i Midt-Nord det hører under, hvornår det var, og om det er det samme som "
            f"»Ja tak efteruddannelse«. {STATUS_UNKNOWN}"
        ),
        industry="I",
        target_groups=(TargetGroup.EMPLOYED,),
        parties=(NamedParty(HORESTA, "Gav hensigtserklæring på vegne af branchens virksomheder."),),
        commitments=(
            NamedCommitment(
                HORESTA,
                CommitmentKind.LETTER_OF_INTENT,
                None,
                "Branchens virksomheder",
                "",
                "Evaluering af Job-VEU-modellen (2021), afsnit 7.3.",
            ),
        ),
        lessons=(
            CaseLesson(
                PhaseNumber.KICK_OFF,
                "En brancheorganisation kan give hensigtserklæring for sine virksomheder",
                "I projekter for beskæftigede behøver den enkelte virksomhed ikke selv at skrive under. Her "
                "sagde brancheorganisationen god for, at indholdet passer til behovet.",
                ("hensigtserklæring", "brancheorganisation"),
            ),
        ),
    ),
    Case(
        key="letz-sushi",
        title="Letz Sushi: grundkursus i sushi",
        place="tabel 4.1",
        type=ProjectType.BOTH,
        told="Et grundkursus i sushi for Letz Sushis medarbejdere og for udvalgte ledige.",
        inferred="Branchen følger af virksomhedens navn.",
        unknown=(
            "hvor og hvornår det var, hvem der tog initiativet, hvem der udbød kurset, og hvor mange der "
            f"deltog. {STATUS_UNKNOWN}"
        ),
        industry="56",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.EMPLOYED),
        parties=(NamedParty(LETZ_SUSHI, "Virksomheden, hvis medarbejdere kurset var for."),),
    ),
)
