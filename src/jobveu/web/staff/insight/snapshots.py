"""The snapshots, and taking one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.insight.operations import take_snapshot
from jobveu.insight.queries import snapshots
from jobveu.web.access import Page
from jobveu.web.forms import Form, FormPage, TextField
from jobveu.web.lists.paging import page_of_all
from jobveu.web.ui import Crumb


class SnapshotList(Page):
    action = Action.VIEW_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        found, number, pages = page_of_all(snapshots(), asked=request.GET.get("side", ""))
        values = {
            "snapshots": found,
            "number": number,
            "pages": pages,
            "take_url": reverse("snapshot_take") if self.may(Action.TAKE_SNAPSHOT) else "",
            "crumbs": (Crumb(_("Tal"), reverse("figure_list")), Crumb(_("Øjebliksbilleder"))),
        }
        return render(request, "staff/insight/snapshot_list.html", values)


class SnapshotForm(Form):
    name = TextField(
        label=gettext_lazy("Navn"),
        help_text=gettext_lazy("Små bogstaver, cifre, punktum og bindestreg, f.eks. 2026-k4."),
        max_length=60,
    )


class SnapshotTake(FormPage):
    action = Action.TAKE_SNAPSHOT
    form_class = SnapshotForm
    title = gettext_lazy("Tag et øjebliksbillede")
    intro = gettext_lazy(
        "Det, tallene regnes af, gemmes, som det er nu, uden navne og CPR-numre. Et øjebliksbillede kan hverken ændres "
        "eller slettes."
    )
    submit_label = gettext_lazy("Tag øjebliksbilledet")
    success_message = gettext_lazy("Øjebliksbilledet er taget.")

    @property
    def cancel_url(self) -> str:
        return reverse("snapshot_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Tal"), reverse("figure_list")),
            Crumb(_("Øjebliksbilleder"), self.cancel_url),
            Crumb(str(self.title)),
        )

    def initial(self) -> Mapping[str, Any]:
        return {"name": f"{self.today.year}-k{(self.today.month + 2) // 3}"}

    def save(self, form: Form) -> str:
        take_snapshot(by=self.actor, at=self.now, **form.cleaned_data)
        return self.cancel_url
