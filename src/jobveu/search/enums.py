from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What the one search box finds, in the order in which it is shown."""

    PROJECT = "project", _("Projekter")
    ORGANISATION = "organisation", _("Organisationer")
    CONTACT = "contact", _("Kontaktpersoner")
    COURSE = "course", _("Kurser")
    LESSON = "lesson", _("Erfaringer")
