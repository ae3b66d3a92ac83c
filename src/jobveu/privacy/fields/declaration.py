"""What is said of a table's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobveu.privacy.enums import DataKind, Fate


@dataclass(frozen=True, slots=True)
class Personal:
    """A field with personal data: whose rule it falls under, and what becomes of it then."""

    kind: DataKind
    fate: Fate


@dataclass(frozen=True, slots=True)
class Declared:
    """`personal` by field name; `plain`: the names of those that hold no personal data."""

    model: str
    personal: Mapping[str, Personal] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.personal) | self.plain


def table(model: str, *, plain: str = "", **personal: str) -> Declared:
    """A table's fields, given as names with blanks between them: `plain` ones, and for each kind and fate
    (`person_erased="name phone"`) the ones that share them."""
    found: dict[str, Personal] = {}
    for key, names in personal.items():
        kind, _underscore, fate = key.rpartition("_")
        for name in names.split():
            found[name] = Personal(DataKind(kind), Fate[fate.upper()])
    return Declared(model, found, frozenset(plain.split()))
