"""`jobveu snapshot`: freezes the facts that figures are drawn from, lists what is frozen, and compares two."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobveu.common.errors import DomainError
from jobveu.insight.comparison import compare
from jobveu.insight.figures import CUTS, FIGURES
from jobveu.insight.labels import decimal
from jobveu.insight.operations import take_snapshot
from jobveu.insight.queries import snapshots
from jobveu.insight.rendering import NOTHING
from jobveu.insight.sources import source_of, source_read_afresh
from jobveu.reference.management.reports import COMMAND_LINE


class Command(BaseCommand):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.description = _("Tager og viser øjebliksbilleder af det, programmets tal regnes af.")
        actions = parser.add_subparsers(dest="action", required=True, metavar="HANDLING")
        take = actions.add_parser("take", help=_("tag et øjebliksbillede; det kan ikke ændres"))
        take.add_argument("name", metavar="NAVN")
        listing = actions.add_parser("list", help=_("vis øjebliksbillederne, det nyeste først"))
        listing.add_argument("--json", action="store_true", help=_("som JSON"))
        changed = actions.add_parser("compare", help=_("vis, hvad der er ændret i et tal"))
        changed.add_argument("before", metavar="FØR")
        changed.add_argument(
            "after", metavar="EFTER", nargs="?", help=_("udelades: registret, som det er nu")
        )
        changed.add_argument("--figure", required=True, metavar="TAL")
        changed.add_argument("--by", choices=CUTS, help=_("opdel efter"))

    def handle(self, *args: object, **options: Any) -> None:
        try:
            match options["action"]:
                case "take":
                    self._take(options["name"])
                case "list":
                    self._list(as_json=options["json"])
                case _:
                    self._compare(options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _take(self, name: str) -> None:
        id_ = take_snapshot(by=COMMAND_LINE, at=timezone.now(), name=name)
        [row] = [row for row in snapshots() if row.id == id_]
        self.stdout.write(
            _("Øjebliksbilledet »%(name)s« er taget: %(projects)s projekter, %(participations)s forløb.")
            % {
                "name": row.name,
                "projects": decimal(row.projects, 0),
                "participations": decimal(row.participations, 0),
            }
        )

    def _list(self, *, as_json: bool) -> None:
        rows = snapshots()
        if as_json:
            found = [
                {
                    "name": row.name,
                    "day": row.day.isoformat(),
                    "taken_at": row.taken_at.isoformat(),
                    "rules": row.rules,
                    "projects": row.projects,
                    "participations": row.participations,
                    "synthetic": row.synthetic,
                    "digest": row.digest,
                }
                for row in rows
            ]
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        if not rows:
            self.stdout.write(_("Der er endnu ikke taget noget øjebliksbillede."))
        for row in rows:
            self.stdout.write(
                f"{row.name}  {date_format(row.day, 'SHORT_DATE_FORMAT')}  "
                + _("%(projects)s projekter, %(participations)s forløb")
                % {"projects": decimal(row.projects, 0), "participations": decimal(row.participations, 0)}
                + ("  (" + _("syntetiske data") + ")" if row.synthetic else "")
            )

    def _compare(self, options: dict[str, Any]) -> None:
        try:
            figure = FIGURES[options["figure"]]
        except KeyError:
            raise CommandError(
                _("Tallet %(name)s findes ikke; --list viser dem alle.") % {"name": options["figure"]}
            ) from None
        sources = [source_of(name=options["before"])]
        sources.append(
            source_of(name=options["after"]) if options["after"] else source_read_afresh(at=timezone.now())
        )
        tables = []
        for source in sources:
            if source is None:
                raise DomainError(_("Der er intet øjebliksbillede med det navn."))
            tables.append(source.table(figure, by=options["by"]))
        changes = compare(*tables)
        unchanged = True
        for row in changes.rows:
            place = ", ".join(value.label for value in row.place)
            for measure, change, told in zip(changes.measures, row.changes, changes.told(row), strict=True):
                if change.before == change.after:
                    continue
                unchanged = False
                self.stdout.write(
                    f"{place}: {measure.title} {told.before} → {told.after} ({told.difference})"
                )
        if unchanged:
            self.stdout.write(_("Intet er ændret.") if changes.rows else NOTHING)
