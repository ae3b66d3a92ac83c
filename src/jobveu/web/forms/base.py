"""The class that every form of the site is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import DomainError
from jobveu.web.forms.picker import ChoiceSource, PickerBoundField, PickerField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together, with or without a heading."""

    heading: Text
    hint: Text
    fields: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the error summary; `target` is the id of the control, "" when it is about the form."""

    label: Text
    message: str
    target: str


class Form(forms.Form):
    """A form in the design system's mark-up.

    `fieldsets = [(heading, hint, [field names]), …]` puts fields in groups; without it there is one group,
    and fields that no group names come last. Two things that only the page knows are given when the form
    is made: `choices`, by field name, for fields whose options are rows (`[(id, label), …]`), and
    `pickers`, by field name, where a PickerField searches.
    """

    fieldsets: Sequence[tuple[Text, Text, Sequence[str]]] = ()
    is_filter: ClassVar[bool] = False
    all_optional: ClassVar[bool] = False
    """No field has to be filled in: the page says so once, and not each field."""

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, Iterable[tuple[Any, Any]]] | None = None,
        pickers: Mapping[str, ChoiceSource] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, rows in (choices or {}).items():
            self.fields[name].choices = list(rows)
        for name, source in (pickers or {}).items():
            self.fields[name].source = source
        for field in self.fields.values():
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required_message(field)

    @property
    def groups(self) -> list[Group]:
        """The visible fields, in the order in which they are shown."""
        left = {field.name: field for field in self.visible_fields()}
        groups = [
            Group(heading, hint, tuple(left.pop(name) for name in names if name in left))
            for heading, hint, names in self.fieldsets
        ]
        groups.append(Group("", "", tuple(left.values())))
        return [group for group in groups if group.fields]

    @property
    def picker_fields(self) -> dict[str, PickerBoundField]:
        bound = (self[name] for name, field in self.fields.items() if isinstance(field, PickerField))
        return {field.name: field for field in bound if isinstance(field, PickerBoundField)}

    def leave_unchecked(self) -> None:
        """Lets the form show what was typed without errors: while the user is still filling it in."""
        self._errors = ErrorDict()

    def add_domain_error(self, error: DomainError) -> None:
        """Shows what an operation objected to at the field it names, or above the form."""
        field = error.field if error.field in self.fields else None
        if field is not None and self.fields[field].widget.is_hidden:
            field = None
        self.add_error(field, str(error.message))


def summary_lines(form: forms.BaseForm) -> list[SummaryLine]:
    """What the error summary of any form says, in the order of the fields."""
    lines = [SummaryLine("", str(message), "") for message in form.errors.get(NON_FIELD_ERRORS, [])]
    groups = getattr(form, "groups", None)
    visible = [field for group in groups for field in group.fields] if groups else form.visible_fields()
    for field in visible:
        target = getattr(field, "focus_id", field.auto_id)
        lines += [SummaryLine(field.label, str(message), target) for message in field.errors]
    for field in form.hidden_fields():
        lines += [SummaryLine(field.label, str(message), "") for message in field.errors]
    return lines


def _required_message(field: forms.Field) -> StrPromise:
    if isinstance(field, forms.BooleanField):
        return _("Sæt kryds i feltet for at fortsætte.")
    if isinstance(field, forms.MultipleChoiceField):
        return _("Vælg mindst én mulighed.")
    if isinstance(field, forms.ChoiceField):
        return _("Vælg en mulighed.")
    return _("Feltet skal udfyldes.")
