"""What a list is narrowed by: a form whose values live in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jobveu.web.forms.base import Form
from jobveu.web.forms.compare import written_out
from jobveu.web.forms.fields import ChoiceField
from jobveu.web.forms.picker import PickerField

PAGE, SIZE, SORT, FORMAT = "side", "vis", "sorter", "format"
"""What the list itself keeps in the address; no filter may be called so."""


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter that narrows the list now; `href` shows the list without it."""

    label: str
    value: str
    href: str


class FilterForm(Form):
    """Filters of a list. No field is required; those named in `folded` lie under "Flere filtre".

    A value that cannot be used is shown with its message, and the list without that filter.
    """

    is_filter = True
    folded: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in {PAGE, SIZE, SORT, FORMAT} or isinstance(field, PickerField):
                raise ImproperlyConfigured(f"{type(self).__name__}.{name} cannot be a filter.")
            field.required = False
            if isinstance(field, ChoiceField) and field.empty_label is not None:
                field.empty_label = _("Alle")
                field.choices = field.choices

    @property
    def criteria(self) -> Mapping[str, Any]:
        """The filters that are set and can be used, cleaned, by field name."""
        self.full_clean_once()
        return MappingProxyType(
            {name: value for name, value in self.cleaned_data.items() if value not in (None, "", (), False)}
        )

    def full_clean_once(self) -> None:
        self.errors  # noqa: B018  reading it is how Django checks a form

    @property
    def shown_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """Whether a folded field is in use or has an error, so that it has to be seen."""
        return any(name in self.criteria or name in self.errors for name in self.folded)

    def query(self) -> QueryDict:
        """The address's query for the filters that are set and can be used, as they were written."""
        query = QueryDict(mutable=True)
        for name in self.criteria:
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data[name]]
            query.setlist(name, [value for value in values if value])
        return query

    def active(self, rest: QueryDict) -> list[ActiveFilter]:
        """One for each value that narrows the list. `rest` is the whole query that links keep."""
        found = []
        for name, value in self.criteria.items():
            field = self[name]
            if field.is_hidden:
                continue
            raw = rest.getlist(name)
            parts = value if isinstance(value, tuple) and len(raw) == len(value) else [value]
            for at, part in enumerate(parts):
                query = rest.copy()
                query.setlist(name, raw[:at] + raw[at + 1 :] if len(parts) > 1 else [])
                found.append(
                    ActiveFilter(str(field.label), written_out(field, part), f"?{query.urlencode()}")
                )
        return found
