from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailKind(TextChoices):
    """What a mail is for: what it is called where mails are listed, since what it says is not shown there."""

    PASSWORD_LINK = "password_link", _("Link til adgangskode")
    ACCOUNT_NOTICE = "account_notice", _("Besked om brugerens konto")
    MEMBER_INVITATION = "member_invitation", _("Invitation til at blive bruger")
    CONSENT_LINK = "consent_link", _("Link til egne samtykker")
    DIGEST = "digest", _("Daglig påmindelse")
    SURVEY_INVITATION = "survey_invitation", _("Link til spørgeskema")
    SURVEY_REMINDER = "survey_reminder", _("Påmindelse om spørgeskema")


class MailState(TextChoices):
    WAITING = "waiting", _("Venter")
    FAILED = "failed", _("Ikke sendt")
    SENT = "sent", _("Sendt")
    GIVEN_UP = "given_up", _("Opgivet")


class MailProblem(TextChoices):
    """Why a mail could not be handed over, as far as it can be told without the server's own words, which
    often repeat the address."""

    UNREACHABLE = "unreachable", _("Mailserveren svarer ikke")
    INSECURE = "insecure", _("Forbindelsen til mailserveren kan ikke sikres (TLS)")
    LOGIN = "login", _("Mailserveren afviser vores adgang")
    BUSY = "busy", _("Mailserveren beder os vente")
    RECIPIENT = "recipient", _("Mailserveren kender ikke modtageren eller afviser den")
    REFUSED = "refused", _("Mailserveren afviser mailen")
    TOO_LATE = "too_late", _("Mailen nåede at blive for gammel")
    UNREADABLE = "unreadable", _("Mailen kan ikke læses med de nøgler, der er her")
