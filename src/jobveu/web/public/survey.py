"""Answering a questionnaire by a personal link: page by page, on any device, without a log-in and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables

from jobveu.common.errors import DomainError
from jobveu.journeys.consents import withdraw_survey_consent
from jobveu.surveys.instruments.parts import Scale
from jobveu.surveys.operations.answering import (
    ClosedError,
    Questionnaire,
    UnknownLinkError,
    questionnaire,
    refuse,
    save_page,
)
from jobveu.web.answer_form import AnswerForm
from jobveu.web.forms.base import summary_lines
from jobveu.web.public.secret_link import SecretLinkPage

BACK, LATER = "back", "later"
"""Buttons beside the one that goes on."""


class SurveyPage(SecretLinkPage):
    """What all pages of a questionnaire begin with. Subclasses answer `show` and `send`."""

    unknown_template = "public/survey_unknown.html"
    kind_of_link = "survey_link"
    asked: Questionnaire
    secret: str

    @method_decorator(sensitive_variables())
    def get(self, request: HttpRequest, secret: str, **address: int) -> HttpResponse:
        return self._with_link(secret, self.show, address)

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, secret: str, **address: int) -> HttpResponse:
        return self._with_link(secret, self.send, address)

    def show(self, **address: int) -> HttpResponse:
        raise NotImplementedError

    def send(self, **address: int) -> HttpResponse:
        return self.show(**address)

    @method_decorator(sensitive_variables())
    def _with_link(
        self, secret: str, answer: Callable[..., HttpResponse], address: Mapping[str, int]
    ) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return refusal
        self.secret = secret
        try:
            self.asked = questionnaire(secret=secret)
            return answer(**address)
        except UnknownLinkError:
            return self.unknown()
        except ClosedError:
            return self.draw("survey_closed.html")

    def draw(self, template: str, **values: Any) -> HttpResponse:
        asked = getattr(self, "asked", None)
        context = {"asked": asked, "secret": self.secret, "operator": settings.OPERATOR or "Job-VEU"} | values
        return render(self.request, f"public/{template}", context)

    def to(self, name: str, *address: object) -> HttpResponse:
        return redirect(name, self.secret, *address)


class SurveyStart(SurveyPage):
    """What it is about, who asks and what becomes of the answers; and whether it has been answered."""

    def show(self) -> HttpResponse:
        if self.asked.draft.complete:
            return self.draw("survey_done.html")
        return self.draw("survey_start.html", begun=bool(self.asked.draft.pages))


class SurveyQuestions(SurveyPage):
    """One page of questions."""

    def show(self, page: int) -> HttpResponse:
        if self.asked.draft.complete:
            return self.to("survey_start")
        return self._form(page, self._make(page, initial=dict(self.asked.draft.values)))

    def send(self, page: int) -> HttpResponse:
        if self.asked.draft.complete:
            return self.to("survey_start")
        form = self._make(page, data=self.request.POST)
        way = self.request.POST.get("way", "")
        last = page == len(self.asked.pages)
        if not form.is_valid():
            return self._form(page, form)
        try:
            self.asked = save_page(
                secret=self.secret, page=page, values=form.values, send=last and way not in (BACK, LATER)
            )
        except DomainError as error:
            form.add_domain_error(error)
            return self._form(page, form)
        if way == LATER:
            return self.draw("survey_saved.html")
        if way == BACK and page > 1:
            return self.to("survey_questions", page - 1)
        return self.to("survey_start") if last else self.to("survey_questions", page + 1)

    def _make(self, page: int, **how: Any) -> AnswerForm:
        if not 1 <= page <= len(self.asked.pages):
            raise Http404
        _section, items = self.asked.pages[page - 1]
        return AnswerForm(items=items, respondent_type=self.asked.respondent_type, **how)

    def _form(self, page: int, form: AnswerForm) -> HttpResponse:
        section, items = self.asked.pages[page - 1]
        return self.draw(
            "survey_questions.html",
            form=form,
            summary=summary_lines(form),
            section=section,
            has_texts=any(item.scale is Scale.TEXT for item in items),
            page=page,
            pages=len(self.asked.pages),
            is_last=page == len(self.asked.pages),
        )


class SurveyRefuse(SurveyPage):
    """Not to answer this time, or not to be sent questionnaires any more."""

    def show(self) -> HttpResponse:
        if self.asked.draft.complete:
            return self.to("survey_start")
        return self.draw("survey_refuse.html")

    def send(self) -> HttpResponse:
        never = self.request.POST.get("never") == "1"
        contact_id = refuse(secret=self.secret)
        if never:
            withdraw_survey_consent(at=self.now, contact_id=contact_id)
        return self.draw("survey_refused.html", never=never)
