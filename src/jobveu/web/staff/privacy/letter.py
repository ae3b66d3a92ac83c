"""An insight as a letter to whom it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from jobveu.documents.value import Block, Bullets, Definitions, Document, Paragraph, Section, Table
from jobveu.documents.wording import language, page_words
from jobveu.privacy.enums import DataKind
from jobveu.privacy.insight.value import Part
from jobveu.privacy.operations.retention import current_periods
from jobveu.web.lists.columns import shown
from jobveu.web.staff.documents.common import day, row


def letter(parts: Iterable[Part], *, holder: str, at: datetime, explains_rights: bool) -> Document:
    """Everything that `holder` has, as of `at`. With `explains_rights` also why it is held, for how long, who gets
    it, and what can be done about it (article 15, 1 a–h). The document's title and file name tell of nobody."""
    parts = tuple(parts)
    invented = any(
        fact.name == "synthetic" and fact.value is True
        for part in parts
        for record in part.records
        for fact in record
    )
    sections = [Section(part.heading, tuple(_blocks(part))) for part in parts]
    if explains_rights:
        sections.append(_rights(holder))
    title = _("Indsigt i dine oplysninger i Job-VEU")
    return Document(
        kind=_("Indsigt"),
        title=title,
        language=language(),
        mark=_("Opdigtet") if invented else "",
        notice=_("Personen er opdigtet, og det er alt, hvad der står om den, også.") if invented else "",
        details=(row(_("Fra"), holder), row(_("Dato"), day(at))),
        sections=tuple(sections),
        footer=f"{title} · {day(at)}",
        page_of=page_words(),
        dated=at,
    )


def _blocks(part: Part) -> Iterator[Block]:
    if part.note:
        yield Paragraph(part.note)
    if not part.records:
        if not part.note:
            yield Paragraph(_("Der er ikke registreret noget."))
    elif part.is_list:
        yield Table(
            caption=part.heading,
            columns=part.columns,
            rows=tuple(tuple(shown(fact.value) or "–" for fact in record) for record in part.records),
            widths=tuple(2 for _column in part.columns),
        )
    else:
        for record in part.records:
            yield Definitions(tuple(row(fact.label, shown(fact.value)) for fact in record))


def _rights(holder: str) -> Section:
    period = str(current_periods()[DataKind.PERSON])
    return Section(
        _("Hvad oplysningerne bruges til, og dine rettigheder"),
        (
            Paragraph(
                _(
                    "%(holder)s er ansvarlig for oplysningerne. De bruges til at finde ud af, om et Job-VEU-projekt "
                    "passer til dig, til at tilmelde dig kurser, til at præsentere dig for virksomheder og til at "
                    "følge op på, hvordan det er gået. Det sker som led i beskæftigelsesindsatsen "
                    "(databeskyttelsesforordningens artikel 6, stk. 1, litra e). Oplysningerne kommer fra dig selv, "
                    "fra jobcentret og fra de uddannelsesinstitutioner, hvor du har været på kursus."
                )
                % {"holder": holder}
            ),
            Paragraph(
                _(
                    "De virksomheder, du er præsenteret for, og de uddannelsesinstitutioner, du er tilmeldt hos, har "
                    "fået dit navn og det, der står om dem i brevet. Andre ser kun en betegnelse eller samlede tal. "
                    "Ingen afgørelse om dig er truffet automatisk, og ingen oplysninger sendes ud af EU."
                )
            ),
            Paragraph(
                _(
                    "Det, der kan vise, hvem du er, slettes %(period)s efter det seneste i dit forløb. Tal om "
                    "tilmeldinger og resultater bliver stående uden forbindelse til dig."
                )
                % {"period": period}
            ),
            Paragraph(_("Du har ret til:")),
            Bullets(
                (
                    _("at få rettet det, der er forkert (artikel 16)"),
                    _("at få slettet oplysninger, som der ikke længere er grund til at have (artikel 17)"),
                    _("at få brugen begrænset, mens det undersøges (artikel 18)"),
                    _("at gøre indsigelse mod brugen (artikel 21)"),
                    _("at klage til Datatilsynet, www.datatilsynet.dk"),
                )
            ),
        ),
    )
