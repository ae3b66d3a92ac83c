"""Pages of the project plan and the steering group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.projects.operations.plan import save_plan
from jobveu.projects.operations.steering import add_seat, change_seat, remove_seat
from jobveu.projects.queries.participants import contacts_of_participants
from jobveu.projects.queries.plan import (
    PLAN_PARTS,
    Plan,
    plan_versions,
    steering_group,
    steering_seat,
)
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.staff.planning import forms
from jobveu.web.staff.planning.base import Below, ShowPage, two_versions

PART_LABELS = {
    "purpose": gettext_lazy("Formål"),
    "target_group": gettext_lazy("Målgruppe"),
    "upskilling_need": gettext_lazy("Opkvalificeringsbehov"),
    "matching_model": gettext_lazy("Match- og indslusningsmodel"),
}


def plan_parts(plan: Plan) -> list[tuple[str, str]]:
    return [(str(PART_LABELS[name]), getattr(plan, name)) for name in PLAN_PARTS]


class ProjectPlan(ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_plan"
    title = gettext_lazy("Projektplan")
    template_name = "staff/planning/plan.html"

    def context(self) -> Mapping[str, Any]:
        versions = plan_versions(project_id=self.project.id)
        may_work = self.may(Action.WORK_ON_PROJECT)
        return {
            "plan": versions[0] if versions else None,
            "parts": plan_parts(versions[0]) if versions else [],
            "versions": versions,
            "seats": steering_group(project_id=self.project.id),
            "may_work": may_work,
        }


class PlanEdit(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_plan"
    form_class = forms.PlanForm
    submit_label = gettext_lazy("Gem ny version")
    success_message = gettext_lazy("Projektplanen er gemt.")

    def prepare(self) -> None:
        super().prepare()
        versions = plan_versions(project_id=self.project.id)
        self.newest = versions[0] if versions else None

    @property
    def title(self) -> str:
        return _("Ret projektplanen") if self.newest else _("Skriv projektplanen")

    @property
    def intro(self) -> str:
        if self.newest is None:
            return _("Planen siger, hvad projektet vil, for hvem, og hvordan kandidater kommer i job.")
        return _("Det, du gemmer, bliver til en ny version. De tidligere kan stadig læses.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.newest.number if self.newest else 0
        return {name: getattr(self.newest, name) for name in PLAN_PARTS} if self.newest else {}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data=data, files=files)
        if self.newest is None:
            del form.fields["change_note"]
        return form

    def save(self, form: Form) -> str:
        save_plan(
            project_id=self.project.id,
            version=self.edited_version,
            by=self.actor,
            at=self.now,
            **form.cleaned_data,
        )
        return reverse("project_plan", args=[self.project.id])


class PlanVersionPage(Below, ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_plan"
    template_name = "staff/planning/plan_version.html"

    def context(self) -> Mapping[str, Any]:
        versions = plan_versions(project_id=self.project.id)
        found = next((row for row in versions if row.number == self.kwargs["number"]), None)
        if found is None:
            raise Http404
        self.title = _("Version %(number)s") % {"number": found.number}
        return {
            "plan": found,
            "parts": plan_parts(found),
            "newest": versions[0],
        }


class PlanCompare(Below, ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_plan"
    title = gettext_lazy("Sammenlign versioner")
    template_name = "staff/planning/plan_compare.html"

    def context(self) -> Mapping[str, Any]:
        versions = {row.number: row for row in plan_versions(project_id=self.project.id)}
        if not versions:
            raise Http404
        first, second = two_versions(list(versions), self.request.GET)
        old, new = versions[first], versions[second]
        return {
            "old": old,
            "new": new,
            "numbers": list(versions),
            "parts": [
                {"label": PART_LABELS[name], "old": getattr(old, name), "new": getattr(new, name)}
                for name in PLAN_PARTS
            ],
        }


class SeatPage(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_plan"

    def contacts(self, organisation_id: int | None = None) -> list[tuple[int, str]]:
        rows = contacts_of_participants(project_id=self.project.id)
        if organisation_id is not None:
            return [(row.id, row.name) for row in rows if row.organisation_id == organisation_id]
        return [(row.id, f"{row.name}, {row.organisation_name}") for row in rows]


class SteeringSeatCreate(SeatPage):
    title = gettext_lazy("Tilføj til styregruppen")
    form_class = forms.NewSeatForm
    submit_label = gettext_lazy("Tilføj")
    success_message = gettext_lazy("Parten er med i styregruppen.")

    def initial(self) -> Mapping[str, Any]:
        return {"since": self.today}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        seated = {seat.organisation_id for seat in steering_group(project_id=self.project.id)}
        free = [(row.id, row.name) for row in self.participants() if row.id not in seated]
        return {"organisation_id": free, "contact_id": self.contacts()}

    def save(self, form: Form) -> str:
        add_seat(project_id=self.project.id, by=self.actor, at=self.now, **form.cleaned_data)
        return reverse("project_plan", args=[self.project.id]) + "#styregruppe"


class OnSeat(SeatPage):
    def prepare(self) -> None:
        super().prepare()
        seat = steering_seat(seat_id=self.kwargs["seat_id"], project_id=self.project.id)
        if seat is None:
            raise Http404
        self.seat = seat


class SteeringSeatEdit(OnSeat):
    form_class = forms.SeatForm
    success_message = gettext_lazy("Sædet i styregruppen er rettet.")

    @property
    def title(self) -> str:
        return _("Ret sædet for %(name)s") % {"name": self.seat.organisation_name}

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.seat.version
        return {
            "contact_id": self.seat.contact_id,
            "since": self.seat.since,
            "chairs": self.seat.chairs,
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        found = self.contacts(self.seat.organisation_id)
        if self.seat.contact_id and self.seat.contact_id not in dict(found):
            found.append((self.seat.contact_id, self.seat.contact_name))
        return {"contact_id": found}

    def save(self, form: Form) -> str:
        change_seat(
            seat_id=self.seat.id, version=self.edited_version, by=self.actor, at=self.now, **form.cleaned_data
        )
        return reverse("project_plan", args=[self.project.id]) + "#styregruppe"


class SteeringSeatRemove(OnSeat, ConfirmPage):
    submit_label = gettext_lazy("Ja, fjern")
    success_message = gettext_lazy("Parten er ikke længere i styregruppen.")

    @property
    def question(self) -> str:
        return _("Fjern %(name)s fra styregruppen?") % {"name": self.seat.organisation_name}

    @property
    def consequences(self) -> str:
        return _("Organisationen er fortsat part i projektet.")

    def save(self, form: Form) -> str:
        remove_seat(seat_id=self.seat.id, by=self.actor, at=self.now)
        return reverse("project_plan", args=[self.project.id]) + "#styregruppe"
