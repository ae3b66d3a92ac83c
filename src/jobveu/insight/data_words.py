"""Words that are in the data, in Danish: where published numbers are from, and the sections of DB07. Readers of English get
them in English."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

_SOURCES = frozenset(
    {
        gettext_noop("Evaluering af Job-VEU-modellen (2021), afsnit 4.1, boks 2 og boks 10"),
        gettext_noop(
            "Udledt af væksten og antallet i alt: Evaluering af Job-VEU-modellen (2021), afsnit 4.1 og 4.3"
        ),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), afsnit 4.1"),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), afsnit 4.3"),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), afsnit 4.3: projekterne begyndte først i 2020"),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), kapitel 4, hovedkonklusioner"),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), kapitel 2"),
        gettext_noop(
            "Udledt af andelen, gennemsnittet og antallet af projekter: Evaluering af "
            "Job-VEU-modellen (2021), afsnit 4.3 og tabel 4.1"
        ),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), tabel 4.1"),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), metodebilag: typisk to eller flere kurser"),
        gettext_noop("Evaluering af Job-VEU-modellen (2021), tabel 1.1"),
        gettext_noop(
            "STARs rekrutteringssurvey, marts 2022 (stillinger opslået juni-november 2021), gengivet af GLS-A"
        ),
    }
)

_SECTIONS = frozenset(
    {
        gettext_noop("Landbrug, jagt, skovbrug og fiskeri"),
        gettext_noop("Råstofindvinding"),
        gettext_noop("Fremstillingsvirksomhed"),
        gettext_noop("El-, gas- og fjernvarmeforsyning"),
        gettext_noop("Vandforsyning; kloakvæsen, affaldshåndtering og rensning af jord og grundvand"),
        gettext_noop("Bygge- og anlægsvirksomhed"),
        gettext_noop("Engroshandel og detailhandel; reparation af motorkøretøjer og motorcykler"),
        gettext_noop("Transport og godshåndtering"),
        gettext_noop("Overnatningsfaciliteter og restaurationsvirksomhed"),
        gettext_noop("Information og kommunikation"),
        gettext_noop("Pengeinstitut- og finansvirksomhed, forsikring"),
        gettext_noop("Fast ejendom"),
        gettext_noop("Liberale, videnskabelige og tekniske tjenesteydelser"),
        gettext_noop("Administrative tjenesteydelser og hjælpetjenester"),
        gettext_noop("Offentlig forvaltning og forsvar; socialsikring"),
        gettext_noop("Undervisning"),
        gettext_noop("Sundhedsvæsen og sociale foranstaltninger"),
        gettext_noop("Kultur, forlystelser og sport"),
        gettext_noop("Andre serviceydelser"),
        gettext_noop(
            "Private husholdninger med ansat medhjælp; husholdningers produktion af varer og "
            "tjenesteydelser til eget brug, i.a.n."
        ),
        gettext_noop("Ekstraterritoriale organisationer og organer"),
    }
)
_KNOWN = _SOURCES | _SECTIONS


def translated(words: str) -> str:
    """In the reader's language; what nobody has translated, such as an office's own words, as it is."""
    return gettext(words) if words in _KNOWN else words
