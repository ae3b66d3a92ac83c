"""Chapter 4: projects and participants, over time, by place, by industry and by type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import floor

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.documents.value import Block, Bullets
from jobveu.evaluation.chapters import Chapter, Part
from jobveu.evaluation.exhibits import Exhibit, exhibit
from jobveu.evaluation.prose.changes import most_and_fewest, moved
from jobveu.evaluation.prose.numbers import INDUSTRIES, PARTICIPANTS, PROJECTS, Noun, whole
from jobveu.evaluation.prose.sentences import paragraph, sentence
from jobveu.evaluation.prose.shares import part_of, told
from jobveu.evaluation.reading import Cell, along, named, whole_of
from jobveu.evaluation.scope import Scope
from jobveu.insight.counting import Selection
from jobveu.insight.figures.activity import SHOWN_ABOVE
from jobveu.insight.labels import decimal, listed
from jobveu.insight.sources import Source
from jobveu.insight.table import OTHER, UNKNOWN

_NAMED = 3
"""Industries that are named in the text."""
_STEPS = 3
"""Years are told of one by one as long as there are no more steps than this from one to the next."""

_OF_TYPE: Mapping[str, Promise] = {
    "unemployed": gettext_lazy("%(projects)s opkvalificerer ledige"),
    "employed": gettext_lazy("%(projects)s opkvalificerer beskæftigede"),
    "both": gettext_lazy("%(projects)s opkvalificerer både ledige og beskæftigede"),
    "crisis": gettext_lazy("%(projects)s afbøder en krise"),
}
_IN_TYPE: Mapping[str, Promise] = {
    "unemployed": gettext_lazy("%(participants)s har været i projekter, der opkvalificerer ledige"),
    "employed": gettext_lazy("%(participants)s har været i projekter, der opkvalificerer beskæftigede"),
    "both": gettext_lazy(
        "%(participants)s har været i projekter, der opkvalificerer både ledige og beskæftigede"
    ),
    "crisis": gettext_lazy("%(participants)s har været i projekter, der afbøder en krise"),
}
_SIZE_OF_TYPE: Mapping[str, Promise] = {
    "unemployed": gettext_lazy("%(number)s, når det opkvalificerer ledige"),
    "employed": gettext_lazy("%(number)s, når det opkvalificerer beskæftigede"),
    "both": gettext_lazy("%(number)s, når det opkvalificerer både ledige og beskæftigede"),
    "crisis": gettext_lazy("%(number)s, når det afbøder en krise"),
}


@dataclass(frozen=True)
class Of:
    """What the chapter is written of."""

    source: Source
    scope: Scope

    def shown(self, name: str, *, everywhere: bool = False) -> Exhibit:
        """`everywhere`: of the whole country, whatever the report is about."""
        return exhibit(self.source, name, Selection() if everywhere else self.scope.selection)


def chapter(source: Source, scope: Scope) -> Chapter:
    of = Of(source, scope)
    projects = of.shown("projects-over-time")
    heading = _("4. Projekter og deltagere")
    if not whole_of(projects.table, "projects").count:
        return Chapter(
            heading, tuple(paragraph(_none(scope))), lambda: (_grants(of),), (sentence(_none(scope)),)
        )
    return Chapter(
        heading,
        tuple(paragraph(_introduced(scope))),
        lambda: _parts(of, projects),
        tuple(_findings(of, projects)),
    )


def _parts(of: Of, projects: Exhibit) -> Iterator[Part]:
    yield _projects(of, projects)
    yield _participants(of)
    if of.scope.dimension != "council":
        yield _offices(of)
    yield _councils(of)
    yield _industries(of)
    yield _types(of)
    yield _grants(of)


def _none(scope: Scope) -> str:
    return _("Der er ingen gennemførte projekter %(within)s") % {"within": scope.within}


def _introduced(scope: Scope) -> str:
    return _(
        "Kapitlet viser, hvor mange projekter der er gennemført %(within)s, hvor mange der har deltaget i dem, og "
        "hvordan de fordeler sig. Kun gennemførte projekter tælles; et projekt, der begyndte for nylig, kommer "
        "først med, når det er gennemført"
    ) % {"within": scope.within}


def _findings(of: Of, projects: Exhibit) -> Iterator[str]:
    number = whole_of(projects.table, "projects").count
    people = whole_of(of.shown("participants-over-time").table, "participants")
    text = _("Der er gennemført %(projects)s %(within)s") % {
        "projects": PROJECTS.counted(number),
        "within": of.scope.within,
    }
    if people.known:
        text = _("%(text)s med %(participants)s") % {
            "text": text,
            "participants": PARTICIPANTS.counted(people.count),
        }
    yield sentence(text)
    if steps := _steps(along(projects.table, "projects", "year"), _("antallet af projekter")):
        yield sentence(steps)
    types = along(of.shown("projects-by-type").table, "projects", "type")
    if largest := _largest(types, number):
        yield sentence(_of_type(largest, number))


def _largest(cells: Sequence[Cell], total: int) -> Cell | None:
    """The one with most, where it is the only one."""
    ordered = sorted(named(cells), key=lambda cell: -cell.count)
    if not ordered or not total or (len(ordered) > 1 and ordered[0].count == ordered[1].count):
        return None
    return ordered[0]


# Over time


def _projects(of: Of, shown: Exhibit) -> Part:
    years = along(shown.table, "projects", "year")
    total = whole_of(shown.table, "projects").count
    text = _("I alt er der gennemført %(projects)s %(within)s%(span)s") % {
        "projects": PROJECTS.counted(total),
        "within": of.scope.within,
        "span": _span(years),
    }
    growth = of.shown("growth")
    others = along(growth.table, "other_projects", "year")
    without = "" if _same(years, others) else _steps(others, _("antallet uden kriseprojekter"), last=True)
    blocks = (
        *paragraph(text, _steps(years, _("antallet"))),
        *paragraph(without, _unknown_years(years)),
        *paragraph(_still_running(years, of.source.day)),
    )
    return Part(_("Projekter over tid"), blocks, (shown,))


def _participants(of: Of) -> Part:
    shown = of.shown("participants-over-time")
    years = along(shown.table, "participants", "year")
    total = whole_of(shown.table, "participants")
    if total.hidden:
        text = _("Hvor mange der har deltaget, vises ikke, fordi tallet kunne fortælle om ganske få personer")
    elif not total.count:
        text = _("Der er ikke registreret nogen deltagere i projekterne")
    else:
        text = _("Der har i alt været %(participants)s") % {"participants": PARTICIPANTS.counted(total.count)}
    blocks = (*paragraph(text, _steps(years, _("deltagertallet"))), *paragraph(_hidden(years)))
    return Part(_("Deltagere over tid"), blocks, (shown,))


def _span(years: Sequence[Cell]) -> str:
    known = [cell for cell in named(years) if cell.count]
    if not known:
        return ""
    if len(known) == 1:
        return _(", begyndt i %(year)s") % {"year": known[0].label}
    return _(", begyndt fra %(first)s til %(last)s") % {"first": known[0].label, "last": known[-1].label}


def _same(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    return [cell.number for cell in one] == [cell.number for cell in other]


def _steps(years: Sequence[Cell], what: str, *, last: bool = False) -> str:
    """How a number went from year to year; with `last` only from the last but one to the last."""
    known = [cell for cell in named(years) if cell.known]
    if len(known) < 2:
        return ""
    pairs = list(pairwise(known))
    if last:
        pairs = pairs[-1:]
    if len(pairs) <= _STEPS:
        first, *rest = pairs
        phrases = [_step(*first, what), *(_step(*pair, _("det")) for pair in rest)]
        if len(phrases) == 2:
            return _("%(first)s, og %(last)s") % {"first": phrases[0], "last": phrases[1]}
        return "; ".join(phrases)
    peak = max(known, key=lambda cell: cell.count)
    told_of = [_step(known[0], known[-1], what)]
    if peak not in (known[0], known[-1]):
        told_of.append(
            _("højest var det i %(year)s med %(number)s") % {"year": peak.label, "number": whole(peak.count)}
        )
    return "; ".join(told_of)


def _step(before: Cell, after: Cell, what: str) -> str:
    return _("fra %(first)s til %(last)s er %(what)s %(moved)s") % {
        "first": before.label,
        "last": after.label,
        "what": what,
        "moved": moved(before.count, after.count),
    }


def _unknown_years(years: Sequence[Cell]) -> str:
    for cell in years:
        if cell.code == UNKNOWN and cell.count:
            return _("Begyndelsesåret er ikke oplyst for %(projects)s") % {
                "projects": PROJECTS.of(cell.count)
            }
    return ""


def _still_running(years: Sequence[Cell], day: date) -> str:
    """That the newest years will grow: projects that began in them may be running still."""
    recent = [cell.label for cell in named(years) if cell.code.isdigit() and int(cell.code) >= day.year - 1]
    if not recent:
        return ""
    return _(
        "Projekter, der begyndte i %(years)s, kan stadig være i gang; tallet for den tid bliver større, "
        "efterhånden som de gennemføres"
    ) % {"years": listed(recent)}


def _hidden(cells: Sequence[Cell]) -> str:
    names = [cell.label for cell in cells if cell.hidden]
    if not names:
        return ""
    return _("Tallet vises ikke for %(names)s, fordi det kunne fortælle om ganske få personer") % {
        "names": listed(names)
    }


# By place


def _offices(of: Of) -> Part:
    projects = of.shown("projects-by-office", everywhere=True)
    people = of.shown("participants-by-office", everywhere=True)
    offices = named(along(projects.table, "projects", "office"))
    of_people = named(along(people.table, "participants", "office"))
    blocks = (
        *_place_in_the_country(of, "office", projects, people),
        *paragraph(_compared(offices, PROJECTS)),
        *paragraph(_compared(of_people, PARTICIPANTS), _hidden(of_people)),
    )
    return Part(_("Arbejdsmarkedskontorerne"), blocks, (projects, people))


def _councils(of: Of) -> Part:
    only_of_office = of.scope.dimension == "office"
    shown = of.shown("participants-by-council", everywhere=not only_of_office)
    councils = named(along(shown.table, "participants", "council"))
    rates = [cell for cell in named(_rates_of(shown)) if cell.known]
    blocks = (
        *(() if only_of_office else _place_in_the_country(of, "council", None, shown)),
        *paragraph(_compared(councils, PARTICIPANTS), _hidden(councils)),
        *paragraph(_rates(rates)),
    )
    return Part(_("Rådene"), blocks, (shown,))


def _rates_of(shown: Exhibit) -> tuple[Cell, ...]:
    return along(shown.table, "per_thousand", "council")


def _rates(rates: Sequence[Cell]) -> str:
    if len(rates) < 2:
        return ""
    top = max(rates, key=lambda cell: cell.number or 0)
    bottom = min(rates, key=lambda cell: cell.number or 0)
    if top.number == bottom.number:
        return ""
    return _(
        "Set i forhold til arbejdsstyrken har %(top)s haft flest deltagere, %(most)s pr. 1.000, og %(bottom)s færrest, "
        "%(fewest)s pr. 1.000"
    ) % {
        "top": top.label,
        "most": decimal(top.number or 0, 1),
        "bottom": bottom.label,
        "fewest": decimal(bottom.number or 0, 1),
    }


def _place_in_the_country(
    of: Of, dimension: str, projects: Exhibit | None, people: Exhibit
) -> Iterator[Block]:
    """How much of the whole country's is the office's or council's own."""
    if of.scope.dimension != dimension:
        return
    for shown, measure, noun in ((projects, "projects", PROJECTS), (people, "participants", PARTICIPANTS)):
        if shown is None:
            continue
        own = whole_of(shown.table, measure, **{dimension: of.scope.code})
        all_ = whole_of(shown.table, measure)
        if own.known and all_.count:
            yield from paragraph(
                _("%(name)s har haft %(part)s i hele landet")
                % {"name": of.scope.name, "part": part_of(own.count, all_.count, noun)}
            )


def _compared(cells: Sequence[Cell], noun: Noun) -> str:
    known = [(cell.label, cell.count) for cell in cells if cell.known]
    return most_and_fewest(known, what=str(noun.many))


# By industry and type


def _industries(of: Of) -> Part:
    shown = of.shown("projects-by-industry")
    every = along(shown.table, "projects", "industry")
    large = named(every)
    total = whole_of(shown.table, "projects").count
    others = sum(cell.count for cell in every if cell.code == OTHER)
    if not large:
        text = _("Ingen branche har flere end %(least)d projekter, så brancherne er lagt sammen") % {
            "least": SHOWN_ABOVE
        }
    else:
        text = _("%(industries)s har flere end %(least)d projekter; flest er der i %(names)s") % {
            "industries": INDUSTRIES.counted(len(large)),
            "least": SHOWN_ABOVE,
            "names": listed([f"{cell.label} ({whole(cell.count)})" for cell in large[:_NAMED]]),
        }
    rest = ""
    if others and large:
        rest = _("De øvrige brancher har tilsammen %(part)s") % {"part": part_of(others, total, PROJECTS)}
    return Part(
        _("Brancher og mangel på arbejdskraft"),
        (*paragraph(text, rest), *paragraph(_shortage(shown))),
        (shown,) if large or not total else (),  # one bar of all projects says nothing
    )


def _shortage(shown: Exhibit) -> str:
    lacks = {cell.code: cell for cell in along(shown.table, "shortage", "industry")}
    known = [cell for cell in named(along(shown.table, "projects", "industry")) if lacks[cell.code].known]
    if not known:
        return ""
    projects = sum(cell.count for cell in known)
    lacking = sum(cell.count for cell in known if lacks[cell.code].number)
    industries = _("For %(industries)s af brancherne er det oplyst, om der mangler arbejdskraft") % {
        "industries": whole(len(known))
    }
    if lacking == 0:
        return _("%(industries)s; det gør der ikke") % {"industries": industries}
    if lacking == projects:
        return _("%(industries)s; det gør der") % {"industries": industries}
    return _("%(industries)s; af de %(projects)s i dem ligger %(lacking)s i brancher med mangel") % {
        "industries": industries,
        "projects": PROJECTS.of(projects),
        "lacking": whole(lacking) + told(lacking, projects),
    }


def _types(of: Of) -> Part:
    projects, people = of.shown("projects-by-type"), of.shown("participants-by-type")
    sizes, years = of.shown("project-size"), of.shown("types-over-time")
    total = whole_of(projects.table, "projects").count
    lines = [
        sentence(_of_type(cell, total)) for cell in along(projects.table, "projects", "type") if cell.count
    ]
    blocks = (
        *paragraph(_("Projekterne fordelt på typer:")),
        Bullets(tuple(lines)),
        *_participants_of_types(people),
        *paragraph(_sizes(sizes)),
    )
    return Part(_("Projekttyper"), blocks, (projects, people, years, sizes))


def _of_type(cell: Cell, total: int) -> str:
    pattern = _OF_TYPE.get(cell.code, gettext_lazy("%(projects)s er af en anden type"))
    number = (
        part_of(cell.count, total, PROJECTS)
        if not told(cell.count, total)
        else (PROJECTS.of(cell.count) + told(cell.count, total))
    )
    return str(pattern) % {"projects": number}


def _participants_of_types(shown: Exhibit) -> Iterator[Block]:
    total = whole_of(shown.table, "participants")
    cells = along(shown.table, "participants", "type")
    lines = []
    for cell in cells:
        if cell.code in _IN_TYPE and cell.count:
            number = PARTICIPANTS.of(cell.count) + told(cell.count, total.count)
            lines.append(sentence(str(_IN_TYPE[cell.code]) % {"participants": number}))
    if lines:
        yield from paragraph(_("Deltagerne fordelt på projekternes typer:"))
        yield Bullets(tuple(lines))
    yield from paragraph(_hidden(cells))


def _sizes(shown: Exhibit) -> str:
    average = whole_of(shown.table, "average_participants")
    if not average.known or not whole_of(shown.table, "participants").count:
        return ""
    cells = [
        cell for cell in along(shown.table, "average_participants", "type") if cell.code in _SIZE_OF_TYPE
    ]
    known = [cell for cell in cells if cell.known]
    text = _("Et projekt har i gennemsnit haft %(participants)s") % {
        "participants": PARTICIPANTS.of(_rounded(average))
    }
    if len(known) > 1:
        parts = [str(_SIZE_OF_TYPE[cell.code]) % {"number": whole(_rounded(cell))} for cell in known]
        text += ": " + "; ".join(parts)
    return text


def _rounded(cell: Cell) -> int:
    """Halves go up, as in the tables."""
    return floor((cell.number or 0) + 0.5)


def _grants(of: Of) -> Part:
    shown = exhibit(of.source, "grants", Selection())
    years = [cell for cell in along(shown.table, "grant", "year") if cell.known]
    if not years:
        return Part(_("Bevillinger"), tuple(paragraph(_("Bevillingerne er ikke oplyst"))))
    text = _("Til koordinationen i hele landet er der bevilget %(amount)s mio. kr. for %(years)s") % {
        "amount": decimal(whole_of(shown.table, "grant").number or 0, 1),
        "years": _years(years),
    }
    return Part(_("Bevillinger"), tuple(paragraph(text)), (shown,))


def _years(years: Sequence[Cell]) -> str:
    if len(years) == 1:
        return years[0].label
    return _("%(first)s til %(last)s") % {"first": years[0].label, "last": years[-1].label}
