"""Our columns, for each kind of row: what they mean, and by which names old registers have them. One table.

The names of a file's columns are compared folded, so that "Start dato", "startdato" and "STARTDATO" are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jobveu.common.folding import fold
from jobveu.legacy.enums import RowKind


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names the column in mappings and in problems. `names` are those of old registers, besides the label."""

    key: str
    label: Promise
    hint: Promise | str = ""
    required: bool = False
    names: tuple[str, ...] = ()


_OLD_ID = _("Nummeret i det gamle system. Det er det, en senere import kender rækken på.")
_PROJECT_ID = Column(
    "project",
    _("Projektets gamle nummer"),
    _("Det nummer, projektet blev importeret med."),
    required=True,
    names=(
        "projektnummer",
        "projektnr",
        "projekt nr",
        "projekt-id",
        "projekt id",
        "projekt",
        "projectid",
        "forløbsnr",
    ),
)
_ACTOR_KIND = _("F.eks. virksomhed, jobcenter, uddannelsesinstitution, faglig organisation.")

COLUMNS: Mapping[RowKind, Sequence[Column]] = {
    RowKind.PROJECTS: (
        Column(
            "old_id",
            _("Projektets gamle nummer"),
            _OLD_ID,
            required=True,
            names=(
                "id",
                "nr",
                "nummer",
                "projektnummer",
                "projektnr",
                "projekt nr",
                "projekt-id",
                "projekt id",
                "sagsnummer",
            ),
        ),
        Column(
            "title",
            _("Titel"),
            required=True,
            names=("navn", "projektnavn", "projekttitel", "projekt", "forløb", "emne"),
        ),
        Column("type", _("Projekttype"), required=True, names=("type", "kategori", "formål")),
        Column(
            "council",
            _("Råd"),
            _("F.eks. RAR Østjylland, eller kun Østjylland."),
            names=("rar", "rbr", "rar-område", "rar område", "regionalt råd", "område"),
        ),
        Column(
            "industry",
            _("Branche"),
            _("En DB07-kode eller en branches titel."),
            names=("branche (db07)", "db07", "branchekode"),
        ),
        Column(
            "start", _("Startdato"), names=("start", "start dato", "startet", "begyndt", "fra", "igangsat")
        ),
        Column("end", _("Slutdato"), names=("slut", "slut dato", "afsluttet", "til", "sluttet")),
        Column("status", _("Status"), names=("tilstand", "projektstatus")),
        Column(
            "target_groups",
            _("Målgrupper"),
            _("Flere adskilles med semikolon eller komma."),
            names=("målgruppe", "deltagergruppe"),
        ),
        Column(
            "initiative",
            _("Initiativ fra"),
            names=("initiativ", "initiativtager", "initiativtagere", "initieret af"),
        ),
        Column(
            "role", _("Koordinatorens rolle"), names=("rolle", "koordinatorrolle", "veu-koordinatorens rolle")
        ),
        Column(
            "participants",
            _("Antal deltagere"),
            _("Personer i alt, hver talt én gang."),
            names=("deltagere", "kursister", "antal kursister", "antal"),
        ),
        Column(
            "description", _("Kort beskrivelse"), names=("beskrivelse", "resume", "bemærkninger", "noter")
        ),
        Column(
            "actor",
            _("Hovedaktør"),
            _("Indtil august 2019 blev kun den registreret."),
            names=("hovedaktør navn", "aktør", "samarbejdspartner", "interessent"),
        ),
        Column(
            "actor_kind",
            _("Hovedaktørens type"),
            _ACTOR_KIND,
            names=("hovedaktør type", "aktørtype", "type aktør"),
        ),
        Column("actor_cvr", _("Hovedaktørens CVR-nummer"), names=("cvr", "cvr-nummer", "cvr-nr")),
        Column(
            "actors",
            _("Øvrige aktører"),
            _(
                "Adskilt med semikolon, med typen i parentes: Jobcenter Randers (jobcenter); 3F (faglig organisation)."
            ),
            names=("aktører", "involverede aktører", "interessenter", "samarbejdspartnere"),
        ),
    ),
    RowKind.ACTORS: (
        _PROJECT_ID,
        Column(
            "name",
            _("Aktørens navn"),
            required=True,
            names=("navn", "aktør", "organisation", "interessent", "virksomhed"),
        ),
        Column(
            "kind", _("Aktørens type"), _ACTOR_KIND, names=("type", "aktørtype", "organisationstype", "rolle")
        ),
        Column("cvr", _("CVR-nummer"), names=("cvr", "cvr-nr", "cvrnr")),
    ),
    RowKind.COURSES: (
        Column(
            "old_id",
            _("Kursets gamle nummer"),
            _OLD_ID,
            required=True,
            names=(
                "id",
                "nr",
                "kursusnummer",
                "kursusnr",
                "kursus nr",
                "kursus-id",
                "kursus id",
                "holdnummer",
                "hold-id",
            ),
        ),
        _PROJECT_ID,
        Column(
            "title", _("Kursets navn"), required=True, names=("navn", "titel", "kursus", "kursusnavn", "hold")
        ),
        Column("code", _("Fagnummer"), names=("fagkode", "amu-kode", "kursuskode")),
        Column("provider", _("Udbyder"), names=("uddannelsesinstitution", "skole", "kursussted")),
        Column("provider_cvr", _("Udbyderens CVR-nummer"), names=("cvr", "cvr-nummer")),
        Column("municipality", _("Kommune"), names=("kursuskommune",)),
        Column("place", _("Sted"), names=("adresse", "lokation", "by")),
        Column("starts", _("Første dag"), names=("start", "startdato", "fra")),
        Column("ends", _("Sidste dag"), names=("slut", "slutdato", "til")),
        Column("merit", _("Giver merit"), _("Ja eller nej."), names=("merit", "meritgivende")),
        Column(
            "participants", _("Antal deltagere"), names=("deltagere", "kursister", "antal kursister", "antal")
        ),
    ),
    RowKind.PARTICIPANTS: (
        Column(
            "old_id",
            _("Rækkens gamle nummer"),
            _("Deltagelsens eget nummer i det gamle system, ikke et CPR-nummer."),
            required=True,
            names=(
                "id",
                "nr",
                "nummer",
                "deltagelse",
                "deltagelses-id",
                "deltagelsesnr",
                "tilmelding",
                "tilmeldings-id",
            ),
        ),
        _PROJECT_ID,
        Column(
            "course",
            _("Kursets gamle nummer"),
            _("Uden det tælles deltageren kun med i projektet."),
            names=("kursusnummer", "kursusnr", "kursus nr", "kursus-id", "kursus id", "kursus", "hold"),
        ),
        Column(
            "person",
            _("Deltagerens gamle nummer"),
            _("Så den, der var på to kurser, kun tælles én gang i projektet. Nummeret selv gemmes ikke."),
            names=(
                "deltager",
                "deltager-id",
                "deltagernr",
                "person-id",
                "personnr",
                "kursist",
                "kursist-id",
                "kursistnr",
            ),
        ),
    ),
}

TELLS_WHO = frozenset(
    fold(name)
    for name in (
        "navn",
        "fulde navn",
        "fornavn",
        "efternavn",
        "deltagernavn",
        "deltagerens navn",
        "kursistnavn",
        "kursistens navn",
        "cpr",
        "cpr-nr",
        "cprnr",
        "cpr-nummer",
        "cprnummer",
        "personnummer",
        "fødselsdato",
        "adresse",
        "e-mail",
        "mail",
        "telefon",
        "mobil",
    )
)
"""What columns are called that tell who a participant is: a file of participants that has one is not taken. Folded."""


def tell_who(kind: RowKind, header: Sequence[str]) -> tuple[str, ...]:
    """The columns of a file of participants that tell who they are; none of another file."""
    if kind is not RowKind.PARTICIPANTS:
        return ()
    return tuple(name for name in header if fold(name) in TELLS_WHO)


def columns_of(kind: RowKind) -> dict[str, Column]:
    return {column.key: column for column in COLUMNS[kind]}


def guess(kind: RowKind, header: Sequence[str]) -> dict[str, str]:
    """Which column of the file each of ours seems to be, by its name: by the label first, then by the other names
    in their order. Each column of the file is used once."""
    by_name: dict[str, str] = {}
    for name in header:
        by_name.setdefault(_plain(name), name)
    found: dict[str, str] = {}
    for own_label in (True, False):
        for column in COLUMNS[kind]:
            if column.key in found:
                continue
            for name in (column.key, _label(column)) if own_label else column.names:
                if (there := by_name.get(_plain(name))) is not None and there not in found.values():
                    found[column.key] = there
                    break
    return found


def _plain(name: str) -> str:
    return fold(name).replace(" ", "")


def _label(column: Column) -> str:
    with override(None):
        return str(column.label)


def missing(kind: RowKind, mapping: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of ours that must be mapped and are not."""
    return tuple(column for column in COLUMNS[kind] if column.required and not mapping.get(column.key))
