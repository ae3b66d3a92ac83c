"""How a user is reminded: by a daily mail, and in a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.journeys import calendar, reminders
from jobveu.journeys.waiting import WaitingKind, kinds_for
from jobveu.web.forms import ChoicesField, ConfirmPage, Form, FormPage
from jobveu.web.ui import Crumb


class ReminderForm(Form):
    kinds = ChoicesField(
        label=gettext_lazy("Hvad vil du mindes om?"),
        help_text=gettext_lazy(
            "Mailen kommer om morgenen på hverdage, når noget venter. I mailen står ingen personers navne."
        ),
        required=False,
        coerce=WaitingKind,
    )


class OwnReminders:
    """What the pages here share."""

    action = Action.MANAGE_OWN_ACCOUNT

    @property
    def cancel_url(self) -> str:
        return reverse("reminders")

    def crumbs(self) -> Sequence[Crumb]:
        """Mit bord › Påmindelser › this page; the last without a link."""
        question = str(getattr(self, "question", ""))
        desk, own = Crumb(_("Mit bord"), reverse("desk")), _("Påmindelser og kalender")
        return (desk, Crumb(own, reverse("reminders")), Crumb(question)) if question else (desk, Crumb(own))


class Reminders(OwnReminders, FormPage):
    form_class = ReminderForm
    template_name = "staff/desk/reminders.html"
    title = gettext_lazy("Påmindelser og kalender")
    success_message = gettext_lazy("Dit valg er gemt.")

    @property
    def cancel_url(self) -> str:
        return reverse("desk")

    def initial(self) -> Mapping[str, Any]:
        return {"kinds": sorted(reminders.chosen_kinds(user_id=self._user_id))}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"kinds": [(kind.value, kind.label) for kind in kinds_for(self.actor)]}

    def context(self) -> Mapping[str, Any]:
        secret = calendar.secret_of(user_id=self._user_id)
        return {
            "kinds": kinds_for(self.actor),
            "email": self.request.user.get_username(),
            "calendar_url": settings.SITE_ADDRESS + reverse("calendar_feed", args=[secret]) if secret else "",
        }

    def save(self, form: Form) -> str:
        reminders.choose_reminders(by=self.actor, at=self.now, kinds=form.cleaned_data["kinds"])
        return reverse("reminders")

    @property
    def _user_id(self) -> int:
        if self.actor.user_id is None:
            raise ValueError("The page is for those who are logged in.")
        return self.actor.user_id


class CalendarOpen(OwnReminders, ConfirmPage):
    question = gettext_lazy("Vil du lave en ny kalenderadresse?")
    submit_label = gettext_lazy("Lav adresse")
    success_message = gettext_lazy("Adressen er lavet. Indsæt den i dit kalenderprogram.")
    danger = False
    consequences = (
        gettext_lazy(
            "Dine frister kan hentes af alle, der kender adressen. Giv den kun til dit kalenderprogram."
        ),
        gettext_lazy("I kalenderen står projekter og organisationer, men ingen personers navne."),
        gettext_lazy("Har du en adresse i forvejen, virker den ikke længere."),
    )

    def save(self, form: Form) -> str:
        calendar.make_address(by=self.actor, at=self.now)
        return reverse("reminders")


class CalendarClose(OwnReminders, ConfirmPage):
    question = gettext_lazy("Vil du slette din kalenderadresse?")
    submit_label = gettext_lazy("Slet adressen")
    success_message = gettext_lazy("Adressen er slettet.")
    consequences = gettext_lazy("Kalenderprogrammer, der bruger den, kan ikke længere hente dine frister.")

    def save(self, form: Form) -> str:
        calendar.revoke_address(by=self.actor, at=self.now)
        return reverse("reminders")
