"""Moves everything that points to one record over to another, and keeps a journal by which it is undone.

Knows no table by name: what points to what is in the models (graph), what happens where two rows cannot both
be is in rules. The journal is plain JSON, in the order in which things were done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jobveu.common.errors import DomainError, constraint_error
from jobveu.journeys.merging.graph import pointing_to, twins_of, uniques
from jobveu.journeys.merging.rules import COLLISIONS, NOT_TO_ITSELF, Collision, Way

MOVED, DELETED, SET = "moved", "deleted", "set"
_WALLED = frozenset(table for config in apps.get_app_configs() for table in getattr(config, "walled", ()))
"""What tells of persons is never moved: who may see whom does not change by a merge."""


@dataclass
class Journal:
    """What was done, for undoing it; `counts` and `words` tell it to people."""

    today: date
    steps: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[type[models.Model]] = field(default_factory=Counter)
    words: list[str | Promise] = field(default_factory=list)

    def move(self, column: models.ForeignKey[Any, Any], pks: list[int], *, gone: int, kept: int) -> None:
        model = column.model
        model._base_manager.filter(pk__in=pks).update(**{column.attname: kept})
        self.steps.append(
            {
                "do": MOVED,
                "model": _label(model),
                "column": column.attname,
                "from": gone,
                "to": kept,
                "pks": pks,
            }
        )
        self.counts[model] += len(pks)

    def delete(self, row: models.Model) -> None:
        values = {column.attname: plain(getattr(row, column.attname)) for column in stored(type(row))}
        self.steps.append({"do": DELETED, "model": _label(type(row)), "pk": row.pk, "row": values})
        table = connection.ops.quote_name(row._meta.db_table)
        key = connection.ops.quote_name(row._meta.pk.column)
        with connection.cursor() as cursor:
            # Not row.delete(): that would take along whatever the models let go with it.
            cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [row.pk])  # noqa: S608

    def set(self, row: models.Model, changes: Mapping[str, Any]) -> None:
        """`changes` by column attname; a row that has a version gets the next one."""
        changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
        if not changed:
            return
        self.steps.append(
            {
                "do": SET,
                "model": _label(type(row)),
                "pk": row.pk,
                "before": {name: plain(getattr(row, name)) for name in changed},
                "after": {name: plain(value) for name, value in changed.items()},
            }
        )
        write(type(row), row.pk, changed)

    def say(self, words: str | Promise) -> None:
        if words not in self.words:
            self.words.append(words)


def absorb(*, kept: models.Model, gone: models.Model, journal: Journal) -> None:
    """Lets everything that points to `gone` point to `kept`, and deletes `gone`. Both are rows of one model,
    and locked. Raises DomainError with what stands in the way."""
    model = type(kept)
    for first, second, words in NOT_TO_ITSELF.values():
        _remove_rows_between(model, first, second, {kept.pk, gone.pk}, words, journal)
    for column in pointing_to(model):
        if column.model._meta.db_table in _WALLED:
            continue  # operations.merge has made sure that there are none
        rows = column.model._base_manager.filter(**{column.attname: gone.pk}).order_by("pk")
        # Locked in one order by everybody who merges.
        found = list(rows.select_for_update(of=("self",)))
        if not found:
            continue
        left = [row.pk for row in found if not _collides(row, column, kept.pk, journal)]
        if left:
            journal.move(column, left, gone=gone.pk, kept=kept.pk)
    journal.delete(gone)


def _collides(row: models.Model, column: models.ForeignKey[Any, Any], to: int, journal: Journal) -> bool:
    """Whether the row has become one with another instead of being moved."""
    for constraint in uniques(column):
        twins = twins_of(row, column, constraint, to)
        if not twins:
            continue
        rule = COLLISIONS[str(constraint.name)]
        if rule.way is Way.REFUSE:
            raise DomainError(str(rule.words))
        journal.say(rule.words)
        if rule.way is Way.END:
            journal.set(row, {rule.ends: max(journal.today, getattr(row, rule.begins))})
            return False
        # Where it fills the gaps between several, they have become one with it.
        for other in twins[1:]:
            _fold(twins[0], other, rule, journal)
        _fold(twins[0], row, rule, journal)
        return True
    return False


def _fold(kept: models.Model, gone: models.Model, rule: Collision, journal: Journal) -> None:
    if rule.below is not None:
        _end_below(gone, *rule.below, end=getattr(gone, rule.since[0]), journal=journal)
    absorb(kept=kept, gone=gone, journal=journal)
    journal.steps[-1] |= {"into": kept.pk, "since": list(rule.since), "begins": rule.begins}
    changes = {name: choose(kept, gone) for name, choose in rule.of_rows.items()}
    for column in stored(type(kept)):
        name = column.attname
        if column.primary_key or name == "version":
            continue
        mine, other = getattr(kept, name), getattr(gone, name)
        if name in rule.of_rows:
            continue
        if name in rule.values:
            changes[name] = rule.values[name](mine, other)
        elif mine in (None, "") and not isinstance(column, models.ForeignKey):
            changes[name] = other
    kept.refresh_from_db()
    journal.set(kept, changes)
    journal.counts[type(kept)] += 1
    kept.refresh_from_db()
    become = {name: plain(getattr(kept, name)) for name in rule.since}
    for step in journal.steps:
        if step.get("into") == kept.pk and step["model"] == _label(type(kept)):
            step["become"] = become


def _end_below(row: models.Model, name: str, column: str, *, end: date | None, journal: Journal) -> None:
    if end is None:
        return
    below = getattr(row, name).filter(**{f"{column}__gt": end})
    for one in below.order_by("pk").select_for_update(of=("self",)):
        journal.set(one, {column: end})


def _remove_rows_between(
    model: type[models.Model], first: str, second: str, ids: set[int], words: str | Promise, journal: Journal
) -> None:
    for column in pointing_to(model):
        if column.name == first and second in {
            other.name for other in pointing_to(model) if other.model is column.model
        }:
            between = column.model._base_manager.filter(**{f"{first}__in": ids, f"{second}__in": ids})
            for row in between.order_by("pk").select_for_update(of=("self",)):
                journal.say(words)
                journal.delete(row)


@dataclass
class Undone:
    """What came of undoing: `left` counts what somebody has changed since, and which was left as it is now; `gone`
    are rows that were not brought back, since the one they had become is gone or has ended."""

    left: Counter[type[models.Model]] = field(default_factory=Counter)
    gone: set[tuple[type[models.Model], int]] = field(default_factory=set)
    since: dict[tuple[type[models.Model], int], dict[str, Any]] = field(default_factory=dict)
    """Columns that say whether a row still counts, of the rows that others had become, where they were changed since."""


def undo(steps: Iterable[Mapping[str, Any]]) -> Undone:
    """Takes the steps back, the last one first. What has been changed since the merge stays as it was changed.

    Raises DomainError that says what cannot be brought back, and why.
    """
    result, steps = Undone(), list(steps)
    for step in steps:
        if "become" in step:
            _note_since(apps.get_model(step["model"]), step, result)
    for step in reversed(steps):
        model = apps.get_model(step["model"])
        match step["do"]:
            case "moved":
                _move_back(model, step, result)
            case "deleted":
                _bring_back(model, step, result)
            case "set":
                _set_back(model, step, result)
    return result


def _move_back(model: type[models.Model], step: Mapping[str, Any], result: Undone) -> None:
    rows = model._base_manager.filter(pk__in=step["pks"], **{step["column"]: step["to"]})
    target = next(column for column in stored(model) if column.attname == step["column"]).related_model
    if (target, step["from"]) in result.gone:
        result.left[model] += len(step["pks"])
        return
    result.left[model] += len(step["pks"]) - rows.update(**{step["column"]: step["from"]})


def _set_back(model: type[models.Model], step: Mapping[str, Any], result: Undone) -> None:
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=step["pk"]).first()
    if row is None:
        result.left[model] += 1
        return
    before, after = restored(model, step["before"]), restored(model, step["after"])
    untouched = {name: value for name, value in before.items() if getattr(row, name) == after[name]}
    if len(untouched) < len(before):
        result.left[model] += 1
    for name, value in result.since.get((model, row.pk), {}).items():
        if name in before and _sooner(before[name], value) != value:
            untouched[name] = before[name]
    if untouched:
        write(model, row.pk, untouched)


def _bring_back(model: type[models.Model], step: Mapping[str, Any], result: Undone) -> None:
    values = restored(model, step["row"])
    if step.get("into") and not _follow(model, step, values, result):
        result.left[model] += 1
        result.gone.add((model, step["pk"]))
        return
    what = f"{model._meta.verbose_name} nr. {step['pk']}"
    for column in stored(model):
        if isinstance(column, models.ForeignKey) and values[column.attname] is not None:
            target = column.remote_field.model._base_manager.filter(pk=values[column.attname])
            # A later step brings back what this one points to, if it went with the merge.
            if not target.exists():
                raise DomainError(
                    _("Sammenlægningen kan ikke fortrydes: %(what)s hører til noget, der er slettet siden.")
                    % {"what": what}
                )
    try:
        with transaction.atomic():
            # As it was, with the moment it was made: nothing is set anew.
            model(**values).save_base(raw=True, force_insert=True)
    except IntegrityError as error:
        explained = constraint_error(error)
        raise DomainError(
            _("Sammenlægningen kan ikke fortrydes: %(what)s kan ikke bringes tilbage. %(why)s")
            % {"what": what, "why": "" if explained is None else str(explained.message)}
        ) from error


def _note_since(model: type[models.Model], step: Mapping[str, Any], result: Undone) -> None:
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=step["into"]).first()
    become = restored(model, step["become"])
    changed = {} if row is None else {name: getattr(row, name) for name in become}
    result.since[model, step["into"]] = {
        name: value for name, value in changed.items() if value != become[name]
    }


def _sooner(own: Any, since: Any) -> Any:
    """Of a row that had ended already and one that it had become the earlier day."""
    return own if isinstance(own, date) and (since is None or own < since) else since


def _follow(
    model: type[models.Model], step: Mapping[str, Any], values: dict[str, Any], result: Undone
) -> bool:
    """Gives the row that is to be brought back the columns by which the row it had become says whether it still counts.
    False where there is nothing to bring back: that one is gone since, or ended before this one began."""
    become = model._base_manager.select_for_update(of=("self",)).filter(pk=step["into"]).first()
    if become is None:
        return False
    since = result.since.get((model, step["into"]))
    if since is None:
        # A journal from before it was noted what they had become.
        since = {name: getattr(become, name) for name in step["since"]}
    values |= {name: _sooner(values[name], value) for name, value in since.items()}
    result.since[model, step["pk"]] = since  # others may have become this one before
    begun = values[step["begins"]] if step["begins"] else None
    return begun is None or all(values[name] is None or values[name] >= begun for name in step["since"])


def stored(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The model's columns, without those that the database computes."""
    return [column for column in model._meta.concrete_fields if not getattr(column, "generated", False)]


def write(model: type[models.Model], pk: int, changes: Mapping[str, Any]) -> None:
    """Updates one row; one that has a version gets the next, so that an open form notices."""
    more: dict[str, Any] = {}
    if any(column.name == "version" for column in model._meta.concrete_fields):
        more["version"] = models.F("version") + 1
    model._base_manager.filter(pk=pk).update(**changes, **more)


def plain(value: Any) -> Any:
    """A column's value for JSON, nothing of it lost."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, models.Choices):
        return value.value
    if isinstance(value, (bytes, memoryview)):
        raise TypeError("Encrypted columns are never written down anywhere else.")
    return value


def restored(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values from JSON, as the model's columns hold them."""
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in values.items() if name in columns}


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower
