from __future__ import annotations

from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.reference.importers.municipalities import import_municipalities
from jobveu.reference.importers.tables import ImportRefusedError
from jobveu.reference.management.reports import COMMAND_LINE, described, refused


class Command(BaseCommand):
    help = cast(
        "str",
        gettext_lazy(
            "Indlæser kommuner, regioner, landsdele og rådenes områder fra en CSV-fil: det hele eller intet."
        ),
    )  # lazy: Django only prints it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help=_("CSV-fil med kommunekode, kommune, regionskode med flere")
        )

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            reports = import_municipalities(path=file, by=COMMAND_LINE, at=timezone.now())
        except ImportRefusedError as error:
            raise CommandError(refused(error)) from error
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke læses.") % {"file": file}) from error
        for report in reports:
            self.stdout.write(described(report))
