"""`jobveu manage retention`: what is due, and letting it go."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.actors.queries import actor_for_user
from jobveu.common.errors import DomainError
from jobveu.privacy.operations.retention import SCHEDULE, SCHEDULED, carry_out, current_periods, order_run
from jobveu.privacy.queries.due import BY_RECORD, due_records, numbers_due
from jobveu.privacy.rules import RULES

_SHOWN = 1_000
"""How many records of a kind are listed at most."""


class Command(BaseCommand):
    help = cast(
        "str",
        gettext_lazy(
            "Viser, hvilke personoplysninger der er ældre end fristerne, og sletter dem, når nogen har besluttet det."
        ),
    )  # lazy: Django only prints it

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--dry-run", action="store_true", help=_("vis, hvad der ville blive slettet"))
        what.add_argument("--run", action="store_true", help=_("slet det"))
        what.add_argument(
            "--scheduled",
            action="store_true",
            help=_("slet det uden at spørge; kun når JOBVEU_RETENTION_SCHEDULE=1"),
        )
        parser.add_argument(
            "--decided-by", metavar="E-MAIL", help=_("systemadministratoren, der har besluttet det")
        )
        parser.add_argument("--decision", metavar="TEXT", help=_("hvor beslutningen står"))

    def handle(self, *args: object, **options: object) -> None:
        at = timezone.now()
        if options["dry_run"]:
            self._list(at)
            return
        if options["scheduled"]:
            if not settings.RETENTION_SCHEDULE:
                raise CommandError(
                    _("Slettefristerne kører ikke af sig selv: Sæt JOBVEU_RETENTION_SCHEDULE=1.")
                )
            by, decision = SCHEDULE, str(SCHEDULED)
        else:
            by, decision = _decider(str(options["decided_by"] or ""), at), str(options["decision"] or "")
        try:
            ran = carry_out(run_id=order_run(by=by, at=at, decision=decision), at=at)
        except PermissionDenied as error:
            raise CommandError(_("Kun en systemadministrator kan beslutte, at der slettes.")) from error
        except DomainError as error:
            raise CommandError(f"{error} (--decision)") from error
        for kind, number in ran.numbers.items():
            self.stdout.write(f"{kind.label}: {number}")
        if not ran.numbers:
            self.stdout.write(_("Der var ikke noget at slette."))
        if ran.more:
            self.stdout.write(_("Der er mere, der skal slettes. Kør kommandoen igen."))

    def _list(self, at: datetime) -> None:
        today = timezone.localdate(at)
        periods = current_periods()
        for kind, number in numbers_due(periods=periods, today=today).items():
            rule, period = RULES[kind], periods[kind]
            self.stdout.write(f"{kind.label} ({period}): {number} – {rule.outcome.label.lower()}")
            if kind not in BY_RECORD:
                continue
            for row in due_records(kind=kind, period=period, today=today, limit=_SHOWN):
                of = f", {row.of}" if row.of else ""
                self.stdout.write(
                    "  "
                    + _("nr. %(number)d%(of)s, siden %(day)s")
                    % {"number": row.record_id, "of": of, "day": f"{row.since:%d-%m-%Y}"}
                )
            if number > _SHOWN:
                self.stdout.write("  " + _("og %(count)d mere") % {"count": number - _SHOWN})


def _decider(email: str, at: datetime) -> Actor:
    user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    if user is None:
        raise CommandError(_("Skriv, hvilken systemadministrator der har besluttet det: --decided-by E-MAIL"))
    return actor_for_user(user_id=user.pk, name=user.name, on=timezone.localdate(at))
