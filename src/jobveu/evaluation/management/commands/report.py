"""`jobveu report evaluation`: the whole evaluation as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.common.errors import DomainError
from jobveu.documents.formats import WRITERS
from jobveu.evaluation.gathering import gathered, round_named
from jobveu.evaluation.report import Report
from jobveu.insight.sources import source_of


class Command(BaseCommand):
    help = cast(
        "str", gettext_lazy("Skriver rapporter ud fra programmets tal.")
    )  # lazy: Django only prints it
    requires_system_checks = ()
    """They read every address of the site, which takes longer than writing; the site checks itself when it starts."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="RAPPORT")
        evaluation = kinds.add_parser("evaluation", help=_("hele evalueringen af et område"))
        evaluation.add_argument(
            "--snapshot", metavar="NAVN", required=True, help=_("fra øjebliksbilledet med det navn")
        )
        evaluation.add_argument(
            "--round", metavar="NAVN", default="", help=_("med svarene fra den lukkede spørgeskemarunde")
        )
        place = evaluation.add_mutually_exclusive_group()
        place.add_argument("--office", metavar="KODE", default="", help=_("kun dette arbejdsmarkedskontor"))
        place.add_argument("--council", metavar="KODE", default="", help=_("kun dette råd"))
        evaluation.add_argument("--language", choices=("da", "en"), default="da", help=_("tekstens sprog"))
        evaluation.add_argument("--format", choices=tuple(WRITERS), default="pdf", help=_("filens format"))
        evaluation.add_argument("--output", type=Path, metavar="FIL", help=_("skriv til en fil"))

    def handle(self, *args: object, **options: Any) -> None:
        with translation.override(options["language"]):
            data = WRITERS[options["format"]].write(self._report(options).document())
        path: Path | None = options["output"]
        if path is not None:
            path.write_bytes(data)
        else:
            sys.stdout.buffer.write(data)

    def _report(self, options: Mapping[str, Any]) -> Report:
        try:
            source = source_of(name=options["snapshot"])
            if source is None:
                raise CommandError(_("Der er intet øjebliksbillede med det navn."))
            return gathered(
                source,
                at=timezone.now(),
                office=options["office"],
                council=options["council"],
                round_=round_named(options["round"]) if options["round"] else None,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
