"""What a page of figures is asked for: drawn from which snapshot, limited to what, cut by what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.insight import labels
from jobveu.insight.counting import SELECTABLE, Counted, Selection
from jobveu.insight.figures import Figure
from jobveu.insight.queries import SnapshotRow, snapshots
from jobveu.insight.sources import Source, source_now, source_of
from jobveu.insight.table import UNKNOWN
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField
from jobveu.web.lists import FilterForm

NOW = "nu"
"""In the address: the register as it is now, not a snapshot."""


class SourceFilters(FilterForm):
    """From which snapshot."""

    snapshot = ChoiceField(label=gettext_lazy("Opgjort"), coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_empty("snapshot", None)

    def label_empty(self, name: str, label: str | None) -> None:
        """What the field's empty option says instead of "Alle"; None takes it away."""
        field = self.fields[name]
        field.empty_label = label
        field.choices = field.choices


class PlaceFilters(SourceFilters):
    """Of which office or council, too."""

    office = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"), coerce=str)
    council = ChoiceField(label=gettext_lazy("Råd"), coerce=str)


class FigureFilters(PlaceFilters):
    by = ChoiceField(label=gettext_lazy("Opdel efter"), coerce=str)
    type = ChoiceField(label=gettext_lazy("Projekttype"), coerce=str)
    industry = ChoiceField(label=gettext_lazy("Branche"), coerce=str)
    target_group = ChoiceField(label=gettext_lazy("Målgruppe"), coerce=str)
    year = ChoiceField(label=gettext_lazy("År"), coerce=str)
    folded = ("type", "industry", "target_group", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_empty("by", _("Intet"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """`asked` is what the address holds, for links that keep it."""

    source: Source
    selection: Selection
    by: str | None
    asked: Mapping[str, str]

    @property
    def place(self) -> str:
        """What the figures are limited to, in words."""
        return self.source.place(self.selection)

    def query(self, **other: str) -> str:
        """The address's query with something in it otherwise; "" takes it away."""
        kept = {key: value for key, value in {**self.asked, **other}.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


class OfFigures(Page):
    """A page that figures are drawn on. The newest snapshot is taken where the address does not say, and the register
    as it is now where there is none."""

    action = Action.VIEW_FIGURES
    filters: ClassVar[type[SourceFilters]] = PlaceFilters
    exact: ClassVar[bool] = False
    """Whether an address with something in it that there is not leads nowhere: a file does not say what it leaves out."""

    def choose(self, figure: Figure | None = None) -> Chosen:
        """Raises Http404 for a snapshot that is not there, or a cut that the figure does not have."""
        self.snapshots = snapshots()
        source = self.source(self.request.GET.get("snapshot", ""))
        self.form = self.filters(data=self._data(source), choices=self.choices(source, figure))
        criteria = dict(self.form.criteria)
        limits = {key: frozenset({criteria[key]}) for key in SELECTABLE if key in criteria}
        if self.exact and self.form.errors:
            raise Http404
        asked = {
            key: str(value)
            for key, value in self.request.GET.dict().items()
            if key in self.form.fields and value and key not in self.form.errors
        }
        return Chosen(source, Selection(limits), criteria.get("by"), asked)

    def source(self, name: str) -> Source:
        if not name and self.snapshots:
            name = self.snapshots[0].name
        found = source_now(at=self.now) if name in ("", NOW) else source_of(name=name)
        if found is None:
            raise Http404
        return found

    def earlier(self, source: Source) -> SnapshotRow | None:
        """The newest snapshot of an earlier quarter, or else the newest that was taken before."""
        own = source.snapshot
        others = [
            row for row in self.snapshots if own is None or (row.day, row.taken_at) < (own.day, own.taken_at)
        ]
        quarter = (source.day.year, (source.day.month - 1) // 3)
        older = [row for row in others if (row.day.year, (row.day.month - 1) // 3) < quarter]
        return next(iter(older or others), None)

    def _data(self, source: Source) -> Mapping[str, str]:
        return {**self.request.GET.dict(), "snapshot": source.name or NOW}

    def choices(self, source: Source, figure: Figure | None) -> Mapping[str, Iterable[tuple[str, str]]]:
        counts = source.counts
        found: dict[str, Sequence[tuple[str, str]]] = {
            "snapshot": [
                *((row.name, _listed(row)) for row in self.snapshots),
                (NOW, _("Registret, som det er nu")),
            ]
        }
        places = {"office": counts.facts.offices, "council": counts.facts.councils}
        for key in SELECTABLE:
            codes = (
                [one.code for one in places[key]] if key in places else counts.axis(key, Counted.BEGUN).codes
            )
            values = [labels.value(counts.facts, key, code) for code in codes if code != UNKNOWN]
            found[key] = [(value.code, value.label) for value in values]
        cuts = figure.cuts if figure else ()
        found["by"] = [
            (key, str(labels.DIMENSIONS[key])) for key in cuts if key not in (figure.base if figure else ())
        ]
        found["before"] = [(row.name, _listed(row)) for row in self.snapshots if row.name != source.name]
        return {key: found[key] for key in self.filters.base_fields if key in found}


def _listed(row: SnapshotRow) -> str:
    """As short as a field under the word "Opgjort" is narrow."""
    return f"{row.name} ({date_format(row.day, 'SHORT_DATE_FORMAT')})"


def told(row: SnapshotRow) -> str:
    return _("%(name)s (opgjort %(day)s)") % {
        "name": row.name,
        "day": date_format(row.day, "SHORT_DATE_FORMAT"),
    }


def drawn_from(source: Source) -> str:
    if source.snapshot is not None:
        return told(source.snapshot)
    return _("registret, som det var den %(moment)s") % {"moment": source.moment}
