"""Who and what the demonstration invents: organisations, users and candidates. None of it exists.

Companies, schools, unions and associations have names that say so and no CVR number, since a number that is
valid may be somebody's. Only public bodies bear their real names. Candidates have replacement CPR numbers,
which the register gives to nobody (jobveu.common.cpr).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind, SizeBand
from jobveu.common.cpr import Cpr

RANDERS, FAVRSKOV, NORDDJURS = "0730", "0710", "0707"
AARHUS, SILKEBORG, HORSENS = "0751", "0740", "0615"
OFFICE_CODE = "midt-nord"
JOB_CENTRE_OF = {"randers": RANDERS, "favrskov": FAVRSKOV, "norddjurs": NORDDJURS}
"""The municipality of each caseworker's job centre."""


@dataclass(frozen=True, slots=True)
class InventedOrganisation:
    key: str
    name: str
    kind: OrganisationKind
    municipality: str = ""
    industry: str = ""
    size: SizeBand | str = ""


ORGANISATIONS: tuple[InventedOrganisation, ...] = (
    InventedOrganisation(
        "fiber", "Eksempel Fiberteknik A/S", OrganisationKind.COMPANY, RANDERS, "43", SizeBand.UNDER_250
    ),
    InventedOrganisation(
        "kabel", "Prøve Kabel og Net ApS", OrganisationKind.COMPANY, NORDDJURS, "42", SizeBand.UNDER_50
    ),
    InventedOrganisation(
        "pleje",
        "Plejecenter Eksempelhøj",
        OrganisationKind.PUBLIC_WORKPLACE,
        FAVRSKOV,
        "87",
        SizeBand.UNDER_250,
    ),
    InventedOrganisation(
        "metal", "Eksempel Metalvarefabrik A/S", OrganisationKind.COMPANY, RANDERS, "25", SizeBand.FROM_250
    ),
    InventedOrganisation(
        "hotel", "Hotel Prøvesand", OrganisationKind.COMPANY, AARHUS, "55", SizeBand.UNDER_250
    ),
    InventedOrganisation(
        "restaurant", "Restaurant Smagsprøven", OrganisationKind.COMPANY, RANDERS, "56", SizeBand.UNDER_10
    ),
    InventedOrganisation(
        "tag", "Opdigtet Tagdækning A/S", OrganisationKind.COMPANY, SILKEBORG, "43", SizeBand.UNDER_50
    ),
    InventedOrganisation(
        "lager", "Eksempel Lager og Logistik A/S", OrganisationKind.COMPANY, HORSENS, "52", SizeBand.FROM_250
    ),
    InventedOrganisation(
        "transport", "Tænkt Transport ApS", OrganisationKind.COMPANY, RANDERS, "49", SizeBand.UNDER_50
    ),
    InventedOrganisation(
        "rengoering", "Prøve Rengøring A/S", OrganisationKind.COMPANY, AARHUS, "81", SizeBand.UNDER_250
    ),
    InventedOrganisation(
        "skole", "Erhvervsskolen Eksempel", OrganisationKind.EDUCATION_PROVIDER, RANDERS, "85"
    ),
    InventedOrganisation("amu", "AMU-centret Prøven", OrganisationKind.EDUCATION_PROVIDER, AARHUS, "85"),
    InventedOrganisation(
        "sosu", "SOSU-skolen Eksempelby", OrganisationKind.EDUCATION_PROVIDER, RANDERS, "85"
    ),
    InventedOrganisation("branche", "Brancheforeningen Eksempel", OrganisationKind.EMPLOYER_ASSOCIATION),
    InventedOrganisation("hotelforening", "Hotelforeningen Prøve", OrganisationKind.EMPLOYER_ASSOCIATION),
    InventedOrganisation("fagforbund", "Fagforbundet Eksempel", OrganisationKind.TRADE_UNION),
    InventedOrganisation("akasse", "A-kassen Eksempel", OrganisationKind.UNEMPLOYMENT_FUND),
    InventedOrganisation(
        "faellesskab",
        "Rekrutteringsfællesskabet Eksempel",
        OrganisationKind.RECRUITMENT_COMMUNITY,
    ),
)

ASSOCIATION_MEMBERS = {
    "branche": ("fiber", "kabel", "metal", "tag", "lager"),
    "hotelforening": ("hotel", "restaurant"),
}
COMMUNITY_MEMBERS = {"faellesskab": (RANDERS, FAVRSKOV, NORDDJURS)}
"""Job centres by their municipality."""


@dataclass(frozen=True, slots=True)
class InventedUser:
    """`organisation` is a key of ORGANISATIONS, a municipality's code for its job centre, or one of "agency",
    "office" and "council". One in each organisation `administers` its users."""

    key: str
    name: str
    email: str
    organisation: str
    role: Role
    administers: bool = True


USERS: tuple[InventedUser, ...] = (
    InventedUser("firma", "Fie Firmasen", "firma@demo.example", "fiber", Role.COMPANY),
    InventedUser(
        "koordinator",
        "Kaja Koordinatorsen",
        "koordinator@demo.example",
        "office",
        Role.COORDINATOR,
        administers=False,
    ),
    InventedUser("pleje", "Pelle Plejesen", "plejecenter@demo.example", "pleje", Role.COMPANY),
    InventedUser(
        "fagforbund", "Fanny Fagforbundsen", "fagforbund@demo.example", "fagforbund", Role.SOCIAL_PARTNER
    ),
    InventedUser("branche", "Bo Branchesen", "branche@demo.example", "branche", Role.SOCIAL_PARTNER),
    InventedUser("skole", "Ulla Undervisningsen", "erhvervsskole@demo.example", "skole", Role.PROVIDER),
    InventedUser("amu", "Arne Amusen", "amu@demo.example", "amu", Role.PROVIDER),
    InventedUser(
        "randers", "Sofus Sagsbehandlersen", "sagsbehandler.randers@demo.example", RANDERS, Role.CASEWORKER
    ),
    InventedUser(
        "favrskov", "Signe Sagsbehandlersen", "sagsbehandler.favrskov@demo.example", FAVRSKOV, Role.CASEWORKER
    ),
    InventedUser(
        "norddjurs",
        "Sten Sagsbehandlersen",
        "sagsbehandler.norddjurs@demo.example",
        NORDDJURS,
        Role.CASEWORKER,
    ),
    InventedUser(
        "konsulent",
        "Vera Virksomhedsen",
        "konsulent.randers@demo.example",
        RANDERS,
        Role.COMPANY_CONSULTANT,
        administers=False,
    ),
    InventedUser("leder", "Leo Ledersen", "leder@demo.example", "office", Role.OFFICE_MANAGER),
    InventedUser("raad", "Rita Rådsen", "raad@demo.example", "council", Role.COUNCIL_MEMBER),
    InventedUser(
        "analytiker",
        "Anna Analytikersen",
        "analytiker@demo.example",
        "agency",
        Role.NATIONAL_ANALYST,
        administers=False,
    ),
    InventedUser(
        "administrator",
        "Adam Administratorsen",
        "administrator@demo.example",
        "agency",
        Role.ADMINISTRATOR,
    ),
)


@dataclass(frozen=True, slots=True)
class InventedInvitation:
    """Somebody whom the user `by` has invited into `organisation`, and who has not answered yet."""

    by: str
    name: str
    email: str
    organisation: str
    role: Role


INVITED: tuple[InventedInvitation, ...] = (
    InventedInvitation(
        "randers", "Nete Nyansatsen", "nyansat.randers@demo.example", RANDERS, Role.CASEWORKER
    ),
)

_FIRST = (
    "Prøve",
    "Alma",
    "Bjarke",
    "Cilla",
    "Ditte",
    "Esben",
    "Freja",
    "Gorm",
    "Hussein",
    "Ida",
    "Jonas",
    "Karim",
    "Laila",
    "Mikkel",
    "Nadia",
    "Oskar",
    "Pia",
    "Rasmus",
    "Sara",
    "Tove",
    "Uffe",
    "Vibeke",
    "Yasmin",
    "Zenia",
    "Ærling",
    "Øjvind",
    "Åse",
)
_LAST = ("Prøvesen", "Eksempelsen", "Opdigtsen", "Testesen", "Påfundsen", "Tænktsen", "Demosen")


def invented_name(number: int) -> str:
    """The name of candidate `number` (from 0): "Prøve Prøvesen", "Alma Eksempelsen" and so on; no two of the
    first 189 are alike."""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"


def invented_cpr(number: int) -> Cpr:
    """A replacement number that can belong to nobody: the day of birth plus 60. No two are alike."""
    born = date(1966 + number * 7 % 36, 1 + number * 5 % 12, 1 + number * 11 % 28)
    return Cpr(f"{born.day + 60:02d}{born:%m%y}{number:04d}")


def invented_phone(number: int) -> str:
    """A telephone number that can belong to nobody. In Denmark no numbers are set aside for the invented, but all that
    somebody can have are eight digits of which the first is 2 to 9: 01 is nobody's, and whoever dials it reaches nobody.
    (1 begins short numbers such as 112, and 00 leads abroad.) No two are alike."""
    return f"01 {number // 10_000 % 100:02d} {number // 100 % 100:02d} {number % 100:02d}"
