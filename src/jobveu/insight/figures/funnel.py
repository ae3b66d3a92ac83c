"""From need to job: how far candidates come, what becomes of them, why some leave, who they are, and when it happens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.candidates.enums import INTO_WORK_OR_EDUCATION
from jobveu.insight import labels
from jobveu.insight.counting import MILESTONE_KINDS, Counted, Counts
from jobveu.insight.facts import codes
from jobveu.insight.figures.building import (
    Content,
    Counting,
    Grid,
    axes_of,
    dimension_of,
    of_persons,
    ratio,
    rows_of,
    stacked,
    tallied,
)
from jobveu.insight.figures.registry import ChartKind, Figure
from jobveu.insight.table import Dimension, Measure, Unit, Value
from jobveu.kernels.counting import Floats
from jobveu.quality.practice import Subject

BEGUN = Counted.BEGUN
_SUBJECTS = frozenset({Subject.PROJECTS, Subject.PARTICIPANTS})
_ALL_BEGUN = gettext_lazy(
    "Kandidater i projekter, der er i gang eller gennemført, i det år projektet begyndte. Deltagere, som kun er "
    "opgjort som et antal, er ikke med."
)

POSITIONS: tuple[tuple[str, Promise, str], ...] = (
    ("need", gettext_lazy("Behov: medarbejdere, der er brug for"), "needed"),
    ("endorsed", gettext_lazy("Blåstemplet: behov i projekter, som parterne bakker op"), "endorsed_needed"),
)
STEPS: tuple[tuple[str, Promise, str], ...] = (
    ("invited", gettext_lazy("Inviteret som kandidat"), "invited"),
    ("screened", gettext_lazy("Screenet"), "screened"),
    ("suitable", gettext_lazy("Fundet egnet"), "suitable"),
    ("matched", gettext_lazy("Præsenteret for en virksomhed"), "presented"),
    ("started", gettext_lazy("Begyndt på et kursus"), "started"),
    ("completed", gettext_lazy("Gennemført"), "completed"),
    ("dropped", gettext_lazy("Faldet fra efter at være begyndt"), "dropped"),
    ("job_3", gettext_lazy("I job efter 3 måneder"), "months_3_job"),
    ("education_3", gettext_lazy("I ordinær uddannelse efter 3 måneder"), "months_3_education"),
    ("apprenticeship_3", gettext_lazy("Voksenlærling efter 3 måneder"), "months_3_apprenticeship"),
    ("job_6", gettext_lazy("I job efter 6 måneder"), "months_6_job"),
    ("education_6", gettext_lazy("I ordinær uddannelse efter 6 måneder"), "months_6_education"),
    ("apprenticeship_6", gettext_lazy("Voksenlærling efter 6 måneder"), "months_6_apprenticeship"),
    ("job_12", gettext_lazy("I job efter 12 måneder"), "months_12_job"),
    ("education_12", gettext_lazy("I ordinær uddannelse efter 12 måneder"), "months_12_education"),
    ("apprenticeship_12", gettext_lazy("Voksenlærling efter 12 måneder"), "months_12_apprenticeship"),
)
_RESULTS: dict[str, Promise] = {
    "known": gettext_lazy("Resultat oplyst"),
    "job": gettext_lazy("I job"),
    "education": gettext_lazy("I ordinær uddannelse"),
    "apprenticeship": gettext_lazy("Voksenlærling"),
    "retained": gettext_lazy("Fastholdt i nuværende job"),
}
_MOVED = ("job", "education", "apprenticeship")
"""Gone to work or ordinary education (def.phase4.ind2)."""


def _funnel(counts: Counts, keys: tuple[str, ...]) -> Content:
    nothing = gettext_lazy("Ingen")

    def none(grid: Grid) -> Floats:
        return np.full(grid["one"].shape, np.nan)

    def of(tally: str) -> Counting:
        return tallied(tally, nothing, Unit.PERSONS)

    def share(tally: str) -> Counting:
        return Counting(
            tally, nothing, Unit.PER_CENT, lambda grid: ratio(grid[tally], grid["invited"], 100), decimals=1
        )

    empty = Counting("none", nothing, Unit.PERSONS, none)
    measures = (
        Measure("positions", _("Medarbejdere, der er brug for"), Unit.POSITIONS),
        Measure("persons", _("Personer"), Unit.PERSONS, persons=True),
        Measure("share", _("Andel af de inviterede, pct."), Unit.PER_CENT, 1, tells=("persons",)),
    )
    values = tuple(Value(code, str(title)) for code, title, _tally in (*POSITIONS, *STEPS))
    return stacked(
        counts,
        tuple(key for key in keys if key != "step"),
        Dimension("step", str(labels.DIMENSIONS["step"]), values, adds_up=False),
        [
            *((of(tally), empty, empty) for _code, _title, tally in POSITIONS),
            *((empty, of(tally), share(tally)) for _code, _title, tally in STEPS),
        ],
        measures,
        BEGUN,
    )


def _outcomes(counts: Counts, keys: tuple[str, ...]) -> Content:
    milestones = counts.facts.enumerations["milestone"]
    measures = (
        *(Measure(kind, str(_RESULTS[kind]), Unit.PERSONS, persons=True) for kind in MILESTONE_KINDS),
        Measure(
            "moved_share",
            _("Andel i job eller uddannelse, pct."),
            Unit.PER_CENT,
            1,
            tells=("known", *_MOVED),
        ),
    )

    def moved(milestone: str) -> Counting:
        return Counting(
            "moved_share",
            _RESULTS["known"],
            Unit.PER_CENT,
            lambda grid: ratio(
                sum((grid[f"{milestone}_{kind}"] for kind in _MOVED), np.zeros(1)),
                grid[f"{milestone}_known"],
                100,
            ),
        )

    return stacked(
        counts,
        tuple(key for key in keys if key != "milestone"),
        Dimension(
            "milestone",
            str(labels.DIMENSIONS["milestone"]),
            tuple(labels.value(counts.facts, "milestone", code) for code in milestones),
            adds_up=False,
        ),
        [
            [
                *(tallied(f"{milestone}_{kind}", _RESULTS[kind], Unit.PERSONS) for kind in MILESTONE_KINDS),
                moved(milestone),
            ]
            for milestone in milestones
        ],
        measures,
        BEGUN,
    )


def _dropouts(counts: Counts, keys: tuple[str, ...]) -> Content:
    reasons = counts.facts.enumerations["dropout_reason"]
    title = gettext_lazy("Faldet fra")
    every = Counting(
        "dropped", title, Unit.PERSONS, lambda grid: grid["dropped"] + grid["never_began"], persons=True
    )

    def share(of: Counting) -> Counting:
        return Counting(
            "share", title, Unit.PER_CENT, lambda grid: ratio(of.of(grid), every.of(grid), 100), decimals=1
        )

    shown = [*(tallied(f"dropped_{reason}", title, Unit.PERSONS) for reason in reasons), every]
    return stacked(
        counts,
        tuple(key for key in keys if key != "dropout_reason"),
        Dimension(
            "dropout_reason",
            str(labels.DIMENSIONS["dropout_reason"]),
            (*(labels.value(counts.facts, "dropout_reason", code) for code in reasons), labels.total()),
        ),
        [(one, share(one)) for one in shown],
        (
            Measure("dropped_out", _("Faldet fra"), Unit.PERSONS, persons=True),
            Measure("dropped_share", _("Andel af frafaldet, pct."), Unit.PER_CENT, 1, tells=("dropped_out",)),
        ),
        BEGUN,
    )


def _by_person(counts: Counts, keys: tuple[str, ...]) -> Content:
    """By what is known of the candidates themselves: situation when registered, or skill level."""
    *cut, key = keys
    axes = axes_of(counts, cut, BEGUN)
    axis = axes[0] if axes else None
    by_path = of_persons(counts.persons(BEGUN, axis), key, counts)
    by_outcome = of_persons(counts.persons_at("months_6", BEGUN, axis), key, counts)
    _screening, presented, begun, progress = counts.tallies.paths.parts()
    kinds = counts.facts.enumerations["outcome"]
    kind = np.arange(codes.OUTCOME_BASE)
    moved = np.isin(kind, [kinds.index(one) + 1 for one in INTO_WORK_OR_EDUCATION])
    columns = [
        by_path.sum(axis=-1),
        by_path @ presented,
        by_path @ begun,
        by_path @ (progress == codes.FINISHED),
        by_path @ ((progress >= codes.DROPPED) & begun),
        by_outcome @ (kind > 0),
        by_outcome @ moved,
    ]
    names = counts.facts.enumerations[key]
    unknown = bool(columns[0][-1, 0])
    order = [*range(1, len(names) + 1), *([0] if unknown else [])]
    values = [
        *(labels.value(counts.facts, key, code) for code in names),
        *([Value("unknown", _("Ikke oplyst"))] if unknown else []),
    ]
    last = Dimension(key, str(labels.DIMENSIONS[key]), (*values, labels.total()))
    dimensions = (*(dimension_of(counts, one) for one in axes), last)
    arrays = [
        np.concatenate([column[:, order], column.sum(axis=1, keepdims=True)], axis=1) for column in columns
    ]
    measures = tuple(
        Measure(name, title, Unit.PERSONS, persons=True)
        for name, title in (
            ("invited", _("Inviteret som kandidat")),
            ("matched", _("Præsenteret for en virksomhed")),
            ("started", _("Begyndt på et kursus")),
            ("completed", _("Gennemført")),
            ("dropped", _("Faldet fra efter at være begyndt")),
            ("known_6", _("Resultat efter 6 måneder oplyst")),
            ("moved_6", _("I job eller uddannelse efter 6 måneder")),
        )
    )
    share = Measure(
        "moved_share", _("Andel i job eller uddannelse, pct."), Unit.PER_CENT, 1, tells=("known_6", "moved_6")
    )
    arrays.append(ratio(arrays[-1], arrays[-2], 100))
    measures = (*measures, share)
    return Content(dimensions, measures, rows_of(dimensions, measures, arrays)).noted(
        [_("Personens situation og uddannelsesniveau er ikke oplyst, når personen er slettet.")]
    )


_EVENTS: tuple[tuple[str, Promise], ...] = (
    ("invited", gettext_lazy("Inviteret som kandidat")),
    ("screened", gettext_lazy("Screenet")),
    ("presented", gettext_lazy("Præsenteret for en virksomhed")),
    ("started", gettext_lazy("Begyndt på et kursus")),
    ("ended", gettext_lazy("Færdig med sidste kursus")),
)


def _by_quarter(counts: Counts, keys: tuple[str, ...]) -> Content:
    """Each step in the quarter in which it was taken, whenever the project began."""
    axes = axes_of(counts, keys[:-1], BEGUN)
    axis = axes[0] if axes else None
    found = {step: counts.quarters(step, BEGUN, axis) for step, _title in _EVENTS}
    occurring = np.flatnonzero(sum(array[-1] for array in found.values())[1:]) + 1
    span = range(int(occurring[0]), int(occurring[-1]) + 1) if len(occurring) else range(0)
    quarters = tuple(labels.quarter(number, codes.FIRST_YEAR) for number in span)
    last = Dimension("quarter", str(labels.DIMENSIONS["quarter"]), (*quarters, labels.total()))
    dimensions = (*(dimension_of(counts, one) for one in axes), last)
    measures = tuple(Measure(step, str(title), Unit.PERSONS, persons=True) for step, title in _EVENTS)
    arrays = []
    for step, _title in _EVENTS:
        array = found[step][:, span.start : span.stop]
        arrays.append(np.column_stack([array, array.sum(axis=1)]))
    return Content(dimensions, measures, rows_of(dimensions, measures, arrays))


FIGURES: Sequence[Figure] = (
    Figure(
        id="funnel",
        number="",
        title=gettext_lazy("Fra behov til job"),
        question=gettext_lazy("Hvor mange når hvert trin, fra virksomhedens behov til job eller uddannelse?"),
        definition=gettext_lazy(
            "Projekter, der er i gang eller gennemført, i det år de begyndte. De to øverste trin er medarbejdere, som "
            "virksomhederne har brug for; et behov, som flere projekter svarer på, tælles i det tidligste. De øvrige "
            "er kandidater, talt på hvert trin, de har nået; inviteret er den, som et jobcenter har tilføjet som kandidat. "
            "Deltagere, som kun er opgjort som et antal, er ikke med."
        ),
        rules=(
            "def.count.project_once",
            "def.count.not_unique",
            "def.count.region",
            "def.phase2.endorsement",
            "def.phase4.ind1",
            "def.phase4.ind2",
        ),
        base=("step",),
        content=_funnel,
        shown="persons",
        instead="positions",
        chart=ChartKind.STEPS,
        counted=BEGUN,
        subjects=_SUBJECTS,
    ),
    Figure(
        id="outcomes",
        number="",
        title=gettext_lazy("Resultater efter forløbet"),
        question=gettext_lazy("Hvor er deltagerne ved afslutningen og efter 3, 6 og 12 måneder?"),
        definition=_ALL_BEGUN,
        rules=("def.succ.1", "def.succ.3", "def.phase4.ind2", "def.count.not_unique"),
        base=("milestone",),
        content=_outcomes,
        shown="moved_share",
        counted=BEGUN,
        subjects=_SUBJECTS,
    ),
    Figure(
        id="dropouts",
        number="",
        title=gettext_lazy("Årsager til frafald"),
        question=gettext_lazy("Hvorfor falder deltagere fra?"),
        definition=gettext_lazy(
            "Kandidater, der er faldet fra alle de kurser, de ikke har gennemført, også før den første dag. Den "
            "seneste årsag tæller. Den, der har gennemført et af projektets kurser, er ikke faldet fra."
        ),
        rules=("def.phase4.dropout", "def.count.not_unique"),
        base=("dropout_reason",),
        content=_dropouts,
        shown="dropped_out",
        counted=BEGUN,
        subjects=_SUBJECTS,
    ),
    Figure(
        id="situations",
        number="",
        title=gettext_lazy("Deltagernes situation"),
        question=gettext_lazy("Hvordan går det ledige, udsatte ledige, opsagte og beskæftigede?"),
        definition=_ALL_BEGUN,
        rules=("def.succ.1", "def.succ.vulnerable", "def.count.not_unique"),
        base=("situation",),
        content=_by_person,
        shown="started",
        counted=BEGUN,
        subjects=_SUBJECTS,
    ),
    Figure(
        id="skill-levels",
        number="",
        title=gettext_lazy("Deltagernes uddannelsesniveau"),
        question=gettext_lazy("Hvordan går det ufaglærte og faglærte?"),
        definition=_ALL_BEGUN,
        rules=("def.succ.2", "def.succ.4", "def.count.not_unique"),
        base=("skill",),
        content=_by_person,
        shown="started",
        counted=BEGUN,
        subjects=_SUBJECTS,
    ),
    Figure(
        id="activity-by-quarter",
        number="",
        title=gettext_lazy("Aktivitet kvartal for kvartal"),
        question=gettext_lazy("Hvornår er kandidater inviteret, screenet, præsenteret, begyndt og færdige?"),
        definition=gettext_lazy(
            "Kandidater i projekter, der er i gang eller gennemført, talt i det kvartal, hvor trinnet blev nået, uanset "
            "hvornår projektet begyndte."
        ),
        rules=("def.count.not_unique", "def.count.region"),
        base=("quarter",),
        content=_by_quarter,
        shown="started",
        chart=ChartKind.LINES,
        counted=BEGUN,
        subjects=_SUBJECTS,
    ),
)
