"""How the commands say what a load did."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common.loaded import counted, rows_loaded
from jobveu.reference.importers.store import TableReport
from jobveu.reference.importers.tables import ImportRefusedError

COMMAND_LINE = Actor(user_id=None, name="Kommandolinjen")
"""Who acts when a command is run: whoever may run commands on the machine."""

_SHOWN_ERRORS = 20


def described(report: TableReport) -> str:
    """One line for a table, and one for each note: "Kommuner: 99 nye, 0 ændrede og 0 uændrede."."""
    tables = {
        "offices": _("Arbejdsmarkedskontorer"),
        "councils": _("Råd"),
        "regions": _("Regioner"),
        "municipalities": _("Kommuner"),
        "municipality_points": _("Kommunernes midtpunkter"),
        "council_municipalities": _("Kommuner i rådenes områder"),
        "industries": _("Brancher"),
    }
    loaded = rows_loaded(created=report.created, updated=report.updated, unchanged=report.unchanged)
    line = f"{tables[report.table]}: {loaded}"
    if report.kept:
        line += counted(_("; %(number)s beholdt fra en officiel fil"), report.kept)
    if report.absent:
        line += counted(_("; %(number)s findes kun i databasen"), report.absent)
    return "\n".join([f"{line}.", *report.notes])


def refused(error: ImportRefusedError) -> str:
    """The faults of a refused file, the first twenty in full."""
    lines = [_("Filen er ikke indlæst, og intet er ændret:")]
    lines += [str(fault) for fault in error.errors[:_SHOWN_ERRORS]]
    if len(error.errors) > _SHOWN_ERRORS:
        lines.append(_("… og %(count)d fejl mere.") % {"count": len(error.errors) - _SHOWN_ERRORS})
    return "\n".join(lines)
