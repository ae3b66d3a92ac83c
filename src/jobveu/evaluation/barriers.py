"""Chapter 9: what drives projects and what stands in their way, as those who took part see it, and what helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from jobveu.assessment.barriers import BARRIERS, DRIVERS
from jobveu.assessment.hazards import LEAST, Event, Preceded
from jobveu.assessment.ratios import Ratio, Unit
from jobveu.assessment.words import told_difference, told_rate, told_ratio
from jobveu.documents.value import Block, Table
from jobveu.evaluation import answers, questions
from jobveu.evaluation.chapters import Chapter, Part
from jobveu.evaluation.prose.numbers import per_cent, whole
from jobveu.evaluation.prose.sentences import paragraph, quoted, sentence
from jobveu.evaluation.questions import Question
from jobveu.evaluation.scope import Scope
from jobveu.insight.labels import listed
from jobveu.insight.rendering import NOTHING, WITHHELD
from jobveu.insight.surveys import Analysis, Row
from jobveu.surveys.instruments.parts import Scale, Statistic

_NAMED = 3


def chapter(scope: Scope, analysis: Analysis | None, came_before: Sequence[Preceded]) -> Chapter:
    """`came_before`: what preceded what among the scope's projects; () for a snapshot that was taken before that was kept."""
    drivers, barriers = _asked(analysis, scope, "drivers"), _asked(analysis, scope, "barriers")
    blocks = paragraph(
        _(
            "Kapitlet samler, hvad der driver projekterne frem, og hvad der står i vejen. Listerne er dem, som evalueringen "
            "fra 2021 fandt, sagt med vores egne ord"
        ),
        "" if analysis else _("Rapporten er dannet uden en spørgeskemarunde, så ingen svar er med"),
    )
    return Chapter(
        _("9. Drivkræfter og barrierer"),
        tuple(blocks),
        lambda: _parts(scope, drivers, barriers, came_before),
        tuple(_findings(scope, drivers, barriers)),
    )


def _parts(
    scope: Scope, drivers: Sequence[Question], barriers: Sequence[Question], came_before: Sequence[Preceded]
) -> Iterator[Part]:
    yield Part(_("Drivkræfter"), (*_ranked(scope, drivers), _drivers()))
    yield Part(_("Barrierer"), (*_ranked(scope, barriers), _barriers()))
    if came_before:
        yield Part(_("Hvad der gik forud i vores egne projekter"), tuple(_preceded(scope, came_before)))


def _asked(analysis: Analysis | None, scope: Scope, section_id: str) -> list[Question]:
    """The questions of a section, those that most say yes to first; what may not be told last."""
    if analysis is None:
        return []
    return questions.ranked(
        [
            questions.question(analysis, item.id, scope)
            for section in analysis.instrument.sections
            if section.id == section_id
            for item in section.items
            if item.scale is Scale.DEGREE
        ]
    )


def _title(found: Question) -> str:
    """What the question is about, in a few words."""
    key = found.item.id.partition("-")[2]
    known = {**{one.key: one.title for one in DRIVERS}, **{key: one.title for key, one in BARRIERS.items()}}
    return str(known.get(key) or answers.asked(found.item))


def _ranked(scope: Scope, every: Sequence[Question]) -> Iterator[Block]:
    if not every:
        return
    own = any(one.local for one in every)
    known = [one for one in every if one.told.answers and one.local == own]
    if known:
        pattern = (
            _("Flest svarer »i høj grad« eller »i meget høj grad« om %(names)s")
            if own
            else _("I hele landet svarer flest »i høj grad« eller »i meget høj grad« om %(names)s")
        )
        names = [f"{quoted(_title(one))} ({per_cent(questions.share(one.told))})" for one in known[:_NAMED]]
        yield from paragraph(pattern % {"names": listed(names)})
    beside = own and not scope.is_nation
    yield Table(
        caption=_("Andelen, der svarer »i høj grad« eller »i meget høj grad«")
        if own
        else _("Andelen i hele landet, der svarer »i høj grad« eller »i meget høj grad«"),
        columns=(
            _("Hvad der er spurgt om"),
            _("n"),
            _("Andel"),
            _("95 pct. interval"),
            *([_("Hele landet"), _("n, hele landet")] if beside else []),
        ),
        rows=tuple(
            (
                _title(one),
                *_row(one.here if own else one.country),
                *(_row(one.country)[1::-1] if beside else ()),
            )
            for one in every
        ),
        widths=(18, 3, 4, 6, *([4, 4] if beside else [])),
        numeric=5 if beside else 3,
    )


def _row(row: Row | None) -> tuple[str, str, str]:
    """How many answered, the share of them, and its interval."""
    if row is None:
        return "0", NOTHING, NOTHING
    found = row.measured.get(Statistic.HIGH)
    if found is None:
        nothing = WITHHELD if row.withheld else NOTHING
        return WITHHELD if row.answers is None else "0", nothing, nothing
    ends = [f"{whole(100 * end)}" for end in (found.interval.low, found.interval.high)]
    return whole(row.answers or 0), per_cent(found.value), "–".join(ends)


def _drivers() -> Table:
    return Table(
        caption=_("Drivkræfterne, og hvad der støtter dem"),
        columns=(_("Drivkraft"), _("Virkning"), _("Støttes af")),
        rows=tuple(
            (
                str(driver.title),
                str(driver.effect),
                sentence("; ".join(str(support) for support in driver.supported_by)) or NOTHING,
            )
            for driver in DRIVERS
        ),
        widths=(4, 4, 5),
    )


def _barriers() -> Table:
    return Table(
        caption=_("Barriererne, og hvad der kan gøres ved dem"),
        columns=(_("Barriere"), _("Modtræk")),
        rows=tuple(
            (
                str(barrier.title),
                "\n".join(sentence(str(measure.title)) for measure in barrier.measures) or NOTHING,
            )
            for barrier in BARRIERS.values()
        ),
        widths=(4, 7),
    )


def _preceded(scope: Scope, rows: Sequence[Preceded]) -> Iterator[Block]:
    yield from paragraph(
        _(
            "Tallene viser, hvad der kom før hvad, i projekter %(within)s fra september 2019 og frem. De siger ikke, at det ene "
            "førte til det andet: projekter med en barriere kan ligne hinanden på andre måder. En andel vises, når den er af "
            "mindst %(least)d projekter; i parentes står, hvor stor den med 95 pct. sikkerhed er for projekter som disse "
            "(Wilson), og en forskel er prøvet sammen med alle de andre (Holm)"
        )
        % {"within": scope.within, "least": LEAST}
    )
    for event in Event:
        told = [row for row in rows if row.event is event]
        if not any(row.enough for row in told):
            yield from paragraph(
                _("%(event)s: der er for få projekter at sammenligne") % {"event": event.label}
            )
            continue
        if not any(ratio.upper for row in told for ratio in (row.with_, row.without) if ratio):
            yield from paragraph(_("%(event)s: det er ikke sket i nogen af dem") % {"event": event.label})
            continue
        yield Table(
            caption=str(event.label),
            columns=(
                _("Barriere"),
                _("Med barrieren"),
                _("Andel"),
                _("Uden barrieren"),
                _("Andel uden"),
                _("Forskellen"),
            ),
            rows=tuple(
                (
                    str(BARRIERS[row.barrier].title),
                    *(text for ratio in (row.with_, row.without) for text in _ratio(ratio)),
                    told_difference(row),
                )
                for row in told
            ),
            widths=(6, 3, 4, 3, 4, 4),
        )


def _ratio(ratio: Ratio | None) -> tuple[str, str]:
    if ratio is None:
        return _("Ingen projekter"), NOTHING
    return told_ratio(ratio, Unit.PROJECTS), told_rate(ratio)


def _findings(scope: Scope, drivers: Sequence[Question], barriers: Sequence[Question]) -> Iterator[str]:
    for every, text in (
        (drivers, _("Den drivkraft, flest peger på, er »%(item)s« (%(share)s)")),
        (barriers, _("Den barriere, flest peger på, er »%(item)s« (%(share)s)")),
    ):
        if every and every[0].told.answers:
            share = per_cent(questions.share(every[0].told))
            if not scope.is_nation and not every[0].local:
                share = _("%(share)s i hele landet") % {"share": share}
            yield sentence(text % {"item": _title(every[0]), "share": share})
