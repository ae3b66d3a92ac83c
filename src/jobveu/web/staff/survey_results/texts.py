"""What was answered in words, by theme, for those who may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.common.concurrency import version_of
from jobveu.common.sorting import danish_sort_key
from jobveu.insight.surveys.queries import ClosedRound, closed_round
from jobveu.insight.surveys.texts import (
    Text,
    Texts,
    code_text,
    make_theme,
    read_text,
    read_texts,
    take_out_text,
)
from jobveu.insight.surveys.words import title
from jobveu.surveys.instruments.parts import Item
from jobveu.web.access import Page
from jobveu.web.forms import ChoicesField, Form, FormPage, TextField
from jobveu.web.ui import Crumb


@dataclass(frozen=True, slots=True)
class TextLine:
    words: str
    others: tuple[str, ...]
    code_url: str
    take_out_url: str


@dataclass(frozen=True, slots=True)
class ThemeLines:
    """The answers of a theme; `others` of each are the other themes that it has."""

    name: str
    texts: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class ItemTexts:
    title: str
    question: str
    themes: tuple[ThemeLines, ...]
    count: int


class OfTexts(Page):
    action = Action.READ_SURVEY_TEXTS

    def prepare(self) -> None:
        found = closed_round(round_id=self.kwargs["round_id"])
        if found is None:
            raise Http404
        self.round: ClosedRound = found

    def subject(self) -> Subject:
        return self.round.subject

    @property
    def list_url(self) -> str:
        return reverse("survey_texts", args=[self.round.id])

    def way(self, *below: Crumb) -> Sequence[Crumb]:
        return (
            Crumb(_("Undersøgelser"), reverse("survey_result_list")),
            Crumb(self.round.name, reverse("survey_results", args=[self.round.id])),
            *below,
        )


class TextList(OfTexts):
    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        texts = read_texts(by=self.actor, at=self.now, found=self.round)
        values = {
            "round": self.round,
            "items": [self._item(item, texts) for item in texts.items],
            "theme_url": reverse("survey_theme_make", args=[self.round.id]),
            "crumbs": self.way(Crumb(_("Svar i ord"))),
        }
        return render(request, "staff/survey_results/texts.html", values)

    def _item(self, item: Item, texts: Texts) -> ItemTexts:
        own = [text for text in texts.texts if text.item_id == item.id]
        names = {theme.id: theme.name for theme in texts.themes}
        themes = [
            ThemeLines(
                theme.name, self._lines((text for text in own if theme.id in text.theme_ids), names, theme.id)
            )
            for theme in texts.themes
        ]
        themes.append(
            ThemeLines(_("Uden tema"), self._lines((text for text in own if not text.theme_ids), names))
        )
        return ItemTexts(
            title=str(item.theme) if item.theme else title(item),
            question=title(item),
            themes=tuple(theme for theme in themes if theme.texts),
            count=len(own),
        )

    def _lines(
        self, texts: Iterable[Text], names: Mapping[int, str], theme_id: int | None = None
    ) -> tuple[TextLine, ...]:
        return tuple(
            TextLine(
                text.words,
                tuple(sorted((names[one] for one in text.theme_ids if one != theme_id), key=danish_sort_key)),
                reverse("survey_text_code", args=[self.round.id, text.key]),
                reverse("survey_text_take_out", args=[self.round.id, text.key]),
            )
            for text in texts
        )


class ThemeForm(Form):
    name = TextField(
        label=gettext_lazy("Tema"),
        help_text=gettext_lazy("Kort, f.eks. »Tid til at planlægge«. Skriv ikke navne på personer."),
        max_length=80,
    )


class ThemeMake(OfTexts, FormPage):
    form_class = ThemeForm
    title = gettext_lazy("Lav et tema")
    submit_label = gettext_lazy("Lav temaet")
    success_message = gettext_lazy("Temaet er lavet.")

    @property
    def cancel_url(self) -> str:
        return self.list_url

    def crumbs(self) -> Sequence[Crumb]:
        return self.way(Crumb(_("Svar i ord"), self.list_url), Crumb(str(self.title)))

    def save(self, form: Form) -> str:
        make_theme(by=self.actor, at=self.now, found=self.round, **form.cleaned_data)
        return self.list_url


class OfText(OfTexts, FormPage):
    """A form about one answer, which is shown above it."""

    template_name = "staff/survey_results/text.html"

    def prepare(self) -> None:
        super().prepare()
        self.key = self.kwargs["text_key"]

    @property
    def cancel_url(self) -> str:
        return self.list_url

    def crumbs(self) -> Sequence[Crumb]:
        return self.way(Crumb(_("Svar i ord"), self.list_url), Crumb(str(self.title)))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self._read: tuple[Text, Any] | None = None
        return super().dispatch(request, *args, **kwargs)

    @property
    def read(self) -> tuple[Text, Any]:
        """The answer and the themes it can have; read, and the look recorded, once for each page."""
        if self._read is None:
            self._read = read_text(by=self.actor, at=self.now, found=self.round, key=self.key)
            if self._read is None:
                raise Http404
        return self._read

    def context(self) -> Mapping[str, Any]:
        return {"words": self.read[0].words}


class CodeForm(Form):
    themes = ChoicesField(label=gettext_lazy("Temaer"), coerce=int, required=False)


class TextCode(OfText):
    form_class = CodeForm
    title = gettext_lazy("Giv svaret et tema")
    success_message = gettext_lazy("Svarets temaer er gemt.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"themes": [(theme.id, theme.name) for theme in self.read[1]]}

    def context(self) -> Mapping[str, Any]:
        """Where there are no themes to choose among, the page leads to making one."""
        make = "" if self.read[1] else reverse("survey_theme_make", args=[self.round.id])
        return {**super().context(), "theme_url": make}

    def initial(self) -> Mapping[str, Any]:
        shown = {"themes": sorted(self.read[0].theme_ids)}
        self.current_version = version_of(shown)
        return shown

    def save(self, form: Form) -> str:
        code_text(
            by=self.actor,
            at=self.now,
            found=self.round,
            key=self.key,
            theme_ids=form.cleaned_data["themes"],
            version=self.edited_version,
        )
        return self.list_url


class TakeOutForm(Form):
    reason = TextField(
        label=gettext_lazy("Hvorfor?"),
        help_text=gettext_lazy("F.eks. »Nævner en kursist ved navn«. Gentag ikke selv navnet."),
        max_length=200,
    )


class TextTakeOut(OfText):
    form_class = TakeOutForm
    title = gettext_lazy("Fjern svaret")
    intro = gettext_lazy(
        "Et svar fjernes, når det fortæller, hvem nogen er. Ordene slettes og kan ikke hentes igen; resten af "
        "besvarelsen bliver stående."
    )
    submit_label = gettext_lazy("Fjern svaret")
    success_message = gettext_lazy("Svaret er fjernet.")
    danger = True

    def save(self, form: Form) -> str:
        take_out_text(
            by=self.actor, at=self.now, found=self.round, key=self.key, reason=form.cleaned_data["reason"]
        )
        return self.list_url
