"""My desk: the page one works from all day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.journeys.desk import SHOWN_OF_EACH_KIND, Urgency, desk
from jobveu.journeys.waiting import WaitingKind
from jobveu.web.access import Page
from jobveu.web.forms.base import Text
from jobveu.web.staff.waiting import waiting_links
from jobveu.web.ui import Tab

KIND = "slags"
"""In the address: which kind of things to show."""

HEADINGS: Mapping[Urgency, Text] = {
    Urgency.OVERDUE: gettext_lazy("Over fristen"),
    Urgency.SOON: gettext_lazy("Nu og de næste 7 dage"),
    Urgency.LATER: gettext_lazy("Senere"),
    Urgency.UNDATED: gettext_lazy("Uden frist"),
}


class DeskPage(Page):
    action = Action.VIEW_START

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get(KIND, "")
        kind = WaitingKind(asked) if asked in WaitingKind.values else None
        found = desk(by=self.actor, on=self.today, kind=kind)
        values: dict[str, Any] = {
            "groups": [
                (urgency.name.lower(), HEADINGS[urgency], waiting_links(items))
                for urgency, items in found.items.items()
            ],
            "tabs": self._tabs(found.kinds, kind),
            "kind": kind,
            "kinds": list(found.kinds),
            "waits": any(found.kinds.values()),
            "counted_all": found.counted_all,
            "most": SHOWN_OF_EACH_KIND,
            "here": request.get_full_path(),
        }
        return render(request, "staff/desk/desk.html", values)

    @staticmethod
    def _tabs(kinds: Mapping[WaitingKind, int], chosen: WaitingKind | None) -> list[Tab]:
        """All, and those kinds that there is something of (and the one that is looked at)."""
        address = reverse("desk")
        shown = [(kind, number) for kind, number in kinds.items() if number or kind is chosen]
        return [
            Tab(_("Alt"), address, chosen is None, sum(kinds.values())),
            *(
                Tab(str(kind.label), f"{address}?{KIND}={kind.value}", kind is chosen, number)
                for kind, number in shown
            ),
        ]
