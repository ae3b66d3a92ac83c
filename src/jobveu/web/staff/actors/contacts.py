"""Contacts and their consents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.actors.enums import ConsentKind
from jobveu.actors.operations import contacts as operations
from jobveu.actors.queries.organisations import contact
from jobveu.web.forms import (
    ChoiceField,
    ConfirmPage,
    DanishDateField,
    EmailField,
    Form,
    FormPage,
    TextField,
)
from jobveu.web.staff.actors.on_organisation import OnOrganisation


class ContactForm(Form):
    name = TextField(label=gettext_lazy("Navn"), max_length=150)
    job_title = TextField(label=gettext_lazy("Stilling"), max_length=150, required=False)
    email = EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Skriv en e-mail eller et telefonnummer, gerne begge."),
        required=False,
    )
    phone = TextField(label=gettext_lazy("Telefon"), max_length=30, required=False, width="char-27")


class ContactCreate(OnOrganisation, FormPage):
    action = Action.MANAGE_CONTACTS
    title = gettext_lazy("Tilføj kontaktperson")
    form_class = ContactForm
    success_message = gettext_lazy("Kontaktpersonen er tilføjet.")

    def save(self, form: Form) -> str:
        operations.create_contact(
            by=self.actor, at=self.now, organisation_id=self.organisation.id, **form.cleaned_data
        )
        return self.organisation_url


class OnContact(OnOrganisation):
    action = Action.MANAGE_CONTACTS

    def prepare(self) -> None:
        super().prepare()
        found = contact(organisation_id=self.organisation.id, contact_id=self.kwargs["contact_id"])
        if found is None or not found.active:
            raise Http404
        self.contact = found


class ContactEdit(OnContact, FormPage):
    title = gettext_lazy("Ret kontaktperson")
    form_class = ContactForm
    success_message = gettext_lazy("Kontaktpersonen er gemt.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.contact.version
        return {name: getattr(self.contact, name) for name in ContactForm.base_fields}

    def save(self, form: Form) -> str:
        operations.edit_contact(
            by=self.actor,
            at=self.now,
            contact_id=self.contact.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.organisation_url


class ContactRemove(OnContact, ConfirmPage):
    submit_label = gettext_lazy("Fjern kontaktpersonen")
    success_message = gettext_lazy("Kontaktpersonen er fjernet.")
    consequences = (
        gettext_lazy("Kontaktpersonen vises ikke længere og kan ikke vælges i nye samtaler."),
        gettext_lazy("Samtykker ophører i dag."),
        gettext_lazy("Samtaler, der er registreret, bliver stående."),
    )

    @property
    def question(self) -> str:
        return _("Vil du fjerne %(name)s som kontaktperson?") % {"name": self.contact.name}

    def save(self, form: Form) -> str:
        operations.remove_contact(by=self.actor, at=self.now, contact_id=self.contact.id)
        return self.organisation_url


class ConsentForm(Form):
    kind = ChoiceField(label=gettext_lazy("Hvad gives der samtykke til?"), enum=ConsentKind, radio=True)
    given_on = DanishDateField(label=gettext_lazy("Givet den"))
    shown_by = TextField(
        label=gettext_lazy("Hvad viser det?"),
        help_text=gettext_lazy(
            "F.eks. »mail af 3. marts 2026« eller »sagt på opstartsmødet, står i referatet«."
        ),
        max_length=300,
    )


class ConsentGive(OnContact, FormPage):
    form_class = ConsentForm
    success_message = gettext_lazy("Samtykket er registreret.")

    @property
    def title(self) -> str:
        return _("Samtykke fra %(name)s") % {"name": self.contact.name}

    def initial(self) -> Mapping[str, Any]:
        return {"given_on": self.today}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        given = {consent.kind for consent in self.contact.consents if consent.is_in_force}
        return {"kind": [(kind.value, kind.label) for kind in ConsentKind if kind not in given]}

    def save(self, form: Form) -> str:
        operations.give_consent(by=self.actor, at=self.now, contact_id=self.contact.id, **form.cleaned_data)
        return self.organisation_url


class WithdrawForm(Form):
    on = DanishDateField(label=gettext_lazy("Trukket tilbage den"))


class ConsentWithdraw(OnContact, ConfirmPage):
    form_class = WithdrawForm
    submit_label = gettext_lazy("Træk samtykket tilbage")
    success_message = gettext_lazy("Samtykket er trukket tilbage.")
    consequences = gettext_lazy(
        "Fra den dag bruges kontaktpersonen ikke længere til det. Samtykket bliver stående med begge datoer."
    )

    def prepare(self) -> None:
        super().prepare()
        wanted = self.kwargs["consent_id"]
        found = next((consent for consent in self.contact.consents if consent.id == wanted), None)
        if found is None:
            raise Http404
        self.consent = found

    @property
    def question(self) -> str:
        return _("Trækker %(name)s samtykket »%(kind)s« tilbage?") % {
            "name": self.contact.name,
            "kind": self.consent.kind.label,
        }

    def initial(self) -> Mapping[str, Any]:
        return {"on": self.today}

    def save(self, form: Form) -> str:
        operations.withdraw_consent(
            by=self.actor, at=self.now, consent_id=self.consent.id, **form.cleaned_data
        )
        return self.organisation_url
