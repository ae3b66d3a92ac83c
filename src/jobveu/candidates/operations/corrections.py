"""Correcting what was recorded wrongly of a candidate: a text, or a record that should not be there at all.

Each with the reason, which the audit record keeps. What a removed record said goes from the history too: it may have
been about somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, Q
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.guards import change_candidacy, check_text
from jobveu.candidates.models import (
    Activity,
    FollowUp,
    Outcome,
    Presentation,
    Screening,
    ScreeningAnswer,
    Statement,
)
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.common.history import erasing
from jobveu.common.models import Change


@dataclass(frozen=True, slots=True)
class Correctable:
    """A kind of record: its table, its name in the audit record, its text field, if it has one that may be
    corrected, whether there must be a text, and whether a record of the kind may be removed."""

    model: type[Model]
    name: str
    text: str = ""
    required: bool = False
    removable: bool = False


CORRECTABLE: Mapping[str, Correctable] = {
    "screening": Correctable(Screening, "screening", text="reason", required=True),
    "svar": Correctable(ScreeningAnswer, "screening_answer", text="note"),
    "aktivitet": Correctable(Activity, "activity", text="note", removable=True),
    "tilkendegivelse": Correctable(Statement, "statement", text="note", removable=True),
    "praesentation": Correctable(Presentation, "presentation", text="note"),
    "opfoelgning": Correctable(FollowUp, "follow_up", text="note", required=True, removable=True),
    "resultat": Correctable(Outcome, "outcome", removable=True),
}
"""By the word that stands for the kind in addresses."""


def text_of(*, what: str, record_id: int, candidacy_id: int) -> str | None:
    """The record's text; None when the candidate has no such record. One SQL statement."""
    kind = CORRECTABLE[what]
    row = kind.model._default_manager.filter(pk=record_id, candidacy=candidacy_id).first()
    return None if row is None else str(getattr(row, kind.text)) if kind.text else ""


def correct_text(
    *,
    by: Actor,
    at: datetime,
    what: str,
    candidacy_id: int,
    record_id: int,
    text: str,
    reason: str,
    version: int | None = None,
) -> None:
    """Replaces the text of a record; `version` stands for the text that was shown (`version_of`, as "text"). Raises
    StaleEdit where it says something else now; DomainError without a reason, without a text where there must be one,
    and for one with a CPR number; PermissionDenied for all but the candidate's caseworkers."""
    kind = CORRECTABLE[what]
    text = check_text(text, field="text")
    if kind.required and not text:
        raise DomainError(_("Teksten må ikke være tom."), field="text")
    reason = _reason(reason)
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        before = text_of(what=what, record_id=record_id, candidacy_id=candidacy_id)
        if before is None:
            raise DomainError(_("Det, du retter i, er blevet fjernet af en anden i mellemtiden."))
        check_shown(
            version=version,
            shown={"text": before},
            told_by=Q(room=f"candidates.{kind.name}", record_id=record_id),
        )
        counted = {"version": F("version") + 1} if hasattr(kind.model, "version") else {}
        _of(kind, candidacy_id, record_id).update(**{kind.text: text}, **counted)
        _record(by, at, f"{kind.name}.corrected", kind, record_id, candidacy.project_id, candidacy_id, reason)


def remove_record(
    *, by: Actor, at: datetime, what: str, candidacy_id: int, record_id: int, reason: str
) -> None:
    """Removes a record that should not be there, and what the history holds of it. Removing it again does nothing.
    Raises as correct_text does."""
    kind = CORRECTABLE[what]
    if not kind.removable:
        raise DomainError(_("Det kan ikke fjernes, kun rettes."))
    reason = _reason(reason)
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        removed, _by_model = _of(kind, candidacy_id, record_id).delete()
        if not removed:
            return
        with erasing():
            Change.objects.filter(room=kind.model._meta.label_lower, record_id=record_id).delete()
        _record(by, at, f"{kind.name}.removed", kind, record_id, candidacy.project_id, candidacy_id, reason)


def _of(kind: Correctable, candidacy_id: int, record_id: int) -> Any:
    return kind.model._default_manager.filter(pk=record_id, candidacy=candidacy_id)


def _reason(text: str) -> str:
    text = check_text(text, field="reason")
    if not text:
        raise DomainError(_("Skriv, hvorfor det rettes."), field="reason")
    return text


def _record(
    by: Actor,
    at: datetime,
    action: str,
    kind: Correctable,
    record_id: int,
    project_id: int,
    candidacy_id: int,
    reason: str,
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=f"candidates.{kind.name}",
        record_id=record_id,
        project_id=project_id,
        details={"candidacy": candidacy_id, "reason": reason},
    )
