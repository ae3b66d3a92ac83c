"""The assessments of the whole country and of a council's projects, now or as they were kept with a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.assessment.answers import answers_of, answers_of_council
from jobveu.assessment.assessing import Assessment, assess_several
from jobveu.assessment.judging import Answers
from jobveu.assessment.queries.assessments import assessment_of
from jobveu.assessment.queries.overrulings import Judged, histories_of_councils
from jobveu.assessment.queries.records import kept_with, record_now, record_of
from jobveu.assessment.queries.rounds import newest_round
from jobveu.assessment.record import Part, Record
from jobveu.assessment.scale import Element
from jobveu.assessment.words import told_level
from jobveu.insight.queries import snapshots
from jobveu.reference.queries import CouncilRow, councils
from jobveu.web.access import Page
from jobveu.web.forms import IntegerField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.assessment.overruling import OverrulePage
from jobveu.web.staff.assessment.shown import shown
from jobveu.web.staff.insight.choosing import NOW, SourceFilters, told
from jobveu.web.ui import Crumb

FIRST_YEAR, LAST_YEAR = 2018, 2199


class RecordFilters(SourceFilters):
    since = IntegerField(
        label=gettext_lazy("Begyndt fra og med år"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    until = IntegerField(
        label=gettext_lazy("Begyndt til og med år"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )


@dataclass(frozen=True, slots=True)
class CouncilColumn:
    name: str
    href: str
    levels: tuple[str, ...]
    """In the order of the elements."""


class OfRecord(Page):
    """A page that assessments of several projects are drawn on: of the newest snapshot with a record where the address does
    not say, and of the register as it is now where there is none."""

    action = Action.VIEW_FIGURES
    filters: ClassVar[type[RecordFilters]] = RecordFilters

    def filter_choices(self) -> Mapping[str, Iterable[tuple[str, str]]]:
        """Options of the filters that only this page has."""
        return {}

    def choose(self) -> Record:
        """Raises Http404 for a snapshot that is not there, or has no record."""
        names = kept_with()
        asked = self.request.GET.get("snapshot", "") or next(iter(names), NOW)
        rows = [row for row in snapshots() if row.name in names]
        choices = {
            **self.filter_choices(),
            "snapshot": [*((row.name, told(row)) for row in rows), (NOW, _("Registret, som det er nu"))],
        }
        self.form = self.filters(data={**self.request.GET.dict(), "snapshot": asked}, choices=choices)
        if asked != NOW and asked not in names:
            raise Http404
        record = record_now(at=self.now) if asked == NOW else record_of(snapshot=asked)
        if record is None:
            raise Http404
        self.since = self.form.criteria.get("since")
        self.until = self.form.criteria.get("until")
        kept = {key: self.request.GET.get(key, "") for key in ("snapshot", "since", "until")}
        kept = {key: value for key, value in kept.items() if value}
        self.query = f"?{urlencode(kept)}" if kept else ""
        self.read_round(record)
        return record

    def read_round(self, record: Record) -> None:
        """The answers that belong to the record: of the newest round closed by then."""
        self.analysis = newest_round(until=record.at)
        self.round_name = "" if self.analysis is None else self.analysis.name

    def answers(self, council: str = "") -> Answers | None:
        """Of the whole country, or of a council; None where there is no round."""
        if self.analysis is None:
            return None
        return answers_of_council(self.analysis, council) if council else answers_of(self.analysis)

    def of_country(self, record: Record) -> Assessment:
        return assessment_of(
            record=record, part=self.part(), answers=self.answers(), round_name=self.round_name
        )

    def part(self, council: str = "") -> Part:
        return Part(council=council, since=self.since, until=self.until)

    def frame(self, record: Record, assessment: Assessment) -> Mapping[str, Any]:
        return {
            "form": self.form,
            "summary": summary_lines(self.form),
            "record": record,
            "assessment": assessment,
        }


class CountryAssessment(OfRecord):
    def get(self, request: HttpRequest) -> HttpResponse:
        record = self.choose()
        found = self.of_country(record)
        may_overrule = self.may(Action.OVERRULE_NATIONAL_ASSESSMENT)
        columns = self._councils(record)
        values = {
            **self.frame(record, found),
            "groups": shown(
                found,
                overrule_href=lambda element: (
                    reverse("national_overrule", args=[element.value]) if may_overrule else ""
                ),
                with_published=True,
            ),
            "councils": columns,
            "by_council": [
                (str(element.label), [column.levels[place] for column in columns])
                for place, element in enumerate(Element)
            ],
            "barriers_url": reverse("barriers") + self.query,
            "success_url": reverse("success_criteria"),
            "crumbs": (Crumb(_("Vurdering")),),
        }
        return render(request, "staff/assessment/country.html", values)

    def _councils(self, record: Record) -> list[CouncilColumn]:
        there = {one.council for one in record.projects}
        rows = [row for row in councils() if row.code in there]
        histories = histories_of_councils(council_ids=[row.id for row in rows], until=record.at)
        return [
            CouncilColumn(
                row.name,
                reverse("council_assessment", args=[row.id]) + self.query,
                tuple(
                    told_level(one.level)
                    for one in assess_several(
                        record,
                        self.part(row.code),
                        answers=self.answers(row.code),
                        histories=histories[row.id],
                    ).elements
                ),
            )
            for row in rows
        ]


class OfCouncil(OfRecord):
    """The address holds `council_id`."""

    def prepare(self) -> None:
        found = next((row for row in councils() if row.id == self.kwargs["council_id"]), None)
        if found is None:
            raise Http404
        self.council: CouncilRow = found

    @property
    def office(self) -> Subject:
        return Subject(office_id=self.council.office.id, council_id=self.council.id)

    def assess(self, record: Record) -> Assessment:
        return assessment_of(
            record=record,
            part=self.part(self.council.code),
            council_id=self.council.id,
            answers=self.answers(self.council.code),
            round_name=self.round_name,
        )


class CouncilAssessment(OfCouncil):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        record = self.choose()
        found = self.assess(record)
        may_overrule = self.may(Action.OVERRULE_ASSESSMENT, self.office)
        values = {
            **self.frame(record, found),
            "council": self.council,
            "groups": shown(
                found,
                overrule_href=lambda element: (
                    reverse("council_overrule", args=[self.council.id, element.value]) if may_overrule else ""
                ),
            ),
            "crumbs": (Crumb(_("Vurdering"), reverse("assessment") + self.query), Crumb(self.council.name)),
        }
        return render(request, "staff/assessment/council.html", values)


class CouncilOverrule(OfCouncil, OverrulePage):
    """The address holds `council_id` and `element`. What is overruled is the register as it is now, of all years."""

    action = Action.OVERRULE_ASSESSMENT

    def prepare(self) -> None:
        super().prepare()
        self.element = self.asked()
        self.judged = Judged(council_id=self.council.id)
        self.whose = self.council.name
        self.since = self.until = None
        record = record_now(at=self.now)
        self.read_round(record)
        self.assessment = self.assess(record)

    def subject(self) -> Subject:
        return self.office

    @property
    def back(self) -> str:
        return f"{reverse('council_assessment', args=[self.council.id])}?snapshot={NOW}#{self.element.value}"

    def crumbs(self) -> tuple[Crumb, ...]:
        return (
            Crumb(_("Vurdering"), reverse("assessment")),
            Crumb(self.council.name, reverse("council_assessment", args=[self.council.id])),
            Crumb(self.title),
        )


class NationalOverrule(OfRecord, OverrulePage):
    """The address holds `element`."""

    action = Action.OVERRULE_NATIONAL_ASSESSMENT

    def prepare(self) -> None:
        self.element = self.asked()
        self.judged = Judged()
        self.whose = _("hele landet")
        self.since = self.until = None
        record = record_now(at=self.now)
        self.read_round(record)
        self.assessment = self.of_country(record)

    @property
    def back(self) -> str:
        return f"{reverse('assessment')}?snapshot={NOW}#{self.element.value}"

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(_("Vurdering"), reverse("assessment")), Crumb(self.title))
