from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    NATIONAL_AGENCY = "national_agency", _("Styrelse")
    REGIONAL_COUNCIL = "regional_council", _("Regionalt råd")
    LABOUR_MARKET_OFFICE = "labour_market_office", _("Arbejdsmarkedskontor")
    JOB_CENTRE = "job_centre", _("Jobcenter")
    RECRUITMENT_COMMUNITY = "recruitment_community", _("Rekrutteringsfællesskab")
    EDUCATION_PROVIDER = "education_provider", _("Uddannelsesinstitution")
    COMPANY = "company", _("Virksomhed")
    PUBLIC_WORKPLACE = "public_workplace", _("Offentlig arbejdsplads")
    EMPLOYER_ASSOCIATION = "employer_association", _("Brancheorganisation")
    TRADE_UNION = "trade_union", _("Faglig organisation")
    UNEMPLOYMENT_FUND = "unemployment_fund", _("A-kasse")
    NATIONAL_FOLLOW_UP_GROUP = "national_follow_up_group", _("National følgegruppe")
    OTHER = "other", _("Anden organisation")


WORKPLACES = (OrganisationKind.COMPANY, OrganisationKind.PUBLIC_WORKPLACE)
"""Those that have needs and hire."""
ENTRY_POINTS = (OrganisationKind.LABOUR_MARKET_OFFICE, OrganisationKind.JOB_CENTRE)
"""Those whose people may be the primary contact of a workplace."""
WORKER_SIDE = (OrganisationKind.TRADE_UNION, OrganisationKind.UNEMPLOYMENT_FUND)
SOCIAL_PARTNERS = (OrganisationKind.EMPLOYER_ASSOCIATION, *WORKER_SIDE)


class SizeBand(TextChoices):
    """Number of employees, in the bands of Statistics Denmark's business register."""

    UNDER_10 = "under_10", _("Under 10 ansatte")
    UNDER_50 = "10_49", _("10-49 ansatte")
    UNDER_250 = "50_249", _("50-249 ansatte")
    FROM_250 = "250_plus", _("250 ansatte eller flere")


class AffiliationKind(TextChoices):
    """How one organisation stands to another; the pairs of kinds allowed are in rules.AFFILIATIONS."""

    ASSOCIATION_MEMBER = "association_member", _("Medlem af brancheorganisation")
    COMMUNITY_MEMBER = "community_member", _("Jobcenter i rekrutteringsfællesskab")
    OFFICE_SERVES = "office_serves", _("Råd, som arbejdsmarkedskontoret betjener")


class ConsentKind(TextChoices):
    SURVEY = "survey", _("Må få spørgeskemaer om projektet")
    PUBLIC_CONTACT = "public_contact", _("Må vises som kontaktperson for offentligheden")


class DialogueChannel(TextChoices):
    PHONE = "phone", _("Telefon")
    VISIT = "visit", _("Besøg")
    MEETING = "meeting", _("Møde")
    VIDEO = "video", _("Videomøde")
    EMAIL = "email", _("E-mail")
    EVENT = "event", _("Arrangement")


class ApiScope(TextChoices):
    """What a program may do through the API, with what its user may do it with."""

    PROJECTS_READ = "projects:read", _("Læse projekter")
    PROJECTS_WRITE = "projects:write", _("Oprette og rette projekter")
    NEEDS_READ = "needs:read", _("Læse behov")
    NEEDS_WRITE = "needs:write", _("Registrere og rette behov")
    ORGANISATIONS_READ = "organisations:read", _("Læse organisationer")
    ORGANISATIONS_WRITE = "organisations:write", _("Oprette og rette organisationer")
    COURSES_READ = "courses:read", _("Læse kurser")
    COURSES_WRITE = "courses:write", _("Oprette og rette kurser")
    OUTCOMES_READ = "outcomes:read", _("Læse resultater")
    OUTCOMES_WRITE = "outcomes:write", _("Registrere og rette resultater")


class InvitationState(TextChoices):
    """How an invitation to become a member stands."""

    OPEN = "open", _("Afventer svar")
    EXPIRED = "expired", _("Udløbet")
    ACCEPTED = "accepted", _("Taget imod")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")
