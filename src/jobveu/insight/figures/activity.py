"""Chapter 4 of the evaluation: projects and participants, over time, by place, by industry and by type."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight import labels
from jobveu.insight.counting import Axis, Counted, Counts
from jobveu.insight.figures.building import (
    AVERAGE_PARTICIPANTS,
    PARTICIPANT_SHARE,
    PARTICIPANTS,
    PROJECT_SHARE,
    PROJECTS,
    Content,
    Counting,
    Grid,
    axes_of,
    on_axes,
    ratio,
    tabulated,
    tallied,
)
from jobveu.insight.figures.registry import Figure
from jobveu.insight.table import OTHER, UNKNOWN, Unit
from jobveu.kernels.counting import Floats
from jobveu.quality.practice import Subject

COMPLETED = Counted.COMPLETED
SHOWN_ABOVE = 10
"""An industry is shown when it has more projects than this (def.shortage.threshold_display)."""
_ONCE = ("def.count.project_once", "def.count.completed", "def.count.period")
_PERSONS = (*_ONCE, "def.count.participant", "def.count.not_unique", "def.count.region")
_PARTICIPANTS = frozenset({Subject.PROJECTS, Subject.PARTICIPANTS})

_COMPLETED_ONLY = gettext_lazy(
    "Gennemførte projekter. Hvert tælles én gang, i det år det begyndte, også når det strækker sig over flere år. "
    "Evalueringens egne cases tælles ikke med."
)
_TAKES_PART = gettext_lazy(
    "Deltagere i gennemførte projekter: de, der er begyndt på mindst ét af projektets kurser, og de deltagere, som "
    "kun er opgjort som et antal. De tælles i det år, projektet begyndte."
)


def _projects(counts: Counts, keys: tuple[str, ...]) -> Content:
    return tabulated(counts, keys, (PROJECTS,), COMPLETED)


def _participants(counts: Counts, keys: tuple[str, ...]) -> Content:
    return tabulated(counts, keys, (PARTICIPANTS,), COMPLETED)


def _shares_of_projects(counts: Counts, keys: tuple[str, ...]) -> Content:
    return tabulated(counts, keys, (PROJECTS, PROJECT_SHARE), COMPLETED)


def _shares_of_participants(counts: Counts, keys: tuple[str, ...]) -> Content:
    return tabulated(counts, keys, (PARTICIPANTS, PARTICIPANT_SHARE), COMPLETED)


# Participants by council, per 1,000 in the labour force


def _by_council(counts: Counts, keys: tuple[str, ...]) -> Content:
    axes = axes_of(counts, keys, COMPLETED)
    force, year, sources = _labour_force(counts, axes[-1])
    if keys[-1] != "council":  # cut by office: the council has given its place to it
        content = tabulated(counts, keys, (PARTICIPANTS,), COMPLETED)
    else:
        content = on_axes(
            counts,
            axes,
            (
                PARTICIPANTS,
                Counting(
                    "labour_force",
                    gettext_lazy("Personer i arbejdsstyrken"),
                    Unit.INHABITANTS,
                    lambda grid: np.broadcast_to(force, grid["one"].shape),
                ),
                Counting(
                    "per_thousand",
                    gettext_lazy("Deltagere pr. 1.000 i arbejdsstyrken"),
                    Unit.PER_THOUSAND,
                    lambda grid: ratio(grid["participants"], np.nan_to_num(force), 1000),
                    decimals=1,
                    tells=("participants",),
                ),
            ),
            COMPLETED,
        )
    missing = int(np.isnan(force[:-1]).sum())
    notes = []
    if year:
        notes.append(_("Arbejdsstyrken er opgjort for %(year)s.") % {"year": year})
    if missing:
        notes.append(
            _(
                "Arbejdsstyrken er ikke oplyst for rådene, så antallet pr. 1.000 kan ikke beregnes. Det sker, så snart "
                "tallene er indlæst, og et nyt øjebliksbillede er taget."
            )
            if missing == len(force) - 1
            else _(
                "Arbejdsstyrken er ikke oplyst for %(missing)d af %(all)d råd; for dem kan antallet pr. 1.000 ikke "
                "beregnes. Det sker, så snart tallene er indlæst, og et nyt øjebliksbillede er taget."
            )
            % {"missing": missing, "all": len(force) - 1}
        )
    return content.noted(notes, sources)


def _labour_force(counts: Counts, axis: Axis) -> tuple[Floats, str, tuple[str, ...]]:
    """The newest number of each council, and the sum where every council has one; NaN where there is none."""
    newest = {}
    for row in sorted(counts.facts.reference.labour_force, key=lambda row: row.year):
        newest[row.council] = row
    found = [newest.get(code) for code in axis.codes]
    values = np.array([np.nan if row is None else float(row.persons) for row in found])
    used = [row for row in found if row is not None]
    years = labels.listed([str(year) for year in sorted({row.year for row in used})])
    sources = tuple(dict.fromkeys(row.source for row in used))
    return np.append(values, values.sum()), years, sources


# Industries


def _by_industry(counts: Counts, keys: tuple[str, ...]) -> Content:
    """Industries with more than 10 projects, the others together; beside each, whether it lacks labour."""
    axes = axes_of(counts, keys[:-1], COMPLETED)
    industries = _large_industries(counts)
    rates, everywhere, round_, sources = _rates(counts, industries)
    lacks = np.where(np.isnan(rates), np.nan, rates > everywhere)
    lacks[-1] = np.nan  # of all industries together there is neither

    def same(values: Floats) -> Callable[[Grid], Floats]:
        return lambda grid: np.broadcast_to(values, grid["one"].shape)

    content = on_axes(
        counts,
        (*axes, industries),
        (
            PROJECTS,
            Counting(
                "crisis_projects",
                gettext_lazy("Heraf projekter, der afbøder en krise"),
                Unit.PROJECTS,
                lambda grid: grid.of_type("one", "crisis"),
            ),
            Counting(
                "failed_recruitment",
                gettext_lazy("Forgæves rekrutteringsrate, pct."),
                Unit.PER_CENT,
                same(rates),
                decimals=1,
            ),
            Counting(
                "shortage",
                gettext_lazy("Mangel på arbejdskraft"),
                Unit.YES_NO,
                same(lacks),
            ),
        ),
        COMPLETED,
    )
    notes = [
        _(
            "Brancherne er hovedafdelingerne i DB07. De, der har højst %(number)d projekter, er lagt sammen under "
            "øvrige."
        )
        % {"number": SHOWN_ABOVE}
    ]
    if round_:
        notes.append(
            _(
                "Mangel er målt i rekrutteringssurveyen fra %(round)s: En branche har mangel, når dens forgæves "
                "rekrutteringsrate ligger over landsgennemsnittet på %(rate)s pct. For brancher uden en rate er den "
                "ikke oplyst."
            )
            % {"round": round_, "rate": labels.decimal(everywhere, 0)}
        )
    else:
        notes.append(_("Der er ikke oplyst nogen måling af mangel på arbejdskraft fra før opgørelsen."))
    return content.noted(notes, sources)


def _large_industries(counts: Counts) -> Axis:
    axis = counts.axis("industry", COMPLETED)
    numbers = counts.by((axis,), "one", COMPLETED)[:-1]
    kept = [
        position
        for position, code in enumerate(axis.codes)
        if numbers[position] > SHOWN_ABOVE and code != UNKNOWN
    ]
    kept.sort(key=lambda position: (-numbers[position], axis.codes[position]))
    small = [position for position in range(len(axis.codes)) if position not in kept]
    codes = tuple(axis.codes[position] for position in kept)
    member = axis.member[:, kept]
    if small:
        codes = (*codes, OTHER)
        member = np.column_stack([member, axis.member[:, small].any(axis=1)])
    return Axis("industry", axis.column, codes, member)


def _rates(counts: Counts, axis: Axis) -> tuple[Floats, float, str, tuple[str, ...]]:
    """The rate of each industry in the newest round, that of all industries, the month of the round and its source."""
    rounds = sorted(counts.facts.reference.shortages, key=lambda row: row.published)
    newest = [row for row in rounds if row.round == rounds[-1].round] if rounds else []
    known = {row.industry: row.rate for row in newest}
    rates = np.array([known.get(code, np.nan) for code in axis.codes])
    everywhere = known.get("", float("nan"))
    sources = tuple(dict.fromkeys(row.source for row in newest))
    month = date_format(newest[0].published, "F Y") if newest else ""
    return np.append(rates, everywhere), everywhere, month, sources


# Growth


def _growth(counts: Counts, keys: tuple[str, ...]) -> Content:
    def grown(values: Floats) -> Floats:
        change = np.full(values.shape, np.nan)
        before, after = values[..., :-2], values[..., 1:-1]
        change[..., 1:-1] = ratio(after - before, before, 100)
        return change

    def others(grid: Grid) -> Floats:
        return grid["one"] - grid.of_type("one", "crisis")

    return tabulated(
        counts,
        keys,
        (
            PROJECTS,
            Counting(
                "growth",
                gettext_lazy("Ændring fra året før, pct."),
                Unit.PER_CENT,
                lambda grid: grown(grid["one"]),
            ),
            Counting("other_projects", gettext_lazy("Uden kriseprojekter"), Unit.PROJECTS, others),
            Counting(
                "other_growth",
                gettext_lazy("Ændring uden kriseprojekter, pct."),
                Unit.PER_CENT,
                lambda grid: grown(others(grid)),
            ),
        ),
        COMPLETED,
    )


# Sizes of projects


def _sizes(counts: Counts, keys: tuple[str, ...]) -> Content:
    content = tabulated(counts, keys, (PROJECTS, PARTICIPANTS, AVERAGE_PARTICIPANTS), COMPLETED)
    if counts.selection.limits:  # nobody says where an example lies
        return content
    titles: dict[str, list[str]] = {}
    for example in counts.facts.examples:
        titles.setdefault(example.type, []).append(_("»%(title)s«") % {"title": example.title})
    return content.noted(
        [
            _("Eksempler på projekter af typen »%(type)s«: %(titles)s.")
            % {
                "type": labels.value(counts.facts, "type", type_).label,
                "titles": labels.listed(found),
            }
            for type_, found in titles.items()
        ]
    )


def _courses(counts: Counts, keys: tuple[str, ...]) -> Content:
    return tabulated(
        counts,
        keys,
        (
            PROJECTS,
            tallied("courses", gettext_lazy("Kurser"), Unit.COURSES),
            Counting(
                "average_courses",
                gettext_lazy("Gennemsnitligt antal kurser pr. projekt"),
                Unit.PER_PROJECT,
                lambda grid: ratio(grid["courses"], grid["one"]),
                decimals=1,
            ),
        ),
        COMPLETED,
    )


FIGURES: Sequence[Figure] = (
    Figure(
        id="projects-over-time",
        number="4.1",
        title=gettext_lazy("Projekter over tid"),
        question=gettext_lazy("Hvor mange projekter er gennemført, år for år?"),
        definition=_COMPLETED_ONLY,
        rules=_ONCE,
        base=("year",),
        content=_projects,
        shown="projects",
    ),
    Figure(
        id="participants-over-time",
        number="4.2",
        title=gettext_lazy("Deltagere over tid"),
        question=gettext_lazy("Hvor mange har deltaget, år for år?"),
        definition=_TAKES_PART,
        rules=_PERSONS,
        base=("year",),
        content=_participants,
        shown="participants",
        subjects=_PARTICIPANTS,
    ),
    Figure(
        id="projects-by-office",
        number="4.3",
        title=gettext_lazy("Projekter efter arbejdsmarkedskontor"),
        question=gettext_lazy("Hvordan fordeler projekterne sig på arbejdsmarkedskontorerne over tid?"),
        definition=_COMPLETED_ONLY,
        rules=(*_ONCE, "def.amk.midtnord", "def.amk.syd", "def.amk.ost", "def.count.cross_amk"),
        base=("office", "year"),
        content=_projects,
        shown="projects",
    ),
    Figure(
        id="participants-by-office",
        number="4.4",
        title=gettext_lazy("Deltagere efter arbejdsmarkedskontor"),
        question=gettext_lazy("Hvordan fordeler deltagerne sig på arbejdsmarkedskontorerne over tid?"),
        definition=_TAKES_PART,
        rules=(*_PERSONS, "def.amk.midtnord", "def.amk.syd", "def.amk.ost", "def.count.cross_amk"),
        base=("office", "year"),
        content=_participants,
        shown="participants",
        subjects=_PARTICIPANTS,
    ),
    Figure(
        id="participants-by-council",
        number="4.5",
        title=gettext_lazy("Deltagere efter råd"),
        question=gettext_lazy(
            "Hvor mange har deltaget i hvert råds område, også i forhold til arbejdsstyrken?"
        ),
        definition=_TAKES_PART,
        rules=(*_PERSONS, "def.count.per1000"),
        base=("council",),
        content=_by_council,
        shown="participants",
        subjects=_PARTICIPANTS,
    ),
    Figure(
        id="projects-by-industry",
        number="4.6",
        title=gettext_lazy("Projekter efter branche, og hvor der mangler arbejdskraft"),
        question=gettext_lazy("Ligger projekterne i de brancher, der mangler arbejdskraft?"),
        definition=_COMPLETED_ONLY,
        rules=(
            *_ONCE,
            "def.shortage.rule",
            "def.shortage.date",
            "def.shortage.threshold_display",
            "def.shortage.covid_exception",
        ),
        base=("industry",),
        content=_by_industry,
        shown="projects",
        told_apart="shortage",
    ),
    Figure(
        id="projects-by-type",
        number="4.7",
        title=gettext_lazy("Projekter efter type"),
        question=gettext_lazy("Hvor stor en del af projekterne er af hver type?"),
        definition=_COMPLETED_ONLY,
        rules=(*_ONCE, "def.type.exclusive"),
        base=("type",),
        content=_shares_of_projects,
        shown="project_share",
    ),
    Figure(
        id="participants-by-type",
        number="4.8",
        title=gettext_lazy("Deltagere efter projekttype"),
        question=gettext_lazy("Hvor stor en del af deltagerne er i projekter af hver type?"),
        definition=_TAKES_PART,
        rules=(*_PERSONS, "def.type.exclusive"),
        base=("type",),
        content=_shares_of_participants,
        shown="participant_share",
        subjects=_PARTICIPANTS,
    ),
    Figure(
        id="types-over-time",
        number="4.9",
        title=gettext_lazy("Projekttyper over tid"),
        question=gettext_lazy("Hvilke typer projekter er gennemført, år for år?"),
        definition=_COMPLETED_ONLY,
        rules=(*_ONCE, "def.type.exclusive", "def.type.covid_start"),
        base=("type", "year"),
        content=_projects,
        shown="projects",
    ),
    Figure(
        id="growth",
        number="",
        title=gettext_lazy("Vækst i projekter"),
        question=gettext_lazy("Hvor meget er antallet af projekter steget eller faldet fra år til år?"),
        definition=_COMPLETED_ONLY,
        rules=(*_ONCE, "def.count.growth"),
        base=("year",),
        content=_growth,
        shown="growth",
    ),
    Figure(
        id="project-size",
        number="tabel 4.1",
        title=gettext_lazy("Projekternes størrelse efter type"),
        question=gettext_lazy("Hvor mange deltagere har et projekt i gennemsnit?"),
        definition=_TAKES_PART,
        rules=(*_PERSONS, "def.type.exclusive", "def.type.covid_big"),
        base=("type",),
        content=_sizes,
        shown="average_participants",
        subjects=_PARTICIPANTS,
    ),
    Figure(
        id="courses",
        number="",
        title=gettext_lazy("Kurser pr. projekt"),
        question=gettext_lazy("Hvor mange kurser består et projekt af?"),
        definition=gettext_lazy("Kurser i gennemførte projekter, undtagen de aflyste."),
        rules=(*_ONCE, "def.count.project_courses"),
        base=("type",),
        content=_courses,
        shown="average_courses",
    ),
)
