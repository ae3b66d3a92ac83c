from __future__ import annotations

from typing import cast

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from jobveu.journeys.demo.loader import load_demo
from jobveu.reference.management.reports import COMMAND_LINE


class Command(BaseCommand):
    help = cast(
        "str", gettext_lazy("Indlæser demonstrationen, hvis den ikke er der, og viser dens brugere.")
    )  # lazy: Django only prints it

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load_demo(by=COMMAND_LINE, at=timezone.now())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if loaded:
            self.stdout.write(_("Demonstrationen er indlæst."))
        self.stdout.write(log_ins())


def log_ins() -> str:
    """The demonstration's log-ins as an aligned table, with the password that they share."""
    rows = [(_("Rolle"), _("E-mail")), *((str(login.role), login.email) for login in DEMO_LOGINS)]
    width = max(len(role) for role, _email in rows)
    lines = [f"  {role:<{width}}  {email}" for role, email in rows]
    lines.insert(1, "  " + "-" * (width + 2 + max(len(email) for _role, email in rows)))
    heading = _("Demonstrationens brugere. Adgangskoden er den samme for alle: %(password)s") % {
        "password": DEMO_PASSWORD
    }
    return "\n".join([heading, "", *lines])
