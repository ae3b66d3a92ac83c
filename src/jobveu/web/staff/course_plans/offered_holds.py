"""The holds that schools offer: a school's own, and all of them for those who plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Scope, Subject
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.operations import offered_holds as operations
from jobveu.course_plans.queries import offered_holds as queries
from jobveu.course_plans.queries.offered_holds import OfferedHoldRow
from jobveu.reference.queries import municipality_choices
from jobveu.web.access import Page
from jobveu.web.forms import (
    ChoiceField,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    TextField,
)
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.projects.base import memberships_for
from jobveu.web.ui import Crumb

DECISION_BADGES = {Decision.ACCEPTED: "success", Decision.REJECTED: "error"}


class OfferedHoldFilters(FilterForm):
    text = TextField(label=gettext_lazy("Søg"), help_text=gettext_lazy("Kursus, fagnummer eller skole"))
    state = ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("open", gettext_lazy("Udbudt")), ("withdrawn", gettext_lazy("Trukket tilbage"))],
        coerce=str,
    )


class OfferedHoldList(ListPage):
    action = Action.LIST_OFFERED_HOLDS
    title = gettext_lazy("Udbudte hold")
    intro = gettext_lazy(
        "Hold, som uddannelsesinstitutioner kan gennemføre, hvis nok vil med. De indgår i kursusplanlægningen på tværs "
        "af projekter."
    )
    unit = ngettext_lazy("hold", "hold")
    columns = (
        Column(
            "title",
            gettext_lazy("Kursus"),
            sort="title",
            link=lambda row: reverse("offered_hold", args=[row.id]),
            width=30,
        ),
        Column("course_code", gettext_lazy("Fagnummer")),
        Column("provider_name", gettext_lazy("Skole"), sort="provider", width=30),
        Column("where", gettext_lazy("Sted"), width=30),
        Column("starts_on", gettext_lazy("Første dag"), sort="starts_on"),
        Column("min_participants", gettext_lazy("Mindst")),
        Column("max_participants", gettext_lazy("Højst")),
        Column("price", gettext_lazy("Pris (kr.)")),
        Column("state", gettext_lazy("Status"), value=lambda row: _state(row), badge=lambda row: _badge(row)),
    )
    filters = OfferedHoldFilters
    default_sort = "starts_on"
    export_name = "udbudte-hold"

    @property
    def empty(self) -> EmptyState:
        if not self.may(Action.OFFER_HOLD):
            return EmptyState(_("Der er ingen udbudte hold endnu"), _("Skolerne udbyder dem selv."))
        return EmptyState(
            _("I har ikke udbudt nogen hold endnu"),
            _("Udbyd et hold, så det kan indgå, når deltagere fra flere projekter samles."),
            _("Udbyd et hold"),
            reverse("offered_hold_create"),
        )

    def actions(self) -> Sequence[ActionLink]:
        if not self.may(Action.OFFER_HOLD):
            return ()
        return (ActionLink(_("Udbyd et hold"), reverse("offered_hold_create")),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[OfferedHoldRow]:
        return queries.offered_holds(
            by=self.actor,
            sort=sort,
            window=window,
            text=criteria.get("text", ""),
            is_open={"open": True, "withdrawn": False}.get(criteria.get("state", "")),
        )


def _state(row: OfferedHoldRow) -> str:
    if not row.is_open:
        return _("Trukket tilbage")
    if any(answer.decision is Decision.ACCEPTED for answer in row.answers):
        return _("Godkendt")
    return _("Udbudt")


def _badge(row: OfferedHoldRow) -> str:
    if not row.is_open:
        return ""
    return "success" if any(answer.decision is Decision.ACCEPTED for answer in row.answers) else "info"


class HoldFacts(Form):
    """What every form of an offered hold asks."""

    title = TextField(label=gettext_lazy("Kursus"), width="width-xl", max_length=200)
    course_code = TextField(
        label=gettext_lazy("Fagnummer"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "Hold med samme fagnummer kan tage hinandens deltagere. Uden et fagnummer skal navnet være det samme."
        ),
    )
    municipality_id = ChoiceField(label=gettext_lazy("Kommune"))
    place = TextField(label=gettext_lazy("Sted"), required=False, max_length=200)
    starts_on = DanishDateField(label=gettext_lazy("Første dag"))
    ends_on = DanishDateField(label=gettext_lazy("Sidste dag"), required=False)
    min_participants = IntegerField(
        label=gettext_lazy("Mindste antal deltagere"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Færre end det gennemføres holdet ikke med."),
    )
    max_participants = IntegerField(
        label=gettext_lazy("Største antal deltagere"), min_value=1, max_value=1000
    )
    price = IntegerField(label=gettext_lazy("Pris for holdet (kr.)"), min_value=0, max_value=100_000_000)
    either_or = TextField(
        label=gettext_lazy("Enten-eller"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Kan I kun gennemføre ét af flere hold, f.eks. fordi de har samme lærer, så skriv det samme ord ved dem alle."
        ),
    )


class HoldForm(HoldFacts):
    """For somebody in several schools: whose hold it is, too."""

    provider_id = ChoiceField(label=gettext_lazy("Uddannelsesinstitution"))
    field_order = ("provider_id",)


class OfferedHoldCreate(FormPage):
    action = Action.OFFER_HOLD
    title = gettext_lazy("Udbyd et hold")
    intro = gettext_lazy(
        "Holdet hører ikke til et projekt: Det tilbydes alle, der mangler pladser på kurset. Arbejdsmarkedskontoret "
        "svarer, når det har lagt en plan."
    )
    submit_label = gettext_lazy("Udbyd holdet")
    success_message = gettext_lazy("Holdet er udbudt.")

    @property
    def schools(self) -> dict[int, str]:
        own = memberships_for(self.actor, Action.OFFER_HOLD, Scope.OWN_ORGANISATION)
        return {row.organisation_id: row.organisation_name for row in own if row.organisation_id is not None}

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]  # depends on who fills it in
        return HoldForm if len(self.schools) > 1 else HoldFacts

    @property
    def cancel_url(self) -> str:
        return reverse("offered_hold_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Udbudte hold"), self.cancel_url), Crumb(str(self.title)))

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        found: dict[str, Iterable[tuple[Any, Any]]] = {"municipality_id": _municipalities()}
        if len(self.schools) > 1:
            found["provider_id"] = list(self.schools.items())
        return found

    def save(self, form: Form) -> str:
        values = {"provider_id": next(iter(self.schools)), **form.cleaned_data}
        hold_id = operations.offer_hold(by=self.actor, at=self.now, **values)
        return reverse("offered_hold", args=[hold_id])


class OnOfferedHold(Page):
    """Pages of one offered hold."""

    hold: OfferedHoldRow
    title: Any = ""

    def prepare(self) -> None:
        hold = queries.offered_hold(hold_id=self.kwargs["hold_id"])
        if hold is None:
            raise Http404
        self.hold = hold

    def subject(self) -> Subject | None:
        return self.hold.subject

    @property
    def cancel_url(self) -> str:
        return reverse("offered_hold", args=[self.hold.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Udbudte hold"), reverse("offered_hold_list")),
            Crumb(self.hold.title, self.cancel_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class OfferedHoldShow(OnOfferedHold):
    action = Action.LIST_OFFERED_HOLDS

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        values = {
            "hold": self.hold,
            "price": number_format(self.hold.price, use_l10n=True, force_grouping=True),
            "answers": [(answer, DECISION_BADGES[answer.decision]) for answer in self.hold.answers],
            "crumbs": (Crumb(_("Udbudte hold"), reverse("offered_hold_list")), Crumb(self.hold.title)),
            "may_edit": self.hold.is_open and self.may(Action.OFFER_HOLD),
        }
        return render(request, "staff/course_plans/offered_hold.html", values)


class OfferedHoldEdit(OnOfferedHold, FormPage):
    action = Action.OFFER_HOLD
    title = gettext_lazy("Ret holdet")
    form_class = HoldFacts
    success_message = gettext_lazy("Holdet er rettet.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.hold.version
        return {name: getattr(self.hold, name) for name in HoldFacts.base_fields}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"municipality_id": _municipalities()}

    def save(self, form: Form) -> str:
        operations.edit_offered_hold(
            by=self.actor,
            at=self.now,
            hold_id=self.hold.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.cancel_url


class WhyForm(Form):
    reason = TextField(label=gettext_lazy("Begrundelse"), max_length=300, rows=3)


class OfferedHoldWithdraw(OnOfferedHold, ConfirmPage):
    action = Action.OFFER_HOLD
    form_class = WhyForm
    submit_label = gettext_lazy("Træk holdet tilbage")
    success_message = gettext_lazy("Holdet er trukket tilbage.")

    @property
    def question(self) -> str:
        return _("Vil I trække holdet »%(title)s« tilbage?") % {"title": self.hold.title}

    @property
    def consequences(self) -> Sequence[str]:
        return (_("Det indgår ikke i nye kursusplaner. De planer, der er lagt, beholder det."),)

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.hold.version
        return {}

    def save(self, form: Form) -> str:
        operations.withdraw_offered_hold(
            by=self.actor,
            at=self.now,
            hold_id=self.hold.id,
            version=self.edited_version,
            reason=form.cleaned_data["reason"],
        )
        return self.cancel_url


def _municipalities() -> list[tuple[int, str]]:
    return [(row.id, row.label) for row in municipality_choices()]
