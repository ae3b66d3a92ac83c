"""Which barriers came before dropouts, cancellations and standstills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.assessment.barriers import BARRIERS
from jobveu.assessment.hazards import DROPOUT_SHARE, LEAST, SIGNALS, Event, Preceded, preceded
from jobveu.assessment.ratios import Ratio, Unit
from jobveu.assessment.words import told_difference, told_rate, told_ratio
from jobveu.reference.queries import councils
from jobveu.web.forms import ChoiceField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.assessment.country import OfRecord, RecordFilters
from jobveu.web.ui import Crumb


class BarrierFilters(RecordFilters):
    council = ChoiceField(label=gettext_lazy("Råd"), coerce=str)


@dataclass(frozen=True, slots=True)
class Line:
    barrier: str
    with_: str
    with_share: str
    without: str
    without_share: str
    difference: str
    noted: str


@dataclass(frozen=True, slots=True)
class EventShown:
    """`known`: of how many projects it is known whether it happened, and of how many it did."""

    key: str
    title: str
    known: str
    lines: tuple[Line, ...]


class BarrierPage(OfRecord):
    filters = BarrierFilters

    def get(self, request: HttpRequest) -> HttpResponse:
        record = self.choose()
        part = self.part(self.form.criteria.get("council", ""))
        those = [one for one in record.hazards if one in part]
        found = preceded(those)
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "record": record,
            "projects": len(those),
            "events": [
                _shown(
                    event,
                    [one.happened.get(event.value) for one in those],
                    [row for row in found if row.event is event],
                )
                for event in Event
            ],
            "least": LEAST,
            "dropout_share": DROPOUT_SHARE,
            "barriers": [
                (
                    barrier.title,
                    SIGNALS.get(barrier.key) or _("Kun et risikotjek kan vise det."),
                    tuple(measure.title for measure in barrier.measures),
                    ", ".join(barrier.rules),
                )
                for barrier in BARRIERS.values()
            ],
            "crumbs": (Crumb(_("Vurdering"), reverse("assessment") + self.query), Crumb(_("Barrierer"))),
        }
        return render(request, "staff/assessment/barriers.html", values)

    def filter_choices(self) -> Mapping[str, Iterable[tuple[str, str]]]:
        return {"council": [(row.code, row.name) for row in councils()]}


def _shown(event: Event, happened: list[bool | None], rows: list[Preceded]) -> EventShown:
    known = [one for one in happened if one is not None]
    return EventShown(
        key=event.value,
        title=str(event.label),
        known=told_ratio(Ratio(sum(known), len(known)), Unit.PROJECTS) if known else "",
        lines=tuple(
            Line(
                barrier=str(BARRIERS[row.barrier].title),
                with_=_numbers(row.with_),
                with_share="–" if row.with_ is None else told_rate(row.with_),
                without=_numbers(row.without),
                without_share="–" if row.without is None else told_rate(row.without),
                difference=told_difference(row),
                noted=str(row.noted),
            )
            for row in rows
        ),
    )


def _numbers(ratio: Ratio | None) -> str:
    return "–" if ratio is None else told_ratio(ratio, Unit.PROJECTS)
