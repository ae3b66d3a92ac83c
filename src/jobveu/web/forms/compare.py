"""Two people have edited the same record: what of it meets, and what has to be looked at.

A page that edits carries, beside the version, a mark of what each field held when it was opened. So a field
that this user has left alone can take over what the other one saved; only where both have written is there
something to compare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from jobveu.common.errors import StaleEdit
from jobveu.web.forms.base import Text
from jobveu.web.forms.fields import YesNoField
from jobveu.web.forms.picker import PickerField, as_list


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both have written in. Values are written out for people."""

    label: str
    target: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else has saved the record in the meantime: who (may be ""), when, where the two have written
    different things, and the labels of the fields that now hold what the other one saved."""

    by: str
    at: datetime | None
    differences: tuple[Difference, ...]
    taken_over: tuple[str, ...]


def marks_of_initial(form: forms.BaseForm) -> str:
    """Marks of what a form opens with, to be carried by the page."""
    fields = form.visible_fields()
    return json.dumps({field.name: _mark(field.field.prepare_value(field.initial)) for field in fields})


def reconcile(form: forms.BaseForm, stale: StaleEdit, marks: str) -> tuple[Conflict, QueryDict, str]:
    """Puts a valid form and what was saved in the meantime together: the conflict to show, the data that the
    form is to show (the user's own, and the saved value where the user changed nothing), and new marks."""
    opened, now = _read_marks(marks), {}
    data = form.data.copy()
    found, taken_over = [], []
    for field in form.visible_fields():
        name = field.name
        if name not in stale.current or name not in form.cleaned_data:
            continue
        saved = field.field.prepare_value(stale.current[name])
        theirs = written_out(field, stale.current[name])
        mine = written_out(field, form.cleaned_data[name])
        opened_with, now[name] = opened.get(name), _mark(saved)
        # A field that the page did not have yet (somebody who has joined since, say) has been left alone too.
        untouched = opened_with == _mark(field.data) or (bool(opened) and name not in opened)
        if theirs == mine or opened_with == _mark(saved):
            continue
        if untouched:
            _put(data, field.html_name, saved)
            taken_over.append(str(field.label))
        else:
            target = getattr(field, "focus_id", field.auto_id)
            found.append(Difference(str(field.label), target, theirs or _("(tomt)"), mine or _("(tomt)")))
    conflict = Conflict(stale.changed_by, stale.changed_at, tuple(found), tuple(taken_over))
    return conflict, data, json.dumps(opened | now)


def written_out(field: BoundField, value: Any) -> str:
    """A field's value in words: labels of choices, Danish dates, Ja and Nej; "" for nothing."""
    if isinstance(field.field, PickerField):
        return ", ".join(choice.label for choice in field.field.lookup(as_list(value)))
    if isinstance(field.field, forms.ChoiceField) and not isinstance(field.field, YesNoField):
        keys = {str(item.value if isinstance(item, Enum) else item) for item in as_list(value)}
        return ", ".join(label for key, label in _options(field.field) if str(key) in keys)
    return _plain(field, value)


def _options(field: forms.ChoiceField) -> list[tuple[Any, str]]:
    # Whatever a field is given, it is read as pairs; a label may be a group's pairs instead.
    pairs = cast("Iterable[tuple[Any, Text | Iterable[tuple[Any, Text]]]]", field.choices)
    return [(key, str(label)) for key, label in flatten_choices(pairs)]


def _plain(field: BoundField, value: Any) -> str:
    match value:
        case None | "" | () | []:
            return ""
        case bool():
            return _("Ja") if value else _("Nej")
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            return formats.date_format(moment, "SHORT_DATETIME_FORMAT")
        case date() | Decimal() | int():
            return str(field.field.prepare_value(value))
        case list() | tuple() | set() | frozenset():
            return ", ".join(str(item) for item in value)
        case _:
            return str(value).replace("\r\n", "\n").strip()


def _mark(value: Any) -> str:
    """Tells whether a field holds what it held; `value` as the field shows or submits it."""
    if isinstance(value, (list, tuple, set, frozenset)):
        text = "\n".join(sorted(str(item) for item in value))
    elif value is None or value is False:
        text = ""
    else:
        text = str(value).replace("\r\n", "\n").strip()
    return sha256(text.encode()).hexdigest()[:12]


def _read_marks(text: str) -> dict[str, str]:
    """The marks a page carried; none, when they have been tampered with: then everything is compared."""
    try:
        marks = json.loads(text or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _put(data: QueryDict, name: str, value: Any) -> None:
    """Makes `data` what a browser would send of a field that holds `value`."""
    if value is None or value is False:
        data.pop(name, None)
    elif isinstance(value, (list, tuple, set, frozenset)):
        data.setlist(name, [str(item) for item in value])
    else:
        data[name] = "on" if value is True else str(value)
