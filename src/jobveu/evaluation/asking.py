"""What the annexes tell of the survey and of how levels are reckoned."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobveu.assessment.assessing import Assessment
from jobveu.assessment.indicators import INDICATORS
from jobveu.assessment.words import told_thresholds
from jobveu.assessment.yardsticks import USUAL, Thresholds
from jobveu.documents.value import Block, Bullets, Definition, Definitions, Paragraph, Table
from jobveu.evaluation.answers import verdict_of
from jobveu.evaluation.chapters import Part
from jobveu.evaluation.prose.numbers import RESPONDENTS, per_cent, whole
from jobveu.evaluation.prose.sentences import paragraph, quoted, sentence, small
from jobveu.evaluation.prose.shares import part_of
from jobveu.evaluation.scope import Scope
from jobveu.insight.labels import decimal, listed
from jobveu.insight.rendering import NOTHING, WITHHELD
from jobveu.insight.surveys import Analysis, Division, ResponseRow, Verdict
from jobveu.surveys.enums import Closeness, Disposition


def survey_method(analysis: Analysis, scope: Scope) -> Part:
    return Part(_("Spørgeskemaundersøgelsen"), tuple(_survey(analysis, scope)))


def _survey(analysis: Analysis, scope: Scope) -> Iterator[Block]:
    yield Definitions(
        (
            Definition(_("Runde"), analysis.name),
            Definition(_("Skema"), f"{analysis.instrument.title}, {_version(analysis.instrument.version)}"),
            Definition(_("Åben"), _period(analysis)),
            Definition(_("Svarene"), _("Anonyme") if analysis.anonymous else _("Ikke anonyme")),
        )
    )
    yield from paragraph(_response(analysis))
    yield _response_table(analysis, scope)
    yield from paragraph(_dispositions(analysis))
    yield from paragraph(_weights(analysis))
    yield Bullets(
        (
            _(
                "Andelene er af dem, der har svaret på spørgsmålet; n er antallet af dem. »Ved ikke eller ikke relevant« "
                "tælles ikke med."
            ),
            _(
                "Intervallerne er 95 pct. sikre og regnet til små udsnit af en endelig gruppe (hypergeometrisk); den "
                "vægtede andel står ved siden af den uvægtede."
            ),
            _(
                "Svar fra færre end fem vises ikke, og heller ikke andre tal, som de kunne regnes ud af; det er vist som *."
            ),
            _(
                "En forskel fra 2021 kaldes kun en ændring, når den er større, end tilfældigheder giver, også når der tages "
                "højde for, at mange spørgsmål er prøvet på én gang (Holm). Hvor evalueringen ikke siger, hvor mange der "
                "svarede, kan den ikke prøves."
            ),
        )
    )


def _version(number: int | str) -> str:
    return _("version %(number)s") % {"number": number}


def _period(analysis: Analysis) -> str:
    return _("%(first)s til %(last)s") % {
        "first": date_format(analysis.opened),
        "last": date_format(analysis.closed),
    }


def _response(analysis: Analysis) -> str:
    total = analysis.response.total
    if total.withheld or not total.asked:
        return _("Hvor mange der er spurgt, vises ikke, fordi de er for få")
    return _("%(people)s er spurgt; %(part)s har svaret på det hele eller noget af det") % {
        "people": RESPONDENTS.counted(total.asked),
        "part": part_of(total.answered or 0, total.asked, RESPONDENTS),
    }


def _response_table(analysis: Analysis, scope: Scope) -> Table:
    """Of a place its own response too, last."""
    named = [
        (row.group.label({}), row)
        for row in (*analysis.response.rows[Division.RESPONDENTS], analysis.response.total)
    ]
    if scope.group.division is not None:
        named += [
            (scope.name, row)
            for row in analysis.response.rows[scope.group.division]
            if row.group == scope.group
        ]
    return Table(
        caption=_("Hvem der er spurgt, og hvem der har svaret"),
        columns=(_("Svargruppe"), _("I alt"), _("Spurgt"), _("Har svaret"), _("Svarprocent (RR2)")),
        rows=tuple((name, *_row(row)) for name, row in named),
        widths=(6, 2, 2, 2, 3),
        numeric=4,
    )


def _row(row: ResponseRow) -> tuple[str, str, str, str]:
    if row.withheld or row.rates is None:
        return (WITHHELD,) * 4
    return (
        whole(row.population or 0),
        whole(row.asked or 0),
        whole(row.answered or 0),
        NOTHING if row.rates.rr2 is None else per_cent(row.rates.rr2),
    )


def _dispositions(analysis: Analysis) -> str:
    found = analysis.response.dispositions
    if found is None:
        return ""
    told = [f"{small(str(each.label))}: {whole(found[each])}" for each in Disposition if found[each]]
    return _("Sådan gik det dem, der blev spurgt: %(what)s") % {"what": "; ".join(told)} if told else ""


def _weights(analysis: Analysis) -> str:
    weights = analysis.weights
    text = _(
        "De vægtede tal retter op på, at nogle svarer oftere end andre: svarene er vægtet, så de fordeler sig som hele den "
        "gruppe, runden handler om, efter %(divisions)s. De ulige vægte gør variansen %(effect)s gange så stor"
    ) % {
        "divisions": listed([small(str(division.title)) for division in weights.raked_by]),
        "effect": decimal(weights.design_effect, 2),
    }
    if weights.left_out:
        names = listed([quoted(group.label({})) for group in weights.left_out])
        silent = _("Ingen har svaret for %(names)s") % {"names": names}
        text = f"{sentence(text)} {silent}"
    return text


def comparability(analysis: Analysis) -> Part:
    """How closely the questions can be compared with those of 2021."""
    lines = []
    for closeness in Closeness:
        number = len({one.published.id for one in analysis.comparisons if one.tie.closeness is closeness})
        if number:
            lines.append(f"{closeness.label}: {whole(number)}.")
    notes = list(dict.fromkeys(str(one.tie.note) for one in analysis.comparisons if one.tie.note is not None))
    blocks: list[Block] = [
        Paragraph(
            _(
                "Spørgsmålene er vores egne. Så tæt kan de sammenlignes med det, som evalueringen i 2021 målte, og for så "
                "mange af dens tal:"
            )
        )
    ]
    if lines:
        blocks.append(Bullets(tuple(lines)))
    verdicts = [each for each in Verdict if any(one.verdict is each for one in analysis.comparisons)]
    if verdicts:
        blocks += [
            Paragraph(_("Om forskellen fra 2021 står der i tabellerne:")),
            Bullets(tuple(f"{quoted(verdict_of(each))}: {_meaning(each)}" for each in verdicts)),
        ]
    if notes:
        blocks += [Paragraph(_("Desuden:")), Bullets(tuple(notes))]
    return Part(_("Sammenligningen af svar"), tuple(blocks))


def _meaning(verdict: Verdict) -> str:
    return sentence(small(str(verdict.label).partition(": ")[2]))


def assessment_method(assessment: Assessment) -> Part:
    yardstick = assessment.yardstick
    others: dict[Thresholds, list[str]] = {}
    for key, one in yardstick.weighings.items():
        if one.thresholds != USUAL:
            others.setdefault(one.thresholds, []).append(quoted(str(INDICATORS[key].title)))
    blocks: list[Block] = [
        Paragraph(
            _(
                "Hver indikator har en andel, og andelen giver et trin fra 1 til 5. Et element har gennemsnittet af sine "
                "indikatorers trin, vægtet; trinnet er det nærmeste. Indikatorer, der ikke kan vurderes, er udeladt, og hvor "
                "de udgør mere end %(rest)d pct. af vægten, kan elementet ikke vurderes."
            )
            % {"rest": 100 - yardstick.least_weight}
        ),
        Definitions(
            (
                Definition(_("Målestok"), _version(yardstick.version)),
                Definition(_("Projekter"), whole(assessment.projects)),
                Definition(_("Runde"), assessment.round_name or _("Ingen runde")),
                Definition(_("Grænser"), sentence(told_thresholds(USUAL))),
            )
        ),
    ]
    if others:
        blocks += [
            Paragraph(_("Enkelte indikatorer har andre grænser:")),
            Bullets(
                tuple(
                    sentence(f"{listed(names)}: {small(told_thresholds(thresholds))}")
                    for thresholds, names in others.items()
                )
            ),
        ]
    return Part(_("Vurderingen af principper og faser"), tuple(blocks))
