"""Who has seen a person's identity, as a list: for the caseworkers of the person's job centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.queries import looks as queries
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.web.forms import ChoiceField, DanishDateField, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.candidates.persons import OnPerson
from jobveu.web.ui import Crumb


class LookFilters(FilterForm):
    first_day = DanishDateField(label=gettext_lazy("Fra (dd-mm-åååå)"), help_text="")
    last_day = DanishDateField(label=gettext_lazy("Til og med (dd-mm-åååå)"), help_text="")
    user = TextField(label=gettext_lazy("Bruger (en del af navnet)"), max_length=150)
    part = ChoiceField(label=gettext_lazy("Hvad"), enum=IdentityPart)
    purpose = ChoiceField(label=gettext_lazy("Formål"), enum=Purpose)

    def clean(self) -> dict[str, Any]:
        values = dict(super().clean() or {})
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Perioden skal slutte efter den dag, den begynder."))
        return self.cleaned_data


class IdentityLog(OnPerson, ListPage):
    action = Action.VIEW_IDENTITY_LOG
    title = gettext_lazy("Opslag i personens identitet")
    intro = gettext_lazy(
        "Hvem har set personens navn eller andre oplysninger om, hvem personen er, hvornår og hvorfor."
    )
    unit = ngettext_lazy("opslag", "opslag")
    filters = LookFilters
    default_sort = "-at"
    export_name = "opslag"
    empty = EmptyState(
        gettext_lazy("Ingen har set personens identitet endnu"),
        gettext_lazy("Her vises hvert opslag, når nogen ser personens navn."),
    )
    columns = (
        Column("at", gettext_lazy("Tidspunkt"), sort="at", width=18),
        Column("user", gettext_lazy("Hvem"), width=25),
        Column("organisation", gettext_lazy("Organisation"), width=30),
        Column("part", gettext_lazy("Hvad"), value=lambda row: row.part.label, width=35),
        Column("purpose", gettext_lazy("Formål"), value=lambda row: row.purpose.label, width=45),
    )

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Personer"), reverse("person_list")),
            Crumb(
                _("Person nr. %(number)d") % {"number": self.place.id},
                reverse("person", args=[self.place.id]),
            ),
            Crumb(str(self.title)),
        )

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.Look]:
        return queries.looks(person_id=self.place.id, sort=sort, window=window, **criteria)
