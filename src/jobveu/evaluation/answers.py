"""What a round of the survey says of one question: a sentence, a chart of the five degrees, who answered what, and what the
evaluation of 2021 published of the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.documents.value import Block, Picture, Table
from jobveu.documents.wording import language
from jobveu.evaluation.degree_charts import degree_chart
from jobveu.evaluation.prose.changes import moved_share
from jobveu.evaluation.prose.numbers import ANSWERS, per_cent, whole
from jobveu.evaluation.prose.sentences import paragraph, quoted, sentence, small
from jobveu.evaluation.prose.shares import SMALL, part_of, share_of
from jobveu.insight.labels import decimal, listed
from jobveu.insight.rendering import NOTHING, WITHHELD
from jobveu.insight.surveys import Analysis, Comparison, Division, ItemTable, Measured, Row, Verdict
from jobveu.insight.surveys.words import STATISTICS
from jobveu.insight.words import capital
from jobveu.surveys.enums import Closeness, RespondentType
from jobveu.surveys.instruments.parts import Item, Scale, Statistic
from jobveu.surveys.published import SHARE, PublishedMeasure

MAIN: Mapping[Scale, Statistic] = {
    Scale.DEGREE: Statistic.HIGH,
    Scale.MERIT: Statistic.YES_OR_BOTH,
    Scale.SCORE: Statistic.MEAN,
}
"""What a question's answers are told by in the text."""
_SAID: Mapping[Statistic, Promise] = {
    Statistic.HIGH: gettext_lazy("%(part)s er »i høj grad« eller »i meget høj grad«"),
    Statistic.YES_OR_BOTH: gettext_lazy("%(part)s er »ja« eller »både og«"),
}


def asked(item: Item) -> str:
    """The question in the words that most are asked in."""
    words = Counter(str(text) for text in item.wording.values())
    return words.most_common(1)[0][0]


def blocks_of(analysis: Analysis, item: Item, *, first: str = "") -> Iterator[Block]:
    """All that the report has of a question that is counted, by who answered it. `first`: a sentence before the answers."""
    table = analysis.table(item.id, Division.RESPONDENTS)
    yield from paragraph(
        asked(item), first, said(item, table.total), _by_group(table), _since_2021(analysis, item.id)
    )
    rows = [(row.group.label({}), row) for row in _but_a_lone_total(table)]
    yield from shown(
        item,
        rows if table.total.answers else [],
        caption=_("Svarene efter, hvem der har svaret"),
        who=_("Svargruppe"),
    )
    yield from since_2021(analysis, item.id, caption=_("Evalueringen fra 2021 ved siden af"))


def shown(item: Item, rows: Sequence[tuple[str, Row]], *, caption: str, who: str) -> Iterator[Block]:
    """A chart, where the question is answered by degrees, and the table of the same rows, each with its name."""
    drawn = [(name, row) for name, row in rows if row.answers]
    if item.scale is Scale.DEGREE and drawn:
        yield _drawn(item, drawn, caption)
    if rows:
        in_figure = item.scale is Scale.DEGREE and drawn
        yield _rows(item, rows, _("Tallene i figuren") if in_figure else caption, who)


def since_2021(analysis: Analysis, item_id: str, *, caption: str) -> Iterator[Block]:
    if compared := analysis.compared(item_id):
        yield _comparison(compared, caption)


def said(item: Item, row: Row) -> str:
    """What all of a group answered, as a sentence."""
    if row.answers is None:
        return _("Svarene vises ikke, fordi for få har svaret")
    if not row.answers:
        return _("Ingen har svaret på spørgsmålet")
    statistic = MAIN[item.scale]
    found = row.measured[statistic]
    if statistic is Statistic.MEAN:
        return _("Gennemsnittet er %(mean)s på en skala fra 1 til 10 (n = %(number)s)") % {
            "mean": decimal(found.value, 1),
            "number": whole(row.answers),
        }
    return str(_SAID[statistic]) % {"part": _part(found, row.answers)}


def _part(found: Measured, answers: int) -> str:
    if answers < SMALL or found.value in (0, 1):
        return part_of(round(found.value * answers), answers, ANSWERS)
    margin = min(found.value - found.interval.low, found.interval.high - found.value)
    return share_of(found.value, answers, ANSWERS, margin=max(0.0, margin))


def _by_group(table: ItemTable) -> str:
    """Which respondents said it most and least; nothing where one cannot be told from the other."""
    statistic = MAIN[table.item.scale]
    known = [(row, row.measured[statistic]) for row in table.rows[:-1] if row.answers]
    if len(known) < 2:
        return ""
    top = max(known, key=lambda one: one[1].value)
    bottom = min(known, key=lambda one: one[1].value)
    if top[1].interval.low <= bottom[1].interval.high:
        return _("Forskellen mellem svargrupperne er ikke større, end at den kan være tilfældig")
    return _("Tallet er højest for %(top)s (%(most)s) og lavest for %(bottom)s (%(least)s)") % {
        "top": _group(top[0]),
        "most": _amount(top[1].value, statistic),
        "bottom": _group(bottom[0]),
        "least": _amount(bottom[1].value, statistic),
    }


def _group(row: Row) -> str:
    return quoted(row.group.label({}))


def _amount(value: float, statistic: Statistic) -> str:
    return decimal(value, 1) if statistic is Statistic.MEAN else per_cent(value)


def _since_2021(analysis: Analysis, item_id: str) -> str:
    """What has become of the first published share that is the same as what the text tells, and can be tested."""
    for one in analysis.compared(item_id):
        same = one.tie.statistic is MAIN[one.item.scale] and one.tie.closeness is Closeness.NEAR
        tested = one.verdict not in (Verdict.WITHHELD, Verdict.UNTESTED)
        if not (same and tested) or one.published.unit != SHARE or one.published.value_high is not None:
            continue
        if one.ours is None:
            continue
        change = moved_share(
            float(one.published.value) / 100, one.ours.value, chance=one.verdict is not Verdict.CHANGED
        )
        return _("Siden 2021 er andelen for %(who)s %(moved)s") % {
            "moved": change,
            "who": _who(one.published),
        }
    return ""


def _who(published: PublishedMeasure) -> str:
    """Whose answers were published: "alle", "»Jobcenter«"."""
    if published.respondents is None:
        return _("nogle, uden at det er oplyst hvem")
    who = _("alle")
    if published.respondents != frozenset(RespondentType):
        who = listed([quoted(str(each.label)) for each in RespondentType if each in published.respondents])
    if published.project_type is not None:
        who = _("%(who)s i projekter af typen »%(type)s«") % {
            "who": who,
            "type": published.project_type.label,
        }
    return who


def _drawn(item: Item, rows: Sequence[tuple[str, Row]], caption: str) -> Picture:
    """The five degrees of each group, in all of which somebody answered."""
    words = " ".join(sentence(f"{name}: {_degrees(item, row)}") for name, row in rows)
    chart = degree_chart(item, rows, title=asked(item), words=words, language=language())
    return Picture(caption, words, chart)


def _degrees(item: Item, row: Row) -> str:
    return "; ".join(f"{item.in_words(value)} {per_cent(share)}" for value, share in row.shares.items())


def _rows(item: Item, rows: Sequence[tuple[str, Row]], caption: str, who: str) -> Table:
    statistics = [each for each in STATISTICS if any(each in row.measured for _name, row in rows)]
    main = MAIN[item.scale]
    return Table(
        caption=caption,
        columns=(
            who,
            _("n"),
            *(str(STATISTICS[each]) for each in statistics),
            _("95 pct. interval"),
            _("Vægtet"),
        ),
        rows=tuple(
            (
                name,
                WITHHELD if row.answers is None else whole(row.answers),
                *(_cell(row, each) for each in statistics),
                _interval(row, main),
                _weighted(row, main),
            )
            for name, row in rows
        ),
        widths=(5, 2, *[3] * len(statistics), 4, 3),
        numeric=3 + len(statistics),
    )


def _but_a_lone_total(table: ItemTable) -> tuple[Row, ...]:
    """Without the total where it is of one group only."""
    return table.rows[:-1] if len(table.rows) == 2 else table.rows


def _cell(row: Row, statistic: Statistic) -> str:
    found = row.measured.get(statistic)
    return (WITHHELD if row.withheld else NOTHING) if found is None else _amount(found.value, statistic)


def _interval(row: Row, statistic: Statistic) -> str:
    found = row.measured.get(statistic)
    if found is None:
        return WITHHELD if row.withheld else NOTHING
    digits = 1 if statistic is Statistic.MEAN else 0
    factor = 1 if statistic is Statistic.MEAN else 100
    ends = [decimal(factor * end, digits) for end in (found.interval.low, found.interval.high)]
    return "–".join(ends)


def _weighted(row: Row, statistic: Statistic) -> str:
    found = row.measured.get(statistic)
    if found is None or found.weighted is None:
        return WITHHELD if row.withheld else NOTHING
    return _amount(found.weighted, statistic)


def _comparison(compared: tuple[Comparison, ...], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=(_("Svargruppe og svar"), _("2021"), _("Nu"), _("n"), _("Forskel"), _("Vurdering")),
        rows=tuple(
            (
                f"{capital(_who(one.published))}: {small(str(STATISTICS[one.tie.statistic]))}",
                _published(one.published),
                NOTHING if one.ours is None else _amount(one.ours.value, one.tie.statistic),
                NOTHING if one.answers is None else whole(one.answers),
                _difference(one),
                verdict_of(one.verdict),
            )
            for one in _once(compared)
        ),
        widths=(13, 4, 4, 3, 4, 6),
    )


def verdict_of(verdict: Verdict) -> str:
    """In a word or two; the annex says what it means."""
    return str(verdict.label).partition(":")[0]


def _once(compared: tuple[Comparison, ...]) -> Iterator[Comparison]:
    """What the evaluation says in several places stands once: where it can be tested, if it can anywhere."""
    found: dict[tuple[object, ...], Comparison] = {}
    for one in compared:
        key = (
            one.published.respondents,
            one.published.project_type,
            one.tie.statistic,
            _published(one.published),
        )
        if key not in found or (
            found[key].verdict is Verdict.UNTESTED and one.verdict is not Verdict.UNTESTED
        ):
            found[key] = one
    yield from found.values()


def _published(one: PublishedMeasure) -> str:
    decimals = max(0, -int(one.value.as_tuple().exponent))
    low = decimal(float(one.value), decimals)
    text = low if one.value_high is None else f"{low}–{decimal(float(one.value_high), decimals)}"
    return _("%(number)s pct.") % {"number": text} if one.unit == SHARE else text


def _difference(one: Comparison) -> str:
    if one.difference is None:
        return NOTHING
    text = decimal(abs(one.difference), 1 if one.tie.statistic is Statistic.MEAN else 0)
    if not text.strip("0,."):
        return "0"
    return ("+" if one.difference > 0 else "−") + text
