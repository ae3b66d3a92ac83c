"""Chapters 5 and 7: how far the model's principles and phases are carried out, by the register and by those who took part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from jobveu.assessment.assessing import Assessment, ElementAssessment
from jobveu.assessment.scale import PHASES, PRINCIPLES, Element, Level
from jobveu.assessment.words import told_change, told_level, told_levels, told_score, told_value
from jobveu.documents.value import Block, Bullets, Paragraph, Table
from jobveu.evaluation import questions
from jobveu.evaluation.chapters import Chapter, Part
from jobveu.evaluation.prose.sentences import paragraph, sentence, small
from jobveu.evaluation.scope import Scope
from jobveu.insight.labels import listed
from jobveu.insight.rendering import NOTHING
from jobveu.insight.surveys import Analysis


def principles(scope: Scope, assessment: Assessment | None, analysis: Analysis | None) -> Chapter:
    heading = _("5. De syv principper")
    return _chapter(heading, _("principper"), PRINCIPLES, scope, assessment, analysis)


def phases(scope: Scope, assessment: Assessment | None, analysis: Analysis | None) -> Chapter:
    heading = _("7. Faserne")
    return _chapter(heading, _("faser"), PHASES, scope, assessment, analysis)


def _chapter(
    heading: str,
    what: str,
    elements: Sequence[Element],
    scope: Scope,
    assessment: Assessment | None,
    analysis: Analysis | None,
) -> Chapter:
    judged = [] if assessment is None else [assessment.of(element) for element in elements]
    blocks = (*_introduced(what, scope, assessment, analysis), *_degree_table(what, judged))
    return Chapter(
        heading,
        blocks,
        lambda: [
            Part(str(element.label), tuple(_element(element, scope, assessment, analysis)))
            for element in elements
        ],
        tuple(_findings(what, judged)),
    )


def _introduced(
    what: str, scope: Scope, assessment: Assessment | None, analysis: Analysis | None
) -> Iterator[Block]:
    """What the chapter rests on, and what it lacks."""
    sources = _("i registret og i spørgeskemaet") if analysis else _("i registret")
    if assessment is None:
        yield from paragraph(
            _(
                "Øjebliksbilledet er taget, før det, som vurderingen bygger på, blev gemt med det; derfor er der ingen "
                "vurdering efter registret"
            )
        )
    else:
        yield from paragraph(
            _(
                "Hvor langt modellens %(what)s er gennemført %(within)s, er vurderet på fem trin, fra »slet ikke« til »i "
                "meget høj grad«. Hvert trin er regnet ud af indikatorer %(sources)s; vægtene står i tabellerne, grænserne i "
                "bilag A"
            )
            % {"what": what, "within": scope.within, "sources": sources}
        )
    if analysis is None:
        yield from paragraph(_("Rapporten er dannet uden en spørgeskemarunde, så ingen svar er med"))
    elif not scope.is_nation:
        yield from paragraph(questions.introduced(analysis, scope))


def _degree_table(what: str, judged: Sequence[ElementAssessment]) -> Iterator[Block]:
    if not judged:
        return
    yield Table(
        caption=_("Graden af gennemførelse: %(what)s") % {"what": what},
        columns=(_("Element"), _("Vurdering"), _("Gennemsnit, 1–5"), _("Evalueringen 2021, hele landet")),
        rows=tuple(
            (
                str(one.element.label),
                _held(one),
                told_score(one.judgement) or NOTHING,
                told_levels(one.published) or NOTHING,
            )
            for one in judged
        ),
        widths=(6, 4, 3, 4),
    )


def _held(one: ElementAssessment) -> str:
    """The level that holds; where somebody has set it, what was computed too."""
    if one.overruled is None:
        return told_level(one.level)
    return _("%(level)s (beregnet: %(computed)s)") % {
        "level": told_level(one.level),
        "computed": small(told_level(one.computed)),
    }


def _element(
    element: Element, scope: Scope, assessment: Assessment | None, analysis: Analysis | None
) -> Iterator[Block]:
    if assessment is not None:
        one = assessment.of(element)
        yield from paragraph(_judged(one), _since_2021(one), _overruled(one))
        if lines := _indicators(one):
            yield lines
        yield from _lifts(one)
    if analysis is not None:
        asked = [item for item in analysis.instrument.items() if _belongs(item.id, element)]
        for item in asked:
            yield from questions.blocks_of(analysis, item.id, scope)
    if assessment is None and analysis is None:
        yield from paragraph(_("Der er intet at vurdere efter"))


def _belongs(item_id: str, element: Element) -> bool:
    return item_id == element.value or item_id.startswith(f"{element.value}-")


def _judged(one: ElementAssessment) -> str:
    if one.level is None:
        return _("Det kan ikke vurderes endnu")
    return _("Det er %(carried_out)s") % {"carried_out": _carried_out(one.level)}


def _carried_out(level: Level) -> str:
    """ "gennemført i høj grad", "slet ikke gennemført"."""
    if level is Level.NOT_AT_ALL:
        return _("slet ikke gennemført")
    return _("gennemført %(level)s") % {"level": small(told_level(level))}


def _since_2021(one: ElementAssessment) -> str:
    """Beside what the evaluation judged; it did not judge everything."""
    if not one.published or one.level is None:
        return ""
    told = small(told_levels(one.published))
    if one.level in one.published:
        return _("Evalueringen i 2021 vurderede det samme for hele landet: %(level)s") % {"level": told}
    pattern = (
        _("Det er højere, end evalueringen i 2021 vurderede for hele landet: %(level)s")
        if one.level > max(one.published)
        else _("Det er lavere, end evalueringen i 2021 vurderede for hele landet: %(level)s")
    )
    return pattern % {"level": told}


def _overruled(one: ElementAssessment) -> str:
    if one.overruled is None:
        return ""
    return _(
        "Niveauet er sat af %(name)s med denne begrundelse: »%(reason)s«. Beregnet var det: %(level)s"
    ) % {
        "name": one.overruled.by,
        "reason": one.overruled.reason,
        "level": small(told_level(one.computed)),
    }


def _indicators(one: ElementAssessment) -> Table | None:
    lines = one.judgement.lines
    if not lines:
        return None
    return Table(
        caption=_("Det, vurderingen bygger på"),
        columns=(_("Indikator"), _("Tal"), _("Svarer til"), _("Vægt")),
        rows=tuple(
            (
                str(line.indicator.title),
                told_value(line.value),
                NOTHING if line.level is None else str(line.level.label),
                str(line.weighing.weight),
            )
            for line in lines
        ),
        widths=(12, 9, 6, 3),
        numeric=1,
    )


def _lifts(one: ElementAssessment) -> Iterator[Block]:
    if one.lifts:
        several = _("Hver af disse ændringer ville løfte det ét trin:")
        yield Paragraph(several if len(one.lifts) > 1 else _("Det ville løfte det ét trin:"))
        yield Bullets(tuple(sentence("; ".join(map(told_change, lift.changes))) for lift in one.lifts))


def _findings(what: str, judged: Sequence[ElementAssessment]) -> Iterator[str]:
    """Which are carried out furthest and least, where they differ."""
    known = [(one, one.level) for one in judged if one.level is not None]
    if not known:
        return
    highest, lowest = max(level for _one, level in known), min(level for _one, level in known)
    top = [_name(one) for one, level in known if level == highest]
    if highest == lowest:
        yield sentence(
            _("Af modellens %(what)s er %(names)s %(carried_out)s")
            % {"what": what, "names": listed(top), "carried_out": _carried_out(highest)}
        )
        return
    bottom = [_name(one) for one, level in known if level == lowest]
    yield sentence(
        _("Af modellens %(what)s er %(top)s gennemført %(high)s, og %(bottom)s er %(low)s")
        % {
            "what": what,
            "top": listed(top),
            "high": small(told_level(highest)),
            "bottom": listed(bottom),
            "low": _carried_out(lowest),
        }
    )


def _name(one: ElementAssessment) -> str:
    """ "princip 1"."""
    return small(str(one.element.label).partition(":")[0])
