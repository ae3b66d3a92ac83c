"""The list of projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.insight.stages import OF_NEEDS, listed, steps_for
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    CountedProjects,
    DatePrecision,
    Initiative,
    NotTold,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.queries import project_list as queries
from jobveu.reference.queries import councils, offices
from jobveu.web.forms import CheckField, ChoiceField, ChoicesField, IntegerField, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.projects.base import phase_number, phase_options, section_options


def _or_not_told(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: NotTold(value) if value in NotTold.values else make(value)


def _told_or_not(label: Any, enum: type[TextChoices]) -> ChoiceField:
    """One of the values, or that there is none."""
    return ChoiceField(label=label, choices=[*enum.choices, *NotTold.choices], coerce=_or_not_told(enum))


class ProjectFilters(FilterForm):
    """`section_ids` is in the form only where the address has it: a figure leads to several industries at once."""

    folded = (
        "counted",
        "without_crisis",
        "office_id",
        "section_id",
        "section_ids",
        "target_group",
        "start_year",
        "no_start",
        "initiative",
        "coordinator_role",
        "area_kind",
        "actor_kind",
        "party",
        "step",
    )

    text = TextField(label=gettext_lazy("Søg i titler"))
    status = ChoiceField(label=gettext_lazy("Status"), enum=ProjectStatus)
    phase = ChoiceField(label=gettext_lazy("Fase"), coerce=phase_number)
    type = ChoiceField(label=gettext_lazy("Projekttype"), enum=ProjectType)
    council_id = ChoiceField(label=gettext_lazy("Råd"), coerce=_or_not_told(int))
    office_id = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"), coerce=_or_not_told(int))
    section_id = ChoiceField(label=gettext_lazy("Branche (hovedafdeling)"), coerce=_or_not_told(int))
    target_group = _told_or_not(gettext_lazy("Målgruppe"), TargetGroup)
    start_year = IntegerField(label=gettext_lazy("Startår"), min_value=1990, max_value=2199)
    initiative = _told_or_not(gettext_lazy("Initiativtager"), Initiative)
    coordinator_role = _told_or_not(gettext_lazy("Koordinatorens rolle"), CoordinatorRole)
    area_kind = _told_or_not(gettext_lazy("Mangel- eller indsatsområde"), AreaKind)
    actor_kind = _told_or_not(gettext_lazy("Aktørtype blandt parterne"), OrganisationKind)
    party = TextField(label=gettext_lazy("Part (en del af navnet)"))
    step = ChoiceField(label=gettext_lazy("Trin på vejen fra behov til job"), coerce=str)
    counted = ChoiceField(label=gettext_lazy("Tælles med i tallene"), enum=CountedProjects)
    without_crisis = CheckField(label=gettext_lazy("Uden projekter, der afbøder en krise"))
    no_start = CheckField(label=gettext_lazy("Uden startdato"))
    section_ids = ChoicesField(
        label=gettext_lazy("En af brancherne"), coerce=_or_not_told(int), css="jv-across"
    )

    def __init__(self, *args: Any, data: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, data=data, **kwargs)
        if not (data and data.get("section_ids")):
            del self.fields["section_ids"]


class CoordinatorFilters(ProjectFilters):
    mine = CheckField(label=gettext_lazy("Kun dem, jeg koordinerer"))


def _label_of(name: str) -> Callable[[queries.ProjectRow], str]:
    """A value's label; "" where there is none."""

    def label(row: queries.ProjectRow) -> str:
        value = getattr(row, name)
        return str(value.label) if value else ""

    return label


class ProjectList(ListPage):
    action = Action.LIST_PROJECTS
    title = gettext_lazy("Projekter")
    unit = ngettext_lazy("projekt", "projekter")
    columns = (
        Column(
            "title",
            gettext_lazy("Titel"),
            sort="title",
            link=lambda row: reverse("project", args=[row.id]),
            width=40,
        ),
        Column("type", gettext_lazy("Type"), value=lambda row: row.type.label, width=30),
        Column(
            "phase",
            gettext_lazy("Fase"),
            sort="phase",
            value=lambda row: _phase(row),
            width=30,
        ),
        Column(
            "status",
            gettext_lazy("Status"),
            value=lambda row: row.status.label,
            badge=lambda row: _status_badge(row),
        ),
        Column("council_name", gettext_lazy("Råd"), sort="council", width=20),
        Column("office_name", gettext_lazy("Arbejdsmarkedskontor"), only_export=True, width=30),
        Column("industry_title", gettext_lazy("Branche"), only_export=True, width=40),
        Column(
            "target_groups",
            gettext_lazy("Målgrupper"),
            value=lambda row: [group.label for group in row.target_groups],
            only_export=True,
            width=30,
        ),
        Column("coordinator_name", gettext_lazy("Koordinator"), only_export=True, width=25),
        Column(
            "start_date", gettext_lazy("Start"), sort="start", one_line=True, value=lambda row: _start(row)
        ),
        Column("end_date", gettext_lazy("Slut"), only_export=True),
        Column(
            "start_year",
            gettext_lazy("Startår"),
            value=lambda row: str(row.start_year or ""),
            only_export=True,
        ),
        Column("initiative", gettext_lazy("Initiativtager"), value=_label_of("initiative"), only_export=True),
        Column(
            "coordinator_role",
            gettext_lazy("Koordinatorens rolle"),
            value=_label_of("coordinator_role"),
            only_export=True,
        ),
        Column(
            "area_kind",
            gettext_lazy("Mangel- eller indsatsområde"),
            value=_label_of("area_kind"),
            only_export=True,
        ),
        Column("synthetic", gettext_lazy("Opdigtet"), only_export=True),
    )
    default_sort = "-start"
    export_name = "projekter"

    @property
    def filters(self) -> type[FilterForm]:  # type: ignore[override]  # only coordinators have their own
        return CoordinatorFilters if self.actor.has_role(Role.COORDINATOR) else ProjectFilters

    @property
    def empty(self) -> EmptyState:
        if self.may(Action.CREATE_PROJECT):
            return EmptyState(
                _("Der er ingen projekter endnu"),
                _("Begynd med et behov, eller opret projektet direkte."),
                _("Opret projekt"),
                reverse("project_create"),
            )
        if self.actor.has_role(Role.COMPANY, Role.SOCIAL_PARTNER):
            return EmptyState(
                _("I er ikke med i nogen projekter endnu"),
                _("Fortæl om et behov for medarbejdere. Det er sådan, projekter begynder."),
                _("Registrér et behov"),
                reverse("need_create"),
            )
        return EmptyState(
            _("Her er ingen projekter endnu"),
            _("Projekter vises her, når jeres organisation bliver part i dem."),
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        sections = [*section_options(), *NotTold.choices]
        return {
            "phase": phase_options(),
            "council_id": [*((row.id, row.name) for row in councils()), *NotTold.choices],
            "office_id": [*((row.id, row.name) for row in offices()), *NotTold.choices],
            "section_id": sections,
            "section_ids": sections,
            "step": self._steps(),
        }

    def _steps(self) -> Sequence[tuple[Any, Any]]:
        steps = steps_for(self.actor)
        of_needs = [step for step in steps if step[0] in OF_NEEDS]
        of_persons = [step for step in steps if step[0] not in OF_NEEDS]
        return (
            [*of_needs, (_("Kandidater i projekter, som I driver"), of_persons)] if of_persons else of_needs
        )

    def actions(self) -> Sequence[ActionLink]:
        if not self.may(Action.CREATE_PROJECT):
            return ()
        return (ActionLink(_("Opret projekt"), reverse("project_create")),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.ProjectRow]:
        return listed(by=self.actor, sort=sort, window=window, **criteria)


def _phase(row: queries.ProjectRow) -> str:
    """The phase of a project under way; what has ended is in none."""
    return f"{row.phase.value}. {row.phase.label}" if row.status is ProjectStatus.ACTIVE else ""


def _start(row: queries.ProjectRow) -> date | str | None:
    """The day; or no more than the month or the year, where no more is known."""
    if row.start_date is None or row.start_precision is DatePrecision.DAY:
        return row.start_date
    return date_format(row.start_date, "Y" if row.start_precision is DatePrecision.YEAR else "F Y")


def _status_badge(row: queries.ProjectRow) -> str:
    return {ProjectStatus.ACTIVE: "info", ProjectStatus.COMPLETED: "success"}.get(row.status, "")
