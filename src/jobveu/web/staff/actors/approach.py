"""Before an organisation is contacted: what others have spoken with it about, what was agreed, and whether it
wants to be left alone (def.princ.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.actors.operations import approach as operations
from jobveu.actors.operations import primary_contacts as operations_of_primary
from jobveu.actors.queries.approach import NoticeRow, notice, pause_of
from jobveu.actors.queries.organisations import contacts_of
from jobveu.actors.queries.primary_contacts import colleagues, primary_contact
from jobveu.actors.rules import COORDINATION_WINDOW
from jobveu.common.concurrency import version_of
from jobveu.journeys.dialogue import latest_dialogues
from jobveu.projects.queries.of_organisation import needs_of_organisation, projects_of_organisation
from jobveu.web.forms import ChoiceField, ConfirmPage, DanishDateField, Form, FormPage, TextField
from jobveu.web.staff.actors.on_organisation import OnOrganisation
from jobveu.web.ui import Crumb

SHOWN = 20
"""How many conversations, projects and needs are shown at most."""


class Approach(OnOrganisation):
    """The step before: everything one has to know, and then the way to recording the conversation."""

    action = Action.RECORD_DIALOGUE

    @property
    def title(self) -> str:
        return _("Før du kontakter %(name)s") % {"name": self.organisation.name}

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        about = self.organisation.id
        values = {
            "crumbs": self.crumbs(),
            "title": self.title,
            "organisation": self.organisation,
            "pause": pause_of(organisation_id=about, on=self.today),
            "recent": latest_dialogues(
                by=self.actor, organisation_id=about, since=self.today - COORDINATION_WINDOW, limit=SHOWN
            ),
            "primary": primary_contact(organisation_id=about, on=self.today),
            "may_choose_primary": self.may(Action.CHOOSE_PRIMARY_CONTACT),
            "recent_days": COORDINATION_WINDOW.days,
            "contacts": contacts_of(organisation_id=about),
            "projects": projects_of_organisation(by=self.actor, organisation_id=about, limit=SHOWN),
            "needs": [
                row
                for row in needs_of_organisation(by=self.actor, organisation_id=about, limit=SHOWN)
                if row.is_open
            ]
            if may(Action.LIST_NEEDS, self.actor)
            else (),
            "may_record": about not in self.actor.organisation_ids(),
        }
        return render(request, "staff/actors/approach.html", values)


class PrimaryContactForm(Form):
    user_id = ChoiceField(
        label=gettext_lazy("Primær kontaktperson"),
        help_text=gettext_lazy("Den hos os, som organisationen altid kan gå til. Dig selv eller en kollega."),
        required=False,
        empty_label=gettext_lazy("Ingen"),
    )


class PrimaryContactChoose(OnOrganisation, FormPage):
    action = Action.CHOOSE_PRIMARY_CONTACT
    form_class = PrimaryContactForm
    success_message = gettext_lazy("Den primære kontaktperson er valgt.")

    def prepare(self) -> None:
        super().prepare()
        self.now_is = primary_contact(organisation_id=self.organisation.id, on=self.today)

    @property
    def title(self) -> str:
        return _("Primær kontaktperson for %(name)s") % {"name": self.organisation.name}

    def initial(self) -> Mapping[str, Any]:
        shown = {"user_id": self.now_is.user_id if self.now_is else None}
        self.current_version = version_of(shown)
        return shown

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        own = dict(colleagues(organisation_ids=self.actor.organisation_ids(), on=self.today))
        if self.now_is:
            own.setdefault(self.now_is.user_id, f"{self.now_is.name} ({self.now_is.works_for})")
        return {"user_id": list(own.items())}

    def save(self, form: Form) -> str:
        operations_of_primary.choose_primary_contact(
            by=self.actor,
            at=self.now,
            organisation_id=self.organisation.id,
            user_id=form.cleaned_data["user_id"] or None,
            version=self.edited_version,
        )
        return self.organisation_url


class PauseForm(Form):
    until = DanishDateField(
        label=gettext_lazy("Ikke nu før"), help_text=gettext_lazy("Den første dag, de igen må kontaktes.")
    )
    reason = TextField(label=gettext_lazy("Hvorfor?"), max_length=300, width="width-xl")


class PauseNote(OnOrganisation, FormPage):
    action = Action.PAUSE_CONTACT
    form_class = PauseForm
    success_message = gettext_lazy("Det er noteret og vises for alle, der vil kontakte organisationen.")

    @property
    def title(self) -> str:
        return _("Kontakt ikke %(name)s lige nu") % {"name": self.organisation.name}

    def initial(self) -> Mapping[str, Any]:
        pause = pause_of(organisation_id=self.organisation.id, on=self.today)
        shown = {"until": pause.until, "reason": pause.reason} if pause else {}
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        operations.note_pause(
            by=self.actor,
            at=self.now,
            organisation_id=self.organisation.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.organisation_url


class PauseLift(OnOrganisation, ConfirmPage):
    action = Action.PAUSE_CONTACT
    submit_label = gettext_lazy("Ja, de må kontaktes igen")
    success_message = gettext_lazy("Organisationen må kontaktes igen.")
    danger = False

    def prepare(self) -> None:
        super().prepare()
        found = pause_of(organisation_id=self.organisation.id, on=self.today)
        if found is None:
            raise Http404
        self.pause = found

    @property
    def question(self) -> str:
        return _("Må %(name)s kontaktes igen fra i dag?") % {"name": self.organisation.name}

    @property
    def consequences(self) -> str:
        return _("De bad om ro til en senere dag: %(reason)s") % {"reason": self.pause.reason}

    def save(self, form: Form) -> str:
        operations.lift_pause(by=self.actor, at=self.now, pause_id=self.pause.id)
        return self.organisation_url


class ContactNoticePage(FormPage):
    """Tells somebody that another has spoken with an organisation shortly after them."""

    action = Action.READ_CONTACT_NOTICE
    hidden = True
    template_name = "staff/actors/contact_notice.html"
    submit_label = gettext_lazy("Jeg har set det")
    notice: NoticeRow

    def prepare(self) -> None:
        found = notice(notice_id=self.kwargs["notice_id"])
        if found is None:
            raise Http404
        self.notice = found

    def subject(self) -> Subject:
        return self.notice.access

    @property
    def title(self) -> str:
        return _("En anden har talt med %(name)s") % {"name": self.notice.organisation}

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
