"""The positions within the companies' commitments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.operations import positions as operations
from jobveu.candidates.operations.positions import PositionValues
from jobveu.journeys.matching.places import commitment_choices, places
from jobveu.reference.queries import municipality_choices
from jobveu.web.forms import (
    ChoiceField,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    TextField,
)
from jobveu.web.staff.candidates.persons import pairs
from jobveu.web.staff.matching.base import BelowMatching


class PositionForm(Form):
    commitment = ChoiceField(
        label=gettext_lazy("Tilsagn"), help_text=gettext_lazy("Stillingen hører til virksomhedens tilsagn.")
    )
    title = TextField(
        label=gettext_lazy("Stilling"),
        help_text=gettext_lazy("F.eks. »Fibersplidser« eller »Rengøringsassistent, nat«."),
        max_length=120,
    )
    count = IntegerField(label=gettext_lazy("Hvor mange?"), min_value=1, max_value=100_000)
    municipality = ChoiceField(
        label=gettext_lazy("Arbejdssted (kommune)"),
        help_text=gettext_lazy("Bruges til at regne afstanden ud."),
        required=False,
    )
    starts_on = DanishDateField(label=gettext_lazy("Begynder den"), required=False)
    course = ChoiceField(
        label=gettext_lazy("Kursus før ansættelsen"),
        help_text=gettext_lazy("Den, der får stillingen, får også en plads på kurset."),
        required=False,
    )


class _PositionPage(BelowMatching, FormPage):
    action = Action.WORK_ON_PROJECT
    form_class = PositionForm

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        there = places(project_id=self.project.id, on=self.today)
        return {
            "commitment": commitment_choices(project_id=self.project.id),
            "municipality": pairs(municipality_choices(include_special_areas=True)),
            "course": [(one.id, one.title) for one in there.courses],
        }

    def values(self, form: Form) -> PositionValues:
        data = form.cleaned_data
        return PositionValues(
            title=data["title"],
            count=data["count"],
            municipality_id=data["municipality"],
            starts_on=data["starts_on"],
            course_id=data["course"],
        )


class PositionCreate(_PositionPage):
    title = gettext_lazy("Tilføj stilling")
    success_message = gettext_lazy("Stillingen er tilføjet.")

    def save(self, form: Form) -> str:
        operations.add_position(
            by=self.actor,
            at=self.now,
            commitment_id=form.cleaned_data["commitment"],
            values=self.values(form),
        )
        return self.cancel_url


class _OnPosition(BelowMatching):
    action = Action.WORK_ON_PROJECT

    def prepare(self) -> None:
        super().prepare()
        there = places(project_id=self.project.id, on=self.today)
        found = next((one for one in there.positions if one.id == self.kwargs["position_id"]), None)
        if found is None:
            raise Http404
        self.position = found


class PositionEdit(_OnPosition, _PositionPage):
    title = gettext_lazy("Ret stilling")
    success_message = gettext_lazy("Stillingen er gemt.")

    @property
    def intro(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return _("Hos %(company)s.") % {"company": self.position.company}

    def initial(self) -> Mapping[str, Any]:
        one = self.position
        self.current_version = one.version
        return {
            "title": one.title,
            "count": one.count,
            "municipality": one.municipality_id,
            "starts_on": one.starts_on,
            "course": one.course_id,
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        del form.fields["commitment"]
        return form

    def save(self, form: Form) -> str:
        operations.edit_position(
            by=self.actor,
            at=self.now,
            position_id=self.kwargs["position_id"],
            version=self.edited_version,
            values=self.values(form),
        )
        return self.cancel_url


class PositionRemove(_OnPosition, ConfirmPage):
    submit_label = gettext_lazy("Ja, fjern stillingen")
    success_message = gettext_lazy("Stillingen er fjernet.")
    consequences = gettext_lazy(
        "Den er ikke med i nye forslag. Det, der er foreslået og afgjort, bliver stående."
    )

    @property
    def question(self) -> str:  # type: ignore[override]  # may be a property, see ConfirmPage
        return _("Skal stillingen %(name)s fjernes?") % {"name": self.position.name}

    def save(self, form: Form) -> str:
        operations.remove_position(by=self.actor, at=self.now, position_id=self.kwargs["position_id"])
        return self.cancel_url
