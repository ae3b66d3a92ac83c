"""Who begins projects, who takes part in them, what part the coordinator has, where they lie, and what was granted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from jobveu.insight import labels
from jobveu.insight.counting import Axis, Counted, Counts, with_total
from jobveu.insight.facts import codes
from jobveu.insight.figures.building import (
    PROJECT_SHARE,
    PROJECTS,
    Content,
    axes_of,
    dimension_of,
    on_axes,
    ratio,
    rows_of,
    tabulated,
)
from jobveu.insight.figures.registry import Figure
from jobveu.insight.table import Dimension, Measure, Unit, Value
from jobveu.kernels import counting as kernel
from jobveu.projects.operations.parties import CANNOT_BE_PARTIES
from jobveu.quality.practice import Subject

_ONCE = ("def.count.project_once", "def.count.completed")
_NO_PARTIES = frozenset(kind.value for kind in CANNOT_BE_PARTIES)
_COMPLETED_ONLY = gettext_lazy("Gennemførte projekter. Hvert tælles én gang, i det år det begyndte.")


def _shares(counts: Counts, keys: tuple[str, ...]) -> Content:
    return tabulated(counts, keys, (PROJECTS, PROJECT_SHARE), Counted.COMPLETED)


def _actors(counts: Counts, keys: tuple[str, ...]) -> Content:
    """Without the kinds that are no party of any project: the agency, the offices and the councils it belongs to anyway."""
    axes = []
    for axis in axes_of(counts, keys, Counted.COMPLETED):
        if axis.key == "actor":
            numbers = counts.by((axis,), "one", Counted.COMPLETED)
            kept = [at for at, code in enumerate(axis.codes) if numbers[at] or code not in _NO_PARTIES]
            codes_kept = tuple(axis.codes[at] for at in kept)
            axes.append(replace(axis, codes=codes_kept, member=axis.member[:, kept]))
        else:
            axes.append(axis)
    return on_axes(counts, tuple(axes), (PROJECTS, PROJECT_SHARE), Counted.COMPLETED)


def _needs(counts: Counts, keys: tuple[str, ...]) -> Content:
    """Needs, which belong to no project yet when they are stated: counted by themselves."""
    needs = counts.facts.needs
    quarters = needs["quarter"]
    years = codes.year_of(np.flatnonzero(kernel.frequencies(quarters, codes.QUARTERS)))
    known = years[years > 0]
    span = range(int(known.min()), int(known.max()) + 1) if len(known) else range(0)
    place = np.maximum(codes.year_of(np.arange(codes.QUARTERS)) - span.start + 1, 0).astype(np.uint8)
    axes = [
        _plain("year", [str(year) for year in span]) if key == "year" else _of_needs(counts, key)
        for key in keys
    ]
    selected = _selected_needs(counts)
    columns = [(place[quarters] if axis.key == "year" else needs[axis.column])[selected] for axis in axes]
    shape = tuple(len(axis.member) for axis in axes)

    def summed(cube: np.ndarray) -> np.ndarray:
        for at, axis in enumerate(axes):
            cube = np.moveaxis(np.tensordot(cube, with_total(axis), axes=(at, 0)), -1, at)
        return cube

    groups = kernel.together([*columns, needs["answered"][selected]], (*shape, 2))
    by_answer = kernel.sums(groups, 2 * math.prod(shape)).reshape(*shape, 2)
    by_heads = kernel.sums(groups, by_answer.size, needs["head_count"][selected]).reshape(*shape, 2)
    numbers, answered = summed(by_answer.sum(axis=-1)), summed(by_answer[..., 1])
    heads = summed(by_heads.sum(axis=-1))
    measures = (
        Measure("needs", _("Behov"), Unit.NEEDS),
        Measure("head_count", _("Medarbejdere, der er brug for"), Unit.POSITIONS),
        Measure("answered", _("Behov, som et projekt svarer på"), Unit.NEEDS),
        Measure("answered_share", _("Andel af behov, som et projekt svarer på, pct."), Unit.PER_CENT, 1),
    )
    dimensions = tuple(dimension_of(counts, axis) for axis in axes)
    arrays = (numbers, heads, answered, ratio(answered, numbers, 100))
    return Content(dimensions, measures, rows_of(dimensions, measures, arrays))


def _selected_needs(counts: Counts) -> NDArray[np.bool_] | slice:
    """Which needs are selected, by what is known of them; all of them where nothing is limited."""
    needs, selection = counts.facts.needs, counts.selection
    if not selection.told:
        return slice(None)
    quarters = needs["quarter"]
    kept = np.ones(len(quarters), bool)
    if selection.since is not None:
        kept &= quarters >= codes.quarter_of(selection.since)
    if selection.until is not None:
        kept &= (quarters > 0) & (quarters <= codes.quarter_of(selection.until))
    for key, wanted in selection.limits.items():
        if key == "year":
            years = codes.year_of(np.arange(codes.QUARTERS))
            kept &= np.isin(years, [int(year) for year in wanted if year.isdecimal()])[quarters]
            continue
        axis = _of_needs(counts, key)
        values = [position for position, code in enumerate(axis.codes) if code in wanted]
        kept &= np.asarray(axis.member[:, values].any(axis=1))[needs[axis.column]]
    return kept


def _plain(key: str, values: Sequence[str]) -> Axis:
    member = np.vstack([np.zeros((1, len(values)), bool), np.eye(len(values), dtype=bool)])
    return Axis(key, key, tuple(values), member)


def _of_needs(counts: Counts, key: str) -> Axis:
    """The values that occur, and always those of which there are few; "unknown" where a need has none."""
    facts = counts.facts
    column = {"office": "council", "target_group": "target_groups"}.get(key, key)
    occurs = np.bincount(facts.needs[column], minlength=1) > 0
    if key == "office":
        offices = np.array([0] + [council.office + 1 for council in facts.councils])
        member = offices[:, None] == np.arange(1, len(facts.offices) + 1)
        axis = Axis(key, column, tuple(office.code for office in facts.offices), member)
    elif key == "target_group":
        values = facts.enumerations[key]
        member = (np.arange(1 << len(values))[:, None] >> np.arange(len(values))) & 1 == 1
        axis = Axis(key, column, values, member, adds_up=False)
    elif key == "type":
        axis = _plain(key, facts.enumerations[key])
    else:
        names = {
            "council": [council.code for council in facts.councils],
            "industry": [code for code, _title in facts.industries],
        }[key]
        axis = _plain(key, names)
        shown = np.append(occurs, np.zeros(len(names) + 1, bool))[1 : len(names) + 1]
        kept = tuple(name for name, there in zip(names, shown, strict=True) if there)
        axis = Axis(key, key, kept, axis.member[:, shown])
    if not occurs[0]:
        return axis
    none = ~axis.member.any(axis=1)
    return Axis(
        key, axis.column, (*axis.codes, "unknown"), np.column_stack([axis.member, none]), axis.adds_up
    )


def _grants(counts: Counts, _keys: tuple[str, ...]) -> Content:
    grants = sorted(counts.facts.reference.grants, key=lambda grant: grant.year)
    years = tuple(Value(str(grant.year), str(grant.year)) for grant in grants)
    dimensions = (Dimension("year", str(labels.DIMENSIONS["year"]), (*years, labels.total())),)
    measures = (Measure("grant", _("Bevilling, mio. kr."), Unit.MILLION_KRONER, 1),)
    amounts = np.array([grant.millions for grant in grants])
    rows = rows_of(dimensions, measures, [np.append(amounts, amounts.sum())])
    note = _("Bevillinger til andre år er ikke oplyst.")
    return Content(
        dimensions, measures, rows, (note,), tuple(dict.fromkeys(grant.source for grant in grants))
    )


FIGURES: Sequence[Figure] = (
    Figure(
        id="initiators",
        number="",
        title=gettext_lazy("Hvem tager initiativet?"),
        question=gettext_lazy("Hvem har taget initiativ til projekterne?"),
        definition=_COMPLETED_ONLY,
        rules=(*_ONCE, "def.phase1.initiators", "def.caveat.initiator_views"),
        base=("initiative",),
        content=_shares,
        shown="project_share",
    ),
    Figure(
        id="actors",
        number="",
        title=gettext_lazy("Involverede aktører"),
        question=gettext_lazy("Hvilke slags aktører er med i projekterne?"),
        definition=gettext_lazy(
            "Gennemførte projekter, hvor mindst én part er af den slags. Et projekt har som regel flere slags parter "
            "og tælles under hver af dem."
        ),
        rules=(*_ONCE, "def.crm.mainactor", "def.caveat.actor_fields", "def.type.actor_pattern"),
        base=("actor",),
        content=_actors,
        shown="project_share",
        subjects=frozenset({Subject.PROJECTS, Subject.ACTORS}),
    ),
    Figure(
        id="coordinator-roles",
        number="",
        title=gettext_lazy("Koordinatorens rolle"),
        question=gettext_lazy("Hvilken rolle har VEU-koordinatoren haft?"),
        definition=_COMPLETED_ONLY,
        rules=(
            *_ONCE,
            "def.role.matrix",
            "def.role.helmsman",
            "def.role.coordinator",
            "def.role.initiator",
            "def.role.sparring",
        ),
        base=("role",),
        content=_shares,
        shown="project_share",
    ),
    Figure(
        id="areas",
        number="",
        title=gettext_lazy("Mangel- og indsatsområder"),
        question=gettext_lazy("Hvor stor en del af projekterne ligger i et mangel- eller indsatsområde?"),
        definition=_COMPLETED_ONLY,
        rules=(*_ONCE, "def.phase1.ind3", "def.focus.crit1", "def.shortage.covid_exception"),
        base=("area",),
        content=_shares,
        shown="project_share",
    ),
    Figure(
        id="needs",
        number="",
        title=gettext_lazy("Virksomhedernes behov"),
        question=gettext_lazy("Hvor mange behov er oplyst, og hvor mange af dem svarer et projekt på?"),
        definition=gettext_lazy(
            "Behov fra navngivne arbejdspladser, talt i det år, de blev oplyst, og i det råds område, hvor "
            "arbejdsstedet ligger. Branchen er arbejdspladsens. Type og målgruppe er dem, som det første projekt, der svarer "
            "på behovet, har; de andre behovs er ikke oplyst."
        ),
        rules=("def.princ.1", "def.phase1.ind2"),
        base=("year",),
        content=_needs,
        shown="needs",
        counted=Counted.BEGUN,
        subjects=frozenset(),
    ),
    Figure(
        id="grants",
        number="tabel 1.1",
        title=gettext_lazy("Bevillinger til VEU-koordination"),
        question=gettext_lazy("Hvor meget er der bevilget til koordinationen?"),
        definition=gettext_lazy(
            "Bevillinger i alt i mio. kr. De er kun offentliggjort år for år og kan derfor ikke opdeles på andre måder."
        ),
        rules=("def.fund.grants",),
        base=("year",),
        content=_grants,
        shown="grant",
        cuts=(),
        subjects=frozenset(),
        from_register=False,
    ),
)
