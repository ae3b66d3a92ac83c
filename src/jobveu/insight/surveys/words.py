"""The words of what is counted of an item."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.surveys.instruments.parts import Item, Statistic

STATISTICS: Mapping[Statistic, Promise] = {
    Statistic.HIGH: _("I høj eller meget høj grad"),
    Statistic.NEUTRAL: _("Hverken i høj eller lav grad"),
    Statistic.LOW: _("I lav eller meget lav grad"),
    Statistic.YES: _("Ja"),
    Statistic.YES_OR_BOTH: _("Ja eller både og"),
    Statistic.MEAN: _("Gennemsnit, 1-10"),
}

WEIGHTED_AS_ONE = _(
    "Grupper, der ikke vises, er vægtet under ét i dette spørgsmål, så de vægtede tal ikke kan fortælle om dem."
)


def title(item: Item) -> str:
    """The item as it is asked of the first of those who are asked; the others may be asked in words of their own."""
    return str(next(iter(item.wording.values())))
