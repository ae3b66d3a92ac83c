"""How the history of a table is kept: said by each model, carried out by the database (history_triggers).

A model is tracked unless it says otherwise: every change to its rows, whoever makes it and by whatever means,
becomes a row of `common.models.Change`. `history = History(parent="project")` in a model says on whose page its
changes are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from jobveu.common.transaction_settings import transaction_settings

SEALED = "***"
"""Stands in the history for a value that is not repeated there: only that there was one, and that it changed."""


@dataclass(frozen=True, slots=True)
class History:
    """How a tracked table's changes are kept. All names are names of fields of the model.

    `parent`: the foreign key to the record on whose page the changes are read besides the record's own.
    `person`: whose rows these are: "id" for the persons' own table, a foreign key to it, or a foreign key to a
    model that has one itself. `sealed`: fields whose values stay out. `ignored`: fields that no one changes on
    purpose; a change to nothing else is none.
    """

    parent: str = ""
    person: str = ""
    sealed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """A record of its own kind, to which rows are added and nothing else is done, but in `erasing()`."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotTracked:
    """A table whose rows are nobody's record, with the reason."""

    reason: str


Keeping = History | AppendOnly | NotTracked

OTHERS: Mapping[str, Keeping] = {
    "sessions.session": NotTracked("Who is logged in just now; whoever knows a row is logged in with it."),
    "contenttypes.contenttype": NotTracked("Django's list of the models there are."),
    "auth.permission": NotTracked("Django's own, not used: what a user may do follows from memberships."),
    "auth.group": NotTracked("Django's own, not used."),
    "account.emailaddress": NotTracked("Kept empty: a user's address is the user's own."),
    "account.emailconfirmation": NotTracked("One-time tokens of a procedure that is not used."),
    "mfa.authenticator": History(parent="user", sealed=("data",), ignored=("last_used_at",)),
}
"""How the tables of libraries are kept, by label."""


def keeping_of(model: type[models.Model]) -> Keeping:
    """How the history of the model's table is kept."""
    label = model._meta.label_lower
    if label in OTHERS:
        return OTHERS[label]
    declared = model.__dict__.get("history", History())
    if not isinstance(declared, (History, AppendOnly, NotTracked)):
        raise TypeError(f"{label}.history must be a History, AppendOnly or NotTracked.")
    return declared


def tracked() -> dict[str, type[models.Model]]:
    """The models whose changes are recorded, by the name of their room in the history ("projects.need")."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if model._meta.managed and isinstance(keeping_of(model), History)
    }


@contextmanager
def changes_by(*, user_id: int | None, user_name: str, origin: str) -> Iterator[None]:
    """What is changed in the block, in any transaction of this thread, is this user's change.

    `origin` says what the change came through ("site"). Changes made outside such a block are recorded with
    the database account and the program that made them.
    """
    with transaction_settings(
        {
            "jobveu.user_id": "" if user_id is None else str(user_id),
            "jobveu.user_name": user_name,
            "jobveu.origin": origin,
        }
    ):
        yield


@contextmanager
def erasing() -> Iterator[None]:
    """The block may delete from the history, the audit record and the record of looks: only for what has
    reached the end of the time it may be kept, or must go on a person's demand."""
    with transaction_settings({"jobveu.erasing": "on"}):
        yield
