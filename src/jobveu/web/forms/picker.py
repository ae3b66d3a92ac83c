"""Choosing among tens of thousands: a search, its results, and what has been chosen.

Everything chosen or offered is a check box (a radio button when one is to be chosen) of one name, so that
the form carries its own state: ticked results are kept across searches, and unticking removes. Without
JavaScript the button "Søg" shows the form again with the results; with it the results come as one types.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobveu.common.choices import Choice
from jobveu.web.forms.renderer import DkfdsBoundField

MIN_QUERY_LENGTH = 2


class Search(Protocol):
    def __call__(self, *, query: str, limit: int) -> Sequence[Choice]: ...


class Lookup(Protocol):
    def __call__(self, *, ids: Sequence[int]) -> Sequence[Choice]: ...


@dataclass(frozen=True, slots=True)
class ChoiceSource:
    """Where a picker finds what can be chosen.

    `search` answers a text with at most `limit` choices, best first; `lookup` answers ids with those of
    them that exist and that this user may choose, so it is also what a submitted id is checked against.
    """

    search: Search
    lookup: Lookup


class PickerWidget(forms.Widget):
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else as_list(data.get(name))
        return [value for value in values if value]

    def id_for_label(self, id_: str | None, index: Any = None) -> str:
        return ""


class PickerField(forms.Field):
    """One or several ids, chosen by search. The form is given its `ChoiceSource` by the page (`pickers`).

    The cleaned value is an id or None, or with `multiple=True` a tuple of ids in the order chosen.
    """

    widget = PickerWidget
    default_error_messages = {
        "required": gettext_lazy("Søg, og vælg blandt resultaterne."),
        "unknown": gettext_lazy("Det valgte findes ikke længere. Søg, og vælg igen."),
        "several": gettext_lazy("Vælg kun én."),
        "pending": gettext_lazy("Vælg blandt resultaterne, eller tøm søgefeltet."),
    }

    def __init__(
        self,
        *,
        multiple: bool = False,
        search_label: Any = "",
        limit: int = 10,
        source: ChoiceSource | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.multiple = multiple
        self.search_label = search_label or gettext_lazy("Søg efter navn eller CVR-nummer")
        self.limit = limit
        self.source = source
        self._looked_up: dict[tuple[int, ...], tuple[Choice, ...]] = {}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> PickerBoundField:
        return PickerBoundField(form, self, field_name)

    def __deepcopy__(self, memo: Any) -> PickerField:
        copy: PickerField = super().__deepcopy__(memo)  # type: ignore[misc]  # the stubs leave Field's out
        copy._looked_up = {}
        return copy

    def lookup(self, values: Iterable[Any]) -> tuple[Choice, ...]:
        """The choices of those ids that exist, in the order given; each set of ids is looked up once."""
        ids = tuple(dict.fromkeys(int(value) for value in values if str(value).isdecimal()))[:1000]
        if not ids:
            return ()
        if ids not in self._looked_up:
            found = {choice.id: choice for choice in self._source.lookup(ids=ids)}
            self._looked_up[ids] = tuple(found[id_] for id_ in ids if id_ in found)
        return self._looked_up[ids]

    def search(self, query: str) -> tuple[Choice, ...]:
        """One more than `limit` where there are more, so that the user can be told."""
        return tuple(self._source.search(query=query, limit=self.limit + 1))

    @property
    def _source(self) -> ChoiceSource:
        if self.source is None:
            raise RuntimeError(f"The picker »{self.label}« was not given its source: see FormPage.pickers.")
        return self.source

    def clean(self, value: Any) -> Any:
        values = as_list(value)
        if not values:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return () if self.multiple else None
        found = self.lookup(values)
        if len(found) != len(set(map(str, values))):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if self.multiple:
            return tuple(choice.id for choice in found)
        if len(found) > 1:
            raise ValidationError(self.error_messages["several"], code="several")
        return found[0].id

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(value) for value in as_list(initial)] != [str(value) for value in as_list(data)]


def as_list(value: Any) -> list[Any]:
    """The ids of a picker's value, be it one, several or none."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


class PickerBoundField(DkfdsBoundField):
    """The picker as it is drawn: what is chosen, what was searched for, and what that found."""

    field: PickerField
    autofocus = False
    """Whether the search box takes the focus: set on the page that answers a search without JavaScript."""

    @property
    def kind(self) -> str:
        return "picker"

    @property
    def focus_id(self) -> str:
        return f"{self.auto_id}-q"

    @property
    def query_name(self) -> str:
        return f"{self.html_name}-q"

    @property
    def last_name(self) -> str:
        return f"{self.html_name}-last"

    @property
    def query(self) -> str:
        """Without NUL characters, which no browser sends and PostgreSQL takes in no text."""
        if not self.form.is_bound:
            return ""
        return str(self.form.data.get(self.query_name, "")).replace("\0", "").strip()

    @property
    def is_pending(self) -> bool:
        """Whether the search box holds a text whose results the user has not yet seen."""
        return bool(self.query) and self.query != str(self.form.data.get(self.last_name, "")).strip()

    @property
    def input_type(self) -> str:
        return "checkbox" if self.field.multiple else "radio"

    @cached_property
    def selected(self) -> tuple[Choice, ...]:
        return self.field.lookup(as_list(self.value()))

    @cached_property
    def _found(self) -> tuple[Choice, ...]:
        return self.field.search(self.query) if len(self.query) >= MIN_QUERY_LENGTH else ()

    @property
    def results(self) -> tuple[Choice, ...]:
        chosen = {choice.id for choice in self.selected}
        return tuple(choice for choice in self._found[: self.field.limit] if choice.id not in chosen)

    @property
    def status(self) -> str:
        """What is said of the search, on the page and to screen readers."""
        if not self.query:
            return ""
        if len(self.query) < MIN_QUERY_LENGTH:
            return _("Skriv mindst to tegn.")
        if not self._found:
            return _("Ingen resultater for »%(query)s«.") % {"query": self.query}
        if len(self._found) > self.field.limit:
            return _("Viser de første %(count)d resultater for »%(query)s«. Skriv mere for at få færre.") % {
                "count": self.field.limit,
                "query": self.query,
            }
        return ngettext(
            "%(count)d resultat for »%(query)s«.", "%(count)d resultater for »%(query)s«.", len(self._found)
        ) % {"count": len(self._found), "query": self.query}

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> SafeString:
        return render_to_string("forms/picker.html", {"field": self})

    def as_fragment(self) -> SafeString:
        """The choices alone: what a search with JavaScript is answered with."""
        return render_to_string("forms/picker_choices.html", {"field": self, "as_fragment": True})
