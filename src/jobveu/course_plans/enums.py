from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Decision(TextChoices):
    """What the office says to a proposed hold."""

    ACCEPTED = "accepted", _("Godkendt")
    REJECTED = "rejected", _("Afvist")
