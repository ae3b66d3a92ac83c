"""Who has seen a person's identity: for the caseworkers of the person's job centre, and as a letter to the person;
and, across persons, for the job centre's manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, grants
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.operations.looks import record_export_of_looks
from jobveu.candidates.queries import looks as queries
from jobveu.candidates.queries.persons import person_page
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.documents.value import Document
from jobveu.web.forms import ChoiceField, DanishDateField, IntegerField, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.candidates.persons import OnPerson
from jobveu.web.staff.documents.looks import look_letter
from jobveu.web.staff.documents.views import FilePage
from jobveu.web.ui import Crumb

MOST_IN_A_LETTER = 2_000


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

    def actions(self) -> Sequence[ActionLink]:
        address = [self.place.id]
        return (
            ActionLink(
                _("Brev til personen (PDF)"), reverse("look_letter", args=[*address, "pdf"]), "secondary"
            ),
            ActionLink(
                _("Brev til personen (Word)"), reverse("look_letter", args=[*address, "docx"]), "secondary"
            ),
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

    def _file(self, kind: str, criteria: Mapping[str, Any], sort: Sort) -> FileResponse:
        record_export_of_looks(by=self.actor, at=self.now, file_format=kind, person_id=self.place.id)
        return super()._file(kind, criteria, sort)


class LookLetter(OnPerson, FilePage):
    """To fetch is to be recorded, as for every file of looks."""

    action = Action.VIEW_IDENTITY_LOG

    def document(self) -> Document:
        found = queries.looks(
            person_id=self.place.id, sort=Sort("at", descending=True), window=Window(0, MOST_IN_A_LETTER)
        )
        person = person_page(person_id=self.place.id)
        record_export_of_looks(
            by=self.actor, at=self.now, file_format=self.kwargs["file_format"], person_id=self.place.id
        )
        return look_letter(
            person_id=self.place.id,
            job_centre=person.job_centre,
            synthetic=person.synthetic,
            looks=found.rows,
            total=found.total,
            at=self.now,
        )


class LookAtFilters(LookFilters):
    person = IntegerField(label=gettext_lazy("Person nr."), min_value=1)
    pseudonym = TextField(label=gettext_lazy("Betegnelse"), max_length=12)


class LookList(ListPage):
    """For whoever administers the job centre's users: who of them, and of others, has looked at whom."""

    action = Action.VIEW_LOOKS
    title = gettext_lazy("Opslag i jobcentrets personer")
    intro = gettext_lazy(
        "Hvem har set navnet eller andre oplysninger om jobcentrets personer, hvornår og hvorfor. Personerne står kun "
        "med nummer og betegnelse."
    )
    unit = ngettext_lazy("opslag", "opslag")
    filters = LookAtFilters
    default_sort = "-at"
    export_name = "opslag-i-personer"
    empty = EmptyState(
        gettext_lazy("Ingen har set nogen personer endnu"),
        gettext_lazy("Her vises hvert opslag, når nogen ser en persons navn."),
    )
    columns = (
        Column("at", gettext_lazy("Tidspunkt"), sort="at", value=lambda row: row.look.at, width=18),
        Column("user", gettext_lazy("Hvem"), value=lambda row: row.look.user, width=25),
        Column(
            "organisation", gettext_lazy("Organisation"), value=lambda row: row.look.organisation, width=30
        ),
        Column(
            "person_id",
            gettext_lazy("Person"),
            value=lambda row: _("Nr. %(number)d") % {"number": row.person_id},
            link=lambda row: reverse("identity_log", args=[row.person_id]),
        ),
        Column("pseudonyms", gettext_lazy("Betegnelser"), width=20),
        Column("part", gettext_lazy("Hvad"), value=lambda row: row.look.part.label, width=35),
        Column("purpose", gettext_lazy("Formål"), value=lambda row: row.look.purpose.label, width=45),
    )

    @property
    def job_centre_ids(self) -> list[int]:
        return sorted(
            {
                membership.organisation_id
                for membership, _scope in grants(self.action, self.actor)
                if membership.organisation_id is not None
            }
        )

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Personer"), reverse("person_list")), Crumb(str(self.title)))

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.LookAt]:
        return queries.looks_at_persons(
            job_centre_ids=self.job_centre_ids, sort=sort, window=window, **criteria
        )

    def _file(self, kind: str, criteria: Mapping[str, Any], sort: Sort) -> FileResponse:
        record_export_of_looks(
            by=self.actor, at=self.now, file_format=kind, job_centre_ids=self.job_centre_ids
        )
        return super()._file(kind, criteria, sort)
