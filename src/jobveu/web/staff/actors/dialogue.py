"""Who has spoken with an organisation, when, and about what: the start of one entry for companies
(def.princ.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject, acting_membership
from jobveu.actors.enums import DialogueChannel
from jobveu.actors.queries.agreed_tasks import agreed_tasks_of
from jobveu.actors.queries.approach import others_around, pause_of
from jobveu.actors.queries.organisations import contacts_of
from jobveu.actors.rules import COORDINATION_WINDOW
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys import dialogue as journey
from jobveu.journeys.dialogue import DialogueRow
from jobveu.projects.queries.of_organisation import project_choices_for_dialogue
from jobveu.reference.queries import offices
from jobveu.web.forms import CheckField, ChoiceField, DanishDateField, Form, FormPage, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.actors.on_organisation import OnOrganisation
from jobveu.web.ui import Crumb


class DialogueFilters(FilterForm):
    text = TextField(label=gettext_lazy("Søg i samtalerne"), max_length=100)
    channel = ChoiceField(label=gettext_lazy("Form"), enum=DialogueChannel)
    first_day = DanishDateField(label=gettext_lazy("Fra"), help_text="")
    last_day = DanishDateField(label=gettext_lazy("Til"), help_text="")


def _project_url(row: DialogueRow) -> str:
    return reverse("project", args=[row.project_id]) if row.project_id else ""


class AllDialoguesFilters(FilterForm):
    organisation = TextField(label=gettext_lazy("Organisation"), max_length=100)
    who = TextField(label=gettext_lazy("Hvem talte med dem"), max_length=100)
    office = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"))
    channel = ChoiceField(label=gettext_lazy("Form"), enum=DialogueChannel)
    first_day = DanishDateField(label=gettext_lazy("Fra"), help_text="")
    last_day = DanishDateField(label=gettext_lazy("Til"), help_text="")
    text = TextField(label=gettext_lazy("Søg i samtalerne"), max_length=100)

    folded = ("channel", "first_day", "last_day", "text")


class AllDialogues(ListPage):
    """The conversations of all offices and job centres with all organisations."""

    action = Action.VIEW_DIALOGUE
    title = gettext_lazy("Samtaler")
    unit = ngettext_lazy("samtale", "samtaler")
    filters = AllDialoguesFilters
    default_sort = "-held_on"
    export_name = "samtaler"
    columns = (
        Column("held_on", gettext_lazy("Dato"), sort="held_on"),
        Column(
            "organisation",
            gettext_lazy("Organisation"),
            sort="organisation",
            link=lambda row: reverse("organisation", args=[row.organisation_id]),
            width=40,
        ),
        Column("subject", gettext_lazy("Emne"), sort="subject", width=40),
        Column("channel", gettext_lazy("Form"), value=lambda row: str(row.channel.label), width=14),
        Column("contact", gettext_lazy("Talte med"), only_export=True, width=24),
        Column("spoken_by", gettext_lazy("Af"), sort="spoken_by", width=24),
        Column("spoken_for", gettext_lazy("For"), width=30),
        Column("notes", gettext_lazy("Noter"), only_export=True, width=60),
        Column("agreed", gettext_lazy("Aftalt"), width=60),
        Column("reason", gettext_lazy("Begrundelse"), only_export=True, width=40),
    )

    @property
    def empty(self) -> EmptyState:
        return EmptyState(
            _("Ingen samtaler er registreret endnu"),
            _("Find organisationen, og registrér den første samtale på dens side."),
            _("Gå til organisationer"),
            reverse("organisation_list"),
        )

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(str(self.title)),)

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"office": [(row.id, row.name) for row in offices()]}

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[DialogueRow]:
        return journey.all_dialogues(by=self.actor, today=self.today, sort=sort, window=window, **criteria)


class DialogueList(OnOrganisation, ListPage):
    action = Action.VIEW_DIALOGUE
    unit = ngettext_lazy("samtale", "samtaler")
    filters = DialogueFilters
    default_sort = "-held_on"
    export_name = "samtaler"

    @property
    def title(self) -> str:
        return _("Samtaler med %(name)s") % {"name": self.organisation.name}

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("held_on", gettext_lazy("Dato"), sort="held_on"),
            Column(
                "subject",
                gettext_lazy("Emne"),
                sort="subject",
                link=lambda row: reverse("dialogue", args=[row.organisation_id, row.id]),
                width=40,
            ),
            Column("channel", gettext_lazy("Form"), value=lambda row: str(row.channel.label), width=14),
            Column("contact", gettext_lazy("Talte med"), width=24),
            Column("spoken_by", gettext_lazy("Af"), sort="spoken_by", width=24),
            Column("spoken_for", gettext_lazy("For"), width=30),
            Column(
                "project_title",
                gettext_lazy("Projekt"),
                value=lambda row: _("Et andet projekt") if row.is_about_other_project else row.project_title,
                link=_project_url,
                width=40,
            ),
            Column("notes", gettext_lazy("Noter"), only_export=True, width=60),
            Column("agreed", gettext_lazy("Aftalt"), width=60),
            Column("reason", gettext_lazy("Begrundelse"), only_export=True, width=40),
        )

    @property
    def empty(self) -> EmptyState:
        heading = _("Ingen samtaler er registreret endnu")
        text = _(
            "Når alle skriver deres samtaler her, bliver organisationen ikke spurgt om det samme to gange."
        )
        actions = self.actions()
        if not actions:
            return EmptyState(heading, text)
        return EmptyState(heading, text, actions[0].text, actions[0].href)

    def actions(self) -> Sequence[ActionLink]:
        if not self.may(Action.RECORD_DIALOGUE) or self.organisation.id in self.actor.organisation_ids():
            return ()
        href = reverse("dialogue_create", args=[self.organisation.id])
        return (ActionLink(_("Registrér samtale"), href),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[DialogueRow]:
        return journey.dialogues_with(
            by=self.actor, organisation_id=self.organisation.id, sort=sort, window=window, **criteria
        )


class DialogueForm(Form):
    held_on = DanishDateField(label=gettext_lazy("Dato"))
    channel = ChoiceField(label=gettext_lazy("Form"), enum=DialogueChannel, radio=True)
    contact_id = ChoiceField(
        label=gettext_lazy("Hvem talte du med?"),
        required=False,
        empty_label=gettext_lazy("Ingen af kontaktpersonerne"),
    )
    subject = TextField(label=gettext_lazy("Hvad handlede samtalen om?"), max_length=200, width="width-xl")
    project_id = ChoiceField(
        label=gettext_lazy("Hvilket projekt handlede den om?"),
        help_text=gettext_lazy("Samtalen vises så også som dokumentation i projektets fase 1."),
        required=False,
        empty_label=gettext_lazy("Intet bestemt projekt"),
    )
    reason = TextField(
        label=gettext_lazy("Hvorfor talte du med dem nu?"),
        help_text=gettext_lazy(
            "Skal skrives, når andre har talt med dem inden for 60 dage, eller når de har bedt om ro. De andre får besked."
        ),
        rows=3,
        max_length=1000,
        required=False,
    )
    notes = TextField(
        label=gettext_lazy("Noter"),
        help_text=gettext_lazy("Læses kun i jeres egen organisation."),
        rows=5,
        max_length=10_000,
        required=False,
    )
    agreed = TextField(label=gettext_lazy("Hvad blev aftalt?"), rows=4, max_length=5000, required=False)
    make_task = CheckField(
        label=gettext_lazy("Gør det aftalte til en opgave"),
        help_text=gettext_lazy("Du vælger frist, og hvem der gør det, når samtalen er gemt."),
        required=False,
    )


class _DialogueChoices(OnOrganisation, FormPage):
    form_class = DialogueForm
    template_name = "staff/actors/dialogue_form.html"
    also_project: int | None = None
    also_contact: tuple[int, str] | None = None

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        contacts = [
            (row.id, f"{row.name}, {row.job_title}" if row.job_title else row.name)
            for row in contacts_of(organisation_id=self.organisation.id)
        ]
        if self.also_contact and self.also_contact[0] not in dict(contacts):
            contacts.append(self.also_contact)
        return {
            "contact_id": contacts,
            "project_id": project_choices_for_dialogue(
                by=self.actor, organisation_id=self.organisation.id, also=self.also_project
            ),
        }


class DialogueCreate(_DialogueChoices):
    action = Action.RECORD_DIALOGUE
    success_message = gettext_lazy("Samtalen er registreret.")

    def prepare(self) -> None:
        super().prepare()
        asked = self.request.GET.get("projekt", "")
        self.also_project = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None

    @property
    def title(self) -> str:
        return _("Registrér samtale med %(name)s") % {"name": self.organisation.name}

    def initial(self) -> Mapping[str, Any]:
        return {"held_on": self.today, "project_id": self.also_project}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if data is None and not self._has_to_say_why():
            # It comes with its error, should the day that is written turn out to need it.
            del form.fields["reason"]
        return form

    def _has_to_say_why(self) -> bool:
        organisation_id = self.organisation.id
        return bool(
            others_around(user_id=self.actor.user_id, organisation_id=organisation_id, on=self.today)
        ) or bool(pause_of(organisation_id=organisation_id, on=self.today))

    def context(self) -> Mapping[str, Any]:
        return {
            "recent": journey.latest_dialogues(
                by=self.actor, organisation_id=self.organisation.id, since=self.today - COORDINATION_WINDOW
            ),
            "recent_days": COORDINATION_WINDOW.days,
            "pause": pause_of(organisation_id=self.organisation.id, on=self.today),
            "organisation": self.organisation,
        }

    def save(self, form: Form) -> str:
        membership = acting_membership(Action.RECORD_DIALOGUE, self.actor, self.organisation.subject)
        if membership is None or membership.organisation_id is None:
            raise DomainError(_("Du er ikke medlem af en organisation, der kan registrere samtaler."))
        values = dict(form.cleaned_data)
        make_task = values.pop("make_task")
        dialogue_id = journey.record_dialogue(
            by=self.actor,
            at=self.now,
            organisation_id=self.organisation.id,
            spoken_for_id=membership.organisation_id,
            **values,
        )
        if make_task:
            return reverse("agreed_task_create", args=[self.organisation.id, dialogue_id])
        if form.cleaned_data["project_id"] is not None and self.also_project is not None:
            return reverse("project", args=[form.cleaned_data["project_id"]])
        return self.organisation_url


class OnDialogue(OnOrganisation):
    """Mix in before FormPage, or use alone. The address holds `dialogue_id` too."""

    dialogue: DialogueRow

    def prepare(self) -> None:
        super().prepare()
        found = journey.dialogue(
            by=self.actor,
            organisation_id=self.organisation.id,
            dialogue_id=self.kwargs["dialogue_id"],
        )
        if found is None:
            raise Http404
        self.dialogue = found

    @property
    def held_by(self) -> Subject:
        """Whose conversation it is."""
        return Subject(organisation_ids=frozenset({self.dialogue.spoken_for_id}))

    @property
    def dialogue_url(self) -> str:
        return reverse("dialogue", args=[self.organisation.id, self.dialogue.id])

    @property
    def name(self) -> str:
        return _("Samtale den %(day)s") % {"day": date_format(self.dialogue.held_on, "DATE_FORMAT")}

    def crumbs(self) -> Sequence[Crumb]:
        title = str(getattr(self, "title", ""))
        own = (Crumb(self.name, self.dialogue_url), Crumb(title)) if title else (Crumb(self.name),)
        return (
            *super().crumbs()[:-1],
            Crumb(_("Samtaler"), reverse("dialogue_list", args=[self.organisation.id])),
            *own,
        )


class DialogueShow(OnDialogue):
    """What everybody who speaks with organisations may know of a conversation."""

    action = Action.VIEW_DIALOGUE

    def subject(self) -> Subject | None:
        return None

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        values = {
            "crumbs": self.crumbs(),
            "title": self.name,
            "organisation": self.organisation,
            "dialogue": self.dialogue,
            "project_url": _project_url(self.dialogue),
            "may_edit": self.may(Action.EDIT_DIALOGUE, self.held_by),
            "may_see_notes": self.may(Action.VIEW_DIALOGUE_NOTES, self.held_by),
            "tasks": agreed_tasks_of(dialogue_id=self.dialogue.id),
        }
        return render(request, "staff/actors/dialogue.html", values)


class DialogueEdit(OnDialogue, _DialogueChoices):
    """For the organisation that held the conversation."""

    action = Action.EDIT_DIALOGUE
    title = gettext_lazy("Ret samtale")
    success_message = gettext_lazy("Samtalen er gemt.")

    def prepare(self) -> None:
        super().prepare()
        self.also_project = self.dialogue.project_id
        if self.dialogue.contact_id is not None:
            self.also_contact = (self.dialogue.contact_id, self.dialogue.contact)

    def subject(self) -> Subject | None:
        return self.held_by

    @property
    def cancel_url(self) -> str:
        return self.dialogue_url

    @property
    def intro(self) -> str:
        return _("%(name)s talte med %(organisation)s.") % {
            "name": self.dialogue.spoken_by,
            "organisation": self.organisation.name,
        }

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.dialogue.version
        names = DialogueForm.base_fields.keys() - {"make_task"}
        return {name: getattr(self.dialogue, name) for name in names}

    def context(self) -> Mapping[str, Any]:
        return {
            "tasks": agreed_tasks_of(dialogue_id=self.dialogue.id),
            "create_task_url": reverse("agreed_task_create", args=[self.organisation.id, self.dialogue.id]),
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        del form.fields["make_task"]
        if data is None and not self.dialogue.reason:
            # It comes with its error, should another day need it.
            del form.fields["reason"]
        if self.dialogue.is_about_other_project:
            del form.fields["project_id"]
        return form

    def save(self, form: Form) -> str:
        journey.edit_dialogue(
            by=self.actor,
            at=self.now,
            dialogue_id=self.dialogue.id,
            version=self.edited_version,
            keep_project=self.dialogue.is_about_other_project,
            **form.cleaned_data,
        )
        return self.cancel_url
