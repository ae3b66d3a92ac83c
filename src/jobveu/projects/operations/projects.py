"""Projects: created, corrected, completed, cancelled, opened again, shown to the public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects import rules
from jobveu.projects.changes import change_project
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    DatePrecision,
    Initiative,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.models import Project
from jobveu.projects.operations.needs import tie_first_needs
from jobveu.projects.operations.parties import ensure_parties
from jobveu.reference.models import Council

ROOM = "projects.project"


def create_project(
    *,
    by: Actor,
    at: datetime,
    title: str,
    type: ProjectType,
    council_id: int | None,
    start_date: date | None,
    initiative: Initiative | None,
    start_precision: DatePrecision = DatePrecision.DAY,
    end_date: date | None = None,
    description: str = "",
    industry_id: int | None = None,
    target_groups: Collection[TargetGroup] = (),
    initiative_organisation_id: int | None = None,
    coordinator_id: int | None = None,
    coordinator_role: CoordinatorRole | None = None,
    area_kind: AreaKind | None = None,
    area_basis: str = "",
    need_ids: Iterable[int] = (),
    template_id: int | None = None,
    source_note: str = "",
    synthetic: bool = False,
) -> Project:
    """Creates a project, tied to the needs it answers; those the needs are of, and the one that took the
    initiative, become parties.

    A council valid on the start date, an industry, a start date and an initiative are demanded of all but
    cases with a `source_note`, whose source may not tell them. `template_id` only notes where the project was
    started from; journeys.templates also copies what can be reused. Raises DomainError with the field at fault
    (rules.target_groups_problem, rules.initiative_problem, dates, the coordinator's office, the area).
    """
    values = _checked(
        at=at,
        title=title,
        type=type,
        council_id=council_id,
        start_date=start_date,
        initiative=initiative,
        end_date=end_date,
        description=description,
        industry_id=industry_id,
        target_groups=target_groups,
        initiative_organisation_id=initiative_organisation_id,
        coordinator_id=coordinator_id,
        coordinator_role=coordinator_role,
        area_kind=area_kind,
        area_basis=area_basis,
        told_by_source=bool(source_note.strip()),
    )
    with transaction.atomic():
        made = Project.objects.create(
            **values,
            start_precision=start_precision,
            template_id=template_id,
            source_note=source_note.strip(),
            synthetic=synthetic,
        )
        with change_project(made.pk) as project:
            audit.record(
                by=by,
                at=at,
                action="project.created",
                room=ROOM,
                record_id=project.pk,
                project_id=project.pk,
                details={"title": project.title, "template": template_id},
            )
            tie_first_needs(by=by, at=at, project=project, need_ids=need_ids)
            if initiative_organisation_id is not None:
                ensure_parties(
                    by=by,
                    at=at,
                    project=project,
                    organisation_ids=[initiative_organisation_id],
                    first_dialogue=True,
                )
    return Project.objects.get(pk=made.pk)


def edit_project(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    version: int,
    title: str,
    type: ProjectType,
    council_id: int | None,
    start_date: date | None,
    initiative: Initiative | None,
    end_date: date | None = None,
    description: str = "",
    industry_id: int | None = None,
    target_groups: Collection[TargetGroup] = (),
    initiative_organisation_id: int | None = None,
    coordinator_id: int | None = None,
    coordinator_role: CoordinatorRole | None = None,
    area_kind: AreaKind | None = None,
    area_basis: str = "",
) -> Project:
    """Corrects what is said of a project. Raises as create_project, also where a completed project would lose its
    end or a published one its description, and StaleEdit when somebody else has changed it since `version`."""
    with change_project(project_id) as project:
        values = _checked(
            at=at,
            title=title,
            type=type,
            council_id=council_id,
            start_date=start_date,
            initiative=initiative,
            end_date=end_date,
            description=description,
            industry_id=industry_id,
            target_groups=target_groups,
            initiative_organisation_id=initiative_organisation_id,
            coordinator_id=coordinator_id,
            coordinator_role=coordinator_role,
            area_kind=area_kind,
            area_basis=area_basis,
            told_by_source=bool(project.source_note),
            earlier=project,
        )
        _check_still_shown_and_ended(project, values)
        changed = sorted(name for name, value in values.items() if getattr(project, name) != value)
        if "start_date" in changed:
            # Whoever corrects the date knows the day.
            values["start_precision"] = DatePrecision.DAY
        edited = update_versioned(
            rows=Project.objects.all(), pk=project_id, version=version, changes=values, room=ROOM
        )
        _record(by=by, at=at, action="project.edited", project_id=project_id, details={"changed": changed})
    return edited


def _check_still_shown_and_ended(project: Project, values: Mapping[str, Any]) -> None:
    """What a completed or published project has must stay: the database holds it too."""
    if project.status == ProjectStatus.COMPLETED and values["end_date"] is None and not project.source_note:
        raise DomainError(_("Skriv, hvornår projektet sluttede."), field="end_date")
    if project.published_at is not None and not values["description"]:
        raise DomainError(
            _("Et offentligt projekt skal have en kort beskrivelse. Offentligheden ser den."),
            field="description",
        )


def complete_project(
    *, by: Actor, at: datetime, project_id: int, version: int, end_date: date | None
) -> Project:
    """The project has been carried through; completed projects count in the figures (def.count.completed).

    Phases guide and do not lock: what is missing does not stand in the way. Without `end_date` (only for
    cases whose source does not tell it) the one already stated stays.
    """
    with change_project(project_id) as project:
        _require_status(project, ProjectStatus.ACTIVE)
        end_date = end_date or project.end_date
        if end_date is None and not project.source_note:
            raise DomainError(_("Skriv, hvornår projektet sluttede."), field="end_date")
        if end_date is not None:
            if end_date > timezone.localdate(at):
                raise DomainError(_("Et gennemført projekt kan ikke slutte i fremtiden."), field="end_date")
            if project.start_date is not None and end_date < project.start_date:
                raise DomainError(_("Slutdatoen skal ligge efter startdatoen."), field="end_date")
        return _set_status(
            by=by,
            at=at,
            project_id=project_id,
            version=version,
            changes={"status": ProjectStatus.COMPLETED, "status_reason": "", "end_date": end_date},
            action="project.completed",
        )


def cancel_project(*, by: Actor, at: datetime, project_id: int, version: int, reason: str) -> Project:
    """The project is given up, with the reason. Nothing recorded is lost."""
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor projektet er opgivet."), field="reason")
    with change_project(project_id) as project:
        _require_status(project, ProjectStatus.ACTIVE)
        return _set_status(
            by=by,
            at=at,
            project_id=project_id,
            version=version,
            changes={"status": ProjectStatus.CANCELLED, "status_reason": reason.strip()},
            action="project.cancelled",
        )


def reopen_project(*, by: Actor, at: datetime, project_id: int, version: int) -> Project:
    """A completed or cancelled project goes on; the audit record keeps why it had been cancelled."""
    with change_project(project_id) as project:
        _require_status(project, ProjectStatus.COMPLETED, ProjectStatus.CANCELLED)
        return _set_status(
            by=by,
            at=at,
            project_id=project_id,
            version=version,
            changes={"status": ProjectStatus.ACTIVE, "status_reason": ""},
            action="project.reopened",
            details={"was": project.status, "reason": project.status_reason},
        )


def publish_project(*, by: Actor, at: datetime, project_id: int) -> None:
    """Shows the project on the public overview (def.rec.8). Raises DomainError when it is shown already, or
    lacks what the overview shows."""
    with change_project(project_id) as project:
        if project.published_at is not None:
            raise DomainError(_("Projektet er allerede offentligt."))
        if not project.description:
            raise DomainError(
                _("Skriv den korte beskrivelse, før projektet offentliggøres. Offentligheden ser den.")
            )
        Project.objects.filter(pk=project_id).update(published_at=at)
        _record(by=by, at=at, action="project.published", project_id=project_id)


def withdraw_project(*, by: Actor, at: datetime, project_id: int) -> None:
    """Takes the project off the public overview."""
    with change_project(project_id) as project:
        if project.published_at is None:
            raise DomainError(_("Projektet er ikke offentligt."))
        Project.objects.filter(pk=project_id).update(published_at=None)
        _record(by=by, at=at, action="project.withdrawn", project_id=project_id)


def _set_status(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    version: int,
    changes: Mapping[str, Any],
    action: str,
    details: Mapping[str, object] | None = None,
) -> Project:
    project = update_versioned(
        rows=Project.objects.all(), pk=project_id, version=version, changes=changes, room=ROOM
    )
    _record(
        by=by,
        at=at,
        action=action,
        project_id=project_id,
        details=details or {"reason": project.status_reason},
    )
    return project


def _require_status(project: Project, *allowed: ProjectStatus) -> None:
    if project.status not in allowed:
        raise DomainError(
            _("Projektets status er allerede ændret til »%(status)s«. Åbn siden igen.")
            % {"status": project.get_status_display()}
        )


def _checked(
    *,
    at: datetime,
    title: str,
    type: ProjectType,
    council_id: int | None,
    start_date: date | None,
    initiative: Initiative | None,
    end_date: date | None,
    description: str,
    industry_id: int | None,
    target_groups: Collection[TargetGroup],
    initiative_organisation_id: int | None,
    coordinator_id: int | None,
    coordinator_role: CoordinatorRole | None,
    area_kind: AreaKind | None,
    area_basis: str,
    told_by_source: bool,
    earlier: Project | None = None,
) -> dict[str, Any]:
    """The column values, once they hold together. `earlier`: what did not change is not asked again, since
    councils are replaced and coordinators leave."""
    if not title.strip():
        raise DomainError(_("Skriv en titel."), field="title")
    if problem := rules.target_groups_problem(type=type, groups=target_groups):
        raise DomainError(problem, field="target_groups")
    if not told_by_source:
        if council_id is None:
            raise DomainError(_("Vælg det råd, projektet hører til."), field="council_id")
        if industry_id is None:
            raise DomainError(_("Vælg den branche, projektet hører til."), field="industry_id")
        if start_date is None:
            raise DomainError(_("Skriv, hvornår projektet begynder."), field="start_date")
        if not initiative:
            raise DomainError(_("Vælg, hvor initiativet kom fra."), field="initiative")
    if start_date is not None and end_date is not None and end_date < start_date:
        raise DomainError(_("Slutdatoen skal ligge efter startdatoen."), field="end_date")
    council = valid_council(council_id, start_date)
    if coordinator_id is not None and (earlier is None or earlier.coordinator_id != coordinator_id):
        _check_coordinator(coordinator_id, council, on=timezone.localdate(at))
    if initiative_organisation_id is not None:
        organisation = Organisation.objects.filter(pk=initiative_organisation_id).first()
        if organisation is None:
            raise DomainError(_("Organisationen findes ikke længere."), field="initiative_organisation_id")
        kind = OrganisationKind(organisation.kind)
        if problem := rules.initiative_problem(initiative=initiative or None, kind=kind):
            raise DomainError(problem, field="initiative_organisation_id")
    if area_kind in (AreaKind.SHORTAGE, AreaKind.FOCUS) and not area_basis.strip():
        raise DomainError(_("Skriv, hvad mangel- eller indsatsområdet bygger på."), field="area_basis")
    order = list(TargetGroup)
    return {
        "title": title.strip(),
        "type": type,
        "council_id": council_id,
        "start_date": start_date,
        "end_date": end_date,
        "initiative": initiative or "",
        "initiative_organisation_id": initiative_organisation_id,
        "description": description.strip(),
        "industry_id": industry_id,
        "target_groups": sorted({TargetGroup(group) for group in target_groups}, key=order.index),
        "coordinator_id": coordinator_id,
        "coordinator_role": coordinator_role or "",
        "area_kind": area_kind or "",
        "area_basis": area_basis.strip(),
    }


def valid_council(council_id: int | None, start_date: date | None) -> Council | None:
    """The council, when it was in force on the day. Raises DomainError otherwise."""
    if council_id is None:
        return None
    council = Council.objects.filter(pk=council_id).first()
    if council is None:
        raise DomainError(_("Rådet findes ikke."), field="council_id")
    if start_date is not None:
        if start_date < council.valid_from:
            raise DomainError(
                _(
                    "%(council)s begynder først den %(day)s. Vælg det råd, der fandtes på projektets startdato."
                )
                % {"council": council.name, "day": date_format(council.valid_from, "SHORT_DATE_FORMAT")},
                field="council_id",
            )
        if council.valid_to is not None and start_date > council.valid_to:
            raise DomainError(
                _("%(council)s ophørte den %(day)s. Vælg det råd, der findes på projektets startdato.")
                % {"council": council.name, "day": date_format(council.valid_to, "SHORT_DATE_FORMAT")},
                field="council_id",
            )
    return council


def _check_coordinator(coordinator_id: int, council: Council | None, *, on: date) -> None:
    if council is None:
        raise DomainError(_("Vælg rådet, før du vælger koordinator."), field="coordinator_id")
    held = Membership.objects.filter(
        user=coordinator_id,
        user__is_active=True,
        role=Role.COORDINATOR,
        organisation__office=council.office_id,
        valid_from__lte=on,
    )
    if not held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).exists():
        raise DomainError(
            _("Koordinatoren skal være VEU-koordinator i det kontor, der betjener %(council)s.")
            % {"council": council.name},
            field="coordinator_id",
        )


def _record(
    *,
    by: Actor,
    at: datetime,
    action: str,
    project_id: int,
    details: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=project_id,
        project_id=project_id,
        details=details,
    )
