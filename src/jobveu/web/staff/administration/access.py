"""Sending a user the link to set a password, and closing and opening their access."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.links import FACTORS_RESET, send_set_password_link
from jobveu.actors.operations import users as operations
from jobveu.actors.queries.members import last_administered_by_user
from jobveu.journeys.left_alone import left_without_user
from jobveu.web.forms import ConfirmPage, Form, TextField
from jobveu.web.forms.base import Text
from jobveu.web.staff.administration.on_user import OnUser, unadministered_warnings, warnings


class UserSendLink(OnUser, ConfirmPage):
    submit_label = gettext_lazy("Send link")
    danger = False

    @property
    def question(self) -> str:
        return _("Vil du sende %(name)s et link til at vælge adgangskode?") % {"name": self.user.name}

    @property
    def consequences(self) -> Sequence[Text]:
        return (
            _("Linket sendes til %(email)s og virker i tre dage.") % {"email": self.user.email},
            _("Den nuværende adgangskode virker, indtil brugeren har valgt en ny."),
        )

    @property
    def success_message(self) -> str:
        return _("Linket er sendt til %(email)s.") % {"email": self.user.email}

    def save(self, form: Form) -> str:
        operations.note_link_sent(by=self.actor, at=self.now, user_id=self.user.id)
        send_set_password_link(request=self.request, user_id=self.user.id, sent_by=self.actor.name)
        return self.user_url


_OTHER_DOORS = gettext_lazy(
    "Brugerens nøgler til andre systemer lukkes, og en forbindelse til en anden loginudbyder fjernes."
)


class ReasonForm(Form):
    reason = TextField(
        label=gettext_lazy("Hvorfor?"),
        help_text=gettext_lazy(
            "F.eks. »Har skiftet arbejde«. Begrundelsen står i hændelsesloggen; skriv intet følsomt."
        ),
        max_length=300,
        width="width-l",
    )


class UserDeactivate(OnUser, ConfirmPage):
    form_class = ReasonForm
    template_name = "staff/administration/confirm.html"
    submit_label = gettext_lazy("Luk adgangen")
    success_message = gettext_lazy("Adgangen er lukket.")

    @property
    def question(self) -> str:
        return _("Vil du lukke adgangen for %(name)s?") % {"name": self.user.name}

    @property
    def consequences(self) -> Sequence[Text]:
        return (
            _("Brugeren bliver logget ud overalt med det samme og kan ikke logge ind igen."),
            _OTHER_DOORS,
            _("Det, brugeren har registreret, bliver stående."),
            _("Du kan åbne adgangen igen. Så skal brugeren vælge en ny adgangskode."),
        )

    def context(self) -> Mapping[str, Any]:
        left = left_without_user(user_id=self.user.id, on=self.today)
        names = last_administered_by_user(user_id=self.user.id, on=self.today)
        return {**super().context(), "warnings": warnings(left) + unadministered_warnings(names)}

    def save(self, form: Form) -> str:
        operations.deactivate_user(
            by=self.actor, at=self.now, user_id=self.user.id, reason=form.cleaned_data["reason"]
        )
        return self.user_url


class UserFactorsReset(OnUser, ConfirmPage):
    form_class = ReasonForm
    submit_label = gettext_lazy("Nulstil totrinsbekræftelsen")

    @property
    def question(self) -> str:
        return _("Vil du nulstille totrinsbekræftelsen for %(name)s?") % {"name": self.user.name}

    @property
    def consequences(self) -> Sequence[Text]:
        return (
            _("Gør det kun, når du er sikker på, hvem du taler med: ring op på et nummer, du kender."),
            _("App, adgangsnøgler og gendannelseskoder virker ikke længere, og adgangskoden heller ikke."),
            _OTHER_DOORS,
            _("Brugeren bliver logget ud overalt og får et link til at vælge en ny adgangskode på %(email)s.")
            % {"email": self.user.email},
        )

    @property
    def success_message(self) -> str:
        return _("Totrinsbekræftelsen er nulstillet, og et link er sendt til %(email)s.") % {
            "email": self.user.email
        }

    def save(self, form: Form) -> str:
        operations.reset_factors(
            by=self.actor, at=self.now, user_id=self.user.id, reason=form.cleaned_data["reason"]
        )
        operations.note_link_sent(by=self.actor, at=self.now, user_id=self.user.id)
        send_set_password_link(
            request=self.request, user_id=self.user.id, sent_by=self.actor.name, words=FACTORS_RESET
        )
        return self.user_url


class UserReactivate(OnUser, ConfirmPage):
    submit_label = gettext_lazy("Åbn adgangen, og send link")
    danger = False

    @property
    def question(self) -> str:
        return _("Vil du åbne adgangen for %(name)s igen?") % {"name": self.user.name}

    @property
    def consequences(self) -> Sequence[Text]:
        return (
            _("Brugeren får de roller, der ikke er afsluttet. Afslut først dem, der ikke længere gælder."),
            _("Et link til at vælge en ny adgangskode sendes til %(email)s.") % {"email": self.user.email},
        )

    @property
    def success_message(self) -> str:
        return _("Adgangen er åben, og et link er sendt til %(email)s.") % {"email": self.user.email}

    def save(self, form: Form) -> str:
        operations.reactivate_user(by=self.actor, at=self.now, user_id=self.user.id)
        operations.note_link_sent(by=self.actor, at=self.now, user_id=self.user.id)
        send_set_password_link(request=self.request, user_id=self.user.id, sent_by=self.actor.name)
        return self.user_url
