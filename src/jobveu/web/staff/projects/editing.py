"""Pages that create a project, correct it, and change its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.accounts.access import Action, Scope
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.queries import organisation_source
from jobveu.common.errors import DomainError
from jobveu.journeys.phases import progress_of_project
from jobveu.journeys.templates import TemplateContents, start_from_template, template_contents
from jobveu.projects.enums import Initiative
from jobveu.projects.operations import projects as operations
from jobveu.projects.queries.header import project_header
from jobveu.projects.queries.needs import NeedPage, need_page
from jobveu.projects.queries.project_page import (
    CouncilOption,
    ProjectFacts,
    coordinator_options,
    council_options,
    project_facts,
)
from jobveu.web.forms import ChoiceSource, ConfirmPage, Form, FormPage
from jobveu.web.staff.projects.base import Below, industry_source, memberships_for
from jobveu.web.staff.projects.forms import CompleteForm, ProjectForm, ReasonForm
from jobveu.web.ui import Crumb


class ProjectFormPage(FormPage):
    """What creating and correcting have in common: what can be chosen."""

    form_class = ProjectForm

    def office_ids(self) -> frozenset[int]:
        raise NotImplementedError

    @cached_property
    def councils(self) -> tuple[CouncilOption, ...]:
        return council_options(office_ids=self.office_ids())

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        coordinators = coordinator_options(office_ids=self.office_ids(), on=self.today)
        several_offices = len({row.hint for row in coordinators}) > 1
        return {
            "council_id": [(row.id, _council_label(row)) for row in self.councils],
            "coordinator_id": [
                (row.id, f"{row.label} ({row.hint})" if several_offices else row.label)
                for row in coordinators
            ],
        }

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {
            "industry_id": industry_source(),
            "initiative_organisation_id": ChoiceSource(*organisation_source()),
        }

    def values(self, form: Form) -> dict[str, Any]:
        """What the form holds, once the council is one that the page offered."""
        values = dict(form.cleaned_data)
        if not values["target_groups"]:
            raise DomainError(_("Vælg mindst én målgruppe."), field="target_groups")
        return values


def _council_label(row: CouncilOption) -> str:
    """»RAR Fyn – AMK Syd«, and for those of the past until when."""
    label = f"{row.name} – {row.office_name}"
    if row.valid_to is None:
        return label
    return _("%(label)s (til %(day)s)") % {
        "label": label,
        "day": date_format(row.valid_to, "SHORT_DATE_FORMAT"),
    }


class ProjectCreate(ProjectFormPage):
    """A new project: from nothing, from a need (`?behov=ID`), or from an old project (`?skabelon=ID`)."""

    action = Action.CREATE_PROJECT
    title = gettext_lazy("Opret projekt")
    submit_label = gettext_lazy("Opret projektet")
    success_message = gettext_lazy("Projektet er oprettet.")
    template_name = "staff/projects/project_create.html"
    need: NeedPage | None = None
    template: TemplateContents | None = None
    old: ProjectFacts | None = None

    def prepare(self) -> None:
        if number := self.request.GET.get("behov"):
            self.need = need_page(need_id=_id(number))
            if self.need is None or not self.may(Action.VIEW_NEED, self.need.subject):
                raise Http404
        if number := self.request.GET.get("skabelon"):
            header = project_header(project_id=_id(number))
            if header is None or not self.may(Action.VIEW_PROJECT, header.subject):
                raise Http404
            self.template = template_contents(template_id=header.id)
            self.old = project_facts(project_id=header.id)

    def office_ids(self) -> frozenset[int]:
        held = memberships_for(self.actor, Action.CREATE_PROJECT, Scope.OWN_OFFICE)
        return frozenset(row.office_id for row in held if row.office_id is not None)

    @property
    def cancel_url(self) -> str:
        if self.need is not None:
            return reverse("need", args=[self.need.id])
        return reverse("project_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Projekter"), reverse("project_list")), Crumb(str(self.title)))

    def context(self) -> Mapping[str, Any]:
        return {"need": self.need, "template": self.template}

    def initial(self) -> Mapping[str, Any]:
        values: dict[str, Any] = {}
        if self.old is not None:
            values |= {
                "description": self.old.description,
                "type": self.old.type,
                "target_groups": self.old.target_groups,
                "industry_id": self.old.industry_id,
                "coordinator_role": self.old.coordinator_role,
            }
        if self.need is not None:
            values |= {
                "initiative": Initiative.COMPANY
                if not self.need.told_by_another
                else _initiative_of(self.need.stated_by_kind),
                "initiative_organisation_id": self.need.stated_by_id,
            }
        coordinators = {row.id for row in coordinator_options(office_ids=self.office_ids(), on=self.today)}
        if self.actor.user_id in coordinators:
            values["coordinator_id"] = self.actor.user_id
        current = [row for row in self.councils if row.valid_to is None or row.valid_to >= self.today]
        if len(current) == 1:
            values["council_id"] = current[0].id
        return values

    def save(self, form: Form) -> str:
        values = self.values(form) | {"need_ids": [self.need.id] if self.need else []}
        if self.template is not None:
            project = start_from_template(by=self.actor, at=self.now, template_id=self.template.id, **values)
        else:
            project = operations.create_project(by=self.actor, at=self.now, **values)
        return reverse("project", args=[project.pk])


_INITIATIVES = {
    OrganisationKind.JOB_CENTRE: Initiative.JOB_CENTRE,
    OrganisationKind.RECRUITMENT_COMMUNITY: Initiative.JOB_CENTRE,
    OrganisationKind.LABOUR_MARKET_OFFICE: Initiative.OFFICE,
    OrganisationKind.EDUCATION_PROVIDER: Initiative.PROVIDER,
    OrganisationKind.EMPLOYER_ASSOCIATION: Initiative.SOCIAL_PARTNER,
    OrganisationKind.TRADE_UNION: Initiative.SOCIAL_PARTNER,
    OrganisationKind.UNEMPLOYMENT_FUND: Initiative.SOCIAL_PARTNER,
}


def _initiative_of(kind: OrganisationKind) -> Initiative:
    """The initiative that a need told by such an organisation suggests."""
    return _INITIATIVES.get(kind, Initiative.COMPANY)


class ProjectEdit(Below, ProjectFormPage):
    action = Action.WORK_ON_PROJECT
    title = gettext_lazy("Ret projektet")
    success_message = gettext_lazy("Projektet er gemt.")

    def prepare(self) -> None:
        super().prepare()
        facts = project_facts(project_id=self.project.id)
        if facts is None:
            raise Http404
        self.facts = facts

    def office_ids(self) -> frozenset[int]:
        return frozenset() if self.facts.office_id is None else frozenset({self.facts.office_id})

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        found = dict(super().choices())
        coordinators = list(found["coordinator_id"])
        if self.facts.coordinator_id and self.facts.coordinator_id not in dict(coordinators):
            coordinators.append((self.facts.coordinator_id, self.facts.coordinator_name))
        return found | {"coordinator_id": coordinators}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if self.facts.source_note:
            # A case from a publication: what its source does not tell stays untold.
            for name in (
                "council_id",
                "industry_id",
                "start_date",
                "initiative",
                "coordinator_id",
                "coordinator_role",
                "target_groups",
            ):
                form.fields[name].required = False
        return form

    def values(self, form: Form) -> dict[str, Any]:
        return dict(form.cleaned_data) if self.facts.source_note else super().values(form)

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.facts.version
        return {name: getattr(self.facts, name) for name in ProjectForm.base_fields}

    def save(self, form: Form) -> str:
        operations.edit_project(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            version=self.edited_version,
            **self.values(form),
        )
        return self.project_url


class ProjectStatusPage(Below, ConfirmPage):
    """Completes, cancels or reopens the project: `?til=` says which; the operation says whether it can be."""

    action = Action.WORK_ON_PROJECT

    def prepare(self) -> None:
        super().prepare()
        facts = project_facts(project_id=self.project.id)
        asked = self.request.GET.get("til", "")
        if facts is None or asked not in {"gennemfoert", "opgivet", "i-gang"}:
            raise Http404
        self.facts, self.asked = facts, asked

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]  # depends on what is asked
        return {"gennemfoert": CompleteForm, "opgivet": ReasonForm}.get(self.asked, Form)

    @property
    def danger(self) -> bool:  # type: ignore[override]  # only giving up is
        return self.asked == "opgivet"

    @property
    def question(self) -> str:
        return {
            "gennemfoert": _("Er projektet gennemført?"),
            "opgivet": _("Vil du opgive projektet?"),
            "i-gang": _("Vil du genåbne projektet?"),
        }[self.asked]

    @property
    def submit_label(self) -> str:
        return {
            "gennemfoert": _("Meld projektet gennemført"),
            "opgivet": _("Opgiv projektet"),
            "i-gang": _("Genåbn projektet"),
        }[self.asked]

    @property
    def success_message(self) -> str:
        return {
            "gennemfoert": _("Projektet er meldt gennemført."),
            "opgivet": _("Projektet er opgivet."),
            "i-gang": _("Projektet er i gang igen."),
        }[self.asked]

    @property
    def consequences(self) -> Sequence[str]:
        if self.asked == "gennemfoert":
            return (
                _("Gennemførte projekter tæller med i opgørelserne. Projektet kan genåbnes."),
                *self._missing(),
            )
        if self.asked == "opgivet":
            return (
                _("Opgivne projekter tæller ikke med i opgørelserne."),
                _("Alt, hvad der er registreret, bliver bevaret, og projektet kan genåbnes."),
            )
        if self.facts.status_reason:
            return (
                _("Det blev opgivet med begrundelsen: %(reason)s") % {"reason": self.facts.status_reason},
            )
        return (_("Projektet tæller ikke med som gennemført, før det meldes gennemført igen."),)

    def _missing(self) -> list[str]:
        progress = progress_of_project(project_id=self.project.id)
        number = sum(len(phase.missing) for phase in progress.phases)
        if not number:
            return []
        return [
            ngettext(
                "Der mangler %(number)d indikator. Den spærrer ikke og kan sættes til side med en grund.",
                "Der mangler %(number)d indikatorer. De spærrer ikke og kan sættes til side med en grund.",
                number,
            )
            % {"number": number}
        ]

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.facts.version
        return {"end_date": min(self.facts.end_date or self.today, self.today)}

    def save(self, form: Form) -> str:
        common: dict[str, Any] = {
            "by": self.actor,
            "at": self.now,
            "project_id": self.project.id,
            "version": self.edited_version,
        }
        if self.asked == "gennemfoert":
            operations.complete_project(**common, **form.cleaned_data)
        elif self.asked == "opgivet":
            operations.cancel_project(**common, **form.cleaned_data)
        else:
            operations.reopen_project(**common)
        return self.project_url


class ProjectPublish(Below, ConfirmPage):
    """Shows the project on the public overview, or takes it off."""

    action = Action.PUBLISH_PROJECT
    danger = False

    def prepare(self) -> None:
        super().prepare()
        facts = project_facts(project_id=self.project.id)
        if facts is None:
            raise Http404
        self.facts = facts

    @property
    def is_public(self) -> bool:
        return self.facts.published_at is not None

    @property
    def question(self) -> str:
        return (
            _("Vil du trække projektet tilbage fra offentligheden?")
            if self.is_public
            else _("Vil du offentliggøre projektet?")
        )

    @property
    def submit_label(self) -> str:
        return _("Træk tilbage") if self.is_public else _("Offentliggør projektet")

    @property
    def success_message(self) -> str:
        return (
            _("Projektet vises ikke længere for offentligheden.")
            if self.is_public
            else _("Projektet vises nu i den offentlige oversigt.")
        )

    @property
    def consequences(self) -> Sequence[str]:
        if self.is_public:
            return (_("Projektet vises ikke længere i den offentlige oversigt."),)
        return (
            _("Alle kan se titel, kort beskrivelse, type, råd, branche, målgrupper, initiativ og startdato."),
            _(
                "Alle kan også se parterne og deres opgaver, hvilke slags tilsagn der er givet, erfaringerne "
                "og de kontaktpersoner, der har sagt ja til at blive vist."
            ),
            _("Ingen kan se kandidater, aftaler eller antal personer."),
            _("Du kan trække projektet tilbage igen."),
        )

    def save(self, form: Form) -> str:
        change = operations.withdraw_project if self.is_public else operations.publish_project
        change(by=self.actor, at=self.now, project_id=self.project.id)
        return self.project_url


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)
