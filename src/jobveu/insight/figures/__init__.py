"""The programme's figures as code."""

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

FIGURES = Registry((*activity.FIGURES, *cooperation.FIGURES, *funnel.FIGURES, *success.FIGURES))
"""Every figure, in the order in which they are read."""

__all__ = ["CUTS", "FIGURES", "RULES", "ChartKind", "Charted", "Figure", "Registry", "draw", "period"]
