"""The annexes: how the report is made, and what has to be kept in mind when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.common.exactness import Exactness
from jobveu.documents.value import Block, Bullets, Definition, Definitions, Paragraph
from jobveu.evaluation.chapters import Chapter, Part
from jobveu.evaluation.exhibits import Exhibit, beside_once, named_together
from jobveu.evaluation.prose.numbers import PROJECTS, whole
from jobveu.evaluation.prose.sentences import paragraph, sentence
from jobveu.evaluation.prose.shares import SMALL, part_of
from jobveu.evaluation.scope import Scope
from jobveu.insight.counting import Counted, Counts
from jobveu.insight.disclosure import RULE
from jobveu.insight.figures import RULES
from jobveu.insight.sources import Source
from jobveu.insight.table import UNKNOWN
from jobveu.insight.words import capital

_COVERED: tuple[tuple[str, Promise], ...] = (
    ("year", gettext_lazy("hvornår de begyndte")),
    ("council", gettext_lazy("hvilket råds område de hører til")),
    ("industry", gettext_lazy("hvilken branche de er rettet mod")),
    ("target_group", gettext_lazy("hvilken målgruppe de er for")),
    ("initiative", gettext_lazy("hvem der tog initiativet")),
    ("role", gettext_lazy("hvilken rolle koordinatoren havde")),
    ("area", gettext_lazy("om de ligger i et mangel- eller indsatsområde")),
)


SaidOnce = Mapping[str, tuple[Exhibit, ...]]


def said_once(exhibits: Sequence[Exhibit]) -> SaidOnce:
    """The notes that stand with more than one figure, and with which: the report says them once, in the annex."""
    found: dict[str, list[Exhibit]] = {}
    for shown in exhibits:
        for note in shown.table.notes:
            found.setdefault(note, []).append(shown)
    return {note: tuple(with_) for note, with_ in found.items() if len(with_) > 1}


def methods(source: Source, exhibits: Sequence[Exhibit], further: Sequence[Part]) -> Chapter:
    """`further`: what the other chapters say of how they are made."""
    return Chapter(
        _("Bilag A. Metode"),
        (),
        lambda: (
            Part(_("Hvor tallene kommer fra"), tuple(_sources(source))),
            Part(_("Hvad figurerne tæller"), tuple(_definitions(exhibits))),
            *further,
            Part(_("Sådan er teksten skrevet"), tuple(_wording())),
            Part(_("Tallene fra evalueringen i 2021"), tuple(_of_2021(exhibits))),
        ),
    )


def _sources(source: Source) -> Iterator[Block]:
    frozen = source.snapshot
    if frozen is None:
        yield from paragraph(
            _("Tallene er talt i registret, som det var den %(day)s") % {"day": source.moment},
            _("Vurderingerne bygger på registret, som det var, da rapporten blev dannet"),
        )
        return
    yield Paragraph(
        _(
            "Registrets tal er talt i et øjebliksbillede: en kopi af det, der tælles, som ingen kan ændre. Den samme "
            "rapport kan derfor dannes igen, og den bliver den samme, tegn for tegn."
        )
    )
    yield Definitions(
        (
            Definition(_("Øjebliksbillede"), frozen.name),
            Definition(_("Opgjort den"), date_format(frozen.day)),
            Definition(_("Projekter i alt"), whole(frozen.projects)),
            Definition(_("Forløb i alt"), whole(frozen.participations)),
            Definition(_("Tælleregler"), _("version %(number)s") % {"number": RULES}),
            Definition(_("Kontrolsum"), " ".join(wrap(frozen.digest, 8))),
        )
    )
    yield Paragraph(
        _(
            "Projekter i alt er også dem, der ikke er gennemført, og evalueringens egne cases. Et forløb er én person "
            "i ét projekt; deltagere, som kun er opgjort som et antal, er ikke med i det tal."
        )
    )


def _definitions(exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    found: dict[str, list[Exhibit]] = {}
    for shown in exhibits:
        found.setdefault(shown.table.definition, []).append(shown)
    if found:
        yield Bullets(
            tuple(f"{capital(named_together(with_))}: {definition}" for definition, with_ in found.items())
        )


def _wording() -> Iterator[Block]:
    yield Paragraph(
        _(
            "Teksten er skrevet af et program ud fra tallene, efter faste regler. En andel kaldes ved den nærmeste enkle "
            "brøk, når den ligger højst 3 procentpoint fra den:"
        )
    )
    yield Bullets(
        (
            _("»Halvdelen« alene, når forskellen er under et halvt procentpoint."),
            _("»Knap halvdelen«, når andelen er mindre."),
            _(
                "»Lidt over halvdelen«, når den er op til 1,5 procentpoint større, og »godt halvdelen«, når den er mere."
            ),
            _(
                "»Omkring halvdelen«, når usikkerheden i en spørgeskemaundersøgelse rækker ud over forskellen."
            ),
        )
    )
    yield Paragraph(
        _(
            "I parentes står andelen i hele procent og n, det antal, den er regnet af. Når n er under %(small)d, står "
            "der i stedet, hvor mange det er af hvor mange."
        )
        % {"small": SMALL}
    )


def _of_2021(exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    lines = [line for found in beside_once(exhibits).values() for line in found]
    if not lines:
        yield Paragraph(
            _(
                "Evalueringen fra 2021 har ikke offentliggjort tal, der måler det samme for det samme område og den samme "
                "periode som tallene i denne rapport."
            )
        )
        return
    yield Paragraph(
        _(
            "Ved siden af figurerne står de tal, som evalueringen af Job-VEU-modellen fra 2021 har offentliggjort om det "
            "samme, det samme sted og i den samme periode. Kolonnen »Stemmer« siger, om tallet i rapporten er "
            "evalueringens, så præcist som evalueringen har skrevet det."
        )
    )
    yield Definitions(
        tuple(
            Definition(str(one.label).capitalize(), str(text))
            for one, text in _EXACTNESS.items()
            if any(line.exactness == str(one.label) for line in lines)
        )
    )
    said: dict[str, list[str]] = {}
    for line in lines:
        if line.remark:
            said.setdefault(line.remark, []).append(line.what)
    if said:
        yield Paragraph(_("Om nogle af tallene siger evalueringen to ting, eller de passer ikke sammen:"))
        yield Bullets(tuple(f"{sentence('; '.join(what))} {remark}" for remark, what in said.items()))


_EXACTNESS: Mapping[Exactness, Promise] = {
    Exactness.EXACT: gettext_lazy("Tallet står i evalueringen, som det er."),
    Exactness.ROUNDED: gettext_lazy("Evalueringen har rundet tallet af."),
    Exactness.APPROXIMATE: gettext_lazy(
        "Evalueringen skriver »cirka« eller »typisk«, så ingen kan sige, om det stemmer."
    ),
    Exactness.DERIVED: gettext_lazy("Tallet står ikke i evalueringen, men følger af andre, der gør."),
}


def caveats(
    source: Source, scope: Scope, exhibits: Sequence[Exhibit], once: SaidOnce, further: Sequence[Part]
) -> Chapter:
    counts = source.counts.only(scope.selection)
    return Chapter(
        _("Bilag B. Forbehold"),
        (),
        lambda: (
            Part(_("Registreringen"), tuple(_registration(once))),
            Part(_("Dækning"), tuple(_coverage(counts))),
            *further,
            Part(_("Det, der ikke vises"), tuple(_withheld(exhibits))),
        ),
    )


def _registration(once: SaidOnce) -> Iterator[Block]:
    notes = [(note, with_) for note, with_ in once.items()]
    if not notes:
        yield Paragraph(_("Der er ingen forbehold, som gælder flere figurer på én gang."))
        return
    for note, with_ in notes:
        yield Paragraph(
            _("%(note)s Det gælder %(figures)s.") % {"note": sentence(note), "figures": named_together(with_)}
        )


def _coverage(counts: Counts) -> Iterator[Block]:
    total = round(float(counts.by((), "one", Counted.COMPLETED)))
    if not total:
        yield Paragraph(_("Der er ingen gennemførte projekter, så der er intet at opgøre dækningen af."))
        return
    yield Paragraph(
        _(
            "Ikke alt er registreret om alle projekter. Af de gennemførte projekter er det oplyst for så mange:"
        )
    )
    lines = []
    for key, what in _COVERED:
        axis = counts.axis(key, Counted.COMPLETED)
        unknown = 0
        if UNKNOWN in axis.codes:
            unknown = round(float(counts.by((axis,), "one", Counted.COMPLETED)[axis.codes.index(UNKNOWN)]))
        lines.append(
            sentence(
                _("%(what)s: %(part)s") % {"what": what, "part": part_of(total - unknown, total, PROJECTS)}
            )
        )
    yield Bullets(tuple(lines))


def _withheld(exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    number = sum(len(shown.table.withheld) for shown in exhibits)
    yield Paragraph(
        _(
            "Et antal personer på 1 til %(most)d vises ikke, og heller ikke andre tal, som det kunne regnes ud af. Det er "
            "afgjort på én gang for alle tal, der kan tegnes af øjebliksbilledet, og gælder derfor ens i rapporten, på "
            "siderne og i alle filer."
        )
        % {"most": RULE.largest}
    )
    if number:
        yield Paragraph(
            ngettext(
                "I rapportens figurer er %(number)s tal holdt tilbage; det er vist som *.",
                "I rapportens figurer er %(number)s tal holdt tilbage; de er vist som *.",
                number,
            )
            % {"number": whole(number)}
        )
    else:
        yield Paragraph(_("I rapportens figurer er ingen tal holdt tilbage."))
