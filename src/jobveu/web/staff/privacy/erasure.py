"""Erasing a person at their request: what goes, what stays and why, and the caseworker's decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.candidates.operations.erasure import erase_person, on_course
from jobveu.candidates.queries.persons import PersonPlace, person_place
from jobveu.common.submissions import was_carried_out
from jobveu.privacy.enums import Ground
from jobveu.web.forms import CheckField, ChoiceField, ConfirmPage, Form
from jobveu.web.forms.page import posted_token
from jobveu.web.staff.candidates.persons import OnPerson
from jobveu.web.ui import Crumb


class ErasureForm(Form):
    ground = ChoiceField(label=gettext_lazy("Hvorfor slettes personen?"), enum=Ground, radio=True)
    sure = CheckField(
        label=gettext_lazy(
            "Jeg har vurderet, at jobcentret ikke længere har pligt til at have oplysningerne"
        ),
        required=True,
    )


class PersonErase(OnPerson, ConfirmPage):
    """A second click finds nobody: it is answered as the first was."""

    action = Action.ERASE_PERSON
    form_class = ErasureForm
    template_name = "staff/privacy/person_erase.html"
    question = gettext_lazy("Skal personen slettes?")
    submit_label = gettext_lazy("Ja, slet personen")
    success_message = gettext_lazy("Personen er slettet.")
    place: PersonPlace | None  # type: ignore[assignment]  # None after the first of a double click

    def prepare(self) -> None:
        if self.request.method != "POST":
            super().prepare()
            return
        self.place = person_place(person_id=self.kwargs["person_id"])
        if self.place is None and not was_carried_out(
            token=posted_token(self.request), user_id=self.actor.user_id, path=self.request.path
        ):
            raise Http404

    def subject(self) -> Subject:
        if self.place is None:
            return Subject(registered_by_id=next(iter(sorted(self.actor.organisation_ids())), None))
        return Subject(registered_by_id=self.place.job_centre_id)

    @property
    def cancel_url(self) -> str:
        return reverse("person", args=[self.kwargs["person_id"]])

    def crumbs(self) -> Sequence[Crumb]:
        number = _("Person nr. %(number)d") % {"number": self.kwargs["person_id"]}
        return (
            Crumb(_("Personer"), reverse("person_list")),
            Crumb(number, self.cancel_url),
            Crumb(_("Slet personen")),
        )

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "on_course": on_course(self.kwargs["person_id"])}

    def save(self, form: Form) -> str:
        erase_person(
            by=self.actor,
            at=self.now,
            person_id=self.kwargs["person_id"],
            ground=str(form.cleaned_data["ground"]),
        )
        return reverse("person_list")
