"""`jobveu manage load_labour_force`: takes in how many there are in the labour force of each council's area."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.common.errors import DomainError
from jobveu.common.loaded import rows_loaded
from jobveu.insight.labour_force import load
from jobveu.reference.management.reports import COMMAND_LINE


class Command(BaseCommand):
    help = cast(
        "str",
        gettext_lazy(
            "Indlæser arbejdsstyrken i hvert råds område fra en CSV-fil med kolonnerne council, year, persons og source."
        ),
    )  # lazy: Django only prints it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--source", default="", help=_("hvor tallene er fra, for rækker uden en kilde"))

    def handle(self, *args: object, file: Path, **options: Any) -> None:
        try:
            text = file.read_text(encoding="utf-8")
            found = load(by=COMMAND_LINE, at=timezone.now(), text=text, source=options["source"])
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_("Filen %(file)s kan ikke læses.") % {"file": file}) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        loaded = rows_loaded(created=found.created, updated=found.updated, unchanged=found.unchanged)
        self.stdout.write(f"{loaded}.")
