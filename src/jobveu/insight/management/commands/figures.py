"""`jobveu figures`: lists the figures, and draws one from a snapshot or from the register as it is now."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.common.errors import DomainError
from jobveu.insight.baseline.told import Beside
from jobveu.insight.counting import SELECTABLE, Selection
from jobveu.insight.figures import CUTS, FIGURES, Figure
from jobveu.insight.rendering import to_csv, to_json, to_text
from jobveu.insight.sources import Source, source_of, source_read_afresh
from jobveu.insight.table import Table

PICTURES = ("svg", "png")
FORMATS = ("text", "csv", "json", *PICTURES)


class Command(BaseCommand):
    help = cast(
        "str",
        gettext_lazy("Viser programmets tal fra et øjebliksbillede eller fra registret, som det er nu."),
    )  # lazy: Django only prints it

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("figure", nargs="?", help=_("tallets id eller nummer i evalueringen, f.eks. 4.1"))
        parser.add_argument("--list", action="store_true", help=_("vis, hvilke tal der findes"))
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--snapshot", metavar="NAVN", help=_("fra øjebliksbilledet med det navn"))
        source.add_argument("--now", action="store_true", help=_("fra registret, som det er nu"))
        parser.add_argument("--by", choices=CUTS, help=_("opdel efter"))
        for key in SELECTABLE:
            parser.add_argument(
                f"--{key.replace('_', '-')}", action="append", default=[], metavar="KODE", help=_("kun disse")
            )
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATO", help=_("projekter fra dette kvartal")
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, metavar="DATO", help=_("projekter til dette kvartal")
        )
        parser.add_argument(
            "--format", choices=FORMATS, default="text", help=_("som tekst, data eller billede")
        )
        parser.add_argument("--output", type=Path, metavar="FIL", help=_("skriv til en fil"))
        parser.add_argument("--language", choices=("da", "en"), default="da", help=_("tekstens sprog"))

    def handle(self, *args: object, **options: object) -> None:
        with translation.override(str(options["language"])):
            if options["list"]:
                self._list(str(options["format"]))
                return
            figure = self._figure(options["figure"])
            if not (options["snapshot"] or options["now"]):
                raise CommandError(
                    _("Vælg et øjebliksbillede (--snapshot) eller registret, som det er nu (--now).")
                )
            selection = Selection(
                {key: frozenset(cast("list[str]", options[key])) for key in SELECTABLE if options[key]},
                since=cast("date | None", options["since"]),
                until=cast("date | None", options["until"]),
            )
            by = cast("str | None", options["by"])
            try:
                source = self._source(cast("str | None", options["snapshot"]))
                table = source.table(figure, by=by, selection=selection)
            except DomainError as error:
                raise CommandError(str(error)) from error
            except ValueError as error:
                raise CommandError(
                    _("Tallet %(figure)s opdeles ikke efter %(by)s.") % {"figure": figure.id, "by": by}
                ) from error
            format_, language = str(options["format"]), str(options["language"])
            if format_ in PICTURES:
                from jobveu.insight import charts  # loads Vega, which the others do without

                told = source.told(selection)
                content = charts.picture(figure, table, kind=format_, of=told, language=language)
            else:
                beside = source.beside(figure, table, selection=selection)
                content = written(source.dated(table), beside, format_)
            self._write(content, cast("Path | None", options["output"]))

    def _list(self, format_: str) -> None:
        if format_ == "json":
            rows = [
                {
                    "id": figure.id,
                    "number": figure.number,
                    "title": str(figure.title),
                    "question": str(figure.question),
                    "definition": str(figure.definition),
                    "rules": figure.rules,
                    "cuts": figure.cuts,
                }
                for figure in FIGURES.values()
            ]
            self._write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", None)
            return
        width = max(len(figure.id) for figure in FIGURES.values())
        for figure in FIGURES.values():
            self._write(f"{figure.id.ljust(width)}  {figure.number.ljust(9)}  {figure.title}\n", None)

    def _figure(self, name: object) -> Figure:
        if name is None:
            raise CommandError(_("Skriv, hvilket tal der skal vises; --list viser dem alle."))
        try:
            return FIGURES[str(name)]
        except KeyError:
            raise CommandError(
                _("Tallet %(name)s findes ikke; --list viser dem alle.") % {"name": name}
            ) from None

    def _source(self, snapshot: str | None) -> Source:
        if snapshot is None:
            return source_read_afresh(at=timezone.now())
        found = source_of(name=snapshot)
        if found is None:
            raise DomainError(_("Der er intet øjebliksbillede med det navn."))
        return found

    def _write(self, content: str | bytes, path: Path | None) -> None:
        if path is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        elif isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            self.stdout.write(content, ending="")


def written(table: Table, beside: Beside, format_: str) -> str:
    """A published table as data or text, with what the evaluation of 2021 published beside it."""
    match format_:
        case "csv":
            return to_csv(table, beside)
        case "json":
            return json.dumps(to_json(table, beside), ensure_ascii=False, indent=2) + "\n"
        case _:
            return to_text(table, beside)
