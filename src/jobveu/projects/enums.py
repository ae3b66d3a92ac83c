from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectType(TextChoices):
    """By main purpose; mutually exclusive (def.type.exclusive)."""

    UNEMPLOYED = "unemployed", _("Opkvalificerer ledige")
    EMPLOYED = "employed", _("Opkvalificerer beskæftigede")
    BOTH = "both", _("Opkvalificerer ledige og beskæftigede")
    CRISIS = "crisis", _("Afbøder en krise")


class TargetGroup(TextChoices):
    UNEMPLOYED = "unemployed", _("Ledige")
    VULNERABLE = "vulnerable", _("Udsatte ledige")
    EMPLOYED = "employed", _("Beskæftigede")
    UNDER_NOTICE = "under_notice", _("Opsagte")
    UNSKILLED = "unskilled", _("Ufaglærte")
    SKILLED = "skilled", _("Faglærte")
    ADULT_APPRENTICE = "adult_apprentice", _("Voksenlærlinge")


class Initiative(TextChoices):
    """Who took the initiative (def.phase1.initiators)."""

    COUNCIL = "council", _("Regionalt råd")
    OFFICE = "office", _("Arbejdsmarkedskontor eller VEU-koordinator")
    SOCIAL_PARTNER = "social_partner", _("Arbejdsmarkedets parter")
    COMPANY = "company", _("Virksomhed eller offentlig arbejdsplads")
    JOB_CENTRE = "job_centre", _("Jobcenter")
    PROVIDER = "provider", _("Uddannelsesinstitution")
    INDUSTRY_NETWORK = "industry_network", _("Branchenetværk")
    JOB_CENTRE_NETWORK = "job_centre_network", _("Jobcenternetværk")
    SEVERAL = "several", _("Flere i fællesskab")


class CoordinatorRole(TextChoices):
    """Initiator or not by high or low involvement (def.role.matrix)."""

    HELMSMAN = "helmsman", _("Styrmand")
    COORDINATOR = "coordinator", _("Koordinator")
    INITIATOR = "initiator", _("Initiativtager")
    SPARRING_PARTNER = "sparring_partner", _("Sparringspartner eller observatør")


class AreaKind(TextChoices):
    """Why the project lies where it is needed (def.phase1.ind3, def.focus.*)."""

    SHORTAGE = "shortage", _("Mangelområde")
    FOCUS = "focus", _("Indsatsområde udpeget af rådet")
    NONE = "none", _("Hverken mangel- eller indsatsområde")


class ProjectStatus(TextChoices):
    ACTIVE = "active", _("I gang")
    COMPLETED = "completed", _("Gennemført")
    CANCELLED = "cancelled", _("Opgivet")


class CountedProjects(TextChoices):
    """Which projects the programme's figures count: those carried through (def.count.completed), or those under way as
    well. The cases that ship with the program are in neither."""

    COMPLETED = "completed", _("Gennemførte projekter")
    BEGUN = "begun", _("Projekter, der er i gang eller gennemført")


class NotTold(TextChoices):
    """Chosen in a list's filter instead of a value: what has none."""

    NOT_TOLD = "unknown", _("Ikke oplyst")


class PhaseNumber(IntegerChoices):
    NEED = 1, _("Arbejdsmarkedets behov")
    PARTNER_AGREEMENT = 2, _("Partsaftale")
    KICK_OFF = 3, _("Opstart og valg af udbyder")
    SCREENING_AND_MATCH = 4, _("Screening, forløb og match")
    LEARNING = 5, _("Evaluering og læring")


class EndorsementForm(TextChoices):
    """What most partners do instead of signing (def.phase2.alternatives)."""

    STEERING_GROUP = "steering_group", _("Sæde i styregruppen")
    WORKING_GROUP = "working_group", _("Deltager i arbejdsgruppe")
    LOGO = "logo", _("Logo på informationsmateriale")
    MARKETING = "marketing", _("Deltager i markedsføring")
    STATEMENT = "statement", _("Udtalelse eller støtteerklæring")


class AgreementKind(TextChoices):
    PARTNER = "partner", _("Partsaftale")
    CONTRIBUTION = "contribution", _("Aftale om jobcentrets bidrag")
    HANDOVER = "handover", _("Overdragelse til jobcenter")


class AgreementStatus(TextChoices):
    """Where an agreement stands; computed from its signatures, never stored."""

    IN_FORCE = "in_force", _("I kraft")
    AWAITING = "awaiting", _("Venter på underskrifter")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


class MeetingKind(TextChoices):
    KICK_OFF = "kick_off", _("Opstartsmøde")
    STEERING_GROUP = "steering_group", _("Styregruppemøde")
    WORKING_GROUP = "working_group", _("Arbejdsgruppemøde")
    INFORMATION = "information", _("Informationsmøde")


class CommitmentKind(TextChoices):
    LETTER_OF_INTENT = "letter_of_intent", _("Hensigtserklæring")
    HIRING_GUARANTEE = "hiring_guarantee", _("Ansættelsesgaranti")


class ProcurementKind(TextChoices):
    TENDER = "tender", _("Udbud")
    DIRECT_CHOICE = "direct_choice", _("Direkte valg")


class JobSearchDuty(TextChoices):
    NONE = "none", _("Ingen pligt til at søge job under forløbet")
    REDUCED = "reduced", _("Nedsat pligt til at søge job")
    FULL = "full", _("Fuld pligt til at søge job")


class DatePrecision(TextChoices):
    """How much of a date is known: a published case may give only the year."""

    DAY = "day", _("Dag")
    MONTH = "month", _("Måned")
    YEAR = "year", _("År")


class CriterionKind(TextChoices):
    """What a demand of the screening tool is about (def.phase4.screening_tool)."""

    PROFESSIONAL = "professional", _("Fagligt")
    SOCIAL = "social", _("Socialt")
    PERSONAL = "personal", _("Personligt")
    FORMAL = "formal", _("Formelt")


class Strength(TextChoices):
    MUST = "must", _("Skal")
    NICE = "nice", _("Gerne")
