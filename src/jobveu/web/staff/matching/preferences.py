"""What a candidate wishes, and what companies say of the candidate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.candidates.enums import CompanyInterest, WishLevel
from jobveu.candidates.operations.preferences import record_company_scores, record_wishes, speaks_for
from jobveu.candidates.queries.preferences import Preference, Preferences, preferences
from jobveu.common.concurrency import version_of
from jobveu.web.forms import ChoiceField, Form
from jobveu.web.staff.candidates.candidacy import CandidacyForm


class _Preferences(CandidacyForm):
    preferences: Preferences

    def prepare(self) -> None:
        super().prepare()
        self.preferences = preferences(project_id=self.place.project_id, candidacy_id=self.place.id)


class Wishes(_Preferences):
    action = Action.WORK_ON_CANDIDACY
    title = gettext_lazy("Kandidatens ønsker")
    intro = gettext_lazy(
        "Ønskerne tæller med, når der beregnes forslag til match. »Nej tak« udelukker virksomheden eller kurset."
    )
    success_message = gettext_lazy("Ønskerne er gemt.")

    def initial(self) -> Mapping[str, Any]:
        shown = self.preferences.wishes
        self.current_version = version_of(shown)
        return shown

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        for one in (*self.preferences.companies, *self.preferences.courses):
            form.fields[one.field] = ChoiceField(label=one.name, enum=WishLevel)
        return form

    def save(self, form: Form) -> str:
        data: Mapping[str, WishLevel] = form.cleaned_data
        record_wishes(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            companies={one.id: data[one.field] for one in self.preferences.companies},
            courses={one.id: data[one.field] for one in self.preferences.courses},
            version=self.edited_version,
        )
        return self.candidacy_url


class CompanyScores(_Preferences):
    """What companies say: each of its own users for itself, caseworkers and whoever drives the project for all."""

    action = Action.SCORE_CANDIDATE
    title = gettext_lazy("Virksomhedernes vurdering")
    companies: tuple[Preference, ...]

    def prepare(self) -> None:
        super().prepare()
        self.companies = tuple(
            one
            for one in self.preferences.companies
            if speaks_for(by=self.actor, subject=self.place.subject, company_id=one.id)
        )

    @property
    def intro(self) -> str:
        return _(
            "Hvad siger virksomheden efter at have mødt kandidaten? Vurderingen tæller med, når der beregnes forslag til "
            "match. Er der intet sagt, regnes der med, hvor godt kandidaten opfylder de krav, som gerne må være "
            "opfyldt. »Vil ikke ansætte« udelukker."
        )

    success_message = gettext_lazy("Vurderingerne er gemt.")

    def initial(self) -> Mapping[str, Any]:
        shown = self.preferences.scores_of([one.id for one in self.companies])
        self.current_version = version_of(shown)
        return shown

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        for one in self.companies:
            form.fields[one.field] = ChoiceField(label=one.name, enum=CompanyInterest, required=False)
        return form

    def save(self, form: Form) -> str:
        data: Mapping[str, CompanyInterest | None] = form.cleaned_data
        record_company_scores(
            by=self.actor,
            at=self.now,
            candidacy_id=self.place.id,
            scores={one.id: data[one.field] or None for one in self.companies},
            version=self.edited_version,
        )
        return self.candidacy_url
