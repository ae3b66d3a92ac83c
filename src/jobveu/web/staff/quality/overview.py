"""How much of the register is as it should be, rule by rule and office by office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action
from jobveu.quality.practice import PRACTICES
from jobveu.quality.queries import Coverage, OfficeRow, overview
from jobveu.quality.rules import RULES, Rule
from jobveu.web.access import Page
from jobveu.web.ui import Crumb


@dataclass(frozen=True, slots=True)
class Cell:
    """`per_cent` is "" where the rule is about no project."""

    per_cent: str
    open: int
    href: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    rule: Rule
    cells: tuple[Cell, ...]


class QualityOverview(Page):
    action = Action.VIEW_DATA_QUALITY

    def get(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        found = overview(today=self.today)
        shown = found.offices
        lines = [
            RuleLine(
                rule,
                (
                    *(cell(found.of(rule.id, office.id), rule=rule.id, office=office) for office in shown),
                    cell(found.of_rule(rule.id), rule=rule.id),
                ),
            )
            for rule in RULES.values()
        ]
        values: Mapping[str, Any] = {
            "title": _("Datakvalitet"),
            "crumbs": (Crumb(_("Datakvalitet")),),
            "columns": [*(office.name or _("Uden kontor") for office in shown), _("Hele landet")],
            "totals": [
                *(cell(found.of_office(office.id), office=office) for office in shown),
                cell(found.of_all),
            ],
            "lines": lines,
            "practices": PRACTICES,
            "may_import": self.may(Action.IMPORT_REGISTER),
        }
        return render(request, "staff/quality/overview.html", values)


def cell(coverage: Coverage, *, office: OfficeRow | None = None, rule: str = "") -> Cell:
    """`office` is None for all of them together."""
    per_cent = coverage.per_cent
    # Rounded down: with something left to see to, nothing is "100".
    shown = "" if per_cent is None else formats.number_format(int(per_cent * 10) / 10, decimal_pos=1)
    limits = (("office_id", office.id if office else None), ("rule", rule))
    query = urlencode({name: value for name, value in limits if value})
    address = reverse("finding_list")
    return Cell(per_cent=shown, open=coverage.open, href=f"{address}?{query}" if query else address)
