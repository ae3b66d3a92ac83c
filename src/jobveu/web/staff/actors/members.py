"""The users of one organisation, for whoever administers them and for the system administrator: roles,
administration, and leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.enums import Role
from jobveu.actors.operations import members as operations
from jobveu.actors.queries.members import (
    MemberRow,
    last_administered_by_membership,
    member,
    member_rows,
    unadministered_from,
)
from jobveu.actors.rules import roles_to_give
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys.left_alone import left_without_membership
from jobveu.web.forms import ChoiceField, ConfirmPage, DanishDateField, Form, FormPage, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.actors.on_organisation import OnOrganisation
from jobveu.web.staff.administration.on_user import ROLES, unadministered_warnings, warnings
from jobveu.web.ui import Crumb

AT_ONCE, AFTER_DAY = "now", "day"


class OnMembers(OnOrganisation):
    """Mix in before ListPage. Others are told that there is no such page."""

    action = Action.MANAGE_MEMBERS
    hidden = True

    def subject(self) -> Subject | None:
        return Subject(members_of_id=self.organisation.id)


class MemberFilters(FilterForm):
    text = TextField(label=gettext_lazy("Navn eller e-mail"), max_length=100)
    role = ChoiceField(label=gettext_lazy("Rolle"), choices=ROLES, coerce=Role)


class MemberList(OnMembers, ListPage):
    template_name = "staff/actors/members.html"
    intro = gettext_lazy("De, der har adgang for organisationen, og hvad de kan.")
    unit = ngettext_lazy("bruger", "brugere")
    filters = MemberFilters
    default_sort = "name"
    export_name = "brugere"
    empty = EmptyState(gettext_lazy("Ingen brugere har adgang for organisationen."))

    @property
    def title(self) -> str:
        return _("Brugere i %(organisation)s") % {"organisation": self.organisation.name}

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("name", gettext_lazy("Navn"), sort="name", link=self._member_url, width=30),
            Column("email", gettext_lazy("E-mail"), sort="email", width=35),
            Column("role", gettext_lazy("Rolle"), value=lambda row: str(row.role.label), width=30),
            Column("administers", gettext_lazy("Administrerer brugerne")),
            Column(
                "has_access",
                gettext_lazy("Adgang"),
                value=lambda row: _("Åben") if row.has_access else _("Lukket"),
                badge=lambda row: "success" if row.has_access else "",
            ),
            Column("valid_from", gettext_lazy("Fra"), only_export=True),
            Column("valid_to", gettext_lazy("Til og med"), only_export=True),
            Column("last_login", gettext_lazy("Sidst logget ind"), sort="last_login", width=18),
        )

    def actions(self) -> Sequence[ActionLink]:
        about = [self.organisation.id]
        return (
            ActionLink(_("Invitér en bruger"), reverse("member_invite", args=about)),
            ActionLink(_("Invitationer"), reverse("member_invitation_list", args=about), "secondary"),
        )

    def _member_url(self, row: MemberRow) -> str:
        return reverse("member", args=[self.organisation.id, row.id])

    def context(self) -> Mapping[str, Any]:
        lacks = unadministered_from(organisation_id=self.organisation.id, on=self.today)
        return {"lacks": lacks, "today": self.today}

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[MemberRow]:
        return member_rows(
            organisation_id=self.organisation.id, today=self.today, sort=sort, window=window, **criteria
        )


class OnMember(OnMembers):
    """Mix in before FormPage or ConfirmPage, or use alone. The address also holds `membership_id`."""

    member: MemberRow

    def prepare(self) -> None:
        super().prepare()
        found = member(
            organisation_id=self.organisation.id, membership_id=self.kwargs["membership_id"], today=self.today
        )
        if found is None:
            raise Http404
        self.member = found

    @property
    def members_url(self) -> str:
        return reverse("member_list", args=[self.organisation.id])

    @property
    def cancel_url(self) -> str:
        return reverse("member", args=[self.organisation.id, self.member.id])

    def crumbs(self) -> Sequence[Crumb]:
        """Organisations › this one › its users › this one › this page; the last without a link."""
        return (
            *super().crumbs()[:2],
            Crumb(_("Brugere"), self.members_url),
            Crumb(self.member.name, self.cancel_url),
            Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))),
        )

    @property
    def in_reach(self) -> bool:
        """Whether the actor may change the membership: only a system administrator changes another's."""
        return self.member.role is not Role.ADMINISTRATOR or self.actor.has_role(Role.ADMINISTRATOR)

    @property
    def left_unadministered(self) -> list[str]:
        names = last_administered_by_membership(membership_id=self.member.id, on=self.today)
        return unadministered_warnings(names)


class MemberShow(OnMember):
    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        roles = roles_to_give(self.organisation.kind, self.actor.roles)
        values = {
            "organisation": self.organisation,
            "member": self.member,
            "crumbs": (*self.crumbs()[:3], Crumb(self.member.name)),
            "in_reach": self.in_reach,
            "may_change_role": self.member.valid_to is None and bool(set(roles) - {self.member.role}),
            "is_self": self.member.user_id == self.actor.user_id,
            "may_manage_users": self.may(Action.MANAGE_USERS),
        }
        return render(request, "staff/actors/member.html", values)


class RoleForm(Form):
    role = ChoiceField(label=gettext_lazy("Ny rolle"), coerce=Role, radio=True)


class MemberRole(OnMember, FormPage):
    title = gettext_lazy("Skift rolle")
    form_class = RoleForm
    success_message = gettext_lazy("Rollen er skiftet.")

    @property
    def intro(self) -> str:
        return _("%(name)s er nu %(role)s. Den nye rolle gælder med det samme.") % {
            "name": self.member.name,
            "role": self.member.role.label,
        }

    def choices(self) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        roles = roles_to_give(self.organisation.kind, self.actor.roles)
        return {"role": [(role.value, role.label) for role in roles if role is not self.member.role]}

    def save(self, form: Form) -> str:
        made = operations.change_role(
            by=self.actor, at=self.now, membership_id=self.member.id, role=form.cleaned_data["role"]
        )
        # Whoever changes their own role may not be one to administer any longer; the list then says so.
        return reverse("member", args=[self.organisation.id, made])


class MemberAdministration(OnMember, ConfirmPage):
    """Lets the member administer the organisation's users, or takes it away again: whichever it isn't."""

    template_name = "staff/administration/confirm.html"
    success_message = gettext_lazy("Medlemskabet er gemt.")

    def prepare(self) -> None:
        super().prepare()
        self.danger = self.member.administers

    @property
    def submit_label(self) -> str:
        return _("Tag administrationen fra") if self.member.administers else _("Giv administrationen")

    @property
    def question(self) -> str:
        words = {"name": self.member.name, "organisation": self.organisation.name}
        if self.member.administers:
            return _("Skal %(name)s ikke længere administrere brugerne i »%(organisation)s«?") % words
        return _("Skal %(name)s administrere brugerne i »%(organisation)s«?") % words

    @property
    def consequences(self) -> Sequence[str]:
        if self.member.administers:
            return (_("Medlemskabet og rollen fortsætter."),)
        return (
            _("Brugeren bestemmer så, hvem der ellers har adgang for organisationen, og i hvilken rolle."),
        )

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "warnings": self.left_unadministered}

    def save(self, form: Form) -> str:
        operations.set_member_administers(
            by=self.actor,
            at=self.now,
            membership_id=self.member.id,
            administers=not self.member.administers,
        )
        if self.member.administers and self.member.user_id == self.actor.user_id:
            return reverse("home")
        return self.cancel_url


class MemberEndForm(Form):
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


class MemberEnd(OnMember, ConfirmPage):
    form_class = MemberEndForm
    template_name = "staff/administration/confirm.html"
    submit_label = gettext_lazy("Afslut medlemskabet")
    success_message = gettext_lazy("Medlemskabet er afsluttet.")

    @property
    def question(self) -> str:
        return _("Vil du afslutte medlemskabet for %(name)s?") % {"name": self.member.name}

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("Rolle: %(role)s i %(organisation)s.")
            % {"role": self.member.role.label, "organisation": self.organisation.name},
            _("Brugeren mister den adgang, rollen giver. Andre medlemskaber fortsætter."),
        )

    def initial(self) -> Mapping[str, Any]:
        return {"when": AT_ONCE}

    def context(self) -> Mapping[str, Any]:
        left = left_without_membership(membership_id=self.member.id, on=self.today)
        return {**super().context(), "warnings": warnings(left) + self.left_unadministered}

    def save(self, form: Form) -> str:
        last_day = form.cleaned_data["last_day"]
        if form.cleaned_data["when"] == AT_ONCE:
            last_day = self.today - timedelta(days=1)
        elif last_day is None:
            raise DomainError(_("Skriv den sidste dag."), field="last_day")
        operations.end_member(by=self.actor, at=self.now, membership_id=self.member.id, last_day=last_day)
        return reverse("home") if self.member.user_id == self.actor.user_id else self.members_url
