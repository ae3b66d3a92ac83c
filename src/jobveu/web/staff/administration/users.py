"""The list of users, one user, and making and correcting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.accounts.enums import Role
from jobveu.accounts.links import send_set_password_link
from jobveu.actors.operations import users as operations
from jobveu.actors.queries import organisation_source
from jobveu.actors.queries import users as queries
from jobveu.actors.queries.members import unadministered_soon
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoiceSource,
    EmailField,
    Form,
    FormPage,
    PickerField,
    TextField,
)
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.administration.on_user import ADMINISTERS, KINDS_WITH_USERS, ROLES, OnUser
from jobveu.web.staff.administration.words import FACTORS
from jobveu.web.ui import Crumb


class UserFilters(FilterForm):
    text = TextField(label=gettext_lazy("Navn eller e-mail"))
    organisation = TextField(label=gettext_lazy("Organisation (navn eller CVR)"))
    role = ChoiceField(label=gettext_lazy("Rolle"), choices=ROLES, coerce=Role)
    status = ChoiceField(
        label=gettext_lazy("Adgang"),
        choices=[
            ("open", gettext_lazy("Åben")),
            ("no_membership", gettext_lazy("Åben, men uden medlemskab")),
            ("closed", gettext_lazy("Lukket")),
        ],
        coerce=str,
    )


class UserList(ListPage):
    action = Action.MANAGE_USERS
    title = gettext_lazy("Brugere")
    intro = gettext_lazy("Hvad en bruger kan se og gøre, følger af brugerens roller i organisationer.")
    unit = ngettext_lazy("bruger", "brugere")
    columns = (
        Column(
            "name",
            gettext_lazy("Navn"),
            sort="name",
            link=lambda row: reverse("user", args=[row.id]),
            width=30,
        ),
        Column("email", gettext_lazy("E-mail"), sort="email", width=35),
        Column("organisations", gettext_lazy("Organisation"), width=35),
        Column(
            "roles", gettext_lazy("Rolle"), value=lambda row: [role.label for role in row.roles], width=35
        ),
        Column(
            "is_active",
            gettext_lazy("Adgang"),
            value=lambda row: _("Åben") if row.is_active else _("Lukket"),
            badge=lambda row: "success" if row.is_active else "",
        ),
        Column("last_login", gettext_lazy("Sidst logget ind"), sort="last_login", width=18),
    )
    filters = UserFilters
    default_sort = "name"
    export_name = "brugere"

    @property
    def empty(self) -> EmptyState:
        return EmptyState(
            _("Der er ingen brugere endnu"),
            _("Opret den første, og vælg, hvilken organisation og rolle det gælder."),
            _("Opret bruger"),
            reverse("user_create"),
        )

    def actions(self) -> Sequence[ActionLink]:
        create = ActionLink(_("Opret bruger"), reverse("user_create"))
        if not unadministered_soon(on=self.today).exists():
            return (create,)
        listed = reverse("organisation_list") + "?unadministered=on"
        return (create, ActionLink(_("Organisationer uden brugeradministrator"), listed, "secondary"))

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.UserRow]:
        return queries.user_rows(today=self.today, sort=sort, window=window, **criteria)


class UserShow(OnUser):
    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        values = {
            "shown_user": self.user,
            "crumbs": (Crumb(_("Brugere"), reverse("user_list")), Crumb(self.user.name)),
            "memberships": [
                (row, row.holds_on(self.today), row.valid_to is None or row.valid_to >= self.today)
                for row in self.user.memberships
            ],
            "holds_any": any(row.holds_on(self.today) for row in self.user.memberships),
            "is_self": self.user.id == self.actor.user_id,
            "factors": ", ".join(str(FACTORS[kind]) for kind in self.user.factors),
        }
        return render(request, "staff/administration/user.html", values)


class UserForm(Form):
    name = TextField(label=gettext_lazy("Navn"), max_length=150, autocomplete="off", width="width-l")
    email = EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Arbejdsmailen. Det er den, brugeren logger ind med."),
        max_length=254,
        autocomplete="off",
        width="width-l",
    )


class UserCreateForm(UserForm):
    organisation_id = PickerField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Findes den ikke, så opret den først under Organisationer."),
    )
    role = ChoiceField(
        label=gettext_lazy("Rolle"),
        help_text=gettext_lazy("Rollen skal passe til organisationens type."),
        choices=ROLES,
        coerce=Role,
        width="width-l",
    )
    administers = CheckField(label=ADMINISTERS)


class UserCreate(FormPage):
    """A new user; with `?organisation=ID` that organisation is chosen already."""

    action = Action.MANAGE_USERS
    form_class = UserCreateForm
    title = gettext_lazy("Opret bruger")
    intro = gettext_lazy("Brugeren får en mail med et link til at vælge sin adgangskode.")
    submit_label = gettext_lazy("Opret, og send link")

    @property
    def cancel_url(self) -> str:
        return reverse("user_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Brugere"), reverse("user_list")), Crumb(str(self.title)))

    def initial(self) -> Mapping[str, Any]:
        number = self.request.GET.get("organisation", "")
        return {"organisation_id": int(number)} if number.isascii() and number.isdigit() else {}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"organisation_id": ChoiceSource(*organisation_source(kinds=KINDS_WITH_USERS))}

    def save(self, form: Form) -> str:
        user_id = operations.create_user(by=self.actor, at=self.now, **form.cleaned_data)
        operations.note_link_sent(by=self.actor, at=self.now, user_id=user_id)
        send_set_password_link(request=self.request, user_id=user_id, sent_by=self.actor.name)
        self.success_message = _("Brugeren er oprettet, og et link er sendt til %(email)s.") % {
            "email": form.cleaned_data["email"].lower()
        }
        return reverse("user", args=[user_id])


class UserEdit(OnUser, FormPage):
    title = gettext_lazy("Ret bruger")
    form_class = UserForm
    success_message = gettext_lazy("Brugeren er gemt.")

    def prepare(self) -> None:
        super().prepare()
        self.current_version = self.user.version

    def initial(self) -> Mapping[str, Any]:
        return {"name": self.user.name, "email": self.user.email}

    def save(self, form: Form) -> str:
        operations.edit_user(
            by=self.actor,
            at=self.now,
            user_id=self.user.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.user_url
