"""The rules that the register is held against: one table. Nothing here asks the database.

A rule is about projects. `applies` says about which, and `broken` when one of them breaks it: conditions in SQL over a
project's facts (facts.FACTS), so that all rules are asked of all projects in one statement. `facts` names what an
acceptance rests on. `sources` are ids of the evaluation's definitions. `mended_at` is the page where it is mended (a URL
name that takes the project).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.projects.enums import ProjectType, TargetGroup
from jobveu.projects.rules import TARGET_GROUPS
from jobveu.quality.practice import ALL_ACTORS_SINCE, PRACTICES

PAGE_OF_PROJECT, PAGE_OF_PARTIES, PAGE_OF_COURSES = "project_edit", "project_parties", "project_courses"
PAGE_OF_STATUS, PAGE_OF_NUMBER, PAGE_OF_COUNCIL = "project_status", "project_participants", "project_council"


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    title: Promise
    why: Promise
    to_do: Promise
    sources: tuple[str, ...]
    broken: str
    facts: tuple[str, ...]
    mended_at: str
    applies: str = "TRUE"


def _array(groups: Iterable[TargetGroup]) -> str:
    return "ARRAY[" + ", ".join(sorted(f"'{group.value}'" for group in groups)) + "]::varchar(20)[]"


def _target_groups_do_not_fit(types: Iterable[ProjectType] = ProjectType) -> str:
    """The rule of projects.rules.TARGET_GROUPS, in SQL."""
    parts = []
    for type_ in types:
        rule = TARGET_GROUPS[type_]
        faults = [f"NOT target_groups && {_array(wanted)}" for wanted in rule.needs]
        if rule.excludes:
            faults.append(f"target_groups && {_array(rule.excludes)}")
        parts.append(f"(type = '{type_.value}' AND ({' OR '.join(faults)}))")
    return " OR ".join(parts)


_FIRST_COORDINATORS = PRACTICES[0].until
_COMPLETED, _ACTIVE = "status = 'completed'", "status = 'active'"

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "council-missing",
            _("Rådet mangler"),
            _("Projekter og deltagere opgøres under det råd, hvor projektet er oprettet."),
            _("Vælg rådet."),
            ("def.count.region", "def.count.breakdowns"),
            "council_id IS NULL",
            ("council_id",),
            PAGE_OF_COUNCIL,
        ),
        Rule(
            "council-not-valid",
            _("Rådet fandtes ikke på startdatoen"),
            _("Et projekt hører til et råd, der fandtes, da projektet begyndte."),
            _("Ret rådet eller startdatoen."),
            ("def.count.region", "def.rar.names"),
            "start_date NOT BETWEEN council_from AND coalesce(council_to, 'infinity')",
            ("council_id", "start_date"),
            PAGE_OF_PROJECT,
            applies="council_id IS NOT NULL AND start_date IS NOT NULL",
        ),
        Rule(
            "industry-missing",
            _("Branchen mangler"),
            _("Uden branche kan projektet ikke holdes op mod områder med mangel på arbejdskraft."),
            _("Vælg branchen."),
            ("def.count.breakdowns", "def.shortage.rule"),
            "industry_id IS NULL OR industry_unstated",
            ("industry_id",),
            PAGE_OF_PROJECT,
        ),
        Rule(
            "start-missing",
            _("Startdatoen mangler"),
            _("Et projekt tæller i det år, det begyndte. Uden startdato tæller det ikke i noget år."),
            _("Skriv startdatoen."),
            ("def.count.project_once",),
            "start_date IS NULL",
            ("start_date",),
            PAGE_OF_PROJECT,
        ),
        Rule(
            "start-before-coordinators",
            _("Begyndt, før der var VEU-koordinatorer"),
            _("De første VEU-koordinatorer blev ansat den 1. april 2018."),
            _("Ret startdatoen."),
            ("def.count.first_coordinators", "def.count.period"),
            f"start_date < DATE '{_FIRST_COORDINATORS}'",
            ("start_date",),
            PAGE_OF_PROJECT,
            applies="start_date IS NOT NULL",
        ),
        Rule(
            "end-before-start",
            _("Slutdatoen ligger før startdatoen"),
            _("Et projekt eller et kursus kan ikke slutte, før det begynder."),
            _("Ret datoerne."),
            ("def.count.project_once",),
            "end_date < start_date OR courses_out_of_order > 0",
            ("start_date", "end_date", "courses_out_of_order"),
            PAGE_OF_PROJECT,
            applies="end_date IS NOT NULL OR courses > 0",
        ),
        Rule(
            "end-missing",
            _("Gennemført uden slutdato"),
            _("Et gennemført projekt har en dag, hvor det sluttede."),
            _("Skriv slutdatoen."),
            ("def.count.completed",),
            "end_date IS NULL",
            ("end_date", "status"),
            PAGE_OF_PROJECT,
            applies=_COMPLETED,
        ),
        Rule(
            "ended-but-active",
            _("Slutdatoen er passeret, men projektet står som i gang"),
            _("Kun gennemførte projekter tæller med i opgørelserne."),
            _("Meld projektet gennemført, eller ret slutdatoen."),
            ("def.count.completed",),
            "end_date < %(today)s - 30",
            ("end_date", "status"),
            PAGE_OF_STATUS,
            applies=f"{_ACTIVE} AND end_date IS NOT NULL",
        ),
        Rule(
            "course-outside-project",
            _("Et kursus ligger uden for projektets periode"),
            _("Projektets kurser begynder tidligst med projektet og slutter senest med det."),
            _("Ret kursets eller projektets datoer."),
            ("def.count.project_once", "def.count.project_courses"),
            "first_course < start_date OR last_course > end_date",
            ("start_date", "end_date", "first_course", "last_course"),
            PAGE_OF_COURSES,
            applies="courses > 0 AND start_date IS NOT NULL AND start_precision = 'day'",
        ),
        Rule(
            "target-groups-missing",
            _("Målgrupperne mangler"),
            _("Målgruppen siger, hvem projektet er for, og om typen er den rigtige."),
            _("Vælg målgrupperne."),
            ("def.type.exclusive", "def.phase3.ind1"),
            "target_groups = '{}'",
            ("target_groups",),
            PAGE_OF_PROJECT,
        ),
        Rule(
            "target-groups-do-not-fit",
            _("Målgrupperne passer ikke til projekttypen"),
            _("Et projekt har præcis én type, efter sit hovedformål, og målgrupper, der passer til den."),
            _("Ret typen eller målgrupperne."),
            (
                "def.type.exclusive",
                "def.type.unemployed",
                "def.type.employed",
                "def.type.both",
                "def.type.covid",
            ),
            _target_groups_do_not_fit(),
            ("type", "target_groups"),
            PAGE_OF_PROJECT,
            applies="target_groups <> '{}'",
        ),
        Rule(
            "crisis-too-early",
            _("Kriseprojekt fra før 2020"),
            _("Projekter, der afbøder COVID-19, findes først fra 2020."),
            _("Ret typen eller startdatoen."),
            ("def.type.covid_start",),
            "start_date < DATE '2020-01-01'",
            ("type", "start_date"),
            PAGE_OF_PROJECT,
            applies="type = 'crisis' AND start_date IS NOT NULL",
        ),
        Rule(
            "initiative-missing",
            _("Det mangler, hvem initiativet kom fra"),
            _("Rådet, kontoret, parter, virksomheder, jobcentre og netværk kan begynde et projekt."),
            _("Vælg, hvor initiativet kom fra."),
            ("def.phase1.initiators", "def.caveat.initiator_views"),
            "initiative = ''",
            ("initiative",),
            PAGE_OF_PROJECT,
        ),
        Rule(
            "role-missing",
            _("Koordinatorens rolle mangler"),
            _("Rollen siger, om koordinatoren tog initiativet, og hvor meget koordinatoren var med."),
            _("Vælg rollen."),
            ("def.role.matrix",),
            "coordinator_role = ''",
            ("coordinator_role",),
            PAGE_OF_PROJECT,
        ),
        Rule(
            "area-missing",
            _("Det mangler, om projektet ligger i et mangel- eller indsatsområde"),
            _("Det er en af indikatorerne for første fase, at projekter sættes i gang i mangelområder."),
            _("Vælg området, og skriv, hvad det bygger på."),
            ("def.phase1.ind3", "def.focus.crit1"),
            "area_kind = ''",
            ("area_kind",),
            PAGE_OF_PROJECT,
        ),
        Rule(
            "no-actor",
            _("Ingen aktører"),
            _("Et projekt er et samarbejde; også før august 2019 blev der registreret en hovedaktør."),
            _("Tilføj dem, der er med."),
            ("def.crm.mainactor", "def.crm.contents"),
            "parties = 0",
            ("parties",),
            PAGE_OF_PARTIES,
        ),
        Rule(
            "one-actor",
            _("Kun én aktør"),
            _("Efter august 2019 registreres alle, der er med, og ikke kun hovedaktøren."),
            _("Tilføj de øvrige."),
            ("def.crm.mainactor", "def.caveat.actor_fields"),
            "parties = 1",
            ("parties",),
            PAGE_OF_PARTIES,
            applies=f"start_date >= DATE '{ALL_ACTORS_SINCE}' AND parties > 0",
        ),
        Rule(
            "contact-missing",
            _("Ingen kontaktperson hos aktørerne"),
            _("Uden en kontaktperson kan ingen spørges om projektet bagefter."),
            _("Tilføj en kontaktperson hos en af aktørerne, hvis de ønsker det."),
            ("def.crm.contents", "def.survey.population", "def.caveat.contacts_optional"),
            "contacts = 0",
            ("contacts",),
            PAGE_OF_PARTIES,
            applies="parties > 0",
        ),
        Rule(
            "contact-without-email",
            _("En kontaktperson er uden e-mail"),
            _("Spørgeskemaer sendes til kontaktpersoner med e-mail."),
            _("Skriv kontaktpersonens e-mail, hvis de ønsker det."),
            ("def.survey.sample", "def.caveat.contacts_optional"),
            "contacts_without_email > 0",
            ("contacts", "contacts_without_email"),
            PAGE_OF_PARTIES,
            applies="contacts > 0",
        ),
        Rule(
            "participants-without-course",
            _("Deltagere, men ingen kurser"),
            _("En deltager er en person, der var på mindst ét af projektets kurser."),
            _("Tilføj kurserne."),
            ("def.count.participant", "def.count.project_courses"),
            "courses = 0",
            ("courses", "reported_participants"),
            PAGE_OF_COURSES,
            applies="reported_participants > 0",
        ),
        Rule(
            "completed-without-participants",
            _("Gennemført uden deltagere"),
            _("Kun gennemførte projekter tæller, og de tæller med deres deltagere."),
            _("Skriv, hvor mange der deltog, eller registrér kursernes deltagere."),
            ("def.count.completed", "def.count.participant", "def.count.two_measures"),
            "coalesce(reported_participants, courses_reported, 0) = 0 AND enrolled = 0",
            ("reported_participants", "courses_reported", "enrolled"),
            PAGE_OF_NUMBER,
            applies=_COMPLETED,
        ),
        Rule(
            "participants-do-not-add-up",
            _("Deltagertallet passer ikke til kursernes"),
            _(
                "Hver deltager tæller én gang: ikke færre, end der var på det største kursus, og ikke flere end kursernes sum."
            ),
            _("Ret projektets eller kursernes deltagertal."),
            ("def.count.participant", "def.count.not_unique"),
            "reported_participants < courses_most"
            " OR (courses_untold = 0 AND reported_participants > courses_reported)",
            ("reported_participants", "courses_most", "courses_reported", "courses_untold"),
            PAGE_OF_NUMBER,
            applies="reported_participants IS NOT NULL AND courses_reported IS NOT NULL",
        ),
        Rule(
            "provider-missing",
            _("Et afholdt kursus er uden udbyder"),
            _("Uddannelsesinstitutionerne er med i alle typer projekter og skal fremgå."),
            _("Vælg kursets udbyder."),
            ("def.actor.education", "def.type.actor_pattern"),
            "courses_without_provider > 0",
            ("courses_without_provider",),
            PAGE_OF_COURSES,
            applies="courses > 0",
        ),
        Rule(
            "registered-twice",
            _("Måske registreret to gange"),
            _("Et projekt tæller én gang, også når det løber over flere år."),
            _("Se, om projektet med samme titel, råd og startdato er det samme, og opgiv det ene."),
            ("def.count.project_once",),
            "twins > 0",
            ("title", "council_id", "start_date", "twins"),
            PAGE_OF_PROJECT,
            applies="start_date IS NOT NULL AND council_id IS NOT NULL",
        ),
    )
}
"""In the order in which they are shown."""
