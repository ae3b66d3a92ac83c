"""The words that old registers and spreadsheets have for our choices. Keys are folded (common.folding)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import override

from jobveu.actors.enums import OrganisationKind
from jobveu.common.folding import fold
from jobveu.projects.enums import CoordinatorRole, Initiative, ProjectStatus, ProjectType, TargetGroup

Member = TypeVar("Member", bound=TextChoices)


def _words(enum: type[Member], others: Mapping[Member, Iterable[str]]) -> dict[str, Member]:
    """Each member by its own words and by others; a word may stand for one member only."""
    found: dict[str, Member] = {}
    for member in enum:
        own = (member.value, member.value.replace("_", " "), _danish(member))
        for word in (*own, *others.get(member, ())):
            key = fold(word)
            if found.setdefault(key, member) is not member:
                raise ValueError(f"{word!r} stands for both {found[key]} and {member}")
    return found


def _danish(member: TextChoices) -> str:
    """The label as it stands in the source, whatever language is spoken just now: registers are Danish."""
    with override(None):
        return str(member.label)


TYPES = _words(
    ProjectType,
    {
        ProjectType.UNEMPLOYED: ("ledige", "ledig", "projekt for ledige", "opkvalificering af ledige"),
        ProjectType.EMPLOYED: (
            "beskæftigede",
            "beskæftiget",
            "projekt for beskæftigede",
            "opkvalificering af beskæftigede",
        ),
        ProjectType.BOTH: (
            "begge",
            "ledige og beskæftigede",
            "både ledige og beskæftigede",
            "ledige/beskæftigede",
            "blandet",
            "mix",
            "opkvalificering af ledige og beskæftigede",
        ),
        ProjectType.CRISIS: (
            "krise",
            "covid",
            "covid-19",
            "covid19",
            "corona",
            "covid-19-projekt",
            "covid-19 projekt",
            "afbøder covid-19",
            "afbødning af covid-19",
        ),
    },
)
STATUSES = _words(
    ProjectStatus,
    {
        ProjectStatus.ACTIVE: ("igangværende", "igang", "aktiv", "åben", "i drift", "under udvikling"),
        ProjectStatus.COMPLETED: ("afsluttet", "færdig", "gennemførte", "lukket", "slut"),
        ProjectStatus.CANCELLED: ("aflyst", "annulleret", "opgivne", "stoppet", "ikke gennemført", "droppet"),
    },
)
TARGET_GROUPS = _words(
    TargetGroup,
    {
        TargetGroup.UNEMPLOYED: ("ledig", "dagpengemodtagere", "jobparate"),
        TargetGroup.VULNERABLE: ("udsat ledig", "aktivitetsparate", "udsatte"),
        TargetGroup.EMPLOYED: ("beskæftiget", "i arbejde", "medarbejdere", "ansatte"),
        TargetGroup.UNDER_NOTICE: ("opsagt", "varslede", "fyrede"),
        TargetGroup.UNSKILLED: ("ufaglært", "ufagl."),
        TargetGroup.SKILLED: ("faglært", "fagl."),
        TargetGroup.ADULT_APPRENTICE: ("voksenlærling", "vokselærlinge", "lærlinge"),
    },
)
INITIATIVES = _words(
    Initiative,
    {
        Initiative.COUNCIL: ("rar", "rbr", "råd", "regionalt arbejdsmarkedsråd"),
        Initiative.OFFICE: ("amk", "arbejdsmarkedskontor", "veu-koordinator", "koordinator"),
        Initiative.SOCIAL_PARTNER: ("parter", "part", "arbejdsmarkedets part", "fagforening", "organisation"),
        Initiative.COMPANY: ("virksomhed", "virksomheder", "arbejdsgiver", "offentlig arbejdsplads"),
        Initiative.JOB_CENTRE: ("jobcentre", "jc", "kommune"),
        Initiative.PROVIDER: ("skole", "udbyder", "uddannelsesinstitution", "uddannelsesinstitutioner"),
        Initiative.INDUSTRY_NETWORK: ("netværk af virksomheder", "brancheorganisation"),
        Initiative.JOB_CENTRE_NETWORK: ("netværk af jobcentre", "rekrutteringsfællesskab"),
        Initiative.SEVERAL: ("flere", "fælles", "i fællesskab"),
    },
)
ROLES = _words(
    CoordinatorRole,
    {
        CoordinatorRole.HELMSMAN: ("styrmænd",),
        CoordinatorRole.COORDINATOR: ("koordinerende",),
        CoordinatorRole.INITIATOR: ("igangsætter",),
        CoordinatorRole.SPARRING_PARTNER: ("sparringspartner", "sparring", "observatør"),
    },
)
KINDS = _words(
    OrganisationKind,
    {
        OrganisationKind.NATIONAL_AGENCY: ("star",),
        OrganisationKind.REGIONAL_COUNCIL: ("rar", "rbr", "råd", "regionalt arbejdsmarkedsråd"),
        OrganisationKind.LABOUR_MARKET_OFFICE: ("amk",),
        OrganisationKind.JOB_CENTRE: ("jobcentre", "jc", "kommune"),
        OrganisationKind.RECRUITMENT_COMMUNITY: ("rekrutteringsfællesskaber", "virksomhedsservice"),
        OrganisationKind.EDUCATION_PROVIDER: (
            "skole",
            "udbyder",
            "uddannelsesinstitutioner",
            "uddannelsessted",
        ),
        OrganisationKind.COMPANY: ("virksomheder", "privat virksomhed", "arbejdsgiver", "firma"),
        OrganisationKind.PUBLIC_WORKPLACE: ("offentlig virksomhed", "offentlig arbejdsgiver"),
        OrganisationKind.EMPLOYER_ASSOCIATION: (
            "brancheforening",
            "arbejdsgiverorganisation",
            "arbejdsgiverforening",
        ),
        OrganisationKind.TRADE_UNION: ("fagforening", "fagforbund", "lønmodtagerorganisation"),
        OrganisationKind.UNEMPLOYMENT_FUND: ("akasse", "arbejdsløshedskasse"),
        OrganisationKind.OTHER: ("andet", "anden", "øvrige"),
    },
)


def labels(enum: type[TextChoices]) -> str:
    """The words that a message names: the labels, in the reader's language."""
    return ", ".join(str(label) for label in enum.labels)
