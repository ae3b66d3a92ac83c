from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.journeys.matching.solver import whole_as_files
from jobveu.solving.solvers import Incomplete


class Command(BaseCommand):
    help = cast(
        "str",
        gettext_lazy(
            "Skriver et forslags grundlag og svar til filer, som jobveu match replay beregner igen. Filerne har "
            "oplysninger om kandidaterne under deres numre: Slet dem, når de er brugt."
        ),
    )  # lazy: Django only prints it

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("proposal", type=int, metavar="PROPOSAL")
        parser.add_argument("--to", type=Path, default=Path(), metavar="DIR")

    def handle(self, *args: object, **options: object) -> None:
        folder = cast("Path", options["to"])
        number = cast("int", options["proposal"])
        try:
            files = whole_as_files(proposal_id=number)
        except Incomplete:
            raise CommandError(_("En person, der var med i forslaget, er slettet siden.")) from None
        if files is None:
            raise CommandError(_("Der er intet færdigt forslag med nummer %(number)d.") % {"number": number})
        for name, text in zip(("problem", "answer"), files, strict=True):
            path = folder / f"{number}-{name}.json"
            path.touch(mode=0o600)  # before anything is in it
            path.write_text(text, encoding="utf-8")
            self.stdout.write(str(path))
