"""The one search box: what is typed in it is posted; a search that holds no person's number gets an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from jobveu.accounts.access import Action
from jobveu.actors.queries.search import has_p_number
from jobveu.reference.queries import offices
from jobveu.search.enums import Kind
from jobveu.search.hits import Hit
from jobveu.search.queries import COUNTED_AT_MOST, Answer, Group, search
from jobveu.search.sought import MOST_CHARACTERS, cpr_in
from jobveu.search.visibility import kinds_for
from jobveu.web.access import Page
from jobveu.web.forms import CheckField, ChoiceField
from jobveu.web.lists import FilterForm
from jobveu.web.lists.filters import PAGE
from jobveu.web.markup import html, html_if, html_join
from jobveu.web.search.marks import Marker
from jobveu.web.staff.candidates import kept_searches
from jobveu.web.staff.candidates.search import is_cpr
from jobveu.web.templatetags.components import badge, date_short

EACH, ALL_OF_ONE = 5, 25
"""How many hits are shown of each kind, and on a page of one kind."""
TEXT, REFUSED, RESULTS = "q", "afvist", "results"


class SearchFilters(FilterForm):
    kind = ChoiceField(label=gettext_lazy("Vis"), enum=Kind)
    office_id = ChoiceField(label=gettext_lazy("Arbejdsmarkedskontor"))
    only_active = CheckField(label=gettext_lazy("Kun det, der er i gang"))


@dataclass(frozen=True, slots=True)
class GroupShown:
    kind: Kind
    heading: str
    count: str
    hits: SafeString
    """Drawn here and not in a template, which would take most of the page's time."""
    all_href: str


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Search(Page):
    """For everybody: who finds what is decided for each kind of thing. Those without a log-in are led to the
    projects that are published."""

    action = Action.VIEW_PUBLIC

    @sensitive_variables()
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        typed = request.POST.get(TEXT, "")
        live = request.headers.get("HX-Target") == RESULTS and "HX-Request" in request.headers
        if self._holds_cpr(typed):
            if is_cpr(typed) and self.may(Action.LIST_PERSONS) and not live:
                token = kept_searches.keep(
                    request.session, user_id=request.user.pk, text=typed.strip(), at=self.now
                )
                return redirect("person_search_result", token)
            return self._show("", request.POST, live=live, refused=True)
        if live:
            return self._show(typed, request.POST, live=True)
        query = SearchFilters(data=request.POST, choices=self._choices()).query()
        query[TEXT] = " ".join(typed.replace("\0", " ").split())[: MOST_CHARACTERS + 1]
        return redirect(f"{reverse('search')}?{query.urlencode()}")

    @sensitive_variables()
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        typed = request.GET.get(TEXT, "")
        if self._holds_cpr(typed):
            return redirect(f"{reverse('search')}?{REFUSED}=1")  # out of the address again
        if REFUSED in request.GET:
            return self._show("", QueryDict(), refused=True)
        if not self.actor.is_authenticated:
            query = QueryDict(mutable=True)
            if text := " ".join(typed.replace("\0", " ").split())[:100]:
                query["text"] = text
            return redirect(f"{reverse('showcase_list')}?{query.urlencode()}")
        return self._show(typed, request.GET)

    @sensitive_variables()
    def _holds_cpr(self, typed: str) -> bool:
        """Ten digits may be a CPR number or a P-number: whoever may look for persons is taken to mean a person,
        others a workplace if one has that number."""
        number = cpr_in(typed)
        if not number:
            return False
        return self.may(Action.LIST_PERSONS) or not (number.isdigit() and has_p_number(number))

    def _choices(self) -> Mapping[str, Any]:
        return {
            "kind": [(kind.value, kind.label) for kind in kinds_for(self.actor)],
            "office_id": [(office.id, office.name) for office in offices()],
        }

    def _show(
        self, typed: str, data: QueryDict, *, live: bool = False, refused: bool = False
    ) -> HttpResponse:
        form = SearchFilters(data=data, choices=self._choices())
        criteria = form.criteria
        number = _number(data.get(PAGE, ""))
        limit = ALL_OF_ONE if "kind" in criteria else EACH
        answer = search(
            by=self.actor,
            text=typed,
            offset=(number - 1) * limit if "kind" in criteria else 0,
            limit=limit,
            **criteria,
        )
        query = form.query()
        query[TEXT] = answer.sought.text
        self.request.GET = query  # type: ignore[assignment]  # what the links to other pages are made of, where the search was posted
        active = form.active(query)
        groups = _groups(answer, query, one="kind" in criteria)
        values = {
            "text": answer.sought.text,
            "cut": len(" ".join(typed.split())) > MOST_CHARACTERS,
            "refused": refused,
            "form": form,
            "active": active,
            "clear_url": f"{reverse('search')}?{_only_text(answer)}",
            "answer": answer,
            "groups": groups,
            "showing": _showing(answer, groups, refused=refused),
            "number": number,
            "pages": -(-answer.groups[0].total // limit) if "kind" in criteria and answer.groups else 1,
            "kinds": [str(kind.label).lower() for kind in kinds_for(self.actor)],
            "may_search_persons": self.may(Action.LIST_PERSONS),
            "counted_at_most": COUNTED_AT_MOST,
        }
        template = "search/fragment.html" if live else "search/page.html"
        response = render(self.request, template, values)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response


def _groups(answer: Answer, query: QueryDict, *, one: bool) -> tuple[GroupShown, ...]:
    marker = Marker.of(answer.terms)
    shown = []
    for group in answer.groups:
        more = query.copy()
        more["kind"] = group.kind.value
        shown.append(
            GroupShown(
                kind=group.kind,
                heading=str(group.kind.label),
                count=_count(group),
                hits=html_join("{}", ((_drawn(hit, marker),) for hit in group.rows)),
                all_href=f"?{more.urlencode()}" if not one and group.total > len(group.rows) else "",
            )
        )
    return tuple(shown)


def _drawn(hit: Hit, marker: Marker) -> SafeString:
    facts: list[SafeString] = []
    if hit.owner:
        owner = _owner_href(hit)
        facts.append(html('<a href="{}">{}</a>', owner, hit.owner) if owner else html("{}", hit.owner))
    facts += [marker.marked(fact) for fact in hit.facts]
    if hit.starts_on:
        last = f" – {date_short(hit.ends_on)}" if hit.ends_on else ""
        facts.append(html('<span class="jv-nowrap">{}{}</span>', date_short(hit.starts_on), last))
    return html(
        '<li class="jv-hit"><h3 class="jv-hit__title"><a href="{}">{}</a>{}</h3>{}{}</li>',
        _href(hit),
        marker.marked(hit.title),
        html(" {}", badge(hit.state)) if hit.state else "",
        html_if(SafeString(" · ".join(facts)), '<p class="jv-hit__facts">{}</p>'),
        html_if(marker.excerpt(hit.text) if hit.text else "", '<p class="jv-hit__excerpt">{}</p>'),
    )


def _href(hit: Hit) -> str:
    match hit.kind:
        case Kind.PROJECT:
            return reverse("project", args=[hit.id])
        case Kind.COURSE:
            return reverse("course", args=[hit.owner_id, hit.id])
        case Kind.LESSON:
            return reverse("lesson", args=[hit.id])
        case Kind.ORGANISATION | Kind.CONTACT:
            return reverse("organisation", args=[hit.owner_id])


def _owner_href(hit: Hit) -> str:
    """Where a link to the owner says more than the hit's own; a lesson is read by those who may not see its
    project."""
    return reverse("project", args=[hit.owner_id]) if hit.kind is Kind.COURSE else ""


def _count(group: Group) -> str:
    count = formats.number_format(group.total, use_l10n=True, force_grouping=True)
    return _("over %(count)s") % {"count": count} if group.capped else count


def _showing(answer: Answer, groups: Sequence[GroupShown], *, refused: bool) -> str:
    """One line for whoever hears the page instead of seeing it."""
    if refused or not answer.sought:
        return ""
    if not groups:
        return _("Ingen resultater")
    return ", ".join(f"{group.heading}: {group.count}" for group in groups)


def _only_text(answer: Answer) -> str:
    query = QueryDict(mutable=True)
    query[TEXT] = answer.sought.text
    return query.urlencode()


def _number(text: str) -> int:
    """The page asked for, as far as hits are counted."""
    number = int(text[:4]) if text.isascii() and text.isdigit() else 1
    return min(max(number, 1), COUNTED_AT_MOST // ALL_OF_ONE)
