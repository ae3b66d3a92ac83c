from __future__ import annotations

from typing import cast

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.reference.management.reports import COMMAND_LINE, described
from jobveu.reference.shipped import load_shipped


class Command(BaseCommand):
    help = cast(
        "str", _("Indlæser de kontorer, råd, kommuner og brancher, der følger med programmet.")
    )  # lazy: Django only prints it

    def handle(self, *args: object, **options: object) -> None:
        for report in load_shipped(by=COMMAND_LINE, at=timezone.now()):
            self.stdout.write(described(report))
