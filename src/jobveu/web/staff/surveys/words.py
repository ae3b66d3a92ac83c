"""Scales, and what the evaluation published, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.common.exactness import Exactness
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments.parts import Scale, Statistic
from jobveu.surveys.published import SCORE, PublishedMeasure
from jobveu.web.templatetags.components import number

SCALES: Mapping[Scale, str | Promise] = {
    Scale.DEGREE: gettext_lazy("Fem trin fra »i meget høj grad« til »i meget lav grad«"),
    Scale.MERIT: gettext_lazy("Ja, både og, nej"),
    Scale.SCORE: gettext_lazy("Tal fra 1 til 10"),
    Scale.TEXT: gettext_lazy("Svar i ord"),
}
STATISTICS: Mapping[Statistic, str | Promise] = {
    Statistic.HIGH: gettext_lazy("svarer i høj eller meget høj grad"),
    Statistic.LOW: gettext_lazy("svarer i lav eller meget lav grad"),
    Statistic.NEUTRAL: gettext_lazy("svarer hverken i høj eller lav grad"),
    Statistic.YES: gettext_lazy("svarer ja"),
    Statistic.YES_OR_BOTH: gettext_lazy("svarer ja eller både og"),
    Statistic.MEAN: gettext_lazy("i gennemsnit"),
}


def shown_measure(measure: PublishedMeasure, statistic: Statistic) -> str:
    """ "84 pct. svarer i høj eller meget høj grad (Arbejdsmarkedets parter)"."""
    value = number(measure.value)
    if measure.value_high is not None:
        value = f"{value}-{number(measure.value_high)}"
    elif measure.exactness is Exactness.APPROXIMATE:
        value = _("ca. %(value)s") % {"value": value}
    what = value if measure.unit == SCORE else _("%(value)s pct.") % {"value": value}
    return f"{what} {STATISTICS[statistic]} ({respondents(measure)})"


def respondents(measure: PublishedMeasure) -> str:
    """Who answered, in words."""
    if measure.respondents is None:
        return _("svargruppen er ikke oplyst")
    if measure.respondents == frozenset(RespondentType):
        return _("alle")
    return ", ".join(str(each.label) for each in RespondentType if each in measure.respondents)
