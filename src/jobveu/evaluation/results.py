"""Chapter 8: the four success criteria by the register, the results as those who took part see them, and how satisfied they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from jobveu.assessment.success import Criterion, criteria
from jobveu.documents.value import Block, Bullets
from jobveu.evaluation import questions
from jobveu.evaluation.chapters import Chapter, Part
from jobveu.evaluation.exhibits import Exhibit, exhibit
from jobveu.evaluation.prose.sentences import paragraph, sentence, small
from jobveu.evaluation.scope import Scope
from jobveu.insight.sources import Source
from jobveu.insight.surveys import Analysis

_SECTION, _SATISFACTION = "results", "satisfaction"


def chapter(source: Source, scope: Scope, analysis: Analysis | None) -> Chapter:
    found = criteria(source, scope.selection)
    blocks = paragraph(
        _(
            "Kapitlet viser, hvor langt Job-VEU-modellens fire succeskriterier er nået %(within)s. Et resultat tælles, når "
            "det skulle være kendt; mangler det, er der regnet ud, hvor stor andelen mindst og højst kan være"
        )
        % {"within": scope.within}
    )
    return Chapter(
        _("8. Resultater og succeskriterier"),
        tuple(blocks),
        lambda: _parts(source, scope, found, analysis),
        tuple(_findings(found, scope, analysis)),
    )


def _parts(
    source: Source, scope: Scope, found: Sequence[Criterion], analysis: Analysis | None
) -> Iterator[Part]:
    """A table that two criteria rest on stands with the first."""
    seen: set[str] = set()
    for criterion in found:
        name = criterion.table.figure
        yield _criterion(criterion, () if name in seen else (exhibit(source, name, scope.selection),))
        seen.add(name)
    if analysis is not None:
        yield from _asked(analysis, scope)


def _criterion(criterion: Criterion, shown: tuple[Exhibit, ...]) -> Part:
    heading = _("Succeskriterium %(number)d: %(title)s") % {
        "number": criterion.number,
        "title": criterion.title,
    }
    return Part(heading, (*paragraph(criterion.aim), Bullets(criterion.says)), shown)


def _asked(analysis: Analysis, scope: Scope) -> Iterator[Part]:
    for section in analysis.instrument.sections:
        if section.id == _SECTION:
            blocks = tuple(
                block for item in section.items for block in questions.blocks_of(analysis, item.id, scope)
            )
            if blocks:
                yield Part(_("Resultaterne, som de, der var med, ser dem"), blocks)
    satisfaction: tuple[Block, ...] = tuple(questions.blocks_of(analysis, _SATISFACTION, scope))
    if satisfaction:
        yield Part(_("Tilfredshed"), satisfaction)


def _findings(found: Sequence[Criterion], scope: Scope, analysis: Analysis | None) -> Iterator[str]:
    if found[0].has_numbers:
        yield found[0].says[0]
    if analysis is None or _SATISFACTION not in analysis.instrument.by_id:
        return
    satisfaction = questions.question(analysis, _SATISFACTION, scope)
    if satisfaction.told.answers:
        yield sentence(_("Tilfredsheden: %(said)s") % {"said": small(questions.said_of(satisfaction, scope))})
