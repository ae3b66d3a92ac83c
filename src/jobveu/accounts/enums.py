from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does in the organisation they are a member of; everybody is also PUBLIC."""

    NATIONAL_ANALYST = "national_analyst", _("Analytiker i styrelsen")
    COORDINATOR = "coordinator", _("VEU-koordinator")
    OFFICE_MANAGER = "office_manager", _("Leder i arbejdsmarkedskontor")
    COUNCIL_MEMBER = "council_member", _("Medlem eller sekretariat i regionalt råd")
    CASEWORKER = "caseworker", _("Sagsbehandler i jobcenter")
    COMPANY_CONSULTANT = "company_consultant", _("Virksomhedskonsulent i jobcenter")
    PROVIDER = "provider", _("Uddannelsesinstitution")
    COMPANY = "company", _("Virksomhed")
    SOCIAL_PARTNER = "social_partner", _("Arbejdsmarkedets parter")
    ADMINISTRATOR = "administrator", _("Systemadministrator")
    PUBLIC = "public", _("Offentligheden")
