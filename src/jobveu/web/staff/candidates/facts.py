"""What a person is registered with of what criteria can ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.operations.formal_facts import Registered, record_formal_facts
from jobveu.candidates.queries.persons import person_page
from jobveu.web.forms import Form, FormPage
from jobveu.web.staff.candidates.forms import FactsForm
from jobveu.web.staff.candidates.persons import OnPerson
from jobveu.web.ui import Crumb


class PersonFacts(OnPerson, FormPage):
    action = Action.EDIT_PERSON
    form_class = FactsForm
    title = gettext_lazy("Formelle oplysninger")
    intro = gettext_lazy(
        "Udfyld kun det, du har spurgt om, og som et projekt har brug for. Det bruges til at finde personer, "
        "der opfylder et projekts krav."
    )
    success_message = gettext_lazy("Oplysningerne er gemt.")

    @property
    def cancel_url(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return reverse("person", args=[self.place.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Personer"), reverse("person_list")),
            Crumb(_("Person nr. %(number)d") % {"number": self.place.id}, self.cancel_url),
            Crumb(str(self.title)),
        )

    def initial(self) -> Mapping[str, Any]:
        person = person_page(person_id=self.place.id)
        self.current_version = person.version
        facts = person.facts
        return {
            "driving_licences": sorted(facts.driving_licences or ()),
            "danish_level": facts.danish_level,
            "unemployed_since": facts.unemployed_since,
            "certificates": sorted(facts.certificates or ()),
            "available_from": person.available_from,
            "away": person.away,
            "travel_limit_km": person.travel_limit_km,
            "travel_limit_minutes": person.travel_limit_minutes,
        }

    def save(self, form: Form) -> str:
        record_formal_facts(
            by=self.actor,
            at=self.now,
            person_id=self.place.id,
            version=self.edited_version,
            registered=Registered(**form.cleaned_data),
        )
        return self.cancel_url
