from __future__ import annotations

from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DataKind(TextChoices):
    """Kinds of personal data, each with one rule for how long it is kept (rules.RULES)."""

    PERSON = "person", _("Registrerede personer med forløb")
    PERSON_UNUSED = "person_unused", _("Registrerede personer uden forløb")
    LOOK = "look", _("Opslag i personers identitet")
    CONTACT = "contact", _("Kontaktpersoner")
    CONSENT = "consent", _("Samtykker, der er trukket tilbage")
    CONSENT_LINK = "consent_link", _("Kontaktpersoners personlige link")
    CONSENT_NOTICE = "consent_notice", _("Beskeder om ændrede samtykker")
    DIALOGUE = "dialogue", _("Noter fra samtaler med organisationer")
    USER = "user", _("Brugere")
    AUDIT = "audit", _("Hændelsesloggen")
    HISTORY = "history", _("Historikken over ændringer")
    MEMBER_INVITATION = "member_invitation", _("Invitationer til at blive bruger")
    SURVEY_INVITATION = "survey_invitation", _("Invitationer til at svare på spørgeskemaer")
    SURVEY_ANSWER = "survey_answer", _("Svar i ord på spørgeskemaer")
    MERGE = "merge", _("Sammenlagte organisationer og kontaktpersoner")
    SESSION = "session", _("Afsluttede sessioner")
    FORM_RECEIPT = "form_receipt", _("Kvitteringer for sendte formularer")
    MAIL = "mail", _("Mails på vej ud")
    JOB = "job", _("Opgaver, der udføres i baggrunden")
    PROJECT_RECORD = "project_record", _("Projekternes egne dokumenter")
    RETENTION_LOG = "retention_log", _("Loggen over, hvad der er slettet")


class Fate(Enum):
    """What becomes of a field when its kind is due."""

    ERASED = auto()
    """The row goes, or the field is emptied."""
    COARSENED = auto()
    """A day becomes its month, and the row belongs to nobody."""
    FIGURE = auto()
    """Stays, for the figures: it says nothing of anybody once the row is nobody's."""
    FOLLOWS = auto()
    """Points to somebody, and tells of them only as long as what it points to does."""
    KEPT = auto()
    """Stays: the rule of its kind keeps it."""


class Outcome(TextChoices):
    """What a rule does with what is due."""

    ERASE = "erase", _("Slettes")
    ANONYMISE = "anonymise", _("Gøres anonymt")
    EMPTY = "empty", _("Teksten tømmes")
    KEEP = "keep", _("Slettes ikke her")


class Ground(TextChoices):
    """Why a person is erased at their own request (the regulation's article 17, 1)."""

    NOT_NEEDED = "not_needed", _("Oplysningerne er ikke længere nødvendige (artikel 17, stk. 1, litra a)")
    OBJECTION = "objection", _("Personen har gjort indsigelse, og den går forud (litra c)")
    UNLAWFUL = "unlawful", _("Oplysningerne skulle ikke have været registreret (litra d)")
    LEGAL_DUTY = "legal_duty", _("En regel kræver, at de slettes (litra e)")


RETENTION = "retention"
"""The ground of what goes because its time has come."""
