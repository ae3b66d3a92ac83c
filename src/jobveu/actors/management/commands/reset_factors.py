"""Takes a user's second factors away from the command line: for the last system administrator, whom nobody
else can help, and after a restore with other keys."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.accounts.models import User
from jobveu.actors.operations.users import reset_factors
from jobveu.common.errors import DomainError
from jobveu.reference.management.reports import COMMAND_LINE


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Nulstiller en brugers totrinsbekræftelse og adgangskode.")
        parser.add_argument("email")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(_("Der er ingen bruger med den e-mailadresse."))
        try:
            reset_factors(by=COMMAND_LINE, at=timezone.now(), user_id=user.pk, reason=options["reason"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "Nulstillet. Brugeren vælger en ny adgangskode med »Har du glemt din adgangskode?« og logger ind."
            )
        )
