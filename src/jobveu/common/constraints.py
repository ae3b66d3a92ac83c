"""Constraints, and parts of them, that many models have alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, Value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def period(first: str = "valid_from", last: str = "valid_to") -> Func:
    """The days from `first` to `last`, both included, as a range; without end where `last` is null."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


def known_choice(
    field: str, enum: type[models.Choices], *, name: str, message: StrOrPromise, blank: bool = False
) -> CheckConstraint:
    """The database takes only the values of `enum` in `field`; with `blank` the empty text too."""
    values = ["", *enum.values] if blank else enum.values
    return CheckConstraint(
        condition=Q(**{f"{field}__in": values}), name=name, violation_error_message=message
    )


def not_before(field: str, first: str, *, name: str, message: StrOrPromise) -> CheckConstraint:
    """The date in `field`, where there is one, is that in `first` or later; unknown dates pass."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": models.F(first)}),
        name=name,
        violation_error_message=message,
    )
