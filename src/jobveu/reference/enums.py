"""The kinds of reference rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CouncilKind(models.TextChoices):
    REGIONAL_LABOUR_MARKET_COUNCIL = "regional_labour_market_council", _("Regionalt arbejdsmarkedsråd (RAR)")
    REGIONAL_EMPLOYMENT_COUNCIL = "regional_employment_council", _("Regionalt beskæftigelsesråd (RBR)")


class MunicipalityKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Kommune")
    SPECIAL_AREA = "special_area", _("Område uden for kommunerne")


class IndustryLevel(models.TextChoices):
    """The five levels of DB07, from the letter to the six digits."""

    SECTION = "section", _("Hovedafdeling")
    DIVISION = "division", _("Hovedgruppe")
    GROUP = "group", _("Gruppe")
    CLASS = "class", _("Undergruppe")
    SUBCLASS = "subclass", _("Branche")


UNSTATED_INDUSTRY = "99.99.99"
"""DB07's code for "not stated" (uoplyst): the one code below the sections that belongs under no other."""


class Origin(models.TextChoices):
    """Where a row comes from: tables shipped with the program never overwrite an imported official file."""

    SHIPPED = "shipped", _("Leveret med programmet")
    IMPORTED = "imported", _("Indlæst fra en officiel fil")
