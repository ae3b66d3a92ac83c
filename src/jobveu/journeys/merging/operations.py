"""Merging two organisations, or two contacts of one organisation, and undoing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.models import Contact, MemberInvitation, Membership, Merge, Organisation
from jobveu.actors.rules import UNDO_WITHIN
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.journeys.merging.engine import Journal, absorb, undo
from jobveu.journeys.merging.graph import pointing_to
from jobveu.projects.changes import project_changed
from jobveu.projects.models import Project

ORGANISATION, CONTACT = "actors.organisation", "actors.contact"
FIELDS: Mapping[str, tuple[str, ...]] = {
    ORGANISATION: ("name", "cvr", "p_number", "municipality", "industry", "size_band", "website", "active"),
    CONTACT: ("name", "job_title", "email", "phone", "user"),
}
"""What is chosen field by field; the rest of the one that goes is not kept."""
MODELS: Mapping[str, type[models.Model]] = {ORGANISATION: Organisation, CONTACT: Contact}
_ALONE = frozenset(
    {"national_agency", "regional_council", "labour_market_office", "national_follow_up_group"}
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: how many rows of each kind would move, in words what becomes of those that cannot
    both be, or (`refusal`) why it cannot be done."""

    moved: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()
    refusal: str = ""


def merge(
    *,
    by: Actor,
    at: datetime,
    room: str,
    kept_id: int,
    gone_id: int,
    from_gone: frozenset[str] = frozenset(),
) -> int:
    """Lets everything that points to `gone` point to `kept`, and deletes `gone`; returns the merge's id.
    `from_gone` names the fields (FIELDS) whose value the kept one takes from it; `room` is ORGANISATION or
    CONTACT.

    Raises DomainError with what stands in the way.
    """
    with transaction.atomic():
        journal, gone = _carry_out(
            by=by, at=at, room=room, kept_id=kept_id, gone_id=gone_id, from_gone=from_gone
        )
        Merge.objects.filter(at__lt=at - UNDO_WITHIN).exclude(journal=[]).update(journal=[])
        made = Merge.objects.create(
            room=room,
            kept_id=kept_id,
            gone_id=gone_id,
            gone_name=gone.name if room == ORGANISATION else "",
            organisation_id=kept_id if room == ORGANISATION else gone.organisation_id,
            by_id=by.user_id,
            by_name=by.name,
            at=at,
            journal=journal.steps,
        )
        audit.record(
            by=by,
            at=at,
            action="organisation.merged" if room == ORGANISATION else "contact.merged",
            room=room,
            record_id=kept_id,
            details={"merged": gone_id, "moved": sum(journal.counts.values()), "fields": sorted(from_gone)},
        )
    return made.pk


def preview(*, by: Actor, at: datetime, room: str, kept_id: int, gone_id: int) -> Preview:
    """What the merge would do: it is carried out and taken back, so that nothing is foretold wrongly."""
    try:
        with transaction.atomic():
            journal, _gone = _carry_out(by=by, at=at, room=room, kept_id=kept_id, gone_id=gone_id)
            transaction.set_rollback(True)
    except DomainError as error:
        return Preview(refusal=str(error.message))
    moved = sorted((str(model._meta.label_lower), count) for model, count in journal.counts.items() if count)
    return Preview(moved=tuple(moved), words=tuple(str(words) for words in journal.words))


def undo_merge(*, by: Actor, at: datetime, merge_id: int) -> int:
    """Takes a merge back: the one that went is there again, with everything that was its own. What has been
    changed since stays as it was changed; returns how many rows that is.

    Raises DomainError that says what stands in the way: too long ago, undone already, merged on, or something
    that cannot be brought back.
    """
    with transaction.atomic():
        found = Merge.objects.select_for_update().filter(pk=merge_id).first()
        if found is None:
            raise DomainError(_("Sammenlægningen findes ikke."))
        if found.undone_at is not None:
            raise DomainError(_("Sammenlægningen er allerede fortrudt."))
        if found.at < at - UNDO_WITHIN:
            raise DomainError(
                _("Sammenlægningen er for gammel til at blive fortrudt. Det kan ske i %(days)d dage.")
                % {"days": UNDO_WITHIN.days}
            )
        if not found.journal:
            raise DomainError(
                _("Sammenlægningen kan ikke fortrydes: En kontaktperson, den gjaldt, er slettet siden.")
            )
        model = MODELS[found.room]
        later = Merge.objects.filter(room=found.room, gone_id=found.kept_id, undone_at__isnull=True).first()
        if later is not None:
            raise DomainError(
                _(
                    "Den, der blev beholdt, er siden selv lagt sammen med en anden. Fortryd den sammenlægning først."
                )
            )
        projects = _projects_in(found.journal)
        with _projects_locked(projects):
            if not _locked(model, [found.kept_id]):
                raise DomainError(_("Den, der blev beholdt, findes ikke længere."))
            result = undo(found.journal)
            _check_now()
        found.undone_at, found.undone_by_name, found.journal = at, by.name, []
        found.save(update_fields=["undone_at", "undone_by_name", "journal"])
        audit.record(
            by=by,
            at=at,
            action="organisation.merge_undone" if found.room == ORGANISATION else "contact.merge_undone",
            room=found.room,
            record_id=found.kept_id,
            details={"merged": found.gone_id},
        )
    return sum(result.left.values())


def _carry_out(
    *,
    by: Actor,
    at: datetime,
    room: str,
    kept_id: int,
    gone_id: int,
    from_gone: frozenset[str] = frozenset(),
) -> tuple[Journal, models.Model]:
    model = MODELS[room]
    if kept_id == gone_id:
        raise DomainError(_("Vælg to forskellige."))
    projects = _projects_pointing_to(model, gone_id)
    with _projects_locked(projects):
        found = _locked(model, [kept_id, gone_id])
        if len(found) < 2:
            raise DomainError(_("Den ene findes ikke længere. Måske er de to allerede lagt sammen."))
        if _projects_pointing_to(model, gone_id) - projects:
            raise DomainError(_("Noget er ændret imens. Prøv igen."))
        kept, gone = found[kept_id], found[gone_id]
        _check(by, room, kept, gone)
        journal = Journal(today=localdate(at))
        absorb(kept=kept, gone=gone, journal=journal)
        columns = {field.name: field.attname for field in model._meta.concrete_fields}
        unknown = from_gone - set(FIELDS[room])
        if unknown:
            raise ValueError(f"{room} has no fields {sorted(unknown)} to choose")
        changes = {columns[name]: getattr(gone, columns[name]) for name in from_gone}
        _check_values(room, kept, changes)
        journal.set(kept, changes)
        _check_now()
    return journal, gone


def _check(by: Actor, room: str, kept: Any, gone: Any) -> None:
    if room == CONTACT:
        if kept.organisation_id != gone.organisation_id:
            raise DomainError(_("De to kontaktpersoner hører ikke til samme organisation."))
        return
    if kept.kind != gone.kind:
        raise DomainError(_("De to er ikke af samme type: Roller og tilknytninger hviler på typen."))
    if kept.kind in _ALONE:
        raise DomainError(_("Myndigheder lægges ikke sammen."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_has_persons(%s)", [gone.pk])
        if cursor.fetchone()[0]:
            raise DomainError(
                _(
                    "Den, der skal væk, har eller har haft med kandidater at gøre. Hvem der må se en persons navn, "
                    "følger organisationen, og det ændres ikke ved en sammenlægning. Behold i stedet den."
                )
            )
    open_invitations = MemberInvitation.objects.filter(
        organisation=gone, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    has_users = Membership.objects.filter(organisation=gone).exists() or open_invitations.exists()
    if has_users and not by.has_role(Role.ADMINISTRATOR):
        raise DomainError(
            _(
                "Den, der skal væk, har brugere, som ville få adgang til alt hos den anden. "
                "Behold i stedet den, eller bed en systemadministrator om at lægge de to sammen."
            )
        )


def _check_values(room: str, kept: Any, changes: Mapping[str, Any]) -> None:
    names = ("name", "cvr", "p_number", "email", "phone")
    values = {name: changes.get(name, getattr(kept, name)) for name in names if hasattr(kept, name)}
    if not values["name"]:
        raise DomainError(_("Skriv organisationens navn."))
    if room == ORGANISATION and values["p_number"] and not values["cvr"]:
        raise DomainError(_("Et P-nummer hører til et CVR-nummer. Vælg også CVR-nummeret."), field="cvr")
    if room == ORGANISATION and kept.kind == "job_centre" and changes.get("municipality_id", 0) is None:
        raise DomainError(_("Vælg den kommune, jobcentret hører til."), field="municipality")
    if room == CONTACT and not (values["email"] or values["phone"]):
        raise DomainError(_("Behold enten en e-mail eller et telefonnummer."), field="email")


def _locked(model: type[models.Model], ids: list[int]) -> dict[int, models.Model]:
    """The rows, locked in the order of their ids: two merges of one pair come one after the other, and whoever
    points to one of them meanwhile waits, and is told that it is gone."""
    rows = model._base_manager.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    return {row.pk: row for row in rows}


def _projects_pointing_to(model: type[models.Model], pk: int) -> set[int]:
    found: set[int] = set()
    for column in pointing_to(model):
        rows = column.model._base_manager.filter(**{column.attname: pk})
        if column.model is Project:
            found |= set(rows.values_list("pk", flat=True))
        elif any(field.name == "project" for field in column.model._meta.concrete_fields):
            found |= set(rows.values_list("project_id", flat=True))
    return found


def _projects_in(journal: list[dict[str, Any]]) -> set[int]:
    """The projects that the rows of the journal belong to, or belonged to."""
    found: set[int] = set()
    for step in journal:
        model = apps.get_model(step["model"])
        pks = step.get("pks") or [step["pk"]]
        if model is Project:
            found |= set(pks)
        elif any(field.name == "project" for field in model._meta.concrete_fields):
            found |= set(model._base_manager.filter(pk__in=pks).values_list("project_id", flat=True))
            if "row" in step:
                found.add(step["row"]["project_id"])
    return found


@contextmanager
def _projects_locked(ids: set[int]) -> Iterator[None]:
    """Locks the projects before anything else, as every change to a project does (projects.changes), and tells
    those who keep something in step with them before the transaction ends."""
    there = list(
        Project.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    yield
    for project_id in there:
        project_changed.send(sender=Project, project_id=project_id)


def _check_now() -> None:
    """Lets the database check now what it would check at the end, where nobody could be told."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
