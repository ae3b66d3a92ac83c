"""Finding a person: what is searched for is posted, and its answer is a list with an address of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from jobveu.accounts.access import Action
from jobveu.candidates import identity
from jobveu.candidates.enums import Purpose
from jobveu.common.cpr import parse_cpr
from jobveu.web.forms import FormPage
from jobveu.web.lists import EmptyState
from jobveu.web.staff.candidates import kept_searches
from jobveu.web.staff.candidates.forms import PersonFilters, SearchForm
from jobveu.web.staff.candidates.persons import PersonList
from jobveu.web.ui import Crumb

SEARCH_LIMIT = 200


def is_cpr(text: str) -> bool:
    try:
        parse_cpr(text)
    except ValidationError:
        return False
    return True


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PersonSearch(FormPage):
    """Takes a whole CPR number or a name, and leads to the answer. What is looked for is posted, so that it
    stands in no address and no log."""

    action = Action.LIST_PERSONS
    form_class = SearchForm
    template_name = "staff/candidates/person_search.html"
    title = gettext_lazy("Søg efter en person")
    intro = gettext_lazy(
        "Der søges blandt de personer, dit jobcenter har registreret. Søgningen registreres."
    )
    submit_label = gettext_lazy("Søg")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Personer"), reverse("person_list")), Crumb(str(self.title)))

    @sensitive_variables()
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.submission, self.version, self.marks = uuid4(), None, ""
        form = self.make_form(data=request.POST)
        if not form.is_valid():
            return self.show(form)
        token = kept_searches.keep(
            request.session,
            user_id=request.user.pk,
            text=form.cleaned_data["identity_search"],
            at=self.now,
        )
        url = reverse("person_search_result", args=[token])
        chosen = self._filters().urlencode()
        return redirect(f"{url}?{chosen}" if chosen else url)

    def _filters(self) -> QueryDict:
        """The filters that were chosen when the search was made, as far as they can be used."""
        choices = PersonList.filter_choices(self.actor)
        return PersonFilters(data=QueryDict(self.request.POST.get("filters", "")), choices=choices).query()

    def context(self) -> Mapping[str, Any]:
        return {"kept_filters": self.request.POST.get("filters", "")}


class PersonSearchResult(PersonList):
    """The answer to a search that is kept: the list of persons, narrowed to those found.

    Each time it is shown the search is made, and recorded, anew.
    """

    title = gettext_lazy("Fundne personer")
    intro = gettext_lazy(
        "Søgningen registreres, og det registreres, hver gang nogen ser et navn. Resultatet er her i et kvarter."
    )
    export_name = "fundne-personer"
    list_purpose = Purpose.PERSON_SEARCH
    empty_when_filtered = EmptyState(
        gettext_lazy("Ingen af de fundne passer til dine filtre"),
        gettext_lazy("Fjern et filter for at se alle, som søgningen finder."),
    )

    @sensitive_variables()
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.text is None:
            return self._expired()
        return super().get(request, *args, **kwargs)

    def _expired(self) -> HttpResponse:
        if self.request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        values = {**self.search_context(), "crumbs": (self._to_list(), Crumb(_("Søgningen er udløbet")))}
        return render(self.request, "staff/candidates/person_search_expired.html", values)

    @cached_property
    def text(self) -> str | None:
        """What was searched for; None when it is no longer kept, or was never the user's."""
        return kept_searches.kept(
            self.request.session, user_id=self.request.user.pk, token=self.kwargs["token"], at=self.now
        )

    @cached_property
    @sensitive_variables()
    def found(self) -> tuple[list[int], bool]:
        text = self.text or ""
        if is_cpr(text):
            return identity.find_by_cpr(by=self.actor, at=self.now, cpr=parse_cpr(text)), False
        return identity.find_by_name(by=self.actor, at=self.now, name=text, limit=SEARCH_LIMIT)

    def only(self) -> Sequence[int]:
        return self.found[0]

    @property
    def empty(self) -> EmptyState:  # type: ignore[override]  # may be a property, see ListPage
        may_register = self.may(Action.REGISTER_PERSON)
        return EmptyState(
            _("Jobcentret har ikke registreret en person, der svarer til det"),
            _("Prøv med hele CPR-nummeret eller med mindre af navnet."),
            _("Registrér person") if may_register else "",
            reverse("person_create") if may_register else "",
        )

    def _to_list(self) -> Crumb:
        return Crumb(_("Personer"), reverse("person_list"))

    def crumbs(self) -> Sequence[Crumb]:
        return (self._to_list(), Crumb(str(self.title)))

    @sensitive_variables()
    def context(self) -> Mapping[str, Any]:
        text = self.text or ""
        # A name stands in the box to be written on; a whole CPR number is not shown again.
        search = SearchForm(auto_id="search_%s", initial={} if is_cpr(text) else {"identity_search": text})
        chosen = self.request.GET.urlencode()
        return {
            **super().context(),
            "search": search,
            "more": self.found[1],
            "limit": SEARCH_LIMIT,
            "all_url": reverse("person_list") + (f"?{chosen}" if chosen else ""),
        }
