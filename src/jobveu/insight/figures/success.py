"""The model's success criteria (def.succ.1 to def.succ.4): who is in a job, who gained merit, who became an apprentice, always
with how many they are counted among, of how many nothing is known, and what that could change.

A result counts at a milestone that is due: so many months have passed since the quarter in which the last course ended. What
is not known yet gives two bounds: none of those whose result is missing, or all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight import labels
from jobveu.insight.counting import Axis, Counted, Counts
from jobveu.insight.facts import Facts, codes
from jobveu.insight.facts.values import Column
from jobveu.insight.figures.building import Content, dimension_of, ratio, rows_of
from jobveu.insight.figures.registry import Figure
from jobveu.insight.table import Dimension, Measure, Unit
from jobveu.kernels.counting import Floats
from jobveu.quality.practice import Subject

BEGUN = Counted.BEGUN
MONTHS = (3, 6, 12)
_SUBJECTS = frozenset({Subject.PROJECTS, Subject.PARTICIPANTS})
_EMPLOYED = ("ordinary_job", "subsidised_job")
_NOT_DUE, _MISSING, _JOB, _APPRENTICE, _RETAINED, _OTHER = range(6)
_RESULTS = 6
_SKILL_CLASSES = ("unskilled", "skilled")


def due_until(day_of_facts: Facts, months: int) -> int:
    """The last quarter in which somebody may have ended so that the milestone is due on the day of the facts."""
    last = 0
    while (
        codes.last_day(last + 1 + months // 3) <= day_of_facts.day and last + 1 + months // 3 < codes.QUARTERS
    ):
        last += 1
    return last


def _results(months: int, person: Column, facts: Facts) -> Column:
    """Of each participation: the value of `person` (from 0) and where they are at the milestone, as one code."""
    rows = facts.participations
    milestone = facts.enumerations["milestone"].index(f"months_{months}")
    kinds = facts.enumerations["outcome"]
    of_kind = np.full(codes.OUTCOME_BASE, _OTHER, np.uint8)
    of_kind[[0, kinds.index("unknown") + 1]] = _MISSING
    of_kind[[kinds.index(kind) + 1 for kind in _EMPLOYED]] = _JOB
    of_kind[kinds.index("adult_apprenticeship") + 1] = _APPRENTICE
    of_kind[kinds.index("retained") + 1] = _RETAINED
    found = of_kind[(rows["outcomes"] >> (codes.OUTCOME_BITS * milestone)) & (codes.OUTCOME_BASE - 1)]
    _screening, _presented, begun, _progress = codes.Paths(len(facts.enumerations["dropout_reason"])).parts()
    due = begun[rows["path"]] & (rows["ended"] > 0) & (rows["ended"] <= due_until(facts, months))
    found[~due] = _NOT_DUE
    return np.asarray(person * np.uint8(_RESULTS) + found, np.uint8)


def _by_results(
    counts: Counts, key: str, months: int, *, leaving_out_crisis: bool = False
) -> tuple[Floats, tuple[str, ...]]:
    """[value, result] with the total last, and the values: those of the enumeration, then the unknown."""
    situation = key == "situation"

    def derive(facts: Facts) -> Column:
        person = facts.participations["person"]
        return _results(months, person // codes.SKILLS if situation else person % codes.SKILLS, facts)

    names = counts.facts.enumerations[key]
    size = (len(names) + 1) * _RESULTS
    axis = counts.axis("type", BEGUN) if leaving_out_crisis else None
    found = counts.derived(f"{key} after {months} months", derive, size, BEGUN, axis)
    if axis is not None:
        found = found[-1:] - found[[axis.codes.index("crisis")]]
    square = found[0].reshape(len(names) + 1, _RESULTS)
    order = [*range(1, len(names) + 1), 0]
    return np.vstack([square[order], square.sum(axis=0)]), (*names, "unknown")


def _person_dimension(counts: Counts, key: str, values: Sequence[str]) -> Dimension:
    told = tuple(labels.value(counts.facts, key, code) for code in values)
    return Dimension(key, str(labels.DIMENSIONS[key]), (*told, labels.total()))


def _milestone_dimension(counts: Counts) -> Dimension:
    values = tuple(labels.value(counts.facts, "milestone", f"months_{months}") for months in MONTHS)
    return Dimension("milestone", str(labels.DIMENSIONS["milestone"]), values, adds_up=False)


def _persons(*measures: tuple[str, Promise]) -> tuple[Measure, ...]:
    return tuple(Measure(key, str(title), Unit.PERSONS, persons=True) for key, title in measures)


_DUE = ("due", gettext_lazy("Resultatet skulle være kendt"))
_KNOWN = ("known", gettext_lazy("Resultat oplyst"))
_MISSING_TITLE = ("missing", gettext_lazy("Resultat mangler"))


def _shares(of: str, parts: tuple[str, ...]) -> tuple[Measure, ...]:
    """The share among those known, and its bounds among all of `of`."""
    return tuple(
        Measure(key, str(title), Unit.PER_CENT, 1, tells=tells)
        for key, title, tells in (
            ("share", _("Andel af de oplyste, pct."), ("known", *parts)),
            ("low", _("Mindst, pct."), (of, *parts)),
            ("high", _("Højst, pct."), (of, *parts, "missing")),
        )
    )


def _jobs(counts: Counts, _keys: tuple[str, ...]) -> Content:
    found = [_by_results(counts, "situation", months) for months in MONTHS]
    cube = np.stack([table for table, _values in found], axis=1)  # [situation, milestone, result]
    due, missing = cube[..., _MISSING:].sum(axis=-1), cube[..., _MISSING]
    at_work = cube[..., [_JOB, _APPRENTICE, _RETAINED]].sum(axis=-1)
    dimensions = (_person_dimension(counts, "situation", found[0][1]), _milestone_dimension(counts))
    measures = (
        *_persons(
            _DUE,
            _KNOWN,
            ("job", gettext_lazy("I job")),
            ("apprenticeship", gettext_lazy("Voksenlærling")),
            ("retained", gettext_lazy("Fastholdt i nuværende job")),
            _MISSING_TITLE,
        ),
        *_shares("due", ("job", "apprenticeship", "retained")),
    )
    arrays = [
        due,
        due - missing,
        cube[..., _JOB],
        cube[..., _APPRENTICE],
        cube[..., _RETAINED],
        missing,
        ratio(at_work, due - missing, 100),
        ratio(at_work, due, 100),
        ratio(at_work + missing, due, 100),
    ]
    return Content(dimensions, measures, rows_of(dimensions, measures, arrays)).noted(
        [*_unknown_persons(), str(_BOUNDS)]
    )


def _apprenticeships(counts: Counts, _keys: tuple[str, ...]) -> Content:
    found = [_by_results(counts, "skill", months, leaving_out_crisis=True) for months in MONTHS]
    cube = np.stack([table for table, _values in found], axis=1)
    due, missing = cube[..., _MISSING:].sum(axis=-1), cube[..., _MISSING]
    begun = cube[..., _APPRENTICE]
    dimensions = (_person_dimension(counts, "skill", found[0][1]), _milestone_dimension(counts))
    measures = (
        *_persons(_DUE, _KNOWN, ("apprenticeship", gettext_lazy("Voksenlærling")), _MISSING_TITLE),
        *_shares("due", ("apprenticeship",)),
    )
    arrays = [
        due,
        due - missing,
        begun,
        missing,
        ratio(begun, due - missing, 100),
        ratio(begun, due, 100),
        ratio(begun + missing, due, 100),
    ]
    return Content(dimensions, measures, rows_of(dimensions, measures, arrays)).noted(
        [*_unknown_persons(), str(_BOUNDS)]
    )


_ON_COURSE, _COMPLETED, _LEFT = range(3)
_GAINED, _MAY_GAIN, _NOT_GAINED, _UNKNOWN_GAIN = range(4)


def _gains(facts: Facts) -> Column:
    """Of each participation: its class of skill (0: neither unskilled nor skilled), how the courses ended and whether they gave
    merit, as one code from 1; 0 for whoever never began."""
    rows = facts.participations
    skills = facts.enumerations["skill"]
    of_skill = np.zeros(codes.SKILLS, np.uint8)
    for place, skill in enumerate(_SKILL_CLASSES, start=1):
        of_skill[skills.index(skill) + 1] = place
    _screening, _presented, begun, progress = codes.Paths(len(facts.enumerations["dropout_reason"])).parts()
    ended = np.full(len(progress), _ON_COURSE, np.uint8)
    ended[progress == codes.FINISHED] = _COMPLETED
    ended[progress >= codes.DROPPED] = _LEFT
    path, merit = rows["path"], rows["merit"]
    gain = np.full(len(path), _NOT_GAINED, np.uint8)
    gain[ended[path] == _ON_COURSE] = _MAY_GAIN
    gain[merit == 0] = _UNKNOWN_GAIN
    gain[merit == codes.MERIT] = _GAINED
    code = 1 + (of_skill[rows["person"] % codes.SKILLS] * 3 + ended[path]) * 4 + gain
    return np.asarray(np.where(begun[path], code, 0), np.uint8)


def _skills(counts: Counts, _keys: tuple[str, ...]) -> Content:
    axis: Axis = counts.axis("area", BEGUN)
    size = 1 + (len(_SKILL_CLASSES) + 1) * 3 * 4
    found = counts.derived("gains", _gains, size, BEGUN, axis)[:, 1:]
    # [skill, area, how it ended, gain]
    cube = np.moveaxis(found.reshape(len(axis.codes) + 1, len(_SKILL_CLASSES) + 1, 3, 4), 0, 1)[1:]
    started, completed = cube.sum(axis=(-1, -2)), cube[:, :, _COMPLETED].sum(axis=-1)
    merit, missing = cube[..., _GAINED].sum(axis=-1), cube[..., [_MAY_GAIN, _UNKNOWN_GAIN]].sum(axis=(-1, -2))
    values = tuple(labels.value(counts.facts, "skill", code) for code in _SKILL_CLASSES)
    dimensions = (
        Dimension("skill", str(labels.DIMENSIONS["skill"]), values, adds_up=False),
        dimension_of(counts, axis),
    )
    measures = (
        *_persons(
            ("started", gettext_lazy("Begyndt på et kursus")),
            ("completed", gettext_lazy("Gennemført")),
            ("merit", gettext_lazy("Har fået merit")),
            ("missing", gettext_lazy("Kan nå det endnu, eller ikke oplyst")),
        ),
        Measure("low", _("Mindst, pct."), Unit.PER_CENT, 1, tells=("started", "merit")),
        Measure("high", _("Højst, pct."), Unit.PER_CENT, 1, tells=("started", "merit", "missing")),
    )
    arrays = [
        started,
        completed,
        merit,
        missing,
        ratio(merit, started, 100),
        ratio(merit + missing, started, 100),
    ]
    return Content(dimensions, measures, rows_of(dimensions, measures, arrays)).noted(
        [
            _(
                "Mindst og højst er andelen af dem, der er begyndt: hvis ingen, og hvis alle, af dem, der kan nå det endnu, får "
                "merit."
            )
        ]
    )


def _unknown_persons() -> list[str]:
    return [_("Personens situation og uddannelsesniveau er ikke oplyst, når personen er slettet.")]


_BOUNDS = gettext_lazy(
    "Mindst og højst er andelen af alle, hvis resultat skulle være kendt: hvis ingen, og hvis alle, af dem, der mangler, havde "
    "nået det."
)
_WHO = gettext_lazy(
    "Kandidater, der er begyndt på et kursus i projekter, der er i gang eller gennemført, og hvis sidste kursus sluttede i et "
    "kvartal, der ligger så mange måneder tilbage. Resultatet »ukendt« regnes som manglende."
)

FIGURES: Sequence[Figure] = (
    Figure(
        id="success-jobs",
        number="",
        title=gettext_lazy("Succeskriterium 1: Flere ledige i job"),
        question=gettext_lazy(
            "Hvor mange er i job efter 3, 6 og 12 måneder, og hvor mange af de udsatte ledige?"
        ),
        definition=_WHO,
        rules=("def.succ.1", "def.succ.vulnerable", "def.count.not_unique"),
        base=("situation", "milestone"),
        content=_jobs,
        shown="share",
        counted=BEGUN,
        cuts=(),
        subjects=_SUBJECTS,
    ),
    Figure(
        id="success-skills",
        number="",
        title=gettext_lazy("Succeskriterium 2 og 4: Ufaglærte får kompetencer og merit"),
        question=gettext_lazy(
            "Hvor mange ufaglærte gennemfører og får merit, og hvor mange af dem i mangelområder?"
        ),
        definition=gettext_lazy(
            "Kandidater, der er begyndt på et kursus i projekter, der er i gang eller gennemført. Merit har den fået, der har "
            "gennemført mindst ét kursus, som giver merit. Området er projektets."
        ),
        rules=("def.succ.2", "def.succ.4", "def.princ.3", "def.count.not_unique"),
        base=("skill", "area"),
        content=_skills,
        shown="low",
        counted=BEGUN,
        cuts=(),
        subjects=_SUBJECTS,
    ),
    Figure(
        id="success-apprenticeships",
        number="",
        title=gettext_lazy("Succeskriterium 3: Flere voksenlærlinge"),
        question=gettext_lazy("Hvor mange ufaglærte er voksenlærlinge efter 3, 6 og 12 måneder?"),
        definition=gettext_lazy(
            "Kandidater, der er begyndt på et kursus i andre projekter end dem, der afbøder en krise, og hvis sidste kursus "
            "sluttede i et kvartal, der ligger så mange måneder tilbage. Resultatet »ukendt« regnes som manglende."
        ),
        rules=("def.succ.3", "def.succ.covid_apprentice", "def.count.not_unique"),
        base=("skill", "milestone"),
        content=_apprenticeships,
        shown="share",
        counted=BEGUN,
        cuts=(),
        subjects=_SUBJECTS,
    ),
)
