"""`jobveu demo programme`: a made-up register as large as the evaluation found the real one."""

from __future__ import annotations

import argparse
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.common.errors import DomainError
from jobveu.insight.labels import decimal
from jobveu.journeys.programme.loader import SEED, load_programme
from jobveu.reference.management.reports import COMMAND_LINE


class Command(BaseCommand):
    help = cast("str", gettext_lazy("Indlæser opdigtede data, der viser, hvad systemet kan."))
    # lazy: Django only prints it

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="HANDLING")
        programme = actions.add_parser(
            "programme",
            help=_(
                "et helt opdigtet register fra 2018 til 2020 med de antal, evalueringen har offentliggjort"
            ),
        )
        programme.add_argument(
            "--seed", type=int, default=SEED, metavar="TAL", help=_("det samme tal giver det samme register")
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            loaded = load_programme(by=COMMAND_LINE, at=timezone.now(), seed=options["seed"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        if loaded is None:
            self.stdout.write(_("Det opdigtede register er her allerede."))
            return
        self.stdout.write(
            _(
                "Det opdigtede register er indlæst: %(projects)s projekter med %(participants)s deltagere; "
                "%(persons)s personer er registreret som kandidater."
            )
            % {
                "projects": decimal(loaded.projects, 0),
                "participants": decimal(loaded.participants, 0),
                "persons": decimal(loaded.persons, 0),
            }
        )
