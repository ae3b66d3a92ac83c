"""The mails that the site sends: which wait, which failed and why, and what is done about those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.delivery import operations
from jobveu.delivery.enums import MailKind, MailState
from jobveu.delivery.queries import MailRow, mail_row, mail_rows
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, ConfirmPage, Form
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.ui import Crumb

BADGES = {MailState.FAILED: "error", MailState.WAITING: "info", MailState.SENT: "success"}


class MailFilters(FilterForm):
    state = ChoiceField(label=gettext_lazy("Status"), choices=MailState.choices, coerce=MailState)
    kind = ChoiceField(label=gettext_lazy("Slags"), choices=MailKind.choices, coerce=MailKind)


class MailList(ListPage):
    action = Action.MANAGE_MAIL
    title = gettext_lazy("E-mails")
    intro = gettext_lazy(
        "Her ser du, om de mails, systemet sender, når frem til mailserveren. En mail, der ikke kan sendes, prøves "
        "igen i et døgn; derefter venter den her på dig. Hvad der står i en mail, vises ikke, og det slettes, "
        "når mailen er sendt."
    )
    unit = ngettext_lazy("mail", "mails")
    filters = MailFilters
    default_sort = "-queued"
    export_name = "mails"
    columns = (
        Column(
            "kind",
            gettext_lazy("Slags"),
            sort="kind",
            value=lambda row: row.kind.label,
            link=lambda row: reverse("mail", args=[row.id]),
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            value=lambda row: row.state.label,
            badge=lambda row: BADGES.get(row.state, ""),
        ),
        # The address goes with the mail's content once it is sent; in a file it would stay.
        Column("recipient", gettext_lazy("Modtager"), value=lambda row: row.recipient or "", export=False),
        Column("queued_at", gettext_lazy("I kø"), sort="queued"),
        Column(
            "problem", gettext_lazy("Problem"), value=lambda row: row.problem.label if row.problem else ""
        ),
        Column("attempts", gettext_lazy("Forsøg"), only_export=True),
        Column("smtp_code", gettext_lazy("Mailserverens svar"), only_export=True),
        Column("settled_at", gettext_lazy("Afsluttet"), only_export=True),
    )
    empty = EmptyState(gettext_lazy("Der er ingen mails endnu"))

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[MailRow]:
        return mail_rows(at=self.now, sort=sort, window=window, **criteria)


class OnMail(Page):
    """Mix in before ConfirmPage, or use alone. The address holds `mail_id`."""

    action = Action.MANAGE_MAIL
    mail: MailRow

    def prepare(self) -> None:
        found = mail_row(at=self.now, mail_id=self.kwargs["mail_id"])
        if found is None:
            raise Http404
        self.mail = found

    @property
    def cancel_url(self) -> str:
        return reverse("mail", args=[self.mail.id])

    def crumbs(self) -> Sequence[Crumb]:
        """E-mails › this one › this page; the last without a link."""
        question = str(getattr(self, "question", ""))
        here = Crumb(str(self.mail.kind.label), self.cancel_url if question else "")
        return (
            Crumb(_("E-mails"), reverse("mail_list")),
            here,
            *([Crumb(question)] if question else []),
        )


class MailShow(OnMail):
    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        values = {
            "mail": self.mail,
            "badge_variant": BADGES.get(self.mail.state, ""),
            "failed": self.mail.state is MailState.FAILED,
            "crumbs": self.crumbs(),
        }
        return render(request, "staff/administration/mail.html", values)


class MailSendAgain(OnMail, ConfirmPage):
    question = gettext_lazy("Vil du sende mailen igen?")
    submit_label = gettext_lazy("Send igen")
    success_message = gettext_lazy("Mailen er sat i kø igen.")
    danger = False
    consequences = (
        gettext_lazy("Mailen prøves igen nu, og i et døgn, hvis det ikke lykkes."),
        gettext_lazy(
            "Mailen går til samme adresse som før. Var adressen forkert, så ret brugeren, og lav en ny mail."
        ),
    )

    def save(self, form: Form) -> str:
        operations.send_again(by=self.actor, at=self.now, mail_id=self.mail.id)
        return self.cancel_url


class MailGiveUp(OnMail, ConfirmPage):
    question = gettext_lazy("Vil du opgive mailen?")
    submit_label = gettext_lazy("Opgiv mailen")
    success_message = gettext_lazy("Mailen er opgivet.")
    consequences = (
        gettext_lazy("Mailen bliver ikke sendt, og indholdet slettes."),
        gettext_lazy("Modtageren får intet at vide. Sørg for det på en anden måde, hvis det er nødvendigt."),
    )

    def save(self, form: Form) -> str:
        operations.give_up(by=self.actor, at=self.now, mail_id=self.mail.id)
        return self.cancel_url
