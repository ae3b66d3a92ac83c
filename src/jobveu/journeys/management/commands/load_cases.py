from __future__ import annotations

from typing import cast

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.journeys.cases.loader import load_cases
from jobveu.reference.management.reports import COMMAND_LINE


class Command(BaseCommand):
    help = cast(
        "str",
        gettext_lazy(
            "Indlæser de offentlige myndigheder og evalueringens cases; det, der allerede findes, ændres ikke."
        ),
    )  # lazy: Django only prints it

    def handle(self, *args: object, **options: object) -> None:
        report = load_cases(by=COMMAND_LINE, at=timezone.now())
        text = _(
            "Nye cases: %(cases)d af %(total)d. Nye organisationer: %(organisations)d. "
            "Nye myndigheder: %(bodies)d."
        )
        self.stdout.write(
            text
            % {
                "cases": report.cases,
                "total": report.total,
                "organisations": report.organisations,
                "bodies": report.public_bodies,
            }
        )
