"""What points to a record, read from the models themselves, so that no relation is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.expressions import BaseExpression

Model = type[models.Model]
Rule = UniqueConstraint | ExclusionConstraint
"""By which two rows may not be alike, or not alike at one time."""
_LOOKUPS = {"=": "exact", "&&": "overlap"}


@cache
def pointing_to(model: Model) -> tuple[models.ForeignKey[Any, Any], ...]:
    """Every foreign key to the model, in one fixed order: in that order rows are locked."""
    relations: list[Any] = [
        relation.field
        for relation in _fields(model)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    return tuple(sorted(relations, key=lambda field: (field.model._meta.label_lower, field.name)))


def uniques(field: models.ForeignKey[Any, Any]) -> Iterator[Rule]:
    """The rules by which two rows may not both have one value in this column, besides their other columns."""
    if field.unique:
        yield UniqueConstraint(fields=[field.name], name=f"{field.model._meta.label_lower}.{field.name}")
    for constraint in field.model._meta.constraints:
        if isinstance(constraint, Rule) and field.name in _columns(constraint):
            yield constraint


def checks(field: models.ForeignKey[Any, Any]) -> Iterator[str]:
    """The names of the CHECK constraints that compare this column with more than nothing."""
    for constraint in field.model._meta.constraints:
        if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
            for path, value in _lookups(constraint.condition):
                names = {path.split("__")[0]} | ({value.name} if isinstance(value, F) else set())
                if field.name in names and not path.endswith("__isnull"):
                    yield str(constraint.name)


def twins_of(
    row: models.Model, field: models.ForeignKey[Any, Any], constraint: Rule, to: int
) -> list[models.Model]:
    """The rows that stand in the way of this one pointing to `to`: one at most, or with a rule about times those of
    the times that it overlaps, the earliest first."""
    rows = type(row)._base_manager.all()
    itself = rows.filter(pk=row.pk)
    if constraint.condition is not None:
        if not itself.filter(constraint.condition).exists():
            return []
        rows = rows.filter(constraint.condition)
    for name in _plain_columns(constraint):
        rows = rows.filter(**{name: to if name == field.name else getattr(row, _attname(row, name))})
    order = []
    for number, (expression, lookup) in enumerate(_expressions(constraint)):
        value = itself.annotate(**{f"x{number}": expression}).values_list(f"x{number}", flat=True).get()
        rows = rows.annotate(**{f"x{number}": expression}).filter(**{f"x{number}__{lookup}": value})
        order.append(f"x{number}")
    return list(rows.exclude(pk=row.pk).order_by(*order, "pk"))


def _fields(model: Model) -> list[Any]:
    return list(model._meta.get_fields(include_hidden=True))


def _attname(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return str(field.attname)


def _parts(constraint: Rule) -> list[tuple[Any, str]]:
    """What the rule compares, each with the lookup by which two rows are alike in it."""
    if isinstance(constraint, UniqueConstraint):
        return [(F(name), "exact") for name in constraint.fields] + [
            (expression, "exact") for expression in constraint.expressions
        ]
    return [
        (F(part) if isinstance(part, str) else part, _LOOKUPS[operator])
        for part, operator in constraint.expressions
    ]


def _plain_columns(constraint: Rule) -> list[str]:
    return [part.name for part, _lookup in _parts(constraint) if isinstance(part, F)]


def _expressions(constraint: Rule) -> list[tuple[BaseExpression, str]]:
    return [(part, lookup) for part, lookup in _parts(constraint) if not isinstance(part, F)]


def _columns(constraint: Rule) -> set[str]:
    inner = {
        part.name
        for expression, _lookup in _expressions(constraint)
        for part in expression.flatten()
        if isinstance(part, F)
    }
    return {*_plain_columns(constraint), *inner}


def _lookups(condition: Q) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _lookups(child)
        elif isinstance(child, tuple):
            yield child
