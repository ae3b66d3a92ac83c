"""Needs: stated, corrected, closed, opened again; tied to the projects that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import AffiliationKind, OrganisationKind
from jobveu.actors.models import Affiliation, Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects import rules
from jobveu.projects.changes import change_project
from jobveu.projects.models import Need, Project, ProjectNeed
from jobveu.projects.operations.parties import ensure_parties

ROOM = "projects.need"


def record_need(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    stated_by_id: int,
    occupation: str,
    head_count: int,
    competences: str,
    municipality_id: int,
    needed_by: date,
    stated_on: date | None = None,
) -> Need:
    """Records the need of a workplace, told by itself (`stated_by_id` is the same) or by another for it.

    `stated_on` is today unless told. Raises DomainError when the one may not speak for the other
    (rules.teller_problem), and for dates out of order.
    """
    today = timezone.localdate(at)
    stated_on = stated_on or today
    organisation, teller = _organisations(organisation_id, stated_by_id)
    problem = rules.teller_problem(
        organisation_kind=OrganisationKind(organisation.kind),
        teller_kind=OrganisationKind(teller.kind),
        same=organisation.pk == teller.pk,
        is_member=_is_member(organisation=organisation, association=teller, on=stated_on),
    )
    if problem is not None:
        raise DomainError(problem, field="organisation_id")
    _check(
        occupation=occupation,
        head_count=head_count,
        competences=competences,
        stated_on=stated_on,
        needed_by=needed_by,
        today=today,
    )
    with transaction.atomic():
        need = Need.objects.create(
            organisation=organisation,
            stated_by=teller,
            occupation=occupation.strip(),
            head_count=head_count,
            competences=competences.strip(),
            municipality_id=municipality_id,
            needed_by=needed_by,
            stated_on=stated_on,
        )
        audit.record(
            by=by,
            at=at,
            action="need.recorded",
            room=ROOM,
            record_id=need.pk,
            details={"organisation": organisation.pk, "stated_by": teller.pk, "head_count": head_count},
        )
    return need


def edit_need(
    *,
    by: Actor,
    at: datetime,
    need_id: int,
    version: int,
    occupation: str,
    head_count: int,
    competences: str,
    municipality_id: int,
    needed_by: date,
    stated_on: date,
) -> Need:
    """Corrects a need; whose it is and who told of it stay. Raises StaleEdit when somebody else has
    changed it since `version`."""
    _check(
        occupation=occupation,
        head_count=head_count,
        competences=competences,
        stated_on=stated_on,
        needed_by=needed_by,
        today=timezone.localdate(at),
    )
    changes = {
        "occupation": occupation.strip(),
        "head_count": head_count,
        "competences": competences.strip(),
        "municipality_id": municipality_id,
        "needed_by": needed_by,
        "stated_on": stated_on,
    }
    return _update(by=by, at=at, need_id=need_id, version=version, changes=changes, action="need.edited")


def close_need(*, by: Actor, at: datetime, need_id: int, version: int, reason: str) -> Need:
    """Closes a need that is met, or no longer there. It stays tied to its projects."""
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor behovet er lukket."), field="reason")
    _require(need_id, is_open=True)
    changes = {"closed_on": timezone.localdate(at), "closed_reason": reason.strip()}
    return _update(by=by, at=at, need_id=need_id, version=version, changes=changes, action="need.closed")


def reopen_need(*, by: Actor, at: datetime, need_id: int, version: int) -> Need:
    """Opens a closed need again; the audit record keeps why it had been closed."""
    earlier = _require(need_id, is_open=False)
    return _update(
        by=by,
        at=at,
        need_id=need_id,
        version=version,
        changes={"closed_on": None, "closed_reason": ""},
        action="need.reopened",
        details={"was_closed_because": earlier.closed_reason},
    )


def _update(
    *,
    by: Actor,
    at: datetime,
    need_id: int,
    version: int,
    changes: Mapping[str, Any],
    action: str,
    details: Mapping[str, object] | None = None,
) -> Need:
    with transaction.atomic():
        need = update_versioned(
            rows=Need.objects.all(), pk=need_id, version=version, changes=changes, room=ROOM
        )
        audit.record(
            by=by,
            at=at,
            action=action,
            room=ROOM,
            record_id=need_id,
            details=details or {"changed": sorted(changes)},
        )
    return need


def _require(need_id: int, *, is_open: bool) -> Need:
    need = Need.objects.filter(pk=need_id).first()
    if need is None:
        raise DomainError(_("Behovet findes ikke længere."))
    if (need.closed_on is None) is not is_open:
        raise DomainError(_("Behovet er allerede lukket.") if is_open else _("Behovet er allerede åbent."))
    return need


def _organisations(organisation_id: int, stated_by_id: int) -> tuple[Organisation, Organisation]:
    found = Organisation.objects.in_bulk([organisation_id, stated_by_id])
    if organisation_id not in found:
        raise DomainError(_("Organisationen findes ikke længere."), field="organisation_id")
    if stated_by_id not in found:
        raise DomainError(_("Organisationen findes ikke længere."), field="stated_by_id")
    return found[organisation_id], found[stated_by_id]


def _is_member(*, organisation: Organisation, association: Organisation, on: date) -> bool:
    return (
        Affiliation.objects.filter(
            kind=AffiliationKind.ASSOCIATION_MEMBER, member=organisation, body=association, valid_from__lte=on
        )
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .exists()
    )


def _check(
    *, occupation: str, head_count: int, competences: str, stated_on: date, needed_by: date, today: date
) -> None:
    if not occupation.strip():
        raise DomainError(_("Skriv, hvilken stilling eller hvilket fag det gælder."), field="occupation")
    if not competences.strip():
        raise DomainError(_("Skriv, hvilke kompetencer der er brug for."), field="competences")
    if head_count < 1:
        raise DomainError(_("Antallet af medarbejdere skal være mindst 1."), field="head_count")
    if stated_on > today:
        raise DomainError(_("Behovet kan ikke være oplyst i fremtiden."), field="stated_on")
    if needed_by < stated_on:
        raise DomainError(
            _("Der kan ikke være brug for medarbejderne før den dag, behovet blev oplyst."), field="needed_by"
        )


def tie_need(*, by: Actor, at: datetime, project_id: int, need_id: int) -> None:
    """Lets the project answer the need; the workplace, and who told of its need, become parties.

    Raises DomainError for a closed need and for one that is tied already.
    """
    with change_project(project_id) as project:
        _tie(by=by, at=at, project=project, need_id=need_id, first_dialogue=False)


def untie_need(*, by: Actor, at: datetime, project_id: int, need_id: int) -> None:
    """The project no longer answers the need. Its parties stay parties."""
    with change_project(project_id):
        removed, _by_model = ProjectNeed.objects.filter(project=project_id, need=need_id).delete()
        if not removed:
            raise DomainError(_("Behovet er ikke længere knyttet til projektet."))
        audit.record(by=by, at=at, action="need.untied", room=ROOM, record_id=need_id, project_id=project_id)


def tie_first_needs(*, by: Actor, at: datetime, project: Project, need_ids: Iterable[int]) -> None:
    """Ties the needs that a project is created from; within an open change of the project."""
    for need_id in dict.fromkeys(need_ids):
        _tie(by=by, at=at, project=project, need_id=need_id, first_dialogue=True)


def _tie(*, by: Actor, at: datetime, project: Project, need_id: int, first_dialogue: bool) -> None:
    need = Need.objects.select_for_update().filter(pk=need_id).first()
    if need is None:
        raise DomainError(_("Behovet findes ikke længere."), field="need_id")
    if need.closed_on is not None:
        raise DomainError(
            _("Behovet er lukket. Genåbn det, før du knytter det til et projekt."), field="need_id"
        )
    if ProjectNeed.objects.filter(project=project, need=need).exists():
        raise DomainError(_("Behovet er allerede knyttet til projektet."), field="need_id")
    ProjectNeed.objects.create(project=project, need=need)
    audit.record(by=by, at=at, action="need.tied", room=ROOM, record_id=need.pk, project_id=project.pk)
    ensure_parties(
        by=by,
        at=at,
        project=project,
        organisation_ids=(need.organisation_id, need.stated_by_id),
        first_dialogue=first_dialogue,
    )
