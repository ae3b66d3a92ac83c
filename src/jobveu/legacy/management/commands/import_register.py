from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.actors.queries import actor_for_user
from jobveu.common.errors import DomainError
from jobveu.common.loaded import counted, rows_loaded
from jobveu.legacy.columns import columns_of, guess, missing
from jobveu.legacy.enums import ImportState, RowKind
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem
from jobveu.legacy.operations.files import refuse_persons
from jobveu.legacy.operations.running import examined, imported
from jobveu.legacy.queries.imports import ProblemRow, problem_row
from jobveu.legacy.reading.cells import Table
from jobveu.legacy.reading.opening import open_table
from jobveu.legacy.staging import Counts
from jobveu.reference.models import Office

FAULTY = 3
"""Exit code: the file has errors."""


class Command(BaseCommand):
    """Also `jobveu import register`."""

    help = cast(
        "str",
        gettext_lazy("Importerer et ældre register fra XLSX eller CSV: hele filen eller intet."),
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=RowKind.values, default=RowKind.PROJECTS.value)
        parser.add_argument("--system", default="VIREGO", help=_("det gamle systems navn (VIREGO)"))
        parser.add_argument("--office", metavar="CODE", help=_("hvis projekter det er; uden: alle kontorers"))
        parser.add_argument("--sheet", default="", help=_("ark i projektmappen; uden: det første"))
        parser.add_argument("--mapping", metavar="NAME", help=_("en gemt kobling af kolonner"))
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="OURS=THEIRS",
            help=_("en kolonne; dem, der ikke nævnes, gættes af deres navne"),
        )
        parser.add_argument("--by", metavar="E-MAIL", default="", help=_("hvem der importerer"))
        parser.add_argument("--dry-run", action="store_true", help=_("kontrollér kun; intet skrives"))
        parser.add_argument("--json", action="store_true", help=_("svaret som JSON"))

    def handle(self, *args: object, file: Path, **options: Any) -> None:
        office = _office(options["office"])
        by = None if options["dry_run"] else _somebody(options["by"], office)
        try:
            with (
                file.open("rb") as content,
                open_table(content, sheet=options["sheet"], scratch=settings.DATA_DIRECTORY) as table,
            ):
                faulty = self._import(table, file, by, office, options)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke læses.") % {"file": file}) from error
        if faulty:
            sys.exit(FAULTY)

    def _import(
        self, table: Table, file: Path, by: Actor | None, office: Office | None, options: Mapping[str, Any]
    ) -> bool:
        """Whether the file has errors. Everything happens in one transaction; what is not to stay is told first and
        then taken back, the import itself too."""
        now = timezone.now()
        kind = RowKind(options["kind"])
        refuse_persons(kind=kind, header=table.header)
        row = Import(
            pk=None if by else 0,
            kind=kind,
            system=options["system"],
            office=office,
            file_name=file.name[:200],
            sheet=table.sheet,
            size=file.stat().st_size,
            header=list(table.header),
            columns=_columns(kind, table, options),
            state=ImportState.IMPORTING,
            uploaded_at=now,
        )
        if by is not None and by.user_id is not None:
            row.uploaded_by_id = by.user_id
        with transaction.atomic():
            if by is None:
                counts = examined(row, table, at=now, report=self._progress)
            else:
                row.save()
                counts = imported(row, table, by=by, at=now, report=self._progress)
            stays = by is not None and not counts.errors
            self._tell(row, counts, stays=stays, as_json=options["json"])
            if not stays:
                transaction.set_rollback(True)
        return bool(counts.errors)

    def _progress(self, share: float) -> None:
        per_cent = int(100 * share)
        if per_cent != getattr(self, "_told", None):
            self._told = per_cent
            self.stderr.write(f"{per_cent} %", ending="\n" if per_cent == 100 else "\r")

    def _tell(self, row: Import, counts: Counts, *, stays: bool, as_json: bool) -> None:
        if as_json:
            self._tell_json(row, counts, stays=stays)
            return
        for problem in _problems(row):
            column = problem.header or problem.column
            where = _("Række %(row)d") % {"row": problem.row}
            parts = [where, *([column] if column else []), *([f"»{problem.value}«"] if problem.value else [])]
            self.stdout.write(f"{problem.severity.label}: {', '.join(parts)}: {problem.message}")
        rows = counted(ngettext("%(number)s række", "%(number)s rækker", counts.rows), counts.rows)
        loaded = rows_loaded(created=counts.created, updated=counts.updated, unchanged=counts.unchanged)
        self.stdout.write(f"{rows}: {loaded}.")
        errors = counted(ngettext("%(number)s fejl", "%(number)s fejl", counts.errors), counts.errors)
        warnings = counted(
            ngettext("%(number)s bemærkning", "%(number)s bemærkninger", counts.warnings), counts.warnings
        )
        self.stdout.write(_("%(errors)s og %(warnings)s.") % {"errors": errors, "warnings": warnings})
        self.stdout.write(_("Filen er importeret.") if stays else _("Intet er importeret."))

    def _tell_json(self, row: Import, counts: Counts, *, stays: bool) -> None:
        """An object, its list of problems last and written as it is read: there may be millions."""
        head = {
            "file": row.file_name,
            "kind": str(row.kind),
            "system": row.system,
            "columns": row.columns,
            "rows": counts.rows,
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "errors": counts.errors,
            "warnings": counts.warnings,
            "imported": stays,
        }
        self.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "problems": [', ending="")
        for number, problem in enumerate(_problems(row)):
            told = {
                "row": problem.row,
                "column": problem.header,
                "severity": problem.severity.value,
                "code": problem.code,
                "value": problem.value,
                "message": problem.message,
            }
            self.stdout.write(",\n" if number else "\n", ending="")
            self.stdout.write(json.dumps(told, ensure_ascii=False), ending="")
        self.stdout.write("]}")


def _problems(row: Import) -> Iterator[ProblemRow]:
    rows = ImportProblem.objects.filter(of_import=row.pk).order_by("-is_error", "row", "pk")
    return (problem_row(kind=RowKind(row.kind), columns=row.columns, row=one) for one in rows.iterator())


def _columns(kind: RowKind, table: Table, options: Mapping[str, Any]) -> dict[str, str]:
    """The saved mapping, or a guess; and what is said of single columns before both."""
    chosen = guess(kind, table.header)
    if name := options["mapping"]:
        saved = ColumnMapping.objects.filter(kind=kind, name=name).first()
        if saved is None:
            raise CommandError(_("Der er ikke gemt en kobling, der hedder »%(name)s«.") % {"name": name})
        chosen = {key: theirs for key, theirs in saved.columns.items() if theirs in table.header}
    for pair in options["column"]:
        ours, _equals, theirs = pair.partition("=")
        if ours not in columns_of(kind):
            raise CommandError(
                _("Vi har ikke kolonnen »%(name)s«. Vi har %(names)s.")
                % {"name": ours, "names": ", ".join(columns_of(kind))}
            )
        if theirs and theirs not in table.header:
            raise CommandError(
                _("Filen har ikke kolonnen »%(name)s«. Den har %(names)s.")
                % {"name": theirs, "names": ", ".join(table.header)}
            )
        chosen = {key: name for key, name in chosen.items() if name != theirs} | {ours: theirs}
    chosen = {key: theirs for key, theirs in chosen.items() if theirs}
    if lacking := missing(kind, chosen):
        raise CommandError(
            _("Sig med --column, hvor i filen der står %(names)s. Den har kolonnerne %(header)s.")
            % {"names": ", ".join(column.key for column in lacking), "header": ", ".join(table.header)}
        )
    return chosen


def _office(code: str | None) -> Office | None:
    if code is None:
        return None
    found = Office.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Office.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(
            _("Der er intet kontor %(code)s. Der er %(known)s.") % {"code": code, "known": known}
        )
    return found


def _somebody(email: str, office: Office | None) -> Actor:
    if not email:
        raise CommandError(_("Sig med --by, hvem der importerer; eller kontrollér kun filen med --dry-run."))
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(_("Der er ingen bruger med adressen %(email)s.") % {"email": email})
    by = actor_for_user(user_id=user.pk, name=user.name, on=timezone.localdate())
    if not may(Action.IMPORT_REGISTER, by, Subject(office_id=office.pk if office else None)):
        raise CommandError(_("%(name)s må ikke importere det register.") % {"name": user.name})
    return by
