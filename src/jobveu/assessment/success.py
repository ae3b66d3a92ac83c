"""The four success criteria, each as a published table and what it says in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight.counting import Selection
from jobveu.insight.figures import FIGURES
from jobveu.insight.labels import decimal
from jobveu.insight.sources import Source
from jobveu.insight.table import TOTAL, Number, Table

HEADLINE = "months_6"
"""The milestone that the words tell of; the table has all of them."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """`says`: what the table shows, sentence by sentence, the first of everybody, of whom `has_numbers` says whether any can be
    shown; `table` may be that of another criterion too."""

    number: int
    title: str
    aim: str
    says: tuple[str, ...]
    has_numbers: bool
    table: Table


_CRITERIA: tuple[tuple[int, Promise, Promise, str], ...] = (
    (
        1,
        gettext_lazy("Flere ledige i job"),
        gettext_lazy("Flere ledige kommer i job, også udsatte ledige."),
        "success-jobs",
    ),
    (
        2,
        gettext_lazy("Ufaglærte får kompetencer"),
        gettext_lazy("Ufaglærte får kompetencer og bliver kvalificerede inden for mangelområder."),
        "success-skills",
    ),
    (
        3,
        gettext_lazy("En bredere vej til voksenlærling"),
        gettext_lazy(
            "Flere ufaglærte bliver voksenlærlinge. Projekter, der afbøder en krise, har ikke det mål."
        ),
        "success-apprenticeships",
    ),
    (
        4,
        gettext_lazy("Fra ufaglært mod faglært"),
        gettext_lazy("Ufaglærte tager skridt mod faglært gennem kurser, der giver merit."),
        "success-skills",
    ),
)


Said = tuple[str, str | None]
"""Of whom, and what is said of them; None where there are no numbers that can be shown."""


def criteria(source: Source, selection: Selection) -> tuple[Criterion, ...]:
    """What the source shows of each; counts that could tell of few persons are withheld in tables and words."""
    tables = {
        name: source.table(FIGURES[name], selection=selection) for name in {one[3] for one in _CRITERIA}
    }
    found = []
    for number, title, aim, name in _CRITERIA:
        said = _says(number, tables[name])
        says = tuple(text or _nothing(who) for who, text in said)
        found.append(Criterion(number, str(title), str(aim), says, said[0][1] is not None, tables[name]))
    return tuple(found)


def _says(number: int, table: Table) -> tuple[Said, ...]:
    match number:
        case 1:
            return (
                _of_jobs(_("Alle målgrupper"), _row(table, TOTAL, HEADLINE)),
                _of_jobs(_("Ledige"), _row(table, "unemployed", HEADLINE)),
                _of_jobs(_("Udsatte ledige"), _row(table, "vulnerable", HEADLINE)),
            )
        case 2:
            return (
                _of_completed(_("Alle områder"), _row(table, "unskilled", TOTAL)),
                _of_completed(_("Mangelområder"), _row(table, "unskilled", "shortage")),
            )
        case 3:
            return (_of_results(_("Ufaglærte"), _row(table, "unskilled", HEADLINE), _("voksenlærlinge")),)
        case _:
            return (
                _of_merit(_("Alle områder"), _row(table, "unskilled", TOTAL)),
                _of_merit(_("Mangelområder"), _row(table, "unskilled", "shortage")),
            )


def _row(table: Table, *place: str) -> Mapping[str, Number]:
    """The numbers at a place; empty where there is none."""
    for row in table.rows:
        if row.codes == place:
            return dict(zip((one.key for one in table.measures), row.numbers, strict=True))
    return {}


def _nothing(who: str) -> str:
    return _("%(who)s: Der er ingen tal, der kan vises.") % {"who": who}


def _shown(numbers: Mapping[str, Number], *keys: str) -> dict[str, str] | None:
    """The numbers as people read them; None where one of them is not there."""
    found = {key: numbers.get(key) for key in keys}
    if any(number is None for number in found.values()):
        return None
    return {
        key: decimal(number, 1 if key in ("share", "low", "high") else 0)
        for key, number in found.items()
        if number is not None
    }


def _of_results(who: str, numbers: Mapping[str, Number], what: str) -> Said:
    told = _shown(numbers, "share", "known", "due", "missing", "low", "high")
    if told is None:
        return who, None
    if not numbers["missing"]:
        return who, _(
            "%(who)s: Efter 6 måneder er %(share)s pct. af %(known)s %(what)s. Ingen af de resultater, der skulle være "
            "kendt, mangler."
        ) % {**told, "who": who, "what": what}
    return who, _(
        "%(who)s: Efter 6 måneder er %(share)s pct. %(what)s af de %(known)s, hvis resultat er oplyst. For %(missing)s af "
        "%(due)s mangler resultatet; andelen af alle ligger mellem %(low)s og %(high)s pct."
    ) % {**told, "who": who, "what": what}


def _of_jobs(who: str, numbers: Mapping[str, Number]) -> Said:
    """Where it is only the number of adult apprentices that is withheld, what is known without them."""
    said = _of_results(who, numbers, _("i job"))
    known, due, job, retained = (numbers.get(key) for key in ("known", "due", "job", "retained"))
    if said[1] is not None or not known or not due or job is None or retained is None:
        return said
    told = {
        **{key: decimal(one, 0) for key, one in (("known", known), ("due", due), ("missing", due - known))},
        "share": decimal(100 * (job + retained) / known, 1),
        "low": decimal(100 * (job + retained) / due, 1),
    }
    return who, _(
        "%(who)s: Efter 6 måneder er mindst %(share)s pct. i job af de %(known)s, hvis resultat er oplyst; voksenlærlinge er "
        "ikke regnet med, for deres antal kan ikke vises. For %(missing)s af %(due)s mangler resultatet; af dem alle er "
        "mindst %(low)s pct. i job."
    ) % {**told, "who": who}


def _of_completed(who: str, numbers: Mapping[str, Number]) -> Said:
    told = _shown(numbers, "completed", "started")
    if told is None:
        return who, None
    if not numbers["started"]:
        return who, _("%(who)s: Ingen ufaglærte er begyndt.") % {"who": who}
    return who, _("%(who)s: %(completed)s af %(started)s ufaglærte, der er begyndt, har gennemført.") % {
        **told,
        "who": who,
    }


def _of_merit(who: str, numbers: Mapping[str, Number]) -> Said:
    told = _shown(numbers, "merit", "started", "missing", "low", "high")
    if told is None:
        return who, None
    if not numbers["missing"]:
        return who, _(
            "%(who)s: %(merit)s af %(started)s ufaglærte, der er begyndt, har fået merit (%(low)s pct.)."
        ) % {
            **told,
            "who": who,
        }
    return who, _(
        "%(who)s: %(merit)s af %(started)s ufaglærte, der er begyndt, har fået merit (%(low)s pct.). %(missing)s kan nå det "
        "endnu, eller det er ikke oplyst; højst kan det blive %(high)s pct."
    ) % {**told, "who": who}
