"""Inviting somebody to become a member of an organisation, for whoever administers its users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.enums import Role
from jobveu.accounts.links import send_invitation
from jobveu.accounts.throttle import within_limit
from jobveu.actors.enums import InvitationState
from jobveu.actors.operations import invitations as operations
from jobveu.actors.queries.invitations import InvitationRow, invitation, invitation_rows
from jobveu.actors.rules import INVITATION_LIFE, roles_to_give
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.web.forms import CheckField, ChoiceField, ConfirmPage, EmailField, Form, FormPage, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.actors.members import OnMembers
from jobveu.web.staff.administration.on_user import ADMINISTERS
from jobveu.web.ui import Crumb

BADGES = {
    InvitationState.OPEN: "info",
    InvitationState.EXPIRED: "warning",
    InvitationState.ACCEPTED: "success",
}


class OnInvitations(OnMembers):
    """Mix in before FormPage or ListPage."""

    @property
    def list_url(self) -> str:
        return reverse("member_invitation_list", args=[self.organisation.id])

    @property
    def members_url(self) -> str:
        return reverse("member_list", args=[self.organisation.id])

    def crumbs(self) -> Sequence[Crumb]:
        """Organisations › this one › its users › this page; the last without a link."""
        before, here = super().crumbs()[:2], super().crumbs()[-1]
        return (*before, Crumb(_("Brugere"), self.members_url), here)

    def _mail(self, issued: operations.Issued) -> None:
        """Queues the mail with the link; raises DomainError when too many have been sent."""
        if not within_limit(self.request, action="invitation", key=str(self.actor.user_id)):
            raise DomainError(
                _("Du har sendt mange invitationer på kort tid. Vent en time, og prøv så igen.")
            )
        row = invitation(
            organisation_id=self.organisation.id, invitation_id=issued.invitation_id, at=self.now
        )
        assert row is not None
        send_invitation(
            request=self.request,
            at=self.now,
            recipient=row.email,
            language=row.language,
            expires_at=row.expires_at,
            link=reverse("member_invitation_open", args=[issued.token]),
            words={
                "invited_by": row.invited_by,
                "organisation": row.organisation,
                "days": INVITATION_LIFE.days,
            },
        )


class InvitationFilters(FilterForm):
    state = ChoiceField(label=gettext_lazy("Status"), choices=InvitationState.choices, coerce=InvitationState)


class MemberInvitationList(OnInvitations, ListPage):
    intro = gettext_lazy("De, der er inviteret til at blive brugere. Et link gælder i syv dage og én gang.")
    unit = ngettext_lazy("invitation", "invitationer")
    filters = InvitationFilters
    default_sort = "-sent_at"
    export_name = "invitationer"

    @property
    def title(self) -> str:
        return _("Invitationer til %(organisation)s") % {"organisation": self.organisation.name}

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("name", gettext_lazy("Navn"), sort="name", link=self._url),
            Column("email", gettext_lazy("E-mail"), sort="email"),
            Column("role", gettext_lazy("Rolle"), value=lambda row: str(row.role.label)),
            Column(
                "state",
                gettext_lazy("Status"),
                value=lambda row: str(row.state.label),
                badge=lambda row: BADGES.get(row.state, ""),
            ),
            Column("sent_at", gettext_lazy("Sendt"), sort="sent_at"),
            Column("invited_by", gettext_lazy("Inviteret af")),
        )

    @property
    def empty(self) -> EmptyState:
        return EmptyState(
            _("Ingen er inviteret endnu"),
            _("En, du inviterer, får et link på mail og vælger selv sin adgangskode."),
            _("Invitér en bruger"),
            reverse("member_invite", args=[self.organisation.id]),
        )

    def actions(self) -> Sequence[ActionLink]:
        return (ActionLink(_("Invitér en bruger"), reverse("member_invite", args=[self.organisation.id])),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[InvitationRow]:
        return invitation_rows(
            organisation_id=self.organisation.id, at=self.now, sort=sort, window=window, **criteria
        )

    def _url(self, row: InvitationRow) -> str:
        return reverse("member_invitation", args=[self.organisation.id, row.id])


class InviteForm(Form):
    name = TextField(label=gettext_lazy("Navn"), max_length=150, autocomplete="off", width="width-l")
    email = EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy(
            "Arbejdsmailen. Invitationen sendes hertil, og det er den, der logges ind med."
        ),
        max_length=254,
        autocomplete="off",
        width="width-l",
    )
    role = ChoiceField(label=gettext_lazy("Rolle"), coerce=Role, radio=True)
    administers = CheckField(label=ADMINISTERS)
    language = ChoiceField(
        label=gettext_lazy("Mailens sprog"),
        choices=[("da", gettext_lazy("Dansk")), ("en", gettext_lazy("Engelsk"))],
        coerce=str,
        radio=True,
    )


class MemberInvite(OnInvitations, FormPage):
    form_class = InviteForm
    title = gettext_lazy("Invitér en bruger")
    submit_label = gettext_lazy("Send invitationen")

    @property
    def intro(self) -> str:
        return _(
            "Den, du inviterer, får et link på mail, der gælder i syv dage, og bliver bruger i »%(organisation)s«."
        ) % {"organisation": self.organisation.name}

    @property
    def cancel_url(self) -> str:
        return self.members_url

    def initial(self) -> Mapping[str, Any]:
        roles = roles_to_give(self.organisation.kind, self.actor.roles)
        return {"language": settings.LANGUAGE_CODE, **({"role": roles[0]} if len(roles) == 1 else {})}

    def choices(self) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        roles = roles_to_give(self.organisation.kind, self.actor.roles)
        return {"role": [(role.value, role.label) for role in roles]}

    def save(self, form: Form) -> str:
        issued = operations.invite(
            by=self.actor, at=self.now, organisation_id=self.organisation.id, **form.cleaned_data
        )
        self._mail(issued)
        self.success_message = _("Invitationen er sendt til %(email)s.") % {
            "email": form.cleaned_data["email"]
        }
        return self.list_url


class OnInvitation(OnInvitations):
    """Mix in before ConfirmPage, or use alone. The address also holds `invitation_id`."""

    invitation: InvitationRow

    def prepare(self) -> None:
        super().prepare()
        found = invitation(
            organisation_id=self.organisation.id, invitation_id=self.kwargs["invitation_id"], at=self.now
        )
        if found is None:
            raise Http404
        self.invitation = found

    @property
    def cancel_url(self) -> str:
        return reverse("member_invitation", args=[self.organisation.id, self.invitation.id])

    def crumbs(self) -> Sequence[Crumb]:
        *before, here = super().crumbs()
        return (*before, Crumb(_("Invitationer"), self.list_url), here)


class MemberInvitationShow(OnInvitation):
    @property
    def title(self) -> str:
        return _("Invitation til %(name)s") % {"name": self.invitation.name}

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        values = {
            "organisation": self.organisation,
            "invitation": self.invitation,
            "title": self.title,
            "badge": BADGES.get(self.invitation.state, ""),
            "crumbs": self.crumbs(),
        }
        return render(request, "staff/actors/member_invitation.html", values)


class MemberInvitationSend(OnInvitation, ConfirmPage):
    submit_label = gettext_lazy("Send igen")
    success_message = gettext_lazy("Invitationen er sendt igen.")
    danger = False

    @property
    def question(self) -> str:
        return _("Vil du sende invitationen til %(name)s igen?") % {"name": self.invitation.name}

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("Et nyt link sendes til %(email)s og gælder i syv dage.") % {"email": self.invitation.email},
            _("Linket, der er sendt før, virker ikke længere."),
        )

    def save(self, form: Form) -> str:
        self._mail(operations.send_again(by=self.actor, at=self.now, invitation_id=self.invitation.id))
        return self.list_url


class MemberInvitationWithdraw(OnInvitation, ConfirmPage):
    submit_label = gettext_lazy("Træk tilbage")
    success_message = gettext_lazy("Invitationen er trukket tilbage.")

    @property
    def question(self) -> str:
        return _("Vil du trække invitationen til %(name)s tilbage?") % {"name": self.invitation.name}

    @property
    def consequences(self) -> Sequence[str]:
        return (_("Linket, der er sendt, virker ikke længere."), _("Du kan invitere igen senere."))

    def save(self, form: Form) -> str:
        operations.withdraw(by=self.actor, at=self.now, invitation_id=self.invitation.id)
        return self.list_url
