"""How exact a number is that somebody else has published."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Exactness(TextChoices):
    EXACT = "exact", _("præcist tal")
    ROUNDED = "rounded", _("afrundet")
    APPROXIMATE = "approximate", _("omtrentligt")
    RANGE = "range", _("kendt som et interval")
    DERIVED = "derived", _("udledt af andre tal i evalueringen")
