"""The whole report as a document: the same source, scope and language give the same document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobveu.assessment.assessing import Assessment
from jobveu.assessment.hazards import Preceded
from jobveu.documents.value import Block, Bullets, Definition, Document, Paragraph, Section
from jobveu.documents.wording import language, page_words
from jobveu.evaluation import activity, annexes, asking, barriers, elements, results
from jobveu.evaluation.chapters import Chapter, Part
from jobveu.evaluation.exhibits import Exhibit, beside_once, blocks_of
from jobveu.evaluation.scope import Scope
from jobveu.insight.baseline.lines import Beside
from jobveu.insight.sources import Source
from jobveu.insight.surveys import Analysis


@dataclass(frozen=True)
class Report:
    """What is written, in the language that was active, before it is drawn and set."""

    source: Source
    scope: Scope
    title: str
    chapters: tuple[Chapter, ...]
    """Without the annexes."""
    assessment: Assessment | None
    analysis: Analysis | None

    @property
    def findings(self) -> tuple[str, ...]:
        """The report in a few sentences."""
        return tuple(text for chapter in self.chapters for text in chapter.findings)

    @property
    def synthetic(self) -> bool:
        return self.source.synthetic or (self.analysis is not None and self.analysis.synthetic)

    def _methods(self) -> Iterator[Part]:
        if self.assessment is not None:
            yield asking.assessment_method(self.assessment)
        if self.analysis is not None:
            yield asking.survey_method(self.analysis, self.scope)
            yield asking.comparability(self.analysis)

    def document(self) -> Document:
        exhibits = tuple(
            shown for chapter in self.chapters for part in chapter.parts for shown in part.exhibits
        )
        once, beside = annexes.said_once(exhibits), beside_once(exhibits)
        every = (
            *self.chapters,
            annexes.methods(self.source, exhibits, tuple(self._methods())),
            annexes.caveats(self.source, self.scope, exhibits, once, ()),
        )
        return Document(
            kind=_("Evaluering"),
            title=self.title,
            language=language(),
            mark=_("Syntetiske data") if self.synthetic else "",
            notice=_("Tallene er opdigtede og siger intet om virkeligheden.") if self.synthetic else "",
            details=tuple(_details(self.source, self.scope, self.analysis)),
            sections=(
                Section(_("Sammenfatning"), tuple(_summary(self.findings))),
                *(section for chapter in every for section in _sections(chapter, once, beside)),
            ),
            footer=f"{self.title} · {date_format(self.source.day)}",
            page_of=page_words(),
            dated=datetime.combine(self.source.day, time(12), tzinfo=timezone.get_default_timezone()),
            contents=_("Indhold"),
        )


def report(
    source: Source,
    scope: Scope,
    *,
    assessment: Assessment | None = None,
    came_before: Sequence[Preceded] = (),
    analysis: Analysis | None = None,
) -> Report:
    """In the language that is active, as its document is too.

    `assessment` and `came_before` (which barriers preceded what) are of the scope's projects; None and () for a snapshot that
    was taken before they were kept. `analysis`: of a round of the survey; None for a report without one.
    """
    title = _("Evaluering af Job-VEU-modellen: %(place)s") % {
        "place": _("hele landet") if scope.is_nation else scope.name
    }
    chapters = (
        activity.chapter(source, scope),
        elements.principles(scope, assessment, analysis),
        elements.phases(scope, assessment, analysis),
        results.chapter(source, scope, analysis),
        barriers.chapter(scope, analysis, came_before),
    )
    return Report(source, scope, title, chapters, assessment, analysis)


def _details(source: Source, scope: Scope, analysis: Analysis | None) -> Iterator[Definition]:
    yield Definition(_("Område"), scope.name)
    yield Definition(_("Opgjort den"), source.moment)
    if source.snapshot is not None:
        yield Definition(_("Øjebliksbillede"), source.snapshot.name)
    if analysis is not None:
        yield Definition(_("Spørgeskemarunde"), analysis.name)


def _summary(findings: tuple[str, ...]) -> Iterator[Block]:
    if findings:
        yield Bullets(findings)
    yield Paragraph(
        _(
            "Kapitlerne har de numre, som de samme emner har i evalueringen af Job-VEU-modellen fra 2021. Hvor den har "
            "offentliggjort et tal om det samme, står det ved siden af."
        )
    )


def _sections(
    chapter: Chapter, once: annexes.SaidOnce, beside: Mapping[Exhibit, tuple[Beside, ...]]
) -> Iterator[Section]:
    yield Section(chapter.heading, chapter.blocks)
    for part in chapter.parts:
        shown = (block for one in part.exhibits for block in blocks_of(one, beside[one], told_elsewhere=once))
        yield Section(part.heading, (*part.blocks, *shown), level=2)
