"""Assessments as their pages show them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jobveu.assessment.assessing import Assessment, ElementAssessment, OverruledLevel
from jobveu.assessment.judging import Line
from jobveu.assessment.lifting import Lift
from jobveu.assessment.ratios import Unit
from jobveu.assessment.scale import PHASES, PRINCIPLES, Element, Level
from jobveu.assessment.words import (
    told_change,
    told_level,
    told_levels,
    told_score,
    told_thresholds,
    told_value,
)

NOT_OF_FEW = tuple(unit for unit in Unit if unit not in (Unit.PERSONS, Unit.ANSWERS))
"""Numbers that tell of nobody, however few they are of: what is answered about a single project is told as a level only."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    title: str
    definition: str
    rules: str
    value: str
    rests_on: str
    level: str
    weight: int
    thresholds: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that would lift an element, with the page where it is done."""

    text: str
    to_do: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownOverruling:
    text: str
    reason: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ShownElement:
    """`ways`: each is what has to be done together."""

    key: str
    title: str
    level: str
    judged: bool
    variant: str
    computed: str
    score: str
    weight: str
    overruled: ShownOverruling | None
    published: str
    lines: tuple[ShownLine, ...]
    ways: tuple[tuple[Step, ...], ...]
    history: tuple[ShownOverruling, ...]
    overrule_href: str


VARIANTS = {
    Level.NOT_AT_ALL: "error",
    Level.LESSER: "warning",
    Level.SOME: "",
    Level.HIGH: "success",
    Level.VERY_HIGH: "success",
}


def shown(
    assessment: Assessment,
    *,
    overrule_href: Callable[[Element], str],
    do_href: Callable[[str], str] = lambda _where: "",
    numbers_of: Collection[Unit] = tuple(Unit),
    with_published: bool = False,
) -> tuple[tuple[str, tuple[ShownElement, ...]], ...]:
    """The principles and the phases, each with its heading. `do_href` gives the address of a page by its URL name, ""
    where the reader may do nothing. Shares of what is not among `numbers_of` are shown as levels only."""

    def element(one: ElementAssessment) -> ShownElement:
        level = one.level
        history = tuple(_overruling(row, holds=row is one.overruled) for row in one.history)
        return ShownElement(
            key=one.element.value,
            title=str(one.element.label),
            level=told_level(level),
            judged=level is not None,
            variant="" if level is None else VARIANTS[level],
            computed=told_level(one.computed),
            score=told_score(one.judgement),
            weight=_("%(judged)d af %(all)d")
            % {"judged": one.judgement.judged_weight, "all": one.judgement.weight},
            overruled=next((row for row in history if row.holds), None),
            published=told_levels(one.published) if with_published else "",
            lines=tuple(_line(line, numbers_of) for line in one.judgement.lines),
            ways=tuple(_way(lift, do_href, numbers_of) for lift in one.lifts),
            history=history,
            overrule_href=overrule_href(one.element),
        )

    return tuple(
        (heading, tuple(element(assessment.of(key)) for key in keys))
        for heading, keys in ((_("De syv principper"), PRINCIPLES), (_("De fem faser"), PHASES))
    )


def _line(line: Line, numbers_of: Collection[Unit]) -> ShownLine:
    hidden = line.value.ratio is not None and line.value.unit not in numbers_of
    judged, projects = line.value.judged, line.value.projects
    return ShownLine(
        title=str(line.indicator.title),
        definition=str(line.indicator.definition),
        rules=", ".join(line.indicator.rules),
        value=_("Vises kun som grad") if hidden else told_value(line.value),
        rests_on=_("Kan vurderes i %(judged)d af %(all)d projekter") % {"judged": judged, "all": projects}
        if projects > 1
        else "",
        level="–" if line.level is None else str(line.level.label),
        weight=line.weighing.weight,
        thresholds=told_thresholds(line.weighing.thresholds),
    )


def _way(lift: Lift, do_href: Callable[[str], str], numbers_of: Collection[Unit]) -> tuple[Step, ...]:
    return tuple(
        Step(
            text=str(change.line.indicator.title)
            if change.line.value.unit not in numbers_of
            else told_change(change),
            to_do=str(change.line.indicator.to_do),
            href=do_href(change.line.indicator.where) if change.line.indicator.where else "",
        )
        for change in lift.changes
    )


def _overruling(row: OverruledLevel, *, holds: bool) -> ShownOverruling:
    told = {
        "name": row.by,
        "day": date_format(localtime(row.at), "DATE_FORMAT"),
        "level": told_level(row.level),
        "computed": told_level(row.computed),
        "version": row.yardstick,
    }
    if row.level is None:
        text = (
            _("%(name)s gik den %(day)s tilbage til det beregnede (%(computed)s, målestok %(version)s)")
            % told
        )
    else:
        text = (
            _(
                "%(name)s satte den %(day)s graden til »%(level)s«; beregnet var »%(computed)s« (målestok %(version)s)"
            )
            % told
        )
    return ShownOverruling(text=text, reason=row.reason, holds=holds)
