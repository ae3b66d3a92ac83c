"""Giving a contact their personal link, and being told when they have used it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action, Subject
from jobveu.actors.operations import consent_links as operations
from jobveu.actors.queries.consents import ConsentNoticeRow, consent_notice, link_state
from jobveu.common.crypto import decrypt, encrypt
from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import queue_mail
from jobveu.web.forms import ChoiceField, Form, FormPage
from jobveu.web.staff.actors.contacts import OnContact
from jobveu.web.ui import Crumb

_SHOWN_ONCE = "consent_link"
_MAIL, _SHOW = "mail", "show"
_MAIL_LIVES = timedelta(days=3)


class LinkForm(Form):
    way = ChoiceField(
        label=gettext_lazy("Hvordan får kontaktpersonen linket?"),
        coerce=str,
        radio=True,
    )


class ContactConsentLink(OnContact, FormPage):
    form_class = LinkForm
    template_name = "staff/privacy/consent_link.html"
    submit_label = gettext_lazy("Lav linket")

    @property
    def title(self) -> str:
        return _("Personligt link til %(name)s") % {"name": self.contact.name}

    @property
    def intro(self) -> str:
        return _(
            "Med linket kan kontaktpersonen selv trække sine samtykker tilbage og give dem, uden at logge ind. Den, "
            "der koordinerer, får besked. Et nyt link gør det gamle ugyldigt."
        )

    def choices(self) -> Mapping[str, Any]:
        ways = [(_SHOW, _("Vis det, så jeg selv kan give det videre"))]
        if self.contact.email:
            ways.insert(0, (_MAIL, _("Send det med mail til %(email)s") % {"email": self.contact.email}))
        return {"way": ways}

    def initial(self) -> Mapping[str, Any]:
        return {"way": _MAIL if self.contact.email else _SHOW}

    def context(self) -> Mapping[str, Any]:
        return {"link": link_state(contact_id=self.contact.id), "new_link": self._shown_once()}

    @sensitive_variables()
    def save(self, form: Form) -> str:
        secret = operations.make_link(by=self.actor, at=self.now, contact_id=self.contact.id)
        address = settings.SITE_ADDRESS + reverse("own_consents", args=[secret])
        if form.cleaned_data["way"] == _MAIL:
            self._send(address)
            self.success_message = _("Linket er sendt til %(email)s.") % {"email": self.contact.email}
            return self.organisation_url
        sealed = encrypt(address, context=self._context())
        self.request.session[_SHOWN_ONCE] = b64encode(sealed).decode()
        return reverse("consent_link", args=[self.organisation.id, self.contact.id])

    @sensitive_variables()
    def _send(self, address: str) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            queue_mail(
                at=self.now,
                kind=MailKind.CONSENT_LINK,
                recipient=self.contact.email,
                language=settings.LANGUAGE_CODE,
                subject=_("Job-VEU: Dine samtykker"),
                text=render_to_string(
                    "staff/privacy/consent_link_mail.txt",
                    {
                        "address": address,
                        "organisation": self.organisation.name,
                        "sender": self.actor.name,
                        "sent_for": self.actor.primary_membership.organisation_name,
                    },
                ),
                expires_at=self.now + _MAIL_LIVES,
                hides_recipient=True,
            )
        operations.note_sent(by=self.actor, at=self.now, contact_id=self.contact.id)

    @sensitive_variables()
    def _shown_once(self) -> str:
        """The link just made, the first time the page is opened after that; "" otherwise."""
        if self.request.method != "GET" or _SHOWN_ONCE not in self.request.session:
            return ""
        sealed = b64decode(self.request.session.pop(_SHOWN_ONCE))
        return decrypt(sealed, context=self._context())

    def _context(self) -> str:
        return f"consent_link:{self.actor.user_id}:{self.contact.id}"


class ConsentNoticePage(FormPage):
    """Tells somebody that a contact has changed a consent by themselves."""

    action = Action.READ_CONSENT_NOTICE
    hidden = True
    template_name = "staff/privacy/consent_notice.html"
    submit_label = gettext_lazy("Jeg har set det")
    notice: ConsentNoticeRow

    def prepare(self) -> None:
        found = consent_notice(notice_id=self.kwargs["notice_id"])
        if found is None:
            raise Http404
        self.notice = found

    def subject(self) -> Subject:
        return self.notice.access

    @property
    def title(self) -> str:
        names = {"name": self.notice.contact, "organisation": self.notice.organisation}
        if self.notice.given:
            return _("%(name)s fra %(organisation)s har givet et samtykke") % names
        return _("%(name)s fra %(organisation)s har trukket et samtykke tilbage") % names

    @property
    def cancel_url(self) -> str:
        return reverse("home")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(self.title),)

    def context(self) -> Mapping[str, Any]:
        return {"notice": self.notice}

    def save(self, form: Form) -> str:
        operations.note_seen(by=self.actor, at=self.now, notice_id=self.notice.id)
        return reverse("home")
