"""Giving users roles in organisations. They are ended on the member's pages (jobveu.web.staff.actors.members)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from jobveu.accounts.enums import Role
from jobveu.actors.operations import users as operations
from jobveu.actors.queries import organisation_source
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoiceSource,
    DanishDateField,
    Form,
    FormPage,
    PickerField,
)
from jobveu.web.staff.administration.on_user import ADMINISTERS, KINDS_WITH_USERS, ROLES, OnUser


class MembershipForm(Form):
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
    valid_from = DanishDateField(label=gettext_lazy("Fra"))
    administers = CheckField(label=ADMINISTERS)


class MembershipAdd(OnUser, FormPage):
    title = gettext_lazy("Tilføj medlemskab")
    form_class = MembershipForm
    success_message = gettext_lazy("Medlemskabet er tilføjet.")

    @property
    def intro(self) -> str:
        return self.user.name

    def initial(self) -> Mapping[str, Any]:
        return {"valid_from": self.today}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"organisation_id": ChoiceSource(*organisation_source(kinds=KINDS_WITH_USERS))}

    def save(self, form: Form) -> str:
        operations.add_membership(by=self.actor, at=self.now, user_id=self.user.id, **form.cleaned_data)
        return self.user_url
