"""The answer to a person who asks who has seen what about them: a letter that names everybody but the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jobveu.candidates.queries.looks import Look
from jobveu.documents.value import Document, Paragraph, Section, Table
from jobveu.documents.wording import language, page_words
from jobveu.web.staff.documents.common import day, moment, row


def look_letter(
    *, person_id: int, job_centre: str, synthetic: bool, looks: Sequence[Look], total: int, at: datetime
) -> Document:
    """`looks` newest first, `total` all there are. Whom it is about stands as a number: the letter may lie in a case
    file without being a second record of the identity, and whoever sends it writes the address."""
    rows = tuple(
        (moment(look.at), look.user, look.organisation, str(look.part.label), str(look.purpose.label))
        for look in looks
    )
    table = Table(
        caption=_("Opslag i dine oplysninger"),
        columns=(_("Tidspunkt"), _("Hvem"), _("Organisation"), _("Hvad"), _("Formål")),
        rows=rows,
        widths=(3, 4, 4, 4, 5),
    )
    told: list[Paragraph | Table] = [table] if rows else [Paragraph(_("Ingen har set dine oplysninger."))]
    if total > len(rows):
        told.append(
            Paragraph(
                _("Listen viser de %(shown)d seneste af %(total)d opslag.")
                % {"shown": len(rows), "total": total}
            )
        )
    return Document(
        kind=_("Opslag i dine oplysninger"),
        title=_("Person nr. %(number)d") % {"number": person_id},
        language=language(),
        mark=_("Opdigtet") if synthetic else "",
        notice=_("Personen er opdigtet.") if synthetic else "",
        details=(
            row(_("Vedrører"), _("Person nr. %(number)d") % {"number": person_id}),
            row(_("Jobcenter"), job_centre),
            row(_("Opgjort"), moment(at)),
        ),
        sections=(
            Section(
                _("Hvem har set, hvem du er?"),
                (
                    Paragraph(
                        _(
                            "Hver gang nogen ser dit navn, dit CPR-nummer eller dine kontaktoplysninger i "
                            "Job-VEU-systemet, bliver det registreret. Her er alle opslagene: hvem der så dem, "
                            "hvornår, hvad de så, og hvorfor. Det nyeste står øverst."
                        )
                    ),
                    *told,
                ),
            ),
            Section(
                _("Har du spørgsmål?"),
                (
                    Paragraph(
                        _(
                            "Kontakt jobcentret, hvis du ikke forstår et opslag, eller hvis du mener, at nogen har "
                            "set dine oplysninger uden grund. Du kan klage til Datatilsynet."
                        )
                    ),
                ),
            ),
        ),
        footer=f"{job_centre} · {day(at)}",
        page_of=page_words(),
        dated=at,
    )
