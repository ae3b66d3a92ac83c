"""What the record shows of the seven principles.

What a project does not have counts against it only once it should be there, and only where it would have been registered:
otherwise the indicator cannot be judged yet.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobveu.assessment.facts import GROUPS, ProjectFacts
from jobveu.assessment.indicators.declaring import Found, Indicator, told
from jobveu.assessment.ratios import Missing, Ratio, Unit
from jobveu.assessment.scale import Element
from jobveu.projects.enums import AreaKind, ProjectType
from jobveu.projects.phases import EvidenceKind


def _need(one: ProjectFacts) -> Found:
    fact = EvidenceKind.NEED_OF_NAMED_COMPANY.value in one.shown
    return told(fact, due=one.kicked_off, registered=one.registered)


def _company(one: ProjectFacts) -> Found:
    return told("workplace" in one.groups, due=one.kicked_off, registered=one.actors_registered)


def _area(one: ProjectFacts) -> Found:
    """Crisis projects were placed where work had stopped, not where hands were short (def.shortage.covid_exception)."""
    if one.type == ProjectType.CRISIS:
        return Missing.NOT_RELEVANT
    if not one.area:
        return (
            Missing.NOT_REGISTERED if not one.kept_here else told(False, due=one.kicked_off, registered=True)
        )
    return Ratio(int(one.area != AreaKind.NONE), 1, early=not one.kicked_off)


def _early_partner(one: ProjectFacts) -> Found:
    limit = one.kick_off_on or one.started_on
    joined = one.partner_since is not None and (limit is None or one.partner_since <= limit)
    fact = EvidenceKind.PARTNER_IN_FIRST_DIALOGUE.value in one.shown or joined
    return told(fact, due=one.kicked_off, registered=one.actors_registered)


def _both_sides(one: ProjectFacts) -> Found:
    fact = "workers" in one.groups and bool(one.groups & {"employers", "workplace"})
    return told(fact, due=one.kicked_off, registered=one.actors_registered)


def _endorsed_first(one: ProjectFacts) -> Found:
    kinds = (EvidenceKind.ENDORSEMENT, EvidenceKind.PARTNER_AGREEMENT_IN_FORCE)
    fact = any(one.shown_before(kind.value, one.first_course_on) for kind in kinds)
    return told(fact, due=one.courses_begun, registered=one.registered)


def _merit_days(one: ProjectFacts) -> Found:
    if not one.course_days:
        return Missing.NOTHING_RECORDED
    return Ratio(one.merit_days, one.course_days, early=not one.courses_begun)


def _merit_course(one: ProjectFacts) -> Found:
    if not one.courses:
        return Missing.NOTHING_RECORDED
    return Ratio(int(one.merit_courses > 0), 1, early=not one.courses_begun)


def _both_systems(one: ProjectFacts) -> Found:
    fact = {"job_centre", "provider"} <= one.groups
    return told(fact, due=one.courses_begun, registered=one.actors_registered)


def _kinds(one: ProjectFacts) -> Found:
    if not one.actors_registered:
        return Missing.NOT_REGISTERED
    return Ratio(len(one.groups), len(GROUPS), early=not one.courses_begun)


def _together(one: ProjectFacts) -> Found:
    return told(one.met_together, due=one.courses_begun, registered=one.registered)


def _of_begun(one: ProjectFacts, number: int) -> Found:
    if not one.for_unemployed:
        return Missing.NOT_RELEVANT
    if not one.counted.begun:
        return Missing.NOTHING_RECORDED
    return Ratio(number, one.counted.begun)


def _screened_first(one: ProjectFacts) -> Found:
    return _of_begun(one, one.counted.screened_first)


def _met_company(one: ProjectFacts) -> Found:
    return _of_begun(one, one.counted.met_company)


def _information_meeting(one: ProjectFacts) -> Found:
    if not one.for_unemployed:
        return Missing.NOT_RELEVANT
    day = one.information_meeting_on
    fact = day is not None and (one.first_course_on is None or day <= one.first_course_on)
    return told(fact, due=one.courses_begun, registered=one.registered)


def _one_contact(one: ProjectFacts) -> Found:
    if not one.registered:
        return Missing.NOT_REGISTERED
    if not one.companies:
        return Missing.NOTHING_RECORDED
    return Ratio(one.companies_with_contact, one.companies, early=not one.kicked_off)


def _coordinated(one: ProjectFacts) -> Found:
    if not one.conversations:
        return Missing.NOTHING_RECORDED
    return Ratio(one.conversations - one.uncoordinated, one.conversations)


def _handed_over(one: ProjectFacts) -> Found:
    return told(one.handed_over, due=one.courses_ended, registered=one.registered)


def _repeated(one: ProjectFacts) -> Found:
    return told(one.repeats > 0, due=one.repeat_due, registered=one.registered)


def _repeated_alone(one: ProjectFacts) -> Found:
    """Of what was started from this project: did anybody do without the coordinator?"""
    return Ratio(one.repeats_alone, one.repeats) if one.repeats else Missing.NOTHING_RECORDED


def _lessons(one: ProjectFacts) -> Found:
    return told(EvidenceKind.LESSON.value in one.shown, due=one.courses_ended, registered=one.registered)


PRINCIPLES: tuple[Indicator, ...] = (
    Indicator(
        "concrete-need",
        Element.PRINCIPLE_1,
        _("Projektet bygger på et behov fra en navngiven virksomhed"),
        _("Projekter, der er knyttet til mindst ét behov fra en virksomhed eller en offentlig arbejdsplads."),
        ("def.princ.1", "def.driver.3"),
        Unit.PROJECTS,
        _need,
        _("Knyt et behov fra en navngiven virksomhed til projektet."),
        "project_needs",
    ),
    Indicator(
        "company-takes-part",
        Element.PRINCIPLE_1,
        _("En virksomhed eller offentlig arbejdsplads er part i projektet"),
        _("Projekter med mindst én virksomhed eller offentlig arbejdsplads blandt parterne."),
        ("def.princ.1",),
        Unit.PROJECTS,
        _company,
        _("Tilføj den virksomhed, som har behovet, som part."),
        "project_parties",
    ),
    Indicator(
        "in-shortage-area",
        Element.PRINCIPLE_1,
        _("Projektet ligger i et mangel- eller indsatsområde"),
        _("Projekter i et mangel- eller indsatsområde. Projekter, der afbøder en krise, regnes ikke med."),
        ("def.princ.1", "def.phase1.ind3", "def.shortage.covid_exception"),
        Unit.PROJECTS,
        _area,
        _("Angiv mangel- eller indsatsområdet, og hvad det bygger på."),
        "project_edit",
    ),
    Indicator(
        "partner-before-kick-off",
        Element.PRINCIPLE_2,
        _("En af arbejdsmarkedets parter var med i dialogen før opstarten"),
        _(
            "Projekter, hvor en brancheorganisation, faglig organisation eller a-kasse var med i den første dialog, "
            "eller var part senest på dagen for opstartsmødet eller, hvor der ikke er et, projektets start."
        ),
        ("def.princ.2", "def.phase1.ind1"),
        Unit.PROJECTS,
        _early_partner,
        _("Angiv, hvilke af arbejdsmarkedets parter der var med i den første dialog."),
        "project_parties",
    ),
    Indicator(
        "both-sides",
        Element.PRINCIPLE_2,
        _("Både arbejdsgiver- og lønmodtagersiden er med"),
        _(
            "Projekter, hvor en faglig organisation eller a-kasse er part sammen med en brancheorganisation, en "
            "virksomhed eller en offentlig arbejdsplads."
        ),
        ("def.princ.2.typical_parties",),
        Unit.PROJECTS,
        _both_sides,
        _("Tilføj den side, der mangler, som part."),
        "project_parties",
    ),
    Indicator(
        "endorsed-before-course",
        Element.PRINCIPLE_2,
        _("Parterne bakkede op, før det første kursus begyndte"),
        _(
            "Projekter med en partsaftale eller en anden form for blåstempling senest på det første kursus' første dag."
        ),
        ("def.princ.2", "def.phase2.endorsement", "def.driver.2"),
        Unit.PROJECTS,
        _endorsed_first,
        _("Registrér parternes blåstempling, før kurset begynder."),
        "project_endorsement",
    ),
    Indicator(
        "merit-days",
        Element.PRINCIPLE_3,
        _("Kursusdage, der giver merit"),
        _("Hverdage på kurser, der giver merit, af hverdagene på alle kurser, der ikke er aflyst."),
        ("def.princ.3",),
        Unit.COURSE_DAYS,
        _merit_days,
        _("Vælg kurser, der giver merit, hvor behovet kan dækkes med dem."),
        "project_courses",
    ),
    Indicator(
        "merit-course",
        Element.PRINCIPLE_3,
        _("Mindst ét kursus giver merit"),
        _("Projekter med mindst ét kursus, der giver merit, blandt projekter med kurser."),
        ("def.princ.3", "def.scale.merit_answer"),
        Unit.PROJECTS,
        _merit_course,
        _("Tag mindst ét kursus med, som giver merit."),
        "project_courses",
    ),
    Indicator(
        "both-systems",
        Element.PRINCIPLE_4,
        _("Både et jobcenter og en uddannelsesinstitution er part"),
        _(
            "Projekter, hvor et jobcenter eller rekrutteringsfællesskab og en uddannelsesinstitution er parter."
        ),
        ("def.princ.4",),
        Unit.PROJECTS,
        _both_systems,
        _("Tilføj det jobcenter eller den uddannelsesinstitution, der mangler."),
        "project_parties",
    ),
    Indicator(
        "kinds-of-actors",
        Element.PRINCIPLE_4,
        _("Slags aktører, der er med"),
        _(
            "Hvor mange af fem slags aktører der er parter: arbejdspladser, brancheorganisationer, lønmodtagernes "
            "organisationer, jobcentre og uddannelsesinstitutioner."
        ),
        ("def.princ.4", "def.driver.1"),
        Unit.KINDS,
        _kinds,
        _("Tilføj de slags aktører, der mangler."),
        "project_parties",
    ),
    Indicator(
        "met-together",
        Element.PRINCIPLE_4,
        _("Jobcenter og uddannelsesinstitution har holdt møde sammen"),
        _("Projekter med et opstarts-, styregruppe- eller arbejdsgruppemøde, som begge deltog i."),
        ("def.princ.4", "def.phase3.steering"),
        Unit.PROJECTS,
        _together,
        _("Hold et møde, hvor både jobcentret og uddannelsesinstitutionen er med."),
        "project_meetings",
    ),
    Indicator(
        "screened-before-course",
        Element.PRINCIPLE_5,
        _("Deltagerne blev screenet, før de begyndte"),
        _(
            "Kandidater, der er begyndt på et kursus i et projekt for ledige, og som var screenet senest på deres første "
            "dag. For flere projekter tælles de projekter, hvor andelen er høj."
        ),
        ("def.princ.5", "def.phase4.ind1"),
        Unit.PERSONS,
        _screened_first,
        _("Screen kandidaterne, før kurset begynder."),
        "project_candidates",
    ),
    Indicator(
        "met-company",
        Element.PRINCIPLE_5,
        _("Deltagerne mødte en virksomhed før eller under kurset"),
        _(
            "Kandidater, der er begyndt på et kursus i et projekt for ledige, og som er præsenteret for en virksomhed "
            "eller har været til møde eller i praktik hos en senest på deres sidste dag. For flere projekter tælles "
            "de projekter, hvor andelen er høj."
        ),
        ("def.princ.5", "def.princ.5.means"),
        Unit.PERSONS,
        _met_company,
        _("Lad kandidaterne møde virksomhederne, før kurset begynder."),
        "project_candidates",
    ),
    Indicator(
        "information-meeting",
        Element.PRINCIPLE_5,
        _("Der var et informationsmøde før kurset"),
        _("Projekter for ledige med et informationsmøde senest på det første kursus' første dag."),
        ("def.princ.5.means",),
        Unit.PROJECTS,
        _information_meeting,
        _("Indkald til et informationsmøde."),
        "project_meetings",
    ),
    Indicator(
        "one-contact",
        Element.PRINCIPLE_6,
        _("Virksomheder med én fast kontaktperson"),
        _(
            "Virksomheder og offentlige arbejdspladser blandt parterne, som har haft én primær kontaktperson i et "
            "kontor eller jobcenter, siden projektet begyndte."
        ),
        ("def.princ.6", "def.princ.6.element1"),
        Unit.COMPANIES,
        _one_contact,
        _("Vælg en primær kontaktperson for hver virksomhed."),
        "project_parties",
    ),
    Indicator(
        "coordinated-contact",
        Element.PRINCIPLE_6,
        _("Samtaler, der ikke kom oven i andres"),
        _(
            "Samtaler med projektets virksomheder, hvor ingen andre havde talt med virksomheden i de 60 dage før, af "
            "alle samtaler med dem fra et halvt år før projektets start."
        ),
        ("def.princ.6", "def.princ.6.element2"),
        Unit.CONVERSATIONS,
        _coordinated,
    ),
    Indicator(
        "handed-over",
        Element.PRINCIPLE_7,
        _("Et jobcenter har overtaget koordineringen"),
        _("Projekter, der er overdraget til et jobcenter ved aftale, når kurserne er slut."),
        ("def.princ.7", "def.phase3.handover"),
        Unit.PROJECTS,
        _handed_over,
        _("Aftal, at et jobcenter overtager koordineringen."),
        "project_contributions",
    ),
    Indicator(
        "repeated",
        Element.PRINCIPLE_7,
        _("Projektet er brugt til at sætte et nyt i gang"),
        _(
            "Projekter, som et nyt projekt er startet ud fra, blandt dem, der sluttede for mindst et år siden."
        ),
        ("def.princ.7", "def.driver.8"),
        Unit.PROJECTS,
        _repeated,
        _("Start det næste projekt ud fra dette."),
        "project",
    ),
    Indicator(
        "repeated-alone",
        Element.PRINCIPLE_7,
        _("Gentagelser uden koordinatoren"),
        _(
            "Projekter, der er startet ud fra et andet, og som et jobcenter har overtaget, eller hvor koordinatoren kun "
            "er sparringspartner, af alle, der er startet ud fra et andet."
        ),
        ("def.princ.7",),
        Unit.PROJECTS,
        _repeated_alone,
        _("Lad et jobcenter drive gentagelsen."),
        "project",
    ),
    Indicator(
        "lessons-shared",
        Element.PRINCIPLE_7,
        _("Erfaringerne er delt"),
        _("Projekter med mindst én erfaring, når kurserne er slut."),
        ("def.princ.7", "def.driver.8"),
        Unit.PROJECTS,
        _lessons,
        _("Skriv, hvad I lærte."),
        "project_lessons",
    ),
)
