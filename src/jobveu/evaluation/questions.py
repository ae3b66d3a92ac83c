"""A question of the survey in a report of an office or a council: what those asked about its projects answered, beside the
whole country. Where that may not be told, the whole country's answers stand instead, and the report says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobveu.documents.value import Block
from jobveu.evaluation import answers
from jobveu.evaluation.answers import MAIN
from jobveu.evaluation.prose.numbers import whole
from jobveu.evaluation.prose.sentences import paragraph, sentence
from jobveu.evaluation.scope import Scope
from jobveu.insight.surveys import Analysis, Division, Row
from jobveu.surveys.instruments.parts import Item, Scale


@dataclass(frozen=True)
class Question:
    """`here`: the answers of the place that the report is about; None where nobody there was asked. In a report of the country
    they are everybody's, as `country`."""

    item: Item
    here: Row | None
    country: Row

    @property
    def local(self) -> bool:
        """Whether what is told is of the place itself."""
        return self.here is not None and bool(self.here.answers)

    @property
    def told(self) -> Row:
        return self.here if self.local and self.here is not None else self.country


def question(analysis: Analysis, item_id: str, scope: Scope) -> Question:
    """Raises KeyError for a question that is not counted."""
    country = analysis.table(item_id, Division.RESPONDENTS).total
    here = country if scope.is_nation else analysis.row(item_id, scope.group)
    return Question(analysis.instrument.by_id[item_id], here, country)


def questions(analysis: Analysis, scope: Scope) -> tuple[Question, ...]:
    """All that are counted, in their order."""
    return tuple(
        question(analysis, item.id, scope)
        for item in analysis.instrument.items()
        if item.scale is not Scale.TEXT
    )


def blocks_of(analysis: Analysis, item_id: str, scope: Scope) -> Iterator[Block]:
    """All that the report has of a question; nothing where the round's instrument does not ask it."""
    item = analysis.instrument.by_id.get(item_id)
    if item is None or item.scale is Scale.TEXT:
        return
    if scope.is_nation:
        yield from answers.blocks_of(analysis, item)
        return
    found = question(analysis, item_id, scope)
    if not found.local:
        yield from answers.blocks_of(analysis, item, first=_why(found.here, coarse=_coarse(analysis, scope)))
        return
    rows = [(scope.name, found.told), *([(_("Hele landet"), found.country)] if found.country.answers else [])]
    yield from paragraph(
        answers.asked(item),
        _("I området: %(said)s") % {"said": answers.said(item, found.told)},
        _("I hele landet: %(said)s") % {"said": answers.said(item, found.country)}
        if found.country.answers
        else "",
        _difference(found),
    )
    yield from answers.shown(
        item,
        rows,
        caption=_("Svarene i området og i hele landet"),
        who=_("Område"),
    )
    yield from answers.since_2021(
        analysis, item_id, caption=_("Hele landet ved siden af evalueringen fra 2021")
    )


def introduced(analysis: Analysis, scope: Scope) -> str:
    """In how much of an office's or a council's report the answers are its own."""
    text = _introduced(questions(analysis, scope))
    if not _coarse(analysis, scope):
        return text
    return f"{sentence(text)} " + _(
        "Svar fra dem, der er så få af en slags i et område, at de kunne genkendes, er talt sammen med andres på tværs "
        "af områder og er ikke med i tallene for området"
    )


def _coarse(analysis: Analysis, scope: Scope) -> bool:
    """Whether some of those asked are not told apart by where they are (surveys.strata)."""
    division = scope.group.division
    return division is not None and any(row.group.is_unknown for row in analysis.response.rows[division])


def _introduced(every: Sequence[Question]) -> str:
    local = sum(one.local for one in every)
    if not local:
        return _(
            "Svarene på spørgeskemaet er fra hele landet: I området er de for få, eller andres svar kunne regnes ud af dem"
        )
    if local == len(every):
        return _(
            "Svarene på spørgeskemaet er dem, der er givet om områdets projekter, med hele landet ved siden af"
        )
    return _(
        "Svarene er dem, der er givet om områdets projekter, for %(local)s af de %(all)s spørgsmål. For resten er de fra hele "
        "landet, og det står ved dem: I området er der færre end fem svar, eller andres svar kunne regnes ud af dem"
    ) % {"local": whole(local), "all": whole(len(every))}


def _why(here: Row | None, *, coarse: bool) -> str:
    """Why the answers are those of the whole country."""
    if here is None and coarse:
        return _(
            "Ingen eller ganske få i området er spurgt om det, så deres svar er talt sammen med andres; svarene er fra hele landet"
        )
    if here is None:
        return _("Ingen i området er spurgt om det; svarene er fra hele landet")
    if here.withheld:
        return _(
            "Svarene fra området vises ikke, fordi de er for få, eller fordi andres svar kunne regnes ud af dem; svarene her er "
            "fra hele landet"
        )
    return _("Ingen i området har svaret på det; svarene er fra hele landet")


def _difference(found: Question) -> str:
    statistic = MAIN[found.item.scale]
    here, country = found.told.measured[statistic], found.country.measured.get(statistic)
    if country is None:
        return ""
    if here.interval.low > country.interval.high:
        return _("Tallet er højere i området end i hele landet")
    if here.interval.high < country.interval.low:
        return _("Tallet er lavere i området end i hele landet")
    return _("Forskellen er ikke større, end at den kan være tilfældig")


def ranked(found: Sequence[Question]) -> list[Question]:
    """Those that most say yes to first, the place's own before the country's; what may not be told last."""
    return sorted(found, key=lambda one: (not one.local, -share(one.told)))


def share(row: Row) -> float:
    """Of the two highest degrees; −1 where it is not told."""
    measured = row.measured.get(MAIN[Scale.DEGREE])
    return -1.0 if measured is None else measured.value


def said_of(found: Question, scope: Scope) -> str:
    """What was answered, as a sentence, and where it is of the country in the report of a place."""
    text = answers.said(found.item, found.told)
    if scope.is_nation or found.local:
        return text
    return _("%(said)s, i hele landet") % {"said": text.rstrip(".")}
