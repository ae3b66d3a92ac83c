"""Where published numbers are from. The data cite it in Danish; readers of English get it in English."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

_KNOWN = frozenset(
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


def cited(source: str) -> str:
    """A source as the data cite it, in the reader's language; one that nobody has translated as it is."""
    return gettext(source) if source in _KNOWN else source
