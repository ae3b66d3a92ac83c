from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RowKind(TextChoices):
    """What a row of the file tells of."""

    PROJECTS = "projects", _("Projekter (én række for hvert projekt)")
    ACTORS = "actors", _("Aktører i projekter (én række for hver aktør i et projekt)")
    COURSES = "courses", _("Kurser (én række for hvert kursus)")
    PARTICIPANTS = (
        "participants",
        _("Deltagere (én række for hver deltager på et kursus, uden navn og CPR-nummer)"),
    )


class ImportState(TextChoices):
    """Where an import stands. Nothing of it is in the register before it is IMPORTED."""

    MAPPING = "mapping", _("Kolonnerne skal kobles")
    CHECKING = "checking", _("Kontrolleres")
    CHECKED = "checked", _("Kontrolleret")
    IMPORTING = "importing", _("Importeres")
    IMPORTED = "imported", _("Importeret")
    FAILED = "failed", _("Mislykket")
    DISCARDED = "discarded", _("Kasseret")


class Severity(TextChoices):
    ERROR = "error", _("Fejl")
    WARNING = "warning", _("Bemærkning")
