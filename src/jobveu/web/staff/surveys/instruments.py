"""The questionnaires there are: what each version asks, whom, and what it can be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action
from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments import INSTRUMENTS, newest
from jobveu.surveys.instruments.parts import CHOICES, DONT_KNOW_WORDS, Instrument, Item
from jobveu.surveys.published import MEASURES, PublishedMeasure
from jobveu.web.access import Page
from jobveu.web.staff.surveys.words import SCALES, shown_measure
from jobveu.web.ui import Crumb


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of asking, and who is asked so."""

    words: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    what: str
    closeness: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class ItemView:
    id: str
    wordings: tuple[Wording, ...]
    everybody: bool
    scale: str
    project_types: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


class InstrumentList(Page):
    action = Action.LIST_SURVEYS

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [
            (each, sum(1 for _item in each.items()), newest(each.key) is each)
            for each in sorted(
                INSTRUMENTS.values(), key=lambda one: (one.key != "standard", one.key, -one.version)
            )
        ]
        crumbs = (Crumb(_("Undersøgelser"), reverse("survey_list")), Crumb(_("Spørgeskemaer")))
        return render(request, "staff/surveys/instrument_list.html", {"rows": rows, "crumbs": crumbs})


class InstrumentShow(Page):
    """`?svargruppe=` shows what one respondent type is asked, and `?projekttype=` about which projects."""

    action = Action.LIST_SURVEYS

    def prepare(self) -> None:
        found = INSTRUMENTS.get(self.kwargs["name"])
        if found is None:
            raise Http404
        self.instrument: Instrument = found

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        chosen = next((each for each in RespondentType if each.value == request.GET.get("svargruppe")), None)
        about = next((each for each in ProjectType if each.value == request.GET.get("projekttype")), None)
        values = {
            "instrument": self.instrument,
            "is_newest": newest(self.instrument.key) is self.instrument,
            "sections": list(self._sections(chosen, about)),
            "scales": [
                (str(SCALES[scale]), [str(words) for words in choices.values()], str(DONT_KNOW_WORDS))
                for scale, choices in CHOICES.items()
                if choices and any(item.scale is scale for item in self.instrument.items())
            ],
            "respondent_types": RespondentType,
            "project_types": ProjectType,
            "chosen": chosen,
            "about": about,
            "crumbs": self._crumbs(),
        }
        return render(request, "staff/surveys/instrument.html", values)

    def _crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Undersøgelser"), reverse("survey_list")),
            Crumb(_("Spørgeskemaer"), reverse("instrument_list")),
            Crumb(str(self.instrument.title)),
        )

    def _sections(
        self, chosen: RespondentType | None, about: ProjectType | None
    ) -> Sequence[tuple[object, list[ItemView]]]:
        sections = []
        for section in self.instrument.sections:
            items = [
                item
                for item in section.items
                if (
                    chosen is None
                    and (about is None or item.project_types is None or about in item.project_types)
                )
                or (chosen is not None and item.is_asked(chosen, about))
            ]
            if items:
                sections.append((section, [_view(item, chosen) for item in items]))
        return sections


def _view(item: Item, chosen: RespondentType | None) -> ItemView:
    by_words: dict[str, list[str]] = {}
    for respondent_type, words in item.wording.items():
        if chosen in (None, respondent_type):
            by_words.setdefault(str(words), []).append(str(respondent_type.label))
    return ItemView(
        id=item.id,
        wordings=tuple(Wording(words, tuple(asked)) for words, asked in by_words.items()),
        everybody=len(item.wording) == len(RespondentType) and len(by_words) == 1,
        scale=str(SCALES[item.scale]),
        project_types=tuple(str(each.label) for each in ProjectType if each in (item.project_types or ())),
        comparisons=tuple(
            Comparison(
                what=_said(MEASURES[tie.measure], item),
                closeness=str(tie.closeness.label),
                note="" if tie.note is None else str(tie.note),
                source=MEASURES[tie.measure].source,
            )
            for tie in item.ties
            if chosen is None or chosen in (MEASURES[tie.measure].respondents or RespondentType)
        ),
    )


def _said(measure: PublishedMeasure, item: Item) -> str:
    statistic = next(tie.statistic for tie in item.ties if tie.measure == measure.id)
    return shown_measure(measure, statistic)
