"""Giving users roles in organisations, and taking them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.enums import Role
from jobveu.actors.operations import users as operations
from jobveu.actors.queries import organisation_source
from jobveu.actors.queries.members import last_administered_by_membership
from jobveu.actors.queries.users import MembershipRow
from jobveu.common.errors import DomainError
from jobveu.journeys.left_alone import left_without_membership
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoiceSource,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    PickerField,
)
from jobveu.web.staff.administration.on_user import (
    ADMINISTERS,
    KINDS_WITH_USERS,
    ROLES,
    OnUser,
    unadministered_warnings,
    warnings,
)

AT_ONCE, AFTER_DAY = "now", "day"


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


class EndForm(Form):
    when = ChoiceField(
        label=gettext_lazy("Hvornår?"),
        choices=[
            (AT_ONCE, gettext_lazy("Med det samme")),
            (AFTER_DAY, gettext_lazy("Til og med en dag, jeg vælger")),
        ],
        coerce=str,
        radio=True,
    )
    last_day = DanishDateField(
        label=gettext_lazy("Sidste dag"),
        help_text=gettext_lazy("Kun hvis du vælger en dag: dd-mm-åååå"),
        required=False,
    )


class OnMembership(OnUser):
    """Mix in before ConfirmPage. The address also holds `membership_id`."""

    membership: MembershipRow

    def prepare(self) -> None:
        super().prepare()
        wanted = self.kwargs["membership_id"]
        found = next((row for row in self.user.memberships if row.id == wanted), None)
        if found is None:
            raise Http404
        self.membership = found

    @property
    def left_unadministered(self) -> list[str]:
        names = last_administered_by_membership(membership_id=self.membership.id, on=self.today)
        return unadministered_warnings(names)


class MembershipAdministration(OnMembership, ConfirmPage):
    """Lets the member administer the organisation's users, or takes it away again: whichever it isn't."""

    template_name = "staff/administration/confirm.html"
    success_message = gettext_lazy("Medlemskabet er gemt.")

    def prepare(self) -> None:
        super().prepare()
        self.danger = self.membership.administers

    @property
    def submit_label(self) -> str:
        return _("Tag administrationen fra") if self.membership.administers else _("Giv administrationen")

    @property
    def question(self) -> str:
        words = {"name": self.user.name, "organisation": self.membership.organisation}
        if self.membership.administers:
            return _("Skal %(name)s ikke længere administrere brugerne i »%(organisation)s«?") % words
        return _("Skal %(name)s administrere brugerne i »%(organisation)s«?") % words

    @property
    def consequences(self) -> Sequence[str]:
        if self.membership.administers:
            return (_("Medlemskabet og rollen fortsætter."),)
        return (
            _("Brugeren bestemmer så, hvem der ellers har adgang for organisationen, og i hvilken rolle."),
        )

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "warnings": self.left_unadministered}

    def save(self, form: Form) -> str:
        operations.set_administers(
            by=self.actor,
            at=self.now,
            membership_id=self.membership.id,
            administers=not self.membership.administers,
        )
        return self.user_url


class MembershipEnd(OnMembership, ConfirmPage):
    form_class = EndForm
    template_name = "staff/administration/confirm.html"
    submit_label = gettext_lazy("Afslut medlemskabet")
    success_message = gettext_lazy("Medlemskabet er afsluttet.")

    @property
    def question(self) -> str:
        return _("Vil du afslutte medlemskabet for %(name)s?") % {"name": self.user.name}

    @property
    def consequences(self) -> Sequence[str]:
        membership = self.membership
        return (
            _("Rolle: %(role)s i %(organisation)s.")
            % {"role": membership.role.label, "organisation": membership.organisation},
            _("Brugeren mister den adgang, rollen giver. Andre medlemskaber fortsætter."),
        )

    def initial(self) -> Mapping[str, Any]:
        return {"when": AT_ONCE}

    def context(self) -> Mapping[str, Any]:
        left = left_without_membership(membership_id=self.membership.id, on=self.today)
        return {**super().context(), "warnings": warnings(left) + self.left_unadministered}

    def save(self, form: Form) -> str:
        last_day = form.cleaned_data["last_day"]
        if form.cleaned_data["when"] == AT_ONCE:
            last_day = self.today - timedelta(days=1)
        elif last_day is None:
            raise DomainError(_("Skriv den sidste dag."), field="last_day")
        operations.end_membership(
            by=self.actor, at=self.now, membership_id=self.membership.id, last_day=last_day
        )
        return self.user_url
