"""What goes wrong in the domain, said so that people can read it.

An operation raises `DomainError` with a lazy, translated message; a form page shows it at the field it
names (jobveu.web.forms.page). Rules that the database holds arrive as `IntegrityError`:
`constraint_error` turns the violation of a named constraint into that constraint's own message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import RestrictedError
from django.db.models.constraints import BaseConstraint
from django.db.models.expressions import BaseExpression
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_POINTS_TO_NOTHING = "23503"
"""PostgreSQL's code for a foreign key whose row is gone."""


class DomainError(Exception):
    """A rule says no. `message` is for the user; `field` is the form field it belongs to, if it is one's."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


@dataclass(eq=False)
class StaleEdit(Exception):
    """Somebody else has saved the record since the form was opened.

    `current` holds the saved values by form field name, `version` the saved version; `changed_by` (a
    person's name, "" when unknown) and `changed_at` tell of the last change.
    """

    current: Mapping[str, Any]
    changed_by: str
    changed_at: datetime | None
    version: int = field(kw_only=True)

    def __str__(self) -> str:
        return f"saved as version {self.version} by {self.changed_by or 'somebody'} at {self.changed_at}"


class AlreadySubmitted(Exception):
    """The form was carried out before, with other content: the page was gone back to and changed.

    `result_url` is where the first submission led.
    """

    def __init__(self, result_url: str) -> None:
        super().__init__(result_url)
        self.result_url = result_url


def constraint_error(error: IntegrityError) -> DomainError | None:
    """The message for people of the constraint that `error` violates, or None when it has none of its own. Where
    what is pointed to has gone meanwhile, it says so.

    The message is attached to the field that `violation_error_code` names, if it names one of the model's
    fields, otherwise to the only field that the constraint is about, otherwise to no field. Where Django itself
    refuses to remove a row that others depend on, it is the message `removal_refused` of the others' model.
    """
    if isinstance(error, RestrictedError):
        messages = (getattr(row, "removal_refused", None) for row in error.restricted_objects)
        refused = next(filter(None, messages), None)
        return DomainError(refused) if refused else None
    diagnosis = getattr(error.__cause__, "diag", None)
    if getattr(diagnosis, "sqlstate", None) == _POINTS_TO_NOTHING:
        return DomainError(
            _(
                "Noget af det, du har valgt, er slettet eller lagt sammen med noget andet imens. Åbn siden igen."
            )
        )
    name = getattr(diagnosis, "constraint_name", None)
    if not name:
        return None
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                message = constraint.violation_error_message
                if message is None or message == constraint.default_violation_error_message:
                    return None
                return DomainError(message, field=_constraint_field(model, constraint))
    return None


def _constraint_field(model: type[models.Model], constraint: BaseConstraint) -> str | None:
    names = {field.name for field in model._meta.get_fields()}
    if constraint.violation_error_code in names:
        return constraint.violation_error_code
    if isinstance(constraint, models.UniqueConstraint):
        about = set(constraint.fields)
        for expression in constraint.expressions:
            parts = expression.flatten() if isinstance(expression, BaseExpression) else [expression]
            about |= {part.name for part in parts if isinstance(part, models.F)}
    elif isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
        about = {path.split("__")[0] for path in constraint.condition.referenced_base_fields}
    else:
        about = set()
    return about.pop() if len(about) == 1 else None
