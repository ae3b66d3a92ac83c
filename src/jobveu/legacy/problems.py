"""Everything that can be said of a cell, a row or a file: one table, by code, with what it means for the import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.legacy.enums import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is the row's number in the file, 0 for the file as a whole; `column` the key of one of ours, "" for
    the whole row; `value` what stands there, shortened; `detail` what else the message tells."""

    row: int
    column: str
    code: str
    value: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    severity: Severity
    message: Promise
    """May hold %(value)s and %(detail)s."""


class Fault(Exception):
    """Raised by whoever reads a cell, for the code of what is wrong with it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def _error(message: Promise) -> Code:
    return Code(Severity.ERROR, message)


def _warning(message: Promise) -> Code:
    return Code(Severity.WARNING, message)


CODES: Mapping[str, Code] = {
    # Cells
    "missing": _error(_("Feltet skal være udfyldt.")),
    "formula": _error(_("Formlen i cellen er gået galt. Skriv værdien i stedet.")),
    "too_long": _error(_("Teksten må højst have %(detail)s tegn.")),
    "cpr": _error(_("Det ligner et CPR-nummer. Registret må ikke indeholde CPR-numre; fjern det fra filen.")),
    "garbled": _warning(_("Bogstaverne ser forkerte ud. Filen er måske gemt med et forkert tegnsæt.")),
    "not_a_date": _error(_("Det er ikke en dato. Skriv den som 31-12-2020.")),
    "no_such_date": _error(_("Datoen findes ikke.")),
    "year_out_of_range": _error(_("Årstallet kan ikke passe.")),
    "not_a_number": _error(_("Det er ikke et tal.")),
    "not_whole": _error(_("Tallet skal være helt.")),
    "number_out_of_range": _error(_("Tallet skal være mellem 0 og %(detail)s.")),
    "id_rounded": _error(
        _(
            "Regnearket har afrundet nummeret, så de sidste cifre er væk. Formatér kolonnen som tekst, og hent den igen."
        )
    ),
    "id_is_date": _error(
        _("Regnearket har lavet nummeret om til en dato. Formatér kolonnen som tekst, og hent den igen.")
    ),
    "id_odd": _error(_("Det er ikke et nummer fra et system. Der må højst være 80 tegn.")),
    "not_yes_or_no": _warning(_("Skriv ja eller nej. Det regnes som nej.")),
    "cvr": _warning(_("CVR-nummeret er ikke gyldigt og tages ikke med.")),
    # Words
    "unknown_type": _error(_("Projekttypen kendes ikke. Skriv en af disse: %(detail)s.")),
    "unknown_status": _error(_("Statussen kendes ikke. Skriv en af disse: %(detail)s.")),
    "unknown_word": _warning(_("Ordet kendes ikke og tages ikke med. Kendte ord er: %(detail)s.")),
    "unknown_industry": _warning(
        _(
            "Branchen findes ikke i DB07 og tages ikke med. Skriv en kode som 56 eller 56.10, eller branchens titel."
        )
    ),
    "unknown_municipality": _warning(_("Kommunen kendes ikke og tages ikke med.")),
    "unknown_council": _error(_("Rådet kendes ikke. Skriv f.eks. RAR Østjylland.")),
    "unknown_kind": _warning(_("Aktørens type kendes ikke. Aktøren registreres som anden organisation.")),
    # Rows
    "moved": _error(
        _(
            "Rækken har flere felter, end der er kolonner. Et skilletegn i en tekst har måske flyttet dem; sæt teksten i "
            "anførselstegn."
        )
    ),
    "twice": _error(_("Det samme nummer står også i række %(detail)s.")),
    "end_before_start": _error(_("Slutdatoen ligger før startdatoen.")),
    "published_without_description": _error(
        _(
            "Projektet er offentligt her, og offentligheden ser den korte beskrivelse. Skriv den i filen, eller tag "
            "projektet af den offentlige oversigt først."
        )
    ),
    "other_office": _error(_("Projektet hører til et andet arbejdsmarkedskontor (%(detail)s).")),
    "council_missing_everywhere": _error(
        _("Rådet mangler. Uden råd skal importen høre til et kontor, som kan finde det.")
    ),
    "council_missing": _warning(
        _("Rådet mangler. Projektet kommer på kontorets liste over det, der skal rettes.")
    ),
    "council_not_valid": _warning(_("%(detail)s fandtes ikke på projektets startdato.")),
    "industry_missing": _warning(_("Branchen mangler.")),
    "start_missing": _warning(_("Startdatoen mangler, så projektet tæller ikke med i noget år.")),
    "target_groups_do_not_fit": _warning(_("Målgrupperne passer ikke til projekttypen.")),
    "course_start_missing": _error(_("Sidste dag er udfyldt, men første dag mangler.")),
    "unknown_project": _error(
        _("Projektet med det nummer er ikke importeret fra %(detail)s endnu. Importér projekterne først.")
    ),
    "unknown_course": _error(
        _("Kurset med det nummer er ikke importeret fra %(detail)s endnu. Importér kurserne først.")
    ),
    "course_of_other_project": _error(_("Kurset hører til et andet projekt.")),
    "several_organisations": _warning(
        _(
            "Der er flere organisationer med det navn. Den ældste bruges; skriv CVR-nummeret for at vælge en anden."
        )
    ),
    "job_centre_without_municipality": _error(
        _(
            "Jobcentret er ikke i registret, og navnet siger ikke, hvilken kommune det er. Skriv f.eks. Jobcenter Randers."
        )
    ),
    "not_a_party": _warning(
        _("Styrelsen, rådene og kontorerne hører til projektet i forvejen og bliver ikke parter.")
    ),
    "not_a_provider": _warning(_("Organisationen er ikke en uddannelsesinstitution og bliver ikke udbyder.")),
    "changed_here": _warning(
        _(
            "Er rettet både her og i det gamle system siden sidste import. Det gamle systems værdi skrives over rettelsen."
        )
    ),
}


def severity_of(code: str) -> Severity:
    return CODES[code].severity


def message_of(*, code: str, value: str, detail: str) -> str:
    """What is wrong, for people."""
    return str(CODES[code].message) % {"value": value, "detail": detail}
