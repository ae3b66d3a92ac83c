"""What a chart says, in words made from its numbers: for those who hear the page, and beside every file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.insight.figures import Charted, ChartKind
from jobveu.insight.labels import decimal, listed
from jobveu.insight.table import TOTAL, Measure, Number, Row, Table, Unit

_TIME = frozenset({"year", "quarter"})
_MANY = 10
"""Values of which more are told by the highest and the lowest, not one by one."""
_TOO_MANY = 80
"""Values of several series of which more are for the table alone: nobody reads on, or listens."""


def text_alternative(figure: Charted, table: Table) -> str:
    """A few sentences on what the chart shows: the whole, then each series, or its extremes where there are many
    values. Raises ValueError for a table that is not published."""
    if not table.published:
        raise ValueError("only a published table is told of")
    column = table.measure(figure.shown)
    sentences = [ended(table.title), *_whole(table, column)]
    series: dict[tuple[str, ...], list[tuple[Row, str]]] = {}
    for number, row in enumerate(table.rows):
        if not row.is_total:
            here = figure.column(table, number)
            hidden = (number, here) in table.withheld
            told = _("vises ikke") if hidden else _short(row.numbers[here], table.measures[here])
            series.setdefault(row.codes[:-1], []).append((row, f"{row.place[-1].label}: {told}"))
    over_time = table.dimensions[-1].key in _TIME
    every = figure.chart is ChartKind.STEPS
    many = sum(map(len, series.values())) > _TOO_MANY
    if many:
        sentences.append(_("De enkelte tal står i tabellen."))
    for rows in () if many else series.values():
        name = ", ".join(value.label for value in rows[0][0].place[:-1])
        told = _series(rows, column, every=every, over_time=over_time)
        sentences.append(ended(f"{name}: {told}" if name else capital(told)))
    if not series:
        sentences.append(_("Der er ingen tal at vise."))
    if figure.told_apart:
        sentences += _told_apart(table, table.measure(figure.told_apart))
    if any(column == withheld for _row, withheld in table.withheld):
        sentences.append(_("Nogle tal vises ikke, fordi de kunne fortælle om ganske få personer."))
    if table.synthetic:
        sentences.append(_("Tallene er opdigtede."))
    return " ".join(sentences)


def _told_apart(table: Table, column: int) -> list[str]:
    """Of which rows a yes or no is yes: "Mangel på arbejdskraft: A og B."."""
    found = dict.fromkeys(row.place[-1].label for row in table.parts() if row.numbers[column])
    return [ended(f"{table.measures[column].title}: {'; '.join(found)}")] if found else []


def amount(number: Number, measure: Measure) -> str:
    """A number with its unit: "395 projekter", "35,4 pct."."""
    if number is None:
        return _("intet tal")
    text = decimal(number, measure.decimals)
    whole = round(number)
    match measure.unit:
        case Unit.PROJECTS:
            return ngettext("%(number)s projekt", "%(number)s projekter", whole) % {"number": text}
        case Unit.PERSONS | Unit.INHABITANTS:
            return ngettext("%(number)s person", "%(number)s personer", whole) % {"number": text}
        case Unit.ANSWERS:
            return ngettext("%(number)s svar", "%(number)s svar", whole) % {"number": text}
        case Unit.POSITIONS:
            return ngettext("%(number)s medarbejder", "%(number)s medarbejdere", whole) % {"number": text}
        case Unit.COURSES:
            return ngettext("%(number)s kursus", "%(number)s kurser", whole) % {"number": text}
        case Unit.PER_CENT:
            return _("%(number)s pct.") % {"number": text}
        case Unit.MILLION_KRONER:
            return _("%(number)s mio. kr.") % {"number": text}
        case Unit.PER_THOUSAND:
            return _("%(number)s pr. 1.000") % {"number": text}
        case Unit.PER_PROJECT:
            return _("%(number)s pr. projekt") % {"number": text}
        case Unit.NEEDS:
            return ngettext("%(number)s behov", "%(number)s behov", whole) % {"number": text}
        case _:
            return text


def _short(number: Number, measure: Measure) -> str:
    """Without the unit where the whole has been told with it."""
    counted = measure.unit in (Unit.PROJECTS, Unit.PERSONS, Unit.POSITIONS, Unit.NEEDS, Unit.COURSES)
    return decimal(number, 0) if counted and number is not None else amount(number, measure)


def _whole(table: Table, column: int) -> list[str]:
    """The grand total, where the measure has one that says something."""
    measure = table.measures[column]
    if measure.unit in (Unit.PER_CENT, Unit.PER_PROJECT, Unit.PER_THOUSAND, Unit.POINTS, Unit.YES_NO):
        return []
    for row in table.rows:
        if all(code == TOTAL for code in row.codes) and row.numbers[column] is not None:
            if (
                measure.unit is Unit.PERSONS
            ):  # the same person may be counted several times: they are not "so many persons"
                told = decimal(row.numbers[column] or 0, 0)
                return [ended(_("%(what)s i alt: %(number)s") % {"what": measure.title, "number": told})]
            return [ended(_("I alt %(amount)s") % {"amount": amount(row.numbers[column], measure)})]
    return []


def _series(rows: Sequence[tuple[Row, str]], column: int, *, every: bool, over_time: bool) -> str:
    known = [(row, told) for row, told in rows if row.numbers[column] is not None]
    if every:  # the names of steps have commas of their own
        return "; ".join(told for _row, told in rows)
    if len(rows) <= _MANY:
        return listed([told for _row, told in rows])
    if not known:
        return _("ingen tal kan vises")
    if over_time:
        return _("fra %(first)s til %(last)s") % {"first": known[0][1], "last": known[-1][1]}
    highest = max(known, key=lambda one: one[0].numbers[column] or 0)
    lowest = min(known, key=lambda one: one[0].numbers[column] or 0)
    return _("størst er %(highest)s; mindst er %(lowest)s") % {"highest": highest[1], "lowest": lowest[1]}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    return text if text.endswith((".", "?", ":")) else f"{text}."
