from __future__ import annotations

from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.reference.importers.industries import import_industries
from jobveu.reference.importers.tables import ImportRefusedError
from jobveu.reference.management.reports import COMMAND_LINE, described, refused


class Command(BaseCommand):
    help = cast(
        "str", gettext_lazy("Indlæser hele branchekoden DB07 fra en CSV-fil: det hele eller intet.")
    )  # lazy: Django only prints it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help=_("CSV-fil med niveau, kode, kode_cifre, sektion og tekst")
        )

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            report = import_industries(path=file, by=COMMAND_LINE, at=timezone.now())
        except ImportRefusedError as error:
            raise CommandError(refused(error)) from error
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke læses.") % {"file": file}) from error
        self.stdout.write(described(report))
