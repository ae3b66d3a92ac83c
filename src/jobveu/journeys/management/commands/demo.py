"""`jobveu demo programme`: a made-up register as large as the evaluation found the real one; `jobveu demo survey`: a
made-up survey with its answers."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.common.errors import DomainError
from jobveu.insight.labels import decimal
from jobveu.journeys.programme.loader import SEED, load_programme
from jobveu.journeys.programme.survey import load_survey
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.surveys.synthetic import SEED as SURVEY_SEED


class Command(BaseCommand):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.description = _("Indlæser opdigtede data, der viser, hvad systemet kan.")
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

        survey = actions.add_parser(
            "survey",
            help=_(
                "en opdigtet undersøgelse med de svarprocenter og andele, evalueringen har offentliggjort"
            ),
        )
        survey.add_argument(
            "--seed",
            type=int,
            default=SURVEY_SEED,
            metavar="TAL",
            help=_("det samme tal giver de samme svar"),
        )

    def handle(self, *args: object, **options: Any) -> None:
        if options["action"] == "survey":
            self._survey(options["seed"])
        else:
            self._programme(options["seed"])

    def _survey(self, seed: int) -> None:
        made = load_survey(by=COMMAND_LINE, at=timezone.now(), seed=seed)
        if made is None:
            self.stdout.write(_("Den opdigtede undersøgelse er her allerede."))
            return
        self.stdout.write(
            _("Den opdigtede undersøgelse er indlæst: %(asked)s er spurgt, %(answered)s har svaret.")
            % {"asked": decimal(made.asked, 0), "answered": decimal(made.answered, 0)}
        )

    def _programme(self, seed: int) -> None:
        try:
            loaded = load_programme(by=COMMAND_LINE, at=timezone.now(), seed=seed)
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
