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
from jobveu.insight.census import DUE_AFTER
from jobveu.insight.counting import Axis, Counted, Counts, with_total
from jobveu.insight.facts import codes
from jobveu.insight.figures.building import Content, dimension_of, of_persons, ratio, rows_of
from jobveu.insight.figures.registry import Figure
from jobveu.insight.table import Dimension, Measure, Unit
from jobveu.kernels.counting import Floats, Numbers
from jobveu.quality.practice import Subject

BEGUN = Counted.BEGUN
_SUBJECTS = frozenset({Subject.PROJECTS, Subject.PARTICIPANTS})
_EMPLOYED = ("ordinary_job", "subsidised_job")
_MISSING, _JOB, _APPRENTICE, _RETAINED, _OTHER = range(5)
_RESULTS = 5
_SKILL_CLASSES = ("unskilled", "skilled")


def _results(counts: Counts, months: int, cut: Axis | None, *, leaving_out_crisis: bool = False) -> Floats:
    """[value of the cut, person, result]: where those whose result at a milestone should be known are; the total last,
    and alone where nothing is cut."""
    kinds = counts.facts.enumerations["outcome"]
    of_kind = np.full(codes.OUTCOME_BASE, _OTHER)
    of_kind[[0, kinds.index("unknown") + 1]] = _MISSING
    of_kind[[kinds.index(kind) + 1 for kind in _EMPLOYED]] = _JOB
    of_kind[kinds.index("adult_apprenticeship") + 1] = _APPRENTICE
    of_kind[kinds.index("retained") + 1] = _RETAINED
    crisis = 1 + counts.facts.enumerations["type"].index("crisis")
    milestone = f"months_{months}"
    if cut is None:
        by_type = counts.census(BEGUN).outcomes(counts.facts.enumerations["milestone"].index(milestone))
        if leaving_out_crisis:
            by_type[crisis] = 0
        found = by_type.sum(axis=0, keepdims=True)
    else:
        columns = tuple(dict.fromkeys((cut.column, "type")))
        by_code = counts.frequencies(columns, ("due", "person", "outcomes"), BEGUN, milestone)
        if leaving_out_crisis:
            by_code = by_code.copy()
            by_code[(slice(None),) * (len(columns) - 1) + (crisis,)] = 0
        if len(columns) > 1:
            by_code = by_code.sum(axis=1)
        found = np.tensordot(with_total(cut), by_code, axes=(0, 0))
    return np.asarray(found[:, 1 + DUE_AFTER.index(months) :].sum(axis=1) @ np.eye(_RESULTS)[of_kind])


def _by_results(
    counts: Counts, key: str, cut: Axis | None, *, leaving_out_crisis: bool = False
) -> tuple[Floats, tuple[str, ...]]:
    """[value of the cut, value of the key, milestone, result], the totals of the first two last, and the values of the
    key: those of the enumeration, then the unknown."""
    names = counts.facts.enumerations[key]
    order = [*range(1, len(names) + 1), 0]
    tables = []
    for months in DUE_AFTER:
        found = _results(counts, months, cut, leaving_out_crisis=leaving_out_crisis)
        square = of_persons(found, key, counts)
        tables.append(np.concatenate([square[:, order], square.sum(axis=1, keepdims=True)], axis=1))
    return np.stack(tables, axis=2), (*names, "unknown")


def _cut(counts: Counts, keys: tuple[str, ...]) -> Axis | None:
    """By what a figure is cut, whose own dimensions are two."""
    return counts.axis(keys[0], BEGUN) if len(keys) > 2 else None


def _cut_dimension(counts: Counts, cut: Axis | None) -> tuple[Dimension, ...]:
    return () if cut is None else (dimension_of(counts, cut),)


def _person_dimension(counts: Counts, key: str, values: Sequence[str]) -> Dimension:
    told = tuple(labels.value(counts.facts, key, code) for code in values)
    return Dimension(key, str(labels.DIMENSIONS[key]), (*told, labels.total()))


def _milestone_dimension(counts: Counts) -> Dimension:
    values = tuple(labels.value(counts.facts, "milestone", f"months_{months}") for months in DUE_AFTER)
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


def _jobs(counts: Counts, keys: tuple[str, ...]) -> Content:
    cut = _cut(counts, keys)
    cube, values = _by_results(counts, "situation", cut)
    due, missing = cube[..., _MISSING:].sum(axis=-1), cube[..., _MISSING]
    at_work = cube[..., [_JOB, _APPRENTICE, _RETAINED]].sum(axis=-1)
    dimensions = (
        *_cut_dimension(counts, cut),
        _person_dimension(counts, "situation", values),
        _milestone_dimension(counts),
    )
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


def _apprenticeships(counts: Counts, keys: tuple[str, ...]) -> Content:
    cut = _cut(counts, keys)
    cube, values = _by_results(counts, "skill", cut, leaving_out_crisis=True)
    due, missing = cube[..., _MISSING:].sum(axis=-1), cube[..., _MISSING]
    begun = cube[..., _APPRENTICE]
    dimensions = (
        *_cut_dimension(counts, cut),
        _person_dimension(counts, "skill", values),
        _milestone_dimension(counts),
    )
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


def _gains(counts: Counts, paths: Numbers) -> Floats:
    """[group, class of skill (0: neither unskilled nor skilled), how the courses ended, gain]: of those who have begun,
    what came of their courses and whether those gave merit. `paths` is [group, person, path, merit]."""
    facts = counts.facts
    skills = facts.enumerations["skill"]
    of_skill = np.zeros(codes.SKILLS, int)
    for place, skill in enumerate(_SKILL_CLASSES, start=1):
        of_skill[skills.index(skill) + 1] = place
    _screening, _presented, begun, progress = counts.tallies.paths.parts()
    ended = np.full(len(progress), _ON_COURSE)
    ended[progress == codes.FINISHED] = _COMPLETED
    ended[progress >= codes.DROPPED] = _LEFT
    gain = np.full((len(progress), codes.MERITS), _NOT_GAINED)
    gain[ended == _ON_COURSE] = _MAY_GAIN
    gain[:, 0] = _UNKNOWN_GAIN
    gain[:, codes.MERIT] = _GAINED
    by_skill = of_persons(paths.astype(float), "skill", counts)
    found = np.zeros((len(by_skill), len(_SKILL_CLASSES) + 1, 3, 4))
    for level, place in enumerate(of_skill):
        for path in np.flatnonzero(begun):
            for merit in range(codes.MERITS):
                found[:, place, ended[path], gain[path, merit]] += by_skill[:, level, path, merit]
    return found


def _skills(counts: Counts, keys: tuple[str, ...]) -> Content:
    cut, area = _cut(counts, keys), counts.axis("area", BEGUN)
    if cut is None:
        paths, of_cut = counts.census(BEGUN).paths[None], np.ones((1, 1))
    else:
        paths = counts.frequencies((cut.column, "area"), ("person", "path", "merit"), BEGUN)
        of_cut = with_total(cut)
    gains = _gains(counts, paths.reshape(-1, *paths.shape[2:]))
    found = np.tensordot(of_cut, gains.reshape(*paths.shape[:2], *gains.shape[1:]), axes=(0, 0))
    cube = np.moveaxis(np.tensordot(found, with_total(area), axes=(1, 0)), -1, 2)[:, 1:]
    # [value of the cut, skill, area, how it ended, gain]
    started, completed = cube.sum(axis=(-1, -2)), cube[..., _COMPLETED, :].sum(axis=-1)
    merit, missing = cube[..., _GAINED].sum(axis=-1), cube[..., [_MAY_GAIN, _UNKNOWN_GAIN]].sum(axis=(-1, -2))
    values = tuple(labels.value(counts.facts, "skill", code) for code in _SKILL_CLASSES)
    dimensions = (
        *_cut_dimension(counts, cut),
        Dimension("skill", str(labels.DIMENSIONS["skill"]), values, adds_up=False),
        dimension_of(counts, area),
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
        subjects=_SUBJECTS,
    ),
)
