"""The programme's figures as code."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.insight.figures import activity, cooperation, funnel, success
from jobveu.insight.figures.registry import (
    CUTS,
    RULES,
    Charted,
    ChartKind,
    Figure,
    Registry,
    draw,
    period,
)

GROUPS: Sequence[tuple[Promise, Sequence[Figure]]] = (
    (_("Aktivitet"), activity.FIGURES),
    (_("Samarbejde, behov og bevillinger"), cooperation.FIGURES),
    (_("Vejen gennem et forløb"), funnel.FIGURES),
    (_("Succeskriterier"), success.FIGURES),
)
FIGURES = Registry(tuple(figure for _title, figures in GROUPS for figure in figures))
"""Every figure, in the order in which they are read."""

__all__ = [
    "CUTS",
    "FIGURES",
    "GROUPS",
    "RULES",
    "ChartKind",
    "Charted",
    "Figure",
    "Registry",
    "draw",
    "period",
]
