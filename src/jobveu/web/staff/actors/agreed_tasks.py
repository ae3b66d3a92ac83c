"""Pages of the tasks that a conversation led to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.actors.operations import agreed_tasks as operations
from jobveu.actors.queries.agreed_tasks import AgreedTaskRow, agreed_task
from jobveu.actors.queries.primary_contacts import colleagues
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.journeys import dialogue as journey
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, ConfirmPage, DanishDateField, Form, FormPage, TextField
from jobveu.web.staff.actors.on_organisation import OnOrganisation
from jobveu.web.ui import Crumb

TITLE_LENGTH = 200


class AgreedTaskForm(Form):
    title = TextField(
        label=gettext_lazy("Hvad skal gøres?"),
        help_text=gettext_lazy("Kort. Skriv ikke noget om navngivne ledige."),
        max_length=TITLE_LENGTH,
        width="width-xl",
    )
    responsible = ChoiceField(label=gettext_lazy("Hvem gør det?"), coerce=str)
    due_on = DanishDateField(label=gettext_lazy("Frist"))


def who(responsible_id: int, user_id: int | None) -> str:
    """A choice of the form: an organisation, or somebody in it."""
    return f"{responsible_id}-{user_id or ''}"


def _chosen(form: Form) -> dict[str, Any]:
    """What the operations are given."""
    responsible, _dash, user = form.cleaned_data["responsible"].partition("-")
    return {
        "title": form.cleaned_data["title"],
        "due_on": form.cleaned_data["due_on"],
        "responsible_id": int(responsible),
        "user_id": int(user) if user else None,
    }


class AgreedTaskCreate(OnOrganisation, FormPage):
    """For the organisation that held the conversation."""

    action = Action.EDIT_DIALOGUE
    hidden = True
    form_class = AgreedTaskForm
    title = gettext_lazy("Gør det aftalte til en opgave")
    success_message = gettext_lazy("Opgaven er oprettet.")

    def prepare(self) -> None:
        super().prepare()
        found = journey.dialogue(
            by=self.actor, organisation_id=self.organisation.id, dialogue_id=self.kwargs["dialogue_id"]
        )
        if found is None:
            raise Http404
        self.dialogue = found

    def subject(self) -> Subject | None:
        return Subject(organisation_ids=frozenset({self.dialogue.spoken_for_id}))

    @property
    def intro(self) -> str:
        return _("Opgaven står på »Mit bord« hos den, der skal gøre den, indtil den er udført.")

    def initial(self) -> Mapping[str, Any]:
        first_line = self.dialogue.agreed.strip().partition("\n")[0]
        return {
            "title": first_line[:TITLE_LENGTH],
            "responsible": who(self.dialogue.spoken_for_id, self.actor.user_id),
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "responsible": _responsible(
                self,
                spoken_for=(self.dialogue.spoken_for_id, self.dialogue.spoken_for),
                organisation=(self.organisation.id, self.organisation.name),
            )
        }

    def save(self, form: Form) -> str:
        operations.add_agreed_task(by=self.actor, at=self.now, dialogue_id=self.dialogue.id, **_chosen(form))
        return reverse("dialogue_edit", args=[self.organisation.id, self.dialogue.id])


class OnAgreedTask(Page):
    """A page of one task, for those whose it is to do and those who held the conversation."""

    action = Action.COMPLETE_TASK
    hidden = True
    task: AgreedTaskRow

    def prepare(self) -> None:
        found = agreed_task(task_id=self.kwargs["task_id"])
        if found is None:
            raise Http404
        self.task = found

    def subject(self) -> Subject | None:
        return self.task.subject

    @property
    def cancel_url(self) -> str:
        return reverse("agreed_task", args=[self.task.id])

    def crumbs(self) -> Sequence[Crumb]:
        """Mit bord › this task › this page; the last without a link."""
        here = str(getattr(self, "question", "") or getattr(self, "title", ""))
        desk = Crumb(_("Mit bord"), reverse("desk"))
        return (
            (desk, Crumb(self.task.title, self.cancel_url), Crumb(here))
            if here
            else (
                desk,
                Crumb(self.task.title),
            )
        )


class AgreedTaskShow(OnAgreedTask):
    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        held_it = Subject(organisation_ids=frozenset({self.task.spoken_for_id}))
        values = {
            "task": self.task,
            "crumbs": self.crumbs(),
            "overdue": self.task.done_on is None and self.task.due_on < self.today,
            "may_edit": self.may(Action.EDIT_DIALOGUE, held_it),
        }
        return render(request, "staff/actors/agreed_task.html", values)


class _MarkTask(OnAgreedTask):
    success_message = gettext_lazy("Opgaven er markeret som udført.")

    def do(self) -> None:
        operations.finish_agreed_task(by=self.actor, at=self.now, task_id=self.task.id)

    def post(self, request: HttpRequest, **_address: int) -> HttpResponse:
        try:
            self.do()
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, str(self.success_message))
        back = request.POST.get("tilbage", "")
        return redirect(back if back.partition("?")[0] == reverse("desk") else self.cancel_url)


class AgreedTaskDone(_MarkTask):
    pass


class AgreedTaskReopen(_MarkTask):
    success_message = gettext_lazy("Opgaven er åben igen.")

    def do(self) -> None:
        operations.reopen_agreed_task(by=self.actor, at=self.now, task_id=self.task.id)


class _OfThoseWhoHeldIt(OnAgreedTask):
    action = Action.EDIT_DIALOGUE

    def subject(self) -> Subject | None:
        return Subject(organisation_ids=frozenset({self.task.spoken_for_id}))


class AgreedTaskEdit(_OfThoseWhoHeldIt, FormPage):
    form_class = AgreedTaskForm
    title = gettext_lazy("Ret opgaven fra samtalen")
    success_message = gettext_lazy("Opgaven er rettet.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.task.version
        return {
            "title": self.task.title,
            "responsible": who(self.task.responsible_id, self.task.user_id),
            "due_on": self.task.due_on,
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        task = self.task
        held_by = task.responsible if task.responsible_id == task.spoken_for_id else ""
        found = _responsible(
            self,
            spoken_for=(task.spoken_for_id, held_by or self._name_of_own()),
            organisation=(task.organisation_id, task.organisation),
        )
        now = who(task.responsible_id, task.user_id)
        if now not in dict(found):
            found.append((now, f"{task.responsible}: {task.user}"))
        return {"responsible": found}

    def _name_of_own(self) -> str:
        names = {
            membership.organisation_id: membership.organisation_name for membership in self.actor.memberships
        }
        return names.get(self.task.spoken_for_id, "")

    def save(self, form: Form) -> str:
        try:
            operations.edit_agreed_task(
                by=self.actor,
                at=self.now,
                task_id=self.task.id,
                version=self.edited_version,
                **_chosen(form),
            )
        except StaleEdit as stale:
            saved = dict(stale.current)
            stale.current = {
                "title": saved["title"],
                "due_on": saved["due_on"],
                "responsible": who(saved["responsible_id"], saved["user_id"]),
            }
            raise
        return self.cancel_url


class AgreedTaskDelete(_OfThoseWhoHeldIt, ConfirmPage):
    submit_label = gettext_lazy("Ja, slet")
    success_message = gettext_lazy("Opgaven er slettet.")
    consequences = gettext_lazy("Opgaven forsvinder. Det, der blev aftalt, står stadig på samtalen.")

    @property
    def question(self) -> str:
        return _("Slet opgaven »%(title)s«?") % {"title": self.task.title}

    def save(self, form: Form) -> str:
        operations.delete_agreed_task(by=self.actor, at=self.now, task_id=self.task.id)
        return reverse("dialogue_edit", args=[self.task.organisation_id, self.task.dialogue_id])


def _responsible(
    page: Page, *, spoken_for: tuple[int, str], organisation: tuple[int, str]
) -> list[tuple[str, str]]:
    """Oneself and one's colleagues, one's own organisation as such, and the one that was spoken with."""
    own_id, own = spoken_for
    people = sorted(
        colleagues(organisation_ids={own_id}, on=page.today),
        key=lambda row: row[0] != page.actor.user_id,
    )
    other_id, other = organisation
    return [
        *((who(own_id, user_id), name) for user_id, name in people),
        (who(own_id, None), _("Alle i %(name)s") % {"name": own}),
        (who(other_id, None), other),
    ]
