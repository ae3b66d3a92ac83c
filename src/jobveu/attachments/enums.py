from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OwnerKind(TextChoices):
    """What an attachment can belong to. The values name the columns of the table."""

    PROJECT = "project", _("Projekt")
    AGREEMENT = "agreement", _("Aftale")
    ENDORSEMENT = "endorsement", _("Blåstempling")
    MEETING = "meeting", _("Møde")
    COMMITMENT = "commitment", _("Tilsagn")
    PROCUREMENT = "procurement", _("Udbud")
    OFFER = "offer", _("Tilbud")
    COURSE = "course", _("Kursus")


class FileKind(TextChoices):
    """The kinds of file that are taken. The values are the endings that their names get."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")
    XLSX = "xlsx", _("Excel")
    PPTX = "pptx", _("PowerPoint")
    ODT = "odt", _("OpenDocument, tekst")
    ODS = "ods", _("OpenDocument, regneark")
    ODP = "odp", _("OpenDocument, præsentation")
    PNG = "png", _("PNG-billede")
    JPEG = "jpg", _("JPEG-billede")
    TXT = "txt", _("Tekst")
    CSV = "csv", _("CSV")


class ScanResult(TextChoices):
    """What is known of viruses in a stored file; one in which a virus is found is never stored."""

    CLEAN = "clean", _("Scannet for virus")
    NOT_SCANNED = "not_scanned", _("Ikke virusscannet")
