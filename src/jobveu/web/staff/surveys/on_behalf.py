"""Writing down what somebody who was asked says on the telephone or on paper, or that they do not want to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.surveys.enums import AnswerRoute, RoundState
from jobveu.surveys.operations import on_behalf
from jobveu.surveys.operations.on_behalf import AskedPerson
from jobveu.web.answer_form import AnswerForm
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage
from jobveu.web.staff.surveys.rounds import OnRound
from jobveu.web.ui import Crumb

_ROUTES = [(each.value, each.label) for each in AnswerRoute if each is not AnswerRoute.LINK]


class WrittenDownForm(AnswerForm):
    """All the items at once, by their sections, and how the answers came."""

    all_optional = False

    def __init__(self, *args: Any, person: AskedPerson, **kwargs: Any) -> None:
        items = [item for _section, items in person.pages for item in items]
        super().__init__(*args, items=items, respondent_type=person.respondent_type, **kwargs)
        self.fields["route"] = ChoiceField(
            label=_("Hvordan blev der svaret?"), radio=True, choices=_ROUTES, coerce=AnswerRoute
        )
        self.order_fields(["route"])
        self.fieldsets = [
            ("", "", ["route"]),
            *(
                (str(section.title), str(section.introduction or ""), [item.id for item in items])
                for section, items in person.pages
            ),
        ]


class OnAsked(OnRound):
    """Of somebody who was asked in an open round. The address holds `round_id` and `invitation_id`."""

    action = Action.RUN_SURVEY

    def prepare(self) -> None:
        super().prepare()
        found = None
        if self.round.state is RoundState.OPEN:
            found = on_behalf.asked_person(round_id=self.round.id, invitation_id=self.kwargs["invitation_id"])
        if found is None:
            raise Http404
        self.person: AskedPerson = found

    @property
    def cancel_url(self) -> str:
        return reverse("survey_audience", args=[self.round.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Undersøgelser"), reverse("survey_list")),
            Crumb(self.round.name, reverse("survey", args=[self.round.id])),
            Crumb(_("Hvem er spurgt?"), self.cancel_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class AnswerFor(OnAsked, FormPage):
    template_name = "staff/surveys/answer_for.html"
    title = gettext_lazy("Registrér svar")
    submit_label = gettext_lazy("Gem svarene")
    success_message = gettext_lazy("Svarene er gemt, og kontaktpersonen bliver ikke påmindet.")

    def prepare(self) -> None:
        super().prepare()
        if self.person.anonymous or self.person.answered:
            raise Http404

    @property
    def intro(self) -> str:
        return _(
            "Til svar i telefonen eller på papir. %(name)s, %(organisation)s, er spurgt om »%(project)s«. Spørgsmål, der ikke er "
            "svaret på, lades stå tomme. Svarene tæller som andre, og det gemmes, at du har skrevet dem ind."
        ) % {
            "name": self.person.contact,
            "organisation": self.person.organisation,
            "project": self.person.project,
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        return WrittenDownForm(data=data, files=files, person=self.person)

    def context(self) -> Mapping[str, Any]:
        return {"refuse_url": reverse("survey_refuse_for", args=[self.round.id, self.person.invitation_id])}

    def save(self, form: Form) -> str:
        assert isinstance(form, WrittenDownForm)
        on_behalf.answer_for(
            by=self.actor,
            at=self.now,
            invitation_id=self.person.invitation_id,
            route=form.cleaned_data["route"],
            values=form.values,
        )
        return self.cancel_url


class RefuseFor(OnAsked, ConfirmPage):
    danger = False
    question = gettext_lazy("Vil kontaktpersonen ikke svare?")
    submit_label = gettext_lazy("Ja, notér det")
    success_message = gettext_lazy("Det er noteret.")

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s, %(organisation)s, bliver ikke påmindet om undersøgelsen.")
            % {"name": self.person.contact, "organisation": self.person.organisation},
            _("Det, der er svaret på indtil nu, slettes, medmindre hele skemaet er sendt."),
            _("Det, at du har noteret det, gemmes."),
        )

    def save(self, form: Form) -> str:
        on_behalf.refuse_for(by=self.actor, at=self.now, invitation_id=self.person.invitation_id)
        return self.cancel_url
